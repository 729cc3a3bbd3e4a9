/*
 * What leaves nothing of deleted values in a file of SQLite. `secure_delete` alone does not: where pages are put in order, copies of rows stay in their
 * gaps (53 of 70,000 in one trial). So the file is written anew, and what stood in the log beside it goes into the file and is cut off.
 */

/** The first, outside any transaction; it needs `temp_store = MEMORY`, for what it writes on the side is clear as well. */
export const WRITE_ANEW = 'VACUUM';
/** The second; it answers one row, for `requireEmptied`. */
export const EMPTY_LOG = 'PRAGMA wal_checkpoint(TRUNCATE)';

/** Somebody still reads an older state of the file, so that its log had to stay. It passes. */
export class NotPurgedError extends Error {
  override readonly name = 'NotPurgedError';
}

/** @param answer of `EMPTY_LOG`. Throws `NotPurgedError`. */
export function requireEmptied(answer: unknown): void {
  if ((answer as { busy: number }).busy !== 0)
    throw new NotPurgedError('what was erased still stands in the write-ahead log of a file that somebody reads: it is tried again');
}

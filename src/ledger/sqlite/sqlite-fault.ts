import { constants } from 'node:os';

/** Result codes of SQLite (sqlite.org/rescode.html) that we answer in a way of their own. */
const BUSY = 5;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const NOT_A_DATABASE = 26;
const IOERR_FSYNC = IOERR | (4 << 8);

/** No room, a quota used up, or a file over the limit that the process was given: SQLite reports only the first one as FULL. */
const NO_ROOM: ReadonlySet<number> = new Set([constants.errno.ENOSPC, constants.errno.EDQUOT, constants.errno.EFBIG]);

interface SqliteError extends Error {
  /** The extended result code. */
  readonly errcode: number;
  readonly systemErrno?: number;
}

/** By its members and not its class: under test the binding's `Error` is that of another realm. */
export const isSqliteError = (error: unknown): error is SqliteError =>
  typeof error === 'object' && error !== null && typeof (error as Partial<SqliteError>).errcode === 'number';

/** Another connection holds the lock. */
export const isBusy = (error: unknown): boolean => isSqliteError(error) && (error.errcode & 0xff) === BUSY;

/** The file is no database, or no whole one. */
export const isDamaged = (error: unknown): boolean => isSqliteError(error) && [CORRUPT, NOT_A_DATABASE].includes(error.errcode & 0xff);

/** There was no room for a write. Not so a failed flush: what the disk has taken by then is unknown. */
export function isDiskFull(error: unknown): boolean {
  if (!isSqliteError(error)) return false;
  if ((error.errcode & 0xff) === FULL) return true;
  return (error.errcode & 0xff) === IOERR && error.errcode !== IOERR_FSYNC && NO_ROOM.has(error.systemErrno ?? 0);
}

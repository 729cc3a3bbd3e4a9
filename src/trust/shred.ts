/** What is to be forgotten. Plain JSON. */
export interface Shred {
  /** Keys that are destroyed. */
  readonly keyIds: readonly string[];
  /** Names of the streams that lie under them, wholly or in part. */
  readonly streams: readonly string[];
}

/** The place is shared, and another instance has it in hand. */
export const ELSEWHERE = 'ELSEWHERE';

/** Whoever may still hold in clear what lay under keys that are destroyed. */
export interface Remembering {
  /**
   * May be repeated. Throws where it is not sure that nothing is left; then it is asked again.
   * @param insists also where another instance has the place in hand: it is taken from it
   * @returns how much of it there was
   */
  forget(shred: Shred, insists?: boolean): number | typeof ELSEWHERE | Promise<number | typeof ELSEWHERE>;
}

/** Not all of it is forgotten yet: it is tried again. */
export class NotForgottenError extends Error {
  override readonly name = 'NotForgottenError';
}

/** What is to be forgotten. Plain JSON. */
export interface Shred {
  /** Keys that are destroyed. */
  readonly keyIds: readonly string[];
  /** Names of the streams that lie under them, wholly or in part. */
  readonly streams: readonly string[];
}

/** Whoever may still hold in clear what lay under keys that are destroyed. */
export interface Remembering {
  /** May be repeated. @returns how much of it there was. Throws where it is not sure that nothing is left; then it is asked again. */
  forget(shred: Shred): number | Promise<number>;
}

/** Not all of it is forgotten yet: it is tried again. */
export class NotForgottenError extends Error {
  override readonly name = 'NotForgottenError';
}

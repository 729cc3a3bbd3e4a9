import type { StoredRecord } from '../trust/opener';
import type { Destroyed, Draft } from '../trust/scribe';

/** One event as it lies in the log: `record` is leaf and sealed body in one string of bytes (trust/record.ts), exactly as written. */
export type ReadEvent = StoredRecord;

/** Revision of the stream's last event as the decision saw it. There is no "any": nobody appends blindly. */
export type ExpectedRevision = 'none' | number;

/** Other streams the decision read, at the revisions it saw; -1 for a stream that does not exist. */
export type Basis = readonly (readonly [stream: string, revision: number])[];

export interface AppendOptions {
  readonly basis: Basis;
}

export interface Appended {
  /** Of the last event. */
  readonly position: number;
  readonly revision: number;
  /** recordedAt of all its events: that of the drafts, or the ledger's last one where that is later, for time never runs backwards in it. */
  readonly at: string;
}

/** Nothing was written: this stream is not, or no longer, at the revision that the decision saw. */
export interface Conflict {
  readonly moved: string;
}

/** The store takes no more for now; the caller may try again in a moment. Nothing was written. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
}
/** The disk is full. Nothing was written; reads go on. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError';
}
/** The store is closing or closed. Nothing was written. */
export class StoreClosedError extends Error {
  override readonly name = 'StoreClosedError';
}
/** The store lies elsewhere and cannot be reached, has no leader or does not let us in; the message says what to look at. Nothing was written. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}
/** What lies in a stream is not what this program has written there: the message says where, and what may have happened. Nothing is built upon it. */
export class DamagedStreamError extends Error {
  override readonly name: string = 'DamagedStreamError';
}
/** The append is over a limit of kernel/limits.ts. Nothing was written. */
export class AppendTooLargeError extends Error {
  override readonly name = 'AppendTooLargeError';
}
/** Not all of the keys could be destroyed, or not every trace of them be removed. The same may be asked again. */
export class KeysNotDestroyedError extends Error {
  override readonly name = 'KeysNotDestroyedError';
}
/** The commit failed: whether it lies in the log is for the next reader to see. */
export class AppendFailedError extends Error {
  override readonly name = 'AppendFailedError';

  /** @param commandId whose events these were; the store itself does not know */
  constructor(
    message: string,
    options?: ErrorOptions,
    readonly commandId?: string,
  ) {
    super(message, options);
  }
}

export const isConflict = (outcome: Appended | Conflict): outcome is Conflict => 'moved' in outcome;

/** Before the first event. */
export const START = 0;

/**
 * The only port to the log. A conflict is a value; a full queue, a full disk and a closed store are exceptions that say so.
 * Positions are the store's own order: they increase, may have gaps, and are never counted with.
 */
export abstract class EventStore {
  /** Whether nobody but this process writes while it is open: then what the process knows of a stream's end is the end. */
  abstract readonly isSole: boolean;

  /**
   * Durable when it resolves. All or nothing; checks revision and basis, numbers, chains, seals and inserts in one step.
   * @param events sealed by the store's writer, in the order in which they are written; 1 to EVENTS_PER_COMMAND_MAX
   */
  abstract append(
    stream: string,
    events: readonly Draft[],
    expectedRevision: ExpectedRevision,
    options: AppendOptions,
  ): Promise<Appended | Conflict>;

  /** Events of one stream from a revision on (0 by default), oldest first, at most `limit`. */
  abstract readStream(stream: string, options?: { readonly from?: number; readonly limit?: number }): Promise<readonly ReadEvent[]>;

  /** Events after a position in the order of the log, at most `limit`. The position is `START` or that of an event: no store knows any other. */
  abstract readAll(after: number, limit: number): Promise<readonly ReadEvent[]>;

  /**
   * What lies after a position, then what comes, in order, no gap, no repeat, until `signal` aborts (then it ends without an error).
   * A slow consumer delays nobody: what he has not asked for is not read yet.
   */
  abstract subscribe(after: number, signal: AbortSignal): AsyncIterable<ReadEvent>;

  /** The last event; `undefined` if there is none. */
  abstract last(): Promise<ReadEvent | undefined>;

  /** Its position; `START` if there is none. */
  abstract head(): Promise<number>;

  /**
   * Destroys data keys where events are sealed, so that none is sealed by this process under a key that is no more: what was accepted before is written
   * first. May be repeated.
   * @param at UTC with milliseconds. Throws `KeysNotDestroyedError`, `StoreClosedError`.
   */
  abstract destroyKeys(keyIds: readonly string[], at: string): Promise<Destroyed>;

  /** Why it writes nothing now, in words; `undefined` while it does. Reads may go on all the same. */
  abstract failure(): string | undefined;

  /** What works and yet should be mended, in words that say how; as it was found when the store was opened. */
  warnings(): readonly string[] {
    return [];
  }

  /** What was accepted is written first; what comes later is refused with `StoreClosedError`. */
  abstract close(): Promise<void>;
}

import type { TrustSettings } from '../../trust/trust';
import type { SlotTable } from '../../trust/slots';
import type { Destroyed, Draft } from '../../trust/scribe';
import type { Appended, Basis, Conflict } from '../event-store';

/** What the writer's thread needs to begin; plain JSON. */
export interface WriterSettings {
  /** ledger.db */
  readonly file: string;
  readonly trust: TrustSettings;
  readonly slots: SlotTable;
}

/** One append on its way to the writer. */
export interface Append {
  readonly stream: string;
  /** -1 where the stream must not exist. */
  readonly expectedRevision: number;
  readonly events: readonly Draft[];
  readonly basis: Basis;
}

/** Why an append was not written, as a word that crosses threads; an instance of an error class does not. */
export type Fault =
  | 'DISK_FULL'
  | 'TOO_LARGE'
  | 'FAILED' // the store's fault
  | 'BROKEN'; // the caller's: these drafts cannot be sealed

export interface Failed {
  readonly failed: Fault;
  readonly message: string;
}

export type Answer = Appended | Conflict | Failed;

/** Appends travel as JSON text, a list of them: it crosses threads at a third of the price of objects. */
export type ToWriter = { readonly appends: string } | { readonly destroy: readonly string[]; readonly at: string } | 'CLOSE';

/**
 * `READY` once; then the answers of one commit group at a time, in the order in which the appends were sent; and among them what became of keys, in the
 * order in which that was asked for.
 */
export type FromWriter = 'READY' | readonly Answer[] | { readonly destroyed: Destroyed | Failed };

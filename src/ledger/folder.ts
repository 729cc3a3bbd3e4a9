import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KurrentDbPlace } from './kurrentdb/place';

/** Where the log lies: in ledger.db, or on a server; plain JSON. */
export type LogPlace = { readonly file: string } | KurrentDbPlace;

/** The files of one ledger (architecture 10), by what they are. */
export interface LedgerFolder {
  readonly folder: string;
  /** Where the log lies: in `ledger`, or on a server. */
  readonly log: LogPlace;
  /** Precious, append-only. */
  readonly ledger: string;
  /** Precious, kept apart from the ledger. */
  readonly keys: string;
  readonly masterKey: string;
  readonly commandSecret: string;
  /** The sealed bytes of evidence, a file for each piece; precious, and shared by all instances. */
  readonly evidence: string;
  /** Credentials only. */
  readonly accounts: string;
  /** Marks of the processes; may be deleted, then they go over the log again, which changes nothing. */
  readonly processes: string;
  /** May be deleted at any time; never backed up. */
  readonly views: string;
  /** Held by the one process that writes. */
  readonly lock: string;
}

/** What of a ledger may lie elsewhere than in its folder. */
export interface Elsewhere {
  readonly masterKey?: string | undefined;
  readonly commandSecret?: string | undefined;
  readonly evidence?: string | undefined;
  readonly log?: KurrentDbPlace | undefined;
}

export const ledgerFolder = (folder: string, { masterKey, commandSecret, evidence, log }: Elsewhere = {}): LedgerFolder => ({
  folder,
  log: log ?? { file: join(folder, 'ledger.db') },
  masterKey: masterKey ?? join(folder, 'master.key'),
  ledger: join(folder, 'ledger.db'),
  keys: join(folder, 'keys.db'),
  commandSecret: commandSecret ?? join(folder, 'command.key'),
  evidence: evidence ?? join(folder, 'evidence'),
  accounts: join(folder, 'accounts.db'),
  processes: join(folder, 'processes.db'),
  views: join(folder, 'views.db'),
  lock: join(folder, 'lock'),
});

/** Deletes what follows from the log and remembers places in it, for they are other ones from now on. The folder is locked meanwhile. */
export function forgetPlaces({ views, processes }: LedgerFolder): void {
  for (const file of [views, processes]) for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

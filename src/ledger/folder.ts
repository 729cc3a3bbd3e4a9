import { join } from 'node:path';

/** The files of one ledger (architecture 10), by what they are. */
export interface LedgerFolder {
  readonly folder: string;
  /** Precious, append-only. */
  readonly ledger: string;
  /** Precious, kept apart from the ledger. */
  readonly keys: string;
  readonly masterKey: string;
  readonly commandSecret: string;
  /** Credentials only. */
  readonly accounts: string;
  /** Marks of the processes; may be deleted, then they go over the log again, which changes nothing. */
  readonly processes: string;
  /** May be deleted at any time; never backed up. */
  readonly views: string;
  /** Held by the one process that writes. */
  readonly lock: string;
}

/** @param masterKey where the master key lies, if not in the folder itself */
export const ledgerFolder = (folder: string, masterKey = join(folder, 'master.key')): LedgerFolder => ({
  folder,
  masterKey,
  ledger: join(folder, 'ledger.db'),
  keys: join(folder, 'keys.db'),
  commandSecret: join(folder, 'command.key'),
  accounts: join(folder, 'accounts.db'),
  processes: join(folder, 'processes.db'),
  views: join(folder, 'views.db'),
  lock: join(folder, 'lock'),
});

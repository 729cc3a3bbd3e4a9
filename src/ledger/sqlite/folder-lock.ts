import { DatabaseSync } from '@photostructure/sqlite';
import { isBusy } from './sqlite-fault';

/** Somebody has the ledger open already, in this process or in another one. */
export class LedgerInUseError extends Error {
  override readonly name = 'LedgerInUseError';
}

export interface FolderLock {
  release(): void;
}

/**
 * One folder, one writer: held as long as the process lives, and given back by the kernel when it is killed, so that no stale lock is ever
 * left to clean away. SQLite's own lock, because Node has none.
 */
export function lockFolder(file: string): FolderLock {
  const database = new DatabaseSync(file);
  try {
    // In memory, or the file of an unfinished transaction would lie beside it.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) throw new LedgerInUseError(`another process has this ledger open (it holds ${file})`, { cause: error });
    throw error;
  }
  return { release: () => database.close() };
}

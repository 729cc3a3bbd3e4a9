import type { PostgresPlace } from '../postgres/postgres-place';
import type { Scribe } from '../trust/scribe';
import type { SlotTable } from '../trust/slots';
import type { EventStore } from './event-store';
import type { LedgerFolder } from './folder';
import { lockFolder } from './sqlite/folder-lock';
import { SqliteEventStore } from './sqlite/sqlite-event-store';

/** What a store seals with. */
export interface Sealing {
  /** Of every event there can be. */
  readonly slots: SlotTable;
  /** Name and version of this program: it stands in every leaf it writes. */
  readonly prog: string;
  /** Where the keys lie, if not in the folder. */
  readonly keys?: PostgresPlace | undefined;
  /** For a store that seals in this thread; the writer of the file has one of its own. */
  readonly scribe: () => Scribe;
}

/**
 * The store of a ledger, wherever its log lies, with the folder taken for this process.
 * @throws LedgerInUseError where another process has the folder
 * @throws LedgerFileError where there is no ledger of this version
 * @throws KurrentDbPlaceError, StoreUnavailableError, ServerVersionError where the server cannot be used
 */
export async function openStore(files: LedgerFolder, { slots, prog, keys, scribe }: Sealing): Promise<EventStore> {
  if ('file' in files.log) return SqliteEventStore.open(files, { slots, prog, keys });
  const { KurrentDbEventStore } = await import('./kurrentdb/kurrentdb-event-store.js');
  const lock = lockFolder(files.lock);
  try {
    return await KurrentDbEventStore.open({ ...files.log, slots, scribe: scribe(), onClosed: () => lock.release() });
  } catch (error) {
    lock.release();
    throw error;
  }
}

import { leafIn } from '../trust/record';
import type { LedgerFolder, LogPlace } from './folder';
import type { KurrentDbPlace } from './kurrentdb/place';
import type { KurrentDbLog } from './kurrentdb/kurrentdb-log';
import type { LogReader } from './log-reader';
import { LedgerFileError, readOrigin } from './sqlite/ledger-file';
import { SqliteLogReader } from './sqlite/sqlite-log-reader';

/** Loaded only by whose log lies on a server: the client takes a fifth of a second and 20 MB in each thread. */
export async function openServedLog(place: KurrentDbPlace, kinds: ReadonlySet<string>): Promise<KurrentDbLog> {
  return (await import('./kurrentdb/served-log.js')).openServedLog(place, kinds);
}

/**
 * For a thread that only reads.
 * @param kinds of all streams of the ledger
 * @throws LedgerFileError where there is no ledger of this version
 * @throws KurrentDbPlaceError
 */
export const openLogReader = async (place: LogPlace, kinds: ReadonlySet<string>): Promise<LogReader> =>
  'file' in place ? new SqliteLogReader(place.file) : openServedLog(place, kinds);

/**
 * The origin that stands in every leaf; `undefined` where nothing has been recorded yet on the server.
 * @throws LedgerFileError where the file is missing, is no ledger, or the log is none
 * @throws StoreUnavailableError
 */
export async function originIn({ log }: Pick<LedgerFolder, 'log'>, kinds: ReadonlySet<string>): Promise<string | undefined> {
  if ('file' in log) return readOrigin(log.file);
  const served = await openServedLog(log, kinds);
  try {
    const last = await served.last();
    if (!last) return undefined;
    const origin = leafIn(last.record)?.log;
    if (origin === undefined) throw new LedgerFileError(`the last event of ${last.stream} on KurrentDB was not written by this program`);
    return origin;
  } finally {
    await served.close();
  }
}

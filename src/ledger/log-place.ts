import { KurrentDbConnection, PATIENCE } from './kurrentdb/connection';
import { KurrentDbLog } from './kurrentdb/kurrentdb-log';
import type { KurrentDbPlace } from './kurrentdb/place';
import { OurStreams } from './kurrentdb/stored-event';
import type { LogReader } from './log-reader';
import { SqliteLogReader } from './sqlite/sqlite-log-reader';

/** Where the log lies: in ledger.db, or on a server. */
export type LogPlace = { readonly file: string } | KurrentDbPlace;

/**
 * For a thread that only reads. Nothing is asked of a server before something is read.
 * @param kinds of all streams of the ledger
 * @throws LedgerFileError where there is no ledger of this version
 * @throws KurrentDbPlaceError
 */
export const openLogReader = (place: LogPlace, kinds: ReadonlySet<string>): LogReader =>
  'file' in place ? new SqliteLogReader(place.file) : openServedLog(place, kinds);

/** The same of a server alone, which can tell what is wrong with it. */
export const openServedLog = (place: KurrentDbPlace, kinds: ReadonlySet<string>): KurrentDbLog =>
  new KurrentDbLog(new KurrentDbConnection(place, PATIENCE), new OurStreams(kinds));

import { KurrentDbConnection, PATIENCE } from './kurrentdb/connection';
import { KurrentDbLog } from './kurrentdb/kurrentdb-log';
import { OurStreams } from './kurrentdb/stored-event';
import type { LogReader } from './log-reader';
import { SqliteLogReader } from './sqlite/sqlite-log-reader';

/** A server of EventStoreDB or KurrentDB that the log lies on; plain JSON. */
export interface KurrentDbPlace {
  /** `esdb://user@host:port?…`; several hosts of a cluster with commas between them. */
  readonly url: string;
}

/** Where the log lies: in ledger.db, or on a server. */
export type LogPlace = { readonly file: string } | KurrentDbPlace;

/**
 * For a thread that only reads. Nothing is asked of a server before something is read.
 * @param kinds of all streams of the ledger
 * @throws LedgerFileError where there is no ledger of this version
 * @throws KurrentDbAddressError
 */
export const openLogReader = (place: LogPlace, kinds: ReadonlySet<string>): LogReader =>
  'file' in place ? new SqliteLogReader(place.file) : openServedLog(place, kinds);

/** The same of a server alone, which can tell what is wrong with it. */
export const openServedLog = (place: KurrentDbPlace, kinds: ReadonlySet<string>): KurrentDbLog =>
  new KurrentDbLog(new KurrentDbConnection(place.url, PATIENCE), new OurStreams(kinds));

import { KurrentDbConnection, PATIENCE } from './connection';
import { KurrentDbLog } from './kurrentdb-log';
import type { KurrentDbPlace } from './place';
import { OurStreams } from './stored-event';

/**
 * A log on a server, for who only reads. Nothing is asked of the server before something is read.
 * @param kinds of all streams of the ledger
 * @throws KurrentDbPlaceError
 */
export const openServedLog = (place: KurrentDbPlace, kinds: ReadonlySet<string>): KurrentDbLog =>
  new KurrentDbLog(new KurrentDbConnection(place, PATIENCE), new OurStreams(kinds));

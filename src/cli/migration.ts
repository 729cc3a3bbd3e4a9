import { type EmbeddedLog, Migration, MigrationRefusedError } from '../ledger/kurrentdb/migration';
import type { KurrentDbPlace } from '../ledger/kurrentdb/place';
import { catalogues } from '../negotiation/catalogues';

export { MigrationRefusedError };

/** Of the ledgers that this program knows. Throws what `Migration.open` throws. */
export const openMigration = (log: EmbeddedLog, place: KurrentDbPlace): Promise<Migration> =>
  Migration.open(log, place, new Set(catalogues.keys()));

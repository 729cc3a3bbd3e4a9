import type { LedgerFolder } from '../ledger/folder';
import { type Carried, carryKeysOver, KeysMigrationRefusedError } from '../ledger/keys-migration';
import { originIn } from '../ledger/open-log';
import { LedgerFileError } from '../ledger/sqlite/ledger-file';
import { catalogues } from '../negotiation/catalogues';
import type { PostgresPlace } from '../postgres/postgres-place';

/** Of the ledger of this folder, whose origin is in its log. Throws what `carryKeysOver` throws. */
export async function keysCarriedOver(
  files: LedgerFolder,
  place: PostgresPlace,
): Promise<{ readonly origin: string; readonly carried: readonly Carried[] }> {
  const origin = await originIn(files, new Set(catalogues.keys()));
  if (origin === undefined)
    throw new LedgerFileError('nothing has been recorded on KurrentDB yet: there is no ledger whose keys these are');
  return { origin, carried: await carryKeysOver(files, { ...place, origin }) };
}

export { KeysMigrationRefusedError };

import { DatabaseSync } from '@photostructure/sqlite';
import type { LedgerFolder } from '../../src/ledger/folder';

/** Destroys every key of a record, as a shred would. Who has unwrapped one keeps it until he starts again. */
export function destroyKeysOf({ keys }: LedgerFolder, stream: string): void {
  const database = new DatabaseSync(keys);
  const { changes } = database
    .prepare("UPDATE data_key SET wrapped = NULL, destroyed_at = '2025-03-02T00:00:00.000Z' WHERE stream = ?")
    .run(stream);
  database.close();
  if (changes === 0) throw new Error(`there is no key of ${stream}`);
}

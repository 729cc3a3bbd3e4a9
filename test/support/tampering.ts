import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';

/** Changes a ledger.db as somebody with a tool would: the triggers are out of the way meanwhile, and back afterwards, as if nothing had been. */
export function tamper(file: string, change: string | ((database: DatabaseSyncInstance) => void)): void {
  const database = new DatabaseSync(file);
  try {
    const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid").all() as {
      name: string;
      sql: string;
    }[];
    for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
    if (typeof change === 'string') database.exec(change);
    else change(database);
    for (const { sql } of triggers) database.exec(sql);
  } finally {
    database.close();
  }
}

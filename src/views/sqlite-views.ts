import { rmSync } from 'node:fs';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { CompiledQuery, Kysely } from 'kysely';
import { WRITE_LOCK_WAIT_MS } from '../kernel/limits';
import { isDamaged } from '../ledger/sqlite/sqlite-fault';
import { EMPTY_LOG, requireEmptied, WRITE_ANEW } from '../trust/purge';
import { SqliteDialect } from './sqlite-dialect';
import { createCheckpoints, type ViewsDatabase } from './views-database';

/** Raised when the tables that every board shares change. */
const VIEWS_SCHEMA_VERSION = 2;

/** Opens views.db for the thread that builds the views; makes it where it is missing, and anew where it is of no use. */
export async function openSqliteViews(file: string): Promise<ViewsDatabase> {
  const views: ViewsDatabase = new Kysely({ dialect: new SqliteDialect(openAnew(file)) });
  try {
    await createCheckpoints(views);
    return views;
  } catch (error) {
    await views.destroy();
    throw error;
  }
}

/** For those who only read. Throws where there is no such file. */
export function openSqliteViewsToRead(file: string): ViewsDatabase {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec('PRAGMA temp_store = MEMORY');
  return new Kysely({ dialect: new SqliteDialect(database) });
}

/** Nothing of deleted rows is left in the file or beside it. Throws `NotPurgedError`. */
export async function purgeSqliteViews(views: ViewsDatabase): Promise<void> {
  await views.executeQuery(CompiledQuery.raw(WRITE_ANEW));
  requireEmptied((await views.executeQuery(CompiledQuery.raw(EMPTY_LOG))).rows[0]);
}

/** For what is made for one question: gone with the connection. */
export const openViewsInMemory = (): ViewsDatabase => new Kysely({ dialect: new SqliteDialect(new DatabaseSync(':memory:')) });

/** Views may be lost at any time and are then built anew; so a file that is no database, or is damaged, is not worth a question. */
function openAnew(file: string): DatabaseSyncInstance {
  try {
    return prepared(file);
  } catch (error) {
    if (!isDamaged(error)) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    return prepared(file);
  }
}

function prepared(file: string): DatabaseSyncInstance {
  const database = new DatabaseSync(file);
  try {
    forgetOthers(database);
    // What they may not do is keep what was erased, in the file or in what is written on the side while it is sorted.
    database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
       PRAGMA busy_timeout = ${WRITE_LOCK_WAIT_MS}; PRAGMA cache_size = -65536`,
    );
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What a program of another schema has left is not understood, and not needed: everything here follows from the log. */
function forgetOthers(database: DatabaseSyncInstance): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version !== 0 && version !== VIEWS_SCHEMA_VERSION) {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all();
    for (const { name } of tables as { name: string }[]) database.exec(`DROP TABLE "${name}"`);
  }
  database.exec(`PRAGMA user_version = ${VIEWS_SCHEMA_VERSION}`);
}

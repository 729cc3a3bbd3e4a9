import { CompiledQuery, Kysely, sql } from 'kysely';
import { POSTGRES_DEAD_AFTER_S, POSTGRES_READERS_MAX, WRITE_LOCK_WAIT_MS } from '../kernel/limits';
import type { Admission } from '../postgres/admitted-pool';
import { PostgresError } from '../postgres/postgres-fault';
import { poolConfigOf, type PostgresPlace, requireSchema, requireSupported, setting } from '../postgres/postgres-place';
import { writeAnew } from '../postgres/write-anew';
import { postgresDialect } from './postgres-dialect';
import { createCheckpoints, type ViewsDatabase } from './views-database';

/** Another process builds the views in this database. */
export class OtherDriverError extends Error {
  override readonly name = 'OtherDriverError';
}

/** `jirg`, so that other users of advisory locks in the same database do not meet ours. */
const LOCK_CLASS = 0x6a697267;

/** What has become of the tables that every board shares, one step after the other and never back; what was carried out once is never changed. */
const MIGRATIONS: readonly ((views: ViewsDatabase) => Promise<unknown>)[] = [
  async (views) => {
    await sql`CREATE COLLATION "binary" (provider = libc, locale = 'C')`.execute(views);
    await sql`CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT strpos($1, $2)'`.execute(views);
    await sql`CREATE FUNCTION pragma_table_info(text) RETURNS TABLE (name text) LANGUAGE sql STABLE AS
      'SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass(quote_ident($1)) AND attnum > 0 AND NOT attisdropped'`.execute(
      views,
    );
    await createCheckpoints(views);
  },
];

/**
 * Opens the views in PostgreSQL for the one process that builds them. Its only connection holds an advisory lock, and no other of its statements is
 * said without it: so whoever has lost his connection has lost the lead too, and cannot write beside the next one.
 * Throws `OtherDriverError` where somebody else has the lock, `PostgresError` with what to do where the database cannot be used.
 */
export async function openPostgresViews(place: PostgresPlace & { readonly origin: string }): Promise<ViewsDatabase> {
  const views: ViewsDatabase = new Kysely({
    dialect: postgresDialect(poolConfigOf(place, { max: 1, options: PROMPT }), takeLead),
  });
  try {
    await migrate(views, place.origin);
    return views;
  } catch (error) {
    await views.destroy();
    throw error;
  }
}

/** For those who only read: several connections, on which nothing can be written. */
export const openPostgresViewsToRead = (place: PostgresPlace): ViewsDatabase =>
  new Kysely({ dialect: postgresDialect(poolConfigOf(place, { max: POSTGRES_READERS_MAX, options: READ_ONLY })) });

/** Nothing of deleted rows is left in these tables. What the write-ahead log of the server still has goes as its files are used again. */
export async function purgePostgresViews(views: ViewsDatabase, tables: readonly string[]): Promise<void> {
  for (const table of tables) await views.executeQuery(CompiledQuery.raw(writeAnew(`"${table}"`, 'position', 'bigint')));
}

const READ_ONLY = setting({ default_transaction_read_only: 'on' });

/** The server itself finds out that the machine of the driver is gone, and frees the lock. What others hold is waited for a while only, and then told. */
const PROMPT = setting({
  lock_timeout: WRITE_LOCK_WAIT_MS,
  tcp_keepalives_idle: POSTGRES_DEAD_AFTER_S / 2,
  tcp_keepalives_interval: 1,
  tcp_keepalives_count: POSTGRES_DEAD_AFTER_S / 2,
  tcp_user_timeout: POSTGRES_DEAD_AFTER_S * 1_000,
  client_connection_check_interval: POSTGRES_DEAD_AFTER_S * 500,
});

const takeLead: Admission = async (ask) => {
  const server = await ask<{ version: number; schema: string | null }>(
    "SELECT current_setting('server_version_num')::integer AS version, current_schema() AS schema",
  );
  requireSupported(server?.version ?? 0);
  const schema = requireSchema(server?.schema);
  const lock = await ask<{ mine: boolean }>('SELECT pg_try_advisory_lock(($1::bigint << 32) | $2::regnamespace::oid::bigint) AS mine', [
    LOCK_CLASS,
    `"${schema.replaceAll('"', '""')}"`,
  ]);
  if (!lock?.mine) throw new OtherDriverError('another process builds these views');
};

/** Ends the connection that holds the lock of `takeLead`, if any. Its process finds out when it says something next, and follows. */
export async function endPostgresDriver(place: PostgresPlace): Promise<void> {
  const views: ViewsDatabase = new Kysely({ dialect: postgresDialect(poolConfigOf(place, { max: 1, options: PROMPT })) });
  try {
    // Until the lock is free: a connection that is ended still takes a moment to go.
    await sql`SELECT pg_terminate_backend(pid, ${WRITE_LOCK_WAIT_MS}) FROM pg_locks
      WHERE locktype = 'advisory' AND objsubid = 1 AND classid = ${LOCK_CLASS} AND objid = current_schema()::regnamespace::oid
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`.execute(views);
  } finally {
    await views.destroy();
  }
}

/** Forward only, in one transaction; whoever comes here holds the lock of `takeLead`. */
async function migrate(views: ViewsDatabase, origin: string): Promise<void> {
  await views.transaction().execute(async (transaction) => {
    await transaction.schema
      .createTable('views_schema')
      .ifNotExists()
      .addColumn('version', 'integer', (version) => version.notNull())
      .addColumn('origin', 'text', (of) => of.notNull())
      .execute();
    const found = (await transaction.selectFrom('views_schema').selectAll().executeTakeFirst()) as
      { version: number; origin: string } | undefined;
    if (found && found.origin !== origin)
      throw new PostgresError(
        `These are the views of another ledger, ${found.origin}: give each ledger a database, or a schema, of its own`,
      );
    const version = found?.version ?? 0;
    if (version > MIGRATIONS.length)
      throw new PostgresError(
        `A newer program has made these views (schema ${version}, this one knows ${MIGRATIONS.length}): start that one, or drop the schema and let it be built anew`,
      );
    if (version === MIGRATIONS.length) return;
    for (const step of MIGRATIONS.slice(version)) await step(transaction);
    await transaction.deleteFrom('views_schema').execute();
    await transaction.insertInto('views_schema').values({ version: MIGRATIONS.length, origin }).execute();
  });
}

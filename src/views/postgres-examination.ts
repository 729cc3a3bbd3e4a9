import { sql } from 'kysely';
import { PostgresError } from '../postgres/postgres-fault';
import { type PostgresPlace, requireSchema, requireSupported } from '../postgres/postgres-place';
import { openPostgresViewsToRead } from './postgres-views';

interface Seen {
  readonly version: number;
  readonly schema: string | null;
  readonly is_standby: boolean;
  readonly may_create: boolean | null;
  readonly has_views: boolean;
  readonly archives: boolean;
}

/**
 * Looks whether PostgreSQL can hold the boards of a ledger; changes nothing, and takes nobody's lead.
 * @param origin of the ledger
 * @returns what works and yet should be mended, in words
 * @throws PostgresError where it cannot
 */
export async function postgresWarnings(place: PostgresPlace, origin: string | undefined): Promise<readonly string[]> {
  const views = openPostgresViewsToRead(place);
  try {
    const { rows } = await sql<Seen>`
      SELECT current_setting('server_version_num')::integer AS version, current_schema() AS schema, pg_is_in_recovery() AS is_standby,
        has_schema_privilege(current_schema(), 'CREATE') AS may_create, to_regclass('views_schema') IS NOT NULL AS has_views,
        current_setting('archive_mode') <> 'off' AS archives`.execute(views);
    const [seen] = rows;
    if (!seen) throw new Error('PostgreSQL has answered without a row');
    requireRoom(seen);
    if (seen.has_views) {
      const found = await sql<{ origin: string }>`SELECT origin FROM views_schema`.execute(views);
      const other = found.rows.find((row) => origin !== undefined && row.origin !== origin);
      if (other)
        throw new PostgresError(
          `PostgreSQL holds the views of another ledger there, ${other.origin}: give each ledger a database of its own`,
        );
    }
    return seen.archives
      ? ['PostgreSQL archives its log, in which boards stand in clear: set archive_mode = off, or keep the archive as close as the ledger']
      : [];
  } finally {
    await views.destroy();
  }
}

function requireRoom({ version, schema: current, is_standby: isStandby, may_create: mayCreate, has_views: hasViews }: Seen): void {
  requireSupported(version);
  const schema = requireSchema(current);
  if (isStandby) throw new PostgresError('PostgreSQL is a standby and takes no writes: name the primary in JIRGA_POSTGRES_URL');
  if (mayCreate !== true && !hasViews)
    throw new PostgresError(`The user of PostgreSQL may make no tables: GRANT CREATE ON SCHEMA ${schema} to it`);
}

import { POSTGRES_KEYS_CONNECTIONS_MAX } from '../kernel/limits';
import type { Admission } from './admitted-pool';
import { type Ask, PostgresDatabase } from './postgres-database';
import { PostgresError } from './postgres-fault';
import { type PostgresPlace, requireSchema, requireSupported } from './postgres-place';

/** The keys and accounts of one ledger in PostgreSQL. */
export interface KeysPlace extends PostgresPlace {
  /** Of the ledger whose they are. */
  readonly origin: string;
}

/** `jirk`, beside the `jirg` of the views. */
const LOCK_CLASS = 0x6a69726b;

export const KEYS_DATABASE_VERSION = 2;

const TABLES: readonly string[] = [
  `CREATE TABLE data_key (
    id text PRIMARY KEY,
    stream text NOT NULL,
    level text NOT NULL,
    generation integer NOT NULL,
    initiative text,
    caveats integer NOT NULL,
    wrapped bytea,
    destroyed_at text,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
  )`,
  'CREATE UNIQUE INDEX data_key_in_use ON data_key (stream, level, generation) WHERE wrapped IS NOT NULL',
  `CREATE TABLE account (
    id text PRIMARY KEY,
    login text NOT NULL UNIQUE,
    participant_id text NOT NULL,
    salt bytea NOT NULL,
    password_hash bytea NOT NULL
  )`,
  `CREATE TABLE credential (
    hash text PRIMARY KEY,
    kind text NOT NULL,
    participant_id text NOT NULL,
    account_id text,
    issued_by text NOT NULL,
    expires_at bigint NOT NULL,
    csrf_hash text
  )`,
  'CREATE INDEX credential_of_participant ON credential (participant_id)',
  'CREATE INDEX credential_expiry ON credential (expires_at)',
  'CREATE TABLE sign_in_try (id uuid NOT NULL, name text NOT NULL, at bigint NOT NULL, PRIMARY KEY (name, id))',
  'CREATE INDEX sign_in_try_expiry ON sign_in_try (at)',
  // Instances that are there, what was destroyed, and who has forgotten it (instance-lease.ts).
  'CREATE TABLE instance_lease (instance uuid PRIMARY KEY, until timestamptz NOT NULL)',
  `CREATE TABLE shred (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cause text NOT NULL UNIQUE,
    key_ids text[] NOT NULL,
    streams text[] NOT NULL
  )`,
  `CREATE TABLE shred_forgotten (
    shred bigint NOT NULL REFERENCES shred,
    instance uuid NOT NULL REFERENCES instance_lease ON DELETE CASCADE,
    shared boolean NOT NULL,
    PRIMARY KEY (shred, instance)
  )`,
];

/** Behind the schema in which the address ends. Boards may be dropped with theirs at any time, and these may not. */
const SUFFIX = '_keys';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

interface Server {
  readonly version: number;
  readonly schema: string | null;
}

const SERVER = "SELECT current_setting('server_version_num')::integer AS version, current_schema() AS schema";

/** Leads a new connection to the schema of keys and accounts; gives its name. */
const lead = async (ask: Parameters<Admission>[0]): Promise<string> => {
  const server = await ask<Server>(SERVER);
  requireSupported(server?.version ?? 0);
  const schema = `${requireSchema(server?.schema)}${SUFFIX}`;
  await ask("SELECT set_config('search_path', $1, false)", [quoted(schema)]);
  return schema;
};

interface Made {
  readonly version: number;
  readonly origin: string;
}

const MADE = 'SELECT version, origin FROM keys_schema';

function requireOurs(made: Made, schema: string, origin: string): void {
  if (made.origin !== origin)
    throw new PostgresError(
      `The keys in the schema ${schema} are those of another ledger, ${made.origin}: give each ledger a database, or a schema, of its own`,
    );
  if (made.version !== KEYS_DATABASE_VERSION)
    throw new PostgresError(
      `Another version of this program has made the tables of keys and accounts (${made.version}, this one knows ${KEYS_DATABASE_VERSION}): start that one`,
    );
}

/**
 * Keys and accounts of a ledger. Every connection first sees whose they are, so that keys that are missing, or those of another ledger, are never
 * taken for keys that there are none of yet.
 */
export function openKeysDatabase(place: KeysPlace): PostgresDatabase {
  return new PostgresDatabase(place, {
    max: POSTGRES_KEYS_CONNECTIONS_MAX,
    admission: async (ask) => {
      const schema = await lead(ask);
      const there = await ask<{ there: boolean }>("SELECT to_regclass('keys_schema') IS NOT NULL AS there");
      const made = there?.there === true ? await ask<Made>(MADE) : undefined;
      if (!made)
        throw new PostgresError(
          `PostgreSQL holds no keys in the schema ${schema}: see that JIRGA_POSTGRES_URL leads to the database of this ledger, or restore them from their dump`,
        );
      requireOurs(made, schema, place.origin);
    },
  });
}

/**
 * Makes the tables of a new ledger. What an earlier try has begun is gone on with, as long as nothing lies in it.
 * Throws `PostgresError` where keys or accounts of another ledger lie there already.
 */
export const createKeysDatabase = (place: KeysPlace): Promise<void> => fillKeysDatabase(place, () => Promise.resolve());

/** The same, and whoever has keys and accounts already puts them in: all of it in one transaction. */
export async function fillKeysDatabase<Result>(place: KeysPlace, fill: (ask: Ask) => Promise<Result>): Promise<Result> {
  const database = new PostgresDatabase(place, { max: 1, admission: async (ask) => void (await lead(ask)) });
  try {
    return await database.transaction(async (ask) => {
      const schema = await begin(ask);
      await ask('CREATE TABLE IF NOT EXISTS keys_schema (version integer NOT NULL, origin text NOT NULL)');
      const [made] = await ask<Made>(MADE);
      if (made) await adopt(ask, made, schema, place.origin);
      else {
        for (const statement of TABLES) await ask(statement);
        await ask('INSERT INTO keys_schema (version, origin) VALUES ($1, $2)', [KEYS_DATABASE_VERSION, place.origin]);
      }
      return fill(ask);
    });
  } finally {
    await database.close();
  }
}

/** A ledger whose log lies elsewhere may have got no further than its first keys. */
async function adopt(ask: Ask, made: Made, schema: string, origin: string): Promise<void> {
  const [held] = await ask<{ held: boolean }>('SELECT EXISTS (SELECT FROM data_key) OR EXISTS (SELECT FROM account) AS held');
  if (held?.held && made.origin !== origin)
    throw new PostgresError(
      `In the schema ${schema} lie the keys of the ledger ${made.origin} already: give each ledger a database, or a schema, of its own`,
    );
  requireOurs({ ...made, origin }, schema, origin);
  await ask('UPDATE keys_schema SET origin = $1', [origin]);
}

/** One at a time makes the tables of a schema. Gives its name. */
async function begin(ask: Ask): Promise<string> {
  const [at] = await ask<{ path: string }>("SELECT current_setting('search_path') AS path");
  const path = at?.path ?? '';
  const schema = path.slice(1, -1).replaceAll('""', '"');
  await ask('SELECT pg_advisory_xact_lock(($1::bigint << 32) | (hashtext($2)::bigint & 4294967295))', [LOCK_CLASS, schema]);
  // Looked up, for `current_schema()` does not see what came while the lock was waited for. And who may not make schemas may use one made for him.
  const [there] = await ask('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
  if (there === undefined) await ask(`CREATE SCHEMA ${path}`);
  return schema;
}

interface Keeping {
  readonly archiveMode: string;
  readonly keptMb: number;
  readonly walLevel: string;
  readonly receivers: number;
  readonly slots: number;
  readonly published: number;
  readonly autovacuum: boolean;
  readonly vacuumed: boolean;
  readonly fsync: boolean;
}

const KEEPING = `SELECT
  current_setting('archive_mode') AS "archiveMode",
  current_setting('wal_level') AS "walLevel",
  (SELECT setting::integer FROM pg_settings WHERE name = 'wal_keep_size') AS "keptMb",
  (SELECT count(*)::integer FROM pg_stat_replication) AS receivers,
  (SELECT count(*)::integer FROM pg_replication_slots) AS slots,
  (SELECT count(*)::integer FROM pg_publication_tables WHERE schemaname = current_schema()) AS published,
  current_setting('autovacuum')::boolean AS autovacuum,
  NOT EXISTS (SELECT FROM pg_class, pg_options_to_table(reloptions) WHERE oid = 'data_key'::regclass
    AND option_name = 'autovacuum_enabled' AND NOT option_value::boolean) AS vacuumed,
  current_setting('fsync')::boolean AS fsync`;

const WARNINGS: readonly (readonly [(found: Keeping) => boolean, string])[] = [
  [
    ({ archiveMode }) => archiveMode !== 'off',
    'archive_mode is on: a key that is destroyed lives on in the archive of the write-ahead log',
  ],
  [
    ({ receivers }) => receivers > 0,
    'somebody receives the write-ahead log (pg_stat_replication): a key that is destroyed lives on in what he keeps',
  ],
  [
    ({ slots }) => slots > 0,
    'there are replication slots (pg_replication_slots): they keep the write-ahead log, and with it keys that are destroyed',
  ],
  [({ keptMb }) => keptMb > 0, 'wal_keep_size is not 0: so much of the write-ahead log is kept, and with it keys that are destroyed'],
  [
    ({ published }) => published > 0,
    'a publication holds the tables of the keys (pg_publication_tables): subscribers get them, and keep them',
  ],
  [
    ({ walLevel }) => walLevel === 'logical',
    'wal_level is logical: whoever may replicate can read keys from the write-ahead log; replica is enough',
  ],
  [
    ({ autovacuum, vacuumed }) => !autovacuum || !vacuumed,
    'autovacuum is off for the keys: what was destroyed stays in dead rows until somebody says VACUUM data_key',
  ],
  [({ fsync }) => !fsync, 'fsync is off: a key may be lost with the power, and whatever was sealed with it'],
];

/**
 * Where destroyed keys may live on, or new ones be lost, as far as the user that this program comes in as can see it: each in words, with the setting.
 * Base backups and copies of the disk nobody can see from here.
 */
export async function keysWarnings(place: KeysPlace): Promise<readonly string[]> {
  const database = openKeysDatabase(place);
  try {
    const [found] = await database.ask<Keeping>(KEEPING);
    return WARNINGS.flatMap(([holds, words]) => (found && holds(found) ? [words] : []));
  } finally {
    await database.close();
  }
}

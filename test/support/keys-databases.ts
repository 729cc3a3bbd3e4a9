import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { Client } from 'pg';
import type { AccountsIn } from '../../src/access/open-accounts';
import { createKeysDatabase } from '../../src/postgres/keys-database';
import type { KeysIn } from '../../src/trust/trust';
import { SqliteKeyring } from '../../src/trust/sqlite-keyring';
import { isHeldBelow } from './held';
import { describeOn, runningPostgres } from './on-each-database';
import { TEST_ORIGIN, temporaryFolder } from './temporary-ledger';

/** One of the databases that keys and accounts lie in. */
export interface KeysDatabase {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** Where the keys of `TEST_ORIGIN` lie, and there are none yet. */
  readonly keys: () => Promise<KeysIn>;
  /** One statement of somebody with a tool. */
  readonly say: (keys: KeysIn, statement: string) => Promise<Record<string, unknown>[]>;
  /** Whether any of these bytes stand on the disk where the keys lie; in PostgreSQL the write-ahead log is left out. */
  readonly hold: (keys: KeysIn, ...sought: readonly Uint8Array[]) => Promise<boolean>;
}

const sqlite: KeysDatabase = {
  name: 'SQLite',
  keys: async () => {
    const file = join(temporaryFolder(), 'keys.db');
    SqliteKeyring.create(file);
    return { file };
  },
  say: async (keys, statement) => {
    const database = new DatabaseSync('file' in keys ? keys.file : '');
    try {
      return database.prepare(statement).all() as Record<string, unknown>[];
    } finally {
      database.close();
    }
  },
  hold: async (keys, ...sought) => isHeldBelow(dirname('file' in keys ? keys.file : ''), ...sought),
};

const postgres: KeysDatabase = {
  name: 'PostgreSQL',
  keys: async () => {
    const place = { url: await (await runningPostgres()).emptyPlace() };
    await createKeysDatabase({ ...place, origin: TEST_ORIGIN });
    return place;
  },
  say: async (keys, statement) => {
    const client = await clientIn(keys);
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  },
  hold: async (_, ...sought) => (await runningPostgres()).tablesHold(...sought),
};

/** The accounts that lie with these keys. */
export const accountsIn = (keys: KeysIn): AccountsIn =>
  'file' in keys ? { file: join(dirname(keys.file), 'accounts.db') } : { ...keys, origin: TEST_ORIGIN };

/** Whoever opens it ends it. Statements are said in the schema of the keys. */
export async function clientIn(keys: KeysIn): Promise<Client> {
  const client = new Client({ connectionString: 'url' in keys ? keys.url : '' });
  client.on('error', () => undefined);
  await client.connect();
  await client.query("SELECT set_config('search_path', current_schema() || '_keys', false)");
  return client;
}

/** The same specs for keys and accounts in files and in PostgreSQL. */
export const describeOnEachKeysDatabase = (title: string, specs: (database: KeysDatabase) => void): void => {
  describeOn(title, sqlite, postgres, specs);
};

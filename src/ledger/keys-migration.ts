import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { KEYS_CARRIED_AT_ONCE } from '../kernel/limits';
import { fillKeysDatabase, type KeysPlace } from '../postgres/keys-database';
import type { Ask } from '../postgres/postgres-database';
import { masterKeyFrom } from '../trust/master-key';
import { KEYS_SCHEMA_VERSION, SqliteKeyring } from '../trust/sqlite-keyring';
import type { LedgerFolder } from './folder';

/** The keys cannot be carried over as they are, or the target holds something else; the message says what. Nothing was written. */
export class KeysMigrationRefusedError extends Error {
  override readonly name = 'KeysMigrationRefusedError';
}

/** What was carried over of one kind. */
export interface Carried {
  /** A word for one of them. */
  readonly what: string;
  /** How many there are on both sides. */
  readonly rows: number;
  /** How many of them were not there before. */
  readonly carried: number;
  /** SHA-256 over all of them in the order of their names, the same on both sides; base64url. */
  readonly hash: string;
}

type Value = string | number | Uint8Array | null;
type Row = Readonly<Record<string, Value>>;

/** A table that lies in a file and in PostgreSQL under the same name. */
interface Table {
  readonly name: 'data_key' | 'account' | 'credential';
  readonly what: string;
  readonly key: 'id' | 'hash';
  /** Their types in PostgreSQL. */
  readonly columns: Readonly<Record<string, 'text' | 'integer' | 'bigint' | 'bytea'>>;
}

const KEYS: Table = {
  name: 'data_key',
  what: 'data key',
  key: 'id',
  columns: {
    ...{ id: 'text', stream: 'text', level: 'text', generation: 'integer', initiative: 'text', caveats: 'integer' },
    ...{ wrapped: 'bytea', destroyed_at: 'text' },
  },
};
const ACCOUNTS: readonly Table[] = [
  {
    name: 'account',
    what: 'account',
    key: 'id',
    columns: { id: 'text', login: 'text', participant_id: 'text', salt: 'bytea', password_hash: 'bytea' },
  },
  {
    name: 'credential',
    what: 'credential',
    key: 'hash',
    columns: {
      ...{ hash: 'text', kind: 'text', participant_id: 'text', account_id: 'text', issued_by: 'text' },
      ...{ expires_at: 'bigint', csrf_hash: 'text' },
    },
  },
];

/** As the accounts of this program write it (access/sqlite-account-store.ts), of which the ledger knows nothing. */
const ACCOUNTS_SCHEMA_VERSION = 1;

/**
 * Carries keys.db and accounts.db over to PostgreSQL, every row byte for byte, destroyed keys as such, in one transaction: whoever is cut off has
 * written nothing. What lies there already must be in the files as well, the same byte for byte. All of it is read back before it is committed. The
 * files stay as they are; nobody may serve the folder meanwhile.
 * @throws KeysMigrationRefusedError
 * @throws KeysFileError where there are no keys of this version, or the master key does not open them
 * @throws PostgresError where the server cannot be used, or holds the keys of another ledger
 */
export async function carryKeysOver(files: LedgerFolder, place: KeysPlace): Promise<readonly Carried[]> {
  const keyring = SqliteKeyring.open(files.keys, masterKeyFrom(files.masterKey), { readOnly: true });
  try {
    await keyring.checkMaster();
  } finally {
    await keyring.close();
  }
  const sources = [
    { file: files.keys, version: KEYS_SCHEMA_VERSION, tables: [KEYS] },
    // A ledger that was never served has none.
    ...(existsSync(files.accounts) ? [{ file: files.accounts, version: ACCOUNTS_SCHEMA_VERSION, tables: ACCOUNTS }] : []),
  ].map(({ file, version, tables }) => ({ file: openedFile(file, version), tables }));
  try {
    return await fillKeysDatabase(place, async (ask) => {
      const carried: Carried[] = [];
      for (const { file, tables } of sources) for (const table of tables) carried.push(await carriedOver(file, ask, table));
      return carried;
    });
  } finally {
    for (const { file } of sources) file.close();
  }
}

type File = InstanceType<typeof DatabaseSync>;

function openedFile(file: string, known: number): File {
  const database = new DatabaseSync(file, { readOnly: true });
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version === known) return database;
  database.close();
  throw new KeysMigrationRefusedError(`${basename(file)} has schema version ${version}, and this program carries version ${known} over`);
}

async function carriedOver(file: File, ask: Ask, table: Table): Promise<Carried> {
  const before = await compared(file, ask, table);
  for (const page of pagesIn(file, table)) await insert(ask, table, page);
  const here = digestOf(pagesIn(file, table), table);
  const there = await compared(file, ask, table);
  if (here.rows !== there.rows || here.hash !== there.hash)
    throw new Error(`of ${table.name} ${there.rows} rows were read back (${there.hash}), of ${here.rows} (${here.hash})`);
  return { what: table.what, ...here, carried: here.rows - before.rows };
}

/** Reads all that lies in the table there; throws `KeysMigrationRefusedError` where the file does not hold it too, the same byte for byte. */
async function compared(file: File, ask: Ask, table: Table): Promise<{ readonly rows: number; readonly hash: string }> {
  const source = file.prepare(`SELECT ${columnsOf(table)} FROM ${table.name} WHERE ${table.key} = ?`);
  const digest = new Digest(table);
  for (let after: Value = ''; ;) {
    const page: Row[] = await ask<Row>(
      `SELECT ${columnsOf(table)} FROM ${table.name} WHERE ${table.key} COLLATE "C" > $1 ORDER BY ${table.key} COLLATE "C" LIMIT $2`,
      [after, KEYS_CARRIED_AT_ONCE],
    );
    const last = page.at(-1);
    if (!last) return digest.end();
    for (const row of page) {
      const here = source.get(row[table.key] ?? null) as Row | undefined;
      if (!here || lineOf(here, table) !== lineOf(row, table)) throw refusal(row, here, table);
      digest.push(row);
    }
    after = last[table.key] ?? '';
  }
}

const refusal = (row: Row, here: Row | undefined, { what, key }: Table): KeysMigrationRefusedError =>
  new KeysMigrationRefusedError(
    `PostgreSQL holds ${here ? 'another form of ' : ''}the ${what} ${String(row[key])}${here ? '' : ', which the folder does not'}: ` +
      'if this ledger was served with JIRGA_KEYS=postgres since, its keys are there, and it is served so from now on; ' +
      'if what lies there is an older copy, drop its schema and run the same command again',
  );

async function insert(ask: Ask, table: Table, page: readonly Row[]): Promise<void> {
  const columns = Object.entries(table.columns);
  const arrays = columns.map(([, type], n) => `$${n + 1}::${type}[]`).join(', ');
  await ask(
    `INSERT INTO ${table.name} (${columnsOf(table)}) SELECT * FROM unnest(${arrays}) ON CONFLICT (${table.key}) DO NOTHING`,
    columns.map(([column]) => page.map((row) => bytes(row[column] ?? null))),
  );
}

/** In the order of the names, which SQLite compares byte by byte. */
function* pagesIn(file: File, table: Table): Generator<readonly Row[], void, undefined> {
  const page = file.prepare(`SELECT ${columnsOf(table)} FROM ${table.name} WHERE ${table.key} > ? ORDER BY ${table.key} LIMIT ?`);
  for (let after: Value = ''; ;) {
    const rows = page.all(after, KEYS_CARRIED_AT_ONCE) as Row[];
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last[table.key] ?? '';
  }
}

function digestOf(pages: Iterable<readonly Row[]>, table: Table): { readonly rows: number; readonly hash: string } {
  const digest = new Digest(table);
  for (const page of pages) for (const row of page) digest.push(row);
  return digest.end();
}

class Digest {
  private readonly hash = createHash('sha256');
  private rows = 0;

  constructor(private readonly table: Table) {}

  push(row: Row): void {
    this.hash.update(`${lineOf(row, this.table)}\n`);
    this.rows++;
  }

  end(): { readonly rows: number; readonly hash: string } {
    return { rows: this.rows, hash: this.hash.digest('base64url') };
  }
}

const columnsOf = ({ columns }: Table): string => Object.keys(columns).join(', ');

/** One spelling of a row, whichever database gives it. */
const lineOf = (row: Row, { columns }: Table): string => JSON.stringify(Object.keys(columns).map((column) => bytes(row[column] ?? null)));

/** As a `Buffer`, which both `pg` and JSON know. */
const bytes = (value: Value): Value => (value instanceof Uint8Array ? Buffer.from(value) : value);

import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import { WRITE_LOCK_WAIT_MS } from '../kernel/limits';
import { type DataKey, type KeyInUse, type KeyLabel, Keyring, type KeyRow, KeysFileError, nameOf, UnknownKeyError } from './keyring';
import type { MasterKey } from './master-key';
import { EMPTY_LOG, requireEmptied, WRITE_ANEW } from './purge';

export const KEYS_SCHEMA_VERSION = 1;
/** Each key is durable before it is used; one that is destroyed leaves nothing in free pages, nor in what is written on the side while they are put in order. */
const WRITING = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA busy_timeout = ${WRITE_LOCK_WAIT_MS};`;
const SCHEMA = `${WRITING}
  CREATE TABLE data_key (
    id TEXT PRIMARY KEY,
    stream TEXT NOT NULL,
    level TEXT NOT NULL,
    generation INTEGER NOT NULL,
    initiative TEXT,
    caveats INTEGER NOT NULL,
    wrapped BLOB,
    destroyed_at TEXT,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
  ) STRICT;
  CREATE UNIQUE INDEX data_key_in_use ON data_key (stream, level, generation) WHERE wrapped IS NOT NULL;
  PRAGMA user_version = ${KEYS_SCHEMA_VERSION};`;

/** Keys in a file, keys.db: looked up when they are asked for, so that nothing is fetched beforehand. */
export class SqliteKeyring extends Keyring {
  private readonly byId: StatementSyncInstance;
  private readonly byLabel: StatementSyncInstance;

  private constructor(
    private readonly database: DatabaseSyncInstance,
    master: MasterKey,
  ) {
    super(master);
    this.byId = database.prepare(
      'SELECT stream, level, generation, initiative, caveats, wrapped, destroyed_at AS destroyedAt FROM data_key WHERE id = ?',
    );
    this.byLabel = database.prepare(
      'SELECT id, wrapped FROM data_key WHERE stream = ? AND level = ? AND generation = ? AND wrapped IS NOT NULL',
    );
  }

  /** Makes an empty keys.db, readable by its owner only; throws where the file exists. */
  static create(file: string): void {
    closeSync(openSync(file, 'wx', 0o600));
    const database = new DatabaseSync(file);
    try {
      database.exec(SCHEMA);
    } finally {
      database.close();
    }
  }

  /**
   * Opens an existing keys.db: whoever finds it missing must hear so, and not get an empty one under which nothing can be read.
   * Throws `KeysFileError` where there is none of this version.
   */
  static open(file: string, master: MasterKey, { readOnly = false } = {}): SqliteKeyring {
    if (!existsSync(file)) throw new KeysFileError(`there are no keys at ${file}; where they lie in PostgreSQL, set JIRGA_KEYS=postgres`);
    const database = new DatabaseSync(file, { readOnly });
    try {
      const version = versionOf(database, file);
      if (version !== KEYS_SCHEMA_VERSION)
        throw new KeysFileError(`${file} has schema version ${version}; this program reads version ${KEYS_SCHEMA_VERSION}`);
      if (!readOnly) database.exec(WRITING);
      return new SqliteKeyring(database, master);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  override fetch(): undefined {
    return undefined;
  }

  override provide(labels: readonly KeyLabel[]): undefined {
    const missing = new Map<string, KeyLabel>();
    for (const label of labels) if (!this.has(label)) missing.set(nameOf(label), label);
    if (missing.size === 0) return;
    const made: [KeyLabel, DataKey][] = [];
    // All in one transaction, which is one flush to the disk.
    this.database.exec('BEGIN IMMEDIATE');
    try {
      for (const label of missing.values()) made.push([label, this.create(label)]);
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
    for (const [label, key] of made) this.use(label, key);
  }

  override async streamsOf(initiativeId: string): Promise<readonly string[]> {
    const rows = this.database.prepare('SELECT DISTINCT stream FROM data_key WHERE initiative = ? ORDER BY stream').all(initiativeId);
    return (rows as { stream: string }[]).map(({ stream }) => stream);
  }

  override async destroy(keyIds: readonly string[], at: string): Promise<string> {
    for (const id of keyIds) this.rowOf(id);
    const ids = JSON.stringify(keyIds);
    this.database
      .prepare('UPDATE data_key SET wrapped = NULL, destroyed_at = ? WHERE wrapped IS NOT NULL AND id IN (SELECT value FROM json_each(?))')
      .run(at, ids);
    this.database.exec(WRITE_ANEW);
    requireEmptied(this.database.prepare(EMPTY_LOG).get());
    const { last } = this.database
      .prepare('SELECT max(destroyed_at) AS last FROM data_key WHERE id IN (SELECT value FROM json_each(?))')
      .get(ids) as { last: string };
    return last;
  }

  override async checkMaster(): Promise<void> {
    const row = this.database.prepare('SELECT id FROM data_key WHERE wrapped IS NOT NULL LIMIT 1').get() as { id: string } | undefined;
    if (row) this.tryMaster(row.id);
  }

  override async close(): Promise<void> {
    this.database.close();
  }

  protected override rowOf(keyId: string): KeyRow {
    const row = this.byId.get(keyId) as KeyRow | undefined;
    if (!row) throw new UnknownKeyError(keyId);
    return row;
  }

  protected override keyInUse({ stream, level, generation }: KeyLabel): KeyInUse | undefined {
    return this.byLabel.get(stream, level, generation) as KeyInUse | undefined;
  }

  private create(label: KeyLabel): DataKey {
    const key = { id: randomUUID(), bytes: randomBytes(32) };
    const { stream, level, generation, initiativeId, caveats } = label;
    this.database
      .prepare('INSERT INTO data_key (id, stream, level, generation, initiative, caveats, wrapped) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(key.id, stream, level, generation, initiativeId, caveats, this.wrap(label, key));
    return key;
  }
}

function versionOf(database: DatabaseSyncInstance, file: string): number {
  try {
    return (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  } catch (error) {
    throw new KeysFileError(`${file} holds no keys: ${(error as Error).message}`, { cause: error });
  }
}

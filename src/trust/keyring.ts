import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import { canonicalJson } from '../kernel/canonical-json';
import { type Level, type Marking, rankOf } from '../kernel/classification';
import { CACHED_KEYS_MAX } from '../kernel/limits';
import { Recent } from '../kernel/recent';
import type { MasterKey } from './master-key';

/** What a data key is for: one for each stream, level and generation (trust.md 2). */
export interface KeyLabel {
  readonly stream: string;
  readonly level: Level;
  /** Raised long before a key has sealed too many events. */
  readonly generation: number;
  /** Kept here too, so that what is erased keeps its place and stays hidden from whom it was hidden from. */
  readonly initiativeId: string | null;
  /** Bits of `CAVEATS` that the stream's first event carried. */
  readonly caveats: number;
}

export interface DataKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** What is known of a key beyond its destruction. */
export interface KeyRecord extends Marking {
  readonly stream: string;
  readonly generation: number;
  readonly initiativeId: string | null;
}

interface KeyRow {
  readonly stream: string;
  readonly level: Level;
  readonly generation: number;
  readonly initiative: string | null;
  readonly caveats: number;
  readonly wrapped: Uint8Array | null;
}

/** An event names a key that was never here: unlike a destroyed one, that is a finding. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';
}

/** keys.db is missing, is none, is of another version, or was wrapped by another master key. */
export class KeysFileError extends Error {
  override readonly name = 'KeysFileError';
}

export const KEYS_SCHEMA_VERSION = 1;
/** Each key is durable before it is used; one that is destroyed leaves nothing in free pages. */
const WRITING = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;`;
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

/** keys.db: the wrapped data keys, and those of them that are unwrapped in this thread's memory. */
export class Keyring {
  private readonly unwrapped = new Recent<Buffer>(CACHED_KEYS_MAX / 2);
  private readonly inUse = new Recent<DataKey>(CACHED_KEYS_MAX / 2);
  private readonly records = new Recent<KeyRecord>(CACHED_KEYS_MAX / 2);
  private readonly byId: StatementSyncInstance;
  private readonly byLabel: StatementSyncInstance;

  private constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly master: MasterKey,
  ) {
    this.byId = database.prepare('SELECT stream, level, generation, initiative, caveats, wrapped FROM data_key WHERE id = ?');
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
  static open(file: string, master: MasterKey, { readOnly = false } = {}): Keyring {
    if (!existsSync(file)) throw new KeysFileError(`there are no keys at ${file}`);
    const database = new DatabaseSync(file, { readOnly });
    try {
      const version = versionOf(database, file);
      if (version !== KEYS_SCHEMA_VERSION)
        throw new KeysFileError(`${file} has schema version ${version}; this program reads version ${KEYS_SCHEMA_VERSION}`);
      if (!readOnly) database.exec(WRITING);
      return new Keyring(database, master);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Throws `KeysFileError` where the master key is not the one that these keys were wrapped with: one of them tells. */
  checkMaster(): void {
    const row = this.database.prepare('SELECT id FROM data_key WHERE wrapped IS NOT NULL LIMIT 1').get() as { id: string } | undefined;
    if (!row) return;
    try {
      this.unwrap(row.id);
    } catch (error) {
      throw new KeysFileError('the master key does not open keys.db: it is not the one that its keys were wrapped with', { cause: error });
    }
  }

  /** Makes the keys that are missing, all in one transaction: each is durable before it is used for the first time. */
  provide(labels: readonly KeyLabel[]): void {
    const missing = new Map<string, KeyLabel>();
    for (const label of labels) if (!this.find(label)) missing.set(nameOf(label), label);
    if (missing.size === 0) return;
    const made: [string, DataKey][] = [];
    this.database.exec('BEGIN IMMEDIATE');
    try {
      for (const [name, label] of missing) made.push([name, this.create(label)]);
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
    for (const [name, key] of made) this.inUse.set(name, key);
  }

  /** The key under which events with this label are sealed. Throws where `provide` was forgotten. */
  keyFor(label: KeyLabel): DataKey {
    const key = this.find(label);
    if (!key) throw new Error(`no key was provided for ${nameOf(label)}`);
    return key;
  }

  /** `undefined` once the key is destroyed. */
  unwrap(keyId: string): Buffer | undefined {
    const cached = this.unwrapped.get(keyId);
    if (cached) return cached;
    const { wrapped, ...label } = this.row(keyId);
    this.records.set(keyId, recordFrom(label));
    return wrapped === null ? undefined : this.remember(keyId, this.master.unwrap(boundTo(keyId, label), wrapped));
  }

  /** What lay or lies under it: known beyond its destruction. */
  recordOf(keyId: string): KeyRecord {
    const cached = this.records.get(keyId);
    if (cached) return cached;
    const record = recordFrom(this.row(keyId));
    this.records.set(keyId, record);
    return record;
  }

  close(): void {
    this.database.close();
  }

  private row(keyId: string): KeyRow {
    const row = this.byId.get(keyId) as KeyRow | undefined;
    if (!row) throw new UnknownKeyError(`the keyring has never known a key ${keyId}`);
    return row;
  }

  private find(label: KeyLabel): DataKey | undefined {
    const cached = this.inUse.get(nameOf(label));
    if (cached) return cached;
    const row = this.byLabel.get(label.stream, label.level, label.generation) as { id: string; wrapped: Uint8Array } | undefined;
    if (!row) return undefined;
    const key = { id: row.id, bytes: this.remember(row.id, this.master.unwrap(boundTo(row.id, label), row.wrapped)) };
    this.inUse.set(nameOf(label), key);
    return key;
  }

  private create({ stream, level, generation, initiativeId, caveats }: KeyLabel): DataKey {
    const id = randomUUID();
    const bytes = randomBytes(32);
    this.database
      .prepare('INSERT INTO data_key (id, stream, level, generation, initiative, caveats, wrapped) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(id, stream, level, generation, initiativeId, caveats, this.master.wrap(boundTo(id, { stream, level, generation }), bytes));
    return { id, bytes: this.remember(id, bytes) };
  }

  private remember(keyId: string, bytes: Buffer): Buffer {
    this.unwrapped.set(keyId, bytes);
    return bytes;
  }
}

const recordFrom = ({ stream, level, generation, initiative, caveats }: Omit<KeyRow, 'wrapped'>): KeyRecord => ({
  stream,
  level: rankOf(level),
  generation,
  caveats,
  initiativeId: initiative,
});

/**
 * What a wrapped key is bound to (docs/format.md 7): whoever can write to keys.db but does not hold the master key cannot make one stream's events
 * go under another stream's key, where shredding the one would leave them legible or shredding the other would take them along.
 */
const boundTo = (keyId: string, { stream, level, generation }: Pick<KeyLabel, 'stream' | 'level' | 'generation'>): string =>
  canonicalJson([keyId, stream, level, String(generation)]);

const nameOf = ({ stream, level, generation }: KeyLabel): string => `${generation} ${level} ${stream}`;

function versionOf(database: DatabaseSyncInstance, file: string): number {
  try {
    return (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  } catch (error) {
    throw new KeysFileError(`${file} holds no keys: ${(error as Error).message}`, { cause: error });
  }
}

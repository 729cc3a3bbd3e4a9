import { closeSync, existsSync, openSync } from 'node:fs';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { WRITE_LOCK_WAIT_MS } from '../../kernel/limits';

/** `JRGL` in ASCII: `file` and other tools tell by it whose database this is. */
export const APPLICATION_ID = 0x4a52474c;
export const LEDGER_SCHEMA_VERSION = 1;

/** The file is missing, is no ledger, or is one of another version of the schema. */
export class LedgerFileError extends Error {
  override readonly name = 'LedgerFileError';
}

/*
 * Append-only also towards a tool that opens the file beside us. REPLACE deletes without asking a DELETE trigger (SQLite asks it only
 * under `recursive_triggers`), so an insert onto an occupied place is refused as well.
 */
export const LEDGER_SCHEMA = `
  CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    record BLOB NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
  CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
  CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
    WHEN EXISTS (SELECT 1 FROM event WHERE position = NEW.position)
      OR EXISTS (SELECT 1 FROM event WHERE stream = NEW.stream AND revision = NEW.revision)
    BEGIN SELECT RAISE(ABORT, 'an event is never replaced'); END;

  CREATE TABLE ledger (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    origin TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER origin_is_never_changed BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the origin of a ledger is for ever'); END;
  CREATE TRIGGER origin_is_never_deleted BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the origin of a ledger is for ever'); END;
  CREATE TRIGGER origin_is_never_replaced BEFORE INSERT ON ledger WHEN EXISTS (SELECT 1 FROM ledger)
    BEGIN SELECT RAISE(ABORT, 'the origin of a ledger is for ever'); END;

  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${LEDGER_SCHEMA_VERSION};`;

/** Makes an empty ledger; throws where the file exists. Readable by its owner only, for types, times and names of streams stand open in it. */
export function createLedgerFile(file: string, origin: string): void {
  closeSync(openSync(file, 'wx', 0o600));
  const database = new DatabaseSync(file);
  try {
    database.exec(`PRAGMA synchronous = FULL; BEGIN IMMEDIATE; ${LEDGER_SCHEMA}`);
    database.prepare('INSERT INTO ledger (only, origin) VALUES (1, ?)').run(origin);
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}

/** Opens an existing ledger; `LedgerFileError` says why it cannot be one. The writer's connection flushes each commit to the disk. */
export function openLedgerFile(file: string, { readOnly = false } = {}): DatabaseSyncInstance {
  if (!existsSync(file)) throw new LedgerFileError(`there is no ledger at ${file}`);
  const database = new DatabaseSync(file, { readOnly, timeout: WRITE_LOCK_WAIT_MS });
  try {
    checkSchema(database, file);
    if (!readOnly) database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The origin that stands in every leaf of this ledger. */
export function readOrigin(file: string): string {
  const database = openLedgerFile(file, { readOnly: true });
  try {
    return originOf(database);
  } finally {
    database.close();
  }
}

function originOf(database: DatabaseSyncInstance): string {
  const row = database.prepare('SELECT origin FROM ledger').get() as { origin: string } | undefined;
  if (!row) throw new LedgerFileError('the ledger does not say its origin');
  return row.origin;
}

function checkSchema(database: DatabaseSyncInstance, file: string): void {
  const id = pragma(database, 'application_id', file);
  const version = pragma(database, 'user_version', file);
  if (id !== APPLICATION_ID) throw new LedgerFileError(`${file} is not a ledger: its application id is ${id}, not ${APPLICATION_ID}`);
  if (version > LEDGER_SCHEMA_VERSION)
    throw new LedgerFileError(
      `${file} was written by a newer program: schema version ${version}; this program knows ${LEDGER_SCHEMA_VERSION}`,
    );
  if (version < LEDGER_SCHEMA_VERSION)
    throw new LedgerFileError(`${file} has the old schema version ${version}; this program knows ${LEDGER_SCHEMA_VERSION} only`);
}

function pragma(database: DatabaseSyncInstance, name: 'application_id' | 'user_version', file: string): number {
  try {
    const row = database.prepare(`PRAGMA ${name}`).get() as Record<string, number>;
    return Number(row[name]);
  } catch (error) {
    throw new LedgerFileError(`${file} is not a ledger: ${(error as Error).message}`, { cause: error });
  }
}

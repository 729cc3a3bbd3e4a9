import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { kindOf } from '../kernel/happened';
import { EMPTY_LOG, requireEmptied, WRITE_ANEW } from '../trust/purge';
import type { Shred } from '../trust/shred';
import type { ProcessIndex } from './process';

const PROCESSES_SCHEMA_VERSION = 2;

/** Marks are written without a flush: a mark that was lost means events that are delivered again, which changes nothing. */
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA secure_delete = ON;
  PRAGMA temp_store = MEMORY;
  CREATE TABLE IF NOT EXISTS mark (process TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS kept (process TEXT NOT NULL, id TEXT NOT NULL, due TEXT, PRIMARY KEY (process, id)) STRICT;
  CREATE INDEX IF NOT EXISTS kept_due ON kept (process, due) WHERE due IS NOT NULL;
  PRAGMA user_version = ${PROCESSES_SCHEMA_VERSION};`;

/** One id whose deadline has passed or is the next. */
export interface Due {
  readonly id: string;
  /** UTC with milliseconds. */
  readonly due: string;
}

/** processes.db: how far each process is, and what it keeps. It may be deleted; the processes then go over the log again. */
export class ProcessMarks {
  private readonly database: DatabaseSyncInstance;

  constructor(file: string) {
    this.database = new DatabaseSync(file);
    const { user_version: version } = this.database.prepare('PRAGMA user_version').get() as { user_version: number };
    // Of an older or newer program nothing is believed: everything in it follows from the log.
    if (version !== 0 && version !== PROCESSES_SCHEMA_VERSION) this.database.exec('DROP TABLE IF EXISTS mark; DROP TABLE IF EXISTS kept');
    this.database.exec(SCHEMA);
  }

  /** Position of the last event that the process is done with; 0 before the first. */
  positionOf(process: string): number {
    const row = this.database.prepare('SELECT position FROM mark WHERE process = ?').get(process) as { position: number } | undefined;
    return row?.position ?? 0;
  }

  /** The process is done with everything up to here. */
  reach(process: string, position: number): void {
    this.database
      .prepare('INSERT INTO mark (process, position) VALUES (?, ?) ON CONFLICT (process) DO UPDATE SET position = excluded.position')
      .run(process, position);
  }

  indexOf(process: string): ProcessIndex {
    return {
      add: (id, due) => {
        this.database
          .prepare('INSERT INTO kept (process, id, due) VALUES (?, ?, ?) ON CONFLICT (process, id) DO UPDATE SET due = excluded.due')
          .run(process, id, due ?? null);
      },
      delete: (id) => {
        this.database.prepare('DELETE FROM kept WHERE process = ? AND id = ?').run(process, id);
      },
      all: () =>
        (this.database.prepare('SELECT id FROM kept WHERE process = ? ORDER BY id').all(process) as { id: string }[]).map(({ id }) => id),
    };
  }

  /** Of streams whose keys are destroyed no deadline is kept. Throws `NotPurgedError`. @returns how many entries that were */
  forget({ streams }: Shred): number {
    const ids = streams.map((stream) => stream.slice(kindOf(stream).length + 1));
    const { changes } = this.database.prepare('DELETE FROM kept WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids));
    this.database.exec(WRITE_ANEW);
    requireEmptied(this.database.prepare(EMPTY_LOG).get());
    return changes;
  }

  /** The earliest deadline that a process keeps. */
  nextDue(process: string): Due | undefined {
    return this.database.prepare('SELECT id, due FROM kept WHERE process = ? AND due IS NOT NULL ORDER BY due, id LIMIT 1').get(process) as
      Due | undefined;
  }

  close(): void {
    this.database.close();
  }
}

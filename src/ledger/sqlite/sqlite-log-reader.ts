import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { type ReadEvent, START } from '../event-store';
import type { LogReader, StreamStretch } from '../log-reader';
import { openLedgerFile } from './ledger-file';

const COLUMNS = 'position, stream, revision, record';
const NO_LIMIT = -1;

/** A read-only connection to ledger.db, for one thread: the HTTP thread, views, reader and verifier have one each. */
export class SqliteLogReader implements LogReader {
  private readonly database: DatabaseSyncInstance;
  private readonly all: StatementSyncInstance;
  private readonly one: StatementSyncInstance;
  private readonly place: StatementSyncInstance;
  private readonly end: StatementSyncInstance;

  /** Throws `LedgerFileError` where there is no ledger of this version. */
  constructor(file: string) {
    this.database = openLedgerFile(file, { readOnly: true });
    this.all = this.database.prepare(`SELECT ${COLUMNS} FROM event WHERE position > ? ORDER BY position LIMIT ?`);
    this.one = this.database.prepare(
      `SELECT ${COLUMNS} FROM event WHERE stream = ? AND revision >= ? AND position <= ? ORDER BY revision LIMIT ?`,
    );
    this.end = this.database.prepare(`SELECT ${COLUMNS} FROM event ORDER BY position DESC LIMIT 1`);
    this.place = this.database.prepare('SELECT max(position) AS position FROM event');
  }

  readAll(after: number, limit: number): readonly ReadEvent[] {
    return this.all.all(after, limit) as ReadEvent[];
  }

  readStream(stream: string, { from = 0, limit = NO_LIMIT, upTo = Number.MAX_SAFE_INTEGER }: StreamStretch = {}): readonly ReadEvent[] {
    return this.one.all(stream, from, upTo, limit) as ReadEvent[];
  }

  /** The last event. */
  last(): ReadEvent | undefined {
    return this.end.get() as ReadEvent | undefined;
  }

  head(): number {
    return (this.place.get() as { position: number | null }).position ?? START;
  }

  close(): void {
    this.database.close();
  }
}

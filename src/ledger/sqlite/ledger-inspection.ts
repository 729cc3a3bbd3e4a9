import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import { LEDGER_SCHEMA, openLedgerFile } from './ledger-file';

/** As many of SQLite's complaints as tell what is wrong; each further one costs time and says the same. */
const FAULTS_MAX = 20;

/** Looks at ledger.db as a file: what SQLite can say of it, and where its stretches end, without reading a record. */
export class LedgerInspection {
  private readonly database: DatabaseSyncInstance;
  private readonly end: StatementSyncInstance;
  private readonly count: StatementSyncInstance;

  /** Throws `LedgerFileError` where there is no ledger of this version, or the binding's own error where the file cannot be read. */
  constructor(file: string) {
    this.database = openLedgerFile(file, { readOnly: true });
    this.end = this.database.prepare(
      'SELECT max(position) AS position FROM (SELECT position FROM event WHERE position > ? ORDER BY position LIMIT ?)',
    );
    this.count = this.database.prepare('SELECT count(*) AS count FROM event');
  }

  /**
   * What SQLite knows to be wrong, among others that the index by which streams are read misses no event; and that tables and triggers are not as this
   * program makes them: somebody who changes events takes the triggers away first. Empty for a sound file.
   */
  faults(): readonly string[] {
    const rows = this.database.prepare(`PRAGMA integrity_check(${FAULTS_MAX})`).all() as { integrity_check: string }[];
    const faults = rows.map(({ integrity_check: fault }) => fault).filter((fault) => fault !== 'ok');
    return [...faults, ...this.schemaFaults()];
  }

  private schemaFaults(): string[] {
    const pristine = new DatabaseSync(':memory:');
    pristine.exec(LEDGER_SCHEMA);
    const [expected, present] = [schemaOf(pristine), schemaOf(this.database)];
    pristine.close();
    return [
      ...[...expected.keys()].filter((name) => !present.has(name)).map((name) => `the ${name} is missing`),
      ...[...present].filter(([name, sql]) => expected.get(name) !== sql).map(([name]) => `the ${name} is not as this program makes it`),
    ];
  }

  /** The origin that stands in every leaf; `null` where it is missing. */
  origin(): string | null {
    return (this.database.prepare('SELECT origin FROM ledger').get() as { origin: string } | undefined)?.origin ?? null;
  }

  /** How many events there are, as the index counts them. */
  events(): number {
    return (this.count.get() as { count: number }).count;
  }

  /** Position of the last of the next `limit` events; `undefined` if there is none. */
  endOf(after: number, limit: number): number | undefined {
    return (this.end.get(after, limit) as { position: number | null }).position ?? undefined;
  }

  close(): void {
    this.database.close();
  }
}

/** Tables, triggers and indexes, `<type> <name>`, with the statement that made each; without those that SQLite makes for itself. */
function schemaOf(database: DatabaseSyncInstance): Map<string, string | null> {
  const rows = database.prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").all();
  return new Map((rows as { type: string; name: string; sql: string | null }[]).map(({ type, name, sql }) => [`${type} ${name}`, sql]));
}

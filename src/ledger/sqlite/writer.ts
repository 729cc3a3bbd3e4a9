import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { Leaf } from '../../trust/leaf';
import { partsOf } from '../../trust/record';
import type { Draft, Scribe } from '../../trust/scribe';
import { RecordTooLargeError } from '../../trust/sealer';
import type { Appended, Conflict } from '../event-store';
import { isDiskFull, isSqliteError } from './sqlite-fault';
import { StreamHeads } from './stream-heads';
import type { Answer, Append, Failed } from './writer-messages';

/**
 * The one connection that writes. It commits many appends at once, so that they share one flush to the disk, each under a savepoint of its
 * own: one that is refused or cannot be sealed leaves its neighbours alone.
 */
export class Writer {
  private readonly heads: StreamHeads;
  private readonly statements: Readonly<
    Record<'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'undo' | 'insert', StatementSyncInstance>
  >;
  /** `at` of the ledger's last event: time never runs backwards in it. */
  private lastAt: string;

  /** @param database writable, from `openLedgerFile` */
  constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly scribe: Scribe,
  ) {
    this.heads = new StreamHeads(database);
    this.statements = {
      begin: database.prepare('BEGIN IMMEDIATE'),
      commit: database.prepare('COMMIT'),
      rollback: database.prepare('ROLLBACK'),
      savepoint: database.prepare('SAVEPOINT one'),
      release: database.prepare('RELEASE one'),
      undo: database.prepare('ROLLBACK TO one'),
      insert: database.prepare('INSERT INTO event (stream, revision, record) VALUES (?, ?, ?)'),
    };
    this.lastAt = this.readLastAt();
  }

  /** One transaction for all. If it fails as a whole, each hears so and nothing of it is remembered. Never throws for a reason of one append. */
  commit(appends: readonly Append[]): Answer[] {
    const { begin, commit, rollback } = this.statements;
    const lastAt = this.lastAt;
    try {
      const keys = this.provideKeys(appends);
      begin.run();
      const answers = appends.map((append) => this.writeAlone(append, keys));
      commit.run();
      this.heads.keep();
      return answers;
    } catch (error) {
      if (this.database.isTransaction) rollback.run();
      this.heads.drop();
      this.lastAt = lastAt;
      const failed = failureOf(error);
      return appends.map(() => failed);
    }
  }

  /** What was written lies in the one file afterwards, so that a copy of it is whole; unless a reader outside still holds an older state. */
  close(): void {
    // Closing alone does not, for prepared statements keep the connection half open.
    this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.database.close();
  }

  /**
   * Keys for the whole group before its transaction, for each time costs a flush of its own. Only for those that will be written, as far as can
   * be told: a key made for a decision that is taken again would keep the first one's caveats.
   * @returns how it went for each that was asked for
   */
  private provideKeys(appends: readonly Append[]): Map<Append, Failed | undefined> {
    const ahead = new Map<string, number>();
    const revisionOf = (stream: string): number => ahead.get(stream) ?? this.heads.of(stream).revision;
    const likely = appends.filter(({ stream, expectedRevision, events, basis }) => {
      if (revisionOf(stream) !== expectedRevision || basis.some(([other, revision]) => revisionOf(other) !== revision)) return false;
      ahead.set(stream, expectedRevision + events.length);
      return true;
    });
    try {
      this.scribe.provideKeys(likely.map(labelled));
      return new Map(likely.map((append) => [append, undefined]));
    } catch {
      // Whose fault it is shows one by one; those whose keys are there already can be written all the same.
      return new Map(likely.map((append) => [append, this.provideOne(append)]));
    }
  }

  private provideOne(append: Append): Failed | undefined {
    try {
      this.scribe.provideKeys([labelled(append)]);
      return undefined;
    } catch (error) {
      return failureOf(error);
    }
  }

  private writeAlone(append: Append, keys: Map<Append, Failed | undefined>): Answer {
    const conflict = this.conflictOf(append);
    if (conflict) return conflict;
    // It looked like a conflict and is none, because a neighbour before it failed.
    const keyless = keys.has(append) ? keys.get(append) : this.provideOne(append);
    if (keyless) return keyless;
    const { savepoint, release, undo } = this.statements;
    savepoint.run();
    try {
      const { appended, leafHash } = this.write(append);
      release.run();
      this.heads.move(append.stream, { revision: appended.revision, leafHash });
      this.lastAt = appended.at;
      return appended;
    } catch (error) {
      // A full disk has already ended the whole transaction; then nobody's append was kept.
      if (!this.database.isTransaction) throw error;
      undo.run();
      release.run();
      return failureOf(error);
    }
  }

  private conflictOf({ stream, expectedRevision, basis }: Append): Conflict | undefined {
    if (this.heads.of(stream).revision !== expectedRevision) return { moved: stream };
    const moved = basis.find(([other, revision]) => this.heads.of(other).revision !== revision);
    return moved && { moved: moved[0] };
  }

  private write({ stream, expectedRevision, events }: Append): { readonly appended: Appended; readonly leafHash: string | null } {
    const first = expectedRevision + 1;
    const at = laterOf(this.lastAt, events);
    const sealed = this.scribe.seal(stream, first, this.heads.of(stream).leafHash, recordedAt(at, events));
    let position = 0;
    let revision = expectedRevision;
    for (const { record } of sealed) position = Number(this.statements.insert.run(stream, ++revision, record).lastInsertRowid);
    return { appended: { position, revision, at }, leafHash: sealed.at(-1)?.leafHash ?? null };
  }

  private readLastAt(): string {
    const row = this.database.prepare('SELECT record FROM event ORDER BY position DESC LIMIT 1').get() as
      { record: Uint8Array } | undefined;
    return row ? (JSON.parse(partsOf(row.record).leaf) as Leaf).at : '';
  }
}

const labelled = ({ stream, expectedRevision, events }: Append) => ({ stream, firstRevision: expectedRevision + 1, events });

/** Instants of one form compare as text. */
const laterOf = (last: string, events: readonly Draft[]): string =>
  events.reduce((latest, { open }) => (open.at > latest ? open.at : latest), last);

const recordedAt = (at: string, events: readonly Draft[]): readonly Draft[] =>
  events.every(({ open }) => open.at === at) ? events : events.map((draft) => ({ ...draft, open: { ...draft.open, at } }));

function failureOf(error: unknown): Failed {
  const message = (error as Partial<Error>).message ?? String(error);
  if (isDiskFull(error)) return { failed: 'DISK_FULL', message };
  if (error instanceof RecordTooLargeError) return { failed: 'TOO_LARGE', message };
  return { failed: isSqliteError(error) ? 'FAILED' : 'BROKEN', message };
}

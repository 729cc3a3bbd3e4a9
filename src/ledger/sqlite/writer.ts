import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { PostgresError } from '../../postgres/postgres-fault';
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
  /** How `provideKeys` went for each append of the next group that it was asked for. */
  private keys: ReadonlyMap<Append, Failed | undefined> | undefined;

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
      if (!this.keys) void this.provideKeys(appends);
      begin.run();
      const answers = appends.map((append) => this.writeAlone(append));
      commit.run();
      this.heads.keep();
      return answers;
    } catch (error) {
      if (this.database.isTransaction) rollback.run();
      this.heads.drop();
      this.lastAt = lastAt;
      const failed = failureOf(error);
      return appends.map(() => failed);
    } finally {
      this.keys = undefined;
    }
  }

  /** What was written lies in the one file afterwards, so that a copy of it is whole; unless a reader outside still holds an older state. */
  close(): void {
    // Closing alone does not, for prepared statements keep the connection half open.
    this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.database.close();
  }

  /**
   * Keys for the whole group before its transaction, for each time costs a flush of its own, or a round trip. Only for those that will be written,
   * as far as can be told: a key made for a decision that is taken again would keep the first one's caveats.
   * @returns what `commit` waits for where keys lie on another machine; it never rejects
   */
  provideKeys(appends: readonly Append[]): Promise<void> | undefined {
    const likely = this.likelyOf(appends);
    const went = (faultOf: (append: Append) => Failed | undefined): void => {
      this.keys = new Map(likely.map((append) => [append, faultOf(append)]));
    };
    const well = (): void => {
      went(() => undefined);
    };
    // Whose fault it is shows one by one; those whose keys are there already can be written all the same.
    try {
      const provided = this.scribe.provideKeys(likely.map(labelled));
      if (provided)
        return provided.then(well, (error: unknown) => {
          went((append) => (this.scribe.hasKeys(labelled(append)) ? undefined : failureOf(error)));
        });
      well();
    } catch {
      went((append) => this.provideOne(append));
    }
    return undefined;
  }

  private likelyOf(appends: readonly Append[]): readonly Append[] {
    const ahead = new Map<string, number>();
    const revisionOf = (stream: string): number => ahead.get(stream) ?? this.heads.of(stream).revision;
    try {
      return appends.filter(({ stream, expectedRevision, events, basis }) => {
        if (revisionOf(stream) !== expectedRevision || basis.some(([other, revision]) => revisionOf(other) !== revision)) return false;
        ahead.set(stream, expectedRevision + events.length);
        return true;
      });
    } catch {
      // The file cannot be read: the transaction meets the same, and says it to each.
      return [];
    }
  }

  private provideOne(append: Append): Failed | undefined {
    try {
      const provided = this.scribe.provideKeys([labelled(append)]);
      if (!provided) return undefined;
      // A transaction waits for no other machine: whoever repeats his act finds the key, or hears why there is none.
      provided.catch(() => undefined);
      return { failed: 'FAILED', message: 'the key for this is still being provided' };
    } catch (error) {
      return failureOf(error);
    }
  }

  private writeAlone(append: Append): Answer {
    const conflict = this.conflictOf(append);
    if (conflict) return conflict;
    // It looked like a conflict and is none, because a neighbour before it failed.
    const keyless = this.keys?.has(append) ? this.keys.get(append) : this.provideOne(append);
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
  return { failed: isSqliteError(error) || error instanceof PostgresError ? 'FAILED' : 'BROKEN', message };
}

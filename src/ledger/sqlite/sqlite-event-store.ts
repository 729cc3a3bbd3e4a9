import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { APPENDS_PER_MESSAGE_MAX, BASIS_STREAMS_MAX, EVENTS_PER_COMMAND_MAX, QUEUED_APPENDS_MAX } from '../../kernel/limits';
import type { PostgresPlace } from '../../postgres/postgres-place';
import type { Destroyed, Draft } from '../../trust/scribe';
import type { SlotTable } from '../../trust/slots';
import type { TrustSettings } from '../../trust/trust';
import {
  type Appended,
  AppendFailedError,
  type AppendOptions,
  AppendTooLargeError,
  type Conflict,
  DiskFullError,
  EventStore,
  type ExpectedRevision,
  KeysNotDestroyedError,
  QueueFullError,
  type ReadEvent,
  StoreClosedError,
} from '../event-store';
import type { LedgerFolder } from '../folder';
import { follow, LogEnd } from '../log-end';
import type { StreamStretch } from '../log-reader';
import { type FolderLock, lockFolder } from './folder-lock';
import { readOrigin } from './ledger-file';
import { spawnWorker } from './spawn';
import { SqliteLogReader } from './sqlite-log-reader';
import type { Answer, Append, Failed, FromWriter, ToWriter, WriterSettings } from './writer-messages';

export interface StoreSettings {
  /** Of every event there can be. */
  readonly slots: SlotTable;
  /** Name and version of this program: it stands in every leaf it writes. */
  readonly prog: string;
  /** Where the keys lie, if not in the folder. */
  readonly keys?: PostgresPlace | undefined;
}

interface Waiting<Outcome = Appended | Conflict> {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The embedded store: what one turn of the event loop has gathered goes to the writer's thread at once, and the writer commits together what
 * has come in by then. It reads on the calling thread, through a connection of its own.
 */
export class SqliteEventStore extends EventStore {
  readonly isSole = true;
  private unsent: string[] = [];
  /** Oldest first, as the writer answers them. */
  private waiting: Waiting[] = [];
  private destroying: Waiting<Destroyed>[] = [];
  private readonly end: LogEnd;
  private closing: Promise<void> | undefined;
  /** Why the last group was not written; gone with the next that is. */
  private fault: string | undefined;
  /** Why nothing is taken any more. */
  private gone: string | undefined;

  private constructor(
    private readonly worker: Worker,
    private readonly reader: SqliteLogReader,
    private readonly lock: FolderLock,
  ) {
    super();
    this.end = new LogEnd(reader.head());
    worker.on('message', (answers: FromWriter) => {
      if (answers === 'READY') return;
      if ('destroyed' in answers) this.destroyed(answers.destroyed);
      else this.settle(answers);
    });
    worker.on('error', (error) => this.lost(`the writer failed: ${error.message}`));
    worker.on('exit', () => this.lost('the store is closed'));
  }

  /**
   * Takes the folder for this process. Throws `LedgerFileError` where it holds no ledger of this version (`createLedger` makes one),
   * `LedgerInUseError` where somebody else has it open.
   */
  static async open(files: LedgerFolder, { slots, prog, keys }: StoreSettings): Promise<SqliteEventStore> {
    const origin = { log: readOrigin(files.ledger), prog };
    const lock = lockFolder(files.lock);
    let reader: SqliteLogReader | undefined;
    try {
      const trust: TrustSettings = { keys: keys ?? { file: files.keys }, masterKeyFile: files.masterKey, origin };
      reader = new SqliteLogReader(files.ledger);
      const worker = spawnWorker(__dirname, 'writer.worker', { file: files.ledger, trust, slots } satisfies WriterSettings);
      // Rejects with the writer's own error if it cannot begin.
      await once(worker, 'message');
      return new SqliteEventStore(worker, reader, lock);
    } catch (error) {
      reader?.close();
      lock.release();
      throw error;
    }
  }

  async append(
    stream: string,
    events: readonly Draft[],
    expectedRevision: ExpectedRevision,
    { basis }: AppendOptions,
  ): Promise<Appended | Conflict> {
    if (this.gone !== undefined) throw new StoreClosedError(this.gone);
    if (events.length === 0) throw new Error('an append of no events');
    if (events.length > EVENTS_PER_COMMAND_MAX) throw new AppendTooLargeError(`${events.length} events; at most ${EVENTS_PER_COMMAND_MAX}`);
    if (basis.length > BASIS_STREAMS_MAX) throw new AppendTooLargeError(`a basis of ${basis.length} streams; at most ${BASIS_STREAMS_MAX}`);
    if (this.waiting.length >= QUEUED_APPENDS_MAX) throw new QueueFullError('the writer does not keep up');
    const append: Append = { stream, expectedRevision: expectedRevision === 'none' ? -1 : expectedRevision, events, basis };
    const gathered = this.unsent.push(JSON.stringify(append));
    // A full message goes without waiting for the end of the turn, so that the disk works while the next commands are decided.
    if (gathered === APPENDS_PER_MESSAGE_MAX) this.send();
    else if (gathered === 1) setImmediate(() => this.send());
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  /** All events from `from` on where no limit is given. */
  async readStream(stream: string, stretch: Omit<StreamStretch, 'upTo'> = {}): Promise<readonly ReadEvent[]> {
    return this.reader.readStream(stream, stretch);
  }

  async readAll(after: number, limit: number): Promise<readonly ReadEvent[]> {
    return this.reader.readAll(after, limit);
  }

  /** Ends without an error also when the store is closed. */
  subscribe(after: number, signal: AbortSignal): AsyncIterable<ReadEvent> {
    return follow((position, limit) => this.reader.readAll(position, limit), this.end, after, signal);
  }

  async last(): Promise<ReadEvent | undefined> {
    return this.reader.last();
  }

  async head(): Promise<number> {
    return this.reader.head();
  }

  async destroyKeys(keyIds: readonly string[], at: string): Promise<Destroyed> {
    if (this.gone !== undefined) throw new StoreClosedError(this.gone);
    this.send();
    this.worker.postMessage({ destroy: keyIds, at } satisfies ToWriter);
    return new Promise((resolve, reject) => this.destroying.push({ resolve, reject }));
  }

  failure(): string | undefined {
    return this.gone ?? this.fault;
  }

  close(): Promise<void> {
    return (this.closing ??= this.drain());
  }

  private async drain(): Promise<void> {
    this.send();
    if (this.gone === undefined) {
      this.gone = 'the store is closing';
      const exit = once(this.worker, 'exit');
      this.worker.postMessage('CLOSE' satisfies ToWriter);
      await exit;
    }
    this.end.close();
    this.reader.close();
    this.lock.release();
  }

  private send(): void {
    if (this.unsent.length === 0) return;
    this.worker.postMessage({ appends: `[${this.unsent.join(',')}]` } satisfies ToWriter);
    this.unsent = [];
  }

  private destroyed(outcome: Destroyed | Failed): void {
    const [asked] = this.destroying.splice(0, 1);
    if ('failed' in outcome) asked?.reject(new KeysNotDestroyedError(outcome.message));
    else asked?.resolve(outcome);
  }

  private settle(answers: readonly Answer[]): void {
    const settled = this.waiting.splice(0, answers.length);
    let end = 0;
    settled.forEach(({ resolve, reject }, n) => {
      const answer = answers[n];
      if (!answer) return;
      if ('failed' in answer) {
        if (answer.failed === 'DISK_FULL' || answer.failed === 'FAILED') this.fault = answer.message;
        return void reject(errorOf(answer));
      }
      if ('position' in answer) {
        end = answer.position;
        this.fault = undefined;
      }
      resolve(answer);
    });
    this.end.movedTo(end);
  }

  /** Whether the last group lies in the log nobody can say any more. */
  private lost(reason: string): void {
    this.gone ??= reason;
    this.end.close();
    for (const { reject } of this.waiting.splice(0)) reject(new AppendFailedError(reason));
    for (const { reject } of this.destroying.splice(0)) reject(new StoreClosedError(reason));
  }
}

function errorOf({ failed, message }: Failed): Error {
  switch (failed) {
    case 'DISK_FULL':
      return new DiskFullError(message);
    case 'TOO_LARGE':
      return new AppendTooLargeError(message);
    case 'FAILED':
      return new AppendFailedError(message);
    case 'BROKEN':
      return new Error(message);
  }
}

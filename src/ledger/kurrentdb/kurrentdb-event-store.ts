import {
  BASIS_STREAMS_MAX,
  CACHED_HEADS_MAX,
  EVENTS_PER_COMMAND_MAX,
  KURRENTDB_APPEND_BYTES_MAX,
  KURRENTDB_APPENDS_AT_ONCE_MAX,
  QUEUED_APPENDS_MAX,
} from '../../kernel/limits';
import { Recent } from '../../kernel/recent';
import { leafHash } from '../../trust/leaf';
import { leafIn, partsOf, recordedAtOf } from '../../trust/record';
import type { Destroyed, Draft, Scribe } from '../../trust/scribe';
import { RecordTooLargeError, type Sealed } from '../../trust/sealer';
import { kindsOf, type SlotTable } from '../../trust/slots';
import {
  type Appended,
  type AppendOptions,
  AppendTooLargeError,
  type Basis,
  type Conflict,
  DiskFullError,
  EventStore,
  type ExpectedRevision,
  KeysNotDestroyedError,
  QueueFullError,
  type ReadEvent,
  StoreClosedError,
  StoreUnavailableError,
} from '../event-store';
import { isDiskFull } from '../sqlite/sqlite-fault';
import { AppendLanes } from './append-lanes';
import { appendForCertain } from './certain-append';
import { KurrentDbConnection, type Patience, PATIENCE } from './connection';
import { examine } from './examination';
import { KurrentDbLog } from './kurrentdb-log';
import type { KurrentDbPlace } from './place';
import { SharedQuestions } from './shared-questions';
import { OurStreams, readEventOf, requireOurs, storedAs } from './stored-event';

export interface KurrentDbSettings extends KurrentDbPlace {
  /** Of every event there can be. */
  readonly slots: SlotTable;
  readonly scribe: Scribe;
  /** Called once nothing is under way any more. */
  readonly onClosed?: () => void;
  /** How long the server is waited for; that of the house by default. */
  readonly patience?: Partial<Patience>;
}

/** The end of one stream. */
interface Head {
  /** -1 if the stream has no event. */
  readonly revision: number;
  /** Hash of its last leaf. */
  readonly leafHash: string | null;
  /** recordedAt of its last event; empty if there is none. */
  readonly at: string;
}

const NO_EVENT: Head = { revision: -1, leafHash: null, at: '' };

/**
 * The log on EventStoreDB or KurrentDB, one node or a cluster, over its gRPC protocol (`@eventstore/db-client`). The server checks the revision of the
 * stream in the append itself; the basis it cannot: each of its streams is asked for at the leader just before. Between the streams `recordedAt` follows
 * the order of the log as far as this process has heard; within a stream always.
 */
export class KurrentDbEventStore extends EventStore {
  readonly isSole = false;
  private readonly lanes = new AppendLanes(KURRENTDB_APPENDS_AT_ONCE_MAX);
  private readonly heads = new Recent<Head>(CACHED_HEADS_MAX / 2);
  /** Of streams that acts rest on: many of those that are under way rest on the same few. */
  private readonly ends = new SharedQuestions((stream) => this.readHead(stream));
  private readonly closing = new AbortController();
  private waiting = 0;
  /** `at` of the latest event that this process knows of. */
  private lastAt = '';
  /** Why the last append was not written; gone with the next that is. */
  private writeFault: string | undefined;
  /** What was found at the start that should be mended. */
  private found: readonly string[] = [];
  private closed: Promise<void> | undefined;

  private constructor(
    private readonly connection: KurrentDbConnection,
    private readonly log: KurrentDbLog,
    private readonly scribe: Scribe,
    private readonly onClosed: () => void,
  ) {
    super();
  }

  /**
   * Throws `KurrentDbPlaceError` where the address cannot be used, `StoreUnavailableError` where nobody answers there or we are not let in,
   * `ServerVersionError` where the server is of a version that may lose events.
   */
  static async open({ slots, scribe, patience, onClosed = () => undefined, ...place }: KurrentDbSettings): Promise<KurrentDbEventStore> {
    const connection = new KurrentDbConnection(place, { ...PATIENCE, ...patience });
    const ours = new OurStreams(kindsOf(slots));
    const store = new KurrentDbEventStore(connection, new KurrentDbLog(connection, ours), scribe, onClosed);
    try {
      store.found = await examine(connection, ours.aKind);
      const last = await store.last();
      store.lastAt = (last && leafIn(last.record)?.at) ?? '';
    } catch (error) {
      await connection.close();
      throw error;
    }
    return store;
  }

  async append(
    stream: string,
    events: readonly Draft[],
    expectedRevision: ExpectedRevision,
    { basis }: AppendOptions,
  ): Promise<Appended | Conflict> {
    if (this.closing.signal.aborted) throw new StoreClosedError('the store is closed');
    if (events.length === 0) throw new Error('an append of no events');
    if (events.length > EVENTS_PER_COMMAND_MAX) throw new AppendTooLargeError(`${events.length} events; at most ${EVENTS_PER_COMMAND_MAX}`);
    if (basis.length > BASIS_STREAMS_MAX) throw new AppendTooLargeError(`a basis of ${basis.length} streams; at most ${BASIS_STREAMS_MAX}`);
    if (this.waiting >= QUEUED_APPENDS_MAX) throw new QueueFullError('the server does not keep up');
    this.waiting++;
    try {
      const outcome = await this.lanes.run(stream, () =>
        this.write(stream, events, expectedRevision === 'none' ? -1 : expectedRevision, basis),
      );
      this.writeFault = undefined;
      return outcome;
    } catch (error) {
      // What is known of its end may be wrong from here on.
      this.heads.delete(stream);
      if (error instanceof StoreUnavailableError || error instanceof DiskFullError) this.writeFault = error.message;
      throw error;
    } finally {
      this.waiting--;
    }
  }

  readStream(stream: string, stretch?: { readonly from?: number; readonly limit?: number }): Promise<readonly ReadEvent[]> {
    return this.log.readStream(stream, stretch);
  }

  readAll(after: number, limit: number): Promise<readonly ReadEvent[]> {
    return this.log.readAll(after, limit);
  }

  /** Ends without an error also when the store is closed. */
  subscribe(after: number, signal: AbortSignal): AsyncIterable<ReadEvent> {
    return this.log.subscribe(after, AbortSignal.any([signal, this.closing.signal]));
  }

  last(): Promise<ReadEvent | undefined> {
    return this.log.last();
  }

  head(): Promise<number> {
    return this.log.head();
  }

  async destroyKeys(keyIds: readonly string[], at: string): Promise<Destroyed> {
    if (this.closing.signal.aborted) throw new StoreClosedError('the store is closed');
    try {
      return await this.scribe.destroyKeys(keyIds, at);
    } catch (error) {
      throw new KeysNotDestroyedError(String(error), { cause: error });
    }
  }

  failure(): string | undefined {
    if (this.closing.signal.aborted) return 'the store is closed';
    return this.writeFault ?? this.log.failure();
  }

  override warnings(): readonly string[] {
    return this.found;
  }

  close(): Promise<void> {
    return (this.closed ??= this.drain());
  }

  private async drain(): Promise<void> {
    this.closing.abort();
    await this.lanes.drained();
    await this.connection.close();
    this.onClosed();
  }

  private async write(stream: string, drafts: readonly Draft[], expected: number, basis: Basis): Promise<Appended | Conflict> {
    const head = await this.headOf(stream, expected);
    if (head.revision !== expected) return { moved: stream };
    const moved = await this.movedOf(basis);
    if (moved !== undefined) return { moved };
    await this.provideKeys(stream, expected + 1, drafts);

    const at = drafts.reduce((latest, { open }) => (open.at > latest ? open.at : latest), head.at > this.lastAt ? head.at : this.lastAt);
    const sealed = this.seal(
      stream,
      head,
      drafts.map((draft) => ({ ...draft, open: { ...draft.open, at } })),
    );
    const events = sealed.map((event, n) => storedAs(drafts[n]?.open.type ?? '', event));
    const outcome = await appendForCertain(this.connection, { stream, expectedRevision: expected, events });
    if (outcome === 'MOVED') {
      this.heads.delete(stream);
      return { moved: stream };
    }
    const revision = expected + sealed.length;
    this.heads.set(stream, { revision, leafHash: sealed.at(-1)?.leafHash ?? null, at });
    if (at > this.lastAt) this.lastAt = at;
    return { position: outcome.position, revision, at };
  }

  /** They may lie in a file that has no room, beside a server that has. */
  private async provideKeys(stream: string, firstRevision: number, events: readonly Draft[]): Promise<void> {
    try {
      await this.scribe.provideKeys([{ stream, firstRevision, events }]);
    } catch (error) {
      if (isDiskFull(error)) throw new DiskFullError((error as Error).message, { cause: error });
      throw error;
    }
  }

  private seal(stream: string, { revision, leafHash: before }: Head, events: readonly Draft[]): Sealed[] {
    try {
      const sealed = this.scribe.seal(stream, revision + 1, before, events);
      const bytes = sealed.reduce((sum, { record }) => sum + record.length, 0);
      if (bytes <= KURRENTDB_APPEND_BYTES_MAX) return sealed;
      throw new AppendTooLargeError(`${events.length} events of ${bytes} bytes; KurrentDB takes ${KURRENTDB_APPEND_BYTES_MAX} at once`);
    } catch (error) {
      if (error instanceof RecordTooLargeError) throw new AppendTooLargeError(error.message, { cause: error });
      throw error;
    }
  }

  /** What is remembered is believed where it says enough: revisions only grow, and the server checks the one that is sent. */
  private async headOf(stream: string, expected: number): Promise<Head> {
    const remembered = this.heads.get(stream);
    if (remembered && remembered.revision >= expected) return remembered;
    const head = await this.readHead(stream);
    this.heads.set(stream, head);
    return head;
  }

  private async readHead(stream: string): Promise<Head> {
    const end = await this.log.endOf(stream);
    if (!end) return NO_EVENT;
    requireOurs(end);
    const { record, revision } = readEventOf(end);
    const at = recordedAtOf(record);
    // Nothing is recorded before what it rests on, whoever recorded that.
    if (at > this.lastAt) this.lastAt = at;
    return { revision, leafHash: leafHash(partsOf(record).leaf), at };
  }

  private async movedOf(basis: Basis): Promise<string | undefined> {
    const heads = await Promise.all(basis.map(([stream]) => this.ends.of(stream)));
    return basis.find(([, revision], n) => heads[n]?.revision !== revision)?.[0];
  }
}

import type { BinaryEventType, EventData } from '@eventstore/db-client';
import {
  EVENTS_PER_COMMAND_MAX,
  EVENTS_PER_READ_MAX,
  KURRENTDB_APPEND_BYTES_MAX,
  KURRENTDB_EVENTS_PER_READ_MAX,
} from '../../kernel/limits';
import { type Leaf, leafHash } from '../../trust/leaf';
import { partsOf } from '../../trust/record';
import { Frontier } from '../../trust/tree';
import { type ReadEvent, START } from '../event-store';
import type { SqliteLogReader } from '../sqlite/sqlite-log-reader';
import { appendForCertain } from './certain-append';
import { KurrentDbConnection, PATIENCE } from './connection';
import { pagesAfter } from './log-pages';
import type { KurrentDbPlace } from './place';
import { requireSupported } from './server-version';
import { OurStreams, type Placed, storedAs } from './stored-event';

/** The ledger cannot be carried over as it is, or the target holds something else; the message says what. Nothing that lies there was touched. */
export class MigrationRefusedError extends Error {
  override readonly name = 'MigrationRefusedError';
}

/** How many leaves, and the root of the tree over them (docs/format.md 11). */
export interface TreeHead {
  readonly size: number;
  readonly root: string;
}

/** What there is to carry over. */
export interface Survey {
  readonly head: TreeHead;
  readonly streams: number;
  readonly appends: number;
}

/** What of the ledger lies in the target already: its first events, each the same byte for byte. */
export interface Present {
  readonly head: TreeHead;
  /** Position in ledger.db of the last of them; `START` if there is none. */
  readonly upTo: number;
}

/** ledger.db, read in its order. */
export type EmbeddedLog = Pick<SqliteLogReader, 'readAll'>;

/** Told how many of the ledger's events are done. */
export type OnProgress = (done: number) => void;

/** An event of the ledger, and how it lies in KurrentDB. */
interface Carried {
  readonly event: ReadEvent;
  readonly stored: EventData<BinaryEventType>;
}

/**
 * Carries a log over to KurrentDB: the same records in the same order, one append after the other, each to the exact revision and with the ids that
 * this program itself gives them there. What it has written is therefore at each moment a beginning of the ledger, and whoever is cut off finds it
 * again by reading; what was under way then is told from its ids, however late it arrives.
 */
export class Migration {
  private readonly ours: OurStreams;

  private constructor(
    private readonly log: EmbeddedLog,
    private readonly connection: KurrentDbConnection,
    kinds: ReadonlySet<string>,
  ) {
    this.ours = new OurStreams(kinds);
  }

  /**
   * Throws `KurrentDbPlaceError` where the target cannot even be asked, `StoreUnavailableError` where nobody answers there or we are not let in,
   * `ServerVersionError` where it is of a version that may lose events.
   * @param log nobody may write to it meanwhile
   * @param kinds of every stream there can be
   */
  static async open(log: EmbeddedLog, place: KurrentDbPlace, kinds: ReadonlySet<string>, patience = PATIENCE): Promise<Migration> {
    const connection = new KurrentDbConnection(place, patience);
    try {
      requireSupported(await connection.version(), connection.hosts);
      return new Migration(log, connection, kinds);
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** The nodes of the target as they were named. */
  get hosts(): string {
    return this.connection.hosts;
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** Reads the whole ledger. Throws `MigrationRefusedError` where an event cannot lie in KurrentDB as it is. */
  survey(): Survey {
    const tree = new Frontier();
    const streams = new Set<string>();
    let appends = 0;
    for (const batch of this.batchesAfter(START)) {
      appends++;
      for (const { event } of batch) {
        streams.add(event.stream);
        tree.push(leafHashIn(event.record));
      }
    }
    return { head: headOf(tree), streams: streams.size, appends };
  }

  /**
   * Reads all that lies in the target and holds each event of ours against that of the ledger in its place. Throws `MigrationRefusedError` where the
   * target holds anything else of ours, `StoreUnavailableError` where it cannot be read.
   */
  async present(onProgress?: OnProgress): Promise<Present> {
    const source = this.carriedAfter(START);
    const tree = new Frontier();
    let upTo: number = START;
    for await (const page of pagesAfter(this.connection, START, KURRENTDB_EVENTS_PER_READ_MAX)) {
      for (const there of page) {
        if (!this.isOurs(there)) continue;
        const next = source.next();
        const record = sameRecord(there, next.done === true ? undefined : next.value);
        tree.push(leafHashIn(record));
        upTo = next.value?.event.position ?? upTo;
      }
      onProgress?.(tree.size);
    }
    return { head: headOf(tree), upTo };
  }

  /**
   * Appends what lies behind that position of the ledger. Throws `StoreUnavailableError` or `AppendFailedError` where the target is lost meanwhile, and
   * `MigrationRefusedError` where somebody else writes to it: then it can be begun again.
   * @param done how many events lie there already
   */
  async carryOver({ head: { size: done }, upTo }: Present, onProgress?: OnProgress): Promise<void> {
    let carried = done;
    for (const batch of this.batchesAfter(upTo)) {
      const [first] = batch;
      if (!first) continue;
      const { stream, revision } = first.event;
      const events = batch.map(({ stored }) => stored);
      const outcome = await appendForCertain(this.connection, { stream, expectedRevision: revision - 1, events });
      if (outcome === 'MOVED')
        throw new MigrationRefusedError(
          `${stream} does not end at revision ${revision - 1} in KurrentDB at ${this.connection.hosts}: see that nobody else writes there, and that jirga verify finds nothing here`,
        );
      carried += batch.length;
      onProgress?.(carried);
    }
  }

  private isOurs(there: Placed): boolean {
    const alarm = this.ours.alarmOf(there);
    if (alarm !== undefined) throw new MigrationRefusedError(alarm);
    return this.ours.has(there.streamId);
  }

  /** What follows each other in the log in one stream, as much as the server takes at once. One that begins with the same event is the same. */
  private *batchesAfter(position: number): Generator<readonly Carried[], void, undefined> {
    let batch: Carried[] = [];
    let bytes = 0;
    for (const carried of this.carriedAfter(position)) {
      const { stream, record } = carried.event;
      const isFull = batch.length === EVENTS_PER_COMMAND_MAX || bytes + record.length > KURRENTDB_APPEND_BYTES_MAX;
      if (batch[0] && (isFull || batch[0].event.stream !== stream)) {
        yield batch;
        [batch, bytes] = [[], 0];
      }
      batch.push(carried);
      bytes += record.length;
    }
    if (batch.length > 0) yield batch;
  }

  private *carriedAfter(after: number): Generator<Carried, void, undefined> {
    for (let position = after; ;) {
      const page = this.log.readAll(position, EVENTS_PER_READ_MAX);
      const last = page.at(-1);
      if (!last) return;
      for (const event of page) yield this.carried(event);
      position = last.position;
    }
  }

  private carried(event: ReadEvent): Carried {
    const { position, record, stream } = event;
    if (!this.ours.has(stream))
      throw new MigrationRefusedError(`event ${position} lies in ${stream}, a kind that this program does not know`);
    if (record.length > KURRENTDB_APPEND_BYTES_MAX)
      throw new MigrationRefusedError(
        `event ${position} has ${record.length} bytes, and KurrentDB takes ${KURRENTDB_APPEND_BYTES_MAX} at once: this ledger stays where it is`,
      );
    try {
      const { leaf } = partsOf(record);
      const { id, type } = JSON.parse(leaf) as Leaf;
      return { event, stored: storedAs(type, { id, leafHash: leafHash(leaf), record: Buffer.from(record) }) };
    } catch (error) {
      throw new MigrationRefusedError(`event ${position} of the ledger cannot be read: see what jirga verify finds`, { cause: error });
    }
  }
}

const headOf = (tree: Frontier): TreeHead => ({ size: tree.size, root: tree.root() });

const leafHashIn = (record: Uint8Array): Buffer => Buffer.from(leafHash(partsOf(record).leaf), 'base64url');

/** The record that lies there, where it is that of the event here; throws `MigrationRefusedError` where it is not. */
function sameRecord({ streamId, revision, id, type, data }: Placed, here: Carried | undefined): Uint8Array {
  const name = `${streamId} revision ${revision}`;
  if (!here)
    throw new MigrationRefusedError(
      `KurrentDB holds more than this ledger: ${name} lies behind its last event, and was written there later`,
    );
  const { event, stored } = here;
  if (streamId !== event.stream || Number(revision) !== event.revision || id !== stored.id || type !== stored.type)
    throw new MigrationRefusedError(
      `KurrentDB holds ${name} (${type}) where this ledger has ${event.stream} revision ${event.revision}: take a server that is empty`,
    );
  if (!(data instanceof Uint8Array) || Buffer.compare(data, event.record) !== 0)
    throw new MigrationRefusedError(
      `the bytes of ${name} in KurrentDB are not those of event ${event.position} here: take a server that is empty`,
    );
  return data;
}

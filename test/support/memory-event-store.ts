import { setImmediate as nextTurn } from 'node:timers/promises';
import { BASIS_STREAMS_MAX, EVENTS_PER_COMMAND_MAX } from '../../src/kernel/limits';
import {
  type Appended,
  type AppendOptions,
  AppendTooLargeError,
  type Conflict,
  EventStore,
  type ExpectedRevision,
  type ReadEvent,
  START,
  StoreClosedError,
} from '../../src/ledger/event-store';
import { follow, LogEnd } from '../../src/ledger/log-end';
import { leafHash } from '../../src/trust/leaf';
import { partsOf } from '../../src/trust/record';
import type { Destroyed, Draft, Scribe } from '../../src/trust/scribe';
import { RecordTooLargeError } from '../../src/trust/sealer';

/** The port without a disk, for specs of other rooms; it seals as the real one does. It passes the same contract. */
export class MemoryEventStore extends EventStore {
  override readonly isSole = true;
  private readonly log: ReadEvent[] = [];
  private readonly streams = new Map<string, ReadEvent[]>();
  private readonly end = new LogEnd(START);
  private lastAt = '';

  constructor(private readonly scribe: Scribe) {
    super();
  }

  override async append(
    stream: string,
    events: readonly Draft[],
    expectedRevision: ExpectedRevision,
    { basis }: AppendOptions,
  ): Promise<Appended | Conflict> {
    if (this.end.isClosed) throw new StoreClosedError('the store is closed');
    if (events.length === 0) throw new Error('an append of no events');
    if (events.length > EVENTS_PER_COMMAND_MAX || basis.length > BASIS_STREAMS_MAX) throw new AppendTooLargeError('too much at once');
    const expected = expectedRevision === 'none' ? -1 : expectedRevision;
    const moved = [[stream, expected] as const, ...basis].find(([name, revision]) => this.revisionOf(name) !== revision);
    if (moved) return { moved: moved[0] };

    const at = events.reduce((latest, { open }) => (open.at > latest ? open.at : latest), this.lastAt);
    const written = this.seal(
      stream,
      expected + 1,
      events.map((draft) => ({ ...draft, open: { ...draft.open, at } })),
    );
    this.streams.set(stream, [...(this.streams.get(stream) ?? []), ...written]);
    this.log.push(...written);
    this.lastAt = at;
    this.end.movedTo(this.log.length);
    const position = this.log.length;
    // Others get their turn meanwhile, as they do while a disk works.
    await nextTurn();
    return { position, revision: expected + events.length, at };
  }

  override async readStream(stream: string, { from = 0, limit = Infinity } = {}): Promise<readonly ReadEvent[]> {
    return (this.streams.get(stream) ?? []).slice(from, from + limit);
  }

  override async readAll(after: number, limit: number): Promise<readonly ReadEvent[]> {
    return this.log.slice(after, after + limit);
  }

  override subscribe(after: number, signal: AbortSignal): AsyncIterable<ReadEvent> {
    return follow((position, limit) => this.log.slice(position, position + limit), this.end, after, signal);
  }

  override async last(): Promise<ReadEvent | undefined> {
    return this.log.at(-1);
  }

  override async head(): Promise<number> {
    return this.log.length;
  }

  override destroyKeys(keyIds: readonly string[], at: string): Promise<Destroyed> {
    return this.scribe.destroyKeys(keyIds, at);
  }

  override failure(): string | undefined {
    return this.end.isClosed ? 'the store is closed' : undefined;
  }

  override async close(): Promise<void> {
    this.end.close();
  }

  private seal(stream: string, firstRevision: number, drafts: readonly Draft[]): ReadEvent[] {
    const last = this.streams.get(stream)?.at(-1);
    try {
      void this.scribe.provideKeys([{ stream, firstRevision, events: drafts }]);
      const sealed = this.scribe.seal(stream, firstRevision, last ? leafHash(partsOf(last.record).leaf) : null, drafts);
      return sealed.map(({ record }, n) => ({ record, stream, revision: firstRevision + n, position: this.log.length + 1 + n }));
    } catch (error) {
      if (error instanceof RecordTooLargeError) throw new AppendTooLargeError(error.message, { cause: error });
      throw error;
    }
  }

  private revisionOf(stream: string): number {
    return (this.streams.get(stream)?.length ?? 0) - 1;
  }
}

import { StreamNotFoundError } from '@eventstore/db-client';
import { KURRENTDB_EVENTS_PER_READ_MAX } from '../../kernel/limits';
import { type ReadEvent, START } from '../event-store';
import type { LogReader, StreamStretch } from '../log-reader';
import type { KurrentDbConnection } from './connection';
import { liveEvents } from './live-events';
import { pagesAfter } from './log-pages';
import { type OurStreams, type Placed, placeOf, positionFrom, readEventOf, StreamCutOffError } from './stored-event';

/** Enough to find the last event of ours among what a server writes of its own. */
const EVENTS_PER_LOOK_BACK = 32;

/** The log on a server, to be read: ours among whatever else lies there. Ends of streams and of the log are those of the leader. */
export class KurrentDbLog implements LogReader {
  /** Why a subscription does not go on; gone with the next event. */
  private readFault: string | undefined;
  /** What was found in the log that must not be there; stays until the next start. */
  private alarm: string | undefined;

  constructor(
    private readonly connection: KurrentDbConnection,
    private readonly ours: OurStreams,
  ) {}

  /** Throws `StreamCutOffError` where the stream no longer has what it is asked for. */
  async readStream(stream: string, { from = 0, limit, upTo }: StreamStretch = {}): Promise<readonly ReadEvent[]> {
    const stretch = { fromRevision: BigInt(from), ...(limit !== undefined && { maxCount: limit }) };
    const events = (await this.readOf(stream, stretch)).map((event) => readEventOf(event));
    const [first] = events;
    if (first && first.revision !== from) throw new StreamCutOffError(stream, from, first.revision);
    return upTo === undefined ? events : events.filter(({ position }) => position <= upTo);
  }

  /** The last event of one stream, as the leader knows it. */
  async endOf(stream: string): Promise<Placed | undefined> {
    const [end] = await this.readOf(stream, { direction: 'backwards', fromRevision: 'end', maxCount: 1 });
    return end;
  }

  async readAll(after: number, limit: number): Promise<readonly ReadEvent[]> {
    const events: ReadEvent[] = [];
    for await (const page of pagesAfter(this.connection, after, Math.min(limit, KURRENTDB_EVENTS_PER_READ_MAX)))
      for (const event of page) if (this.isOurs(event) && events.push(readEventOf(event)) >= limit) return events;
    return events;
  }

  /** What comes after a position, one by one, until the signal aborts; goes on by itself where it is interrupted. */
  async *subscribe(after: number, over: AbortSignal): AsyncGenerator<ReadEvent, void, undefined> {
    const listening = { head: () => this.head(), said: (fault: string | undefined) => void (this.readFault = fault) };
    for await (const event of liveEvents(this.connection, after, over, listening)) if (this.isOurs(event)) yield readEventOf(event);
  }

  async last(): Promise<ReadEvent | undefined> {
    let from: ReturnType<typeof positionFrom> | 'end' = 'end';
    for (;;) {
      const page: readonly Placed[] = await this.pageBefore(from);
      const last = page.find((event) => this.isOurs(event));
      if (last) return readEventOf(last);
      const first = page.at(-1);
      if (!first || page.length < EVENTS_PER_LOOK_BACK) return undefined;
      from = positionFrom(placeOf(first));
    }
  }

  async head(): Promise<number> {
    return (await this.last())?.position ?? START;
  }

  /** What is wrong with the log, or with reading it, in words. */
  failure(): string | undefined {
    return this.alarm ?? this.readFault;
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private async pageBefore(fromPosition: ReturnType<typeof positionFrom> | 'end'): Promise<readonly Placed[]> {
    const options = { ...this.connection.call, fromPosition, direction: 'backwards', maxCount: EVENTS_PER_LOOK_BACK } as const;
    return (await this.connection.read((client) => client.readAll(options))).flatMap(({ event }) => event ?? []);
  }

  private async readOf(
    stream: string,
    stretch: { readonly fromRevision: bigint | 'end'; readonly maxCount?: number; readonly direction?: 'backwards' },
  ): Promise<readonly Placed[]> {
    try {
      const read = await this.connection.read((client) => client.readStream(stream, { ...this.connection.call, ...stretch }));
      return read.flatMap(({ event }) => event ?? []);
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw error;
    }
  }

  private isOurs(event: Placed): boolean {
    this.alarm ??= this.ours.alarmOf(event);
    return this.ours.has(event.streamId) && !event.type.startsWith('$');
  }
}

import { hash } from 'node:crypto';
import { canonicalJson } from '../kernel/canonical-json';
import { highest, levelOf, type Marking, UNMARKED } from '../kernel/classification';
import { effectiveEvents, isControl, markOfRecord } from '../kernel/effective-events';
import type { AskedCommand, Flag } from '../kernel/envelope';
import { type Erased, isErased } from '../kernel/erased';
import type { DomainEvent } from '../kernel/events';
import { type AnyFold, evolve, type Marked, type Reference, replay, type State } from '../kernel/fold';
import { type Happened, streamName } from '../kernel/happened';
import { CACHED_STREAMS_MAX, EVENTS_PER_READ_MAX } from '../kernel/limits';
import type { Occurrence } from '../kernel/occurrence';
import { Recent } from '../kernel/recent';
import type { EventStore } from '../ledger/event-store';
import type { Opener } from '../trust/opener';
import type { Shred } from '../trust/shred';

/** A command that already lies in the stream, as far as answering its repeat needs it (architecture 5). */
export interface Earlier {
  /** Hash of what was asked; gone with the key: then a repeat is answered, but other input under the same key can no longer be told. */
  readonly askedHash: string | Erased;
  readonly firstRevision: number;
  readonly events: readonly { readonly type: string; readonly flags: readonly Flag[] }[];
  readonly position: number;
}

/** A stream as far as it has been read. */
export interface Loaded {
  readonly state: State;
  /** -1 before the first event. */
  readonly revision: number;
  readonly earlier: Map<string, Earlier>;
  /** The highest of its effective events; what its first event hides stays hidden. */
  readonly marking: Marking;
  readonly initiativeId: string | undefined;
}

/** What was decided and written in this process, so that it need not be read back. */
export interface Written {
  readonly commandId: string;
  readonly askedHash: string;
  readonly events: readonly (DomainEvent & { readonly id: string; readonly flags: readonly Flag[] })[];
  readonly at: string;
  readonly actor: string;
  readonly occurredAt: Occurrence;
  readonly marking: Marking;
  readonly initiativeId: string | undefined;
  readonly position: number;
}

/** What a decision learns of a stream, by how it came to it. */
export function factOf({ fold, reading }: Reference, { state, marking }: Pick<Loaded, 'state' | 'marking'>): State {
  if (reading !== 'MARKED') return state;
  return state.status === fold.initial.status ? { status: 'NONE' } : ({ status: 'MARKED', level: levelOf(marking.level) } as Marked);
}

/** The same of a stream whose events are at hand; corrections among them count from the beginning. */
export function factIn(reference: Reference, history: readonly Happened[]): State {
  const effective = effectiveEvents(history);
  return factOf(reference, { state: replay<State>(reference.fold, effective), marking: markOfRecord(history, effective) });
}

/** The order in which a caller wrote the fields is not part of what he asks. */
export const askedHashOf = ({ type, stream, input }: AskedCommand): string =>
  hash('sha256', canonicalJson([type, stream, input]), 'base64url');

/** Folded streams, cached, always through `effectiveEvents`; the one reader of single streams, for commands and queries alike. */
export class Streams {
  private readonly cache = new Recent<Loaded>(CACHED_STREAMS_MAX / 2);
  /** What is being read at this moment, so that who asks meanwhile waits for the same; what was written or dropped since is read anew. */
  private readonly reading = new Map<string, Promise<Loaded>>();

  constructor(
    private readonly store: Pick<EventStore, 'isSole' | 'readStream'>,
    private readonly opener: Opener,
  ) {}

  /** To its end: as this process knows it where nobody else writes, and as the store says it where somebody may. */
  load(fold: AnyFold, streamId: string): Loaded | Promise<Loaded> {
    if (!this.store.isSole) return this.refresh(fold, streamId);
    const key = streamName(fold.events.stream, streamId);
    return this.cache.get(key) ?? this.reading.get(key) ?? this.catchUp(fold, key, nothingOf(fold));
  }

  /** Only what is missing is read. */
  async refresh(fold: AnyFold, streamId: string): Promise<Loaded> {
    const key = streamName(fold.events.stream, streamId);
    return this.catchUp(fold, key, this.cache.get(key) ?? nothingOf(fold));
  }

  /**
   * An event of this stream has been seen in the log: who loads the stream from now on must find it there, also while the answer to the append
   * that wrote it is still on its way to `advance`.
   */
  atLeast(stream: string, revision: number): void {
    if ((this.cache.get(stream)?.revision ?? -1) < revision) this.drop(stream);
  }

  drop(stream: string): void {
    this.cache.delete(stream);
    this.reading.delete(stream);
  }

  /** What lay under keys that are destroyed is no longer known here. @returns how many of the streams were */
  forget({ streams }: Shred): number {
    return streams.filter((stream) => {
      const known = this.cache.get(stream) !== undefined;
      this.drop(stream);
      return known;
    }).length;
  }

  /** All events of a stream as they were recorded, corrections among them; up to a revision, all by default. */
  async history(stream: string, upTo = Number.MAX_SAFE_INTEGER): Promise<Happened[]> {
    const events: Happened[] = [];
    for (;;) {
      const page = await this.store.readStream(stream, { from: events.length, limit: EVENTS_PER_READ_MAX });
      await this.opener.prepare(page);
      for (const event of page) if (event.revision <= upTo) events.push(this.opener.open(event));
      if (page.length < EVENTS_PER_READ_MAX || events.length - 1 >= upTo) return events;
    }
  }

  /** What a recorded decision learned of it: the stream up to the revision that its basis names, with the corrections known by then. */
  async factAt(reference: Reference, revision: number): Promise<State> {
    return factIn(reference, await this.history(streamName(reference.fold.events.stream, reference.streamId), revision));
  }

  /** The state of a stream at a revision, with the corrections known by then. */
  async stateAt(fold: AnyFold, streamId: string, revision: number): Promise<State> {
    return replay(fold, effectiveEvents(await this.history(streamName(fold.events.stream, streamId), revision)));
  }

  /** After an append: the cached state goes on without reading. A correction changes what lies behind it, so then the cache is dropped. */
  advance(fold: AnyFold, streamId: string, seen: Loaded, written: Written): void {
    const key = streamName(fold.events.stream, streamId);
    const { events, commandId, askedHash, position, at, actor, occurredAt } = written;
    // What was dropped since it was loaded must not come back from a decision that saw it.
    const dropped = seen.revision >= 0 && this.cache.get(key) !== seen;
    if (dropped || events.some(isControl)) {
      this.drop(key);
      return;
    }
    const state = events.reduce(
      (before, event) => evolve(fold, before, event, { eventId: event.id, recordedAt: at, recordedBy: actor, occurredAt }),
      seen.state,
    );
    // What the events say is not kept: it would fill the memory, and outlive a shred.
    const answered = events.map(({ type, flags }) => ({ type, flags }));
    seen.earlier.set(commandId, { askedHash, firstRevision: seen.revision + 1, events: answered, position });
    this.reading.delete(key);
    this.cache.set(key, {
      state,
      revision: seen.revision + events.length,
      earlier: seen.earlier,
      marking: highest(seen.marking, written.marking),
      initiativeId: seen.initiativeId ?? written.initiativeId,
    });
  }

  /** Reads on, and keeps what it finds unless the stream was written, dropped or read anew meanwhile: then others know it better. */
  private catchUp(fold: AnyFold, key: string, from: Loaded): Promise<Loaded> {
    const read = this.readOn(fold, key, from).then((loaded) => {
      if (this.reading.get(key) === read) this.cache.set(key, loaded);
      return loaded;
    });
    this.reading.set(key, read);
    const done = (): void => {
      if (this.reading.get(key) === read) this.reading.delete(key);
    };
    // An error is for those who wait for `read`; here only its end counts.
    read.then(done, done);
    return read;
  }

  private async readOn(fold: AnyFold, key: string, from: Loaded): Promise<Loaded> {
    // Copied before anybody else gets his turn: a command's events must not be counted twice.
    const earlier = new Map(from.earlier);
    let news = await this.newsOf(key, from.revision + 1);
    // A correction speaks of events that are already folded in: then the whole stream is folded anew.
    const start = from.revision >= 0 && news.some(isControl) ? nothingOf(fold) : from;
    if (start !== from) news = await this.newsOf(key, 0);
    const effective = effectiveEvents(news);
    const [first] = news;
    return {
      state: replay(fold, effective, start.state),
      revision: news.at(-1)?.revision ?? start.revision,
      earlier: withEarlier(start === from ? earlier : new Map<string, Earlier>(), news),
      marking: start.revision < 0 ? markOfRecord(news, effective) : effective.reduce<Marking>(highest, start.marking),
      initiativeId: start.initiativeId ?? first?.initiativeId,
    };
  }

  private async newsOf(stream: string, from: number): Promise<Happened[]> {
    const news: Happened[] = [];
    for (;;) {
      const page = await this.store.readStream(stream, { from: from + news.length, limit: EVENTS_PER_READ_MAX });
      await this.opener.prepare(page);
      for (const event of page) news.push(this.opener.open(event));
      if (page.length < EVENTS_PER_READ_MAX) return news;
    }
  }
}

/** A stream that has no event, or whose name was only just made up. */
export const nothingOf = (fold: AnyFold): Loaded => ({
  state: fold.initial,
  revision: -1,
  earlier: new Map(),
  marking: UNMARKED,
  initiativeId: undefined,
});

function withEarlier(earlier: Map<string, Earlier>, news: readonly Happened[]): Map<string, Earlier> {
  for (const { commandId, command, revision, type, flags, position } of news) {
    const known = earlier.get(commandId);
    const askedHash = known?.askedHash ?? (isErased(command) ? command : command ? askedHashOf(command) : '');
    earlier.set(commandId, {
      askedHash,
      firstRevision: known?.firstRevision ?? revision,
      events: [...(known?.events ?? []), { type, flags }],
      position,
    });
  }
  return earlier;
}

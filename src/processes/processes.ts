import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../commands/clock';
import type { Streams } from '../commands/streams';
import type { SystemActs } from '../commands/system-acts';
import { type AnyFold, type State } from '../kernel/fold';
import { kindOf } from '../kernel/happened';
import { CLOCK_LOOK_MS, EVENTS_BETWEEN_MARKS_MAX, EVENTS_PER_READ_MAX, PROCESS_LAG_WARNING_MS } from '../kernel/limits';
import type { EventStore, ReadEvent } from '../ledger/event-store';
import type { Leaf } from '../trust/leaf';
import type { Opener } from '../trust/opener';
import { leafIn, partsOf } from '../trust/record';
import { persevere } from './persevere';
import type { Process, Surroundings } from './process';
import { type ProcessHealth, ProcessLane } from './process-lane';
import type { ProcessMarks } from './process-marks';

/** What the processes of a house stand in. */
export interface ProcessesSurroundings {
  readonly marks: ProcessMarks;
  readonly store: EventStore;
  readonly opener: Opener;
  readonly streams: Streams;
  readonly system: SystemActs;
  readonly clock: Clock;
  readonly shred: Surroundings['shred'];
}

/** Leads all processes through the log, which is read once for all of them, and looks after their deadlines. */
export class Processes {
  private readonly lanes: readonly ProcessLane[];
  /** Lanes by `<kind>/<type>`, and the kinds that concern anybody: most events are passed over unopened. */
  private readonly interested = new Map<string, ProcessLane[]>();
  private readonly kinds = new Set<string>();
  private readonly stop = new AbortController();
  private readonly following: Promise<void>;
  /** Position up to which the log has been handed to the lanes, and who waits for it to grow. */
  private handedOut = 0;
  private readonly waiting: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private fault: string | undefined;
  /** What the next event waits for, before anybody is given it. */
  private waitsFor: string | undefined;
  private closing: Promise<void> | undefined;

  constructor(
    processes: readonly Process[],
    private readonly to: ProcessesSurroundings,
  ) {
    const stateOf = async <S extends State>(fold: AnyFold<S>, streamId: string, revision?: number): Promise<S> =>
      (revision === undefined ? (await to.streams.load(fold, streamId)).state : await to.streams.stateAt(fold, streamId, revision)) as S;
    const streams = {
      stateOf,
      shred: to.shred,
      markingOf: async (fold: AnyFold, streamId: string) => (await to.streams.load(fold, streamId)).marking,
      historyOf: (stream: string) => to.streams.history(stream),
      restingOn: restingOnIn(to.store),
      hasMoved: async (stream: string, { after, before }: { readonly after: number; readonly before: number }) => {
        const [next] = await to.store.readStream(stream, { from: after + 1, limit: 1 });
        return next !== undefined && next.position < before;
      },
    };
    this.lanes = processes.map(
      (process) => new ProcessLane(process, { system: to.system, marks: to.marks, streams, stopped: this.stop.signal }),
    );
    for (const lane of this.lanes)
      for (const type of lane.process.on) {
        this.kinds.add(type.slice(0, type.indexOf('/')));
        this.interested.set(type, [...(this.interested.get(type) ?? []), lane]);
      }
    this.following = this.follow().catch((error: unknown) => {
      this.fault = String(error);
    });
    this.lookLater();
  }

  health(): readonly ProcessHealth[] {
    return this.lanes.map((lane) => lane.health());
  }

  /** Which of them do not keep up with the log, in words: what they do comes late. */
  warnings(): readonly string[] {
    const late = new Date(this.to.clock() - PROCESS_LAG_WARNING_MS).toISOString();
    return this.health().flatMap(({ process, since }) =>
      since !== undefined && since < late
        ? [`${process} is behind the log: it is at what was recorded at ${since}; if that does not pass, the machine is too small`]
        : [],
    );
  }

  /** Why none of them goes on; `undefined` while they do. */
  failure(): string | undefined {
    return this.fault ?? this.waitsFor;
  }

  /** Whether a process has done all that follows from the log up to a position; it is waited for so long. */
  async passed(name: string, position: number, waitMs: number): Promise<boolean> {
    const lane = this.lanes.find(({ process }) => process.name === name);
    if (!lane) throw new Error(`there is no process ${name}`);
    const end = new AbortController();
    const late = delay(waitMs, false, { signal: end.signal });
    const done = async (): Promise<boolean> => {
      while (this.handedOut < position && !end.signal.aborted) await new Promise<void>((resolve) => this.waiting.push(resolve));
      await lane.idle();
      return lane.health().halted === undefined && !this.stop.signal.aborted;
    };
    try {
      return await Promise.race([done(), late]);
    } finally {
      end.abort();
      late.catch(() => undefined);
    }
  }

  /** Fires every deadline that has passed by now. The timer calls it; so may whoever has moved the clock. */
  async look(): Promise<void> {
    const now = new Date(this.to.clock()).toISOString();
    await Promise.all(this.lanes.map((lane) => lane.look(now)));
  }

  /** What is under way is finished; marks are kept. */
  close(): Promise<void> {
    return (this.closing ??= this.drain());
  }

  private async drain(): Promise<void> {
    this.stop.abort();
    clearTimeout(this.timer);
    await this.following;
    await Promise.all(this.lanes.map((lane) => lane.idle()));
    this.to.marks.close();
  }

  private async follow(): Promise<void> {
    const from = Math.min(...this.lanes.map(({ mark }) => mark));
    this.handedOut = from;
    let since = 0;
    for await (const stored of this.to.store.subscribe(from, this.stop.signal)) {
      since++;
      const concerned = this.laneFor(stored);
      if (concerned.length > 0) await this.deliver(stored, concerned);
      else if (since >= EVENTS_BETWEEN_MARKS_MAX) {
        for (const lane of this.lanes) lane.passed(stored.position);
        since = 0;
      }
      this.handedOut = stored.position;
      for (const look of this.waiting.splice(0)) look();
    }
  }

  /** Nobody waits for another: one that waits for room on the disk holds the others up only when too much waits for it. */
  private async deliver(stored: ReadEvent, concerned: readonly ProcessLane[]): Promise<void> {
    try {
      await persevere(async () => this.to.opener.prepare([stored]), {
        stopped: this.stop.signal,
        waits: (reason) => (this.waitsFor = reason),
      });
      const event = this.to.opener.open(stored);
      // A refusal is final for a process: it must never rest on its own cause not being known yet.
      this.to.streams.atLeast(event.stream, event.revision);
      await Promise.all(concerned.map((lane) => lane.deliver(event)));
    } catch (error) {
      for (const lane of concerned) lane.stumble(stored.position, error);
    }
  }

  /** By the open leaf alone. */
  private laneFor({ stream, record }: ReadEvent): readonly ProcessLane[] {
    const kind = kindOf(stream);
    if (!this.kinds.has(kind)) return [];
    const type = leafIn(record)?.type;
    // What cannot be told may concern each of them.
    if (type === undefined) return this.lanes.filter(({ process }) => process.on.some((each) => each.startsWith(`${kind}/`)));
    return this.interested.get(`${kind}/${type}`) ?? [];
  }

  /** A short period instead of the time that is left: timers end at 24 days, machines sleep, and clocks are set. */
  private lookLater(): void {
    this.timer = setTimeout(() => {
      void this.look().then(() => {
        if (!this.stop.signal.aborted) this.lookLater();
      });
    }, CLOCK_LOOK_MS);
    this.timer.unref();
  }
}

/** Looks through that part of the log by its open leaves alone: corrections are rare, and an index of every basis would cost each append. */
const restingOnIn =
  (store: EventStore): Surroundings['restingOn'] =>
  async (stream, seen, { after, before }) => {
    const names = new Set<string>();
    for (let from = after; ;) {
      const page = await store.readAll(from, EVENTS_PER_READ_MAX);
      for (const { position, record, stream: own } of page) {
        from = position;
        if (position >= before) return [...names];
        const text = partsOf(record).leaf;
        if (!text.includes(stream)) continue;
        const { basis } = JSON.parse(text) as Leaf;
        if (basis.some(([name, revision]) => name === stream && seen(Number(revision)))) names.add(own);
      }
      if (page.length < EVENTS_PER_READ_MAX) return [...names];
    }
  };

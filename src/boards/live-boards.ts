import type { Standing } from '../commands/authority';
import type { Clearance } from '../kernel/classification';
import {
  CHANGES_GATHERED_MS,
  CHANGES_PER_MESSAGE_MAX,
  HEARTBEAT_MS,
  STREAM_BUFFER_BYTES_MAX,
  STREAMS_MAX,
  STREAMS_PER_PERSON_MAX,
} from '../kernel/limits';
import { StoreClosedError } from '../ledger/event-store';
import type { BoardChange } from '../views/changes';
import { ViewBehindError, type Views } from '../views/views';
import { type EventStream, eventText, heartbeatText } from '../http/event-stream';
import { ChangeLog } from './change-log';
import { type StreamEnd, STREAM_ENDS } from './stream-ends';
import { type Filters, toldOf } from './told';

/** No stream more: for this person, or for anybody. */
export class TooManyStreamsError extends Error {
  override readonly name = 'TooManyStreamsError';

  constructor(readonly whose: 'PERSON' | 'ALL') {
    super(whose === 'PERSON' ? `You listen to ${STREAMS_PER_PERSON_MAX} streams already.` : 'As many listen as can be told.');
  }
}

/** What somebody wants to be told of. */
export interface Listening {
  readonly board: string;
  readonly filters: Filters;
  /** The position after which he wants to know; what comes from now on by default. */
  readonly since?: number;
  readonly standing: Standing;
  /** Who he is and may do at this moment; or why he is let listen no longer. */
  readonly again: () => Promise<Standing | StreamEnd>;
}

interface Reader extends Omit<Listening, 'since' | 'standing'> {
  readonly participantId: string;
  readonly filterKey: string;
  readonly stream: EventStream;
  clearance: Clearance;
  /** Up to here he has been told everything. */
  position: number;
}

export interface LiveSettings {
  readonly heartbeatMs: number;
  readonly gatheredMs: number;
  readonly bufferBytesMax: number;
  readonly streamsMax: number;
  readonly streamsPerPersonMax: number;
}

const SETTINGS: LiveSettings = {
  heartbeatMs: HEARTBEAT_MS,
  gatheredMs: CHANGES_GATHERED_MS,
  bufferBytesMax: STREAM_BUFFER_BYTES_MAX,
  streamsMax: STREAMS_MAX,
  streamsPerPersonMax: STREAMS_PER_PERSON_MAX,
};

/** Everybody who listens to the changes of a board. What has changed is worked out once for all who may see the same. */
export class LiveBoards {
  private readonly logs = new Map<string, ChangeLog>();
  private readonly readers = new Set<Reader>();
  private readonly settings: LiveSettings;
  private readonly heartbeat: NodeJS.Timeout;
  private gathering: NodeJS.Timeout | undefined;
  /** One round of telling after the other. */
  private rounds: Promise<void> = Promise.resolve();
  private closing = false;

  constructor(
    private readonly views: Pick<Views, 'health' | 'onChange'>,
    private readonly head: () => Promise<number>,
    settings: Partial<LiveSettings> = {},
  ) {
    this.settings = { ...SETTINGS, ...settings };
    for (const { board, lane, position, active } of views.health()) if (active) this.logs.set(board, new ChangeLog(lane, position));
    views.onChange((changes) => {
      this.take(changes);
    });
    this.heartbeat = setInterval(() => {
      this.round((reader, texts) => this.beat(reader, texts));
    }, this.settings.heartbeatMs).unref();
  }

  /** How many listen. */
  get count(): number {
    return this.readers.size;
  }

  /** @param start opens the stream, once it is clear that there is one. Throws `TooManyStreamsError`, `StoreClosedError`, `ViewBehindError`. */
  async listen({ board, filters, since, standing, again }: Listening, start: () => EventStream): Promise<void> {
    const end = await this.head();
    const log = this.logs.get(board);
    if (!log) throw new ViewBehindError(`${board} is not built yet`);
    this.admit(standing.participantId);
    const { participantId, clearance } = standing;
    const stream = start();
    // A position that the ledger has not come to is one of another ledger: what happened since cannot be told.
    const position = since === undefined ? log.position : since > end ? -1 : since;
    const filterKey = JSON.stringify(Object.entries(filters).sort());
    const reader: Reader = { board, filters, filterKey, participantId, clearance, again, stream, position };
    this.readers.add(reader);
    stream.onClose(() => this.readers.delete(reader));
    if (since === undefined) stream.send(heartbeatText(position));
    else this.round((each, texts) => (each === reader ? this.beat(reader, texts) : Promise.resolve()));
  }

  /** Nothing of what has changed is kept any more, and everybody who listens is told to read his board again. */
  forget(): number {
    return [...this.logs.values()].reduce((known, log) => known + log.forget(), 0);
  }

  /** Each reader is told that it ends, and why. */
  async close(): Promise<void> {
    this.closing = true;
    clearInterval(this.heartbeat);
    clearTimeout(this.gathering);
    await this.rounds;
    for (const reader of this.readers) this.end(reader, 'closing');
  }

  private admit(participantId: string): void {
    if (this.closing) throw new StoreClosedError('the ledger is closing');
    if (this.readers.size >= this.settings.streamsMax) throw new TooManyStreamsError('ALL');
    const own = [...this.readers].filter((reader) => reader.participantId === participantId).length;
    if (own >= this.settings.streamsPerPersonMax) throw new TooManyStreamsError('PERSON');
  }

  private take(changes: readonly BoardChange[]): void {
    for (const change of changes) {
      const log = this.logs.get(change.board);
      if (log) log.take(change);
      else this.logs.set(change.board, new ChangeLog(change.lane, change.to));
    }
    if (this.readers.size === 0 || this.gathering || this.closing) return;
    this.gathering = setTimeout(() => {
      this.gathering = undefined;
      this.round((reader, texts) => this.tell(reader, texts));
    }, this.settings.gatheredMs);
  }

  private round(work: (reader: Reader, texts: Texts) => Promise<unknown>): void {
    this.rounds = this.rounds.then(async () => {
      const texts: Texts = new Map();
      for (const reader of [...this.readers])
        if (this.readers.has(reader)) await work(reader, texts).catch(() => this.end(reader, 'internal'));
    });
  }

  /** @returns whether there was anything to say */
  private async tell(reader: Reader, texts: Texts): Promise<boolean> {
    if (this.textFor(reader, texts) === undefined) {
      reader.position = Math.max(reader.position, this.positionOf(reader));
      return false;
    }
    if (!(await this.admitted(reader))) return true;
    // Between the check and the message nobody else has his turn.
    const text = this.textFor(reader, texts);
    reader.position = Math.max(reader.position, this.positionOf(reader));
    if (text !== undefined) this.send(reader, text);
    return true;
  }

  private async beat(reader: Reader, texts: Texts): Promise<void> {
    if ((await this.tell(reader, texts)) || !(await this.admitted(reader))) return;
    this.send(reader, heartbeatText(reader.position));
  }

  /** Who he is, what he may and how far he is cleared, looked up anew: a stream goes on for hours. */
  private async admitted(reader: Reader): Promise<boolean> {
    const standing = await reader.again();
    if (!this.readers.has(reader)) return false;
    if (typeof standing === 'string') return this.end(reader, standing);
    const { level, caveats } = reader.clearance;
    const now = standing.clearance;
    if (now.level < level || (caveats & ~now.caveats) !== 0) return this.end(reader, 'clearance-lowered');
    if (now.level !== level || now.caveats !== caveats) {
      reader.clearance = now;
      // There may be more on the board than he has seen.
      reader.position = -1;
    }
    return true;
  }

  /** The message that brings a reader up to date; `undefined` where nothing has changed for him. */
  private textFor({ board, position, clearance, filters, filterKey }: Reader, texts: Texts): string | undefined {
    const log = this.logs.get(board);
    if (!log || position >= log.position) return undefined;
    const key = `${board} ${position} ${log.position} ${clearance.level} ${clearance.caveats} ${filterKey}`;
    if (!texts.has(key)) texts.set(key, textOf(log, { board, position, clearance, filters }));
    return texts.get(key);
  }

  private positionOf({ board, position }: Reader): number {
    return this.logs.get(board)?.position ?? position;
  }

  private send(reader: Reader, text: string): void {
    if (reader.stream.waiting + text.length > this.settings.bufferBytesMax) this.end(reader, 'slow-reader');
    else reader.stream.send(text);
  }

  private end(reader: Reader, code: StreamEnd): false {
    this.readers.delete(reader);
    reader.stream.end(eventText({ event: 'end', data: { type: `/problems/${code}`, code, title: STREAM_ENDS[code] } }));
    return false;
  }
}

type Texts = Map<string, string | undefined>;

function textOf(log: ChangeLog, { board, position, clearance, filters }: Pick<Reader, 'board' | 'position' | 'clearance' | 'filters'>) {
  const id = log.position;
  const rows = log.since(position);
  const told = rows && toldOf(rows, clearance, filters);
  if (!told || told.length > CHANGES_PER_MESSAGE_MAX) return eventText({ event: 'reset', id, data: { board, position: id } });
  return told.length === 0 ? undefined : eventText({ event: 'changed', id, data: { board, position: id, rows: told } });
}

import { setTimeout as passing } from 'node:timers/promises';
import { type Client, NoAnswerError } from './client';

/* The changes of a board as server-sent events (docs/http.md), listened to for as long as somebody wants to know. */

/** One event of a stream (HTML, "Server-sent events"). */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  /** The last one that was named up to here. */
  readonly id: string | undefined;
}

/** Reads `text/event-stream` in pieces as they come. */
export class EventParser {
  /** Also that of a sign of life, which is no event. */
  lastEventId: string | undefined;
  private text = '';
  private event = '';
  private data: string[] = [];

  push(piece: string): StreamEvent[] {
    this.text += piece;
    const events: StreamEvent[] = [];
    // A line may end with CR LF, and the LF be in the next piece.
    for (let end: RegExpExecArray | null; (end = /\r\n|\n|\r(?!$)/.exec(this.text));) {
      const line = this.text.slice(0, end.index);
      this.text = this.text.slice(end.index + end[0].length);
      if (line === '') events.push(...this.dispatched());
      else this.take(line);
    }
    return events;
  }

  private take(line: string): void {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?([\s\S]*))?$/.exec(line) ?? [];
    if (name === 'event') this.event = value;
    else if (name === 'data') this.data.push(value);
    else if (name === 'id' && !value.includes('\0')) this.lastEventId = value;
  }

  private dispatched(): StreamEvent[] {
    const { event, data } = this;
    this.event = '';
    this.data = [];
    return data.length === 0 ? [] : [{ event: event === '' ? 'message' : event, data: data.join('\n'), id: this.lastEventId }];
  }
}

/** Why the ledger tells no more, and whether it may be asked again. */
export class ListeningEndedError extends Error {
  override readonly name = 'ListeningEndedError';
}

export interface Listening {
  /** From which position on. */
  readonly since: string;
  /** Each time the connection was lost: why, and for how long is waited. */
  readonly lost: (why: string, ms: number) => void;
  readonly wait?: ((ms: number) => Promise<unknown>) | undefined;
  /** A stream that says nothing for so long is dead: three heartbeats. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 45_000;
const WAIT_FIRST_MS = 1_000;
const WAIT_MAX_MS = 30_000;
/** After these the same person may listen again; whatever else ends a stream does not change by asking once more. */
const ENDS_FOR_NOW = ['slow-reader', 'closing', 'internal', 'clearance-lowered'];

export interface BoardChanged {
  /** `changed`, or `reset`: what changed cannot be told, read the board again. */
  readonly event: string;
  /** For `at-least`, and from which one goes on. */
  readonly id: string;
  readonly data: string;
}

/** The changes of a board from a position on, over every connection that it takes. Throws `ListeningEndedError` where it cannot go on. */
export async function* changesOf(client: Client, path: string, listening: Listening): AsyncGenerator<BoardChanged, never> {
  const { lost, wait = passing, silenceMs = SILENCE_MS } = listening;
  let id = listening.since;
  for (let failures = 0; ; failures++) {
    let why = 'The connection ended';
    try {
      for await (const change of connection(client, path, id, silenceMs)) {
        failures = 0;
        id = change.id;
        if (change.event === 'end') why = endOf(change.data);
        else if (change.event !== 'alive') yield change;
      }
    } catch (error) {
      if (error instanceof ListeningEndedError) throw error;
      why = (error as Error).message;
    }
    const ms = Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * 2 ** failures);
    lost(why, ms);
    await wait(ms);
  }
}

/** Throws `ListeningEndedError` where asking again would not help. */
function endOf(data: string): string {
  const { code = '', title = code } = JSON.parse(data) as { code?: string; title?: string };
  if (ENDS_FOR_NOW.includes(code)) return title;
  throw new ListeningEndedError(`${title} (${code}).`);
}

async function* connection(client: Client, path: string, since: string, silenceMs: number): AsyncGenerator<BoardChanged> {
  const silence = new AbortController();
  let alarm: NodeJS.Timeout | undefined;
  const alive = (): void => {
    clearTimeout(alarm);
    alarm = setTimeout(() => {
      silence.abort(new NoAnswerError('Nothing was heard any more'));
    }, silenceMs);
  };
  try {
    alive();
    const response = await client.open(path, { accept: 'text/event-stream', 'last-event-id': since }, silence.signal);
    if (!response.ok || !response.body) await refuse(response);
    const parser = new EventParser();
    parser.lastEventId = since;
    for await (const piece of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
      alive();
      for (const { event, data, id = since } of parser.push(piece)) yield { event, data, id };
      // A sign of life moves on from where one will go on.
      yield { event: 'alive', data: '', id: parser.lastEventId };
    }
  } finally {
    clearTimeout(alarm);
    silence.abort();
  }
}

/** Throws what an answer means that is no stream: not now, or never. */
async function refuse(response: Response): Promise<never> {
  const {
    title = `answered ${response.status}`,
    code = String(response.status),
    detail,
  } = (await response.json().catch(() => ({}))) as {
    title?: string;
    code?: string;
    detail?: string;
  };
  const said = `${title} (${code})${detail === undefined ? '' : `: ${detail}`}`;
  throw response.status >= 500 || response.status === 429 ? new NoAnswerError(said) : new ListeningEndedError(`${said}.`);
}

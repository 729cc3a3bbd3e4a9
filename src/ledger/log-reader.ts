import type { ReadEvent } from './event-store';

/** Which part of a stream. */
export interface StreamStretch {
  /** First revision; 0 by default. */
  readonly from?: number;
  /** At most so many events; all by default. */
  readonly limit?: number;
  /** Nothing that lies behind this position of the log; everything by default. */
  readonly upTo?: number;
}

/** What lies in a file is there at once, what lies on a server is waited for. */
export type Awaitable<Value> = Value | Promise<Value>;

/** The log for who only reads. Each thread opens its own. */
export interface LogReader {
  /** Events after a position in the order of the log, at most `limit`. The position is `START` or that of an event: no store knows any other. */
  readAll(after: number, limit: number): Awaitable<readonly ReadEvent[]>;

  /** Events of one stream, oldest first. */
  readStream(stream: string, stretch?: StreamStretch): Awaitable<readonly ReadEvent[]>;

  /** Position of the last event; `START` if there is none. */
  head(): Awaitable<number>;

  close(): Awaitable<void>;
}

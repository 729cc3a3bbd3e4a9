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

/** The log for a thread that only reads: synchronous, for the thread has nothing else to do meanwhile. Each thread opens its own. */
export interface LogReader {
  /** Events after a position in the order of the log, at most `limit`. */
  readAll(after: number, limit: number): readonly ReadEvent[];

  /** Events of one stream, oldest first. */
  readStream(stream: string, stretch?: StreamStretch): readonly ReadEvent[];

  /** Position of the last event; `START` if there is none. */
  head(): number;

  close(): void;
}

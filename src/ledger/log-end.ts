import { setImmediate as nextTurn } from 'node:timers/promises';
import { EVENTS_PER_SUBSCRIPTION_READ_MAX } from '../kernel/limits';
import type { ReadEvent } from './event-store';

/** How far the log goes, as this process has heard, and who waits for more. */
export class LogEnd {
  private readonly waiting = new Set<() => void>();
  private closed = false;

  constructor(private position: number) {}

  get isClosed(): boolean {
    return this.closed;
  }

  movedTo(position: number): void {
    if (position <= this.position) return;
    this.position = position;
    this.wake();
  }

  /** Nothing will come any more: who waits is let go. */
  close(): void {
    this.closed = true;
    this.wake();
  }

  /** Resolves once the log goes beyond the position, has been closed, or the signal aborts. */
  beyond(position: number, signal: AbortSignal): Promise<void> {
    if (this.position > position || this.closed || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }
}

/**
 * A subscription over any log that can be read by position: page after page, then woken by `end`. It reads only what it is asked for, so
 * that a slow consumer holds no memory and delays nobody; and it lets the event loop turn between pages, so that a fast one does not either.
 */
export async function* follow(
  readAll: (after: number, limit: number) => readonly ReadEvent[],
  end: LogEnd,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<ReadEvent, void, undefined> {
  let position = after;
  const isOver = (): boolean => signal.aborted || end.isClosed;
  while (!isOver()) {
    const page = readAll(position, EVENTS_PER_SUBSCRIPTION_READ_MAX);
    for (const event of page) {
      yield event;
      position = event.position;
      if (isOver()) return;
    }
    await (page.length > 0 ? nextTurn() : end.beyond(position, signal));
  }
}

import type { ServerResponse } from 'node:http';
import { STREAM_LINGER_MS, STREAM_RETRY_MS } from '../kernel/limits';

/** One block of an event stream (HTML, "Server-sent events"): fields, one a line. */
export function eventText({ event, id, data }: { readonly event: string; readonly id?: number; readonly data: object }): string {
  const place = id === undefined ? '' : `id: ${id}\n`;
  return `${place}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A sign of life without an event: programs take the id, from which they go on when they come back. */
export const heartbeatText = (id: number): string => `: heartbeat\nid: ${id}\n\n`;

/** `text/event-stream` over one connection, which ends with it. */
export class EventStream {
  constructor(
    private readonly response: ServerResponse,
    private readonly lingerMs = STREAM_LINGER_MS,
  ) {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'close',
      'x-accel-buffering': 'no',
    });
    response.write(`retry: ${STREAM_RETRY_MS}\n`);
  }

  /** Bytes that wait in memory, because the reader does not take them. */
  get waiting(): number {
    return this.response.writableLength;
  }

  send(text: string): void {
    this.response.write(text);
  }

  /** The reader has a moment to take the last words; then the connection is cut. */
  end(text: string): void {
    this.response.end(text);
    const cut = setTimeout(() => this.response.destroy(), this.lingerMs);
    this.onClose(() => {
      clearTimeout(cut);
    });
  }

  onClose(closed: () => void): void {
    this.response.once('close', closed);
  }
}

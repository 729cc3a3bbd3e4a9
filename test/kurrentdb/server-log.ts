/*
 * What a node of EventStoreDB keeps, and when it takes an append: the rules of IndexWriter.CheckCommit and StorageWriterService (EventStoreDB
 * 23.10.8), without a disk.
 */

export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Recorded extends Proposed {
  readonly stream: string;
  readonly revision: number;
  /** Byte offset in the log; commit and prepare position of an event are the same. */
  readonly position: number;
}

export type Expected = 'any' | 'no_stream' | 'stream_exists' | number;

export type Outcome =
  | { readonly last: Recorded; readonly idempotent: boolean }
  /** The stream's last revision; -1 where there is none. */
  | { readonly wrongVersion: number }
  | 'STREAM_DELETED';

/** Bytes of a log record beside its content. */
const OVERHEAD = 96;
const NOTHING = new Uint8Array();
/** Type of the event that ends a stream for ever. */
export const STREAM_DELETED = '$streamDeleted';
/** Each so many appends the server writes something of its own between ours. */
const APPENDS_BETWEEN_OWN = 7;

export class ServerLog {
  readonly events: Recorded[] = [];
  private readonly streams = new Map<string, Recorded[]>();
  private readonly listeners = new Set<(written: readonly Recorded[]) => void>();
  /** First revision of a stream that readers are shown, where somebody has hidden what comes before. */
  private readonly beginnings = new Map<string, number>();
  private end = 0;
  private appends = 0;

  constructor() {
    // A new server has written before anybody else does; its first record lies at position 0.
    for (const stream of ['$epoch-information', '$users', '$user-admin']) this.writeOwn(stream);
  }

  stream(name: string): readonly Recorded[] {
    return this.streams.get(name) ?? [];
  }

  /** What a reader of the stream is shown. */
  shown(name: string): readonly Recorded[] {
    return this.stream(name).slice(this.beginnings.get(name) ?? 0);
  }

  /** `$tb` in the metadata: events before this revision are gone for readers of the stream; in the log they stay until a scavenge. */
  cutOff(stream: string, revision: number): void {
    this.beginnings.set(stream, revision);
    this.writeOwn(`$$${stream}`, '$metadata', Buffer.from(JSON.stringify({ $tb: revision })));
  }

  /** All of the batch or nothing, as `expected` and the ids say; bodies are never compared. */
  append(stream: string, expected: Expected, batch: readonly Proposed[]): Outcome {
    if (++this.appends % APPENDS_BETWEEN_OWN === 0) this.writeOwn('$$$stats-127.0.0.1:2113');
    const present = this.stream(stream);
    const current = present.length - 1;
    if (present.at(-1)?.type === STREAM_DELETED) return 'STREAM_DELETED';
    if (expected === 'any' || expected === 'stream_exists') {
      const known = batch.map(({ id }) => present.find((event) => event.id === id));
      const last = known.at(-1);
      if (known[0] && last) return { last, idempotent: true };
      if (expected === 'stream_exists' && current < 0) return { wrongVersion: current };
      return this.write(stream, batch);
    }
    const seen = expected === 'no_stream' ? -1 : expected;
    if (seen > current) return { wrongVersion: current };
    if (seen === current) return this.write(stream, batch);
    const there = present.slice(seen + 1, seen + 1 + batch.length);
    const last = there.at(-1);
    const same = there.length === batch.length && there.every(({ id }, n) => id === batch[n]?.id);
    return same && last ? { last, idempotent: true } : { wrongVersion: current };
  }

  /** Something that is none of ours; `$metadata` of a stream of ours, for instance. */
  writeOwn(stream: string, type = '$own', data: Uint8Array = NOTHING): void {
    const id = `00000000-0000-4000-8000-${String(this.events.length + 1).padStart(12, '0')}`;
    this.write(stream, [{ id, type, contentType: 'application/octet-stream', data, metadata: NOTHING }]);
  }

  /** Nobody writes to this stream any more. */
  tombstone(stream: string): void {
    this.writeOwn(stream, STREAM_DELETED);
  }

  onWritten(listener: (written: readonly Recorded[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private write(stream: string, batch: readonly Proposed[]): Outcome {
    const present = this.streams.get(stream) ?? [];
    const written = batch.map((event, n): Recorded => {
      const recorded = { ...event, stream, revision: present.length + n, position: this.end };
      this.end += OVERHEAD + stream.length + event.type.length + event.data.length + event.metadata.length;
      return recorded;
    });
    const last = written.at(-1);
    // EventStoreDB takes an empty batch, whatever comes of it; nobody here sends one.
    if (!last) throw new Error('an empty batch reached the server');
    this.streams.set(stream, [...present, ...written]);
    this.events.push(...written);
    for (const listener of this.listeners) listener(written);
    return { last, idempotent: false };
  }
}

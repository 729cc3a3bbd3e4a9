import {
  type Appended,
  type AppendOptions,
  type Conflict,
  EventStore,
  type ExpectedRevision,
  type ReadEvent,
  START,
} from '../../src/ledger/event-store';
import type { Destroyed, Draft } from '../../src/trust/scribe';

/** The log of a store that others have written to, as if it began here: what lies before is not shown. */
export class LogFromHere extends EventStore {
  override readonly isSole = false;
  private constructor(
    private readonly store: EventStore,
    private readonly here: number,
  ) {
    super();
  }

  static async of(store: EventStore): Promise<LogFromHere> {
    return new LogFromHere(store, await store.head());
  }

  override append(
    stream: string,
    events: readonly Draft[],
    expected: ExpectedRevision,
    options: AppendOptions,
  ): Promise<Appended | Conflict> {
    return this.store.append(stream, events, expected, options);
  }

  override readStream(stream: string, stretch?: { readonly from?: number; readonly limit?: number }): Promise<readonly ReadEvent[]> {
    return this.store.readStream(stream, stretch);
  }

  override readAll(after: number, limit: number): Promise<readonly ReadEvent[]> {
    return this.store.readAll(after === START ? this.here : after, limit);
  }

  override subscribe(after: number, signal: AbortSignal): AsyncIterable<ReadEvent> {
    return this.store.subscribe(after === START ? this.here : after, signal);
  }

  override async last(): Promise<ReadEvent | undefined> {
    const last = await this.store.last();
    return last?.position === this.here ? undefined : last;
  }

  override async head(): Promise<number> {
    const head = await this.store.head();
    return head === this.here ? START : head;
  }

  override destroyKeys(keyIds: readonly string[], at: string): Promise<Destroyed> {
    return this.store.destroyKeys(keyIds, at);
  }

  override failure(): string | undefined {
    return this.store.failure();
  }

  override close(): Promise<void> {
    return this.store.close();
  }
}

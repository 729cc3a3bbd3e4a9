import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { CACHED_HEADS_MAX } from '../../kernel/limits';
import { Recent } from '../../kernel/recent';
import { leafHash } from '../../trust/leaf';
import { partsOf } from '../../trust/record';

/** The end of one stream. */
export interface Head {
  /** -1 if the stream has no event. */
  readonly revision: number;
  /** Hash of its last leaf. */
  readonly leafHash: string | null;
}

const NO_EVENT: Head = { revision: -1, leafHash: null };

/**
 * Where each stream ends, so that the writer need not read what it wrote itself. What a transaction has moved is remembered only once that
 * transaction is committed: nobody may build on what was undone.
 */
export class StreamHeads {
  private committed = new Recent<Head>(CACHED_HEADS_MAX / 2);
  private readonly moved = new Map<string, Head>();
  private readonly last: StatementSyncInstance;

  constructor(database: DatabaseSyncInstance) {
    this.last = database.prepare('SELECT revision, record FROM event WHERE stream = ? ORDER BY revision DESC LIMIT 1');
  }

  of(stream: string): Head {
    return this.moved.get(stream) ?? this.committed.get(stream) ?? this.read(stream);
  }

  move(stream: string, head: Head): void {
    this.moved.set(stream, head);
  }

  /** The transaction is committed. */
  keep(): void {
    for (const [stream, head] of this.moved) this.committed.set(stream, head);
    this.moved.clear();
  }

  /** The transaction failed: from here on only the file is believed. */
  drop(): void {
    this.moved.clear();
    this.committed = new Recent<Head>(CACHED_HEADS_MAX / 2);
  }

  private read(stream: string): Head {
    const row = this.last.get(stream) as { revision: number; record: Uint8Array } | undefined;
    const head = row ? { revision: row.revision, leafHash: leafHash(partsOf(row.record).leaf) } : NO_EVENT;
    this.committed.set(stream, head);
    return head;
  }
}

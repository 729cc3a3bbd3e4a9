import type { ReadEvent } from '../../ledger/event-store';
import type { Leaf } from '../../trust/leaf';
import { type BodyTools, checkBody } from '../verify/body-check';
import { Broken } from '../verify/finding';
import { type CheckedLeaf, checkLeaf } from '../verify/leaf-check';

/** Whether the event is what its leaf committed to, and follows the one before it; in words where it is not. */
export type LeafCheck = 'OK' | 'ERASED' | `BROKEN: ${string}`;

/** What was found at one row, and its leaf where that is in order. */
export interface CheckedRow {
  readonly check: LeafCheck;
  readonly leaf: Leaf | undefined;
}

/** Leaf by leaf along one stream. */
export class LeafChecks {
  private last: CheckedLeaf | undefined;
  private nth = 0;

  constructor(
    private readonly origin: string,
    private readonly tools: BodyTools,
  ) {}

  of(row: ReadEvent): CheckedRow {
    let leaf: CheckedLeaf | undefined;
    try {
      leaf = checkLeaf(row, this.origin);
      return { check: this.checked(leaf), leaf: leaf.members };
    } catch (error) {
      if (error instanceof Broken) return { check: `BROKEN: ${error.message}`, leaf: leaf?.members };
      throw error;
    }
  }

  private checked(leaf: CheckedLeaf): LeafCheck {
    this.nth = this.last?.members.cmd === leaf.members.cmd ? this.nth + 1 : 0;
    const follows = leaf.members.prev === (this.last?.hash ?? null);
    this.last = leaf;
    if (!follows) return 'BROKEN: it names another leaf as the one before it';
    return checkBody(leaf, this.nth, this.tools).seen === 'ERASED' ? 'ERASED' : 'OK';
  }
}

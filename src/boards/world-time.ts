import type { Erased } from '../kernel/erased';
import { isErased } from '../kernel/erased';
import type { Happened } from '../kernel/happened';
import { earliest, type Occurrence } from '../kernel/occurrence';

/** The first instant that a time can mean, UTC with milliseconds; null where nobody knows it, or no longer. */
export const firstInstant = (occurredAt: Occurrence | Erased | null): string | null =>
  occurredAt === null || isErased(occurredAt) ? null : (earliest(occurredAt) ?? null);

const POSITION_DIGITS = 16;

/** Sorts by world time, and what has the same by the order of the ledger; null where nobody knows when it was. */
export function momentOf({ occurredAt, position }: Pick<Happened, 'occurredAt' | 'position'>): string | null {
  const first = firstInstant(occurredAt);
  return first === null ? null : `${first} ${String(position).padStart(POSITION_DIGITS, '0')}`;
}

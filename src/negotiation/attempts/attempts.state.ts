import type { Caveat } from '../../kernel/classification';
import { type Erased, isErased } from '../../kernel/erased';
import { type Fold, from, type States } from '../../kernel/fold';
import { uuidV5 } from '../../kernel/uuid';
import { attemptsEvents } from './attempts.events';

interface Kept {
  readonly participantId: string | Erased;
  /** How many are kept one by one. */
  readonly kept: number;
  /** The last of them; null where there is none. */
  readonly lastAttemptId: string | Erased | null;
  /** By hours of more attempts than are kept: how many there were at least. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Somebody's attempts of one month, those that hide alike. What they were is told by their history, not by their sum. */
export type Attempts = States<{ NONE: object; KEPT: Kept }>;

/**
 * Their stream follows from the person, the month (`2025-03`, in UTC) and what hides the records concerned: a hidden record is not told of in a stream
 * that others know of (domain.md 5, "Visibility").
 */
export const attemptsIdOf = (participantId: string, month: string, hiding: readonly Caveat[]): string =>
  uuidV5(participantId, ['attempts', month, ...hiding].join(' '));

const begun = (it: Attempts, participantId: string | Erased): Kept =>
  it.status === 'NONE' ? { participantId, kept: 0, lastAttemptId: null, counts: {} } : it;

export const attempts: Fold<Attempts, typeof attemptsEvents> = {
  events: attemptsEvents,
  initial: { status: 'NONE' },
  evolve: {
    AttemptRefused: from(['NONE', 'KEPT'], (before, { participantId, attemptId }) => {
      const it = begun(before, participantId);
      return { ...it, status: 'KEPT', kept: it.kept + 1, lastAttemptId: attemptId };
    }),
    AttemptsCounted: from(['NONE', 'KEPT'], (before, { participantId, since, count }) => {
      const it = begun(before, participantId);
      return { ...it, status: 'KEPT', counts: isErased(since) || isErased(count) ? it.counts : { ...it.counts, [since]: count } };
    }),
  },
};

/** How many attempts of an hour are counted there. @param hour its begin */
export const countedIn = (it: Attempts, hour: string): number => (it.status === 'KEPT' ? (it.counts[hour] ?? 0) : 0);

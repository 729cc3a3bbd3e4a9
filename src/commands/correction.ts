import type { Happened } from '../kernel/happened';

/** A recorded correction, to see what others would have decided had they known it. */
export interface Correction {
  /** Revision of the event that it speaks of. */
  readonly target: number;
  /** Position of that event. */
  readonly since: number;
  /** Whether who saw the stream at this revision saw what was wrong, and not yet the correction. */
  readonly touches: (revision: number) => boolean;
  /** The stream as it stood at a revision it touches, with the correction known. */
  readonly appliedTo: (revision: number) => readonly Happened[];
}

/** @returns undefined where the stream has no such correction, or what it speaks of is erased */
export function correctionIn(history: readonly Happened[], correctionId: string): Correction | undefined {
  const correction = history.find(({ id }) => id === correctionId);
  const target = history.find(({ id }) => id === correction?.data['targetEventId']);
  if (!correction || !target) return undefined;
  // What the same command corrected before it belongs to it: an annulment goes from the last dependant to the first.
  const together = history.filter(({ commandId, revision }) => commandId === correction.commandId && revision <= correction.revision);
  const [first = correction] = together;
  return {
    target: target.revision,
    since: target.position,
    touches: (revision) => revision >= target.revision && revision < first.revision,
    appliedTo: (revision) => [...history.filter((event) => event.revision <= revision), ...together],
  };
}

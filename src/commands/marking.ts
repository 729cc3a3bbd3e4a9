import {
  caveatsOf,
  type Classification,
  type Clearance,
  HIDING,
  highest,
  levelOf,
  type Marking,
  markingOf,
  rankOf,
  UNMARKED,
} from '../kernel/classification';
import { type Rejection } from '../kernel/rejection';
import type { ClassificationPart } from './record-part';
import { refuseRecord } from './record.refusals';

/** Where an event gets its mark from (INV-31). */
export interface Inherited {
  /** The record so far; `UNMARKED` before its first event. */
  readonly own: Marking;
  readonly exists: boolean;
  /** The records it belongs under, as the decision read them. */
  readonly above: readonly Marking[];
}

/** A new record that belongs under nothing and says nothing of its level. */
const DEFAULT_LEVEL = rankOf('RESTRICTED');

/** The mark of a new event: what was asked, never below what it comes from, never above who records it. */
export function classificationOf(
  asked: ClassificationPart | undefined,
  { own, exists, above }: Inherited,
  actor: { readonly participantId: string; readonly clearance: Clearance },
): Classification | Rejection {
  const inherited = above.reduce<Marking>(highest, exists ? own : UNMARKED);
  const lowest = { level: inherited.level, caveats: inherited.caveats & (exists ? ~0 : HIDING) };
  if (asked === undefined) {
    const level = exists || above.length > 0 ? lowest.level : DEFAULT_LEVEL;
    return { level: levelOf(level), caveats: caveatsOf(lowest.caveats), authorityId: actor.participantId };
  }
  const mark = markingOf({ level: asked.level, caveats: asked.caveats ?? [] });
  if (mark.level < lowest.level)
    return refuseRecord.levelTooLow(`This belongs to a record marked ${levelOf(lowest.level)} and cannot be lower.`);
  if (exists && (mark.caveats & HIDING & ~own.caveats) !== 0)
    return refuseRecord.hidesTooLate('The record is already known to exist; a mark that hides it comes too late.');
  const missing = mark.caveats & ~actor.clearance.caveats;
  if (mark.level > actor.clearance.level || missing !== 0)
    return refuseRecord.levelNotYours('You are not cleared for the mark that you want to give.');
  return {
    level: asked.level,
    caveats: caveatsOf(mark.caveats | lowest.caveats),
    authorityId: actor.participantId,
    ...(asked.reviewOn !== undefined && { reviewOn: asked.reviewOn }),
  };
}

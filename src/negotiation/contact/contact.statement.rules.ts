import type { Circumstances } from '../../kernel/decider';
import { type Erased, isErased, legible } from '../../kernel/erased';
import { type AnyFold, at, marked, type Marked, type Reference } from '../../kernel/fold';
import { earliest, type Occurrence } from '../../kernel/occurrence';
import type { Rejection } from '../../kernel/rejection';
import type { Text } from '../../kernel/text';
import { commitment } from '../commitment/commitment.state';
import { evidence } from '../evidence/evidence.state';
import { federalReview, type FederalReview, shortfallOf, wasCleared } from '../federal-review/federal-review.state';
import { focalPersonAt, initiative, type Initiative, isKnown, objectedAt } from '../initiative/initiative.state';
import { mandate } from '../mandate/mandate.state';
import { hasWithdrawn, heldPost, isOfParty, type Participant } from '../participant/participant.state';
import type { ReferredKind } from './contact.events';
import { refuse } from './contact.refusals';
import { isOver, momentOf } from './contact.schedule.rules';
import { contact } from './contact.state';

/* Who speaks for the province in public, and of what (INV-41). */

const FOLDS: Readonly<Record<ReferredKind, AnyFold>> = { initiative, mandate, contact, commitment, federalReview, evidence };

/** The records that a statement refers to: only how high they are marked counts. */
export const referredTo = (refersTo: readonly { readonly kind: string; readonly id: string }[]): Reference<Marked>[] =>
  refersTo.map(({ kind, id }) => marked(FOLDS[kind as ReferredKind], id));

export const reviewsOf = (clearanceIds: readonly string[]): Reference<FederalReview>[] => clearanceIds.map((id) => at(federalReview, id));

/** Whether something that is not public is among them. */
const isBeyondPublic = (referred: readonly Marked[]): boolean =>
  referred.some((each) => each.status === 'MARKED' && each.level !== 'PUBLIC');

/** Somebody at an instant: who he is, and what the register says of him. */
interface Speaker {
  readonly id: string;
  readonly participant: Participant;
  readonly at: string;
}

/** Whether somebody is the focal person in office, or a designated spokesman of the party that stands behind the initiative. */
const speaksForProvince = (it: Initiative, { id, participant, at: instant }: Speaker): boolean =>
  focalPersonAt(it, instant) === id || (isKnown(it) && heldPost(participant, 'SPOKESMAN', legible(it.sponsorPartyId), instant));

/** What is to be said, of which initiative, and when. */
interface Words {
  readonly initiativeId: string;
  readonly text: Text;
  readonly at: string;
}

const publication = ({ initiativeId, text, at: instant }: Words) =>
  ({ subject: 'PUBLIC_STATEMENT', subjectId: initiativeId, text, purpose: 'PUBLISH', at: instant }) as const;

/** Who schedules a statement, and what it refers to and rests on. */
interface Scheduling extends Circumstances {
  readonly initiative: Initiative;
  readonly scheduler: Participant;
  /** Who is to make it. */
  readonly speaker: Participant;
  readonly referred: readonly Marked[];
  readonly reviews: readonly FederalReview[];
}

/** What is to be said, and when. */
type Planned = Omit<Words, 'at'> & { readonly plannedFor: Occurrence | null };

/** @returns why this may not be said in public at that time, `undefined` if nothing stands in the way */
export function mayBeSaid({ plannedFor, ...words }: Planned, facts: Scheduling): Rejection | undefined {
  const { actor, now, initiative: it, scheduler, referred, reviews } = facts;
  const past = isOver(plannedFor, now);
  if (past) return past;
  if (!speaksForProvince(it, { id: actor.participantId, participant: scheduler, at: now }))
    return refuse.notSpokesman('You are neither the focal person in office nor a designated spokesman.');
  const moment = momentOf(plannedFor, now);
  if (hasWithdrawn(facts.speaker, 'BEING_NAMED', moment)) return refuse.consentWithdrawn('Who is to make it does not consent to be named.');
  const act = publication({ ...words, at: moment });
  return isBeyondPublic(referred) && !reviews.some((review) => shortfallOf(review, act) === undefined)
    ? refuse.statementNotCleared('It refers to what is not public, and no review named clears exactly these words for that time.')
    : undefined;
}

/** A statement that was made: by whom, of what, resting on which clearances. */
interface Made {
  readonly occurredAt: Occurrence;
  readonly speakerId: string;
  readonly speaker: Participant;
  readonly initiativeId: string | Erased;
  readonly initiative: Initiative;
  readonly text: Text;
  readonly referred: readonly Marked[];
  readonly reviews: readonly FederalReview[];
  /** Who was to make it, where it was scheduled. */
  readonly scheduledSpeakerId: string | Erased | undefined;
}

/**
 * Whether a public statement that was made was in order when it was made. One who does not stand for the party behind the initiative does not
 * speak for it, and may say what he likes. Of what nobody knows when it was said, nobody can say who might.
 */
export function wasInOrder(made: Made): boolean {
  const { initiative: it, speaker, speakerId, initiativeId } = made;
  const instant = earliest(made.occurredAt);
  if (instant === undefined || !isKnown(it) || isErased(it.sponsorPartyId) || isErased(initiativeId)) return false;
  const who = { id: speakerId, participant: speaker, at: instant };
  const authorised = speaksForProvince(it, who) || made.scheduledSpeakerId === speakerId;
  if (!authorised) return !isOfParty(speaker, it.sponsorPartyId, instant);
  if (objectedAt(it, instant)) return false;
  const words = { initiativeId, text: made.text, at: instant };
  return !isBeyondPublic(made.referred) || made.reviews.some((review) => wasCleared(review, publication(words)));
}

import type { Circumstances } from '../../kernel/decider';
import type { Flag } from '../../kernel/envelope';
import { legible } from '../../kernel/erased';
import { earliest, type Occurrence } from '../../kernel/occurrence';
import type { Rejection } from '../../kernel/rejection';
import { type FederalReview, type Shortfall, shortfallOf, wasCleared } from '../federal-review/federal-review.state';
import { type Initiative, notifiedBy, objectedAt, phaseAt } from '../initiative/initiative.state';
import { allowsAct, allowsTopic, type Mandate, underTerms } from '../mandate/mandate.state';
import type { Party } from '../party/party.state';
import { namesListedParty, withoutPowers } from '../powers';
import type { MandatedAct } from '../terms';
import { refuse } from './measure.refusals';
import {
  type Delivered,
  isDelivered,
  isInsideWindow,
  isKnown,
  isOfOtherSide,
  isOurs,
  type Known,
  type Measure,
  needsClearance,
} from './measure.state';
import { measureTextOf } from './measure.text.rules';

/* What must hold before a measure goes forward (INV-08, INV-10, INV-16, INV-32), what is said of one that was done, and what answers one (INV-28). */

/** What agreeing to a measure and carrying it out is in words of full powers: the small steps of the first phase already (INV-10, S23, S61). */
const ACT: MandatedAct = 'COORDINATE';

/** By what it is judged. */
export interface Ground extends Pick<Circumstances, 'now'> {
  readonly initiative: Initiative;
  readonly mandate: Mandate;
  /** Those at its ends. */
  readonly parties: readonly Party[];
}

export const endsOf = (it: Known): readonly string[] => [legible(it.actorEnd).partyId, legible(it.recipientEnd).partyId];

/** @returns why it does not go forward, `undefined` if nothing stands in the way */
export function mayGoForward(it: Known, ground: Ground): Rejection | undefined {
  const refused = withoutPowers(refuse, ACT, legible(it.topic), ground);
  if (refused) return refused;
  return namesListedParty(ground.parties, endsOf(it), ground) ? refuse.listedParty('A list names a party at one of its ends.') : undefined;
}

const SHORTFALLS: Readonly<Record<Shortfall, () => Rejection>> = {
  UNDECIDED: () => refuse.silenceIsNoConsent('The review is still open.'),
  ONLY_GUIDANCE: () => refuse.guidanceIsNoClearance('The review is still open; what it has given is guidance.'),
  NOT_CLEARED: () => refuse.notCleared('No review has cleared this measure.'),
  OTHER_TEXT: () => refuse.notCleared('The text differs from the cleared one, if only by a sign or by its language.'),
  OTHER_PURPOSE: () => refuse.notCleared('It was cleared for another purpose than to be conducted.'),
  REVOKED: () => refuse.notCleared('The federal side has taken the clearance back.'),
  USED: () => refuse.notCleared('One clearance is used once.'),
  OUT_OF_TIME: () => refuse.notCleared('Its validity has not begun, or is over.'),
  CONDITION_OPEN: () => refuse.notCleared('The federal side has not confirmed every condition.'),
};

/** The clearing of a measure: by which review, if it is in one, and when. */
export interface Clearing {
  readonly reviews: readonly FederalReview[];
  /** UTC with milliseconds. */
  readonly at: string;
  /** The measure. */
  readonly self: string;
}

const conductOf = (it: Known, { at, self }: Pick<Clearing, 'at' | 'self'>) =>
  ({ subject: 'CBM', subjectId: self, text: measureTextOf(it), purpose: 'CONDUCT', at }) as const;

/** INV-16. @returns why it is not begun, `undefined` if nothing stands in the way */
export function mayBeConducted(it: Known, { reviews, ...clearing }: Clearing): Rejection | undefined {
  const [review] = reviews;
  if (!review) return SHORTFALLS.NOT_CLEARED();
  const shortfall = shortfallOf(review, conductOf(it, clearing));
  if (shortfall) return SHORTFALLS[shortfall]();
  // The process that tells it runs a moment behind the decision.
  return it.status === 'CLEARED' ? undefined : refuse.notCleared('It is cleared, and about to be told so; ask again in a moment.');
}

/** What a delivery is judged by. */
export interface Judged extends Pick<Clearing, 'reviews' | 'self'> {
  readonly initiative: Initiative;
  readonly mandate: Mandate;
  readonly occurredAt: Occurrence;
}

/**
 * The marks of what was delivered, by what was in force when it was (INV-50): only what our side did can deviate. What had begun in order needed no
 * further powers to be brought to its end; a clearance it needed all the time.
 */
export function deviationsOf(it: Known, { initiative, mandate, occurredAt, reviews, self }: Judged): Flag[] {
  if (!isOurs(it)) return [];
  const flags: Flag[] = [];
  const begun = it.status === 'UNDER_WAY';
  if (!begun && !notifiedBy(initiative, occurredAt)) flags.push('BEFORE_NOTIFICATION');
  if (!begun && !wasMandated(it, { initiative, mandate, occurredAt })) flags.push('OUTSIDE_MANDATE');
  const at = earliest(occurredAt);
  const cleared = at !== undefined && reviews.some((review) => wasCleared(review, conductOf(it, { at, self })));
  if (objectedAt(initiative, occurredAt) || (needsClearance(it) && !cleared)) flags.push('UNSANCTIONED');
  return flags;
}

function wasMandated(it: Known, { initiative, mandate, occurredAt }: Pick<Judged, 'initiative' | 'mandate' | 'occurredAt'>): boolean {
  const phase = phaseAt(initiative, occurredAt);
  return (
    phase !== undefined && underTerms(mandate, occurredAt, (terms) => allowsAct(terms, phase, ACT) && allowsTopic(terms, legible(it.topic)))
  );
}

/** A measure that answers, and when it was delivered. */
export interface Answer {
  readonly measure: Known;
  readonly deliveredAt: Occurrence;
}

/** INV-28. @returns why one measure does not answer the other, `undefined` if it does */
export function mayAnswer({ measure, deliveredAt }: Answer, answered: Known & Delivered): Rejection | undefined {
  if (legible(measure.initiativeId) !== legible(answered.initiativeId)) return refuse.measureUnknown('It is of another initiative.');
  if (!isOfOtherSide(measure, answered)) return refuse.sameSide('Both are done by the same side.');
  return isInsideWindow(answered, deliveredAt)
    ? undefined
    : refuse.outsideWindow('It was delivered before what it is to answer, or after the window had closed.');
}

/** The same of one that is named. */
export function answers(answer: Answer, named: Measure): Rejection | undefined {
  if (!isKnown(named)) return refuse.measureUnknown('A measure named is not there.');
  return isDelivered(named) ? mayAnswer(answer, named) : refuse.notDelivered('Nothing of a measure named was delivered.');
}

import { canonicalJson } from '../../kernel/canonical-json';
import { type Decider, when } from '../../kernel/decider';
import { isErased, legible } from '../../kernel/erased';
import { at, ruling, under } from '../../kernel/fold';
import { earliest } from '../../kernel/occurrence';
import { textOf } from '../../kernel/text';
import { federalReview, shortfallOf } from '../federal-review/federal-review.state';
import { initiative, isOpen } from '../initiative/initiative.state';
import { party } from '../party/party.state';
import type { MandatedAct } from '../terms';
import type * as commands from './mandate.commands';
import { mandateEvents } from './mandate.events';
import { refuse } from './mandate.refusals';
import { submittedTextOf } from './mandate.schedule.rules';
import { endOf, isOver, type mandate, STANDING, standingApproval, WORDED } from './mandate.state';

const {
  MandateDrafted,
  MandateSubmitted,
  MandateApproved,
  MandateReturned,
  MandateDeclined,
  MandateAmended,
  MandateRevoked,
  MandateExpired,
} = mandateEvents;

/** What the first delegation may do: diplomatic groundwork, nothing higher (S23). */
const GROUNDWORK: readonly MandatedAct[] = ['LISTEN', 'EXPLORE', 'COORDINATE', 'PROPOSE_AGENDA'];

type Worded = Pick<commands.DraftMandate, Exclude<keyof commands.DraftMandate, 'initiativeId' | 'faults'>>;

const termsOf = ({ text, acts, validFrom, validUntil, ...terms }: Worded) => ({
  ...terms,
  text: textOf(text),
  acts: { ...acts },
  validFrom: utc(validFrom),
  ...(validUntil !== undefined && { validUntil: utc(validUntil) }),
});

/** With milliseconds, so that instants compare as text. */
const utc = (instant: string): string => new Date(instant).toISOString();

const later = (one: string, other: string): string => (one < other ? other : one);

const partiesOf = ({ counterpartPartyIds }: Worded) => counterpartPartyIds.map((id) => at(party, id));

/** INV-10, INV-32. @returns why terms like these cannot be asked for, `undefined` if nothing stands in the way */
function faultOf({ acts }: Worded, parties: readonly { readonly status: string }[]) {
  const beyond = acts.phase1.filter((act) => !GROUNDWORK.includes(act));
  if (beyond.length > 0) return refuse.beyondPhase1(`The first phase would hold ${beyond.join(', ')}.`);
  return parties.some(({ status }) => status === 'NONE') ? refuse.partyUnknown('A counterpart named is not registered.') : undefined;
}

/** What may happen next to a mandate (domain.md 4.3.3). */
export const mandateDecider: Decider<typeof mandate, typeof commands> = {
  DraftMandate: when('NONE', {
    reads: (_, command) => ({ initiative: under(initiative, command.initiativeId), parties: partiesOf(command) }),
    decide: (_, { initiativeId, ...worded }, facts) => {
      if (!isOpen(facts.initiative)) return refuse.initiativeUnknown('There is no open initiative with this id.');
      return faultOf(worded, facts.parties) ?? [MandateDrafted({ initiativeId, ...termsOf(worded) })];
    },
  }),

  AmendMandate: when(WORDED, {
    reads: (_, command) => ({ parties: partiesOf(command) }),
    decide: (it, { changes, ...worded }, { parties }) => {
      const fault = faultOf(worded, parties);
      if (fault) return fault;
      const terms = termsOf(worded);
      const { revision, ...standing } = it.terms;
      // What was submitted, declined or has ended may be asked for again in the same words.
      if ((it.status === 'DRAFT' || it.status === 'IN_FORCE') && canonicalJson(terms) === canonicalJson(standing))
        return refuse.sameTerms(`Revision ${revision} says exactly this.`);
      const superseded = it.status === 'SUBMITTED' && !isErased(it.reviewId) ? { supersededReviewId: it.reviewId } : {};
      return [MandateAmended({ ...terms, changes, ...superseded })];
    },
  }),

  SubmitMandate: when('DRAFT', {
    reads: ({ terms }) => ({ parties: legible(terms.counterpartPartyIds).map((id) => ruling(party, id)) }),
    decide: ({ terms }, command, { parties, derive }) => {
      const named = parties.flatMap((it, n) =>
        it.status === 'NONE' ? [] : [{ id: legible(terms.counterpartPartyIds)[n] ?? '', name: legible(it.canonicalName) }],
      );
      return [MandateSubmitted({ ...command, reviewId: derive('review'), text: submittedTextOf(terms, named) })];
    },
  }),

  ApproveMandate: when('SUBMITTED', {
    reads: (_, { reviewId }) => ({ review: ruling(federalReview, reviewId) }),
    decide: (it, { reviewId }, { review, self }) => {
      if (reviewId !== legible(it.reviewId)) return refuse.otherReview('The terms that were submitted are in another review.');
      if (review.status !== 'DECIDED') return refuse.notCleared('The review has not cleared anything.');
      const { clearance } = review;
      // From when to when it counts is part of the approval; here the question is what is cleared.
      const act = { subject: 'TERMS_OF_REFERENCE', subjectId: self, text: legible(it.submittedText), purpose: 'START' } as const;
      const shortfall = shortfallOf(review, { ...act, at: legible(clearance.validFrom) });
      if (shortfall) return refuse.notCleared(`Of the clearance one must say ${shortfall}.`);
      const validFrom = later(legible(it.terms.validFrom), legible(clearance.validFrom));
      const end = legible(it.terms.validUntil);
      const validUntil = end !== undefined && end < legible(clearance.validUntil) ? end : legible(clearance.validUntil);
      if (validUntil <= validFrom) return refuse.neverInForce(`They would be in force from ${validFrom} to ${validUntil}.`);
      const conditions = legible(clearance.conditions).map(({ id, text: condition }) => ({ id, text: condition }));
      return [MandateApproved({ clearanceId: reviewId, conditions, validFrom, validUntil })];
    },
  }),
  ReturnMandate: when('SUBMITTED', (it, { reviewId }) =>
    reviewId === legible(it.reviewId)
      ? [MandateReturned({ reviewId })]
      : refuse.otherReview('The terms that were submitted are in another review.'),
  ),
  DeclineMandate: when('SUBMITTED', (it, { reviewId }) =>
    reviewId === legible(it.reviewId)
      ? [MandateDeclined({ reviewId })]
      : refuse.otherReview('The terms that were submitted are in another review.'),
  ),

  RevokeMandate: when(STANDING, (it, { reason }, { occurredAt, now }) => {
    const from = earliest(occurredAt) ?? now;
    const counting = it.approvals.filter((approval) => !isOver(approval, from));
    if (counting.length === 0) return refuse.nothingInForce('There is nothing to revoke.');
    return counting.map(({ approvalId }) => MandateRevoked({ approvalId, reason }));
  }),
  RevokeWithClearance: when(STANDING, (it, { reviewId, revocationId }, { now }) => {
    const counting = it.approvals.filter((approval) => legible(approval.clearanceId) === reviewId && !isOver(approval, now));
    if (counting.length === 0) return refuse.nothingInForce('Nothing in force rests on this clearance.');
    return counting.map(({ approvalId }) => MandateRevoked({ approvalId, revocationId }));
  }),
  ExpireMandate: when(STANDING, (it, _, { now }) => {
    const approval = standingApproval(it);
    if (!approval) return refuse.nothingInForce('The approved terms have ended before.');
    const { approvalId } = approval;
    const validUntil = legible(endOf(approval));
    return now < validUntil ? refuse.notYetOver(`They hold until ${validUntil}.`) : [MandateExpired({ approvalId, validUntil })];
  }),
};

import { type Decider, type Decision, when } from '../../kernel/decider';
import { isErased, legible } from '../../kernel/erased';
import { type EventOf, flagged } from '../../kernel/events';
import { at, ruling, under } from '../../kernel/fold';
import type { Rejection } from '../../kernel/rejection';
import { textOf } from '../../kernel/text';
import { evidence, isIngested } from '../evidence/evidence.state';
import { federalReview } from '../federal-review/federal-review.state';
import { forward } from '../going-forward';
import { isIndependent } from '../independence';
import { initiative, isOpen } from '../initiative/initiative.state';
import { mandate, mandateIdOf } from '../mandate/mandate.state';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import { beyondTheProvince } from '../terms';
import type * as commands from './measure.commands';
import { measureEvents } from './measure.events';
import { refuse } from './measure.refusals';
import { answers, deviationsOf, endsOf, mayAnswer, mayBeConducted, mayGoForward } from './measure.rules';
import {
  actorsOf,
  AFTER_DELIVERY,
  BEFORE_DELIVERY,
  BEFORE_START,
  isDelivered,
  isKnown,
  type Known,
  measure,
  needsClearance,
} from './measure.state';
import { measureTextOf } from './measure.text.rules';

const {
  CbmProposed,
  CbmRevised,
  CbmAgreed,
  CbmSubmittedForClearance,
  CbmCleared,
  CbmReturned,
  CbmDeclined,
  CbmInitiated,
  CbmDelivered,
  CbmVerified,
  CbmReciprocated,
  CbmLapsed,
  CbmWithdrawn,
  CbmEnded,
} = measureEvents;

/** What decides whether it goes forward; the mandate counts whether the actor may see it or not. */
const groundOf = (it: Known) => ({
  initiative: ruling(initiative, legible(it.initiativeId)),
  mandate: ruling(mandate, mandateIdOf(legible(it.initiativeId))),
});

const reviewsOf = (it: Known) => (it.review ? [ruling(federalReview, legible(it.review.reviewId))] : []);

/** What the federal side says of words that no longer stand does not touch those that do. */
const answered = (it: Known, reviewId: string, event: () => EventOf<typeof measureEvents>): Decision<EventOf<typeof measureEvents>> =>
  it.review?.standing === 'SUBMITTED' && it.review.reviewId === reviewId
    ? [event()]
    : refuse.otherReview('The words that stand now are in no review with this id that waits for an answer.');

/** What may happen next to a confidence-building measure (domain.md 4.3.7). */
export const measureDecider: Decider<typeof measure, typeof commands> = {
  ProposeCbm: when('NONE', {
    reads: (_, { initiativeId, actorEnd, recipientEnd }) => ({
      initiative: under(initiative, initiativeId),
      parties: [actorEnd, recipientEnd].map(({ partyId }) => at(party, partyId)),
    }),
    decide: (_, { description, actorEnd, recipientEnd, ...command }, facts) => {
      if (!isOpen(facts.initiative)) return refuse.initiativeUnknown('There is no open initiative with this id.');
      if (facts.parties.some(({ status }) => status === 'NONE'))
        return refuse.partyUnknown('A party at one of its ends is not registered.');
      const beyond = beyondTheProvince(command.topic, command.subTopics);
      if (command.competence === 'PROVINCIAL' && beyond.length > 0) return refuse.competence(`It is about ${beyond.join(', ')}.`);
      return [CbmProposed({ ...command, actorEnd: { ...actorEnd }, recipientEnd: { ...recipientEnd }, description: textOf(description) })];
    },
  }),
  ReviseCbm: when(BEFORE_START, (it, { reason, ...command }) => {
    const { reciprocityWindowDays: _, ...terms } = it;
    const wording = { ...command, description: textOf(command.description) };
    if (measureTextOf({ ...terms, ...wording }).textHash === measureTextOf(it).textHash)
      return refuse.sameText('The measure says exactly this already.');
    const reviewId = it.review && !isErased(it.review.reviewId) ? { supersededReviewId: it.review.reviewId } : {};
    return [CbmRevised({ ...wording, reason, ...reviewId })];
  }),
  AgreeCbm: forward(
    when('PROPOSED', {
      reads: (it, { parties }) => ({
        ...groundOf(it),
        parties: endsOf(it).map((id) => ruling(party, id)),
        agreeing: parties.map((id) => at(party, id)),
      }),
      decide: (it, { parties, textHash }, facts) => {
        if (measureTextOf(it).textHash !== textHash) return refuse.otherText('The hash named is not that of the text as it stands.');
        if (facts.agreeing.some(({ status }) => status === 'NONE')) return refuse.partyUnknown('A party named is not registered.');
        if (!endsOf(it).every((id) => parties.includes(id)))
          return refuse.notAgreedByBoth('A party at one of its ends is not among those that agree.');
        return mayGoForward(it, facts) ?? [CbmAgreed({ parties, textHash })];
      },
    }),
  ),
  SubmitCbmForClearance: when(['PROPOSED', 'AGREED'], (it, command, { derive }) => {
    if (it.status === 'PROPOSED' && legible(it.pattern) !== 'UNILATERAL') return refuse.notAgreed('It is not agreed yet.');
    if (it.review && it.review.standing !== 'RETURNED')
      return refuse.submittedAlready(it.review.standing === 'DECLINED' ? 'They were declined.' : 'They are in review.');
    return [CbmSubmittedForClearance({ ...command, textHash: measureTextOf(it).textHash, reviewId: derive('review') })];
  }),
  ClearCbm: when(['PROPOSED', 'AGREED'], (it, { reviewId }) => answered(it, reviewId, () => CbmCleared({ reviewId }))),
  ReturnCbm: when(['PROPOSED', 'AGREED'], (it, { reviewId }) => answered(it, reviewId, () => CbmReturned({ reviewId }))),
  DeclineCbm: when(['PROPOSED', 'AGREED'], (it, { reviewId }) => answered(it, reviewId, () => CbmDeclined({ reviewId }))),
  StartCbm: forward(
    when(BEFORE_START, {
      reads: (it) => ({ ...groundOf(it), parties: endsOf(it).map((id) => ruling(party, id)), reviews: reviewsOf(it) }),
      decide: (it, _, { reviews, now, self, ...facts }) => {
        const cleared = needsClearance(it);
        const refused = mayGoForward(it, { ...facts, now }) ?? (cleared ? mayBeConducted(it, { reviews, at: now, self }) : undefined);
        return refused ?? [CbmInitiated({ ...(cleared && it.review && { clearanceId: legible(it.review.reviewId) }) })];
      },
    }),
  ),
  RecordDelivery: when(BEFORE_DELIVERY, {
    reads: (it, { evidenceIds, answersMeasureIds }) => ({
      ...groundOf(it),
      reviews: reviewsOf(it),
      proofs: evidenceIds.map((id) => at(evidence, id)),
      named: answersMeasureIds.map((id) => at(measure, id)),
    }),
    decide: (it, command, { proofs, named, ...facts }) => {
      if (!proofs.every(isIngested)) return refuse.evidenceUnknown('A piece of the evidence named is not in the ledger.');
      const [refused] = named.flatMap((other): readonly Rejection[] => {
        const why = answers({ measure: it, deliveredAt: facts.occurredAt }, other);
        return why ? [why] : [];
      });
      return refused ?? [flagged(CbmDelivered({ ...command }), deviationsOf(it, facts))];
    },
  }),
  VerifyCbm: when(AFTER_DELIVERY, {
    reads: (it, { by }) => ({
      verifiers: by.map((id) => at(participant, id)),
      parties: actorsOf(it).map((id) => ruling(party, id)),
    }),
    decide: (it, command, { verifiers, parties, actor, now }) => {
      if (verifiers.some(({ status }) => status === 'NONE')) return refuse.partyUnknown('Somebody who verified is not registered.');
      if (!command.by.includes(actor.participantId)) return refuse.notAmongVerifiers('You are not among those who verified it.');
      const responsible = { partyIds: actorsOf(it), parties };
      return verifiers.some((verifier) => isIndependent(verifier, responsible, now))
        ? [CbmVerified({ ...command })]
        : refuse.ownVerification('All who verified it are of a party that did it.');
    },
  }),
  LinkReciprocal: when([...AFTER_DELIVERY, 'ENDED'], {
    reads: (_, { byMeasureId }) => ({ counter: at(measure, byMeasureId) }),
    decide: (it, { byMeasureId }, { counter, self }) => {
      if (it.answeredBy.includes(byMeasureId)) return refuse.alreadyAnswered('It is linked already.');
      if (!isKnown(counter)) return refuse.measureUnknown('There is no measure with this id.');
      if (byMeasureId === self) return refuse.sameSide('It is the same measure.');
      if (!isDelivered(it) || !isDelivered(counter)) return refuse.notDelivered('Nothing of one of the two was delivered.');
      const refused = mayAnswer({ measure: counter, deliveredAt: legible(counter.delivery.deliveredAt) }, it);
      return refused ?? [CbmReciprocated({ byMeasureId })];
    },
  }),
  ReportCbmLapse: when(BEFORE_DELIVERY, (_, { reason }) => [CbmLapsed({ reason })]),
  WithdrawCbm: when(BEFORE_DELIVERY, (it, { byPartyId, reason }) =>
    endsOf(it).includes(byPartyId) ? [CbmWithdrawn({ byPartyId, reason })] : refuse.notAnEnd('It stands at neither end.'),
  ),
  EndCbm: when(['UNDER_WAY', ...AFTER_DELIVERY], (_, { summary }) => [CbmEnded({ summary })]),
};

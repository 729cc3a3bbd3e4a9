import { type Decider, type Decision, when } from '../../kernel/decider';
import { legible } from '../../kernel/erased';
import { type EventOf, flagged } from '../../kernel/events';
import { at, ruling, under } from '../../kernel/fold';
import { Rejection } from '../../kernel/rejection';
import { textOf } from '../../kernel/text';
import { assessedBy, misaligned } from '../alignment.rules';
import { commitment } from '../commitment/commitment.state';
import { registersOf } from '../deviations/deviations.state';
import { federalReview, OPEN } from '../federal-review/federal-review.state';
import { forward } from '../going-forward';
import { initiative, isKnown, isOpen } from '../initiative/initiative.state';
import { mandate, mandateIdOf } from '../mandate/mandate.state';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import { policyFramework } from '../policy-framework/policy-framework.state';
import { isWorded, proposal } from '../proposal/proposal.state';
import { POLICY_FRAMEWORK_ID } from '../singletons';
import { corrected, otherwise, superseded } from './agreement.change.rules';
import type * as commands from './agreement.commands';
import { AGREEMENT_RESERVATIONS_MAX, agreementEvents, type ClearedStep, ISSUES_MAX, THIRD_PARTIES_MAX } from './agreement.events';
import { refuse } from './agreement.refusals';
import { clearedFor, isMadeOf, isOurs, mayGoForward, unsettled } from './agreement.rules';
import {
  type agreement,
  type AgreementReview,
  BEFORE_AUTHENTICATION,
  BEFORE_END,
  BEFORE_FORCE,
  BINDING,
  BOUND,
  boundBy,
  DEFINITIVE,
  type Instrument,
  isSignedBy,
  SIGNABLE,
  textBefore,
} from './agreement.state';
import { instrumentTextOf } from './agreement.text.rules';

const {
  AgreementRegistered,
  AgreementDrafted,
  AgreementRedrafted,
  AgreementTextAdopted,
  AgreementAuthenticated,
  PolicyAlignmentAssessed,
  AgreementSubmittedForClearance,
  AgreementCleared,
  AgreementReturned,
  AgreementDeclined,
  AgreementSigned,
  CounterpartSigned,
  ConsentToBeBoundExpressed,
  CounterpartConsented,
  ReservationFormulated,
  ReservationObjected,
  ReservationWithdrawn,
  ProvisionalApplicationBegan,
  AgreementEnteredIntoForce,
  CorrectionProposed,
  AuthenticTextCorrected,
  AmendmentProposed,
  AgreementAmended,
  AgreementSuspended,
  AgreementResumed,
  PartyWithdrew,
  AgreementRenewed,
  AgreementTerminated,
  AgreementLapsed,
  ThirdPartyJoined,
  IssueCoded,
} = agreementEvents;

type Event = EventOf<typeof agreementEvents>;

const framework = () => ruling(policyFramework, POLICY_FRAMEWORK_ID);

/** What decides whether it goes forward with these parties; the mandate counts whether the actor may see it or not. */
const groundOf = (it: Pick<Instrument, 'initiativeId'>, partyIds: readonly string[]) => ({
  initiative: ruling(initiative, legible(it.initiativeId)),
  mandate: ruling(mandate, mandateIdOf(legible(it.initiativeId))),
  parties: partyIds.map((id) => ruling(party, id)),
});

/** The same, and by what exactly its text is cleared. */
const clearingOf = (it: Instrument, clearanceId: string | undefined) => ({
  ...groundOf(it, boundBy(it)),
  review: clearanceId === undefined ? [] : [at(federalReview, clearanceId)],
  framework: framework(),
});

/** What must be settled before our side signs or is bound. */
const settledBy = (it: Pick<Instrument, 'initiativeId' | 'commitmentIds'>) => ({
  ...registersOf(legible(it.initiativeId)),
  held: legible(it.commitmentIds).map((id) => ruling(commitment, id)),
});

/** Those named must be all whom it binds, or is to bind. */
const byAll = (it: Instrument, named: readonly string[]): Rejection | undefined =>
  boundBy(it).every((id) => named.includes(id)) ? undefined : refuse.notByAll('A party of it is not among those named.');

const partyOf = (it: Instrument, partyId: string): Rejection | undefined =>
  boundBy(it).includes(partyId) ? undefined : refuse.notAParty('Its parties are those that adopted it.');

/** @returns why this party does not sign, `undefined` if nothing stands in the way */
function maySign(it: Instrument, partyId: string): Rejection | undefined {
  const refused = partyOf(it, partyId);
  if (refused) return refused;
  return isSignedBy(it, partyId) ? refuse.alreadySigned('It has signed, and not ad referendum.') : undefined;
}

/** @returns why this party is not bound in this way, `undefined` if nothing stands in the way */
function mayConsent(it: Instrument, { partyId, how }: Pick<commands.RecordCounterpartConsent, 'partyId' | 'how'>): Rejection | undefined {
  const refused = partyOf(it, partyId);
  if (refused) return refused;
  if (hasConsented(it, partyId)) return refuse.alreadyConsented('Its consent is recorded.');
  return how === 'SIGNATURE' && !isSignedBy(it, partyId) ? refuse.notSigned('It has not signed, or only ad referendum.') : undefined;
}

const hasConsented = (it: Instrument, partyId: string): boolean => it.consents.some((each) => each.partyId === partyId);

const lastOf = (it: Instrument, wanted: ClearedStep): readonly AgreementReview[] => it.reviews.filter(({ step }) => step === wanted);

/** What the federal side says of words that no longer stand does not touch those that do. */
const answered = (it: Instrument, reviewId: string, event: Event): Decision<Event> =>
  it.reviews.some((each) => each.standing === 'SUBMITTED' && each.reviewId === reviewId)
    ? [event]
    : refuse.otherReview('The words that stand now are in no review with this id that waits for an answer.');

/** What may happen next to an agreement (domain.md 4.3.9). */
export const agreementDecider: Decider<typeof agreement, typeof commands> = {
  RegisterAgreement: when('NONE', {
    reads: (_, { initiativeId }) => ({ initiative: under(initiative, initiativeId) }),
    decide: (_, command, facts) =>
      isKnown(facts.initiative)
        ? [flagged(AgreementRegistered({ ...command }), command.preLedger ? ['PRE_LEDGER'] : [])]
        : refuse.initiativeUnknown('There is no initiative with this id.'),
  }),
  DraftAgreement: when('NONE', {
    reads: (_, { initiativeId, proposalId, commitmentIds }) => ({
      initiative: under(initiative, initiativeId),
      source: proposalId === undefined ? [] : [under(proposal, proposalId)],
      held: commitmentIds.map((id) => under(commitment, id)),
    }),
    decide: (_, { texts, ...command }, { source, held, ...facts }) => {
      const { initiativeId } = command;
      if (!isOpen(facts.initiative)) return refuse.initiativeUnknown('There is no open initiative with this id.');
      if (!source.every((it) => isWorded(it) && legible(it.initiativeId) === initiativeId))
        return refuse.proposalUnknown('There is no such proposal under this initiative.');
      if (!held.every((it) => it.status !== 'NONE' && legible(it.initiativeId) === initiativeId))
        return refuse.commitmentUnknown('A commitment named is not under this initiative.');
      return [AgreementDrafted({ ...command, texts: texts.map(textOf) })];
    },
  }),
  RedraftAgreement: when(BEFORE_AUTHENTICATION, {
    reads: (_, { commitmentIds }) => ({ held: commitmentIds.map((id) => under(commitment, id)) }),
    decide: (it, { texts, ...command }, { held }) => {
      if (!held.every((each) => each.status !== 'NONE' && legible(each.initiativeId) === legible(it.initiativeId)))
        return refuse.commitmentUnknown('A commitment named is not under its initiative.');
      const wording = { ...command, texts: texts.map(textOf) };
      // Once adopted, the same words may come back to the desk: then the parties have yet to adopt them.
      if (it.status === 'DRAFT' && instrumentTextOf(wording).textHash === instrumentTextOf(it).textHash)
        return refuse.sameText('The agreement says exactly this already.');
      return [AgreementRedrafted(wording)];
    },
  }),
  AdoptAgreement: forward(
    when('DRAFT', {
      reads: (it, { parties }) => ({
        ...groundOf(it, []),
        parties: parties.map((id) => at(party, id)),
        source: it.proposalId === undefined ? [] : [ruling(proposal, legible(it.proposalId))],
      }),
      decide: (it, { textHash, parties }, facts) => {
        if (instrumentTextOf(it).textHash !== textHash) return refuse.otherText('The hash named is not that of the text as it stands.');
        if (facts.parties.some(({ status }) => status === 'NONE')) return refuse.partyUnknown('A party named is not registered.');
        if (!facts.source.every((source) => isMadeOf(it, source)))
          return refuse.proposalNotAgreed('Its leading text is not exactly what is agreed on the table.');
        return mayGoForward(it, 'NEGOTIATE_TEXT', parties, facts) ?? [AgreementTextAdopted({ textHash, parties })];
      },
    }),
  ),
  AuthenticateAgreement: forward(
    when('ADOPTED', {
      reads: (it) => groundOf(it, boundBy(it)),
      decide: (it, { how, by }, facts) => {
        const act = how === 'SIGNED_AD_REFERENDUM' ? 'SIGN_AD_REFERENDUM' : 'INITIAL';
        return byAll(it, by) ?? mayGoForward(it, act, boundBy(it), facts) ?? [AgreementAuthenticated({ how, by })];
      },
    }),
  ),
  AssessAgreementAlignment: when(BEFORE_END, {
    reads: () => ({ framework: framework() }),
    decide: (it, { textHash, ...command }, facts) => {
      const assessed = assessedBy(refuse, facts.framework, command);
      if (assessed instanceof Rejection) return assessed;
      return [PolicyAlignmentAssessed({ textHash: textHash ?? textBefore(it).textHash, ...assessed })];
    },
  }),
  SubmitAgreementForClearance: when(DEFINITIVE, {
    reads: (it, { step }) => ({
      framework: framework(),
      reviews: lastOf(it, step).map(({ reviewId }) => ruling(federalReview, legible(reviewId))),
    }),
    decide: (it, { step, ...command }, { reviews, ...facts }) => {
      const { textHash } = textBefore(it);
      const [last] = lastOf(it, step);
      const waiting = reviews.some(({ status }) => (OPEN as readonly string[]).includes(status));
      if (waiting && last?.textHash === textHash) return refuse.inClearance('Its review has not been decided.');
      const refused = misaligned(refuse, it, textHash, facts.framework);
      const supersededReviewIds = waiting && last ? [legible(last.reviewId)] : [];
      return (
        refused ?? [AgreementSubmittedForClearance({ ...command, step, textHash, reviewId: facts.derive('review'), supersededReviewIds })]
      );
    },
  }),
  ClearAgreement: when(DEFINITIVE, (it, { reviewId }) => answered(it, reviewId, AgreementCleared({ reviewId }))),
  ReturnAgreement: when(DEFINITIVE, (it, { reviewId }) => answered(it, reviewId, AgreementReturned({ reviewId }))),
  DeclineAgreement: when(DEFINITIVE, (it, { reviewId }) => answered(it, reviewId, AgreementDeclined({ reviewId }))),

  SignAgreement: forward(
    when(SIGNABLE, {
      reads: (it, { partyId, signatoryId, clearanceId }) => ({
        ...clearingOf(it, clearanceId),
        ...settledBy(it),
        signing: ruling(party, partyId),
        signatory: at(participant, signatoryId),
      }),
      decide: (it, command, { signing, signatory, review: [review], ...facts }) => {
        const { partyId, adReferendum, clearanceId } = command;
        const refused = maySign(it, partyId);
        if (refused) return refused;
        if (signatory.status === 'NONE') return refuse.partyUnknown('Whoever signs is not registered.');
        if (!isOurs(signing)) return refuse.notOurs('The party named is not of our side.');
        return (
          mayGoForward(it, adReferendum ? 'SIGN_AD_REFERENDUM' : 'SIGN', boundBy(it), facts) ??
          unsettled(facts) ??
          clearedFor(it, 'SIGNATURE', { ...facts, review, clearanceId, text: instrumentTextOf(it) }) ?? [AgreementSigned({ ...command })]
        );
      },
    }),
  ),
  RecordCounterpartSignature: when(SIGNABLE, {
    reads: (_, { partyId, signatoryId }) => ({ signing: ruling(party, partyId), signatory: at(participant, signatoryId) }),
    decide: (it, command, { signing, signatory }) => {
      const refused = maySign(it, command.partyId);
      if (refused) return refused;
      if (signatory.status === 'NONE') return refuse.partyUnknown('Whoever signed is not registered.');
      return isOurs(signing) ? refuse.ours('The party named is of our side.') : [CounterpartSigned({ ...command })];
    },
  }),
  ExpressConsent: forward(
    when(BINDING, {
      reads: (it, { partyId, clearanceId }) => ({
        ...clearingOf(it, clearanceId),
        ...settledBy(it),
        consenting: ruling(party, partyId),
      }),
      decide: (it, { partyId, how, clearanceId }, { consenting, review: [review], ...facts }) => {
        const refused = mayConsent(it, { partyId, how });
        if (refused) return refused;
        if (!isOurs(consenting)) return refuse.notOurs('The party named is not of our side.');
        const clearing = { ...facts, review, clearanceId, text: instrumentTextOf(it) };
        return (
          mayGoForward(it, 'SIGN', boundBy(it), facts) ??
          unsettled(facts) ??
          (how === 'SIGNATURE' ? undefined : clearedFor(it, 'RATIFICATION', clearing)) ?? [
            ConsentToBeBoundExpressed({ partyId, how, ...(clearanceId !== undefined && { clearanceId }) }),
          ]
        );
      },
    }),
  ),
  RecordCounterpartConsent: when(BINDING, {
    reads: (_, { partyId }) => ({ consenting: ruling(party, partyId) }),
    decide: (it, command, { consenting }) => {
      const refused = mayConsent(it, command);
      if (refused) return refused;
      return isOurs(consenting) ? refuse.ours('The party named is of our side.') : [CounterpartConsented({ ...command })];
    },
  }),
  FormulateReservation: when(BINDING, (it, command) => {
    const refused = partyOf(it, command.partyId);
    if (refused) return refused;
    if (hasConsented(it, command.partyId)) return refuse.reservationLate('It has consented to be bound.');
    return it.reservations.length < AGREEMENT_RESERVATIONS_MAX
      ? [ReservationFormulated({ ...command })]
      : refuse.reservationsFull(`There are ${AGREEMENT_RESERVATIONS_MAX} reservations.`);
  }),
  ObjectToReservation: when(DEFINITIVE, (it, command) => {
    const refused = partyOf(it, command.partyId);
    if (refused) return refused;
    const reservation = it.reservations.find(({ reservationId }) => reservationId === command.reservationId);
    if (!reservation) return refuse.reservationUnknown('None with this id stands.');
    return reservation.objections.length < AGREEMENT_RESERVATIONS_MAX
      ? [ReservationObjected({ ...command })]
      : refuse.reservationsFull(`There are ${AGREEMENT_RESERVATIONS_MAX} objections to it.`);
  }),
  WithdrawAgreementReservation: when(DEFINITIVE, (it, { reservationId }) =>
    it.reservations.some((each) => each.reservationId === reservationId)
      ? [ReservationWithdrawn({ reservationId })]
      : refuse.reservationUnknown('None with this id stands.'),
  ),

  BeginProvisionalApplication: forward(
    when(['SIGNED', 'CONSENT_EXPRESSED'], {
      reads: (it) => groundOf(it, boundBy(it)),
      decide: (it, { text }, facts) =>
        it.provisionallyApplied
          ? refuse.alreadyApplied('It is.')
          : (mayGoForward(it, 'SIGN', boundBy(it), facts) ?? [ProvisionalApplicationBegan({ text })]),
    }),
  ),
  RecordAgreementInForce: when('CONSENT_EXPRESSED', (_, command) => [AgreementEnteredIntoForce({ ...command })]),

  ProposeCorrection: when(DEFINITIVE, (it, command) => {
    const texts = corrected(it, command);
    return texts instanceof Rejection ? texts : [CorrectionProposed({ ...command, texts })];
  }),
  CorrectAuthenticText: forward(
    when(DEFINITIVE, {
      reads: (it, { clearanceId }) => clearingOf(it, clearanceId),
      decide: (it, { changeId, concurrence, clearanceId }, { review: [review], ...facts }) => {
        if (it.change?.changeId !== changeId || it.change.kind !== 'CORRECTION')
          return refuse.otherChange('No correction with this id is before the parties.');
        const refused = byAll(it, concurrence);
        if (refused) return refused;
        const text = textBefore(it);
        // Before anybody of our side has signed nothing binds it, and what it signs then is cleared as it reads then.
        const uncleared = it.clearanceIds.length === 0 ? undefined : clearedFor(it, 'SIGNATURE', { ...facts, review, clearanceId, text });
        const { textHash } = text;
        const supersededReviewIds = superseded(it, textHash);
        return (
          uncleared ?? [
            AuthenticTextCorrected({
              changeId,
              concurrence,
              textHash,
              supersededReviewIds,
              ...(clearanceId !== undefined && { clearanceId }),
            }),
          ]
        );
      },
    }),
  ),
  ProposeAmendment: when(BOUND, (it, { texts: written, reason }) => {
    const texts = otherwise(it, written);
    return texts instanceof Rejection ? texts : [AmendmentProposed({ texts, reason })];
  }),
  AmendAgreement: forward(
    when(BOUND, {
      reads: (it, { clearanceId }) => clearingOf(it, clearanceId),
      decide: (it, { changeId, agreedBy, clearanceId }, { review: [review], ...facts }) => {
        if (it.change?.changeId !== changeId || it.change.kind !== 'AMENDMENT')
          return refuse.otherChange('No amendment with this id is before the parties.');
        const text = textBefore(it);
        const refused =
          byAll(it, agreedBy) ??
          mayGoForward(it, 'SIGN', boundBy(it), facts) ??
          misaligned(refuse, it, text.textHash, facts.framework) ??
          clearedFor(it, 'SIGNATURE', { ...facts, review, clearanceId, text });
        const { textHash } = text;
        return refused ?? [AgreementAmended({ changeId, agreedBy, textHash, clearanceId, supersededReviewIds: superseded(it, textHash) })];
      },
    }),
  ),

  SuspendAgreement: when('IN_FORCE', (it, command) => partyOf(it, command.byPartyId) ?? [AgreementSuspended({ ...command })]),
  ResumeAgreement: when('SUSPENDED', ({ suspensionId }, { reason }) => [AgreementResumed({ suspensionId, reason })]),
  RecordPartyWithdrawal: when(DEFINITIVE, (it, command) => partyOf(it, command.partyId) ?? [PartyWithdrew({ ...command })]),
  RenewAgreement: forward(
    when('IN_FORCE', {
      reads: (it, { clearanceId }) => clearingOf(it, clearanceId),
      decide: (it, { until, agreedBy, clearanceId }, { review: [review], ...facts }) => {
        const before = legible(it.until);
        if (before === null || until <= before)
          return refuse.notLater(before === null ? 'It holds without an end.' : `It holds until ${before}.`);
        const refused =
          byAll(it, agreedBy) ??
          mayGoForward(it, 'SIGN', boundBy(it), facts) ??
          clearedFor(it, 'SIGNATURE', { ...facts, review, clearanceId, text: instrumentTextOf(it) });
        return refused ?? [AgreementRenewed({ until, agreedBy, clearanceId })];
      },
    }),
  ),
  TerminateAgreement: when(['REGISTERED', ...DEFINITIVE], (it, { ground, text }) => [
    flagged(AgreementTerminated({ ground, text }), it.status === 'REGISTERED' && legible(it.preLedger) ? ['PRE_LEDGER'] : []),
  ]),
  LapseAgreement: when(BEFORE_FORCE, (_, { reason }) => [AgreementLapsed({ reason })]),

  JoinThirdParty: when(['REGISTERED', ...BEFORE_END], {
    reads: (_, { partyId }) => ({ party: at(party, partyId) }),
    decide: (it, command, facts) => {
      if (facts.party.status === 'NONE') return refuse.partyUnknown('The third party is not registered.');
      if (it.thirdParties.some(({ partyId, role }) => partyId === command.partyId && role === command.role))
        return refuse.alreadyBeside(`It is its ${command.role}.`);
      return it.thirdParties.length < THIRD_PARTIES_MAX
        ? [ThirdPartyJoined({ ...command })]
        : refuse.thirdPartiesFull(`There are ${THIRD_PARTIES_MAX}.`);
    },
  }),
  CodeIssue: when(['REGISTERED', ...BEFORE_END, 'WITHDRAWN', 'LAPSED', 'TERMINATED'], {
    reads: (_, { coderId }) => ({ coder: at(participant, coderId) }),
    decide: (it, command, { coder }) => {
      if (coder.status === 'NONE') return refuse.partyUnknown('Whoever coded it is not registered.');
      const again = it.issues.some(({ code, eId }) => code === command.code && eId === command.eId);
      return again || it.issues.length < ISSUES_MAX ? [IssueCoded({ ...command })] : refuse.issuesFull(`There are ${ISSUES_MAX}.`);
    },
  }),
};

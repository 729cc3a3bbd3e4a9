import { type Decider, when } from '../../kernel/decider';
import { isErased, legible } from '../../kernel/erased';
import { at, ruling, under } from '../../kernel/fold';
import { Rejection } from '../../kernel/rejection';
import { textOf } from '../../kernel/text';
import { assessedBy } from '../alignment.rules';
import { evidence, isIngested } from '../evidence/evidence.state';
import { federalReview } from '../federal-review/federal-review.state';
import { forward } from '../going-forward';
import { initiative, isOpen } from '../initiative/initiative.state';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import { policyFramework } from '../policy-framework/policy-framework.state';
import { proposal } from '../proposal/proposal.state';
import { POLICY_FRAMEWORK_ID } from '../singletons';
import { beyondTheProvince } from '../terms';
import { assessedFor, clearedFor } from './commitment.clearance.rules';
import { isClauseOf, notAgreed } from './commitment.source.rules';
import type * as commands from './commitment.commands';
import { commitmentEvents } from './commitment.events';
import { refuse } from './commitment.refusals';
import { AGREED, BEFORE_ENTRY, type commitment } from './commitment.state';
import { breachMayCome, isResponsible, verifiesOthers } from './commitment.implementation.rules';

const {
  CommitmentDrafted,
  CommitmentRedrafted,
  PolicyAlignmentAssessed,
  CommitmentSubmittedForClearance,
  CommitmentCleared,
  CommitmentReturned,
  CommitmentDeclined,
  CommitmentEntered,
  CommitmentCameIntoForce,
  CommitmentAmended,
  CommitmentFlaggedForReview,
  ImplementationReported,
  ImplementationVerified,
  EnforcementCapacityAssessed,
  DueDateResolved,
  DueDateExtended,
  BreachAlleged,
  BreachInvestigationOpened,
  BreachFindingRecorded,
  BreachRemedied,
  SanctionApplied,
  CommitmentSuspended,
  CommitmentReinstated,
  CommitmentFulfilled,
  CommitmentTerminated,
} = commitmentEvents;

/** Kroc's level of full implementation. */
const FULL = 3;

const framework = () => ruling(policyFramework, POLICY_FRAMEWORK_ID);

/** What may happen next to a commitment (domain.md 4.3.8). */
export const commitmentDecider: Decider<typeof commitment, typeof commands> = {
  DraftCommitment: when('NONE', {
    reads: (_, { initiativeId, responsible, beneficiaries, proposalId }) => ({
      initiative: under(initiative, initiativeId),
      source: proposalId === undefined ? [] : [under(proposal, proposalId)],
      parties: [...responsible, ...beneficiaries].map(({ partyId }) => at(party, partyId)),
    }),
    decide: (_, { text, ...terms }, facts) => {
      if (!isOpen(facts.initiative)) return refuse.initiativeUnknown('There is no open initiative with this id.');
      if (facts.parties.some(({ status }) => status === 'NONE')) return refuse.partyUnknown('A party named is not registered.');
      const { initiativeId, revision, eId } = terms;
      if (!facts.source.every((it) => isClauseOf(it, { initiativeId, revision, eId })))
        return refuse.clauseUnknown('There is no such clause on the table under this initiative.');
      const beyond = beyondTheProvince(terms.topic, terms.subTopics);
      if (terms.competence === 'PROVINCIAL' && beyond.length > 0) return refuse.competence(`It is about ${beyond.join(', ')}.`);
      return [CommitmentDrafted({ ...terms, text: textOf(text) })];
    },
  }),
  RedraftCommitment: when(BEFORE_ENTRY, (it, command) => {
    const text = textOf(command.text);
    // Once submitted, the same words may come back to the desk: their review was withdrawn, or its clearance is over.
    if (it.status === 'DRAFT' && !isErased(it.text) && it.text.textHash === text.textHash && it.text.lang === text.lang)
      return refuse.sameText('The commitment says exactly this already.');
    const reviewId = 'reviewId' in it && !isErased(it.reviewId) ? { supersededReviewId: it.reviewId } : {};
    return [CommitmentRedrafted({ text, ...reviewId })];
  }),
  AssessAlignment: when([...BEFORE_ENTRY, ...AGREED], {
    reads: () => ({ framework: framework() }),
    decide: (it, { textHash, ...command }, facts) => {
      const assessed = assessedBy(refuse, facts.framework, command);
      if (assessed instanceof Rejection) return assessed;
      return [PolicyAlignmentAssessed({ textHash: textHash ?? legible(it.text).textHash, ...assessed })];
    },
  }),
  SubmitForClearance: when('DRAFT', {
    reads: () => ({ framework: framework() }),
    decide: (it, command, facts) => {
      const { textHash } = legible(it.text);
      const refused = assessedFor(it, textHash, facts.framework);
      return refused ?? [CommitmentSubmittedForClearance({ ...command, textHash, reviewId: facts.derive('review') })];
    },
  }),
  ClearCommitment: when('IN_CLEARANCE', (it, { reviewId }) =>
    it.reviewId === reviewId ? [CommitmentCleared({ reviewId })] : refuse.otherReview('The words that stand now are in another review.'),
  ),
  ReturnCommitment: when('IN_CLEARANCE', (it, { reviewId }) =>
    it.reviewId === reviewId ? [CommitmentReturned({ reviewId })] : refuse.otherReview('The words that stand now are in another review.'),
  ),
  DeclineCommitment: when('IN_CLEARANCE', (it, { reviewId }) =>
    it.reviewId === reviewId ? [CommitmentDeclined({ reviewId })] : refuse.otherReview('The words that stand now are in another review.'),
  ),
  EnterCommitment: forward(
    when(['IN_CLEARANCE', 'CLEARED'], {
      reads: (it, { clearanceId, reservations, packagedProposalIds = [] }) => ({
        review: at(federalReview, clearanceId),
        source: it.proposalId === undefined ? [] : [ruling(proposal, legible(it.proposalId))],
        packaged: packagedProposalIds.map((id) => ruling(proposal, id)),
        framework: framework(),
        parties: reservations.map(({ partyId }) => at(party, partyId)),
      }),
      decide: (it, { clearanceId, reservations, ...command }, { review, parties, source, packaged, now, self, ...facts }) => {
        const text = textOf(command.text);
        const open = source.map((each) => notAgreed(it, each, { ids: command.packagedProposalIds ?? [], proposals: packaged }));
        const [unagreed] = open.flatMap((refused) => refused ?? []);
        if (unagreed) return unagreed;
        if (parties.some(({ status }) => status === 'NONE'))
          return refuse.partyUnknown('A party that reserves something is not registered.');
        if (it.reviewId !== clearanceId) return refuse.notCleared('This is not the review to which the text was submitted.');
        const refused = clearedFor(it, { review, framework: facts.framework, text, now, self });
        if (refused) return refused;
        // The process that tells it runs a moment behind the decision.
        if (it.status !== 'CLEARED') return refuse.notCleared('It is cleared, and about to be told so; ask again in a moment.');
        const kept = reservations.map((reservation) => ({ ...reservation }));
        return [CommitmentEntered({ text, clearanceId, enteredAt: now, reservations: kept, landscape: null })];
      },
    }),
  ),
  RecordEntryIntoForce: when('ENTERED', (_, { rule }) => [CommitmentCameIntoForce({ rule })]),
  AmendCommitment: forward(
    when(AGREED, {
      reads: (_, { clearanceId }) => ({ review: at(federalReview, clearanceId), framework: framework() }),
      decide: (it, { clearanceId, ...command }, { review, now, self, ...facts }) => {
        const text = textOf(command.text);
        if (legible(it.text).textHash === text.textHash) return refuse.sameText('The commitment says exactly this already.');
        if (it.clearanceIds.includes(clearanceId)) return refuse.clearanceUsed('This commitment has used it.');
        const refused =
          assessedFor(it, text.textHash, facts.framework) ?? clearedFor(it, { review, framework: facts.framework, text, now, self });
        return refused ?? [CommitmentAmended({ text, clearanceId })];
      },
    }),
  ),
  FlagForReview: when(AGREED, (it, { cause, causeId }) =>
    it.flaggedFor.includes(causeId)
      ? refuse.alreadyFlagged('It is flagged for this event.')
      : [CommitmentFlaggedForReview({ cause, causeId })],
  ),

  ReportImplementation: when(AGREED, {
    reads: (_, { assessorId, evidenceIds }) => ({
      assessor: at(participant, assessorId),
      proofs: evidenceIds.map((id) => at(evidence, id)),
    }),
    decide: (_, command, { assessor, proofs }) => {
      if (assessor.status === 'NONE') return refuse.partyUnknown('The assessor is not registered.');
      if (!proofs.every(isIngested)) return refuse.evidenceUnknown('A piece of the evidence named is not in the ledger.');
      return [ImplementationReported({ ...command })];
    },
  }),
  VerifyImplementation: when(AGREED, {
    reads: (it, { by }) => ({
      verifiers: by.map((id) => at(participant, id)),
      responsible: legible(it.responsible).map(({ partyId }) => ruling(party, partyId)),
    }),
    decide: (it, command, { verifiers, responsible, actor, now }) => {
      if (it.implementation?.reportId !== command.reportId) return refuse.otherReport('There is no such report, or a later one stands.');
      if (command.level > legible(it.implementation.reported)) return refuse.beyondReport('The report does not go so far.');
      if (verifiers.some(({ status }) => status === 'NONE')) return refuse.partyUnknown('Somebody who verified is not registered.');
      if (!command.by.includes(actor.participantId)) return refuse.notAmongVerifiers('You are not among those who verified it.');
      if (!verifiers.some((verifier) => verifiesOthers(it, verifier, responsible, now)))
        return refuse.ownVerification('All who verified it are of a responsible party.');
      return [ImplementationVerified({ ...command })];
    },
  }),
  AssessEnforcementCapacity: when(AGREED, (it, command) =>
    isResponsible(it, command.partyId)
      ? [EnforcementCapacityAssessed({ ...command })]
      : refuse.notResponsible('It is not among those responsible.'),
  ),
  ResolveDueDate: when(AGREED, (it, { due }) => {
    const { kind } = legible(it.due);
    if (kind !== 'RELATIVE' && kind !== 'CONDITIONAL') return refuse.dueIsFixed(`Its rule is ${kind}.`);
    return it.dueDate === null ? [DueDateResolved({ due })] : refuse.dueIsFixed('Its rule has come to a day before.');
  }),
  ExtendDueDate: when(AGREED, (it, { to, agreedBy }) => {
    const dueDate = legible(it.dueDate);
    if (dueDate === null || to <= dueDate)
      return refuse.notLater(dueDate === null ? 'It has no due date yet.' : `It is due on ${dueDate}.`);
    if (legible(it.responsible).some(({ partyId }) => !agreedBy.includes(partyId)))
      return refuse.notAgreedByAll('A responsible party is not among those who agreed.');
    return [DueDateExtended({ to, agreedBy })];
  }),

  AllegeBreach: when(AGREED, {
    reads: (_, { byPartyId }) => ({ party: at(party, byPartyId) }),
    decide: (it, command, facts) => {
      if (facts.party.status === 'NONE') return refuse.partyUnknown('The party that alleges it is not registered.');
      if (!isResponsible(it, command.againstPartyId)) return refuse.notResponsible('It is not among those responsible.');
      return breachMayCome(it, 'NONE', 'UNSUBSTANTIATED', 'INCONCLUSIVE', 'REMEDIED') ?? [BreachAlleged({ ...command })];
    },
  }),
  InvestigateBreach: when(
    AGREED,
    (it, { mechanism }) =>
      breachMayCome(it, 'ALLEGED') ?? [BreachInvestigationOpened({ mechanism, allegationId: it.breach.allegationId ?? '' })],
  ),
  FindBreach: when(
    AGREED,
    (it, { result, by }) =>
      breachMayCome(it, 'UNDER_INVESTIGATION') ?? [BreachFindingRecorded({ result, by, allegationId: it.breach.allegationId ?? '' })],
  ),
  RemedyBreach: when(
    AGREED,
    (it, { text }) => breachMayCome(it, 'CONFIRMED') ?? [BreachRemedied({ text, allegationId: it.breach.allegationId ?? '' })],
  ),
  ApplySanction: when(
    AGREED,
    (it, { kind, text }) => breachMayCome(it, 'CONFIRMED') ?? [SanctionApplied({ kind, text, allegationId: it.breach.allegationId ?? '' })],
  ),

  SuspendCommitment: when('IN_FORCE', {
    reads: (_, { byPartyId }) => ({ party: at(party, byPartyId) }),
    decide: (_, { byPartyId, ground }, facts) =>
      facts.party.status === 'NONE'
        ? refuse.partyUnknown('The party that suspends it is not registered.')
        : [CommitmentSuspended({ byPartyId, ground })],
  }),
  ReinstateCommitment: when('SUSPENDED', ({ suspensionId }, { reason }) => [CommitmentReinstated({ suspensionId, reason })]),
  FulfilCommitment: when('IN_FORCE', ({ due, implementation }, { reportId }) => {
    if (legible(due).kind === 'CONTINUOUS') return refuse.continuous('Its due rule is CONTINUOUS.');
    const verifiedBy = implementation?.reportId === reportId ? legible(implementation.verifiedBy) : null;
    if (!implementation || verifiedBy === null || legible(implementation.level) < FULL)
      return refuse.notFulfilled('This report of level 3 is not verified.');
    return [CommitmentFulfilled({ reportId, verifiedBy: [...verifiedBy] })];
  }),
  TerminateCommitment: when(AGREED, (_, { ground, text }) => [CommitmentTerminated({ ground, text })]),
};

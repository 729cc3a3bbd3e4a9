import { type Decider, type Decision, when } from '../../kernel/decider';
import { isErased, legible } from '../../kernel/erased';
import { type EventOf, flagged } from '../../kernel/events';
import { at, type In, ruling, under } from '../../kernel/fold';
import { Rejection } from '../../kernel/rejection';
import { textOf } from '../../kernel/text';
import { assessedBy } from '../alignment.rules';
import { contact } from '../contact/contact.state';
import { forward } from '../going-forward';
import { initiative, isKnown, isOpen } from '../initiative/initiative.state';
import { mandate, mandateIdOf, wasMandatedTopic } from '../mandate/mandate.state';
import type { Clause, TextChange } from '../negotiating-text';
import { party } from '../party/party.state';
import { policyFramework } from '../policy-framework/policy-framework.state';
import { POLICY_FRAMEWORK_ID } from '../singletons';
import type * as commands from './proposal.commands';
import { proposalEvents, RESERVATIONS_MAX } from './proposal.events';
import { refuse } from './proposal.refusals';
import {
  BEFORE_END,
  isWorded,
  layOnTable,
  namedParties,
  ON_TABLE,
  plainTextOf,
  type Proposal,
  proposal,
  TABLED,
  isOnTable,
} from './proposal.state';
import { agreedBy, assessedFor, mayBeNegotiated, mayBeTabled } from './proposal.table.rules';
import {
  bracketed,
  changeOf,
  clausesOf,
  isClean,
  resolved,
  type Touched,
  type Wanted,
  wholeTextOf,
  withAlternative,
} from './proposal.text.rules';

const {
  ProposalDrafted,
  CounterProposalTabled,
  ProposalReceived,
  ProposalTabled,
  ProposalCountered,
  ProposalRevised,
  TextBracketed,
  AlternativeAdded,
  BracketResolved,
  StanceRecorded,
  ReservationEntered,
  ReservationWithdrawn,
  PolicyAlignmentAssessed,
  AlignmentBecameStale,
  ProposalSubmittedForClearance,
  ProposalCleared,
  ProposalReturned,
  ProposalDeclined,
  TranslationAdded,
  TranslationVerified,
  SilenceProcedureOpened,
  SilenceProcedureAccepted,
  SilenceBroken,
  SilenceProcedureConcluded,
  ProposalsPackaged,
  ProposalAgreedAdReferendum,
  ProposalIncorporated,
  ProposalRejected,
  ProposalWithdrawn,
  ProposalLapsed,
  ProposalSuperseded,
} = proposalEvents;

type Course = Exclude<Proposal, { readonly status: 'NONE' }>;
type Open = In<Proposal, (typeof BEFORE_END)[number]>;

const framework = () => ruling(policyFramework, POLICY_FRAMEWORK_ID);
const partiesOf = (ids: readonly string[]) => ids.map((id) => at(party, id));

/** What decides whether a text goes forward; the mandate counts whether the actor may see it or not. */
const groundOf = (it: Course) => ({
  initiative: ruling(initiative, legible(it.initiativeId)),
  mandate: ruling(mandate, mandateIdOf(legible(it.initiativeId))),
});

const goesForward = ({ status }: In<Proposal, (typeof BEFORE_END)[number]>): boolean => status !== 'DRAFT';

/** INV-20. @returns why these are not the words that were meant, `undefined` if they are */
const otherThan = (it: Course, revision: number): Rejection | undefined =>
  revision === it.revision ? undefined : refuse.otherRevision(`Revision ${it.revision} stands, not ${revision}.`);

const atTable = (it: Course, ...partyIds: readonly string[]): Rejection | undefined => {
  const named = new Set(legible(it.text).parties.map(({ partyId }) => partyId));
  return partyIds.every((id) => named.has(id)) ? undefined : refuse.notAtTable('The text does not name every party that is meant.');
};

const clauseOf = (it: Course, eId: string): Clause | Rejection =>
  legible(it.text).clauses.find((each) => each.eId === eId) ?? refuse.clauseUnknown(`It has no clause ${eId}.`);

/** What every event says by which the text becomes another. */
interface NextRevision {
  readonly revision: number;
  readonly text: TextChange;
  readonly supersededReviewId?: string;
}

function nextRevision(it: Open, wanted: Wanted): NextRevision | Rejection {
  const text = changeOf(legible(it.text), wanted);
  if (text instanceof Rejection) return text;
  const reviewId = it.review && !isErased(it.review.reviewId) ? { supersededReviewId: it.review.reviewId } : {};
  return { revision: it.revision + 1, text, ...reviewId };
}

/** One clause of the text becomes another. */
function reworded<T extends Touched>(
  it: Open,
  { baseRevision, eId }: { readonly baseRevision: number; readonly eId: string },
  touch: (clause: Clause) => T | Rejection,
): (NextRevision & { readonly touched: T }) | Rejection {
  const other = otherThan(it, baseRevision);
  if (other) return other;
  const clause = clauseOf(it, eId);
  if (clause instanceof Rejection) return clause;
  const touched = touch(clause);
  if (touched instanceof Rejection) return touched;
  const next = nextRevision(it, { clauses: [touched.clause] });
  return next instanceof Rejection ? next : { ...next, touched };
}

/** The procedure that is meant, if it is the one that is open and its deadline has not passed. */
function openSilence(it: In<Proposal, (typeof ON_TABLE)[number]>, procedureId: string, now: string): Rejection | undefined {
  if (it.silence?.procedureId !== procedureId) return refuse.noSilence('No procedure with this id is open.');
  return now < legible(it.silence.deadline) ? undefined : refuse.deadlinePassed(`It passed at ${legible(it.silence.deadline)}.`);
}

/** What the federal side says of words that no longer stand does not touch those that do. */
const answered = (it: Open, reviewId: string, event: () => EventOf<typeof proposalEvents>): Decision<EventOf<typeof proposalEvents>> =>
  it.review?.standing === 'SUBMITTED' && it.review.reviewId === reviewId
    ? [event()]
    : refuse.otherReview('The words that stand now are in no review with this id that waits for an answer.');

/** What may happen next to a proposal (domain.md 4.3.6). */
export const proposalDecider: Decider<typeof proposal, typeof commands> = {
  DraftProposal: when('NONE', {
    reads: (_, { initiativeId, parties }) => ({
      initiative: under(initiative, initiativeId),
      parties: partiesOf(parties.map(({ partyId }) => partyId)),
    }),
    decide: (_, { lang, parties, clauses, ...command }, { derive, ...facts }) => {
      if (!isOpen(facts.initiative)) return refuse.initiativeUnknown('There is no open initiative with this id.');
      if (facts.parties.some(({ status }) => status === 'NONE')) return refuse.partyUnknown('A party named is not registered.');
      const text = wholeTextOf({ lang, parties, clauses }, derive);
      return text instanceof Rejection ? text : [ProposalDrafted({ ...command, text })];
    },
  }),
  CounterPropose: forward(
    when('NONE', {
      reads: (_, { initiativeId, answersProposalId, contactId, toPartyIds }) => ({
        initiative: under(initiative, initiativeId),
        mandate: ruling(mandate, mandateIdOf(initiativeId)),
        answered: under(proposal, answersProposalId),
        contact: at(contact, contactId),
        addressees: partiesOf(toPartyIds),
      }),
      decide: (_, { lang, clauses, ...command }, facts) => {
        const { answered: it, derive } = facts;
        if (!isOpen(facts.initiative)) return refuse.initiativeUnknown('There is no open initiative with this id.');
        if (!isOnTable(it) || legible(it.initiativeId) !== command.initiativeId || !layOnTable(it, command.answersRevision))
          return refuse.answeredUnknown('No such revision lies on the table under this initiative.');
        const [topic, { parties }] = [legible(it.topic), legible(it.text)];
        const refused = atTable(it, command.authorPartyId, ...command.toPartyIds) ?? mayBeTabled({ ...command, topic }, facts);
        if (refused) return refused;
        const text = wholeTextOf({ lang, parties, clauses }, derive);
        if (text instanceof Rejection) return text;
        const inherited = { topic, subTopics: [...legible(it.subTopics)], singleUndertaking: legible(it.singleUndertaking) };
        return [CounterProposalTabled({ ...command, ...inherited, text })];
      },
    }),
  ),
  ReceiveProposal: when('NONE', {
    reads: (_, { initiativeId, parties, toPartyIds, answersProposalId, contactId }) => ({
      initiative: under(initiative, initiativeId),
      mandate: ruling(mandate, mandateIdOf(initiativeId)),
      parties: partiesOf([...parties.map(({ partyId }) => partyId), ...toPartyIds]),
      answered: answersProposalId === undefined ? [] : [under(proposal, answersProposalId)],
      contact: contactId === undefined ? [] : [at(contact, contactId)],
    }),
    decide: (_, { lang, parties, clauses, ...command }, { derive, occurredAt, ...facts }) => {
      if (!isKnown(facts.initiative)) return refuse.initiativeUnknown('There is no initiative with this id.');
      if (facts.parties.some(({ status }) => status === 'NONE')) return refuse.partyUnknown('A party named is not registered.');
      if (facts.contact.some((it) => it.status === 'NONE' || legible(it.initiativeId) !== command.initiativeId))
        return refuse.contactUnknown('There is no such contact under this initiative.');
      const { initiativeId, answersRevision = 0 } = command;
      if (facts.answered.some((it) => !isWorded(it) || legible(it.initiativeId) !== initiativeId || !layOnTable(it, answersRevision)))
        return refuse.answeredUnknown('No such revision was ever on the table under this initiative.');
      if (!command.toPartyIds.every((id) => parties.some(({ partyId }) => partyId === id)))
        return refuse.notAtTable('A party to which it was given is not named in the text.');
      const text = wholeTextOf({ lang, parties, clauses }, derive);
      if (text instanceof Rejection) return text;
      const mandated = wasMandatedTopic(facts.mandate, command.topic, occurredAt);
      return [flagged(ProposalReceived({ ...command, text }), mandated ? [] : ['OUTSIDE_MANDATE'])];
    },
  }),

  TableProposal: forward(
    when(['DRAFT', ...ON_TABLE], {
      reads: (it, { contactId, toPartyIds }) => ({ ...groundOf(it), contact: at(contact, contactId), addressees: partiesOf(toPartyIds) }),
      decide: (it, command, facts) => {
        const { revision, toPartyIds } = command;
        const [topic, initiativeId] = [legible(it.topic), legible(it.initiativeId)];
        const refused = otherThan(it, revision) ?? atTable(it, ...toPartyIds) ?? mayBeTabled({ topic, initiativeId, toPartyIds }, facts);
        return refused ?? [ProposalTabled({ ...command })];
      },
    }),
  ),
  NoteCounterProposal: when(ON_TABLE, (it, { counterProposalId, revision }) =>
    it.counterProposals.some(({ proposalId }) => proposalId === counterProposalId)
      ? refuse.alreadyCountered('It is among those that answer this proposal.')
      : [ProposalCountered({ counterProposalId, revision })],
  ),

  ReviseProposal: forward(
    when(BEFORE_END, {
      reads: (it, { parties = [] }) => ({ ...groundOf(it), joining: partiesOf(parties.map(({ partyId }) => partyId)) }),
      decide: (it, { baseRevision, clauses: written, order, parties = [], reason }, facts) => {
        const refused = otherThan(it, baseRevision) ?? (goesForward(it) ? mayBeNegotiated(legible(it.topic), facts) : undefined);
        if (refused) return refused;
        if (facts.joining.some(({ status }) => status === 'NONE')) return refuse.partyUnknown('A party that joins is not registered.');
        const clauses = clausesOf(legible(it.text), written, facts.derive);
        const next = nextRevision(it, { clauses, joining: parties, ...(order !== undefined && { order }) });
        return next instanceof Rejection ? next : [ProposalRevised({ ...next, baseRevision, reason })];
      },
    }),
    goesForward,
  ),
  BracketText: when(ON_TABLE, (it, command, { derive }) => {
    const { eId, byPartyId, reason } = command;
    const next = atTable(it, byPartyId) ?? reworded(it, command, (clause) => bracketed(clause, command, derive));
    if (next instanceof Rejection) return next;
    const { touched, ...rest } = next;
    return [TextBracketed({ ...rest, eId, segId: touched.segId, byPartyId, reason })];
  }),
  AddAlternative: when(ON_TABLE, (it, command, { derive }) => {
    const { eId, byPartyId } = command;
    const author = { authorPartyId: legible(it.authorPartyId), derive };
    const next = atTable(it, byPartyId) ?? reworded(it, command, (clause) => withAlternative(clause, command, author));
    if (next instanceof Rejection) return next;
    const {
      touched: { segId, altId },
      ...rest
    } = next;
    return [AlternativeAdded({ ...rest, eId, segId, altId, byPartyId })];
  }),
  ResolveBracket: forward(
    when(ON_TABLE, {
      reads: (it) => groundOf(it),
      decide: (it, command, facts) => {
        const { eId, how, agreedBy: agreeing } = command;
        const refused = mayBeNegotiated(legible(it.topic), facts) ?? atTable(it, ...agreeing);
        const next = refused ?? reworded(it, command, (clause) => resolved(clause, command));
        if (next instanceof Rejection) return next;
        const {
          touched: { segId, altId },
          ...rest
        } = next;
        return [BracketResolved({ ...rest, eId, segId, how, ...(altId !== undefined && { altId }), agreedBy: agreeing })];
      },
    }),
  ),

  RecordStance: when(ON_TABLE, {
    reads: (_, { contactId }) => ({ contact: contactId === undefined ? [] : [at(contact, contactId)] }),
    decide: (it, { eIds: named, ...command }, facts) => {
      const { partyId, revision } = command;
      const refused = atTable(it, partyId);
      if (refused) return refused;
      if (facts.contact.some((each) => each.status === 'NONE' || legible(each.initiativeId) !== legible(it.initiativeId)))
        return refuse.contactUnknown('There is no such contact under this initiative.');
      const clauses = new Map(legible(it.text).clauses.map((each) => [each.eId, each]));
      const eIds = [...new Set(named ?? clauses.keys())];
      if (!eIds.every((eId) => clauses.has(eId))) return refuse.clauseUnknown('It has not every clause that is named.');
      // What a party says of earlier words counts where they have stayed the same since (INV-20).
      if (revision > it.revision || eIds.some((eId) => revision < (clauses.get(eId)?.since ?? 0)))
        return refuse.otherRevision(`Some of the words of revision ${revision} are no longer those of revision ${it.revision}.`);
      return [StanceRecorded({ ...command, eIds })];
    },
  }),
  EnterReservation: when(TABLED, (it, command) => {
    const clause = clauseOf(it, command.eId);
    const refused = atTable(it, command.partyId) ?? (clause instanceof Rejection ? clause : undefined);
    if (refused) return refused;
    return it.reservations.length < RESERVATIONS_MAX
      ? [ReservationEntered({ ...command })]
      : refuse.reservationsFull(`There are ${RESERVATIONS_MAX}.`);
  }),
  WithdrawReservation: when(TABLED, (it, { reservationId }) =>
    it.reservations.some((each) => each.reservationId === reservationId)
      ? [ReservationWithdrawn({ reservationId })]
      : refuse.reservationUnknown('None with this id stands.'),
  ),

  AssessProposalAlignment: when(BEFORE_END, {
    reads: () => ({ framework: framework() }),
    decide: (it, { revision, ...command }, facts) => {
      const other = otherThan(it, revision);
      if (other) return other;
      const assessed = assessedBy(refuse, facts.framework, command);
      if (assessed instanceof Rejection) return assessed;
      return [PolicyAlignmentAssessed({ revision, textHash: legible(it.text).textHash, ...assessed })];
    },
  }),
  MarkAlignmentStale: when(BEFORE_END, (it, { frameworkVersion, causeId }) => {
    const before = it.staleSince === null || (!isErased(it.staleSince) && it.staleSince < frameworkVersion);
    const old = Object.values(it.alignments).some((each) => isErased(each.frameworkVersion) || each.frameworkVersion < frameworkVersion);
    return before && old
      ? [AlignmentBecameStale({ frameworkVersion, causeId })]
      : refuse.nothingStale(`None was made by a version before ${frameworkVersion}, or that is known.`);
  }),
  SubmitProposalForClearance: when(BEFORE_END, {
    reads: () => ({ framework: framework() }),
    decide: (it, command, facts) => {
      if (it.review?.standing === 'SUBMITTED') return refuse.inClearance('Its review has not been decided.');
      const refused = assessedFor(it, facts.framework);
      if (refused) return refused;
      const { textHash } = legible(it.text);
      return [ProposalSubmittedForClearance({ ...command, revision: it.revision, textHash, reviewId: facts.derive('review') })];
    },
  }),
  ClearProposal: when(BEFORE_END, (it, { reviewId }) => answered(it, reviewId, () => ProposalCleared({ reviewId }))),
  ReturnProposal: when(BEFORE_END, (it, { reviewId }) => answered(it, reviewId, () => ProposalReturned({ reviewId }))),
  DeclineProposal: when(BEFORE_END, (it, { reviewId }) => answered(it, reviewId, () => ProposalDeclined({ reviewId }))),

  AddTranslation: when(BEFORE_END, (it, { revision, method, authentic, ...command }) => {
    const other = otherThan(it, revision);
    if (other) return other;
    const { lang, textHash } = legible(it.text);
    const text = textOf(command.text);
    if (text.lang === lang) return refuse.sameLanguage(`The original is in ${lang} itself.`);
    return [TranslationAdded({ revision, originalTextHash: textHash, text, method, authentic })];
  }),
  VerifyProposalTranslation: when(BEFORE_END, ({ translations }, { translationId }, { actor }) => {
    const translation = translations.find((each) => each.translationId === translationId);
    if (translation?.verifiedBy !== null) return refuse.translationUnknown('No such translation is still a draft.');
    if (translation.translatedBy === actor.participantId) return refuse.ownTranslation('You added it yourself.');
    return [TranslationVerified({ translationId })];
  }),

  OpenSilenceProcedure: forward(
    when(ON_TABLE, {
      reads: (it) => groundOf(it),
      decide: (it, { revision, deadline: until, parties }, facts) => {
        const refused = otherThan(it, revision) ?? mayBeNegotiated(legible(it.topic), facts) ?? atTable(it, ...parties);
        if (refused) return refused;
        if (it.silence) return refuse.silenceOpen('Another one has not come to its end.');
        if (!isClean(legible(it.text))) return refuse.notClean('Nobody can accept by silence what is not agreed.');
        const deadline = new Date(until).toISOString();
        return deadline > facts.now
          ? [SilenceProcedureOpened({ revision, deadline, parties: [...new Set(parties)] })]
          : refuse.deadlinePassed(`It passed at ${deadline}.`);
      },
    }),
  ),
  AcceptSilenceProcedure: when(ON_TABLE, (it, { procedureId, partyId }, { now }) => {
    const refused = openSilence(it, procedureId, now);
    if (refused) return refused;
    const waiting = legible(it.silence?.parties ?? []).includes(partyId) && it.silence?.acceptedBy.includes(partyId) === false;
    return waiting
      ? [SilenceProcedureAccepted({ procedureId, partyId })]
      : refuse.notInProcedure('Its silence counts already, or was never to count.');
  }),
  BreakSilence: when(ON_TABLE, (it, { procedureId, partyId }, { now }) => {
    const refused = openSilence(it, procedureId, now);
    if (refused) return refused;
    return legible(it.silence?.parties ?? []).includes(partyId)
      ? [SilenceBroken({ procedureId, partyId })]
      : refuse.notInProcedure('Its silence was never to count.');
  }),
  ConcludeSilence: when(ON_TABLE, ({ silence }, _, { now }) => {
    if (!silence) return refuse.noSilence('None is open.');
    const deadline = legible(silence.deadline);
    if (now < deadline) return refuse.notYetOver(`It runs until ${deadline}.`);
    const parties = legible(silence.parties);
    const all = parties.every((id) => silence.acceptedBy.includes(id));
    return [SilenceProcedureConcluded({ procedureId: silence.procedureId, consentingPartyIds: all ? [...parties] : [] })];
  }),

  PackageProposals: when(BEFORE_END, {
    reads: (_, { proposalIds }) => ({ members: proposalIds.map((id) => under(proposal, id)) }),
    decide: (it, { proposalIds: named }, { members, self, derive }) => {
      const proposalIds = [...new Set(named)];
      const together = members.every(
        (each) => isWorded(each) && legible(each.singleUndertaking) && legible(each.initiativeId) === legible(it.initiativeId),
      );
      if (!together || !proposalIds.includes(self) || proposalIds.length < 2)
        return refuse.notOneUndertaking('One named is not, or this one is not named with others.');
      if (members.some((each) => isWorded(each) && each.package !== null)) return refuse.alreadyPackaged('One named is part of another.');
      return [ProposalsPackaged({ packageId: derive('package'), proposalIds })];
    },
  }),
  JoinPackage: when(BEFORE_END, (it, command) =>
    it.package === null ? [ProposalsPackaged({ ...command })] : refuse.alreadyPackaged('It is part of one.'),
  ),

  AgreeAdReferendum: forward(
    when(['UNDER_NEGOTIATION', 'COUNTERED'], {
      reads: (it) => ({ ...groundOf(it), framework: framework() }),
      decide: (it, { revision, textHash }, facts) => {
        const other = otherThan(it, revision) ?? mayBeNegotiated(legible(it.topic), facts);
        if (other) return other;
        if (textHash !== plainTextOf(it).textHash) return refuse.otherText('The hash named is not that of the text that stands.');
        const refused = agreedBy(it, facts.framework);
        if (refused) return refused;
        const reservations = it.reservations.map(({ reservationId, partyId, eId, text }) => ({
          reservationId,
          partyId: legible(partyId),
          eId: legible(eId),
          text: legible(text),
        }));
        return [ProposalAgreedAdReferendum({ revision, textHash, parties: [...namedParties(it)], reservations, landscape: null })];
      },
    }),
  ),
  IncorporateProposal: when(['AGREED_AD_REFERENDUM', 'INCORPORATED'], (it, { commitmentId, agreementId, entryId }) => {
    const carrier = commitmentId ?? agreementId;
    if (it.status === 'INCORPORATED' && [...it.commitmentIds, ...it.agreementIds].some((id) => id === carrier))
      return refuse.alreadyIncorporated('It is among those that carry it.');
    return [
      ProposalIncorporated({
        entryId,
        ...(commitmentId !== undefined && { commitmentId }),
        ...(agreementId !== undefined && { agreementId }),
      }),
    ];
  }),

  RejectProposal: when(TABLED, (it, command) => atTable(it, command.partyId) ?? [ProposalRejected({ ...command })]),
  WithdrawProposal: when(BEFORE_END, (_, { reason }) => [ProposalWithdrawn({ reason })]),
  LapseProposal: when(TABLED, (_, { reason }) => [ProposalLapsed({ reason })]),
  SupersedeProposal: when(TABLED, {
    reads: (_, { byProposalId }) => ({ successor: at(proposal, byProposalId) }),
    decide: (it, { byProposalId }, { successor, self }) => {
      const succeeds =
        isWorded(successor) &&
        successor.tablings.length > 0 &&
        byProposalId !== self &&
        legible(successor.initiativeId) === legible(it.initiativeId);
      return succeeds ? [ProposalSuperseded({ byProposalId })] : refuse.successorUnknown('There is no other such proposal.');
    },
  }),
};

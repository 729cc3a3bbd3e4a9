import { type Decider, when } from '../../kernel/decider';
import { isErased, legible } from '../../kernel/erased';
import { flagged } from '../../kernel/events';
import { at, type In, ruling, under } from '../../kernel/fold';
import { latest, type Occurrence } from '../../kernel/occurrence';
import type { Rejection } from '../../kernel/rejection';
import { evidence, isIngested } from '../evidence/evidence.state';
import { federalReview } from '../federal-review/federal-review.state';
import { forward } from '../going-forward';
import { houseRules } from '../house-rules/house-rules.state';
import { type Initiative, initiative, isKnown, isOpen, notifiedBy } from '../initiative/initiative.state';
import { allowsAct, mandate, mandateIdOf, mandateInForceAt } from '../mandate/mandate.state';
import { heldPost, participant, type Participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import { HOUSE_RULES_ID } from '../singletons';
import type * as commands from './delegation.commands';
import { delegationEvents, type DelegateCategory, LEGS_MAX, MEMBERS_MAX } from './delegation.events';
import { refuse } from './delegation.refusals';
import {
  ABROAD,
  type Delegation,
  delegation,
  delegationIdOf,
  DEPARTED,
  FORMING,
  isDelegate,
  KNOWN,
  type Leg,
  phaseFor,
  UNDER_WAY,
} from './delegation.state';
import { hasFocalPerson, mayBeConstituted, mayTravel, mightDepart, strangers } from './delegation.travel.rules';

const {
  DelegationConstituted,
  DelegateAppointed,
  DelegateWithdrawn,
  DelegateReplaced,
  HeadOfDelegationNamed,
  CredentialsIssued,
  ItineraryLegPlanned,
  ItineraryLegChanged,
  TravelAuthorised,
  DelegationDeparted,
  UnsanctionedDepartureReported,
  BorderCrossed,
  DelegationArrived,
  DelegationReturned,
  SafePassageGuaranteed,
  SafetyIncidentReported,
  DebriefFiled,
  VisitPostponed,
  VisitAborted,
  DelegationDissolved,
} = delegationEvents;

/** Two delegations, where no mandate in force says how many (INV-07). */
const DELEGATIONS_PLANNED = 2;

type OfInitiative = Pick<In<Delegation, 'CONSTITUTING'>, 'initiativeId' | 'ordinal' | 'members'>;

/** What its travel and its composition are judged of. */
const travelling = ({ initiativeId, ordinal, members }: OfInitiative) => ({
  initiativeId: legible(initiativeId),
  ordinal: legible(ordinal),
  members,
});

/** What decides whether it is complete. */
const composedOf = ({ initiativeId, ordinal }: Pick<OfInitiative, 'initiativeId' | 'ordinal'>) => ({
  initiative: ruling(initiative, legible(initiativeId)),
  first: legible(ordinal) === 1 ? [] : [ruling(delegation, delegationIdOf(legible(initiativeId), 1))],
  rules: ruling(houseRules, HOUSE_RULES_ID),
});

/** What decides whether it may travel, or might. */
const travelOf = (it: OfInitiative, clearanceId: string, phaseReportId: string | undefined) => ({
  ...composedOf(it),
  review: at(federalReview, clearanceId),
  report: phaseReportId === undefined ? [] : [at(federalReview, phaseReportId)],
});

/** S16: an official goes by a post of the province. */
const hasSeat = (category: DelegateCategory, person: Participant, it: Initiative, now: string): boolean =>
  category !== 'GOVERNMENT_OFFICIAL' || (isKnown(it) && heldPost(person, 'GOVERNMENT_OFFICIAL', legible(it.sponsorPartyId), now));

/** @returns why these people cannot take these seats */
function unseated(
  seats: readonly { readonly category: DelegateCategory }[],
  people: readonly Participant[],
  it: Initiative,
  now: string,
): Rejection | undefined {
  if (people.some(({ status }) => status !== 'ACTIVE'))
    return refuse.participantUnknown('Somebody named is not registered, or takes no part any more.');
  return people.every((person, n) => hasSeat(seats[n]?.category ?? 'GOVERNMENT_OFFICIAL', person, it, now))
    ? undefined
    : refuse.withoutPost('The register shows no such post of his for the party behind the initiative.');
}

const isOver = (plannedFor: Occurrence | null, now: string): Rejection | undefined => {
  const end = plannedFor ? latest(plannedFor) : undefined;
  return end !== undefined && end < now ? refuse.planInThePast(`It would have been over at ${end}.`) : undefined;
};

const hasLeg = ({ legs }: { readonly legs: readonly Leg[] }, legId: string | undefined): boolean =>
  legId === undefined || legs.some((leg) => leg.legId === legId);
const noLeg = (): Rejection => refuse.legUnknown('The itinerary has no leg of this id.');

/** With milliseconds, so that instants compare as text. */
const inUtc = (instant: string): string => new Date(instant).toISOString();

/** What may happen next to a delegation (domain.md 4.3.4). */
export const delegationDecider: Decider<typeof delegation, typeof commands> = {
  ConstituteDelegation: when('NONE', {
    reads: (_, { initiativeId, delegates }) => ({
      initiative: under(initiative, initiativeId),
      mandate: ruling(mandate, mandateIdOf(initiativeId)),
      people: delegates.map(({ participantId }) => at(participant, participantId)),
    }),
    decide: (_, { delegates, ...command }, facts) => {
      const { now, people } = facts;
      if (!isOpen(facts.initiative)) return refuse.initiativeUnknown('There is no open initiative with this id.');
      const terms = mandateInForceAt(facts.mandate, now);
      const most = terms ? legible(terms.delegationsMax) : DELEGATIONS_PLANNED;
      if (command.ordinal > most) return refuse.beyondMandate(`There may be ${most}.`);
      const past = isOver(command.plannedFor, now);
      if (past) return past;
      const ids = delegates.map(({ participantId }) => participantId);
      if (new Set(ids).size < ids.length) return refuse.alreadyDelegate('Somebody is named twice.');
      const refused = unseated(delegates, people, facts.initiative, now);
      if (refused) return refused;
      if (!hasFocalPerson(ids, facts.initiative, now)) return refuse.withoutFocalPerson('Who is in office as focal person is not in it.');
      return [DelegationConstituted({ ...command }), ...delegates.map((delegate) => DelegateAppointed({ ...delegate }))];
    },
  }),
  AppointDelegate: when(FORMING, {
    reads: (it, { participantId }) => ({
      people: [at(participant, participantId)],
      initiative: ruling(initiative, legible(it.initiativeId)),
    }),
    decide: (it, command, { people, now, ...facts }) => {
      if (isDelegate(it, command.participantId)) return refuse.alreadyDelegate('It has this member.');
      if (it.members.length >= MEMBERS_MAX) return refuse.full(`It has ${MEMBERS_MAX} members.`);
      return unseated([command], people, facts.initiative, now) ?? [DelegateAppointed({ ...command })];
    },
  }),
  WithdrawDelegate: when(FORMING, (it, { participantId, reason }) =>
    isDelegate(it, participantId) ? [DelegateWithdrawn({ participantId, reason })] : refuse.notDelegate('It has no such member.'),
  ),
  ReplaceDelegate: when(FORMING, {
    reads: (it, { inId }) => ({ people: [at(participant, inId)], initiative: ruling(initiative, legible(it.initiativeId)) }),
    decide: (it, command, { people, now, ...facts }) => {
      const seat = it.members.find(({ participantId }) => participantId === command.outId);
      if (!seat) return refuse.notDelegate('It has no such member.');
      if (isDelegate(it, command.inId)) return refuse.alreadyDelegate('It has this member.');
      return unseated([{ category: legible(seat.category) }], people, facts.initiative, now) ?? [DelegateReplaced({ ...command })];
    },
  }),
  NameHead: when(UNDER_WAY, (it, { participantId }) => {
    if (!isDelegate(it, participantId)) return refuse.notDelegate('It has no such member.');
    return it.headId === participantId ? refuse.alreadyHead('It is led by this member.') : [HeadOfDelegationNamed({ participantId })];
  }),
  IssueCredentials: when(FORMING, {
    reads: (it, { documentEvidenceId }) => ({
      ...composedOf(it),
      document: at(evidence, documentEvidenceId),
      mandate: ruling(mandate, mandateIdOf(legible(it.initiativeId))),
    }),
    decide: (it, command, facts) => {
      const { participantId, acts, documentEvidenceId } = command;
      const [validFrom, validUntil] = [inUtc(command.validFrom), inUtc(command.validUntil)];
      const { now } = facts;
      if (!it.members.some((member) => member.participantId === participantId)) return refuse.notDelegate('It has no such member.');
      if (!isIngested(facts.document)) return refuse.evidenceUnknown('The credentials are not in the ledger.');
      if (validUntil <= now) return refuse.credentialsOver(`They would have ended at ${validUntil}.`);
      const terms = mandateInForceAt(facts.mandate, validFrom > now ? validFrom : now);
      if (!terms) return refuse.noMandate('No terms of reference are in force when they begin.');
      const phase = phaseFor(legible(it.ordinal));
      const beyond = acts.filter((act) => !allowsAct(terms, phase, act));
      if (beyond.length > 0) return refuse.actNotMandated(`In phase ${phase} the mandate does not list ${beyond.join(', ')}.`);
      const last = it.members.every((member) => member.credentials !== null || member.participantId === participantId);
      const refused = it.status === 'CONSTITUTING' && last ? mayBeConstituted(travelling(it), facts, now) : undefined;
      return refused ?? [CredentialsIssued({ participantId, acts, validFrom, validUntil, documentEvidenceId })];
    },
  }),

  PlanLeg: when(UNDER_WAY, ({ legs }, command) =>
    legs.length >= LEGS_MAX ? refuse.itineraryFull(`It has ${LEGS_MAX} legs.`) : [ItineraryLegPlanned({ ...command })],
  ),
  ChangeLeg: when(UNDER_WAY, (it, command) => (hasLeg(it, command.legId) ? [ItineraryLegChanged({ ...command })] : noLeg())),
  AuthoriseTravel: forward(
    when('CONSTITUTED', {
      reads: (it, { clearanceId, phaseReportId }) => travelOf(it, clearanceId, phaseReportId),
      decide: (it, command, facts) =>
        mayTravel({ ...travelling(it), plannedFor: legible(it.plannedFor) }, facts, facts.now) ?? [TravelAuthorised({ ...command })],
    }),
  ),
  RecordDeparture: when('CLEARED', {
    reads: (it) => {
      const { clearanceId, phaseReportId } = it.authorisation;
      return travelOf(it, legible(clearanceId), phaseReportId === undefined ? undefined : legible(phaseReportId));
    },
    decide: (it, { legId, ...command }, facts) => {
      const members = [...new Set(command.members)];
      if (strangers(members, it.members).length > 0) return refuse.notDelegate('Somebody who departed is none of its members.');
      if (!hasLeg(it, legId)) return noLeg();
      const refused = mightDepart(travelling(it), members, facts.occurredAt, facts);
      return refused ?? [DelegationDeparted({ members, ...(legId !== undefined && { legId }) })];
    },
  }),
  ReportUnsanctionedDeparture: when(FORMING, {
    reads: (it) => ({ initiative: ruling(initiative, legible(it.initiativeId)) }),
    decide: (it, { legId, explanation, ...command }, facts) => {
      const members = [...new Set(command.members)];
      if (strangers(members, it.members).length > 0) return refuse.notDelegate('Somebody who departed is none of its members.');
      if (!hasLeg(it, legId)) return noLeg();
      const departed = UnsanctionedDepartureReported({ members, explanation, ...(legId !== undefined && { legId }) });
      return [flagged(departed, notifiedBy(facts.initiative, facts.occurredAt) ? [] : ['BEFORE_NOTIFICATION'])];
    },
  }),
  RecordCrossing: when(DEPARTED, (it, command) => (hasLeg(it, command.legId) ? [BorderCrossed({ ...command })] : noLeg())),
  RecordArrival: when(DEPARTED, (it, command) => (hasLeg(it, command.legId) ? [DelegationArrived({ ...command })] : noLeg())),

  RecordSafePassage: when(KNOWN, {
    reads: (_, { guarantorPartyId }) => ({ guarantor: at(party, guarantorPartyId) }),
    decide: (_, { validUntil, ...command }, { guarantor }) =>
      guarantor.status === 'NONE'
        ? refuse.partyUnknown('Who guarantees it is not registered.')
        : [SafePassageGuaranteed({ ...command, ...(validUntil !== undefined && { validUntil: inUtc(validUntil) }) })],
  }),
  ReportSafetyIncident: when(KNOWN, (it, command) =>
    command.memberIds.every((id) => isDelegate(it, id))
      ? [SafetyIncidentReported({ ...command })]
      : refuse.notDelegate('Somebody named is none of its members.'),
  ),

  PostponeDelegation: when(FORMING, (_, command, { now }) => isOver(command.plannedFor, now) ?? [VisitPostponed({ ...command })]),
  AbortDelegation: when(['TRAVELLING', 'IN_COUNTRY'], (_, { reason }) => [VisitAborted({ reason })]),
  RecordReturn: when(ABROAD, (it, { legId, ...command }) => {
    if (!hasLeg(it, legId)) return noLeg();
    const departed = isErased(it.departure.members) ? command.members : it.departure.members;
    const members = [...new Set(command.members)];
    if (members.some((id) => !departed.includes(id))) return refuse.notDeparted('Somebody named did not depart with it.');
    const missing = departed.filter((id) => !members.includes(id));
    const returned = DelegationReturned({ members, ...(legId !== undefined && { legId }) });
    if (missing.length === 0) return [returned];
    return [returned, SafetyIncidentReported({ kind: 'MEMBER_MISSING', memberIds: missing, severity: 'HIGH' })];
  }),
  FileDebrief: when('RETURNED', {
    reads: (_, { evidenceId }) => ({ report: at(evidence, evidenceId) }),
    decide: (_, command, { report }) =>
      isIngested(report) ? [DebriefFiled({ ...command })] : refuse.evidenceUnknown('The report is not in the ledger.'),
  }),
  DissolveDelegation: when('DEBRIEFED', () => [DelegationDissolved({})]),
};

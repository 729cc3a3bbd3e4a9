import { type Decider, when } from '../../kernel/decider';
import { legible } from '../../kernel/erased';
import { at, ruling } from '../../kernel/fold';
import { earliest, type Occurrence } from '../../kernel/occurrence';
import { delegationsOf, isAbroadWithout } from '../delegation/delegation.state';
import { evidence, isIngested } from '../evidence/evidence.state';
import { federalReview, shortfallOf } from '../federal-review/federal-review.state';
import { forward } from '../going-forward';
import { mandate, mandateIdOf, mandateInForceAt } from '../mandate/mandate.state';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import type * as commands from './initiative.commands';
import { initiativeEvents } from './initiative.events';
import { groundOf, mayConclude } from './initiative.phase.rules';
import { refuse } from './initiative.refusals';
import { type initiative, ANSWERABLE, KNOWN, RUNNING, UNFINISHED, VACANT } from './initiative.state';

const {
  InitiativeProposed,
  FocalPersonDesignated,
  FocalPersonHandedOver,
  FederalGovernmentNotified,
  FederalNotificationAcknowledged,
  FederalObjectionRaised,
  FederalObjectionLifted,
  PhaseOpened,
  PhaseConcluded,
  ObjectiveAssessed,
  ParallelTrackRecorded,
  CircumstancesChanged,
  InitiativeSuspended,
  InitiativeResumed,
  InitiativeTerminated,
  InitiativeClosed,
} = initiativeEvents;

/** From when on an act counts (domain.md 5, "As-of semantics"). */
const startOf = (occurredAt: Occurrence, now: string): string => earliest(occurredAt) ?? now;

/** What may happen next to an initiative (domain.md 4.3.1). */
export const initiativeDecider: Decider<typeof initiative, typeof commands> = {
  ProposeInitiative: when('NONE', {
    reads: (_, { sponsorPartyId }) => ({ sponsor: at(party, sponsorPartyId) }),
    decide: (_, command, { sponsor }) => {
      if (sponsor.status === 'NONE') return refuse.sponsorUnknown('There is no party with the id of the sponsor.');
      return [InitiativeProposed({ ...command })];
    },
  }),

  DesignateFocalPerson: when(VACANT, {
    reads: (_, { participantId }, { self }) => ({ person: at(participant, participantId), delegations: delegationsOf(self) }),
    decide: ({ focalPerson, formerFocalPersons }, { participantId }, { person, delegations, occurredAt, now }) => {
      if (person.status !== 'ACTIVE') return refuse.participantUnknown('There is no participant with this id.');
      if (focalPerson) return refuse.focalPersonInOffice('The initiative has a focal person.');
      const left = formerFocalPersons.at(-1)?.until;
      if (left !== undefined && startOf(occurredAt, now) < left)
        return refuse.officeOverlaps(`The one before was in office until ${left}.`);
      if (delegations.some((it) => isAbroadWithout(it, participantId)))
        return refuse.successorNotAbroad('Who is named did not go with it.');
      return [FocalPersonDesignated({ participantId })];
    },
  }),
  HandOverFocalPerson: when(UNFINISHED, {
    reads: (_, { toId }, { self }) => ({
      successor: toId === undefined ? [] : [at(participant, toId)],
      delegations: delegationsOf(self),
    }),
    decide: (it, { toId, reason }, { successor, delegations, occurredAt, now }) => {
      const start = startOf(occurredAt, now);
      const fromId = it.focalPerson && legible(it.focalPerson.participantId);
      if (!it.focalPerson || fromId === null || fromId === toId) return refuse.notInOffice('The office is vacant, or is already his.');
      if (successor.some(({ status }) => status !== 'ACTIVE')) return refuse.participantUnknown('There is no participant with this id.');
      if (start <= it.focalPerson.since) return refuse.officeOverlaps(`Who hands over is in office only since ${it.focalPerson.since}.`);
      if (toId !== undefined && delegations.some((each) => isAbroadWithout(each, toId)))
        return refuse.successorNotAbroad('Who is named as successor did not go with it.');
      if (toId !== undefined) return [FocalPersonHandedOver({ fromId, toId, reason })];
      if (it.status !== 'SUSPENDED' || start < it.suspension.since)
        return refuse.gapInOffice('Nobody is named who takes over, and the initiative is not suspended then.');
      return [FocalPersonHandedOver({ fromId, reason })];
    },
  }),

  NotifyFederalGovernment: when(KNOWN, {
    reads: (_, { documentEvidenceId }) => ({ document: at(evidence, documentEvidenceId) }),
    decide: (_, command, { document }) => {
      if (!isIngested(document)) return refuse.documentUnknown('The document of the notification is not in the ledger.');
      return [FederalGovernmentNotified({ ...command })];
    },
  }),
  AcknowledgeNotification: when(ANSWERABLE, ({ notifications }, { reference }) => {
    const waiting = notifications.find(({ acknowledged }) => !acknowledged);
    if (!waiting) return refuse.alreadyAcknowledged('There is no notification that waits to be acknowledged.');
    return [FederalNotificationAcknowledged({ notificationId: waiting.eventId, reference })];
  }),
  RaiseFederalObjection: when(UNFINISHED, (_, command) => [FederalObjectionRaised({ ...command })]),
  LiftFederalObjection: when(UNFINISHED, ({ objections }, { objectionId, reason }) => {
    const standing = objections.some(({ eventId, until }) => eventId === objectionId && until === undefined);
    return standing
      ? [FederalObjectionLifted({ objectionId, reason })]
      : refuse.objectionUnknown('No objection that still stands was raised by this event.');
  }),

  OpenPhase: forward(
    when(['NOTIFIED', 'STALLED', 'BETWEEN_PHASES'], {
      reads: (_, { clearanceId }, { self }) => ({
        review: at(federalReview, clearanceId ?? self),
        terms: ruling(mandate, mandateIdOf(self)),
      }),
      decide: ({ status, focalPerson }, { phase, clearanceId }, { review, terms, now, self }) => {
        const next = status === 'BETWEEN_PHASES' ? 2 : 1;
        if (phase !== next) return refuse.otherPhase(`Phase ${next} comes next.`);
        if (!focalPerson) return refuse.gapInOffice('Nobody has been designated as focal person.');
        if (!mandateInForceAt(terms, now)) return refuse.noMandate('No terms of reference are in force at this moment.');
        if (phase === 2) return [PhaseOpened({ phase: 2 })];
        const [start, reference] = [
          shortfallOf(review, { subject: 'START_NEGOTIATIONS', subjectId: self, purpose: 'START', at: now }),
          shortfallOf(review, { subject: 'TERMS_OF_REFERENCE', subjectId: mandateIdOf(self), purpose: 'START', at: now }),
        ];
        if (start && reference) return refuse.notCleared(`Of the clearance one must say ${start}.`);
        return [PhaseOpened({ phase: 1, ...(clearanceId !== undefined && { clearanceId }) })];
      },
    }),
  ),
  ConcludePhase: when(['PHASE_1', 'PHASE_2'], {
    reads: (_, command, { self }) => groundOf(command, self),
    decide: ({ status }, command, ground) => {
      const phase = status === 'PHASE_1' ? 1 : 2;
      if (command.phase !== phase) return refuse.otherPhase(`Phase ${phase} is under way.`);
      const refused = mayConclude(command, ground);
      if (refused) return refused;
      const criteria = command.criteria.map((criterion, n) => ({ ...criterion, id: ground.derive(`criterion ${n}`) }));
      const engaged = command.engaged.map((counterpart) => ({ ...counterpart }));
      return [PhaseConcluded({ ...command, phase, criteria, engaged, landscape: null })];
    },
  }),

  AssessObjective: when(UNFINISHED, ({ objectives }, { objective, assessment, text }) =>
    legible(objectives).some(({ code }) => code === objective)
      ? [ObjectiveAssessed({ objective, assessment, text })]
      : refuse.objectiveUnknown(`${objective} is none of the objectives of this initiative.`),
  ),
  RecordParallelTrack: when(KNOWN, (_, { level, text }) => [ParallelTrackRecorded({ level, text })]),
  RecordCircumstances: when(KNOWN, (_, { text, affects }) => [CircumstancesChanged({ text, affects })]),

  SuspendInitiative: when(RUNNING, (_, { ground, reason }) => [InitiativeSuspended({ ground, reason })]),
  ResumeInitiative: when('SUSPENDED', ({ suspension, focalPerson }, _, { occurredAt, now }) => {
    if (!focalPerson || startOf(occurredAt, now) < focalPerson.since)
      return refuse.gapInOffice('Nobody is in office as focal person then.');
    return [InitiativeResumed({ suspensionId: suspension.eventId })];
  }),
  TerminateInitiative: when(UNFINISHED, (_, { ground, reason }) => [InitiativeTerminated({ ground, reason })]),
  CloseInitiative: when('FOLLOW_UP', (_, { summary }) => [InitiativeClosed({ summary })]),
};

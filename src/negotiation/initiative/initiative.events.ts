import { z } from 'zod';
import { act, defineEvents, fact } from '../../kernel/events';
import { flag, group, id, list, oneOf, text } from '../../kernel/fields';
import { landscape, Topic } from '../terms';

/** The objectives of domain.md 1.3, S33 to S42. */
export const Objective = oneOf('O1', 'O2', 'O3', 'O4', 'O5', 'O6', 'O7', 'O8', 'O9', 'O10');
export type Objective = z.infer<typeof Objective>;

export const NotificationChannel = oneOf('LETTER', 'MEETING', 'E_OFFICE');
export type NotificationChannel = z.infer<typeof NotificationChannel>;

export const ObjectionGround = oneOf('COMPETENCE', 'POLICY', 'SECURITY', 'TIMING', 'OTHER');
export type ObjectionGround = z.infer<typeof ObjectionGround>;

/** Foundations are laid by the first delegation, something tangible is reached by the second (S21 to S26). */
const phase = z.union([z.literal(1), z.literal(2)]);

export const PhaseOutcome = oneOf('FOUNDATION_LAID', 'FOUNDATION_NOT_LAID', 'TANGIBLE_OUTCOME', 'NO_AGREEMENT', 'ABORTED');
export type PhaseOutcome = z.infer<typeof PhaseOutcome>;

/** Never a percentage (S33). */
export const ObjectiveMovement = oneOf('NO_MOVEMENT', 'SOME_MOVEMENT', 'SUBSTANTIAL', 'REVERSED');
export type ObjectiveMovement = z.infer<typeof ObjectiveMovement>;

export const TrackLevel = oneOf('FEDERAL', 'TRIBAL', 'THIRD_COUNTRY');
export type TrackLevel = z.infer<typeof TrackLevel>;

/** Why an initiative rests or ends before its time (S63). */
export const InterruptionGround = oneOf(
  'APPROVAL_REFUSED',
  'APPROVAL_DELAYED',
  'FEDERAL_OBJECTION',
  'NO_VISAS',
  'SECURITY_SITUATION',
  'COLLAPSE_OF_TALKS',
  'OTHER',
);
export type InterruptionGround = z.infer<typeof InterruptionGround>;

/** What a phase is judged by: what needs more is a report of its own. */
export const CRITERIA_MAX = 20;
/** Pieces of evidence for one criterion; with the rest of a conclusion they stay within the streams that one decision may read. */
export const PROOFS_PER_CRITERION_MAX = 5;
/** Counterparts, or texts, that a phase names as what it came to. */
export const OUTCOMES_MAX = 20;

/** What can have happened to an initiative (domain.md 4.3.1). */
export const initiativeEvents = defineEvents('initiative', {
  InitiativeProposed: act({
    title: text(200),
    sponsorPartyId: id,
    objectives: list(group({ code: Objective, text: text(2_000) }), 10),
    basisConsultationId: id.optional(),
  }),
  /** In office from the event's own time on. */
  FocalPersonDesignated: act({ participantId: id }),
  /** The event's own time ends one office and begins the next. */
  FocalPersonHandedOver: act({
    fromId: id,
    /** Absent where nobody takes over: only while it is suspended (INV-03). */
    toId: id.optional(),
    reason: text(2_000),
  }),

  /** A report of what was sent; when it was sent is the event's own time (INV-01 compares its earliest instant). */
  FederalGovernmentNotified: fact({
    reference: text(200),
    addressee: text(200),
    channel: NotificationChannel,
    documentEvidenceId: id,
    summary: text(10_000),
  }),
  FederalNotificationAcknowledged: act({
    /** The event that is acknowledged. */
    notificationId: id,
    /** Under which the federal side keeps it. */
    reference: text(200),
  }),
  FederalObjectionRaised: act({
    byOffice: text(200),
    ground: ObjectionGround,
    text: text(10_000),
    /** Whether it was raised in public. */
    public: flag,
  }),
  FederalObjectionLifted: act({
    /** The event that is lifted. */
    objectionId: id,
    reason: text(2_000),
  }),

  PhaseOpened: act({
    phase,
    /** The review that cleared it; phase 2 follows from the conclusion of phase 1 and needs none of its own. */
    clearanceId: id.optional(),
  }),
  PhaseConcluded: act({
    phase,
    outcome: PhaseOutcome,
    /** Why it came to nothing. */
    reason: text(10_000).optional(),
    criteria: list(group({ id, text: text(2_000), met: flag, evidenceIds: list(id, PROOFS_PER_CRITERION_MAX) }), CRITERIA_MAX),
    /** Counterparts that it engaged, each in a contact that was held (INV-09). */
    engaged: list(group({ participantId: id, contactId: id }), OUTCOMES_MAX),
    /** The texts that it came to (S26). */
    commitmentIds: list(id, OUTCOMES_MAX),
    landscape,
  }),
  ObjectiveAssessed: act({ objective: Objective, assessment: ObjectiveMovement, text: text(10_000) }),

  /** Others speak with the other side as well (domain.md 0.8); since when is the event's own time. */
  ParallelTrackRecorded: fact({ level: TrackLevel, text: text(10_000) }),
  CircumstancesChanged: fact({
    text: text(10_000),
    /** On which topics it bears. */
    affects: list(Topic, Topic.options.length).min(1),
  }),

  InitiativeSuspended: act({ ground: InterruptionGround, reason: text(2_000) }),
  InitiativeResumed: act({
    /** The event that is ended. */
    suspensionId: id,
  }),
  InitiativeTerminated: act({ ground: InterruptionGround, reason: text(2_000) }),
  InitiativeClosed: act({ summary: text(10_000) }),
});

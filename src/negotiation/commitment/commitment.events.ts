import { z } from 'zod';
import { act, defineEvents, fact } from '../../kernel/events';
import { day, group, id, instant, list, oneOf, text, textHash, writtenText } from '../../kernel/fields';
import { assessment } from '../alignment';
import { Urgency } from '../federal-review/federal-review.events';
import { Competence, landscape, PamProvision, Pillar, Side, SubTopic, Topic } from '../terms';

export const CommitmentKind = oneOf('OBLIGATION', 'UNDERTAKING_TO_DISSUADE', 'MECHANISM', 'FACILITATION', 'DECLARATORY');
export type CommitmentKind = z.infer<typeof CommitmentKind>;

export const FlagCause = oneOf('FRAMEWORK_CHANGED', 'CLEARANCE_REVOKED', 'CIRCUMSTANCES');
export type FlagCause = z.infer<typeof FlagCause>;

export const EnforcementCapacity = oneOf('NONE', 'LIMITED', 'PARTIAL', 'ADEQUATE', 'UNKNOWN');
export type EnforcementCapacity = z.infer<typeof EnforcementCapacity>;

export const BreachResult = oneOf('CONFIRMED', 'UNSUBSTANTIATED', 'INCONCLUSIVE');
export type BreachResult = z.infer<typeof BreachResult>;

export const SanctionKind = oneOf('NAGHA', 'DEPOSIT_FORFEIT', 'SUSPENSION', 'OTHER');
export type SanctionKind = z.infer<typeof SanctionKind>;

export const TerminationGround = oneOf('CONSENT', 'EXPIRY', 'BREACH', 'IMPOSSIBILITY', 'CHANGED_CIRCUMSTANCES', 'SUPERSEDED');
export type TerminationGround = z.infer<typeof TerminationGround>;

/** Kroc: NOT_INITIATED, MINIMUM, INTERMEDIATE, FULL (domain.md 2.2). */
const implementationLevel = z.int().min(0).max(3);

/** Responsible parties or beneficiaries of one commitment: a longer list is a group with a name of its own. */
export const PARTIES_MAX = 20;
/** Evidence of one report: what nobody reads proves nothing. */
export const EVIDENCE_MAX = 50;
/** Days in a due rule: ten years, as far as the Peace Accords Matrix follows an implementation. */
export const DUE_DAYS_MAX = 3_660;

const partyOnSide = group({ partyId: id, side: Side });
const days = z.int().min(1).max(DUE_DAYS_MAX);

/** When it is due. OVERDUE follows from it and is never stored. */
const due = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('FIXED'), date: day }),
  z.strictObject({ kind: z.literal('RELATIVE'), afterEventType: text(100), days }),
  z.strictObject({ kind: z.literal('CONDITIONAL'), condition: text(2_000) }),
  z.strictObject({ kind: z.literal('CONTINUOUS'), reportEveryDays: days }),
]);

/** What can have happened to a commitment (domain.md 4.3.8). */
export const commitmentEvents = defineEvents('commitment', {
  CommitmentDrafted: act({
    initiativeId: id,
    /** The clause of a proposal it comes from. */
    proposalId: id.optional(),
    revision: z.int().min(1).optional(),
    eId: text(100).optional(),
    text: writtenText,
    kind: CommitmentKind,
    topic: Topic,
    subTopics: list(SubTopic, 17),
    pillar: Pillar,
    competence: Competence,
    responsible: list(partyOnSide, PARTIES_MAX).min(1),
    beneficiaries: list(partyOnSide, PARTIES_MAX).min(1),
    due,
    verification: group({ method: text(2_000), by: text(200) }),
    pamProvision: PamProvision.optional(),
  }),
  CommitmentRedrafted: act({
    text: writtenText,
    /** The review of the words that no longer hold, which ends with them. */
    supersededReviewId: id.optional(),
  }),
  PolicyAlignmentAssessed: act(assessment),

  CommitmentSubmittedForClearance: act({
    /** The review that a process opens for it. */
    reviewId: id,
    textHash,
    urgency: Urgency,
    question: text(2_000),
    neededBy: day.optional(),
  }),
  CommitmentCleared: act({ reviewId: id }),
  CommitmentReturned: act({ reviewId: id }),
  CommitmentDeclined: act({ reviewId: id }),
  CommitmentEntered: act({
    text: writtenText,
    /** The review that granted it. */
    clearanceId: id,
    /** The instant for which the clearance was found valid (INV-11). */
    enteredAt: instant,
    agreementId: id.optional(),
    reservations: list(group({ partyId: id, text: text(10_000) }), PARTIES_MAX),
    landscape,
  }),
  CommitmentCameIntoForce: fact({
    /** By which rule: the day stated in it, a signature, the end of a delay. */
    rule: text(2_000),
  }),
  CommitmentAmended: act({ text: writtenText, clearanceId: id }),
  CommitmentFlaggedForReview: act({
    cause: FlagCause,
    /** The event that is the cause. */
    causeId: id,
  }),

  ImplementationReported: fact({
    level: implementationLevel,
    periodFrom: day,
    periodTo: day,
    assessorId: id,
    evidenceIds: list(id, EVIDENCE_MAX).min(1),
    note: text(10_000).optional(),
  }),
  ImplementationVerified: act({
    /** The report that is verified. */
    reportId: id,
    level: implementationLevel,
    /** All who verified it; somebody is among them who is not of a responsible party (INV-26). */
    by: list(id, PARTIES_MAX).min(1),
    method: text(2_000),
  }),
  EnforcementCapacityAssessed: act({ partyId: id, level: EnforcementCapacity, text: text(10_000) }),
  DueDateResolved: act({ due: day }),
  DueDateExtended: act({ to: day, agreedBy: list(id, PARTIES_MAX).min(1) }),

  BreachAlleged: act({ byPartyId: id, againstPartyId: id, incidentIds: list(id, 50), text: text(10_000) }),
  BreachInvestigationOpened: act({
    /** The allegation that is investigated. */
    allegationId: id,
    mechanism: text(500),
  }),
  BreachFindingRecorded: act({ allegationId: id, result: BreachResult, by: text(500) }),
  BreachRemedied: fact({ allegationId: id, text: text(10_000) }),
  SanctionApplied: fact({ allegationId: id, kind: SanctionKind, text: text(10_000) }),

  CommitmentSuspended: act({ byPartyId: id, ground: text(2_000) }),
  CommitmentReinstated: act({
    /** The event that suspended it. */
    suspensionId: id,
    reason: text(2_000),
  }),
  CommitmentFulfilled: act({
    /** The report of full implementation, and who verified it. */
    reportId: id,
    verifiedBy: list(id, PARTIES_MAX).min(1),
  }),
  CommitmentTerminated: act({ ground: TerminationGround, text: text(2_000) }),
});

import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import type { Happened } from '../../kernel/happened';
import { commitmentEvents } from '../../negotiation/commitment/commitment.events';
import { federalReviewEvents } from '../../negotiation/federal-review/federal-review.events';
import { type Board, changes, opens, partOf } from '../../views/board';
import { federalReviewQueue, type ReviewRow } from '../federal-review-queue/federal-review-queue.projection';

type Terms = Legible<DataOf<typeof commitmentEvents, 'CommitmentDrafted'>>;
type Flagged = Legible<DataOf<typeof commitmentEvents, 'CommitmentFlaggedForReview'>>;

/** Where a commitment stands in its legal life. */
export type LegalState =
  'DRAFT' | 'IN_CLEARANCE' | 'CLEARED' | 'DECLINED' | 'ENTERED' | 'IN_FORCE' | 'SUSPENDED' | 'FULFILLED' | 'TERMINATED';

/** One commitment as the tracker shows it; what depends on the day it is asked is computed by the query. */
export interface CommitmentRow extends Record<string, unknown> {
  readonly of: 'COMMITMENT';
  readonly commitmentId: string;
  readonly initiativeId: string | Erased;
  readonly text: Terms['text'];
  readonly kind: Terms['kind'];
  readonly topic: Terms['topic'];
  readonly subTopics: Terms['subTopics'];
  readonly pillar: Terms['pillar'];
  readonly competence: Terms['competence'];
  readonly responsible: Terms['responsible'];
  readonly beneficiaries: Terms['beneficiaries'];
  readonly verification: Terms['verification'];
  readonly legalState: LegalState;
  /** The review that clears or has cleared it. */
  readonly reviewId: string | Erased | null;
  readonly enteredAt: string | Erased | null;
  /** 0 to 3, as last assessed; null before the first report. Domain 0.3: it is independent of the legal state. */
  readonly implementationLevel: number | Erased | null;
  readonly implementationAsOf: string | Erased | null;
  readonly implementationVerified: boolean;
  /** The level before the last report, for the trend. */
  readonly levelBefore: number | Erased | null;
  readonly dueRule: Terms['due'];
  /** The day it is due, as far as anybody has said: the fixed date, or the one resolved or extended since. */
  readonly dueDate: string | Erased | null;
  readonly lastEvidenceIds: readonly string[] | Erased;
  /** As last assessed, by responsible party (S56). */
  readonly enforcementCapacity: Readonly<Record<string, Legible<DataOf<typeof commitmentEvents, 'EnforcementCapacityAssessed'>>['level']>>;
  readonly breachState: string;
  /** Linked incidents: those that allegations of a breach name, each once. An erased allegation leaves its mark among them. */
  readonly incidentIds: readonly (string | Erased)[];
  /** Why it should be looked at again, every cause with its event; empty while nothing is the matter. */
  readonly flaggedForReview: readonly (Flagged & { readonly at: string })[];
  readonly draftedAt: string;
}

/** A review, as far as the tracker shows what it has granted: a row of its own, for whoever may see the review. */
export interface ClearingRow extends Record<string, unknown> {
  readonly of: 'REVIEW';
  readonly reviewId: string;
  readonly granted: Pick<ReviewRow, 'clearance' | 'decidedBy' | 'authorityId' | 'validFrom' | 'validUntil' | 'conditions'>;
}

export type TrackerRow = CommitmentRow | ClearingRow;

/** What the queue makes of a review. */
export const clearing = partOf<ReviewRow, ClearingRow, typeof federalReviewEvents>(federalReviewQueue.on, {
  part: ({ reviewId, clearance, decidedBy, authorityId, validFrom, validUntil, conditions }) => ({
    of: 'REVIEW',
    reviewId,
    granted: { clearance, decidedBy, authorityId, validFrom, validUntil, conditions },
  }),
  whole: ({ reviewId, granted }) => ({ ...granted, reviewId, guidance: [], paper: null, awaitingSince: null }) as unknown as ReviewRow,
});

const at = (state: LegalState) => changes<CommitmentRow, Happened>((row) => ({ ...row, legalState: state }));

/** INV-25: a report of full implementation counts as 2 until it is verified. */
const unverified = (level: number | Erased): number | Erased => (isErased(level) ? level : Math.min(level, 2));

const linked = (known: CommitmentRow['incidentIds'], named: readonly string[] | Erased): CommitmentRow['incidentIds'] => [
  ...new Set([...known, ...(isErased(named) ? [named] : named)]),
];

const fixedDate = (due: Terms['due']): string | Erased | null => {
  if (isErased(due)) return due;
  return due.kind === 'FIXED' ? due.date : null;
};

/** A commitment's own events. */
export const commitmentReducers: Board<CommitmentRow, typeof commitmentEvents>['on'] = {
  CommitmentDrafted: opens(({ data, streamId, recordedAt }) => ({
    of: 'COMMITMENT',
    commitmentId: streamId,
    initiativeId: data.initiativeId,
    text: data.text,
    kind: data.kind,
    topic: data.topic,
    subTopics: data.subTopics,
    pillar: data.pillar,
    competence: data.competence,
    responsible: data.responsible,
    beneficiaries: data.beneficiaries,
    verification: data.verification,
    legalState: 'DRAFT',
    reviewId: null,
    enteredAt: null,
    implementationLevel: null,
    implementationAsOf: null,
    implementationVerified: false,
    levelBefore: null,
    dueRule: data.due,
    dueDate: fixedDate(data.due),
    lastEvidenceIds: [],
    enforcementCapacity: {},
    breachState: 'NONE',
    incidentIds: [],
    flaggedForReview: [],
    draftedAt: recordedAt,
  })),
  CommitmentRedrafted: changes((row, { data }) => ({ ...row, text: data.text, legalState: 'DRAFT', reviewId: null })),
  CommitmentSubmittedForClearance: changes((row, { data }) => ({ ...row, legalState: 'IN_CLEARANCE', reviewId: data.reviewId })),
  CommitmentCleared: at('CLEARED'),
  CommitmentReturned: changes((row) => ({ ...row, legalState: 'DRAFT', reviewId: null })),
  CommitmentDeclined: at('DECLINED'),
  CommitmentEntered: changes((row, { data }) => ({ ...row, text: data.text, legalState: 'ENTERED', enteredAt: data.enteredAt })),
  CommitmentCameIntoForce: at('IN_FORCE'),
  CommitmentAmended: changes((row, { data }) => ({ ...row, text: data.text, reviewId: data.clearanceId })),
  CommitmentSuspended: at('SUSPENDED'),
  CommitmentReinstated: at('IN_FORCE'),
  CommitmentFulfilled: at('FULFILLED'),
  CommitmentTerminated: at('TERMINATED'),
  CommitmentFlaggedForReview: changes((row, { data: { cause, causeId }, recordedAt }) => ({
    ...row,
    flaggedForReview: [...row.flaggedForReview, { cause, causeId, at: recordedAt }],
  })),
  ImplementationReported: changes((row, { data }) => ({
    ...row,
    levelBefore: row.implementationLevel,
    implementationLevel: unverified(data.level),
    implementationAsOf: data.periodTo,
    implementationVerified: false,
    lastEvidenceIds: data.evidenceIds,
  })),
  // Its report may have been annulled; then there is nothing that it verifies.
  ImplementationVerified: changes((row, { data }) =>
    row.implementationLevel === null ? row : { ...row, implementationLevel: data.level, implementationVerified: true },
  ),
  EnforcementCapacityAssessed: changes((row, { data: { partyId, level } }) =>
    isErased(partyId) ? row : { ...row, enforcementCapacity: { ...row.enforcementCapacity, [partyId]: level } },
  ),
  DueDateResolved: changes((row, { data }) => ({ ...row, dueDate: data.due })),
  DueDateExtended: changes((row, { data }) => ({ ...row, dueDate: data.to })),
  BreachAlleged: changes((row, { data }) => ({
    ...row,
    breachState: 'ALLEGED',
    incidentIds: linked(row.incidentIds, data.incidentIds),
  })),
  BreachInvestigationOpened: changes((row) => ({ ...row, breachState: 'UNDER_INVESTIGATION' })),
  BreachFindingRecorded: changes((row, { data }) => ({ ...row, breachState: isErased(data.result) ? 'ERASED' : data.result })),
  BreachRemedied: changes((row) => ({ ...row, breachState: 'REMEDIED' })),
};

/**
 * Every commitment with its legal state, its implementation and its due date; and reviews with what they have granted, which the query puts
 * beside what they clear (domain.md 5).
 */
export const commitmentTracker: Board<TrackerRow, typeof commitmentEvents | typeof federalReviewEvents> = {
  name: 'commitment-tracker',
  version: 2,
  events: [commitmentEvents, federalReviewEvents],
  columns: {
    of: 'text',
    reviewId: 'text',
    initiativeId: 'text',
    topic: 'text',
    pillar: 'text',
    competence: 'text',
    legalState: 'text',
    breachState: 'text',
    dueDate: 'text',
    draftedAt: 'text',
    implementationLevel: 'integer',
  },
  on: {
    ...(commitmentReducers as Board<TrackerRow, typeof commitmentEvents>['on']),
    ...(clearing as Board<TrackerRow, typeof federalReviewEvents>['on']),
  },
};

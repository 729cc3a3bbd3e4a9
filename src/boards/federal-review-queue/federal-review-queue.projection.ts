import type { Flag } from '../../kernel/envelope';
import type { Erased, Legible } from '../../kernel/erased';
import { isErased } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import type { Happened } from '../../kernel/happened';
import type { Occurrence } from '../../kernel/occurrence';
import { federalReviewEvents, Urgency } from '../../negotiation/federal-review/federal-review.events';
import { type Board, changes, opens } from '../../views/board';

type Submission = Legible<DataOf<typeof federalReviewEvents, 'ReviewSubmitted'>>;
type Guidance = Legible<DataOf<typeof federalReviewEvents, 'GuidanceIssued'>>;
type Received = Legible<DataOf<typeof federalReviewEvents, 'FederalDecisionReceived'>>;

export type ReviewState =
  | 'SUBMITTED'
  | 'ACKNOWLEDGED'
  | 'IN_REVIEW'
  | 'AWAITING_INFORMATION'
  | 'DECIDED'
  | 'RETURNED'
  | 'DECLINED'
  | 'WITHDRAWN'
  | 'SUPERSEDED'
  // Of what came on paper and never lay on the desk (INV-48).
  | 'RECEIVED'
  | 'CONFIRMED';

/** One condition of a clearance. */
export interface ConditionRow {
  readonly id: string;
  readonly text: string;
  readonly satisfied: boolean;
}

/** A federal decision that arrived on paper, as the province has recorded it: a report, which clears nothing (INV-48). */
export interface PaperRow {
  /** The event that reports it. */
  readonly receiptId: string;
  readonly reference: Received['reference'];
  readonly evidenceId: Received['evidenceId'];
  /** What the paper is said to decide. `decision` of the row stays empty: the federal side has decided nothing here. */
  readonly decisionOnPaper: Received['decision'];
  readonly receivedAt: Occurrence | Erased;
  readonly recordedBy: string;
  readonly flags: readonly Flag[];
  /** By a second person of the province. */
  readonly confirmedAt: string | null;
  readonly confirmedBy: string | null;
}

/** One review as it lies on the federal desk; ages are computed by the query, for silence decides nothing (INV-14). */
export interface ReviewRow extends Record<string, unknown> {
  readonly reviewId: string;
  readonly initiativeId: string | Erased;
  readonly subject: Submission['subject'];
  /** The record that waits for it. */
  readonly blocking: string | Erased | null;
  readonly textHash: string | Erased | null;
  readonly urgency: Submission['urgency'] | null;
  /** The more urgent, the higher: the words themselves sort by the alphabet. */
  readonly urgencyRank: number | null;
  readonly question: Submission['question'] | null;
  readonly neededBy: string | Erased | null;
  readonly state: ReviewState;
  /** What came on paper was submitted by nobody: then when it was recorded. */
  readonly submittedAt: string;
  readonly acknowledgedAt: string | null;
  readonly division: string | Erased | null;
  readonly decision: string | Erased | null;
  /** Who decided it for the federal side, whichever way. */
  readonly decidedBy: string | null;
  /** The party in whose name it was cleared. */
  readonly authorityId: string | Erased | null;
  readonly validFrom: string | Erased | null;
  readonly validUntil: string | Erased | null;
  readonly clearance: 'LIVE' | 'EXPIRED' | 'REVOKED' | 'CONSUMED' | null;
  readonly conditions: readonly ConditionRow[] | Erased;
  readonly guidance: readonly (Guidance & { readonly at: string; readonly by: string })[];
  /** When it left the desk; null while it lies there. */
  readonly closedAt: string | null;
  /** Since when the clock of the desk is stopped; null while it runs. */
  readonly awaitingSince: string | null;
  /** How long it was stopped before. */
  readonly awaitedMs: number;
  /** Null for what was submitted here. */
  readonly paper: PaperRow | null;
}

/** What nobody has said yet. */
const BLANK = {
  blocking: null,
  urgency: null,
  urgencyRank: null,
  question: null,
  neededBy: null,
  acknowledgedAt: null,
  division: null,
  decision: null,
  decidedBy: null,
  authorityId: null,
  validFrom: null,
  validUntil: null,
  clearance: null,
  conditions: [],
  guidance: [],
  closedAt: null,
  awaitingSince: null,
  awaitedMs: 0,
  paper: null,
} as const satisfies Partial<ReviewRow>;

/** It leaves the desk once: what is superseded after its decision left it when it was decided. */
const left = (row: ReviewRow, state: ReviewState, { recordedAt }: Happened): ReviewRow => ({
  ...row,
  state,
  clearance: null,
  closedAt: row.closedAt ?? recordedAt,
});

const closed = (state: ReviewState) => changes<ReviewRow, Happened>((row, event) => left(row, state, event));

/** A decision by which nothing is cleared. */
const refused = (state: ReviewState) =>
  changes<ReviewRow, Happened>((row, event) => ({ ...left(row, state, event), decidedBy: event.recordedBy }));

const RECEIPT_FLAGS = federalReviewEvents.schemas.FederalDecisionReceived.flags;

/** Every review with where it stands and since when (domain.md 5). */
export const federalReviewQueue: Board<ReviewRow, typeof federalReviewEvents> = {
  name: 'federal-review-queue',
  version: 2,
  events: [federalReviewEvents],
  columns: {
    initiativeId: 'text',
    subject: 'text',
    state: 'text',
    urgency: 'text',
    urgencyRank: 'integer',
    blocking: 'text',
    division: 'text',
    neededBy: 'text',
    submittedAt: 'text',
  },
  on: {
    ReviewSubmitted: opens(({ data, streamId, recordedAt }) => ({
      reviewId: streamId,
      initiativeId: data.initiativeId,
      subject: data.subject,
      ...BLANK,
      blocking: data.subjectId,
      textHash: data.text === undefined ? null : isErased(data.text) ? data.text : data.text.textHash,
      urgency: data.urgency,
      urgencyRank: isErased(data.urgency) ? null : Urgency.options.indexOf(data.urgency),
      question: data.question,
      neededBy: data.neededBy ?? null,
      state: 'SUBMITTED',
      submittedAt: recordedAt,
    })),
    ReviewAcknowledged: changes((row, { recordedAt }) => ({ ...row, state: 'ACKNOWLEDGED', acknowledgedAt: recordedAt })),
    ReviewAssigned: changes((row, { data }) => ({ ...row, state: 'IN_REVIEW', division: data.division })),
    InformationRequested: changes((row, { recordedAt }) => ({ ...row, state: 'AWAITING_INFORMATION', awaitingSince: recordedAt })),
    InformationProvided: changes((row, { recordedAt }) => ({
      ...row,
      state: 'IN_REVIEW',
      awaitingSince: null,
      awaitedMs: row.awaitedMs + (row.awaitingSince === null ? 0 : Date.parse(recordedAt) - Date.parse(row.awaitingSince)),
    })),
    GuidanceIssued: changes((row, { data, recordedAt, recordedBy }) => ({
      ...row,
      guidance: [...row.guidance, { ...data, at: recordedAt, by: recordedBy }],
    })),
    ClearanceGranted: changes((row, { data, recordedAt, recordedBy }) => ({
      ...row,
      state: 'DECIDED',
      decision: data.decision,
      decidedBy: recordedBy,
      authorityId: data.authorityId,
      validFrom: data.validFrom,
      validUntil: data.validUntil,
      clearance: 'LIVE',
      conditions: isErased(data.conditions) ? data.conditions : data.conditions.map((it) => ({ ...it, satisfied: false })),
      closedAt: recordedAt,
    })),
    ClearanceConditionSatisfied: changes((row, { data }) => ({
      ...row,
      conditions: isErased(row.conditions)
        ? row.conditions
        : row.conditions.map((it) => (it.id === data.conditionId ? { ...it, satisfied: true } : it)),
    })),
    ReviewReturned: refused('RETURNED'),
    ReviewDeclined: refused('DECLINED'),
    SubmissionWithdrawn: closed('WITHDRAWN'),
    ReviewSuperseded: closed('SUPERSEDED'),
    ClearanceRevoked: changes((row) => ({ ...row, clearance: 'REVOKED' })),
    ClearanceExpired: changes((row) => ({ ...row, clearance: 'EXPIRED' })),
    // The word of it may come late: what was revoked meanwhile stays revoked.
    ClearanceConsumed: changes((row) => ({ ...row, clearance: row.clearance === 'REVOKED' ? 'REVOKED' : 'CONSUMED' })),

    FederalDecisionReceived: opens(({ data, id, streamId, recordedAt, recordedBy, occurredAt, flags }) => ({
      reviewId: streamId,
      initiativeId: data.initiativeId,
      subject: data.subject,
      ...BLANK,
      textHash: data.textHash ?? null,
      state: 'RECEIVED',
      submittedAt: recordedAt,
      // It waits for a second person of the province, and not on the federal desk.
      closedAt: recordedAt,
      paper: {
        receiptId: id,
        reference: data.reference,
        evidenceId: data.evidenceId,
        decisionOnPaper: data.decision,
        receivedAt: occurredAt,
        recordedBy,
        // What the type says of itself holds also where the envelope with its flags is erased.
        flags: [...new Set([...RECEIPT_FLAGS, ...flags])],
        confirmedAt: null,
        confirmedBy: null,
      },
    })),
    FederalDecisionConfirmed: changes((row, { recordedAt, recordedBy }) => ({
      ...row,
      state: 'CONFIRMED',
      paper: row.paper && { ...row.paper, confirmedAt: recordedAt, confirmedBy: recordedBy },
    })),
  },
};

import type { Erased, Legible } from '../../kernel/erased';
import { isErased } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import type { Happened } from '../../kernel/happened';
import { federalReviewEvents } from '../../negotiation/federal-review/federal-review.events';
import { type Board, changes, opens } from '../../views/board';

type Submission = Legible<DataOf<typeof federalReviewEvents, 'ReviewSubmitted'>>;
type Guidance = Legible<DataOf<typeof federalReviewEvents, 'GuidanceIssued'>>;

export type ReviewState =
  'SUBMITTED' | 'ACKNOWLEDGED' | 'IN_REVIEW' | 'AWAITING_INFORMATION' | 'DECIDED' | 'RETURNED' | 'DECLINED' | 'WITHDRAWN' | 'SUPERSEDED';

/** One condition of a clearance. */
export interface ConditionRow {
  readonly id: string;
  readonly text: string;
  readonly satisfied: boolean;
}

/** One review as it lies on the federal desk; ages are computed by the query, for silence decides nothing (INV-14). */
export interface ReviewRow extends Record<string, unknown> {
  readonly reviewId: string;
  readonly initiativeId: string | Erased;
  readonly subject: Submission['subject'];
  /** The record that waits for it. */
  readonly blocking: string | Erased;
  readonly textHash: string | Erased | null;
  readonly urgency: Submission['urgency'];
  readonly question: Submission['question'];
  readonly neededBy: string | Erased | null;
  readonly state: ReviewState;
  readonly submittedAt: string;
  readonly acknowledgedAt: string | null;
  readonly division: string | Erased | null;
  readonly decision: string | Erased | null;
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
}

/** It leaves the desk once: what is superseded after its decision left it when it was decided. */
const closed = (state: ReviewState) =>
  changes<ReviewRow, Happened>((row, { recordedAt }) => ({ ...row, state, clearance: null, closedAt: row.closedAt ?? recordedAt }));

/** Every review with where it stands and since when (domain.md 5). */
export const federalReviewQueue: Board<ReviewRow, typeof federalReviewEvents> = {
  name: 'federal-review-queue',
  version: 1,
  events: [federalReviewEvents],
  columns: {
    initiativeId: 'text',
    subject: 'text',
    state: 'text',
    urgency: 'text',
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
      blocking: data.subjectId,
      textHash: data.text === undefined ? null : isErased(data.text) ? data.text : data.text.textHash,
      urgency: data.urgency,
      question: data.question,
      neededBy: data.neededBy ?? null,
      state: 'SUBMITTED',
      submittedAt: recordedAt,
      acknowledgedAt: null,
      division: null,
      decision: null,
      validUntil: null,
      clearance: null,
      conditions: [],
      guidance: [],
      closedAt: null,
      awaitingSince: null,
      awaitedMs: 0,
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
    ClearanceGranted: changes((row, { data, recordedAt }) => ({
      ...row,
      state: 'DECIDED',
      decision: data.decision,
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
    ReviewReturned: closed('RETURNED'),
    ReviewDeclined: closed('DECLINED'),
    SubmissionWithdrawn: closed('WITHDRAWN'),
    ReviewSuperseded: closed('SUPERSEDED'),
    ClearanceRevoked: changes((row) => ({ ...row, clearance: 'REVOKED' })),
    ClearanceExpired: changes((row) => ({ ...row, clearance: 'EXPIRED' })),
    // The word of it may come late: what was revoked meanwhile stays revoked.
    ClearanceConsumed: changes((row) => ({ ...row, clearance: row.clearance === 'REVOKED' ? 'REVOKED' : 'CONSUMED' })),
  },
};

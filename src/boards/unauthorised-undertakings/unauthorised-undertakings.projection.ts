import type { Erased, Legible } from '../../kernel/erased';
import { isErased } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import type { Happened } from '../../kernel/happened';
import type { Occurrence } from '../../kernel/occurrence';
import { contactEvents } from '../../negotiation/contact/contact.events';
import { federalReviewEvents } from '../../negotiation/federal-review/federal-review.events';
import { type Board, changes, opens, partOf } from '../../views/board';
import { contactReducers, type ContactRow } from '../contact-row';
import { federalReviewQueue, type ReviewRow } from '../federal-review-queue/federal-review-queue.projection';
import { firstInstant } from '../world-time';

type Reported = Legible<DataOf<typeof contactEvents, 'UnauthorisedUndertakingReported'>>;

/** How it was settled. */
export interface SettlementRow {
  readonly at: string;
  readonly by: string;
  /** What binds in its stead, where it was confirmed (INV-11). */
  readonly commitmentId: string | Erased | null;
  readonly clearanceId: string | Erased | null;
  /** In whose name it was disavowed, and which party was told so. */
  readonly byPartyId: string | Erased | null;
  readonly communicatedToPartyId: string | Erased | null;
}

/** A promise made without leave, as it was reported: a fact, and never part of what is agreed (INV-23). */
export interface UndertakingRow extends Record<string, unknown> {
  readonly of: 'UNDERTAKING';
  readonly undertakingId: string;
  readonly initiativeId: string | null;
  readonly contactId: string;
  readonly speakerId: Reported['speakerId'];
  readonly toPartyId: Reported['toPartyId'];
  readonly text: Reported['text'];
  readonly circumstances: Reported['circumstances'];
  readonly reviewId: Reported['reviewId'];
  /** When it was made. */
  readonly madeAt: Occurrence | Erased;
  /** The first instant that this can mean; null where nobody knows. */
  readonly firstMadeAt: string | null;
  readonly reportedAt: string;
  readonly reportedBy: string;
  readonly standing: 'OPEN' | 'DISAVOWED' | 'CONFIRMED';
  /** Null while it is open. */
  readonly settled: SettlementRow | null;
}

/** The review that looks at it, for whoever may see the review. */
export interface LookingRow extends Record<string, unknown> {
  readonly of: 'REVIEW';
  readonly reviewId: string;
  readonly review: Pick<ReviewRow, 'state' | 'submittedAt' | 'acknowledgedAt' | 'division' | 'decision' | 'closedAt'>;
}

export type UndertakingsRow = UndertakingRow | ContactRow | LookingRow;

/** An undertaking has a row of its own beside its contact's; nobody can say any more which one an erased answer was about. */
export function undertakingOf({ type, id, data, streamId }: Happened): string | undefined {
  if (type === 'UnauthorisedUndertakingReported') return id;
  if (type !== 'UndertakingDisavowed' && type !== 'UndertakingConfirmed') return streamId;
  const undertakingId = data['undertakingId'] as string | Erased;
  return isErased(undertakingId) ? undefined : undertakingId;
}

/** What each event makes of an undertaking. */
export const undertakingReducers: Board<UndertakingRow, typeof contactEvents>['on'] = {
  UnauthorisedUndertakingReported: opens(({ data, id, streamId, initiativeId, occurredAt, recordedAt, recordedBy }) => ({
    of: 'UNDERTAKING',
    undertakingId: id,
    initiativeId: initiativeId ?? null,
    contactId: streamId,
    speakerId: data.speakerId,
    toPartyId: data.toPartyId,
    text: data.text,
    circumstances: data.circumstances,
    reviewId: data.reviewId,
    madeAt: occurredAt,
    firstMadeAt: firstInstant(occurredAt),
    reportedAt: recordedAt,
    reportedBy: recordedBy,
    standing: 'OPEN',
    settled: null,
  })),
  UndertakingDisavowed: changes((row, { data: { byPartyId, communicatedToPartyId }, recordedAt: at, recordedBy: by }) => ({
    ...row,
    standing: 'DISAVOWED',
    settled: { at, by, byPartyId, communicatedToPartyId, commitmentId: null, clearanceId: null },
  })),
  UndertakingConfirmed: changes((row, { data: { commitmentId, clearanceId }, recordedAt: at, recordedBy: by }) => ({
    ...row,
    standing: 'CONFIRMED',
    settled: { at, by, commitmentId, clearanceId, byPartyId: null, communicatedToPartyId: null },
  })),
};

/** What the queue makes of a review, kept as far as it is shown beside an undertaking. */
const looking = partOf<ReviewRow, LookingRow, typeof federalReviewEvents>(federalReviewQueue.on, {
  part: ({ reviewId, state, submittedAt, acknowledgedAt, division, decision, closedAt }) => ({
    of: 'REVIEW',
    reviewId,
    review: { state, submittedAt, acknowledgedAt, division, decision, closedAt },
  }),
  whole: ({ reviewId, review }) =>
    ({ ...review, reviewId, conditions: [], guidance: [], paper: null, awaitingSince: null }) as unknown as ReviewRow,
});

/**
 * Promises made without leave, apart from everything that is agreed (INV-23); and contacts and reviews, which the query puts beside them for
 * whoever may see those.
 */
export const unauthorisedUndertakings: Board<UndertakingsRow, typeof contactEvents | typeof federalReviewEvents> = {
  name: 'unauthorised-undertakings',
  version: 1,
  events: [contactEvents, federalReviewEvents],
  columns: {
    of: 'text',
    initiativeId: 'text',
    contactId: 'text',
    reviewId: 'text',
    speakerId: 'text',
    toPartyId: 'text',
    standing: 'text',
    firstMadeAt: 'text',
    reportedAt: 'text',
  },
  row: undertakingOf,
  on: {
    ...(contactReducers as Board<UndertakingsRow, typeof contactEvents>['on']),
    ...(undertakingReducers as Board<UndertakingsRow, typeof contactEvents>['on']),
    ...(looking as Board<UndertakingsRow, typeof federalReviewEvents>['on']),
  },
};

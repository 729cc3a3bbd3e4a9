import { isErased } from '../../kernel/erased';
import { type BoardQuery, pageOf } from '../../views/board-query';
import { federalReviewQueue, type ReviewRow } from './federal-review-queue.projection';

const HOUR_MS = 3_600_000;
const hours = (ms: number): number => Math.floor((ms / HOUR_MS) * 10) / 10;

/** Age since it was submitted, and how long of that it lay on the federal desk: the clock stands still while information is awaited. */
export function agesAt({ submittedAt, closedAt, awaitingSince, awaitedMs }: ReviewRow, now: string): { ageHours: number; deskAgeHours: number } {
  const end = Date.parse(closedAt ?? now);
  const total = end - Date.parse(submittedAt);
  const awaited = awaitedMs + (awaitingSince === null ? 0 : Math.max(0, end - Date.parse(awaitingSince)));
  return { ageHours: hours(total), deskAgeHours: hours(total - awaited) };
}

const openConditions = ({ conditions }: ReviewRow): number | null => (isErased(conditions) ? null : conditions.filter((it) => !it.satisfied).length);

export const federalReviewQueueQuery: BoardQuery<ReviewRow> = {
  board: federalReviewQueue,
  summary: 'What lies on the federal desk, since when, and what it blocks',
  filters: {
    initiativeId: 'Those of one initiative',
    subject: 'Those about one kind of subject',
    state: 'Those in one state',
    urgency: 'Those of one urgency',
    division: 'Those with one division',
  },
  sorts: ['submittedAt', 'neededBy', 'urgency', 'state'],
  ask: (readable, question) =>
    pageOf(readable, question, (row) => ({ ...row, ...agesAt(row, question.now), conditionsOpen: openConditions(row) })),
};

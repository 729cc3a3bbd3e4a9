import { sql } from 'kysely';
import { isErased } from '../../kernel/erased';
import { type BoardPage, type BoardQuery, type BoardQuestion, pageOf, sortedBy } from '../../views/board-query';
import { isWithheld, type Readable } from '../../views/visibility';
import { federalReviewQueue, type ReviewRow } from './federal-review-queue.projection';

const HOUR_MS = 3_600_000;
const hours = (ms: number): number => Math.floor((ms / HOUR_MS) * 10) / 10;

/** Age since it was submitted, and how long of that it lay on the federal desk: the clock stands still while information is awaited. */
export function agesAt(
  { submittedAt, closedAt, awaitingSince, awaitedMs }: ReviewRow,
  now: string,
): { ageHours: number; deskAgeHours: number } {
  const end = Date.parse(closedAt ?? now);
  const total = end - Date.parse(submittedAt);
  const awaited = awaitedMs + (awaitingSince === null ? 0 : Math.max(0, end - Date.parse(awaitingSince)));
  return { ageHours: hours(total), deskAgeHours: hours(total - awaited) };
}

const openConditions = ({ conditions }: ReviewRow): number | null =>
  isErased(conditions) ? null : conditions.filter((it) => !it.satisfied).length;

/** How often the federal side has returned what these reviews are about, each time in a review of its own; as far as this reader may see. */
async function returnsOf({ rows }: Pick<Readable<ReviewRow>, 'rows'>, subjectIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (subjectIds.length === 0) return new Map();
  const found = await rows
    .where(sql<boolean>`state = 'RETURNED'`)
    .where('blocking' as never, 'in', subjectIds as never)
    .groupBy('blocking' as never)
    .select(['blocking' as never, sql<number>`count(*)`.as('times')])
    .execute();
  return new Map((found as unknown as { blocking: string; times: number }[]).map(({ blocking, times }) => [blocking, times]));
}

/** A review with what depends on when, and by whom, it is asked for. */
export interface ReviewAnswer extends ReviewRow {
  readonly ageHours: number;
  readonly deskAgeHours: number;
  readonly conditionsOpen: number | null;
  readonly timesReturned: number;
}

async function ask(readable: Readable<ReviewRow>, question: BoardQuestion): Promise<BoardPage<ReviewAnswer>> {
  const page = await pageOf(sortedBy(readable, { urgency: 'urgencyRank' }), question);
  const subjectIds = page.rows.flatMap((row) => (isWithheld(row) || typeof row.blocking !== 'string' ? [] : [row.blocking]));
  const returns = await returnsOf(readable, subjectIds);
  const answerOf = (row: ReviewRow): ReviewAnswer => ({
    ...row,
    ...agesAt(row, question.now),
    conditionsOpen: openConditions(row),
    timesReturned: typeof row.blocking === 'string' ? (returns.get(row.blocking) ?? 0) : 0,
  });
  return { ...page, rows: page.rows.map((row) => (isWithheld(row) ? row : answerOf(row))) };
}

export const federalReviewQueueQuery: BoardQuery<ReviewRow> = {
  board: federalReviewQueue,
  summary: 'What lies on the federal desk, since when, and what it blocks; apart from that, what came on paper',
  filters: {
    initiativeId: 'Those of one initiative',
    subject: 'Those about one kind of subject',
    state: 'Those in one state',
    urgency: 'Those of one urgency',
    division: 'Those with one division',
  },
  sorts: ['submittedAt', 'neededBy', 'urgency', 'state'],
  ask,
};

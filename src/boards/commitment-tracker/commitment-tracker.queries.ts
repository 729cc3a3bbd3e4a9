import { type Erased, isErased } from '../../kernel/erased';
import { type BoardPage, type BoardQuery, type BoardQuestion, ofKind, pageOf, rowsBy } from '../../views/board-query';
import { isWithheld, type Readable, type Withheld } from '../../views/visibility';
import { type ClearingRow, type CommitmentRow, commitmentTracker, type TrackerRow } from './commitment-tracker.projection';

const DAY_MS = 24 * 3_600_000;

/** Legal states in which a due date still means something. */
const OPEN: ReadonlySet<string> = new Set(['ENTERED', 'IN_FORCE', 'SUSPENDED']);

/** What depends on the day on which it is asked: never stored. */
export function dueAt(
  { dueDate, legalState }: Pick<CommitmentRow, 'dueDate' | 'legalState'>,
  now: string,
): { daysLeft: number | null; overdue: boolean } {
  if (dueDate === null || isErased(dueDate)) return { daysLeft: null, overdue: false };
  const daysLeft = Math.round((Date.parse(dueDate) - Date.parse(now.slice(0, 10))) / DAY_MS);
  return { daysLeft, overdue: daysLeft < 0 && OPEN.has(legalState) };
}

function trendOf({
  implementationLevel: level,
  levelBefore: before,
}: Pick<CommitmentRow, 'implementationLevel' | 'levelBefore'>): 'UP' | 'DOWN' | 'SAME' | null {
  if (typeof level !== 'number' || typeof before !== 'number') return null;
  return level > before ? 'UP' : level < before ? 'DOWN' : 'SAME';
}

/** Mean level as a share of full implementation, with how many it rests on: a number without its n says nothing (domain.md 5). */
export interface TopicRollUp {
  readonly topic: string;
  readonly meanLevel: number | null;
  readonly n: number;
  readonly shareVerified: number | null;
}

/** Over the rows that this reader may see, and those alone. */
export async function rollUpByTopic(readable: Readable<TrackerRow>, initiativeId?: string | number): Promise<TopicRollUp[]> {
  const { rows: all } = ofKind(readable, 'COMMITMENT');
  const own = initiativeId === undefined ? all : all.where('initiativeId' as never, '=', initiativeId as never);
  const found = await own.select('row').execute();
  const byTopic = new Map<string, CommitmentRow[]>();
  for (const { row } of found as unknown as { row: string }[]) {
    const commitment = JSON.parse(row) as CommitmentRow;
    if (typeof commitment.topic !== 'string') continue;
    byTopic.set(commitment.topic, [...(byTopic.get(commitment.topic) ?? []), commitment]);
  }
  return [...byTopic]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([topic, commitments]) => {
      const assessed = commitments.filter((it) => typeof it.implementationLevel === 'number');
      const sum = assessed.reduce((total, { implementationLevel }) => total + Number(implementationLevel), 0);
      const verified = assessed.filter(({ implementationVerified }) => implementationVerified).length;
      const n = assessed.length;
      return { topic, n, meanLevel: n === 0 ? null : sum / n / 3, shareVerified: n === 0 ? null : verified / n };
    });
}

/** The clearance of a text, as its review tells it. */
export interface ClearanceAnswer {
  /** One review grants at most one clearance, and its id is the review's. */
  readonly id: string;
  /** The party in whose name it was granted. */
  readonly authorityId: string | Erased | null;
  readonly decidedBy: string | null;
  readonly validFrom: string | Erased | null;
  readonly validUntil: string | Erased | null;
  readonly state: 'LIVE' | 'EXPIRED' | 'REVOKED' | 'CONSUMED';
  /** Null where nobody can know it any more. */
  readonly conditionsOpen: number | null;
  /** Whether it would clear the text at this moment (INV-11). */
  readonly live: boolean;
}

/** Null where nothing is granted. It is over at its last instant, whether or not a clock has said so yet. */
export function clearanceAt({ reviewId, granted }: ClearingRow, now: string): ClearanceAnswer | null {
  const { clearance, authorityId, decidedBy, validFrom, validUntil, conditions } = granted;
  if (clearance === null) return null;
  const begun = typeof validFrom === 'string' && validFrom <= now;
  const over = typeof validUntil === 'string' && validUntil <= now;
  const state = clearance === 'LIVE' && over ? 'EXPIRED' : clearance;
  const conditionsOpen = isErased(conditions) ? null : conditions.filter(({ satisfied }) => !satisfied).length;
  const live = state === 'LIVE' && begun && !isErased(validUntil) && conditionsOpen === 0;
  return { id: reviewId, authorityId, decidedBy, validFrom, validUntil, state, conditionsOpen, live };
}

/** A commitment with what depends on when, and by whom, it is asked for. */
export interface CommitmentAnswer extends Omit<CommitmentRow, 'of'> {
  readonly clearance: ClearanceAnswer | Withheld | null;
  readonly daysLeft: number | null;
  readonly overdue: boolean;
  readonly trend: ReturnType<typeof trendOf>;
}

export interface TrackerPage extends BoardPage<CommitmentAnswer> {
  readonly byTopic: readonly TopicRollUp[];
}

async function ask(readable: Readable<TrackerRow>, question: BoardQuestion): Promise<TrackerPage> {
  const { rows, next, total } = await pageOf(ofKind(readable, 'COMMITMENT'), question, (row) => row as CommitmentRow);
  const reviews = await rowsBy(
    ofKind(readable, 'REVIEW'),
    'reviewId',
    rows.flatMap((row) => (isWithheld(row) || typeof row.reviewId !== 'string' ? [] : [row.reviewId])),
  );
  const answerOf = ({ of: _, ...row }: CommitmentRow): CommitmentAnswer => {
    const review = typeof row.reviewId === 'string' ? reviews.get(row.reviewId) : undefined;
    const clearance = !review || isWithheld(review) ? (review ?? null) : clearanceAt(review as ClearingRow, question.now);
    return { ...row, clearance, ...dueAt(row, question.now), trend: trendOf(row) };
  };
  return {
    rows: rows.map((row) => (isWithheld(row) ? row : answerOf(row))),
    next,
    total,
    byTopic: await rollUpByTopic(readable, question.filters['initiativeId']),
  };
}

export const commitmentTrackerQuery: BoardQuery<TrackerRow> = {
  board: commitmentTracker,
  summary: 'Commitments: clearance, legal state beside implementation, due dates, breaches',
  filters: {
    initiativeId: 'Those of one initiative',
    topic: 'Those on one topic',
    pillar: 'Those of one pillar',
    competence: 'Those of one competence',
    legalState: 'Those in one legal state',
    breachState: 'Those with one state of breach',
  },
  sorts: ['draftedAt', 'dueDate', 'legalState', 'topic', 'implementationLevel'],
  ask,
};

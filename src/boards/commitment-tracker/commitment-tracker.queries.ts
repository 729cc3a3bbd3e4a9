import { isErased } from '../../kernel/erased';
import { type BoardQuery, pageOf } from '../../views/board-query';
import type { Readable } from '../../views/visibility';
import { type CommitmentRow, commitmentTracker } from './commitment-tracker.projection';

const DAY_MS = 24 * 3_600_000;

/** Legal states in which a due date still means something. */
const OPEN: ReadonlySet<string> = new Set(['ENTERED', 'IN_FORCE', 'SUSPENDED']);

/** What depends on the day on which it is asked: never stored. */
export function dueAt({ dueDate, legalState }: CommitmentRow, now: string): { daysLeft: number | null; overdue: boolean } {
  if (dueDate === null || isErased(dueDate)) return { daysLeft: null, overdue: false };
  const daysLeft = Math.round((Date.parse(dueDate) - Date.parse(now.slice(0, 10))) / DAY_MS);
  return { daysLeft, overdue: daysLeft < 0 && OPEN.has(legalState) };
}

function trendOf({ implementationLevel: level, levelBefore: before }: CommitmentRow): 'UP' | 'DOWN' | 'SAME' | null {
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
export async function rollUpByTopic(
  { rows }: Pick<Readable<CommitmentRow>, 'rows'>,
  initiativeId?: string | number,
): Promise<TopicRollUp[]> {
  const own = initiativeId === undefined ? rows : rows.where('initiativeId', '=', initiativeId as never);
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

export const commitmentTrackerQuery: BoardQuery<CommitmentRow> = {
  board: commitmentTracker,
  summary: 'Commitments: legal state beside implementation, due dates, breaches',
  filters: {
    initiativeId: 'Those of one initiative',
    topic: 'Those on one topic',
    pillar: 'Those of one pillar',
    competence: 'Those of one competence',
    legalState: 'Those in one legal state',
    breachState: 'Those with one state of breach',
  },
  sorts: ['draftedAt', 'dueDate', 'legalState', 'topic', 'implementationLevel'],
  ask: async (readable, question) => ({
    ...(await pageOf(readable, question, (row) => ({ ...row, ...dueAt(row, question.now), trend: trendOf(row) }))),
    byTopic: await rollUpByTopic(readable, question.filters['initiativeId']),
  }),
};

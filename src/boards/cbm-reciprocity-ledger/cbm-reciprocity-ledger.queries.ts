import { isErased } from '../../kernel/erased';
import type { Side } from '../../negotiation/terms';
import { type BoardPage, type BoardQuery, type BoardQuestion, pageOf, rowsBy, says, sortedBy } from '../../views/board-query';
import { isWithheld, type Readable, type Withheld } from '../../views/visibility';
import { firstInstant } from '../world-time';
import { cbmReciprocityLedger, type MeasureRow } from './cbm-reciprocity-ledger.projection';

const DAY_MS = 24 * 3_600_000;
const SIDES: readonly Side[] = ['PK', 'AF'];

/** A measure that answers, as far as this reader may see it. */
export interface AnswerThere extends Pick<MeasureRow, 'measureId' | 'title' | 'deliveredAt' | 'verified'> {
  /** Whole days from one delivery to the other, by the first instant of each; null where nobody knows one of them. */
  readonly daysToAnswer: number | null;
}

/** A measure with what depends on when, and by whom, it is asked for. */
export interface MeasureAnswer extends Omit<MeasureRow, 'moment' | 'answeredBy'> {
  /** In the order in which they were linked. One of which the reader may not know is not among them. */
  readonly answeredBy: readonly (AnswerThere | Withheld)[];
  /** The shortest of the answers that are shown; null where there is none. */
  readonly daysToAnswer: number | null;
  /** The window has passed, and nothing answers it. */
  readonly unanswered: boolean;
}

/** What was delivered of one unit. */
export interface Amount {
  readonly unit: string;
  readonly quantity: number;
}
/** Measures that were delivered, each counted once however many it answers (INV-28). */
export interface Tally {
  readonly measures: number;
  readonly confirmed: number;
  readonly amounts: readonly Amount[];
}
/** What one side has given and received, of one type, within one pairing. These are never added to a score. */
export interface SideTotal {
  readonly pairing: string;
  readonly side: Side;
  readonly type: string;
  readonly given: Tally;
  readonly received: Tally;
}

export interface LedgerPage extends BoardPage<MeasureAnswer> {
  readonly totals: readonly SideTotal[];
}

/** Never stored: nobody has to come and say that nothing happened. */
export const isUnanswered = ({ windowEnd, answeredBy }: Pick<MeasureRow, 'windowEnd' | 'answeredBy'>, now: string): boolean =>
  windowEnd !== null && windowEnd < now && answeredBy.length === 0;

function daysBetween(one: Pick<MeasureRow, 'deliveredAt'>, other: Pick<MeasureRow, 'deliveredAt'>): number | null {
  const [begin, end] = [firstInstant(one.deliveredAt), firstInstant(other.deliveredAt)];
  return begin === null || end === null ? null : Math.floor((Date.parse(end) - Date.parse(begin)) / DAY_MS);
}

const tallyOf = (rows: readonly MeasureRow[]): Tally => {
  const amounts = new Map<string, number>();
  for (const { unit, quantity } of rows)
    if (typeof unit === 'string' && typeof quantity === 'number') amounts.set(unit, (amounts.get(unit) ?? 0) + quantity);
  return {
    measures: rows.length,
    confirmed: rows.filter(({ verified }) => verified === 'CONFIRMED').length,
    amounts: [...amounts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([unit, quantity]) => ({ unit, quantity })),
  };
};

/** What is done together both give and both receive. */
const gives = ({ pattern, givenBy }: MeasureRow, side: Side): boolean => pattern === 'JOINT' || givenBy === side;
const receives = ({ pattern, givenBy }: MeasureRow, side: Side): boolean => pattern === 'JOINT' || givenBy !== side;

/** Over the rows that this reader may see, and those alone. */
export async function totalsOf(readable: Readable<MeasureRow>, filters: BoardQuestion['filters']): Promise<SideTotal[]> {
  let rows = readable.rows;
  for (const [name, value] of Object.entries(filters)) rows = rows.where(says(name, value));
  const found = await rows.select('row').execute();
  const groups = new Map<string, MeasureRow[]>();
  for (const { row } of found as unknown as { row: string }[]) {
    const it = JSON.parse(row) as MeasureRow;
    if (it.deliveredAt === null || it.pairing === null || isErased(it.type)) continue;
    const key = `${it.pairing} ${it.type}`;
    groups.set(key, [...(groups.get(key) ?? []), it]);
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([key, measures]) => {
      const [pairing = '', type = ''] = key.split(' ');
      return SIDES.map((side) => ({
        pairing,
        side,
        type,
        given: tallyOf(measures.filter((it) => gives(it, side))),
        received: tallyOf(measures.filter((it) => receives(it, side))),
      }));
    });
}

async function ask(readable: Readable<MeasureRow>, question: BoardQuestion): Promise<LedgerPage> {
  const [{ rows, next, total }, totals] = await Promise.all([
    pageOf(sortedBy(readable, { deliveredAt: 'moment' }), question, (row) => row),
    totalsOf(readable, question.filters),
  ]);
  const answering = await rowsBy(
    readable,
    'measureId',
    rows.flatMap((row) => (isWithheld(row) ? [] : row.answeredBy.filter((id) => typeof id === 'string'))),
  );
  const answerOf = ({ moment: _, ...row }: MeasureRow): MeasureAnswer => {
    const answeredBy = row.answeredBy.flatMap((id): (AnswerThere | Withheld)[] => {
      const there = typeof id === 'string' ? answering.get(id) : undefined;
      if (!there || isWithheld(there)) return there ? [there] : [];
      const { measureId, title, deliveredAt, verified } = there;
      return [{ measureId, title, deliveredAt, verified, daysToAnswer: daysBetween(row, there) }];
    });
    const days = answeredBy.flatMap((it) => (isWithheld(it) || it.daysToAnswer === null ? [] : [it.daysToAnswer]));
    return {
      ...row,
      answeredBy,
      daysToAnswer: days.length === 0 ? null : Math.min(...days),
      unanswered: isUnanswered(row, question.now),
    };
  };
  return {
    next,
    total,
    rows: rows.map((row) => (isWithheld(row) ? row : answerOf(row))),
    totals,
  };
}

export const cbmReciprocityLedgerQuery: BoardQuery<MeasureRow> = {
  board: cbmReciprocityLedger,
  summary: 'Confidence-building measures: what each side gave and received, and what answers what',
  filters: {
    initiativeId: 'Those of one initiative',
    pairing: 'Those between two kinds of ends, such as PK_AUTHORITY_AF_COMMUNITY',
    givenBy: 'Those of one side',
    type: 'Those of one type',
    pattern: 'Those of one pattern',
    topic: 'Those on one topic',
    state: 'Those in one state',
  },
  sorts: ['proposedAt', 'deliveredAt', 'windowEnd', 'pairing', 'type', 'state'],
  ask,
};

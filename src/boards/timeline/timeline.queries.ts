import { type DaysOf, daysOf } from '../../kernel/calendar-days';
import { isErased } from '../../kernel/erased';
import { type BoardPage, type BoardQuery, type BoardQuestion, pageOf, sortedBy } from '../../views/board-query';
import type { Readable } from '../../views/visibility';
import { type EntryRow, timeline } from './timeline.projection';

export interface EntryAnswer extends Omit<EntryRow, 'moment'> {
  /** Its day in three calendars, in its own zone; null where nobody knows it. */
  readonly days: DaysOf | null;
}

const ask = (readable: Readable<EntryRow>, question: BoardQuestion): Promise<BoardPage<EntryAnswer>> =>
  pageOf(sortedBy(readable, { occurredAt: 'moment' }), question, ({ moment: _, ...row }) => ({
    ...row,
    days: isErased(row.occurredAt) ? null : daysOf(row.occurredAt),
  }));

export const timelineQuery: BoardQuery<EntryRow> = {
  board: timeline,
  summary: 'What happened, in the order of the world, with what was recorded late, corrected or annulled; each day in three calendars',
  filters: {
    initiativeId: 'Those of one initiative',
    lane: 'Those of one lane: INITIATIVE, MANDATE, DELEGATION, CONTACT, JIRGA, TEXT, CBM, COMMITMENT, AGREEMENT, FEDERAL or DEVIATION',
    type: 'Those of one type, such as ContactHeld',
  },
  sorts: ['occurredAt', 'recordedAt', 'lane'],
  ask,
};

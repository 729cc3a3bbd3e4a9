import { type BoardPage, type BoardQuery, type BoardQuestion, pageOf, sortedBy } from '../../views/board-query';
import type { Readable } from '../../views/visibility';
import { deviationRegister, type DeviationRow } from './deviation-register.projection';

const DAY_MS = 24 * 3_600_000;

/** Whole days from its record to its disposition, or until now while it is open. */
export const ageDaysAt = ({ recordedAt, dispositioned }: Pick<DeviationRow, 'recordedAt' | 'dispositioned'>, now: string): number =>
  Math.floor((Date.parse(dispositioned?.at ?? now) - Date.parse(recordedAt)) / DAY_MS);

export interface DeviationAnswer extends Omit<DeviationRow, 'of' | 'severityRank'> {
  readonly ageDays: number;
}

const ask = (readable: Readable<DeviationRow>, question: BoardQuestion): Promise<BoardPage<DeviationAnswer>> =>
  pageOf(sortedBy(readable, { severity: 'severityRank' }), question, ({ of: _, severityRank: __, ...row }) => ({
    ...row,
    ageDays: ageDaysAt(row, question.now),
  }));

export const deviationRegisterQuery: BoardQuery<DeviationRow> = {
  board: deviationRegister,
  summary: 'What happened though a rule would not have allowed it, how grave it is, and what the federal side made of it',
  filters: {
    initiativeId: 'Those of one initiative',
    rule: 'Those from one rule, such as INV-02',
    flag: 'Those of one flag',
    severity: 'Those of one severity',
    disposition: 'Those with one disposition; OPEN while there is none',
    eventId: 'Those of one event',
  },
  sorts: ['recordedAt', 'severity', 'rule', 'disposition'],
  ask,
};

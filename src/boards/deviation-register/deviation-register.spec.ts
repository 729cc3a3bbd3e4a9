import { describe, expect, it } from '@jest/globals';
import { boardOf } from '../../../test/support/board-rows';
import { annulled, rowsAfter, type Told } from '../../../test/support/board-spec';
import { INITIATIVE } from '../../../test/support/clearance-sample';
import { eventId, gone, NOW, SOMEBODY } from '../../../test/support/decider-spec';
import { describeOnEach } from '../../../test/support/view-databases';
import { caveatBits, type Clearance } from '../../kernel/classification';
import type { DomainEvent } from '../../kernel/events';
import { deviationsEvents } from '../../negotiation/deviations/deviations.events';
import type { BoardPage, BoardQuestion } from '../../views/board-query';
import { readableBy } from '../../views/visibility';
import { deviationRegister, type DeviationRow } from './deviation-register.projection';
import { ageDaysAt, type DeviationAnswer, deviationRegisterQuery } from './deviation-register.queries';

const REGISTER = '80000000-0000-4000-8000-000000000001';
const CONTACT = '80000000-0000-4000-8000-000000000002';
const FACT = eventId(50);
const { ProtocolDeviationRecorded, DeviationDispositioned } = deviationsEvents;

const early = ProtocolDeviationRecorded({
  initiativeId: INITIATIVE,
  rule: 'INV-02',
  flag: 'BEFORE_NOTIFICATION',
  eventId: FACT,
  record: { kind: 'contact', id: CONTACT },
  severity: 'HIGH',
  explanation: 'It happened before the federal government was notified.',
});
const beyond = ProtocolDeviationRecorded({ ...early.data, rule: 'INV-08', flag: 'OUTSIDE_MANDATE', severity: 'MEDIUM' });
const accepted = DeviationDispositioned({ deviationId: eventId(1), result: 'ACCEPTED', reason: 'It was harmless.' });
const remedied = DeviationDispositioned({ deviationId: eventId(1), result: 'REMEDIED', remedyId: eventId(60) });

const rows = (...events: readonly (DomainEvent | Told)[]): DeviationRow[] => [
  ...rowsAfter(deviationRegister, 'deviations', REGISTER, ...events).values(),
];

describe('the deviation register', () => {
  it('has a row for each deviation: the rule, the event that bears the flag, how grave it is', () => {
    const [first, second] = rows(early, beyond);
    expect(first).toMatchObject({
      deviationId: eventId(1),
      registerId: REGISTER,
      initiativeId: INITIATIVE,
      rule: 'INV-02',
      flag: 'BEFORE_NOTIFICATION',
    });
    expect(first).toMatchObject({ eventId: FACT, record: { kind: 'contact', id: CONTACT }, severity: 'HIGH', recordedAt: NOW });
    expect(first).toMatchObject({ disposition: 'OPEN', dispositioned: null });
    expect(second).toMatchObject({ deviationId: eventId(2), rule: 'INV-08', severity: 'MEDIUM', disposition: 'OPEN' });
  });

  it('says who disposed of it and why, of that one alone, and the last word counts', () => {
    const at = '2025-03-04T09:00:00.000Z';
    const [first, second] = rows(early, beyond, { event: accepted, at });
    expect(first).toMatchObject({
      disposition: 'ACCEPTED',
      dispositioned: { at, by: SOMEBODY, reason: 'It was harmless.', remedyId: null },
    });
    expect(second).toMatchObject({ disposition: 'OPEN' });
    expect(rows(early, beyond, accepted, remedied)[0]).toMatchObject({
      disposition: 'REMEDIED',
      dispositioned: { reason: null, remedyId: eventId(60) },
    });
  });

  it('opens it again where the disposition is annulled, and has none where the deviation is', () => {
    expect(rows(early, beyond, accepted, annulled(3))[0]).toMatchObject({ disposition: 'OPEN', dispositioned: null });
    expect(rows(early, beyond, annulled(1)).map(({ rule }) => rule)).toEqual(['INV-08']);
  });

  it('leaves it open where nobody knows any more which one a disposition was about', () => {
    expect(rows(early, beyond, gone(accepted, 'deviationId')).map(({ disposition }) => disposition)).toEqual(['OPEN', 'OPEN']);
  });

  it('keeps the place of what is erased, and ranks no severity that nobody can read', () => {
    expect(rows(gone(early, 'severity', 'rule'))).toMatchObject([{ severityRank: null, flag: 'BEFORE_NOTIFICATION' }]);
  });

  it('counts whole days until the disposition, or until now', () => {
    const [open] = rows({ event: early, at: '2025-03-01T09:00:00.000Z' });
    expect(open && ageDaysAt(open, '2025-03-04T08:59:59.999Z')).toBe(2);
    expect(open && ageDaysAt(open, '2025-03-04T09:00:00.000Z')).toBe(3);
    const [settled] = rows({ event: early, at: '2025-03-01T09:00:00.000Z' }, { event: accepted, at: '2025-03-02T10:00:00.000Z' });
    expect(settled && ageDaysAt(settled, '2025-06-01T00:00:00.000Z')).toBe(1);
  });

  describeOnEach('as its reader gets it', (on) => {
    const question: BoardQuestion = { filters: {}, sort: '-severity', size: 10, now: '2025-03-11T09:00:00.000Z' };
    const EVERYTHING: Clearance = { level: 4, caveats: 0x3f };

    async function answers(clearance: Clearance, asked: Partial<BoardQuestion> = {}) {
      const { database, put } = await boardOf(deviationRegister, on);
      const [grave, slight] = rows(early, beyond);
      if (!grave || !slight) throw new Error('two deviations make two rows');
      await put({ id: '1', level: 2, caveats: 0, row: slight }, { id: '2', level: 0, caveats: 0, row: grave });
      await put({ id: '3', level: 0, caveats: caveatBits(['KP_EYES_ONLY']), row: grave });
      const readable = readableBy(database, deviationRegister, clearance);
      return (await deviationRegisterQuery.ask(readable, { ...question, ...asked })) as BoardPage<DeviationAnswer>;
    }

    it('puts the gravest first, with its age, and says nothing of how that is done', async () => {
      const page = await answers(EVERYTHING);
      expect(page.rows).toMatchObject([{ severity: 'HIGH', ageDays: 10 }, { severity: 'HIGH' }, { severity: 'MEDIUM' }]);
      expect(page.rows[0]).not.toHaveProperty('severityRank');
      expect((await answers(EVERYTHING, { filters: { rule: 'INV-08' } })).total).toBe(1);
    });

    it('hides a deviation with its fact: what is too high stands in place, of what is hidden there is nothing', async () => {
      const page = await answers({ level: 1, caveats: 0 });
      expect(page.total).toBe(2);
      expect(page.rows).toMatchObject([{ severity: 'HIGH' }, { withheld: 'CONFIDENTIAL' }]);
      expect((await answers({ level: 1, caveats: 0 }, { filters: { severity: 'MEDIUM' } })).total).toBe(0);
    });
  });
});

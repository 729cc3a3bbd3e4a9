import { expect, it } from '@jest/globals';
import { boardOf } from '../../../test/support/board-rows';
import { annulled, rowsAfter, type Told } from '../../../test/support/board-spec';
import * as agreementSample from '../../../test/support/agreement-sample';
import { assessed as assessedText, drafted, INITIATIVE, proposed } from '../../../test/support/clearance-sample';
import { day, held, notification, scheduled } from '../../../test/support/contact-sample';
import { eventId, NOW, SOMEBODY } from '../../../test/support/decider-spec';
import * as delegationSample from '../../../test/support/delegation-sample';
import * as measureSample from '../../../test/support/measure-sample';
import * as proposalSample from '../../../test/support/proposal-sample';
import { describeOnEach } from '../../../test/support/view-databases';
import { caveatBits, type Clearance } from '../../kernel/classification';
import type { DomainEvent } from '../../kernel/events';
import type { Occurrence } from '../../kernel/occurrence';
import { recordEvents } from '../../kernel/record.events';
import { contactEvents } from '../../negotiation/contact/contact.events';
import type { BoardPage, BoardQuestion } from '../../views/board-query';
import { readableBy } from '../../views/visibility';
import { type EntryRow, timeline } from './timeline.projection';
import { type EntryAnswer, timelineQuery } from './timeline.queries';

const CONTACT = '80000000-0000-4000-8000-000000000003';
const question: BoardQuestion = { filters: {}, sort: 'occurredAt', size: 20, now: NOW };
const EVERYTHING: Clearance = { level: 4, caveats: 0x3f };

const entries = (kind: string, id: string, ...events: readonly (DomainEvent | Told)[]): EntryRow[] => [
  ...rowsAfter(timeline, kind, id, ...events).values(),
];
const of = (...events: readonly (DomainEvent | Told)[]): EntryRow[] => entries('contact', CONTACT, ...events);
const unknown: Occurrence = { from: null, precision: 'UNKNOWN', zone: 'Asia/Kabul', calendar: 'GREGORIAN', originalText: 'some day' };
const rectifiedTo = (newValue: ReturnType<typeof day>) =>
  recordEvents.RecordRectified({
    targetEventId: eventId(1),
    pointer: '/record/occurredAt',
    oldValue: day('2025-02-20'),
    newValue,
    reason: 'CLERICAL_ERROR',
    authorityId: SOMEBODY,
    effective: 'AB_INITIO',
  });

describeOnEach('the timeline', (on) => {
  async function answers(rows: readonly { row: EntryRow; level?: number; caveats?: number }[], clearance = EVERYTHING, asked = {}) {
    const { database, put } = await boardOf(timeline, on);
    await put(...rows.map(({ row, level = 0, caveats = 0 }, n) => ({ id: `${9 - n}`, level, caveats, row })));
    return (await timelineQuery.ask(readableBy(database, timeline, clearance), { ...question, ...asked })) as BoardPage<EntryAnswer>;
  }

  it('has an entry for every event of each kind of record', () => {
    const types = new Set(timeline.events.flatMap(({ schemas }) => Object.keys(schemas)));
    expect(Object.keys(timeline.on).sort()).toEqual([...types].sort());
  });

  it('says what kind it was, in which record, when it was and when it was recorded', () => {
    const [entry] = of({ event: held, occurredAt: day('2025-02-27'), initiativeId: INITIATIVE });
    expect(entry).toMatchObject({ eventId: eventId(1), initiativeId: INITIATIVE, type: 'ContactHeld', lane: 'CONTACT' });
    expect(entry).toMatchObject({ record: { kind: 'contact', id: CONTACT }, occurredAt: day('2025-02-27'), recordedAt: NOW });
    expect(entry).toMatchObject({ lateRecorded: false, preLedger: false, rectified: false, annulled: false });
  });

  it('keeps wordings and what passes with the federal side in lanes of their own', () => {
    const lanes = (kind: string, ...events: readonly DomainEvent[]) => entries(kind, INITIATIVE, ...events).map(({ lane }) => lane);
    expect(lanes('initiative', proposed, notification)).toEqual(['INITIATIVE', 'FEDERAL']);
    expect(lanes('commitment', drafted)).toEqual(['TEXT']);
    expect(lanes('proposal', proposalSample.drafted, proposalSample.tabled)).toEqual(['TEXT', 'TEXT']);
    expect(lanes('measure', measureSample.proposed)).toEqual(['CBM']);
    expect(lanes('delegation', ...delegationSample.firstConstituted).slice(0, 1)).toEqual(['DELEGATION']);
    // What one kind of record has in common with another stands with its own.
    const assessed = [assessedText, agreementSample.assessedAs(agreementSample.textHash)] as const;
    expect([...lanes('commitment', assessed[0]), ...lanes('agreement', agreementSample.drafted, assessed[1])]).toEqual([
      ...['TEXT', 'AGREEMENT', 'AGREEMENT'],
    ]);
    expect(lanes('contact', scheduled, held)).toEqual(['CONTACT', 'CONTACT']);
    const prayed = contactEvents.PrayerOffered({ occasion: 'At its end' });
    const truce = { form: 'TEEGA', partyIds: [INITIATIVE], coverage: 'The valley', until: null, oral: true } as const;
    expect(lanes('contact', held, contactEvents.TruceDeclared({ ...truce, partyIds: [INITIATIVE] }), prayed)).toEqual([
      'CONTACT',
      'JIRGA',
      'JIRGA',
    ]);
  });

  it('marks what was recorded late, and what happened before there was a ledger', () => {
    expect(of({ event: held, flags: ['LATE_RECORDED'] })).toMatchObject([{ lateRecorded: true, preLedger: false }]);
    expect(of({ event: held, flags: ['PRE_LEDGER', 'LATE_RECORDED'] })).toMatchObject([{ lateRecorded: true, preLedger: true }]);
  });

  it('leaves what was annulled in its place, and marks it', () => {
    expect(of(scheduled, held, annulled(2))).toMatchObject([
      { type: 'ContactScheduled', annulled: false },
      { type: 'ContactHeld', annulled: true, rectified: false },
    ]);
  });

  it('shows the time as it was put right, and marks that; no longer where the correction was taken back', () => {
    const wrong: Told = { event: held, occurredAt: day('2025-02-20') };
    expect(of(wrong, rectifiedTo(day('2025-02-27')))).toMatchObject([{ occurredAt: day('2025-02-27'), rectified: true }]);
    const reversed = recordEvents.RectificationReversed({ targetEventId: eventId(2), reason: 'It was right.' });
    expect(of(wrong, rectifiedTo(day('2025-02-27')), reversed)).toMatchObject([{ occurredAt: day('2025-02-20'), rectified: false }]);
  });

  it('is told in the order of the world, then of the ledger, with what nobody can date at the end', async () => {
    const [first, second] = of({ event: scheduled, occurredAt: day('2025-02-20') }, { event: held, occurredAt: day('2025-02-20') });
    const [undated] = of({ event: held, occurredAt: unknown });
    const [before] = of({ event: held, occurredAt: day('2025-02-19') });
    if (!first || !second || !undated || !before) throw new Error('each event makes an entry');
    const page = await answers([{ row: undated }, { row: second }, { row: first }, { row: before }]);
    expect(page.rows.map((row) => ('type' in row ? [row.type, row.occurredAt] : row))).toEqual([
      ['ContactHeld', day('2025-02-19')],
      ['ContactScheduled', day('2025-02-20')],
      ['ContactHeld', day('2025-02-20')],
      ['ContactHeld', unknown],
    ]);
    expect(page.rows[0]).not.toHaveProperty('moment');
  });

  it('dates each entry in three calendars, in its own zone, and none that nobody can date', async () => {
    const evening = { from: '2025-02-16T22:00:00Z', precision: 'INSTANT', zone: 'Asia/Kabul', calendar: 'GREGORIAN' } as const;
    const [dated] = of({ event: held, occurredAt: evening });
    const [undated] = of({ event: held, occurredAt: unknown });
    if (!dated || !undated) throw new Error('each event makes an entry');
    const { rows } = await answers([{ row: dated }, { row: undated }]);
    expect(rows[0]).toMatchObject({
      days: { first: { gregorian: '2025-02-17', solarHijri: { text: '29 Dalw 1403' }, islamic: { text: '18 Shaban 1446' } } },
    });
    expect(rows[1]).toMatchObject({ days: null });
  });

  it('lets what is too high stand in place without its time, and has nothing of what is hidden', async () => {
    const [row] = of(held);
    if (!row) throw new Error('each event makes an entry');
    const rows = [{ row }, { row, level: 3 }, { row, caveats: caveatBits(['KP_EYES_ONLY']) }];
    const officer: Clearance = { level: 1, caveats: 0 };
    expect(await answers(rows, officer)).toMatchObject({ total: 2, rows: [{ type: 'ContactHeld' }, { withheld: 'SECRET' }] });
    expect(await answers(rows, officer, { filters: { lane: 'CONTACT' } })).toMatchObject({ total: 1 });
  });
});

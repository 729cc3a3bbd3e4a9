import { describe, expect, it } from '@jest/globals';
import { boardOf } from '../../../test/support/board-rows';
import { rowAfter, type Told } from '../../../test/support/board-spec';
import { gone, NOW, SOMEBODY } from '../../../test/support/decider-spec';
import * as sample from '../../../test/support/measure-sample';
import { INITIATIVE, OTHER, PROOF } from '../../../test/support/measure-sample';
import { describeOnEach } from '../../../test/support/view-databases';
import { caveatBits, type Clearance } from '../../kernel/classification';
import type { DomainEvent } from '../../kernel/events';
import { measureEvents } from '../../negotiation/measure/measure.events';
import type { BoardQuestion } from '../../views/board-query';
import { readableBy } from '../../views/visibility';
import { cbmReciprocityLedger, type MeasureRow } from './cbm-reciprocity-ledger.projection';
import { cbmReciprocityLedgerQuery, isUnanswered, type LedgerPage } from './cbm-reciprocity-ledger.queries';

const ID = '83000000-0000-4000-8000-000000000009';
const EVERYTHING: Clearance = { level: 4, caveats: 0x3f };
const question: BoardQuestion = { filters: {}, sort: 'proposedAt', size: 20, now: '2025-04-01T00:00:00.000Z' };
const { asked, day, mayStart, proposed, proposedAs, submitted, theirs, underWay } = sample;

const row = (...events: readonly (DomainEvent | Told)[]): MeasureRow => rowAfter(cbmReciprocityLedger, 'measure', ID, ...events);
const deliveredOn = (from: string, over: object = {}): Told => ({
  event: measureEvents.CbmDelivered({ ...sample.delivery, evidenceIds: [PROOF], answersMeasureIds: [], ...over }),
  occurredAt: day(from),
});
const verified = (result: 'CONFIRMED' | 'PARTIAL') => measureEvents.CbmVerified({ by: [SOMEBODY], method: 'Counted', result });
const answeredBy = (byMeasureId: string) => measureEvents.CbmReciprocated({ byMeasureId });

describe('the ledger of confidence-building measures', () => {
  it('says between whom it is, whichever of the two does it (S35)', () => {
    const end = (country: 'PK' | 'AF', kind: 'COMMUNITY' | 'AUTHORITY') => ({ ...asked.actorEnd, country, kind });
    for (const here of ['COMMUNITY', 'AUTHORITY'] as const)
      for (const there of ['COMMUNITY', 'AUTHORITY'] as const) {
        const pairing = `PK_${here}_AF_${there}`;
        expect(row(proposedAs({ actorEnd: end('PK', here), recipientEnd: end('AF', there) }))).toMatchObject({ pairing, givenBy: 'PK' });
        expect(row(proposedAs({ actorEnd: end('AF', there), recipientEnd: end('PK', here) }))).toMatchObject({ pairing, givenBy: 'AF' });
      }
    expect(row(gone(proposed, 'recipientEnd'))).toMatchObject({ pairing: null, givenBy: 'PK' });
    expect(row(gone(proposed, 'actorEnd'))).toMatchObject({ pairing: null, givenBy: null });
  });

  it('follows its life', () => {
    expect(row(proposed)).toMatchObject({ measureId: ID, state: 'PROPOSED', reciprocityWindowDays: 14, deliveredAt: null, moment: null });
    expect(row(proposed, sample.agreed, submitted)).toMatchObject({ state: 'AGREED' });
    expect(row(...mayStart)).toMatchObject({ state: 'CLEARED' });
    const { reciprocityWindowDays: _, ...wording } = sample.wording;
    const revised = measureEvents.CbmRevised({ ...wording, description: proposed.data.description, indicator: 'Beds', reason: 'Clearer.' });
    expect(row(...mayStart, revised)).toMatchObject({ state: 'PROPOSED', indicator: 'Beds', reciprocityWindowDays: null });
    expect(row(...underWay)).toMatchObject({ state: 'UNDER_WAY' });
    expect(row(...underWay, measureEvents.CbmLapsed({ reason: 'Snow.' }))).toMatchObject({ state: 'LAPSED' });
    const withdrawn = measureEvents.CbmWithdrawn({ byPartyId: sample.TRIBE, reason: 'Snow.' });
    expect(row(...underWay, withdrawn)).toMatchObject({ state: 'WITHDRAWN' });
  });

  it('keeps what was delivered, when, whether that was verified, and until when it is to be answered', () => {
    const delivery = { quantity: 12, unit: 'PATIENTS', evidenceIds: [PROOF], deliveredAt: day('2025-03-01') };
    const done = [...underWay, deliveredOn('2025-03-01')];
    expect(row(...done)).toMatchObject({ ...delivery, state: 'DELIVERED', verified: null, windowEnd: '2025-03-15T19:29:59.999Z' });
    expect(row(...done, verified('PARTIAL'))).toMatchObject({ state: 'DELIVERED', verified: 'PARTIAL' });
    expect(row(...done, verified('CONFIRMED'))).toMatchObject({ state: 'VERIFIED', verified: 'CONFIRMED' });
    expect(row(...done, answeredBy(OTHER))).toMatchObject({ state: 'RECIPROCATED', answeredBy: [OTHER] });
    expect(row(...done, answeredBy(OTHER), verified('CONFIRMED'))).toMatchObject({ state: 'RECIPROCATED', verified: 'CONFIRMED' });
    const ended = measureEvents.CbmEnded({ summary: 'Done.' });
    expect(row(...done, ended, answeredBy(OTHER))).toMatchObject({ state: 'ENDED', answeredBy: [OTHER] });
    const { reciprocityWindowDays: _, ...open } = proposed.data;
    expect(row(measureEvents.CbmProposed(open), deliveredOn('2025-03-01'))).toMatchObject({ windowEnd: null });
    expect(row(gone(proposed, 'reciprocityWindowDays'), deliveredOn('2025-03-01'))).toMatchObject({ windowEnd: null });
    const nothing = measureEvents.CbmDelivered({ evidenceIds: [], answersMeasureIds: [] });
    expect(row(proposed, nothing)).toMatchObject({ quantity: null, unit: null });
  });

  it('a measure is unanswered once its window has passed without', () => {
    const windowEnd = '2025-03-15T19:29:59.999Z';
    expect(isUnanswered({ windowEnd, answeredBy: [] }, '2025-03-15T19:29:59.999Z')).toBe(false);
    expect(isUnanswered({ windowEnd, answeredBy: [] }, '2025-03-15T19:30:00.000Z')).toBe(true);
    expect(isUnanswered({ windowEnd, answeredBy: [OTHER] }, '2025-04-01T00:00:00.000Z')).toBe(false);
    expect(isUnanswered({ windowEnd: null, answeredBy: [] }, NOW)).toBe(false);
  });
});

describeOnEach('as its reader gets it', (on) => {
  const OURS = '83000000-0000-4000-8000-000000000011';
  const THEIRS = '83000000-0000-4000-8000-000000000012';
  const LATE = '83000000-0000-4000-8000-000000000013';
  const ours = row(...underWay, deliveredOn('2025-03-01'), answeredBy(THEIRS));
  const answer = row(theirs, deliveredOn('2025-03-10', { quantity: 3, unit: 'TRUCKLOADS' }), verified('CONFIRMED'));
  const unanswered = row(...underWay, deliveredOn('2025-03-01', { quantity: 5 }));
  const named = (measureId: string, it: MeasureRow, mark: { level?: number; caveats?: number } = {}) => ({
    ...{ id: measureId, level: 0, caveats: 0, ...mark },
    row: { ...it, measureId },
  });
  type Made = ReturnType<typeof named>;

  async function page(rows: readonly Made[], asking: Partial<BoardQuestion> = {}, clearance: Clearance = EVERYTHING) {
    const { database, put } = await boardOf(cbmReciprocityLedger, on);
    await put(...rows);
    return (await cbmReciprocityLedgerQuery.ask(readableBy(database, cbmReciprocityLedger, clearance), {
      ...question,
      ...asking,
    })) as LedgerPage;
  }

  it('says what answers it, after how many days, and what went unanswered', async () => {
    const { rows, total } = await page([named(OURS, ours), named(THEIRS, answer), named(LATE, unanswered)], { sort: 'deliveredAt' });
    expect(total).toBe(3);
    expect(rows).toMatchObject([
      {
        measureId: OURS,
        unanswered: false,
        daysToAnswer: 9,
        answeredBy: [{ measureId: THEIRS, daysToAnswer: 9, verified: 'CONFIRMED', deliveredAt: day('2025-03-10') }],
      },
      { measureId: LATE, unanswered: true, daysToAnswer: null, answeredBy: [] },
      { measureId: THEIRS, unanswered: true, answeredBy: [] },
    ]);
    expect(rows[0]).not.toHaveProperty('moment');
  });

  it('what nobody can date was answered after nobody knows how many days', async () => {
    const { rows } = await page([named(OURS, ours), named(THEIRS, { ...answer, deliveredAt: null })], { filters: { givenBy: 'PK' } });
    expect(rows).toMatchObject([{ daysToAnswer: null, answeredBy: [{ daysToAnswer: null }] }]);
  });

  it('adds up what each side gave and received, by type and unit, and never one score', async () => {
    const { totals } = await page([named(OURS, ours), named(THEIRS, answer), named(LATE, unanswered), named(ID, row(proposed))]);
    const patients = { measures: 2, confirmed: 0, amounts: [{ unit: 'PATIENTS', quantity: 17 }] };
    const trucks = { measures: 1, confirmed: 1, amounts: [{ unit: 'TRUCKLOADS', quantity: 3 }] };
    const of = { pairing: 'PK_AUTHORITY_AF_COMMUNITY', type: 'HUMANITARIAN' };
    expect(totals).toEqual([
      { ...of, side: 'PK', given: patients, received: trucks },
      { ...of, side: 'AF', given: trucks, received: patients },
    ]);
  });

  it('what is done together both give and both receive; what has no amount is counted', async () => {
    const joint = row(proposedAs({ pattern: 'JOINT' }), measureEvents.CbmDelivered({ evidenceIds: [], answersMeasureIds: [] }));
    const community = row(proposedAs({ type: 'CULTURAL' }), deliveredOn('2025-03-02'));
    const tally = { measures: 1, confirmed: 0, amounts: [] };
    const { totals } = await page([named(OURS, joint), named(LATE, community)]);
    expect(totals.map(({ type, side }) => `${type} ${side}`)).toEqual(['CULTURAL PK', 'CULTURAL AF', 'HUMANITARIAN PK', 'HUMANITARIAN AF']);
    expect(totals.slice(2)).toMatchObject([
      { given: tally, received: tally },
      { given: tally, received: tally },
    ]);
    expect((await page([named(OURS, joint), named(LATE, community)], { filters: { type: 'CULTURAL' } })).totals).toHaveLength(2);
    expect((await page([named(OURS, { ...joint, pairing: null })])).totals).toEqual([]);
    expect((await page([named(OURS, row(gone(proposed, 'type'), deliveredOn('2025-03-02')))])).totals).toEqual([]);
  });

  it('holds back what is above its reader, also from the totals, and what he may not know of is not there', async () => {
    const officer: Clearance = { level: 1, caveats: 0 };
    const withheld = await page([named(OURS, ours), named(THEIRS, answer, { level: 3 })], {}, officer);
    expect(withheld).toMatchObject({
      total: 2,
      rows: [{ measureId: OURS, answeredBy: [{ withheld: 'SECRET' }], daysToAnswer: null, unanswered: false }, { withheld: 'SECRET' }],
      totals: [
        { side: 'PK', received: { measures: 0 } },
        { side: 'AF', given: { measures: 0 } },
      ],
    });
    const hidden = named(THEIRS, answer, { caveats: caveatBits(['FEDERAL_EYES_ONLY']) });
    expect(await page([named(OURS, ours), hidden], {}, officer)).toMatchObject({
      total: 1,
      rows: [{ answeredBy: [], daysToAnswer: null }],
    });
    const erased = { ...ours, answeredBy: [{ erased: 'a-key-that-was-destroyed' }] };
    expect(await page([named(OURS, erased)], { filters: { initiativeId: INITIATIVE } })).toMatchObject({
      rows: [{ answeredBy: [], unanswered: false }],
    });
  });
});

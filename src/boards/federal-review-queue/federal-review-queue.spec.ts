import { expect, it } from '@jest/globals';
import { boardOf } from '../../../test/support/board-rows';
import { rowAfter, type Told } from '../../../test/support/board-spec';
import { FEDERATION, INITIATIVE, PROOF, REVIEW, reviewOf, textHash } from '../../../test/support/clearance-sample';
import { eventId, gone, SOMEBODY } from '../../../test/support/decider-spec';
import { describeOnEach } from '../../../test/support/view-databases';
import { isErased } from '../../kernel/erased';
import type { DomainEvent } from '../../kernel/events';
import { federalReviewEvents } from '../../negotiation/federal-review/federal-review.events';
import { type BoardPage, type BoardQuestion, cursorOf } from '../../views/board-query';
import { readableBy } from '../../views/visibility';
import { federalReviewQueue, type ReviewRow } from './federal-review-queue.projection';
import { agesAt, federalReviewQueueQuery, type ReviewAnswer } from './federal-review-queue.queries';

const COMMITMENT = '70000000-0000-4000-8000-000000000001';
const { opened, acknowledged, assigned, granted, underReview } = reviewOf(COMMITMENT);
const { InformationRequested, InformationProvided, GuidanceIssued, ReviewReturned, ClearanceRevoked, ClearanceConsumed, ReviewSuperseded } =
  federalReviewEvents;
const requested = InformationRequested({ questions: ['Which gate?'] });
const provided = InformationProvided({ requestId: eventId(4), answers: ['Torkham.'], evidenceIds: [] });
const returned = ReviewReturned({ comments: [{ text: 'Say which hours.' }] });
const revoked = ClearanceRevoked({ clearanceId: REVIEW, reason: 'Circumstances.' });
const consumed = ClearanceConsumed({ clearanceId: REVIEW, by: eventId(99) });

const received = federalReviewEvents.FederalDecisionReceived({
  initiativeId: INITIATIVE,
  reference: 'F-11 (invented)',
  evidenceId: PROOF,
  subject: 'COMMITMENT_TEXT',
  textHash,
  decision: 'APPROVED',
});

const review = (...events: readonly (DomainEvent | Told)[]): ReviewRow => rowAfter(federalReviewQueue, 'federalReview', REVIEW, ...events);
const at = (hour: number, event: DomainEvent): Told => ({ event, at: `2025-03-01T${String(hour).padStart(2, '0')}:00:00.000Z` });

describeOnEach('the federal review queue', (on) => {
  it('says what waits, for what, and where it lies', () => {
    expect(review(opened)).toMatchObject({ state: 'SUBMITTED', blocking: COMMITMENT, textHash, acknowledgedAt: null, division: null });
    expect(review(...underReview)).toMatchObject({ state: 'IN_REVIEW', division: 'FOREIGN_AFFAIRS' });
    expect(review(...underReview, granted)).toMatchObject({ state: 'DECIDED', decision: 'APPROVED', clearance: 'LIVE' });
  });

  it('says who decided, in whose name, and from when to when it clears', () => {
    const { validFrom, validUntil } = granted.data;
    expect(review(...underReview)).toMatchObject({ decidedBy: null, authorityId: null, validUntil: null });
    expect(review(...underReview, granted)).toMatchObject({ decidedBy: SOMEBODY, authorityId: FEDERATION, validFrom, validUntil });
    expect(review(...underReview, returned)).toMatchObject({ decidedBy: SOMEBODY, clearance: null });
  });

  it('shows a decision that came on paper as what it is, and never as one of the federal side (INV-48)', () => {
    const clearsNothing = { decision: null, decidedBy: null, clearance: null, validUntil: null, conditions: [] };
    const arrived = { from: '2025-02-20', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' } as const;
    const row = review({ ...at(6, received), occurredAt: arrived });
    const paper = { reference: 'F-11 (invented)', evidenceId: PROOF, decisionOnPaper: 'APPROVED', receivedAt: arrived };
    const unconfirmed = { flags: ['RECORDED_BY_PROVINCE'], confirmedAt: null, confirmedBy: null };
    expect(row).toMatchObject({ state: 'RECEIVED', textHash, ...clearsNothing, paper: { ...paper, ...unconfirmed } });
    const confirmed = review(at(6, received), at(9, federalReviewEvents.FederalDecisionConfirmed({ receiptId: eventId(1) })));
    expect(confirmed).toMatchObject({ state: 'CONFIRMED', ...clearsNothing, paper: { confirmedAt: '2025-03-01T09:00:00.000Z' } });
    expect(confirmed.paper).toMatchObject({ decisionOnPaper: 'APPROVED', flags: ['RECORDED_BY_PROVINCE'], confirmedBy: SOMEBODY });
    expect(review(opened).paper).toBeNull();
  });

  it('lets what came on paper grow no older: it does not wait on the federal desk', () => {
    expect(agesAt(review(at(6, received)), '2025-03-09T00:00:00.000Z')).toEqual({ ageHours: 0, deskAgeHours: 0 });
  });

  it('lets a review grow older and decides nothing by that (INV-14)', () => {
    const row = review(at(6, opened), at(7, acknowledged));
    expect(agesAt(row, '2025-03-02T06:30:00.000Z')).toEqual({ ageHours: 24.5, deskAgeHours: 24.5 });
    expect(agesAt(row, '2026-03-01T06:00:00.000Z').ageHours).toBe(365 * 24);
    expect(row).toMatchObject({ state: 'ACKNOWLEDGED', decision: null, clearance: null });
  });

  it('stops the clock of the desk while information is awaited, and only that', () => {
    const waiting = [at(6, opened), at(6, acknowledged), at(6, assigned), at(8, requested)];
    expect(agesAt(review(...waiting), '2025-03-01T11:00:00.000Z')).toEqual({ ageHours: 5, deskAgeHours: 2 });
    const answered = [...waiting, at(12, provided)];
    expect(agesAt(review(...answered), '2025-03-01T13:00:00.000Z')).toEqual({ ageHours: 7, deskAgeHours: 3 });
    expect(agesAt(review(...answered, at(14, granted)), '2025-03-09T00:00:00.000Z')).toEqual({ ageHours: 8, deskAgeHours: 4 });
  });

  it('shows guidance beside the decision, never as one (INV-15)', () => {
    const row = review(...underReview, GuidanceIssued({ text: 'It looks reasonable.', binding: true }));
    expect(row).toMatchObject({ state: 'IN_REVIEW', decision: null, guidance: [{ text: 'It looks reasonable.', binding: true }] });
  });

  it('keeps a revoked clearance revoked when the word of its use comes late', () => {
    expect(review(...underReview, granted, consumed).clearance).toBe('CONSUMED');
    expect(review(...underReview, granted, revoked, consumed).clearance).toBe('REVOKED');
  });

  it('ends the age with the decision, also where the text was superseded afterwards', () => {
    const row = review(at(6, opened), at(6, acknowledged), at(6, assigned), at(7, granted), at(12, ReviewSuperseded({ by: eventId(98) })));
    expect(row).toMatchObject({ state: 'SUPERSEDED', clearance: null });
    expect(agesAt(row, '2025-03-09T00:00:00.000Z').ageHours).toBe(1);
  });

  it('shows an erased text as erased', () => {
    expect(isErased(review(gone(opened, 'text')).textHash)).toBe(true);
  });

  it('sorts by urgency and not by the alphabet, page by page; what has none comes last', async () => {
    const { database, put } = await boardOf(federalReviewQueue, on);
    const urgent = (urgency: ReviewRow['urgency']): ReviewRow => review({ ...opened, data: { ...opened.data, urgency } });
    const rows = [urgent('URGENT'), review(received), urgent('ROUTINE'), urgent('IMMEDIATE'), review(gone(opened, 'urgency'))];
    await put(...rows.map((row, n) => ({ id: String(n), level: 0, caveats: 0, row })));
    const readable = readableBy(database, federalReviewQueue, { level: 0, caveats: 0 });
    const sorted = async (sort: string): Promise<unknown[]> => {
      const seen: unknown[] = [];
      for (let after: ReturnType<typeof cursorOf>; ;) {
        const question = { filters: {}, sort, size: 1, now: '2025-03-02T00:00:00.000Z', ...(after && { after }) };
        const page = (await federalReviewQueueQuery.ask(readable, question)) as BoardPage<ReviewAnswer>;
        for (const row of page.rows) seen.push('urgency' in row && row.urgency);
        if (page.next === null) return seen;
        after = cursorOf(page.next);
        expect(after?.sort).toBe(sort);
      }
    };
    const without = [null, expect.objectContaining({ erased: expect.any(String) })];
    expect(await sorted('-urgency')).toEqual(['IMMEDIATE', 'URGENT', 'ROUTINE', ...without]);
    expect(await sorted('urgency')).toEqual(['ROUTINE', 'URGENT', 'IMMEDIATE', ...without]);
  });

  it('counts over all reviews of a record how often it was returned, as far as the reader may see them', async () => {
    const { database, put } = await boardOf(federalReviewQueue, on);
    const made = (id: string, row: ReviewRow, level: number) => ({ id, level, caveats: 0, row });
    await put(made('1', review(...underReview, returned), 1), made('2', review(...underReview, returned), 3), made('3', review(opened), 1));
    const question: BoardQuestion = { filters: { state: 'SUBMITTED' }, sort: 'submittedAt', size: 10, now: '2025-03-02T00:00:00.000Z' };
    const times = async (level: number): Promise<unknown> => {
      const readable = readableBy(database, federalReviewQueue, { level, caveats: 0 });
      const page = (await federalReviewQueueQuery.ask(readable, question)) as BoardPage<ReviewAnswer>;
      return page.rows.map((row) => 'timesReturned' in row && row.timesReturned);
    };
    expect(await times(4)).toEqual([2]);
    expect(await times(1)).toEqual([1]);
  });

  it('counts the conditions that are still open', async () => {
    const two = [1, 2].map((n) => ({ id: eventId(50 + n), text: `Condition ${n}` }));
    const conditional = federalReviewEvents.ClearanceGranted({ ...granted.data, decision: 'APPROVED_WITH_CONDITIONS', conditions: two });
    const satisfied = federalReviewEvents.ClearanceConditionSatisfied({ conditionId: eventId(51), evidenceId: eventId(60) });
    const { database, put } = await boardOf(federalReviewQueue, on);
    await put({ id: '1', level: 0, caveats: 0, row: review(...underReview, conditional, satisfied) });
    const question: BoardQuestion = { filters: {}, sort: 'submittedAt', size: 10, now: '2025-03-02T00:00:00.000Z' };
    const readable = readableBy(database, federalReviewQueue, { level: 0, caveats: 0 });
    expect(await federalReviewQueueQuery.ask(readable, question)).toMatchObject({ rows: [{ conditionsOpen: 1 }] });
  });
});

import { describe, expect, it } from '@jest/globals';
import { boardOf } from '../../../test/support/board-rows';
import { annulled, rowAfter } from '../../../test/support/board-spec';
import {
  binding,
  drafted,
  FEDERATION,
  OBSERVER,
  PROOF,
  PROVINCE,
  REVIEW,
  reviewOf,
  submitted,
  TRIBE,
} from '../../../test/support/clearance-sample';
import { eventId, gone, NOW, SOMEBODY } from '../../../test/support/decider-spec';
import { describeOnEach } from '../../../test/support/view-databases';
import { caveatBits, type Clearance } from '../../kernel/classification';
import { isErased } from '../../kernel/erased';
import type { DomainEvent } from '../../kernel/events';
import { commitmentEvents } from '../../negotiation/commitment/commitment.events';
import { federalReviewEvents } from '../../negotiation/federal-review/federal-review.events';
import type { BoardQuestion } from '../../views/board-query';
import { readableBy } from '../../views/visibility';
import { federalReviewQueue } from '../federal-review-queue/federal-review-queue.projection';
import { type ClearingRow, commitmentTracker, type CommitmentRow, type TrackerRow } from './commitment-tracker.projection';
import { clearanceAt, commitmentTrackerQuery, dueAt, rollUpByTopic, type TrackerPage } from './commitment-tracker.queries';

const ID = '70000000-0000-4000-8000-000000000001';
const row = (...events: readonly DomainEvent[]): CommitmentRow => rowAfter(commitmentTracker, 'commitment', ID, ...events) as CommitmentRow;
const { BreachAlleged, CommitmentFlaggedForReview, CommitmentReturned, DueDateResolved, DueDateExtended, EnforcementCapacityAssessed } =
  commitmentEvents;
const reported = (level: number): DomainEvent =>
  commitmentEvents.ImplementationReported({
    level,
    periodFrom: '2025-03-01',
    periodTo: '2025-03-31',
    assessorId: OBSERVER,
    evidenceIds: [PROOF],
  });
const verified = (level: number): DomainEvent =>
  commitmentEvents.ImplementationVerified({ reportId: eventId(7), level, by: [OBSERVER], method: 'Counted at the gate' });
const QUESTION: BoardQuestion = { filters: {}, sort: 'draftedAt', size: 10, now: '2025-07-02T09:00:00.000Z' };

describeOnEach('the commitment tracker', (on) => {
  it('keeps the legal state and the implementation apart', () => {
    expect(row(drafted)).toMatchObject({ legalState: 'DRAFT', implementationLevel: null, dueDate: '2025-06-30' });
    expect(row(...binding)).toMatchObject({ legalState: 'IN_FORCE', implementationLevel: null });
    expect(row(...binding, reported(1))).toMatchObject({ legalState: 'IN_FORCE', implementationLevel: 1, implementationVerified: false });
  });

  it('counts a report of full implementation as 2 until it is verified (INV-25)', () => {
    expect(row(...binding, reported(3)).implementationLevel).toBe(2);
    expect(row(...binding, reported(3), verified(3))).toMatchObject({ implementationLevel: 3, implementationVerified: true });
    expect(row(...binding, reported(3), verified(3), annulled(7))).toMatchObject({
      implementationLevel: null,
      implementationVerified: false,
    });
  });

  it('forgets the review of a text that was returned', () => {
    expect(row(drafted, submitted).reviewId).not.toBeNull();
    expect(row(drafted, submitted, CommitmentReturned({ reviewId: submitted.data.reviewId }))).toMatchObject({
      legalState: 'DRAFT',
      reviewId: null,
    });
  });

  it('says how many days are left, and overdue only while it binds', () => {
    expect(dueAt(row(...binding), '2025-06-29T23:00:00.000Z')).toEqual({ daysLeft: 1, overdue: false });
    expect(dueAt(row(...binding), '2025-06-30T23:00:00.000Z')).toEqual({ daysLeft: 0, overdue: false });
    expect(dueAt(row(...binding), '2025-07-02T00:00:00.000Z')).toEqual({ daysLeft: -2, overdue: true });
    expect(dueAt(row(drafted), '2025-07-02T00:00:00.000Z').overdue).toBe(false);
    const extended = row(...binding, DueDateResolved({ due: '2025-08-01' }), DueDateExtended({ to: '2025-09-01', agreedBy: [TRIBE] }));
    expect(dueAt(extended, '2025-08-31T00:00:00.000Z')).toEqual({ daysLeft: 1, overdue: false });
  });

  it('invents no date: none where the rule has not come to one, none where it is erased', () => {
    const conditional = commitmentEvents.CommitmentDrafted({
      ...drafted.data,
      due: { kind: 'CONDITIONAL', condition: 'The road is open' },
    });
    expect(row(conditional).dueDate).toBeNull();
    const erased = row(gone(drafted, 'due'));
    expect(isErased(erased.dueDate)).toBe(true);
    expect(dueAt(erased, QUESTION.now)).toEqual({ daysLeft: null, overdue: false });
  });

  it('keeps what each responsible party can enforce (S56)', () => {
    const assess = (partyId: string, level: 'NONE' | 'LIMITED') => EnforcementCapacityAssessed({ partyId, level, text: 'As seen.' });
    expect(row(...binding, assess(PROVINCE, 'NONE'), assess(TRIBE, 'LIMITED'), assess(PROVINCE, 'LIMITED')).enforcementCapacity).toEqual({
      [PROVINCE]: 'LIMITED',
      [TRIBE]: 'LIMITED',
    });
  });

  it('keeps every cause for which it should be looked at again', () => {
    const flagged = (cause: 'FRAMEWORK_CHANGED' | 'CLEARANCE_REVOKED', n: number) =>
      CommitmentFlaggedForReview({ cause, causeId: eventId(n) });
    expect(row(...binding).flaggedForReview).toEqual([]);
    expect(row(...binding, flagged('FRAMEWORK_CHANGED', 90), gone(flagged('CLEARANCE_REVOKED', 91), 'cause')).flaggedForReview).toEqual([
      { cause: 'FRAMEWORK_CHANGED', causeId: eventId(90), at: NOW },
      { cause: expect.objectContaining({ erased: expect.any(String) }), causeId: eventId(91), at: NOW },
    ]);
  });

  it('links the incidents that allegations of a breach name, each once', () => {
    const alleged = (...incidentIds: string[]) =>
      BreachAlleged({ byPartyId: TRIBE, againstPartyId: PROVINCE, incidentIds, text: 'The gate was shut.' });
    expect(row(...binding).incidentIds).toEqual([]);
    const [one, two] = [eventId(80), eventId(81)];
    expect(row(...binding, alleged(one), alleged(two, one))).toMatchObject({ breachState: 'ALLEGED', incidentIds: [one, two] });
    const erased = row(...binding, alleged(one), gone(alleged(two), 'incidentIds'));
    expect(erased.incidentIds.map((it) => isErased(it))).toEqual([false, true]);
  });

  it('rolls up by topic over what was assessed and the reader may see, with n beside every mean', async () => {
    const { database, put } = await boardOf(commitmentTracker, on);
    const made = (id: string, its: CommitmentRow, level = 0) => ({ id, level, caveats: 0, row: its });
    await put(
      made('1', row(...binding, reported(3), verified(3))),
      made('2', row(...binding, reported(0))),
      made('3', row(...binding)),
      made('4', row(...binding, reported(1)), 3),
      made('5', row({ ...drafted, data: { ...drafted.data, topic: 'TRADE' } })),
    );
    const of = (level: number) => rollUpByTopic(readableBy(database, commitmentTracker, { level, caveats: 0 }));
    const nothing = { topic: 'TRADE', n: 0, meanLevel: null, shareVerified: null };
    expect(await of(0)).toEqual([{ topic: 'CROSS_BORDER_COLLABORATION', n: 2, meanLevel: 0.5, shareVerified: 0.5 }, nothing]);
    expect(await of(3)).toEqual([{ topic: 'CROSS_BORDER_COLLABORATION', n: 3, meanLevel: 4 / 9, shareVerified: 1 / 3 }, nothing]);
  });

  it('answers a trend once there are two reports', async () => {
    const { database, put } = await boardOf(commitmentTracker, on);
    await put({ id: '1', level: 0, caveats: 0, row: row(...binding, reported(1), reported(2)) });
    const readable = readableBy(database, commitmentTracker, { level: 0, caveats: 0 });
    expect(await commitmentTrackerQuery.ask(readable, QUESTION)).toMatchObject({ rows: [{ trend: 'UP', daysLeft: -2, overdue: true }] });
  });

  describe('beside each commitment its clearance', () => {
    const { underReview, granted } = reviewOf(ID);
    const {
      ClearanceConditionSatisfied,
      ClearanceConsumed,
      ClearanceExpired,
      ClearanceGranted,
      ClearanceRevoked,
      ReviewReturned,
      ReviewSuperseded,
    } = federalReviewEvents;
    const consumed = ClearanceConsumed({ clearanceId: REVIEW, by: eventId(99) });
    const revoked = ClearanceRevoked({ clearanceId: REVIEW, reason: 'Circumstances.' });
    const expired = ClearanceExpired({ clearanceId: REVIEW, validUntil: granted.data.validUntil });
    const condition = { id: eventId(51), text: 'With a committee of elders.' };
    const conditional = ClearanceGranted({ ...granted.data, decision: 'APPROVED_WITH_CONDITIONS', conditions: [condition] });
    const satisfied = ClearanceConditionSatisfied({ conditionId: condition.id, evidenceId: PROOF });
    const IN_TIME = '2025-04-01T00:00:00.000Z';

    const review = (...events: readonly DomainEvent[]): ClearingRow =>
      rowAfter(commitmentTracker, 'federalReview', REVIEW, ...events) as ClearingRow;
    const at = (now: string, ...events: readonly DomainEvent[]) => clearanceAt(review(...underReview, ...events), now);

    it('says which it is, by whom, until when, and whether it would clear the text now', () => {
      const { validFrom, validUntil } = granted.data;
      const by = { authorityId: FEDERATION, decidedBy: SOMEBODY };
      expect(at(IN_TIME, granted)).toEqual({ id: REVIEW, ...by, validFrom, validUntil, state: 'LIVE', conditionsOpen: 0, live: true });
      expect(at(IN_TIME)).toBeNull();
      expect(at(IN_TIME, ReviewReturned({ comments: [{ text: 'Say which hours.' }] }))).toBeNull();
      expect(at(IN_TIME, granted, ReviewSuperseded({ by: eventId(98) }))).toBeNull();
    });

    it.each([
      ['CONSUMED', [granted, consumed]],
      ['REVOKED', [granted, revoked]],
      ['REVOKED', [granted, revoked, consumed]],
      ['EXPIRED', [granted, expired]],
    ])('is %s when that has happened, and clears nothing then', (state, events) => {
      expect(at(IN_TIME, ...events)).toMatchObject({ state, live: false });
    });

    it('is over at its last instant though no clock has said so, and not there before its first', () => {
      expect(at('2025-05-31T23:59:59.999Z', granted)).toMatchObject({ state: 'LIVE', live: true });
      expect(at('2025-06-01T00:00:00.000Z', granted)).toMatchObject({ state: 'EXPIRED', live: false });
      expect(at('2025-02-28T23:59:59.999Z', granted)).toMatchObject({ state: 'LIVE', live: false });
    });

    it('clears nothing while a condition is open, or when it is erased how long it holds', () => {
      expect(at(IN_TIME, conditional)).toMatchObject({ conditionsOpen: 1, live: false });
      expect(at(IN_TIME, conditional, satisfied)).toMatchObject({ conditionsOpen: 0, live: true });
      expect(at(IN_TIME, gone(granted, 'validUntil'))).toMatchObject({ state: 'LIVE', live: false });
      expect(at(IN_TIME, gone(granted, 'conditions'))).toMatchObject({ conditionsOpen: null, live: false });
    });

    it('is what the queue makes of the review, after each of its events', () => {
      const { InformationRequested, InformationProvided, GuidanceIssued } = federalReviewEvents;
      const life = [
        ...underReview,
        GuidanceIssued({ text: 'It looks reasonable.', binding: true }),
        InformationRequested({ questions: ['Which gate?'] }),
        InformationProvided({ requestId: eventId(5), answers: ['Torkham.'], evidenceIds: [] }),
        ...[conditional, satisfied, consumed, revoked],
      ];
      for (const length of life.keys()) {
        const events = life.slice(0, length + 1);
        expect(rowAfter(federalReviewQueue, 'federalReview', REVIEW, ...events)).toMatchObject(review(...events).granted);
      }
    });

    describe('as its reader gets it', () => {
      const made = (id: string, its: TrackerRow, { level = 0, caveats = 0 } = {}) => ({ id, level, caveats, row: its });
      const commitment = made('1', row(...binding));
      const clearing = (mark = {}) => made('2', review(...underReview, granted), mark);
      const OFFICER: Clearance = { level: 1, caveats: 0 };

      async function answer(clearance: Clearance, ...rows: readonly ReturnType<typeof made>[]): Promise<TrackerPage> {
        const { database, put } = await boardOf(commitmentTracker, on);
        await put(...rows);
        const readable = readableBy(database, commitmentTracker, clearance);
        return (await commitmentTrackerQuery.ask(readable, { ...QUESTION, now: IN_TIME })) as TrackerPage;
      }

      it('stands beside its own commitment, and beside no other; a review is no row and counts nowhere', async () => {
        const other = { ...review(...underReview, granted), reviewId: eventId(1) };
        const page = await answer(OFFICER, commitment, clearing(), made('3', other), made('4', row(drafted)));
        expect(page.rows).toMatchObject([
          { reviewId: REVIEW, clearance: { id: REVIEW, live: true } },
          { reviewId: null, clearance: null },
        ]);
        expect(page.rows[0]).not.toHaveProperty('of');
        expect([page.total, page.byTopic]).toEqual([2, [expect.objectContaining({ n: 0 })]]);
      });

      it('is not there for who may not know of the review, as if nobody had granted anything', async () => {
        const hidden = clearing({ caveats: caveatBits(['FEDERAL_EYES_ONLY']) });
        expect(await answer(OFFICER, commitment, hidden)).toEqual(await answer(OFFICER, commitment));
        expect(await answer({ level: 0, caveats: 0x3f }, commitment, hidden)).toMatchObject({ rows: [{ clearance: { id: REVIEW } }] });
      });

      it('is withheld in its place where the review is above the reader, and tells nothing there', async () => {
        const [shown] = (await answer(OFFICER, commitment, clearing({ level: 3 }))).rows;
        expect(shown).toMatchObject({ reviewId: REVIEW, clearance: { withheld: 'SECRET' } });
        const undecided = made('2', review(...underReview), { level: 3 });
        expect((await answer(OFFICER, commitment, undecided)).rows[0]).toEqual(shown);
      });
    });
  });
});

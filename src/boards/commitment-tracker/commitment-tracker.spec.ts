import { describe, expect, it } from '@jest/globals';
import { boardOf } from '../../../test/support/board-rows';
import { annulled, rowAfter } from '../../../test/support/board-spec';
import { binding, drafted, OBSERVER, PROOF, PROVINCE, submitted, TRIBE } from '../../../test/support/clearance-sample';
import { eventId, gone, NOW } from '../../../test/support/decider-spec';
import { isErased } from '../../kernel/erased';
import type { DomainEvent } from '../../kernel/events';
import { commitmentEvents } from '../../negotiation/commitment/commitment.events';
import type { BoardQuestion } from '../../views/board-query';
import { readableBy } from '../../views/visibility';
import { commitmentTracker, type CommitmentRow } from './commitment-tracker.projection';
import { commitmentTrackerQuery, dueAt, rollUpByTopic } from './commitment-tracker.queries';

const ID = '70000000-0000-4000-8000-000000000001';
const row = (...events: readonly DomainEvent[]): CommitmentRow => rowAfter(commitmentTracker, 'commitment', ID, ...events);
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

describe('the commitment tracker', () => {
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
    const { database, put } = await boardOf(commitmentTracker);
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
    const { database, put } = await boardOf(commitmentTracker);
    await put({ id: '1', level: 0, caveats: 0, row: row(...binding, reported(1), reported(2)) });
    const readable = readableBy(database, commitmentTracker, { level: 0, caveats: 0 });
    expect(await commitmentTrackerQuery.ask(readable, QUESTION)).toMatchObject({ rows: [{ trend: 'UP', daysLeft: -2, overdue: true }] });
  });
});

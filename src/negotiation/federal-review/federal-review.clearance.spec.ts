import { describe, expect, it } from '@jest/globals';
import * as sample from '../../../test/support/clearance-sample';
import { FOCAL_PERSON, INITIATIVE, NOTHING, PROOF } from '../../../test/support/clearance-sample';
import { derived, eventId, gone, happened, NOW, SELF, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import type { EventOf } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { evidence } from '../evidence/evidence.state';
import { initiative } from '../initiative/initiative.state';
import {
  ConfirmFederalDecision,
  ConsumeClearance,
  ExpireClearance,
  ReceiveFederalDecision,
  RevokeClearance,
  SatisfyCondition,
} from './federal-review.commands';
import { federalReviewDecider } from './federal-review.decider';
import { federalReviewEvents } from './federal-review.events';
import { federalReview, shortfallOf, wasCleared } from './federal-review.state';

const { given, stateAfter } = specOf(federalReview, federalReviewDecider);
const events = federalReviewEvents;

const COMMITMENT = '70000000-0000-4000-8000-000000000001';
const CAUSE = '80000000-0000-4000-8000-000000000001';
const { granted, underReview } = sample.reviewOf(COMMITMENT);
const clearance = events.ClearanceGranted({ ...granted.data, clearanceId: SELF });
const conditional = events.ClearanceGranted({
  ...clearance.data,
  decision: 'APPROVED_WITH_CONDITIONS',
  conditions: [
    { id: derived('condition 0'), text: 'The customs service has agreed.' },
    { id: derived('condition 1'), text: 'The hours are posted at the gate.' },
  ],
});
const revoked = events.ClearanceRevoked({ clearanceId: SELF, reason: 'Circumstances.' });
const consumed = events.ClearanceConsumed({ clearanceId: SELF, by: CAUSE });
const expired = events.ClearanceExpired({ clearanceId: SELF, validUntil: clearance.data.validUntil });

describe('a condition is confirmed by the federal side, with its evidence', () => {
  const first = { conditionId: derived('condition 0'), evidenceId: PROOF };
  const satisfied = events.ClearanceConditionSatisfied(first);
  const onConditions = (...more: (typeof satisfied | typeof revoked)[]) =>
    given(...underReview, conditional, ...more).and(evidence, PROOF, sample.proof);

  it('once each', () => {
    onConditions().when(SatisfyCondition, first).then(satisfied);
    expect(stateAfter(...underReview, conditional, satisfied)).toMatchObject({
      clearance: { conditions: [{ satisfied: true }, { satisfied: false }] },
    });
    onConditions(satisfied).when(SatisfyCondition, first).thenRefused('federalReview.condition-unknown');
    onConditions()
      .when(SatisfyCondition, { ...first, conditionId: NOTHING })
      .thenRefused('federalReview.condition-unknown');
  });

  it('not without evidence, not of a clearance that is over, and not by whoever submitted it', () => {
    onConditions()
      .when(SatisfyCondition, { ...first, evidenceId: NOTHING })
      .thenRefused('federalReview.evidence-unknown');
    onConditions(revoked).when(SatisfyCondition, first).thenRefused('federalReview.clearance-not-live');
    onConditions().by(FOCAL_PERSON).when(SatisfyCondition, first).thenRefused('federalReview.own-submission', 'INV-17');
  });

  it('and where the confirmation is erased, it is open again', () => {
    expect(stateAfter(...underReview, conditional, gone(satisfied, 'conditionId'))).toMatchObject({
      clearance: { conditions: [{ satisfied: false }, { satisfied: false }] },
    });
    given(...underReview, gone(conditional, 'conditions'))
      .when(SatisfyCondition, first)
      .thenRefused('record.erased');
  });
});

describe('what becomes of a clearance', () => {
  it('it is revoked, also after it was used, and once', () => {
    given(...underReview, clearance)
      .when(RevokeClearance, { reason: 'Circumstances.' })
      .then(revoked)
      .leaving({ clearance: expect.objectContaining({ life: 'REVOKED' }) as never });
    given(...underReview, clearance, consumed)
      .when(RevokeClearance, { reason: 'Circumstances.' })
      .then(revoked);
    given(...underReview, clearance, revoked)
      .when(RevokeClearance, { reason: 'Again.' })
      .thenRefused('federalReview.clearance-not-live');
    given(...underReview)
      .when(RevokeClearance, { reason: 'Nothing is cleared.' })
      .thenRefused('federalReview.out-of-turn');
  });

  it('it is used once', () => {
    given(...underReview, clearance)
      .when(ConsumeClearance, { by: CAUSE })
      .then(consumed)
      .leaving({ clearance: expect.objectContaining({ life: 'CONSUMED', usedBy: CAUSE }) as never });
    given(...underReview, clearance, consumed)
      .when(ConsumeClearance, { by: NOTHING })
      .thenRefused('federalReview.clearance-not-live');
  });

  it('the word of its use may come after its revocation, which stands, and is still kept once', () => {
    expect(stateAfter(...underReview, clearance, revoked, consumed)).toMatchObject({ clearance: { life: 'REVOKED', usedBy: CAUSE } });
    given(...underReview, clearance, revoked, consumed)
      .when(ConsumeClearance, { by: CAUSE })
      .thenRefused('federalReview.clearance-not-live');
  });

  it('it expires when its time is over, not before, and only while it is live', () => {
    given(...underReview, clearance)
      .when(ExpireClearance, {})
      .thenRefused('federalReview.not-yet-over');
    given(...underReview, clearance)
      .at('2025-06-01T00:00:00.000Z')
      .when(ExpireClearance, {})
      .then(expired)
      .leaving({ clearance: expect.objectContaining({ life: 'EXPIRED' }) as never });
    given(...underReview, clearance, expired)
      .at('2025-06-01T00:00:00.000Z')
      .when(ExpireClearance, {})
      .thenRefused('federalReview.clearance-not-live');
  });
});

describe('what a review lacks to clear an act (INV-11)', () => {
  const act = { subject: 'COMMITMENT_TEXT', subjectId: COMMITMENT, text: textOf(sample.openingHours), purpose: 'ENTER', at: NOW } as const;
  const after = (...history: readonly EventOf<typeof federalReviewEvents>[]) => stateAfter(...underReview, ...history);

  it('nothing, where it clears exactly this', () => {
    expect(shortfallOf(after(clearance), act)).toBeUndefined();
  });

  it.each([
    ['another record', { subjectId: NOTHING }, 'NOT_CLEARED'],
    ['a record of another kind', { subject: 'TERMS_OF_REFERENCE' }, 'NOT_CLEARED'],
    ['one comma more', { text: textOf(sample.oneCommaMore) }, 'OTHER_TEXT'],
    ['the same words in another language', { text: { ...act.text, lang: 'ur' } }, 'OTHER_TEXT'],
    ['another purpose', { purpose: 'PUBLISH' }, 'OTHER_PURPOSE'],
    ['a moment before it begins', { at: '2025-02-28T23:59:59.999Z' }, 'OUT_OF_TIME'],
    ['the moment it ends', { at: '2025-06-01T00:00:00.000Z' }, 'OUT_OF_TIME'],
  ] as const)('it does not clear %s', (_, other, shortfall) => {
    expect(shortfallOf(after(clearance), { ...act, ...other })).toBe(shortfall);
  });

  it('from its first moment to its last it does', () => {
    expect(shortfallOf(after(clearance), { ...act, at: '2025-03-01T00:00:00.000Z' })).toBeUndefined();
    expect(shortfallOf(after(clearance), { ...act, at: '2025-05-31T23:59:59.999Z' })).toBeUndefined();
  });

  it('its end, and the condition that is open', () => {
    const satisfied = (n: number) => events.ClearanceConditionSatisfied({ conditionId: derived(`condition ${n}`), evidenceId: PROOF });
    expect(shortfallOf(after(clearance, revoked), act)).toBe('REVOKED');
    expect(shortfallOf(after(clearance, consumed), act)).toBe('USED');
    expect(shortfallOf(after(clearance, expired), act)).toBe('OUT_OF_TIME');
    expect(shortfallOf(after(conditional, satisfied(0)), act)).toBe('CONDITION_OPEN');
    expect(shortfallOf(after(conditional, satisfied(0), satisfied(1)), act)).toBeUndefined();
  });

  it('a clearance at all, where it was declined or does not exist', () => {
    expect(shortfallOf(after(events.ReviewDeclined({ reason: 'No.', redLineIds: [] })), act)).toBe('NOT_CLEARED');
    expect(shortfallOf(stateAfter(), act)).toBe('NOT_CLEARED');
  });
});

describe('whether something was cleared when it was done (INV-50)', () => {
  const act = { subject: 'COMMITMENT_TEXT', subjectId: COMMITMENT, text: textOf(sample.openingHours), purpose: 'ENTER', at: NOW } as const;
  const cleared = (history: readonly EventOf<typeof federalReviewEvents>[], at: string = NOW) =>
    wasCleared(stateAfter(...underReview, ...history), { ...act, at });
  const onDay = (from: string) => ({ from, precision: 'DAY', zone: 'UTC', calendar: 'GREGORIAN' }) as const;

  it('while the clearance was valid, and exactly for what it names', () => {
    expect(cleared([clearance])).toBe(true);
    expect([cleared([clearance], '2025-02-28T23:59:59.999Z'), cleared([clearance], '2025-06-01T00:00:00.000Z')]).toEqual([false, false]);
    expect(wasCleared(stateAfter(...underReview, clearance), { ...act, purpose: 'PUBLISH' })).toBe(false);
    expect([cleared([]), wasCleared(stateAfter(), act)]).toEqual([false, false]);
  });

  it('whatever became of it since: that it was used, ran out, or was taken back later', () => {
    expect([cleared([clearance, consumed]), cleared([clearance, expired])]).toEqual([true, true]);
    expect(cleared([clearance, happened(revoked, { occurredAt: onDay('2025-03-02') })])).toBe(true);
    expect(cleared([clearance, happened(revoked, { occurredAt: onDay('2025-03-01') })])).toBe(false);
    expect(cleared([clearance, happened(revoked, { occurredAt: { erased: 'key' }, recordedAt: '2025-03-02T00:00:00.000Z' })])).toBe(true);
  });

  it('with its conditions met, as far as they can be read', () => {
    const satisfied = (n: number) => events.ClearanceConditionSatisfied({ conditionId: derived(`condition ${n}`), evidenceId: PROOF });
    expect([cleared([conditional, satisfied(0)]), cleared([conditional, satisfied(0), satisfied(1)])]).toEqual([false, true]);
    expect(cleared([gone(clearance, 'validUntil')])).toBe(false);
  });
});

describe('a federal decision that arrived on paper (INV-48)', () => {
  const paper = {
    initiativeId: INITIATIVE,
    reference: 'FO/12 (invented)',
    evidenceId: PROOF,
    subject: 'COMMITMENT_TEXT',
    decision: 'APPROVED',
  } as const;
  const received = events.FederalDecisionReceived(paper);

  it('is recorded by the province and flagged as such', () => {
    given()
      .and(initiative, INITIATIVE, sample.proposed)
      .and(evidence, PROOF, sample.proof)
      .when(ReceiveFederalDecision, paper)
      .then(received)
      .leaving({ status: 'RECEIVED', receivedBy: SOMEBODY, receiptId: eventId(1) });
    expect(events.schemas.FederalDecisionReceived.flags).toEqual(['RECORDED_BY_PROVINCE']);
  });

  it('with the paper, and of an initiative that exists', () => {
    given().and(initiative, INITIATIVE, sample.proposed).when(ReceiveFederalDecision, paper).thenRefused('federalReview.evidence-unknown');
    given().and(evidence, PROOF, sample.proof).when(ReceiveFederalDecision, paper).thenRefused('federalReview.subject-unknown');
  });

  it('is confirmed by a second person', () => {
    const receipt = { receiptId: eventId(1) };
    given(happened(received, { recordedBy: NOTHING }))
      .when(ConfirmFederalDecision, receipt)
      .then(events.FederalDecisionConfirmed({ receiptId: eventId(1) }))
      .leaving({ status: 'CONFIRMED', confirmedBy: SOMEBODY });
    given(received).when(ConfirmFederalDecision, receipt).thenRefused('federalReview.same-person', 'INV-48');
    given(happened(received, { recordedBy: NOTHING }))
      .when(ConfirmFederalDecision, { receiptId: NOTHING })
      .thenRefused('federalReview.other-receipt');
  });

  it('and opens no gate, confirmed or not', () => {
    const act = {
      subject: 'COMMITMENT_TEXT',
      subjectId: COMMITMENT,
      text: textOf(sample.openingHours),
      purpose: 'ENTER',
      at: NOW,
    } as const;
    expect(shortfallOf(stateAfter(received, events.FederalDecisionConfirmed({ receiptId: eventId(1) })), act)).toBe('NOT_CLEARED');
  });
});

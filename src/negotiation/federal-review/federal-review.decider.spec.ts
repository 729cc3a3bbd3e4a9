import { describe, expect, it } from '@jest/globals';
import * as sample from '../../../test/support/clearance-sample';
import { FEDERATION, FOCAL_PERSON, INITIATIVE, NOTHING, PROOF, PROVINCE, RED_LINE } from '../../../test/support/clearance-sample';
import { derived, eventId, gone, happened, NOW, SELF, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import type { EventOf } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { commitmentEvents } from '../commitment/commitment.events';
import { commitment } from '../commitment/commitment.state';
import { evidence } from '../evidence/evidence.state';
import { initiative } from '../initiative/initiative.state';
import { participantEvents } from '../participant/participant.events';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import { policyFramework } from '../policy-framework/policy-framework.state';
import { POLICY_FRAMEWORK_ID } from '../singletons';
import {
  AcknowledgeReview,
  AssignReview,
  ConfirmFederalDecision,
  ConsumeClearance,
  DecideReview,
  ExpireClearance,
  IssueGuidance,
  OpenReview,
  ProvideInformation,
  ReceiveFederalDecision,
  RequestInformation,
  RevokeClearance,
  SatisfyCondition,
  SubmitForReview,
  SupersedeReview,
  WithdrawSubmission,
} from './federal-review.commands';
import { federalReviewDecider } from './federal-review.decider';
import { federalReviewEvents } from './federal-review.events';
import { federalReview, shortfallOf } from './federal-review.state';

const { given, stateAfter } = specOf(federalReview, federalReviewDecider);
const events = federalReviewEvents;

const COMMITMENT = '70000000-0000-4000-8000-000000000001';
const CAUSE = '80000000-0000-4000-8000-000000000001';
const { opened, acknowledged, assigned, granted, underReview } = sample.reviewOf(COMMITMENT);
const clearance = events.ClearanceGranted({ ...granted.data, clearanceId: SELF });
const asked = events.InformationRequested({ questions: ['Who counts the patients?'] });
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

/** A reviewer's words of approval; a decision is about exactly the text whose hash it names. */
const approval = {
  decision: 'APPROVED',
  textHash: sample.textHash,
  purpose: 'ENTER',
  validFrom: '2025-03-01T00:00:00Z',
  validUntil: '2025-06-01T00:00:00Z',
  authorityId: FEDERATION,
} as const;

/** A review on the reviewer's desk, with all that a decision looks at. */
const onTheDesk = (...assessments: (typeof linking)[]) =>
  given(...underReview)
    .and(party, FEDERATION, sample.federation)
    .and(party, PROVINCE, sample.province)
    .and(initiative, INITIATIVE, sample.proposed, sample.designated)
    .and(commitment, COMMITMENT, ...commitmentStream(...assessments))
    .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.framework);
const linking = commitmentEvents.PolicyAlignmentAssessed({ ...sample.assessed.data, result: 'POTENTIAL_CONFLICT', redLineIds: [RED_LINE] });
const commitmentStream = (...assessments: (typeof linking)[]) => [sample.drafted, ...assessments, sample.submitted] as const;

describe('something is submitted for federal review', () => {
  const mayWeStart = {
    initiativeId: INITIATIVE,
    subject: 'START_NEGOTIATIONS',
    subjectId: INITIATIVE,
    urgency: 'URGENT',
    question: 'May the talks begin?',
    exPostFacto: false,
  } as const;

  it('a step of the initiative, without a text', () => {
    given()
      .and(initiative, INITIATIVE, sample.proposed)
      .by(FOCAL_PERSON)
      .when(SubmitForReview, mayWeStart)
      .then(events.ReviewSubmitted({ ...mayWeStart, submittedBy: FOCAL_PERSON }))
      .leaving({ status: 'SUBMITTED', submittedBy: FOCAL_PERSON, division: null, guidanceIds: [] });
  });

  it('not of an initiative that does not exist', () => {
    given().when(SubmitForReview, mayWeStart).thenRefused('federalReview.subject-unknown');
  });

  describe('the amendment of a commitment that binds', () => {
    const amendment = { ...mayWeStart, subject: 'COMMITMENT_TEXT', subjectId: COMMITMENT, text: sample.oneCommaMore } as const;
    const { textHash } = textOf(sample.oneCommaMore);
    const assessedAs = (result: 'ALIGNED' | 'CONFLICT') =>
      commitmentEvents.PolicyAlignmentAssessed({ ...sample.assessed.data, textHash, result });
    const about = (...history: readonly EventOf<typeof commitmentEvents>[]) =>
      given()
        .and(initiative, INITIATIVE, sample.proposed)
        .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.framework)
        .and(commitment, COMMITMENT, ...history);

    it('in its exact words, assessed against the framework in force (INV-13)', () => {
      about(...sample.binding, assessedAs('ALIGNED'))
        .when(SubmitForReview, amendment)
        .then(events.ReviewSubmitted({ ...amendment, text: textOf(sample.oneCommaMore), submittedBy: SOMEBODY }));
    });

    it('not without an assessment, not with a stale one, and not in conflict (INV-13)', () => {
      about(...sample.binding)
        .when(SubmitForReview, amendment)
        .thenRefused('federalReview.not-assessed', 'INV-13');
      about(...sample.binding, assessedAs('CONFLICT'))
        .when(SubmitForReview, amendment)
        .thenRefused('federalReview.not-assessed', 'INV-13');
      about(...sample.binding, assessedAs('ALIGNED'))
        .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.movedFramework)
        .when(SubmitForReview, amendment)
        .thenRefused('federalReview.not-assessed', 'INV-13');
    });

    it('not without its words', () => {
      about(...sample.binding)
        .when(SubmitForReview, { ...mayWeStart, subject: 'COMMITMENT_TEXT', subjectId: COMMITMENT })
        .thenRefused('federalReview.text-missing', 'INV-11');
    });

    it('and not before it is entered: then its text is submitted with it', () => {
      about(sample.drafted).when(SubmitForReview, amendment).thenRefused('federalReview.submitted-by-its-record', 'INV-13');
      about().when(SubmitForReview, amendment).thenRefused('federalReview.subject-unknown');
    });
  });
});

describe('a process opens the review of a commitment that was submitted', () => {
  const opening = {
    initiativeId: INITIATIVE,
    subject: 'COMMITMENT_TEXT',
    subjectId: COMMITMENT,
    text: sample.openingHours,
    urgency: 'ROUTINE',
    question: 'May it be entered?',
    submittedBy: FOCAL_PERSON,
  } as const;

  it('in the name of whoever submitted it, so that he does not decide (INV-17)', () => {
    given().and(initiative, INITIATIVE, sample.proposed).when(OpenReview, opening).then(opened);
  });

  it('once', () => {
    given(opened).when(OpenReview, opening).thenRefused('federalReview.out-of-turn');
  });
});

describe('a review goes over the federal desks', () => {
  it('acknowledged, then assigned to a division', () => {
    given(opened).when(AcknowledgeReview, { reference: 'FO/91 (invented)' }).then(acknowledged).leaving({ status: 'ACKNOWLEDGED' });
    given(opened, acknowledged)
      .when(AssignReview, { division: 'FOREIGN_AFFAIRS' })
      .then(assigned)
      .leaving({ status: 'IN_REVIEW', division: 'FOREIGN_AFFAIRS' });
    given(opened).when(AssignReview, { division: 'FOREIGN_AFFAIRS' }).thenRefused('federalReview.out-of-turn');
  });

  it('waits for information that it asked for, and goes on with the answer', () => {
    given(...underReview)
      .when(RequestInformation, { questions: ['Who counts the patients?'] })
      .then(asked)
      .leaving({ status: 'AWAITING_INFORMATION', requestId: eventId(4) });
    const answer = { requestId: eventId(4), answers: ['A committee of elders.'], evidenceIds: [PROOF] };
    given(...underReview, asked)
      .and(evidence, PROOF, sample.proof)
      .when(ProvideInformation, answer)
      .then(events.InformationProvided(answer))
      .leaving({ status: 'IN_REVIEW' });
  });

  it('an answer names the request that waits, and evidence that exists', () => {
    const answer = { requestId: eventId(3), answers: ['A committee.'], evidenceIds: [] };
    given(...underReview, asked)
      .when(ProvideInformation, answer)
      .thenRefused('federalReview.other-request');
    given(...underReview, asked)
      .when(ProvideInformation, { ...answer, requestId: eventId(4), evidenceIds: [NOTHING] })
      .thenRefused('federalReview.evidence-unknown');
  });

  it('a question and an answer say something', () => {
    expect(Object.assign(new RequestInformation(), { questions: [] }).faults()).toMatchObject([{ pointer: '/questions' }]);
    expect(Object.assign(new ProvideInformation(), { answers: [] }).faults()).toMatchObject([{ pointer: '/answers' }]);
  });

  it('can be withdrawn by whoever submitted it, while nothing is decided', () => {
    const withdrawn = events.SubmissionWithdrawn({ reason: 'Overtaken by events.' });
    given(...underReview, asked)
      .when(WithdrawSubmission, { reason: 'Overtaken by events.' })
      .then(withdrawn)
      .leaving({ status: 'WITHDRAWN' });
    given(...underReview, clearance)
      .when(WithdrawSubmission, { reason: 'Too late.' })
      .thenRefused('federalReview.out-of-turn');
  });

  it('ends when its subject has become another text, wherever it stood, unless its clearance was used', () => {
    const superseded = events.ReviewSuperseded({ by: CAUSE });
    given(...underReview, asked)
      .when(SupersedeReview, { by: CAUSE })
      .then(superseded)
      .leaving({ status: 'SUPERSEDED' });
    given(...underReview, clearance)
      .when(SupersedeReview, { by: CAUSE })
      .then(superseded)
      .leaving({ status: 'SUPERSEDED' });
    given(...underReview, clearance, consumed)
      .when(SupersedeReview, { by: CAUSE })
      .thenRefused('federalReview.clearance-not-live');
    given(opened, superseded).when(SupersedeReview, { by: CAUSE }).thenRefused('federalReview.out-of-turn');
  });
});

describe('guidance clears nothing (INV-15), and neither does silence (INV-14)', () => {
  const guidance = events.GuidanceIssued({ text: 'The hours look reasonable.', binding: true });

  it('it is given at any time before the decision, and changes nothing', () => {
    given(opened)
      .when(IssueGuidance, { text: 'The hours look reasonable.', binding: true })
      .then(guidance)
      .leaving({ status: 'SUBMITTED', guidanceIds: [eventId(2)] });
  });

  it('a review that only gives guidance, or only grows old, lacks a decision', () => {
    const act = { subjectId: COMMITMENT, text: textOf(sample.openingHours), purpose: 'ENTER', at: '2035-01-01T00:00:00.000Z' } as const;
    expect(shortfallOf(stateAfter(...underReview, guidance), act)).toBe('ONLY_GUIDANCE');
    expect(shortfallOf(stateAfter(...underReview), act)).toBe('UNDECIDED');
  });
});

describe('the federal reviewer clears exactly the text that was submitted (INV-11)', () => {
  it('under the id of the review, for one purpose and a time, without a snapshot while there are no incidents (INV-40)', () => {
    onTheDesk()
      .when(DecideReview, approval)
      .then(clearance)
      .leaving({ status: 'DECIDED', clearance: expect.objectContaining({ life: 'LIVE', usedBy: null, conditions: [] }) as never });
  });

  it('on conditions, each with an id', () => {
    onTheDesk()
      .when(DecideReview, {
        ...approval,
        decision: 'APPROVED_WITH_CONDITIONS',
        conditions: ['The customs service has agreed.', 'The hours are posted at the gate.'],
      })
      .then(conditional);
  });

  it('not other words than those that were submitted, nor none', () => {
    onTheDesk()
      .when(DecideReview, { ...approval, textHash: textOf(sample.oneCommaMore).textHash })
      .thenRefused('federalReview.other-text', 'INV-11');
    const { textHash: _, ...unread } = approval;
    onTheDesk().when(DecideReview, unread).thenRefused('federalReview.other-text', 'INV-11');
  });

  it('not across a prohibiting red line, whatever a later assessment says (INV-12)', () => {
    onTheDesk(linking, sample.assessed).when(DecideReview, approval).thenRefused('federalReview.red-line', 'INV-12');
    onTheDesk(linking, sample.assessed)
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.openedFramework)
      .when(DecideReview, approval)
      .then(clearance);
  });

  it('not by whoever submitted it, nor by the focal person of the initiative (INV-17)', () => {
    const { opened: own } = sample.reviewOf(COMMITMENT);
    given(events.ReviewSubmitted({ ...own.data, submittedBy: SOMEBODY }), acknowledged, assigned)
      .and(party, FEDERATION, sample.federation)
      .when(DecideReview, approval)
      .thenRefused('federalReview.own-submission', 'INV-17');
    given(events.ReviewSubmitted({ ...own.data, submittedBy: NOTHING }), acknowledged, assigned)
      .and(party, FEDERATION, sample.federation)
      .and(initiative, INITIATIVE, sample.proposed, sample.designated)
      .by(FOCAL_PERSON)
      .when(DecideReview, approval)
      .thenRefused('federalReview.of-the-initiative', 'INV-17');
  });

  it('in the name of the federal government, by somebody whose posts are for it, where the register shows any (INV-17)', () => {
    const postFor = (partyId: string) => participantEvents.RoleAssumed({ role: 'FEDERAL_OFFICER', partyId });
    onTheDesk()
      .when(DecideReview, { ...approval, authorityId: PROVINCE })
      .thenRefused('federalReview.authority-not-federal', 'INV-17');
    onTheDesk()
      .when(DecideReview, { ...approval, authorityId: NOTHING })
      .thenRefused('federalReview.authority-not-federal', 'INV-17');
    onTheDesk()
      .and(participant, SOMEBODY, sample.somebody, postFor(PROVINCE))
      .when(DecideReview, approval)
      .thenRefused('federalReview.authority-not-federal', 'INV-17');
    onTheDesk().and(participant, SOMEBODY, sample.somebody, postFor(FEDERATION)).when(DecideReview, approval).then(clearance);
  });

  it('not for a time that is over', () => {
    onTheDesk().at('2025-06-01T00:00:00.000Z').when(DecideReview, approval).thenRefused('federalReview.already-over');
  });

  it('and not before a division has it, nor twice', () => {
    given(opened, acknowledged).when(DecideReview, approval).thenRefused('federalReview.out-of-turn');
    given(...underReview, clearance)
      .when(DecideReview, approval)
      .thenRefused('federalReview.out-of-turn');
  });

  it('each decision says what belongs to it, and nothing else', () => {
    const faultsOf = (fields: object) =>
      Object.assign(new DecideReview(), fields)
        .faults()
        .map(({ pointer }) => pointer);
    expect(faultsOf({ decision: 'APPROVED' })).toEqual(['/purpose', '/validFrom', '/validUntil', '/authorityId']);
    expect(faultsOf({ ...approval, reason: 'x', comments: [{ text: 'x' }] })).toEqual(['/comments', '/reason']);
    expect(faultsOf({ ...approval, validUntil: approval.validFrom })).toEqual(['/validUntil']);
    expect(faultsOf({ ...approval, conditions: ['x'] })).toEqual(['/conditions']);
    expect(faultsOf({ ...approval, decision: 'APPROVED_WITH_CONDITIONS' })).toEqual(['/conditions']);
    expect(faultsOf({ decision: 'RETURNED_FOR_REVISION', comments: [], reason: 'x' })).toEqual(['/comments', '/reason']);
    expect(faultsOf({ decision: 'DECLINED', purpose: 'ENTER' })).toEqual(['/reason', '/purpose']);
  });
});

describe('or does not', () => {
  it('returns it with remarks', () => {
    onTheDesk()
      .when(DecideReview, { decision: 'RETURNED_FOR_REVISION', comments: [{ text: 'Name the companions.' }] })
      .then(events.ReviewReturned({ comments: [{ text: 'Name the companions.' }] }))
      .leaving({ status: 'RETURNED' });
  });

  it('declines it with reasons', () => {
    onTheDesk()
      .when(DecideReview, { decision: 'DECLINED', reason: 'Not now.', redLineIds: [RED_LINE] })
      .then(events.ReviewDeclined({ reason: 'Not now.', redLineIds: [RED_LINE] }))
      .leaving({ status: 'DECLINED' });
  });
});

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
  const act = { subjectId: COMMITMENT, text: textOf(sample.openingHours), purpose: 'ENTER', at: NOW } as const;
  const after = (...history: readonly EventOf<typeof federalReviewEvents>[]) => stateAfter(...underReview, ...history);

  it('nothing, where it clears exactly this', () => {
    expect(shortfallOf(after(clearance), act)).toBeUndefined();
  });

  it.each([
    ['another record', { subjectId: NOTHING }, 'NOT_CLEARED'],
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
    const act = { subjectId: COMMITMENT, text: textOf(sample.openingHours), purpose: 'ENTER', at: NOW } as const;
    expect(shortfallOf(stateAfter(received, events.FederalDecisionConfirmed({ receiptId: eventId(1) })), act)).toBe('NOT_CLEARED');
  });
});

import { describe, expect, it } from '@jest/globals';
import * as agreementSample from '../../../test/support/agreement-sample';
import * as sample from '../../../test/support/clearance-sample';
import * as delegationSample from '../../../test/support/delegation-sample';
import * as mandateSample from '../../../test/support/mandate-sample';
import * as proposalSample from '../../../test/support/proposal-sample';
import { FEDERATION, FOCAL_PERSON, INITIATIVE, NOTHING, PROOF, PROVINCE, RED_LINE } from '../../../test/support/clearance-sample';
import { derived, eventId, SELF, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import type { EventOf } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { agreement } from '../agreement/agreement.state';
import { commitmentEvents } from '../commitment/commitment.events';
import { commitment } from '../commitment/commitment.state';
import { delegation, delegationIdOf } from '../delegation/delegation.state';
import { evidence } from '../evidence/evidence.state';
import { initiative } from '../initiative/initiative.state';
import { mandateIdOf } from '../mandate/mandate.state';
import { renderedOf } from '../negotiating-text';
import { participantEvents } from '../participant/participant.events';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import { policyFramework } from '../policy-framework/policy-framework.state';
import { proposalEvents } from '../proposal/proposal.events';
import { proposal } from '../proposal/proposal.state';
import { POLICY_FRAMEWORK_ID } from '../singletons';
import {
  AcknowledgeReview,
  AssignReview,
  DecideReview,
  IssueGuidance,
  OpenReview,
  ProvideInformation,
  RequestInformation,
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
const consumed = events.ClearanceConsumed({ clearanceId: SELF, by: CAUSE });
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

  it('the travel of a delegation of this initiative, and of none that there is not', () => {
    const travel = { ...mayWeStart, subject: 'TRAVEL', subjectId: delegationSample.FIRST } as const;
    const about = (...history: readonly EventOf<typeof delegation.events>[]) =>
      given()
        .and(initiative, INITIATIVE, sample.proposed)
        .and(delegation, delegationSample.FIRST, ...history)
        .by(FOCAL_PERSON);
    about(delegationSample.constitutedAs(1))
      .when(SubmitForReview, travel)
      .then(events.ReviewSubmitted({ ...travel, submittedBy: FOCAL_PERSON }));
    about().when(SubmitForReview, travel).thenRefused('federalReview.subject-unknown');
    about(delegationSample.constitutedAs(1))
      .and(initiative, NOTHING, sample.proposed)
      .when(SubmitForReview, { ...travel, initiativeId: NOTHING })
      .thenRefused('federalReview.subject-unknown');
  });

  it('not a text on the table: it is submitted with its proposal', () => {
    given()
      .and(initiative, INITIATIVE, sample.proposed)
      .when(SubmitForReview, { ...mayWeStart, subject: 'PROPOSAL_TEXT', text: sample.openingHours })
      .thenRefused('federalReview.submitted-by-its-record');
  });

  it('not a measure: it is submitted with its own text', () => {
    given()
      .and(initiative, INITIATIVE, sample.proposed)
      .when(SubmitForReview, { ...mayWeStart, subject: 'CBM', text: sample.openingHours })
      .thenRefused('federalReview.submitted-by-its-record');
  });

  it('not that an agreement is signed or ratified: each is submitted with its own text', () => {
    for (const subject of ['SIGNATURE', 'RATIFICATION'] as const)
      given()
        .and(initiative, INITIATIVE, sample.proposed)
        .when(SubmitForReview, { ...mayWeStart, subject, text: sample.openingHours })
        .thenRefused('federalReview.submitted-by-its-record');
  });

  it('not terms of reference: these are submitted with the mandate, with the schedule of all that the rules read', () => {
    given()
      .and(initiative, INITIATIVE, sample.proposed)
      .when(SubmitForReview, { ...mayWeStart, subject: 'TERMS_OF_REFERENCE', text: sample.openingHours })
      .thenRefused('federalReview.submitted-by-its-record');
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

  it('also of what has happened already', () => {
    given()
      .and(initiative, INITIATIVE, sample.proposed)
      .when(OpenReview, { ...opening, exPostFacto: true })
      .then(events.ReviewSubmitted({ ...opened.data, exPostFacto: true }));
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
    const act = {
      subject: 'COMMITMENT_TEXT',
      subjectId: COMMITMENT,
      text: textOf(sample.openingHours),
      purpose: 'ENTER',
      at: '2035-01-01T00:00:00.000Z',
    } as const;
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

  it('terms of reference to start, and for nothing else', () => {
    const { underReview: termsUnderReview, granted } = mandateSample.reviewOf(mandateIdOf(INITIATIVE));
    const terms = { ...approval, textHash: mandateSample.submittedText.textHash };
    const decided = () =>
      given(...termsUnderReview)
        .and(party, FEDERATION, sample.federation)
        .and(initiative, INITIATIVE, sample.proposed, sample.designated);
    decided().when(DecideReview, terms).thenRefused('federalReview.other-purpose', 'INV-11');
    const { validFrom, validUntil } = clearance.data;
    decided()
      .when(DecideReview, { ...terms, purpose: 'START' })
      .then(events.ClearanceGranted({ ...granted.data, clearanceId: SELF, validFrom, validUntil }));
  });

  it('the plain rendering of a text on the table, and not across a red line that its proposal was ever linked to (INV-12)', () => {
    const text = renderedOf(proposalSample.drafted.data.text);
    const about = { subject: 'PROPOSAL_TEXT', subjectId: proposalSample.OTHER_PROPOSAL, revision: 1, text } as const;
    const [submitted, ...desk] = underReview;
    const decided = (...history: readonly EventOf<typeof proposalEvents>[]) =>
      given(events.ReviewSubmitted({ ...submitted.data, ...about }), ...desk)
        .and(party, FEDERATION, sample.federation)
        .and(initiative, INITIATIVE, sample.proposed, sample.designated)
        .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.framework)
        .and(proposal, proposalSample.OTHER_PROPOSAL, ...history);
    const { subject, subjectId } = about;
    decided(...proposalSample.accepted)
      .when(DecideReview, { ...approval, textHash: text.textHash })
      .then(events.ClearanceGranted({ ...clearance.data, subject, subjectId, textHash: text.textHash }));
    const crossing = proposalEvents.PolicyAlignmentAssessed({ ...proposalSample.assessed.data, redLineIds: [RED_LINE] });
    decided(...proposalSample.onTable, crossing)
      .when(DecideReview, { ...approval, textHash: text.textHash })
      .thenRefused('federalReview.red-line', 'INV-12');
  });

  it('nor the text of an agreement that crosses one, for either step (INV-12)', () => {
    const { text } = agreementSample;
    const [submitted, ...desk] = underReview;
    for (const subject of ['SIGNATURE', 'RATIFICATION'] as const) {
      const about = { subject, subjectId: agreementSample.NOTHING, text };
      const decided = (...redLineIds: string[]) =>
        given(events.ReviewSubmitted({ ...submitted.data, ...about }), ...desk)
          .and(party, FEDERATION, sample.federation)
          .and(initiative, INITIATIVE, sample.proposed, sample.designated)
          .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.framework)
          .and(agreement, about.subjectId, ...agreementSample.toSign, agreementSample.assessedAs(text.textHash, 'ALIGNED', redLineIds))
          .when(DecideReview, { ...approval, textHash: text.textHash });
      decided(RED_LINE).thenRefused('federalReview.red-line', 'INV-12');
      const { subjectId } = about;
      decided().then(events.ClearanceGranted({ ...clearance.data, subject, subjectId, textHash: text.textHash, lang: text.lang }));
    }
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

  it('nor by somebody who is in a delegation of the initiative, or was (INV-17)', () => {
    const decidesIn = (ordinal: number, ...history: readonly EventOf<typeof delegation.events>[]) =>
      given(...underReview)
        .and(party, FEDERATION, sample.federation)
        .and(delegation, delegationIdOf(INITIATIVE, ordinal), ...history)
        .by(delegationSample.ELDER)
        .when(DecideReview, approval);
    decidesIn(1, ...delegationSample.firstConstituted).thenRefused('federalReview.of-the-initiative', 'INV-17');
    decidesIn(3, ...delegationSample.firstBack).thenRefused('federalReview.of-the-initiative', 'INV-17');
    decidesIn(1, delegationSample.constitutedAs(1)).then(clearance);
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

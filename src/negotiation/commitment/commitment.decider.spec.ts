import { describe, expect, it } from '@jest/globals';
import * as sample from '../../../test/support/clearance-sample';
import { INITIATIVE, NOTHING, PROVINCE, RED_LINE, REVIEW, TRIBE } from '../../../test/support/clearance-sample';
import * as proposalSample from '../../../test/support/proposal-sample';
import { derived, eventId, gone, NOW, SELF, specOf } from '../../../test/support/decider-spec';
import type { EventOf } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { alignmentOf, linkedRedLines } from '../alignment';
import { federalReviewEvents } from '../federal-review/federal-review.events';
import { federalReview } from '../federal-review/federal-review.state';
import { initiativeEvents } from '../initiative/initiative.events';
import { initiative } from '../initiative/initiative.state';
import { party } from '../party/party.state';
import { policyFramework } from '../policy-framework/policy-framework.state';
import { proposalEvents } from '../proposal/proposal.events';
import { proposal } from '../proposal/proposal.state';
import { POLICY_FRAMEWORK_ID } from '../singletons';
import {
  AmendCommitment,
  AssessAlignment,
  ClearCommitment,
  DeclineCommitment,
  DraftCommitment,
  EnterCommitment,
  FlagForReview,
  RecordEntryIntoForce,
  RedraftCommitment,
  ReturnCommitment,
  SubmitForClearance,
} from './commitment.commands';
import { commitmentDecider } from './commitment.decider';
import { commitmentEvents } from './commitment.events';
import { commitment, isAgreed } from './commitment.state';

const { given, stateAfter } = specOf(commitment, commitmentDecider);
const { drafted, assessed, submitted, cleared, entered, inForce, textHash } = sample;
const events = commitmentEvents;
type Past = EventOf<typeof commitmentEvents>;

const amended = textOf(sample.oneCommaMore);
const linking = events.PolicyAlignmentAssessed({ ...assessed.data, result: 'POTENTIAL_CONFLICT', redLineIds: [RED_LINE] });
const returned = events.CommitmentReturned({ reviewId: REVIEW });
const declined = events.CommitmentDeclined({ reviewId: REVIEW });

describe('a commitment is drafted under an open initiative', () => {
  const draft = () =>
    given().and(initiative, INITIATIVE, sample.proposed).and(party, PROVINCE, sample.province).and(party, TRIBE, sample.tribe);

  it('in exact words, with who is responsible, for whom, of what topic and pillar, due when, and how it is verified (INV-27)', () => {
    draft()
      .when(DraftCommitment, sample.terms)
      .then(drafted)
      .leaving({ status: 'DRAFT', text: textOf(sample.openingHours), dueDate: '2025-06-30', alignments: {} });
  });

  it('its due date is known from the first only where its rule names a day', () => {
    const rules = [
      { kind: 'RELATIVE', afterEventType: 'CommitmentCameIntoForce', days: 90 },
      { kind: 'CONDITIONAL', condition: 'Once the gate is repaired' },
      { kind: 'CONTINUOUS', reportEveryDays: 30 },
    ] as const;
    for (const due of rules)
      draft()
        .when(DraftCommitment, { ...sample.terms, due })
        .then(events.CommitmentDrafted({ ...drafted.data, due }))
        .leaving({ dueDate: null });
    expect(stateAfter(gone(drafted, 'due'))).toMatchObject({ dueDate: { erased: expect.any(String) } });
  });

  it('not under one that does not exist', () => {
    given().and(party, PROVINCE, sample.province).when(DraftCommitment, sample.terms).thenRefused('commitment.initiative-unknown');
  });

  it('not with a party that nobody has registered', () => {
    given()
      .and(initiative, INITIATIVE, sample.proposed)
      .and(party, PROVINCE, sample.province)
      .when(DraftCommitment, sample.terms)
      .thenRefused('commitment.party-unknown', 'INV-27');
  });

  it('refugees, borders, visas and customs are not the province’s alone (INV-16)', () => {
    const provincial = { ...sample.terms, competence: 'PROVINCIAL' } as const;
    draft().when(DraftCommitment, provincial).thenRefused('commitment.competence', 'INV-16');
    draft()
      .when(DraftCommitment, { ...provincial, topic: 'REFUGEES', subTopics: [] })
      .thenRefused('commitment.competence', 'INV-16');
    const schools = { ...provincial, subTopics: ['EDUCATION'] } as const;
    draft()
      .when(DraftCommitment, schools)
      .then(events.CommitmentDrafted({ ...drafted.data, competence: 'PROVINCIAL', subTopics: ['EDUCATION'] }));
  });
});

describe('a commitment may come from a clause of a text on the table', () => {
  const { OTHER_PROPOSAL, onTable, accepted, agreed } = proposalSample;
  const from = { proposalId: OTHER_PROPOSAL, revision: 1, eId: 'art_2' };
  const fromClause = events.CommitmentDrafted({ ...drafted.data, ...from });
  const draft = () =>
    given().and(initiative, INITIATIVE, sample.proposed).and(party, PROVINCE, sample.province).and(party, TRIBE, sample.tribe);

  it('which it names with the revision that stands', () => {
    draft()
      .and(proposal, OTHER_PROPOSAL, ...onTable)
      .when(DraftCommitment, { ...sample.terms, ...from })
      .then(fromClause);
    for (const other of [{ proposalId: NOTHING }, { revision: 2 }, { eId: 'art_9' }])
      draft()
        .and(proposal, OTHER_PROPOSAL, ...onTable)
        .when(DraftCommitment, { ...sample.terms, ...from, ...other })
        .thenRefused('commitment.clause-unknown');
    draft()
      .and(proposal, OTHER_PROPOSAL, proposalEvents.ProposalDrafted({ ...proposalSample.drafted.data, initiativeId: NOTHING }))
      .when(DraftCommitment, { ...sample.terms, ...from })
      .thenRefused('commitment.clause-unknown');
  });

  const { underReview, granted } = sample.reviewOf(SELF);
  const entry = { text: sample.openingHours, clearanceId: REVIEW, reservations: [] };
  const entering = () =>
    given(fromClause, assessed, submitted, cleared)
      .and(federalReview, REVIEW, ...underReview, granted)
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.framework);

  it('and is entered once exactly that revision is agreed ad referendum', () => {
    entering()
      .and(proposal, OTHER_PROPOSAL, ...accepted, agreed)
      .when(EnterCommitment, entry)
      .then(entered);
    entering()
      .and(proposal, OTHER_PROPOSAL, ...accepted)
      .when(EnterCommitment, entry)
      .thenRefused('commitment.proposal-not-agreed', 'INV-18');
    given(events.CommitmentDrafted({ ...fromClause.data, revision: 2 }), assessed, submitted, cleared)
      .and(federalReview, REVIEW, ...underReview, granted)
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.framework)
      .and(proposal, OTHER_PROPOSAL, ...accepted, agreed)
      .when(EnterCommitment, entry)
      .thenRefused('commitment.proposal-not-agreed', 'INV-18');
  });

  it('nothing of a package is agreed until everything in it is', () => {
    const OTHER = '80000000-0000-4000-8000-000000000003';
    const packaged = proposalEvents.ProposalsPackaged({ packageId: proposalSample.PACKAGE, proposalIds: [OTHER_PROPOSAL, OTHER] });
    const whole = () => entering().and(proposal, OTHER_PROPOSAL, ...accepted, packaged, agreed);
    const packagedProposalIds = [OTHER_PROPOSAL, OTHER];
    whole()
      .and(proposal, OTHER, ...accepted, agreed)
      .when(EnterCommitment, { ...entry, packagedProposalIds })
      .then(entered);
    whole()
      .and(proposal, OTHER, ...accepted)
      .when(EnterCommitment, { ...entry, packagedProposalIds })
      .thenRefused('commitment.package-not-agreed', 'INV-18');
    whole()
      .and(proposal, OTHER, ...accepted, agreed)
      .when(EnterCommitment, entry)
      .thenRefused('commitment.package-not-agreed', 'INV-18');
  });
});

describe('other words are another text, and nothing that was decided of the first holds for it', () => {
  const redraft = { text: sample.oneCommaMore };

  it('while it is a draft', () => {
    given(drafted)
      .when(RedraftCommitment, redraft)
      .then(events.CommitmentRedrafted({ text: amended }))
      .leaving({ status: 'DRAFT', text: amended });
  });

  it('in clearance or cleared, and names the review that ends with the old words', () => {
    const redrafted = events.CommitmentRedrafted({ text: amended, supersededReviewId: REVIEW });
    for (const before of [[submitted], [submitted, cleared]])
      given(drafted, ...before)
        .when(RedraftCommitment, redraft)
        .then(redrafted)
        .leaving({ status: 'DRAFT', text: amended });
    expect(stateAfter(drafted, submitted, redrafted)).not.toHaveProperty('reviewId');
  });

  it('the same words may come back to the desk once they have been submitted, but are no redraft of a draft', () => {
    given(drafted).when(RedraftCommitment, { text: sample.openingHours }).thenRefused('commitment.same-text');
    given(drafted, submitted)
      .when(RedraftCommitment, { text: sample.openingHours })
      .then(events.CommitmentRedrafted({ text: textOf(sample.openingHours), supersededReviewId: REVIEW }));
  });

  it('not once it is entered: then it is amended', () => {
    given(...sample.binding)
      .when(RedraftCommitment, redraft)
      .thenRefused('commitment.out-of-turn');
  });
});

describe('a text is held against the framework in force (INV-13)', () => {
  const assessment = { result: 'ALIGNED', redLineIds: [] } as const;
  const held = (...history: readonly Past[]) => given(...history).and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.framework);

  it('that which stands, or that of an amendment, by its hash', () => {
    held(drafted).when(AssessAlignment, assessment).then(assessed);
    held(...sample.binding)
      .when(AssessAlignment, { ...assessment, textHash: amended.textHash, note: 'A comma.' })
      .then(events.PolicyAlignmentAssessed({ ...assessed.data, textHash: amended.textHash, note: 'A comma.' }));
  });

  it('an assessment counts for the version it was made against', () => {
    expect(alignmentOf(stateAfter(drafted, assessed), textHash, 1)).toMatchObject({ result: 'ALIGNED', assessmentId: eventId(2) });
    expect(alignmentOf(stateAfter(drafted, assessed), textHash, 2)).toBeUndefined();
    expect(alignmentOf(stateAfter(drafted, assessed), amended.textHash, 1)).toBeUndefined();
    expect(alignmentOf(stateAfter(), textHash, 1)).toBeUndefined();
  });

  it('a red line once linked stays linked, whatever a later assessment says (INV-12)', () => {
    held(drafted)
      .when(AssessAlignment, { result: 'POTENTIAL_CONFLICT', redLineIds: [RED_LINE] })
      .then(linking);
    expect(linkedRedLines(stateAfter(drafted, linking, assessed), textHash)).toEqual([RED_LINE]);
    expect(linkedRedLines(stateAfter(drafted, assessed), amended.textHash)).toEqual([]);
  });

  it('where nobody knows any more which text was assessed, none was', () => {
    expect(alignmentOf(stateAfter(drafted, gone(assessed, 'textHash')), textHash, 1)).toBeUndefined();
  });

  it('not where no version is in force, and not with a red line that does not stand', () => {
    given(drafted).when(AssessAlignment, assessment).thenRefused('commitment.no-framework', 'INV-13');
    held(drafted)
      .when(AssessAlignment, { ...assessment, redLineIds: [NOTHING] })
      .thenRefused('commitment.red-line-unknown');
  });
});

describe('it is submitted for federal clearance', () => {
  const submission = { urgency: 'ROUTINE', question: 'May it be entered?' } as const;
  const held = (...history: readonly Past[]) => given(...history).and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.framework);
  const underItsReview = events.CommitmentSubmittedForClearance({ ...submitted.data, reviewId: derived('review') });

  it('in exactly the words that were assessed, naming the review that a process will open', () => {
    held(drafted, assessed)
      .when(SubmitForClearance, submission)
      .then(underItsReview)
      .leaving({ status: 'IN_CLEARANCE', reviewId: derived('review') });
  });

  it('not without an assessment of these words, nor on one against an older version (INV-13)', () => {
    held(drafted).when(SubmitForClearance, submission).thenRefused('commitment.not-assessed', 'INV-13');
    held(drafted, assessed, events.CommitmentRedrafted({ text: amended }))
      .when(SubmitForClearance, submission)
      .thenRefused('commitment.not-assessed', 'INV-13');
    given(drafted, assessed)
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.movedFramework)
      .when(SubmitForClearance, submission)
      .thenRefused('commitment.not-assessed', 'INV-13');
    given(drafted, assessed).when(SubmitForClearance, submission).thenRefused('commitment.no-framework', 'INV-13');
  });

  it('not in conflict with it, unless it was assessed anew', () => {
    const conflict = events.PolicyAlignmentAssessed({ ...assessed.data, result: 'CONFLICT' });
    held(drafted, assessed, conflict).when(SubmitForClearance, submission).thenRefused('commitment.conflict', 'INV-13');
    held(drafted, conflict, assessed).when(SubmitForClearance, submission).then(underItsReview);
  });

  it('once', () => {
    held(drafted, assessed, submitted).when(SubmitForClearance, submission).thenRefused('commitment.out-of-turn');
  });
});

describe('a process tells it what was decided of its text', () => {
  it('cleared, returned or declined', () => {
    given(drafted, submitted).when(ClearCommitment, { reviewId: REVIEW }).then(cleared).leaving({ status: 'CLEARED' });
    given(drafted, submitted).when(ReturnCommitment, { reviewId: REVIEW }).then(returned).leaving({ status: 'DRAFT' });
    given(drafted, submitted).when(DeclineCommitment, { reviewId: REVIEW }).then(declined).leaving({ status: 'DECLINED' });
    expect(stateAfter(drafted, submitted, returned)).not.toHaveProperty('reviewId');
  });

  it('not of other words than stand now, and not twice', () => {
    for (const command of [ClearCommitment, ReturnCommitment, DeclineCommitment]) {
      given(drafted, submitted).when(command, { reviewId: NOTHING }).thenRefused('commitment.other-review');
      given(drafted, submitted, cleared).when(command, { reviewId: REVIEW }).thenRefused('commitment.out-of-turn');
    }
  });
});

describe('exactly the cleared text is entered', () => {
  const { opened, underReview, granted } = sample.reviewOf(SELF);
  const review = federalReviewEvents;
  const entry = { text: sample.openingHours, clearanceId: REVIEW, reservations: [] };
  const holding = (...decision: readonly EventOf<typeof federalReviewEvents>[]) =>
    given(drafted, assessed, submitted, cleared)
      .and(federalReview, REVIEW, ...underReview, ...decision)
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.framework);
  const conditional = review.ClearanceGranted({
    ...granted.data,
    decision: 'APPROVED_WITH_CONDITIONS',
    conditions: [{ id: NOTHING, text: 'Customs agree.' }],
  });

  it('while its clearance is live; the snapshot of the situation is empty while there are no incidents (INV-40)', () => {
    holding(granted)
      .when(EnterCommitment, entry)
      .then(entered)
      .leaving({ status: 'ENTERED', clearanceIds: [REVIEW], enteredAt: NOW, implementation: null, flaggedFor: [] });
  });

  it('line ends and trailing blanks are no other words', () => {
    holding(granted)
      .when(EnterCommitment, { ...entry, text: { lang: 'en', body: `${sample.openingHours.body}  ` } })
      .then(entered);
  });

  it('with the reservations of parties that exist', () => {
    const reservations = [{ partyId: TRIBE, text: 'Not on the days of the fair.' }];
    holding(granted)
      .and(party, TRIBE, sample.tribe)
      .when(EnterCommitment, { ...entry, reservations })
      .then(events.CommitmentEntered({ ...entered.data, reservations }));
    holding(granted)
      .when(EnterCommitment, { ...entry, reservations })
      .thenRefused('commitment.party-unknown');
  });

  it('not with one comma more, and not in another language (INV-11)', () => {
    holding(granted)
      .when(EnterCommitment, { ...entry, text: sample.oneCommaMore })
      .thenRefused('commitment.other-text', 'INV-11');
    holding(granted)
      .when(EnterCommitment, { ...entry, text: { ...sample.openingHours, lang: 'ur' } })
      .thenRefused('commitment.other-text', 'INV-11');
  });

  it('not while the federal side objects to the initiative', () => {
    const objection = initiativeEvents.FederalObjectionRaised({
      byOffice: 'A division',
      ground: 'TIMING',
      text: 'Not yet.',
      public: false,
    });
    holding(granted)
      .and(initiative, INITIATIVE, sample.proposed, objection)
      .when(EnterCommitment, entry)
      .thenRefused('initiative.objection-open');
  });

  it('not before every condition is met (INV-11)', () => {
    holding(conditional).when(EnterCommitment, entry).thenRefused('commitment.condition-open', 'INV-11');
    holding(conditional, review.ClearanceConditionSatisfied({ conditionId: NOTHING, evidenceId: sample.PROOF }))
      .when(EnterCommitment, entry)
      .then(entered);
  });

  it('not outside the time of the clearance, nor after its revocation, nor a second time (INV-11)', () => {
    holding(granted).at('2025-06-01T00:00:00.000Z').when(EnterCommitment, entry).thenRefused('commitment.clearance-over', 'INV-11');
    holding(granted, review.ClearanceRevoked({ clearanceId: REVIEW, reason: 'Circumstances.' }))
      .when(EnterCommitment, entry)
      .thenRefused('commitment.clearance-revoked', 'INV-11');
    holding(granted, review.ClearanceConsumed({ clearanceId: REVIEW, by: NOTHING }))
      .when(EnterCommitment, entry)
      .thenRefused('commitment.clearance-used', 'INV-11');
  });

  it('not on a clearance for something else, or of another review (INV-11)', () => {
    holding(review.ClearanceGranted({ ...granted.data, purpose: 'PUBLISH' }))
      .when(EnterCommitment, entry)
      .thenRefused('commitment.other-purpose', 'INV-11');
    holding(review.ClearanceGranted({ ...granted.data, subjectId: NOTHING }))
      .when(EnterCommitment, entry)
      .thenRefused('commitment.not-cleared', 'INV-11');
    holding(granted)
      .when(EnterCommitment, { ...entry, clearanceId: NOTHING })
      .thenRefused('commitment.not-cleared', 'INV-11');
  });

  it('not in the moment before it has been told of its clearance', () => {
    given(drafted, assessed, submitted)
      .and(federalReview, REVIEW, ...underReview, granted)
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.framework)
      .when(EnterCommitment, entry)
      .thenRefused('commitment.not-cleared', 'INV-11');
  });

  it('not because nobody has answered (INV-14)', () => {
    given(drafted, assessed, submitted)
      .and(federalReview, REVIEW, opened)
      .at('2035-01-01T00:00:00.000Z')
      .when(EnterCommitment, entry)
      .thenRefused('commitment.silence-is-no-consent', 'INV-14');
  });

  it('not on the strength of guidance (INV-15)', () => {
    given(drafted, assessed, submitted)
      .and(federalReview, REVIEW, opened, review.GuidanceIssued({ text: 'The hours look reasonable.', binding: true }))
      .when(EnterCommitment, entry)
      .thenRefused('commitment.guidance-is-no-clearance', 'INV-15');
  });

  it('not across a prohibiting red line, whatever was cleared, unless the federal side opens it (INV-12)', () => {
    const across = () => given(drafted, linking, assessed, submitted, cleared).and(federalReview, REVIEW, ...underReview, granted);
    across()
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.framework)
      .when(EnterCommitment, entry)
      .thenRefused('commitment.red-line', 'INV-12');
    across()
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.openedFramework)
      .when(EnterCommitment, entry)
      .then(entered);
  });

  it('and not from a draft, nor where the links to red lines can no longer be read', () => {
    given(drafted).when(EnterCommitment, entry).thenRefused('commitment.out-of-turn');
    given(drafted, gone(assessed, 'redLineIds'), submitted, cleared)
      .and(federalReview, REVIEW, ...underReview, granted)
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.framework)
      .when(EnterCommitment, entry)
      .thenRefused('record.erased');
  });
});

describe('once it is entered', () => {
  it('it comes into force by its rule', () => {
    given(drafted, submitted, cleared, entered)
      .when(RecordEntryIntoForce, { rule: 'With its entry.' })
      .then(inForce)
      .leaving({ status: 'IN_FORCE' });
  });

  it('it binds or is about to, until it has ended', () => {
    const ended = events.CommitmentTerminated({ ground: 'CONSENT', text: 'Both sides agree.' });
    expect([stateAfter(drafted), stateAfter(...sample.binding), stateAfter(...sample.binding, ended)].map(isAgreed)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('it is flagged where its ground has moved, once for each cause; nothing else changes', () => {
    const flag = { cause: 'CLEARANCE_REVOKED', causeId: NOTHING } as const;
    const flagged = events.CommitmentFlaggedForReview(flag);
    given(...sample.binding)
      .when(FlagForReview, flag)
      .then(flagged)
      .leaving({ status: 'IN_FORCE', flaggedFor: [NOTHING] });
    given(...sample.binding, flagged)
      .when(FlagForReview, flag)
      .thenRefused('commitment.already-flagged');
    given(drafted).when(FlagForReview, flag).thenRefused('commitment.out-of-turn');
  });
});

describe('it is amended to another cleared text', () => {
  const SECOND = '20000000-0000-4000-8000-000000000002';
  const amendment = { text: sample.oneCommaMore, clearanceId: SECOND };
  const becameOther = events.CommitmentAmended({ text: amended, clearanceId: SECOND });
  const assessedToo = events.PolicyAlignmentAssessed({ ...assessed.data, textHash: amended.textHash });
  const { underReview, granted } = sample.reviewOf(SELF);
  const grantedToo = federalReviewEvents.ClearanceGranted({ ...granted.data, clearanceId: SECOND, textHash: amended.textHash });
  const holding = (...history: readonly Past[]) =>
    given(...sample.binding, ...history)
      .and(federalReview, SECOND, ...underReview, grantedToo)
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...sample.framework);

  it('which has a clearance of its own; its legal state stays', () => {
    holding(assessedToo)
      .when(AmendCommitment, amendment)
      .then(becameOther)
      .leaving({ status: 'IN_FORCE', text: amended, clearanceIds: [REVIEW, SECOND] });
  });

  it('not without an assessment, not without that clearance, and not to the words that stand', () => {
    holding().when(AmendCommitment, amendment).thenRefused('commitment.not-assessed', 'INV-13');
    holding(assessedToo)
      .when(AmendCommitment, { ...amendment, clearanceId: NOTHING })
      .thenRefused('commitment.not-cleared', 'INV-11');
    holding(assessedToo)
      .when(AmendCommitment, { ...amendment, text: sample.openingHours })
      .thenRefused('commitment.same-text');
  });

  it('and not twice on one clearance, also before the word of its use has come round', () => {
    const back = events.CommitmentAmended({ text: textOf(sample.openingHours), clearanceId: NOTHING });
    holding(assessedToo, becameOther, back).when(AmendCommitment, amendment).thenRefused('commitment.clearance-used', 'INV-11');
  });
});

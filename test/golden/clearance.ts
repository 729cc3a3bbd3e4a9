import type { DomainEvent } from '../../src/kernel/events';
import { textOf } from '../../src/kernel/text';
import { uuidV5 } from '../../src/kernel/uuid';
import { commitmentEvents as commitment } from '../../src/negotiation/commitment/commitment.events';
import { federalReviewEvents as review } from '../../src/negotiation/federal-review/federal-review.events';
import type { Act, Recorder } from './recorder';

/* Commitments and their federal reviews, through every event of either. */

interface Cast {
  readonly recorder: Recorder;
  readonly actor: string;
  readonly initiativeId: string;
  readonly partyId: string;
  readonly evidenceId: string;
}

const TEXT = textOf({ lang: 'en', body: 'The crossing is open to patients from six to twenty hours.\nBoth sides post the hours.' });
const LATER = textOf({ lang: 'ps', body: 'دروازه د ناروغانو لپاره له شپږو تر شلو بجو خلاصه ده.' });

export function playClearance(cast: Cast): void {
  const { recorder, actor, initiativeId, partyId, evidenceId } = cast;
  const act = (its: Omit<Act, 'actor' | 'initiativeId' | 'level' | 'caveats'>) =>
    recorder.record({ ...its, actor, initiativeId, level: 'SECRET', caveats: ['KP_EYES_ONLY'] });
  const on = (kind: string, role: string, id: string) => (command: string, event: DomainEvent) =>
    act({ command, kind, role, id, events: [event], reads: [`initiative-${initiativeId}`] }).eventIds[0] ?? '';
  const drafted = (text: typeof TEXT): string =>
    act({
      command: 'DraftCommitment',
      kind: 'commitment',
      role: 'FOCAL_PERSON',
      reads: [`initiative-${initiativeId}`],
      events: [
        commitment.CommitmentDrafted({
          initiativeId,
          text,
          kind: 'FACILITATION',
          topic: 'CROSS_BORDER_COLLABORATION',
          subTopics: ['HEALTH', 'MEDICAL_TRAVEL'],
          pillar: 'DEVELOPMENT',
          competence: 'SHARED',
          responsible: [{ partyId, side: 'PK' }],
          beneficiaries: [{ partyId, side: 'AF' }],
          due: { kind: 'FIXED', date: '2025-06-30' },
          verification: { method: 'Counted at the crossing', by: 'Both sides' },
          pamProvision: 'DETAILED_TIMELINE',
        }),
      ],
    }).id;
  /** A review opened for a record, under the id that the record derives. */
  const opened = (subjectId: string, name: string) => {
    const id = uuidV5(subjectId, name);
    const step = on('federalReview', 'FEDERAL_REVIEWER', id);
    step(
      'SubmitReview',
      review.ReviewSubmitted({
        initiativeId,
        subject: 'COMMITMENT_TEXT',
        subjectId,
        text: TEXT,
        urgency: 'URGENT',
        question: 'May it be entered?',
        exPostFacto: false,
        submittedBy: actor,
      }),
    );
    return { id, step };
  };
  const underReview = (subjectId: string, name: string) => {
    const it = opened(subjectId, name);
    it.step('AcknowledgeReview', review.ReviewAcknowledged({ reference: 'F-10' }));
    it.step('AssignReview', review.ReviewAssigned({ division: 'FOREIGN_AFFAIRS' }));
    return it;
  };
  const granted = (clearanceId: string, subjectId: string, conditions: { id: string; text: string }[]) =>
    review.ClearanceGranted({
      clearanceId,
      decision: conditions.length > 0 ? 'APPROVED_WITH_CONDITIONS' : 'APPROVED',
      subject: 'COMMITMENT_TEXT',
      subjectId,
      textHash: TEXT.textHash,
      lang: TEXT.lang,
      purpose: 'ENTER',
      conditions,
      validFrom: '2025-03-01T00:00:00.000Z',
      validUntil: '2025-09-01T00:00:00.000Z',
      authorityId: partyId,
      landscape: { window: { from: '2025-02-01', to: '2025-02-28' }, incidentCount: 2, byCategory: { ATTACK_ON_CONVOY: 2 } },
    });
  const submitted = (reviewId: string) =>
    commitment.CommitmentSubmittedForClearance({
      reviewId,
      textHash: TEXT.textHash,
      urgency: 'URGENT',
      question: 'May it be entered?',
      neededBy: '2025-04-01',
    });
  const entered = (clearanceId: string) =>
    commitment.CommitmentEntered({
      text: TEXT,
      clearanceId,
      enteredAt: '2025-03-01T08:00:00.000Z',
      reservations: [{ partyId, text: 'Not on holidays' }],
      landscape: null,
    });

  // The whole way, from draft to fulfilment.
  const whole = drafted(LATER);
  const step = on('commitment', 'FOCAL_PERSON', whole);
  const superseded = opened(whole, 'first');
  step('SubmitCommitment', submitted(superseded.id));
  const redrafted = step('RedraftCommitment', commitment.CommitmentRedrafted({ text: TEXT, supersededReviewId: superseded.id }));
  superseded.step('SupersedeReview', review.ReviewSuperseded({ by: redrafted }));
  step(
    'AssessAlignment',
    commitment.PolicyAlignmentAssessed({
      textHash: TEXT.textHash,
      frameworkVersion: 2,
      result: 'ALIGNED',
      redLineIds: [],
      note: 'None touched',
    }),
  );
  const cleared = underReview(whole, 'second');
  step('SubmitCommitment', submitted(cleared.id));
  const requestId = cleared.step('RequestInformation', review.InformationRequested({ questions: ['Who counts?'] }));
  cleared.step('ProvideInformation', review.InformationProvided({ requestId, answers: ['Both sides'], evidenceIds: [evidenceId] }));
  cleared.step('IssueGuidance', review.GuidanceIssued({ text: 'Name the hours.', binding: true }));
  const conditionId = uuidV5(cleared.id, 'condition');
  cleared.step('GrantClearance', granted(cleared.id, whole, [{ id: conditionId, text: 'The hours are posted' }]));
  cleared.step('SatisfyCondition', review.ClearanceConditionSatisfied({ conditionId, evidenceId }));
  step('ClearCommitment', commitment.CommitmentCleared({ reviewId: cleared.id }));
  const entry = step('EnterCommitment', entered(cleared.id));
  cleared.step('ConsumeClearance', review.ClearanceConsumed({ clearanceId: cleared.id, by: entry }));
  step('BringIntoForce', commitment.CommitmentCameIntoForce({ rule: 'On entry' }));
  step('FlagForReview', commitment.CommitmentFlaggedForReview({ cause: 'CIRCUMSTANCES', causeId: entry }));
  step('AmendCommitment', commitment.CommitmentAmended({ text: LATER, clearanceId: cleared.id }));
  const report = { assessorId: actor, evidenceIds: [evidenceId], periodFrom: '2025-03-01', periodTo: '2025-03-31' };
  step('ReportImplementation', commitment.ImplementationReported({ ...report, level: 1 }));
  const full = step('ReportImplementation', commitment.ImplementationReported({ ...report, level: 3, note: 'Every day' }));
  step('VerifyImplementation', commitment.ImplementationVerified({ reportId: full, level: 3, by: [actor], method: 'Counted' }));
  step('AssessCapacity', commitment.EnforcementCapacityAssessed({ partyId, level: 'PARTIAL', text: 'By day' }));
  step('ResolveDueDate', commitment.DueDateResolved({ due: '2025-06-30' }));
  step('ExtendDueDate', commitment.DueDateExtended({ to: '2025-07-31', agreedBy: [partyId] }));
  const allegationId = step(
    'AllegeBreach',
    commitment.BreachAlleged({ byPartyId: partyId, againstPartyId: partyId, incidentIds: [], text: 'Closed at noon' }),
  );
  step('OpenInvestigation', commitment.BreachInvestigationOpened({ allegationId, mechanism: 'Flag meeting' }));
  step('RecordFinding', commitment.BreachFindingRecorded({ allegationId, result: 'CONFIRMED', by: 'Both sides' }));
  step('ApplySanction', commitment.SanctionApplied({ allegationId, kind: 'NAGHA', text: 'Two sheep' }));
  step('RemedyBreach', commitment.BreachRemedied({ allegationId, text: 'Open again' }));
  const suspensionId = step('SuspendCommitment', commitment.CommitmentSuspended({ byPartyId: partyId, ground: 'Floods' }));
  step('ReinstateCommitment', commitment.CommitmentReinstated({ suspensionId, reason: 'The water fell' }));
  step('FulfilCommitment', commitment.CommitmentFulfilled({ reportId: full, verifiedBy: [actor] }));

  // Returned, and then declined.
  const refused = drafted(TEXT);
  const refuse = on('commitment', 'FOCAL_PERSON', refused);
  const returned = underReview(refused, 'first');
  refuse('SubmitCommitment', submitted(returned.id));
  returned.step('ReturnReview', review.ReviewReturned({ comments: [{ eId: 'art_1', text: 'Say which patients' }] }));
  refuse('ReturnCommitment', commitment.CommitmentReturned({ reviewId: returned.id }));
  const declined = underReview(refused, 'second');
  refuse('SubmitCommitment', submitted(declined.id));
  declined.step('DeclineReview', review.ReviewDeclined({ reason: 'Not now', redLineIds: [] }));
  refuse('DeclineCommitment', commitment.CommitmentDeclined({ reviewId: declined.id }));

  // Entered and ended; its clearance was revoked.
  const ended = drafted(TEXT);
  const end = on('commitment', 'FOCAL_PERSON', ended);
  const revoked = underReview(ended, 'first');
  end('SubmitCommitment', submitted(revoked.id));
  revoked.step('GrantClearance', granted(revoked.id, ended, []));
  end('ClearCommitment', commitment.CommitmentCleared({ reviewId: revoked.id }));
  end('EnterCommitment', entered(revoked.id));
  revoked.step('RevokeClearance', review.ClearanceRevoked({ clearanceId: revoked.id, reason: 'Circumstances' }));
  end('TerminateCommitment', commitment.CommitmentTerminated({ ground: 'CHANGED_CIRCUMSTANCES', text: 'Agreed by both' }));

  // Reviews that came to nothing, and a decision that came on paper.
  const expired = underReview(ended, 'late');
  expired.step('GrantClearance', granted(expired.id, ended, []));
  expired.step('ExpireClearance', review.ClearanceExpired({ clearanceId: expired.id, validUntil: '2025-09-01T00:00:00.000Z' }));
  opened(ended, 'withdrawn').step('WithdrawSubmission', review.SubmissionWithdrawn({ reason: 'Sent twice' }));
  const paper = on('federalReview', 'PROVINCIAL_OFFICIAL', uuidV5(ended, 'paper'));
  const receiptId = paper(
    'ReceiveDecision',
    review.FederalDecisionReceived({
      initiativeId,
      reference: 'F-11',
      evidenceId,
      subject: 'COMMITMENT_TEXT',
      textHash: TEXT.textHash,
      decision: 'NO_OBJECTION',
    }),
  );
  paper('ConfirmDecision', review.FederalDecisionConfirmed({ receiptId }));
}

import { textOf } from '../../src/kernel/text';
import { commitmentEvents } from '../../src/negotiation/commitment/commitment.events';
import { evidenceEvents } from '../../src/negotiation/evidence/evidence.events';
import { federalReviewEvents } from '../../src/negotiation/federal-review/federal-review.events';
import { initiativeEvents } from '../../src/negotiation/initiative/initiative.events';
import { participantEvents } from '../../src/negotiation/participant/participant.events';
import { partyEvents } from '../../src/negotiation/party/party.events';
import { policyFrameworkEvents } from '../../src/negotiation/policy-framework/policy-framework.events';

/* One commitment on its way through federal clearance, for the specs of both nouns. Everybody and everything in it is invented. */

export const INITIATIVE = '10000000-0000-4000-8000-000000000001';
export const REVIEW = '20000000-0000-4000-8000-000000000001';
export const PROVINCE = '30000000-0000-4000-8000-000000000001';
export const TRIBE = '30000000-0000-4000-8000-000000000002';
export const FEDERATION = '30000000-0000-4000-8000-000000000003';
export const FOCAL_PERSON = '40000000-0000-4000-8000-000000000001';
export const OBSERVER = '40000000-0000-4000-8000-000000000002';
export const PROOF = '50000000-0000-4000-8000-000000000001';
export const RED_LINE = '60000000-0000-4000-8000-000000000001';
/** An id under which there is nothing. */
export const NOTHING = '90000000-0000-4000-8000-000000000009';

export const openingHours = { lang: 'en', body: 'Torkham is open to patients from 06:00 to 20:00.' };
export const oneCommaMore = { lang: 'en', body: 'Torkham is open to patients, from 06:00 to 20:00.' };

export const province = partyEvents.PartyRegistered({ type: 'PROVINCIAL_GOVERNMENT', canonicalName: 'Provincial government' });
export const tribe = partyEvents.PartyRegistered({ type: 'TRIBE', canonicalName: 'A tribe on both sides (fictitious)' });
export const federation = partyEvents.PartyRegistered({ type: 'FEDERAL_GOVERNMENT', canonicalName: 'Federal government' });
export const somebody = participantEvents.ParticipantRegistered({ displayName: 'Palwasha (fictitious)', languages: ['ps'] });
export const proof = evidenceEvents.EvidenceIngested({
  sha256: 'c'.repeat(64),
  bytes: 1,
  mediaType: 'image/jpeg',
  capturedAt: { from: '2025-02', precision: 'MONTH', zone: 'Asia/Karachi', calendar: 'GREGORIAN' },
  lang: 'ps',
  kind: 'PHOTO',
});

export const proposed = initiativeEvents.InitiativeProposed({
  title: 'Dialogue across the border',
  sponsorPartyId: PROVINCE,
  objectives: [{ code: 'O9', text: 'Patients can cross' }],
});
export const designated = initiativeEvents.FocalPersonDesignated({ participantId: FOCAL_PERSON });

export const redLine = policyFrameworkEvents.RedLineDeclared({
  redLineId: RED_LINE,
  topic: 'SECURITY',
  text: textOf({ lang: 'en', body: 'No text makes an armed group a party.' }),
  effect: 'PROHIBITED',
  examples: [],
});
export const versionOne = policyFrameworkEvents.FrameworkVersionPublished({
  version: 1,
  redLineIds: [RED_LINE],
  effectiveFrom: '2025-01-01',
});
/** The framework, with its first version in force. */
export const framework = [redLine, versionOne];
/** The same, once a second version has taken its place. */
export const movedFramework = [
  ...framework,
  policyFrameworkEvents.FrameworkVersionSuperseded({ version: 1, publicationId: '00000000-0000-4000-9000-000000000002', by: 2 }),
  policyFrameworkEvents.FrameworkVersionPublished({ version: 2, redLineIds: [RED_LINE], effectiveFrom: '2025-02-01' }),
];
/** The same, once the federal side has withdrawn the red line. */
export const openedFramework = [
  ...framework,
  policyFrameworkEvents.RedLineWithdrawn({
    redLineId: RED_LINE,
    declarationId: '00000000-0000-4000-9000-000000000001',
    reason: 'Decided otherwise.',
  }),
];

/** What DraftCommitment says. */
export const terms = {
  initiativeId: INITIATIVE,
  text: openingHours,
  kind: 'FACILITATION',
  topic: 'CROSS_BORDER_COLLABORATION',
  subTopics: ['CROSSING_POINTS', 'MEDICAL_TRAVEL'],
  pillar: 'DEVELOPMENT',
  competence: 'FEDERAL',
  responsible: [{ partyId: PROVINCE, side: 'PK' }],
  beneficiaries: [{ partyId: TRIBE, side: 'AF' }],
  due: { kind: 'FIXED', date: '2025-06-30' },
  verification: { method: 'Monthly counts at the gate', by: 'A committee of elders' },
} as const;
export const drafted = commitmentEvents.CommitmentDrafted({
  ...terms,
  text: textOf(openingHours),
  subTopics: [...terms.subTopics],
  responsible: [...terms.responsible],
  beneficiaries: [...terms.beneficiaries],
});
export const { textHash } = drafted.data.text;
export const assessed = commitmentEvents.PolicyAlignmentAssessed({ textHash, frameworkVersion: 1, result: 'ALIGNED', redLineIds: [] });
export const submitted = commitmentEvents.CommitmentSubmittedForClearance({
  reviewId: REVIEW,
  textHash,
  urgency: 'ROUTINE',
  question: 'May it be entered?',
});
export const cleared = commitmentEvents.CommitmentCleared({ reviewId: REVIEW });
export const entered = commitmentEvents.CommitmentEntered({
  text: textOf(openingHours),
  clearanceId: REVIEW,
  enteredAt: '2025-03-01T09:00:00.000Z',
  reservations: [],
  landscape: null,
});
export const inForce = commitmentEvents.CommitmentCameIntoForce({ rule: 'With its entry.' });
/** A commitment that is in force. Its events have the ids 1 to 6. */
export const binding = [drafted, assessed, submitted, cleared, entered, inForce] as const;

/** The review of that text; `commitmentId` is the record that it is about. */
export const reviewOf = (commitmentId: string) => {
  const opened = federalReviewEvents.ReviewSubmitted({
    initiativeId: INITIATIVE,
    subject: 'COMMITMENT_TEXT',
    subjectId: commitmentId,
    text: textOf(openingHours),
    urgency: 'ROUTINE',
    question: 'May it be entered?',
    exPostFacto: false,
    submittedBy: FOCAL_PERSON,
  });
  const acknowledged = federalReviewEvents.ReviewAcknowledged({ reference: 'FO/91 (invented)' });
  const assigned = federalReviewEvents.ReviewAssigned({ division: 'FOREIGN_AFFAIRS' });
  const granted = federalReviewEvents.ClearanceGranted({
    clearanceId: REVIEW,
    decision: 'APPROVED',
    subject: 'COMMITMENT_TEXT',
    subjectId: commitmentId,
    textHash,
    lang: 'en',
    purpose: 'ENTER',
    conditions: [],
    validFrom: '2025-03-01T00:00:00.000Z',
    validUntil: '2025-06-01T00:00:00.000Z',
    authorityId: FEDERATION,
    landscape: null,
  });
  return { opened, acknowledged, assigned, granted, underReview: [opened, acknowledged, assigned] as const };
};

import type { DataOf } from '../../src/kernel/events';
import { textOf } from '../../src/kernel/text';
import { federalReviewEvents } from '../../src/negotiation/federal-review/federal-review.events';
import { mandateEvents } from '../../src/negotiation/mandate/mandate.events';
import { submittedTextOf } from '../../src/negotiation/mandate/mandate.schedule.rules';
import { FEDERATION, FOCAL_PERSON, INITIATIVE, REVIEW, TRIBE } from './clearance-sample';

/* Terms of reference on their way through federal clearance. Everything in them is invented. */

/** What DraftMandate says. */
export const asked = {
  initiativeId: INITIATIVE,
  text: { lang: 'en', body: 'The delegations speak with the tribes and authorities across the border.' },
  topics: ['SECURITY', 'CROSS_BORDER_COLLABORATION'],
  acts: { phase1: ['LISTEN', 'EXPLORE', 'COORDINATE', 'PROPOSE_AGENDA'], phase2: ['LISTEN', 'EXPLORE', 'NEGOTIATE_TEXT'] },
  counterpartKinds: ['AFGHAN_TRIBAL_LEADER', 'AFGHAN_GOVERNMENT_REPRESENTATIVE'],
  counterpartPartyIds: [TRIBE],
  delegationsMax: 2,
  places: ['Kabul', 'Nangarhar'],
  validFrom: '2025-03-01T00:00:00Z',
  validUntil: '2025-12-31T19:00:00Z',
  reportingRule: 'To the Ministry of Foreign Affairs within three days of each return.',
} as const;

/** The same as an event keeps it. */
export const terms: Omit<DataOf<typeof mandateEvents, 'MandateDrafted'>, 'initiativeId'> & { readonly validUntil: string } = {
  text: textOf(asked.text),
  topics: [...asked.topics],
  acts: { phase1: [...asked.acts.phase1], phase2: [...asked.acts.phase2] },
  counterpartKinds: [...asked.counterpartKinds],
  counterpartPartyIds: [...asked.counterpartPartyIds],
  delegationsMax: asked.delegationsMax,
  places: [...asked.places],
  validFrom: '2025-03-01T00:00:00.000Z',
  validUntil: '2025-12-31T19:00:00.000Z',
  reportingRule: asked.reportingRule,
};

export const drafted = mandateEvents.MandateDrafted({ initiativeId: INITIATIVE, ...terms });

/** What is cleared of these terms. */
export const submittedText = submittedTextOf({ ...terms, revision: 1 }, [{ id: TRIBE, name: 'A tribe on both sides (fictitious)' }]);
export const request = { urgency: 'ROUTINE', question: 'May the delegations go on these terms?' } as const;
export const submitted = mandateEvents.MandateSubmitted({ reviewId: REVIEW, text: submittedText, ...request });
export const approved = mandateEvents.MandateApproved({
  clearanceId: REVIEW,
  conditions: [],
  validFrom: '2025-03-01T00:00:00.000Z',
  validUntil: '2025-09-01T00:00:00.000Z',
});
/** A mandate in force from March to August 2025. Its approval has the id 3. */
export const inForce = [drafted, submitted, approved] as const;

/** The review of these terms; `mandateId` is the record that it is about. */
export const reviewOf = (mandateId: string) => {
  const opened = federalReviewEvents.ReviewSubmitted({
    initiativeId: INITIATIVE,
    subject: 'TERMS_OF_REFERENCE',
    subjectId: mandateId,
    text: submittedText,
    ...request,
    exPostFacto: false,
    submittedBy: FOCAL_PERSON,
  });
  const acknowledged = federalReviewEvents.ReviewAcknowledged({ reference: 'FO/92 (invented)' });
  const assigned = federalReviewEvents.ReviewAssigned({ division: 'FOREIGN_AFFAIRS' });
  const granted = federalReviewEvents.ClearanceGranted({
    clearanceId: REVIEW,
    decision: 'APPROVED',
    subject: 'TERMS_OF_REFERENCE',
    subjectId: mandateId,
    textHash: submittedText.textHash,
    lang: submittedText.lang,
    purpose: 'START',
    conditions: [],
    validFrom: approved.data.validFrom,
    validUntil: approved.data.validUntil,
    authorityId: FEDERATION,
    landscape: null,
  });
  return { opened, granted, underReview: [opened, acknowledged, assigned] as const };
};

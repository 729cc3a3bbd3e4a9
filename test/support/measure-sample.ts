import { federalReviewEvents } from '../../src/negotiation/federal-review/federal-review.events';
import { measureEvents } from '../../src/negotiation/measure/measure.events';
import { measureTextOf } from '../../src/negotiation/measure/measure.text.rules';
import { textOf } from '../../src/kernel/text';
import * as clearance from './clearance-sample';
import * as contact from './contact-sample';
import { happened } from './decider-spec';

/* One confidence-building measure of the province for a tribe across the border, and what answers it. Everybody and everything in it is invented. */

export const { INITIATIVE, PROVINCE, TRIBE, FEDERATION, FOCAL_PERSON, NOTHING, OBSERVER, PROOF, REVIEW } = clearance;
export const { day, inPhase1, mandated, MANDATE, objected } = contact;
/** Another measure: the one that answers, or is answered. */
export const OTHER = '83000000-0000-4000-8000-000000000001';

const description = { lang: 'en', body: 'Patients from across the border are treated in Peshawar.' };

/** What ReviseCbm says beside its reason. */
export const wording = { description, indicator: 'Patients treated', plannedWindow: null, reciprocityWindowDays: 14 } as const;
/** What ProposeCbm says: patients cross, which is for the federation (INV-16). */
export const asked = {
  ...wording,
  initiativeId: INITIATIVE,
  title: 'Treatment of patients',
  type: 'HUMANITARIAN',
  pattern: 'RECIPROCAL_SEQUENCED',
  topic: 'CROSS_BORDER_COLLABORATION',
  subTopics: ['MEDICAL_TRAVEL'],
  actorEnd: { partyId: PROVINCE, kind: 'AUTHORITY', country: 'PK' },
  recipientEnd: { partyId: TRIBE, kind: 'COMMUNITY', country: 'AF' },
  competence: 'FEDERAL',
  visibility: 'PUBLIC',
} as const;

type Proposal = Parameters<typeof measureEvents.CbmProposed>[0];
export const proposedAs = (over: Partial<Proposal> = {}) =>
  measureEvents.CbmProposed({ ...asked, subTopics: [...asked.subTopics], description: textOf(description), ...over });

export const proposed = proposedAs();
export const { textHash } = measureTextOf(proposed.data);
export const agreed = measureEvents.CbmAgreed({ parties: [PROVINCE, TRIBE], textHash });
export const request = { urgency: 'ROUTINE', question: 'May it be done?' } as const;
export const submitted = measureEvents.CbmSubmittedForClearance({ reviewId: REVIEW, textHash, ...request });
export const cleared = measureEvents.CbmCleared({ reviewId: REVIEW });
export const initiated = measureEvents.CbmInitiated({ clearanceId: REVIEW });
export const toClear = [proposed, agreed, submitted] as const;
export const mayStart = [...toClear, cleared] as const;
export const underWay = [...mayStart, initiated] as const;

/** What RecordDelivery says. */
export const delivery = { quantity: 12, unit: 'PATIENTS', evidenceIds: [PROOF], answersMeasureIds: [] } as const;
export const deliveredOn = (from: string, answersMeasureIds: readonly string[] = []) =>
  happened(measureEvents.CbmDelivered({ ...delivery, evidenceIds: [PROOF], answersMeasureIds: [...answersMeasureIds] }), {
    occurredAt: day(from),
  });
/** Done on 1 March; it is to be answered by the 15th. */
export const delivered = [...underWay, deliveredOn('2025-03-01')] as const;

/** What the other side does by itself, which nobody here clears. */
export const theirs = proposedAs({ pattern: 'UNILATERAL', actorEnd: asked.recipientEnd, recipientEnd: asked.actorEnd });
/** A gesture of the province that is its own to make. */
export const gesture = proposedAs({ pattern: 'UNILATERAL', competence: 'PROVINCIAL', subTopics: ['HEALTH'] });

/** The review of that text; `measureId` is the record that it is about. */
export const reviewOf = (measureId: string) => {
  const text = measureTextOf(proposed.data);
  const opened = federalReviewEvents.ReviewSubmitted({
    initiativeId: INITIATIVE,
    subject: 'CBM',
    subjectId: measureId,
    text,
    ...request,
    exPostFacto: false,
    submittedBy: FOCAL_PERSON,
  });
  const acknowledged = federalReviewEvents.ReviewAcknowledged({ reference: 'FO/93 (invented)' });
  const assigned = federalReviewEvents.ReviewAssigned({ division: 'INTERIOR' });
  const granted = federalReviewEvents.ClearanceGranted({
    clearanceId: REVIEW,
    decision: 'APPROVED',
    subject: 'CBM',
    subjectId: measureId,
    textHash: text.textHash,
    lang: text.lang,
    purpose: 'CONDUCT',
    conditions: [],
    validFrom: '2025-02-28T00:00:00.000Z',
    validUntil: '2025-06-01T00:00:00.000Z',
    authorityId: FEDERATION,
    landscape: null,
  });
  return { granted, underReview: [opened, acknowledged, assigned] as const };
};

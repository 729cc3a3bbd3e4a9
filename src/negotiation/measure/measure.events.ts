import { z } from 'zod';
import { act, defineEvents, fact } from '../../kernel/events';
import { day, group, id, list, occurrence, oneOf, text, textHash, writtenText } from '../../kernel/fields';
import { Urgency } from '../federal-review/federal-review.events';
import { Competence, Side, SubTopic, Topic } from '../terms';

/** OSCE's kinds of non-military measures, with those of security and humanity (domain.md 2.2). */
export const CbmType = oneOf('POLITICAL', 'ECONOMIC', 'ENVIRONMENTAL', 'SOCIETAL', 'CULTURAL', 'SECURITY', 'HUMANITARIAN');
export type CbmType = z.infer<typeof CbmType>;

export const CbmPattern = oneOf('UNILATERAL', 'RECIPROCAL_SIMULTANEOUS', 'RECIPROCAL_SEQUENCED', 'JOINT');
export type CbmPattern = z.infer<typeof CbmPattern>;

/** What stands at an end of a measure: people, or those who govern them (S35). */
export const EndKind = oneOf('COMMUNITY', 'AUTHORITY');
export type EndKind = z.infer<typeof EndKind>;

export const CbmVisibility = oneOf('PUBLIC', 'DISCREET');
export type CbmVisibility = z.infer<typeof CbmVisibility>;

/** In what a delivery is counted; things of different units are never added. */
export const CbmUnit = oneOf('PERSONS', 'PATIENTS', 'TRUCKLOADS', 'STUDENTS', 'MEETINGS', 'PRISONERS', 'HOURS_OPEN');
export type CbmUnit = z.infer<typeof CbmUnit>;

export const VerificationResult = oneOf('CONFIRMED', 'PARTIAL', 'NOT_CONFIRMED');
export type VerificationResult = z.infer<typeof VerificationResult>;

/** Days in which a measure is to be answered: a year; what comes later is a new beginning. */
export const WINDOW_DAYS_MAX = 366;
/** Measures that one delivery answers: more than these are answered by nothing in particular. */
export const ANSWERED_MAX = 20;
/** Evidence of one delivery, and who verified it or agreed to it. */
export const EVIDENCE_MAX = 50;
export const PARTIES_MAX = 20;
/** The most that a delivery can come to: people in the largest return there has been, and then some. */
export const QUANTITY_MAX = 100_000_000;

const end = group({ partyId: id, kind: EndKind, country: Side });

/** What may still be worded anew; the ends, the pattern and the competence make it another measure. */
const wording = {
  /** What is done, in words. */
  description: writtenText,
  /** By what one sees that it was done. */
  indicator: text(2_000),
  plannedWindow: occurrence.nullable(),
  /** Within how many days after delivery it is to be answered; absent where no answer is looked for. */
  reciprocityWindowDays: z.int().min(1).max(WINDOW_DAYS_MAX).optional(),
};

/** What can have happened to a confidence-building measure (domain.md 4.3.7). */
export const measureEvents = defineEvents('measure', {
  CbmProposed: act({
    initiativeId: id,
    title: text(300),
    type: CbmType,
    pattern: CbmPattern,
    topic: Topic,
    subTopics: list(SubTopic, 17),
    actorEnd: end,
    recipientEnd: end,
    competence: Competence,
    visibility: CbmVisibility,
    ...wording,
  }),
  CbmRevised: act({
    ...wording,
    reason: text(2_000),
    /** The review of the words that no longer hold, which ends with them. */
    supersededReviewId: id.optional(),
  }),
  CbmAgreed: act({ parties: list(id, PARTIES_MAX).min(1), textHash }),
  CbmSubmittedForClearance: act({
    /** The review that a process opens for it. */
    reviewId: id,
    textHash,
    urgency: Urgency,
    question: text(2_000),
    neededBy: day.optional(),
  }),
  CbmCleared: act({ reviewId: id }),
  CbmReturned: act({ reviewId: id }),
  CbmDeclined: act({ reviewId: id }),
  CbmInitiated: act({
    /** The review whose clearance it uses; absent where it needs none (INV-16). */
    clearanceId: id.optional(),
  }),
  CbmDelivered: fact({
    quantity: z.int().min(1).max(QUANTITY_MAX).optional(),
    unit: CbmUnit.optional(),
    evidenceIds: list(id, EVIDENCE_MAX),
    /** The measures of the other side that it answers (INV-28). */
    answersMeasureIds: list(id, ANSWERED_MAX),
  }),
  CbmVerified: act({
    /** All who verified it; somebody is among them who is not of the party that did it. */
    by: list(id, PARTIES_MAX).min(1),
    method: text(2_000),
    result: VerificationResult,
  }),
  /** In the measure that is answered. */
  CbmReciprocated: act({ byMeasureId: id }),
  CbmLapsed: fact({ reason: text(2_000) }),
  CbmWithdrawn: act({ byPartyId: id, reason: text(2_000) }),
  CbmEnded: act({ summary: text(2_000) }),
});

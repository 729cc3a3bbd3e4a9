import { z } from 'zod';
import { act, defineEvents } from '../../kernel/events';
import { day, group, id, instant, list, text, writtenText } from '../../kernel/fields';
import { QUESTIONS_MAX, Urgency } from '../federal-review/federal-review.events';
import { CounterpartKind } from '../participant/participant.events';
import { MandatedAct, Topic } from '../terms';

/** Parties that one mandate names: who speaks with more of them speaks with a body that has a name of its own. */
export const COUNTERPARTS_MAX = 50;
/** Places that one mandate names. */
export const PLACES_MAX = 50;
/**
 * UTF-16 code units of the words: with the schedule of the terms below them, 25,000 at most, they are still a text that can be cleared
 * (`TEXT_LENGTH_MAX`).
 */
export const MANDATE_TEXT_LENGTH_MAX = 70_000;
/** Delegations that one mandate can allow; the plan has two (INV-07). */
export const DELEGATIONS_MAX = 20;

const acts = list(MandatedAct, MandatedAct.options.length);

/** What the terms of reference say: the words, and what of them the rules read. An amendment states all of it anew. */
const terms = {
  text: writtenText,
  topics: list(Topic, Topic.options.length),
  acts: group({ phase1: acts, phase2: acts }),
  counterpartKinds: list(CounterpartKind, CounterpartKind.options.length),
  /** Parties that it names; a listed one is spoken with only if it is among them (INV-32). */
  counterpartPartyIds: list(id, COUNTERPARTS_MAX),
  delegationsMax: z.int().min(1).max(DELEGATIONS_MAX),
  places: list(text(200), PLACES_MAX),
  validFrom: instant,
  /** It no longer counts at this instant; absent where the terms name no end. */
  validUntil: instant.optional(),
  /** When and to whom is reported under it. */
  reportingRule: text(2_000),
};

/** What can have happened to the mandate of an initiative, its terms of reference (domain.md 4.3.3). */
export const mandateEvents = defineEvents('mandate', {
  MandateDrafted: act({ initiativeId: id, ...terms }),
  MandateSubmitted: act({
    /** The review that a process opens for it. */
    reviewId: id,
    /** Exactly what is to be cleared: the words with the schedule of all terms that the rules read. */
    text: writtenText,
    urgency: Urgency,
    question: text(2_000),
    neededBy: day.optional(),
  }),
  MandateApproved: act({
    /** The review that granted it. */
    clearanceId: id,
    /** What had to be met before, and was. */
    conditions: list(group({ id, text: text(2_000) }), QUESTIONS_MAX),
    /** From when it counts: neither before its terms nor before its clearance say. */
    validFrom: instant,
    /** It no longer counts at this instant: the end of its terms or of its clearance, whichever comes first. */
    validUntil: instant,
  }),
  MandateReturned: act({ reviewId: id }),
  MandateDeclined: act({ reviewId: id }),
  MandateAmended: act({
    ...terms,
    /** What is different, in words. */
    changes: text(10_000),
    /** The review of the terms that are no longer asked for, which ends with them. */
    supersededReviewId: id.optional(),
  }),
  MandateRevoked: act({
    /** The approval that it ends. */
    approvalId: id,
    /** Absent where its clearance was revoked: then that says why. */
    reason: text(2_000).optional(),
    /** The event by which its clearance was revoked. */
    revocationId: id.optional(),
  }),
  MandateExpired: act({
    /** The approval that has run out. */
    approvalId: id,
    /** Since when it no longer counts. */
    validUntil: instant,
  }),
});

import { type Erased, isErased, type Legible, legible, unlessErased } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Fold, from, type In, type States } from '../../kernel/fold';
import { earliest, latest, type Occurrence } from '../../kernel/occurrence';
import type { Text } from '../../kernel/text';
import { measureEvents } from './measure.events';
import { measureTextOf } from './measure.text.rules';

type Data<Type extends keyof (typeof measureEvents)['schemas']> = Legible<DataOf<typeof measureEvents, Type>>;

/** The federal review of the text as it stands. */
export interface CbmReview {
  readonly reviewId: string | Erased;
  readonly standing: 'SUBMITTED' | 'CLEARED' | 'RETURNED' | 'DECLINED';
}

/** What was done, and when. */
export type Delivery = Data<'CbmDelivered'> & {
  readonly deliveryId: string;
  readonly deliveredAt: Occurrence | Erased;
};

type Terms = Data<'CbmProposed'> & {
  /** The whole of what is agreed and cleared, description and schedule; null where some of it can no longer be read. */
  readonly text: Text | null;
  /** Null while the text as it stands is in none. */
  readonly review: CbmReview | null;
};

type Done = Terms & {
  /** Null where it came to an end before anything was done, or the report of it was annulled. */
  readonly delivery: Delivery | null;
  /** As last verified; null while nobody has. */
  readonly verification: Data<'CbmVerified'> | null;
  /** The measures of the other side that answer it, each once (INV-28). That none does is seen from the window, and never stored. */
  readonly answeredBy: readonly (string | Erased)[];
};

/** A confidence-building measure as it stands. */
export type Measure = States<{
  NONE: object;
  PROPOSED: Terms;
  AGREED: Terms;
  CLEARED: Terms;
  UNDER_WAY: Terms;
  DELIVERED: Done;
  VERIFIED: Done;
  RECIPROCATED: Done;
  LAPSED: Terms;
  WITHDRAWN: Terms;
  ENDED: Done;
}>;

/** While it is words, which may still change. */
export const BEFORE_START = ['PROPOSED', 'AGREED', 'CLEARED'] as const;
/** While nothing is delivered. */
export const BEFORE_DELIVERY = [...BEFORE_START, 'UNDER_WAY'] as const;
/** Once it is. */
export const AFTER_DELIVERY = ['DELIVERED', 'VERIFIED', 'RECIPROCATED'] as const;

export const measure: Fold<Measure, typeof measureEvents> = {
  events: measureEvents,
  initial: { status: 'NONE' },
  evolve: {
    CbmProposed: from('NONE', (_, terms) => ({ ...terms, status: 'PROPOSED', text: wholeOf(terms), review: null })),
    CbmRevised: from(BEFORE_START, (it, { reason: _, supersededReviewId: __, reciprocityWindowDays, ...wording }) => {
      const { reciprocityWindowDays: ___, ...terms } = it;
      const next = { ...terms, ...wording, ...(reciprocityWindowDays !== undefined && { reciprocityWindowDays }) };
      return { ...next, status: 'PROPOSED', text: wholeOf(next), review: null };
    }),
    CbmAgreed: from('PROPOSED', (it) => ({ ...it, status: 'AGREED' })),
    CbmSubmittedForClearance: from(['PROPOSED', 'AGREED'], (it, { reviewId }) => ({ ...it, review: { reviewId, standing: 'SUBMITTED' } })),
    CbmCleared: from(['PROPOSED', 'AGREED'], (it, { reviewId }) => ({
      ...it,
      status: 'CLEARED',
      review: { reviewId, standing: 'CLEARED' },
    })),
    CbmReturned: from(['PROPOSED', 'AGREED'], (it, { reviewId }) => ({ ...it, review: { reviewId, standing: 'RETURNED' } })),
    CbmDeclined: from(['PROPOSED', 'AGREED'], (it, { reviewId }) => ({ ...it, review: { reviewId, standing: 'DECLINED' } })),
    CbmInitiated: from(BEFORE_START, (it) => ({ ...it, status: 'UNDER_WAY' })),
    CbmDelivered: from(BEFORE_DELIVERY, (it, delivered, { eventId, occurredAt }) => ({
      ...it,
      status: 'DELIVERED',
      delivery: { ...delivered, deliveryId: eventId, deliveredAt: occurredAt },
      verification: null,
      answeredBy: [],
    })),
    CbmVerified: from(AFTER_DELIVERY, (it, verification) => {
      const confirmed = it.status === 'DELIVERED' && !isErased(verification.result) && verification.result === 'CONFIRMED';
      return { ...it, status: confirmed ? 'VERIFIED' : it.status, verification };
    }),
    // What has ended stays ended, and is answered all the same.
    CbmReciprocated: from([...AFTER_DELIVERY, 'ENDED'], (it, { byMeasureId }) => ({
      ...it,
      status: it.status === 'ENDED' ? it.status : 'RECIPROCATED',
      answeredBy: [...it.answeredBy, byMeasureId],
    })),
    CbmLapsed: from(BEFORE_DELIVERY, (it) => ({ ...it, status: 'LAPSED' })),
    CbmWithdrawn: from(BEFORE_DELIVERY, (it) => ({ ...it, status: 'WITHDRAWN' })),
    CbmEnded: from(['UNDER_WAY', ...AFTER_DELIVERY], (it) => ({
      delivery: null,
      verification: null,
      answeredBy: [],
      ...it,
      status: 'ENDED',
    })),
  },
};

const DAY_MS = 24 * 3_600_000;

const wholeOf = (terms: Parameters<typeof measureTextOf>[0]): Text | null => unlessErased(() => measureTextOf(terms), null);

/** Whether it was ever proposed. */
export type Known = In<Measure, Exclude<Measure['status'], 'NONE'>>;
export const isKnown = (it: Measure): it is Known => it.status !== 'NONE';

export type Delivered = Done & { readonly delivery: Delivery };
/** Whether something was done of it. */
export const isDelivered = (it: Measure): it is Known & Delivered => 'delivery' in it && it.delivery !== null;

/**
 * INV-16: whether nothing of it is done without federal clearance. What is agreed with the other side always needs one, and so does what is not the
 * province's alone; what the other side does by itself is not ours to clear.
 */
export const needsClearance = (it: Known): boolean => legible(it.competence) !== 'PROVINCIAL' || legible(it.pattern) !== 'UNILATERAL';

/** Whether our side does it, alone or with the other. */
export const isOurs = (it: Known): boolean => legible(it.actorEnd).country === 'PK' || legible(it.pattern) === 'JOINT';

/** The parties that do it: those at both ends of what is done together. */
export const actorsOf = (it: Known): readonly string[] =>
  legible(it.pattern) === 'JOINT' ? [legible(it.actorEnd).partyId, legible(it.recipientEnd).partyId] : [legible(it.actorEnd).partyId];

/**
 * Until when it is to be answered: the last instant of so many days after the last at which it can have been delivered, UTC with milliseconds; null
 * where no answer is looked for, or nobody knows when it was delivered.
 */
export function windowEndOf(deliveredAt: Occurrence, days: number | undefined): string | null {
  const delivered = latest(deliveredAt);
  return days === undefined || delivered === undefined ? null : new Date(Date.parse(delivered) + days * DAY_MS).toISOString();
}

/** INV-28: whether a delivery of that time can lie inside the window of this one. What nobody can date answers nothing. */
export function isInsideWindow(it: Known & Delivered, counter: Occurrence): boolean {
  const deliveredAt = legible(it.delivery.deliveredAt);
  const [begin, first, last] = [earliest(deliveredAt), earliest(counter), latest(counter)];
  if (begin === undefined || first === undefined || last === undefined) return false;
  const end = windowEndOf(deliveredAt, it.reciprocityWindowDays === undefined ? undefined : legible(it.reciprocityWindowDays));
  return begin <= last && (end === null || first <= end);
}

/** INV-28: whether a measure done there is one of the other side. What is done together is of both. */
export const isOfOtherSide = (it: Known, other: Known): boolean =>
  legible(it.pattern) === 'JOINT' || legible(other.pattern) === 'JOINT' || legible(it.actorEnd).country !== legible(other.actorEnd).country;

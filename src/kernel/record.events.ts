import { z } from 'zod';
import { Caveat, Level } from './classification';
import { act, type DataOf, defineEvents } from './events';
import { day, id, list, oneOf, text } from './fields';
import { EVENTS_PER_EXCEPTION_MAX } from './limits';

export const RectificationReason = oneOf(
  'CLERICAL_ERROR',
  'TRANSLATION_ERROR',
  'MISIDENTIFICATION',
  'LATE_INFORMATION',
  'SOURCE_RETRACTION',
  'PUBLISHER_REVISION',
);
export type RectificationReason = z.infer<typeof RectificationReason>;

export const RectificationEffect = oneOf('AB_INITIO', 'FROM_DATE');
export type RectificationEffect = z.infer<typeof RectificationEffect>;

/** What every record can undergo, in its own stream (domain.md 4.3.16). */
export const recordEvents = defineEvents('record', {
  RecordRectified: act({
    targetEventId: id,
    /** JSON Pointer (RFC 6901) into the event's data, or `/record/occurredAt` for its world time. */
    pointer: text(500),
    oldValue: z.json(),
    newValue: z.json(),
    reason: RectificationReason,
    effective: RectificationEffect,
    /** First day on which the new value holds, where `effective` is FROM_DATE. */
    fromDate: day.optional(),
    authorityId: id,
    secondPersonId: id.optional(),
  }),
  RectificationReversed: act({ targetEventId: id, reason: text(2_000) }),
  RecordAnnulled: act({ targetEventId: id, reason: text(2_000), secondPersonId: id.optional() }),
  RecordAnnotated: act({ targetEventId: id, text: text(10_000) }),
  ClassificationChanged: act({
    targetEventId: id,
    to: z.strictObject({ level: Level, caveats: list(Caveat, 6) }),
    authorityId: id,
    secondPersonId: id.optional(),
  }),
  /** INV-44: an accepted correction would have stopped these earlier acts. */
  ConsistencyExceptionRaised: act({ rule: text(100), eventIds: list(id, EVENTS_PER_EXCEPTION_MAX) }),
});

export type Rectified = DataOf<typeof recordEvents, 'RecordRectified'>;
export type Reclassified = DataOf<typeof recordEvents, 'ClassificationChanged'>;

/** Names of the events that speak of earlier events of their stream instead of the world. */
export const CONTROL: ReadonlySet<string> = new Set(Object.keys(recordEvents.schemas));

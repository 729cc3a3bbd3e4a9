import type { z } from 'zod';
import { act, defineEvents } from '../../kernel/events';
import { count, day, group, id, instant, list, oneOf, text } from '../../kernel/fields';
import { KEYS_PER_EVENT_MAX } from '../../kernel/limits';

/**
 * What can be erased, by the kind of its stream. Without the house rules and the policy framework nothing here could be judged any more; deviations from
 * the protocol and attempts do not vanish by themselves; and an erasure says nothing that could be erased.
 */
export const ErasableKind = oneOf(
  'initiative',
  'mandate',
  'delegation',
  'contact',
  'proposal',
  'measure',
  'commitment',
  'agreement',
  'federalReview',
  'party',
  'participant',
  'evidence',
);
export type ErasableKind = z.infer<typeof ErasableKind>;

/** The process that does what was approved. */
export const KEYS_DESTROYED_BY = 'erasure-approved-then-keys-destroyed';

/** What remembers, as it is told to forget (shredding.ts). */
export const Place = oneOf('WRITER', 'THREAD', 'STATES', 'ROWS', 'ANSWERS', 'CHANGES', 'DEADLINES');
export type Place = z.infer<typeof Place>;

/** A record; an initiative with all that belongs to it; a participant by the person's own key. */
const subject = group({ kind: ErasableKind, id });

/** What can have happened to an erasure: it names streams and keys, and never what they said (trust.md 2). */
export const erasureEvents = defineEvents('erasure', {
  ErasureProposed: act({
    subject,
    /** The provision or decision under which it may be done. */
    legalBasis: text(2_000),
    reason: text(2_000),
  }),
  ErasureApproved: act({
    subject,
    legalBasis: text(2_000),
    /** The day on which the last backup of the keys that still has these is gone, as whoever answers for them says. */
    lastBackupGoneBy: day,
  }),
  ErasureRefused: act({ reason: text(2_000) }),
  ErasureWithdrawn: act({ reason: text(2_000) }),
  /** These keys are gone, here and wherever this program runs on this ledger. */
  KeysDestroyed: act({
    keys: list(group({ id, stream: text(100) }), KEYS_PER_EVENT_MAX),
    /** Of the whole erasure: where there are more than one event can name, others name the rest. */
    keysInAll: count,
    destroyedAt: instant,
    lastBackupGoneBy: day,
    /** How much of it each place still had. */
    forgotten: list(group({ place: Place, count }), Place.options.length),
  }),
});

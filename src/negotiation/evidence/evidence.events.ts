import type { z } from 'zod';
import { act, defineEvents, fact } from '../../kernel/events';
import { count, flag, id, language, occurrence, oneOf, text, textHash } from '../../kernel/fields';

export const EvidenceKind = oneOf(
  'MINUTES',
  'LETTER',
  'PHOTO',
  'AUDIO',
  'VIDEO',
  'MAP',
  'PRESS_STATEMENT',
  'THIRD_PARTY_ASSESSMENT',
  'JIRGA_RECORD',
  'OTHER',
);
export type EvidenceKind = z.infer<typeof EvidenceKind>;

/** RFC 6838, 4.2: the restricted names of type and subtype; parameters say nothing that the bytes do not say. */
export const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

/** What can have happened to a piece of evidence (domain.md 4.3.15). */
export const evidenceEvents = defineEvents('evidence', {
  EvidenceIngested: act({
    /** Of the bytes as they were collected (INV-38). */
    sha256: textHash,
    /** How many bytes there are. */
    bytes: count,
    /** RFC 6838: `type/subtype`. */
    mediaType: text(127),
    /** When the thing itself was made: the letter dated, the photograph taken. */
    capturedAt: occurrence,
    place: text(500).optional(),
    deviceId: id.optional(),
    /** `zxx` where it holds no words (ISO 639-2). */
    lang: language,
    kind: EvidenceKind,
    /** The participant who collected it, where that is not who recorded it. */
    collectedBy: id.optional(),
  }),

  /** Its bytes as they are kept were read and hashed (INV-38). */
  EvidenceVerified: act({
    /** What they hash to; absent where they do not open any more, or are gone. */
    sha256: textHash.optional(),
    /** Whether that is the hash that was recorded. */
    ok: flag,
  }),

  /** The piece itself, or the carrier on which it lies, went from one hand to the next (INV-38). */
  CustodyTransferred: fact({
    from: id,
    to: id,
    /** By courier, in person, by post. */
    means: text(500),
    /** Of the seal on the bag or the box. */
    sealNo: text(100).optional(),
  }),
});

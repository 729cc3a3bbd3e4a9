import { z } from 'zod';
import { TEXT_LENGTH_MAX } from './limits';
import { Calendar, type Occurrence, occurrenceFaults, Precision } from './occurrence';
import { PUBLIC_KEY } from './signature';
import { isText } from './text';

/** BCP 47, as far as the field uses it: `ps`, `prs`, `ur`, `en`, `ps-Arab-AF`. */
export const LANGUAGE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/;

/*
 * The vocabulary in which event schemas are written: one word for each kind of field the ledger knows.
 * The decorators of `commands/fields.ts` are the same words for what a caller sends.
 */

/** A reference to a record or a person. */
export const id = z.uuid();

/** Free text of 1 to `max` UTF-16 code units; longer than a database page is a document, not a field. */
export const text = (max: number) => z.string().min(1).max(max);

/** The language of a text or a name. */
export const language = z.string().regex(LANGUAGE);

/** The name of a clause in all revisions of its text, as Akoma Ntoso forms it: `art_3__para_1`. */
export const E_ID = /^[a-z]+(_([0-9]+[a-z]{0,3}|[ivxlc]+))?(__[a-z]+(_([0-9]+[a-z]{0,3}|[ivxlc]+))?)*$/;
export const E_ID_LENGTH_MAX = 100;
export const eId = z.string().max(E_ID_LENGTH_MAX).regex(E_ID);

/** The initials by which a text on the table names a party, in any script. */
export const MARK = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}.-]{0,7}$/u;
export const mark = z.string().regex(MARK);

/** A text that is hashed, cleared and shown: language, canonical body, hash (text.ts). */
export const writtenText = z
  .strictObject({ lang: language, body: z.string().min(1).max(TEXT_LENGTH_MAX), textHash: z.string() })
  .refine(isText, 'the hash is not that of the canonical body');

/** ISO 3166-1, two letters: `PK`, `AF`. */
export const COUNTRY = /^[A-Z]{2}$/;
export const country = z.string().regex(COUNTRY);

/** Degrees of latitude (90) or longitude (180), WGS 84. */
export const degrees = (max: 90 | 180) => z.number().min(-max).max(max);

/** SHA-256 of a text's canonical bytes, in lower-case hex (domain.md 4.3). */
export const textHash = z.string().regex(/^[0-9a-f]{64}$/);

/** The public half of somebody's Ed25519 key (signature.ts). */
export const publicKey = z.string().regex(PUBLIC_KEY);

/** A closed set of words of the field. Its `.options` feed the command's decorator, so that the list stands once. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(...words: Words) => z.enum(words);

/** World time that means something else than the event's own: when a letter was dated, when a photograph was taken (occurrence.ts). */
export const occurrence = z
  .strictObject({
    from: z.string().nullable(),
    to: z.string().optional(),
    precision: Precision,
    zone: z.string(),
    calendar: Calendar,
    originalText: z.string().min(1).max(500).optional(),
  })
  .refine((it: Occurrence) => occurrenceFaults(it).length === 0, 'not a time that exists in this precision');

/** A moment in UTC, to the millisecond at most. */
export const instant = z.iso.datetime();

/** Minor units of a currency, as decimal digits: no sum is rounded by a reader (domain.md 4.3.18). Nought is no sum; eighteen digits fit every 64-bit integer. */
export const AMOUNT_MINOR = /^[1-9][0-9]{0,17}$/;
/** ISO 4217, three letters: `PKR`, `AFN`. */
export const CURRENCY = /^[A-Z]{3}$/;
export const money = z.strictObject({ amountMinor: z.string().regex(AMOUNT_MINOR), currency: z.string().regex(CURRENCY) });

/** A calendar day without a zone. */
export const day = z.iso.date();

/** A count: a non-negative integer that every JSON reader keeps exact. */
export const count = z.int().min(0);

export const list = <Item extends z.ZodType>(item: Item, max: number) => z.array(item).max(max);

export const group = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape);

/** Yes or no, and never by default. */
export const flag = z.boolean();

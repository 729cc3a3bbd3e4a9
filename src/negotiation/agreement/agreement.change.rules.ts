import { isErased, legible } from '../../kernel/erased';
import type { Rejection } from '../../kernel/rejection';
import { canonicalText, type Text, textOf } from '../../kernel/text';
import type { ProposeCorrection } from './agreement.commands';
import { SCHEDULED_TEXT_LENGTH_MAX } from '../scheduled-text';
import { refuse } from './agreement.refusals';
import type { Instrument } from './agreement.state';

/* How a definitive text becomes another one (INV-22, INV-24). */

/** The reviews of words that will stand no more, which end with them. */
export const superseded = (it: Instrument, textHash: string): string[] =>
  it.reviews.flatMap(({ reviewId, standing, textHash: about }) =>
    about !== textHash && standing !== 'DECLINED' && !isErased(reviewId) && !it.clearanceIds.includes(reviewId) ? [reviewId] : [],
  );

/** Every authentic text as it is to read, in the order of the languages, if they are those in which it is authentic (INV-22). */
export function otherwise(it: Instrument, written: readonly { readonly lang: string; readonly body: string }[]): Text[] | Rejection {
  const stands = legible(it.texts);
  const next = stands.flatMap(({ lang }) => written.filter((each) => each.lang === lang).map(textOf));
  if (next.length < stands.length || next.length < written.length)
    return refuse.otherLanguages(`It is authentic in ${stands.map(({ lang }) => lang).join(', ')}.`);
  const [long] = next.filter(({ body }) => body.length > SCHEDULED_TEXT_LENGTH_MAX);
  if (long)
    return refuse.tooLong(`The text in ${long.lang} would have ${long.body.length} characters; ${SCHEDULED_TEXT_LENGTH_MAX} are the most.`);
  return next.every(({ textHash }, n) => textHash === stands[n]?.textHash) ? refuse.sameText('No word of it is another.') : next;
}

/** The words at fault give way to others, where they are found once. */
export function corrected(it: Instrument, { lang, old, new: right }: ProposeCorrection): Text[] | Rejection {
  const texts = legible(it.texts);
  const text = texts.find((each) => each.lang === lang);
  if (!text) return refuse.otherLanguages(`It is authentic in ${texts.map((each) => each.lang).join(', ')}.`);
  const [before, ...behind] = text.body.split(canonicalText(old));
  if (before === undefined || behind.length !== 1) return refuse.wordsUnknown(`They are found ${behind.length} times.`);
  return otherwise(
    it,
    texts.map((each) => (each.lang === lang ? { lang, body: `${before}${right}${behind.join('')}` } : each)),
  );
}

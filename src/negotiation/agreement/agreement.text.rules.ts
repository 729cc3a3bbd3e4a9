import { type Legible, legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import type { Text } from '../../kernel/text';
import { withSchedule } from '../scheduled-text';
import type { agreementEvents } from './agreement.events';

type Worded = Pick<
  Legible<DataOf<typeof agreementEvents, 'AgreementDrafted'>>,
  'title' | 'form' | 'texts' | 'prevailingLanguage' | 'commitmentIds'
>;

/** The text that leads: the one that prevails, or the first of equal ones (INV-22). */
export function leadingTextOf({ texts, prevailingLanguage }: Pick<Worded, 'texts' | 'prevailingLanguage'>): Text {
  const all = legible(texts);
  const prevailing = prevailingLanguage === undefined ? undefined : legible(prevailingLanguage);
  const leading = all.find(({ lang }) => lang === prevailing) ?? all[0];
  if (!leading) throw new Error('an agreement without a text');
  return leading;
}

/**
 * What is adopted, cleared, signed and ratified: the leading text, and below it every other authentic text by its hash, which of them prevails, and
 * the commitments that the instrument holds. Throws `ErasedError` where one of them is gone.
 */
export function instrumentTextOf(terms: Worded): Text {
  const texts = legible(terms.texts);
  const prevailing = terms.prevailingLanguage === undefined ? undefined : legible(terms.prevailingLanguage);
  const rows: readonly (readonly [string, string])[] = [
    ['Title', legible(terms.title)],
    ['Form', legible(terms.form)],
    ...texts.map(({ lang, textHash }) => [`Authentic text (${lang})`, textHash] as const),
    ['Where texts differ', texts.length === 1 ? 'there is one' : prevailing === undefined ? 'they are equal' : `${prevailing} prevails`],
    ...legible(terms.commitmentIds).map((id, n) => [`Commitment ${n + 1}`, id] as const),
  ];
  return withSchedule(leadingTextOf(terms), rows);
}

import { type Legible, legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import type { Text } from '../../kernel/text';
import { withSchedule } from '../scheduled-text';
import type { measureEvents } from './measure.events';

type Worded = Omit<Legible<DataOf<typeof measureEvents, 'CbmProposed'>>, 'initiativeId'>;

/**
 * What the parties agree to and the federal side is asked to clear: the words, and below them every one of the terms that the rules read, so that
 * agreement and clearance of exactly this text cover both (domain.md 0.2). Throws `ErasedError` where one of them is gone.
 */
export function measureTextOf(terms: Worded): Text {
  const window = legible(terms.plannedWindow);
  const days = terms.reciprocityWindowDays === undefined ? undefined : legible(terms.reciprocityWindowDays);
  const rows: readonly (readonly [string, string])[] = [
    ['Title', legible(terms.title)],
    ['Type', legible(terms.type)],
    ['Pattern', legible(terms.pattern)],
    ['Topics', [legible(terms.topic), ...legible(terms.subTopics)].join('; ')],
    ['Done by', endOf(legible(terms.actorEnd))],
    ['Done for', endOf(legible(terms.recipientEnd))],
    ['Competence', legible(terms.competence)],
    ['Indicator', legible(terms.indicator)],
    ['Planned for', window?.from ? [window.from, ...(window.to === undefined ? [] : [window.to])].join(' to ') : 'no time is named'],
    ['To be answered', days === undefined ? 'no answer is looked for' : `within ${days} days of delivery`],
    ['Visibility', legible(terms.visibility)],
  ];
  return withSchedule(legible(terms.description), rows);
}

const endOf = ({ partyId, kind, country }: { readonly partyId: string; readonly kind: string; readonly country: string }): string =>
  `${country} ${kind} (${partyId})`;

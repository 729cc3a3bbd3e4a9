import { legible } from '../../kernel/erased';
import { type Text, textOf } from '../../kernel/text';
import type { MandateTerms } from './mandate.state';

/** A party that the terms name, as the register calls it. */
export interface NamedParty {
  readonly id: string;
  readonly name: string;
}

/**
 * What the federal side is asked to clear: the words, and below them every one of the terms that the rules read, so that a clearance of
 * exactly this text covers both (domain.md 0.2). Throws `ErasedError` where one of them is gone.
 */
export function submittedTextOf(terms: MandateTerms, parties: readonly NamedParty[]): Text {
  const { lang, body } = legible(terms.text);
  const { phase1, phase2 } = legible(terms.acts);
  const rows: readonly (readonly [string, string])[] = [
    ['Topics', listed(legible(terms.topics))],
    ['Acts in phase 1', listed(phase1)],
    ['Acts in phase 2', listed(phase2)],
    ['Kinds of counterpart', listed(legible(terms.counterpartKinds))],
    ['Counterparts named', listed(parties.map(({ id, name }) => `${name} (${id})`))],
    ['Delegations at most', String(legible(terms.delegationsMax))],
    ['Places', listed(legible(terms.places))],
    ['Valid from', legible(terms.validFrom)],
    ['Valid until', legible(terms.validUntil) ?? 'no end is named'],
    ['Reporting', legible(terms.reportingRule)],
  ];
  return textOf({ lang, body: `${body}\n\nSCHEDULE\n${rows.map(([name, value]) => `${name}: ${onOneLine(value)}`).join('\n')}` });
}

const listed = (words: readonly string[]): string => (words.length === 0 ? 'none' : words.join('; '));

/** A line of the schedule begins with its own name only: what somebody wrote into a place or a name cannot pose as another. */
const onOneLine = (value: string): string => value.replace(/\s+/gu, ' ');

import { type Checked, EId, type Fault, Id, IdList, Mark, OneOf, Parts, Text } from '../../commands/fields';
import { TEXT_LENGTH_MAX } from '../../kernel/limits';
import { ALTERNATIVES_MAX, AT_TABLE_MAX, SEGMENTS_MAX, SegmentState } from '../negotiating-text';
import { SubTopic } from '../terms';

/** On paper a bracket says that words are not agreed, and who says so; in the words themselves it would say what nobody has said. */
const BRACKETS = /[[\]]/;
const UNAGREED = 'must not hold square brackets: they mark what is not agreed';

/** The fault of words in which brackets stand, if any. */
export const bracketFaults = (pointer: string, words: string | undefined): Fault[] =>
  words !== undefined && BRACKETS.test(words) ? [{ pointer, detail: UNAGREED }] : [];

/** A party that a text names, with the initials by which it does. */
export class PartyAtTable {
  @Id('The party') partyId!: string;
  @Mark('Its initials in brackets and alternatives, in the script of the text') mark!: string;
}

/** Parties of one text differ, and so do their initials. */
export function tableFaults(parties: readonly PartyAtTable[], authorPartyId?: string): Fault[] {
  const alike =
    new Set(parties.map(({ partyId }) => partyId)).size < parties.length || new Set(parties.map(({ mark }) => mark)).size < parties.length;
  if (alike) return [{ pointer: '/parties', detail: 'must not name a party or its initials twice' }];
  return authorPartyId === undefined || parties.some(({ partyId }) => partyId === authorPartyId)
    ? []
    : [{ pointer: '/authorPartyId', detail: 'must be among the parties' }];
}

export class WrittenAlternative implements Checked {
  @Text(TEXT_LENGTH_MAX, 'The words') text!: string;
  @IdList(AT_TABLE_MAX, 'Whose it is', { minItems: 1 }) proposedBy!: string[];
  @IdList(AT_TABLE_MAX, 'Who else is for it') supportedBy!: string[];

  faults(): readonly Fault[] {
    return bracketFaults('/text', this.text);
  }
}

/** A part of a clause: clean words, words that somebody has bracketed, or alternatives. */
export class WrittenSegment implements Checked {
  @OneOf({ SegmentState }, 'Whether its words are agreed so far') state!: SegmentState;
  @Text(TEXT_LENGTH_MAX, 'The words, with the blanks that part them from what stands beside them', { optional: true }) text?: string;
  @IdList(AT_TABLE_MAX, 'Who has bracketed them', { minItems: 1, optional: true }) by?: string[];
  @Parts(WrittenAlternative, ALTERNATIVES_MAX, 'The alternatives, one below the other', { minItems: 1, optional: true })
  alternatives?: WrittenAlternative[];

  faults(): readonly Fault[] {
    const needed = { CLEAN: ['text'], BRACKETED: ['text', 'by'], ALTERNATIVES: ['alternatives'] }[this.state];
    const faults = (['text', 'by', 'alternatives'] as const).flatMap((member): Fault[] => {
      if ((this[member] !== undefined) === needed.includes(member)) return [];
      return [{ pointer: `/${member}`, detail: `must ${needed.includes(member) ? 'stand' : 'not stand'} where it is ${this.state}` }];
    });
    return [...faults, ...bracketFaults('/text', this.text)];
  }
}

export class WrittenClause implements Checked {
  @EId('Its name in all revisions') eId!: string;
  @Text(500, 'Its heading, on a line of its own', { optional: true }) heading?: string;
  @OneOf({ SubTopic }, 'What of the topic it is about', { optional: true }) subTopic?: SubTopic;
  @Parts(WrittenSegment, SEGMENTS_MAX, 'Its parts, in the order in which they are read', { minItems: 1 }) segments!: WrittenSegment[];

  faults(): readonly Fault[] {
    return bracketFaults('/heading', this.heading);
  }
}

/** A text names each of its clauses once. */
export const clauseFaults = (clauses: readonly WrittenClause[]): Fault[] =>
  new Set(clauses.map(({ eId }) => eId)).size < clauses.length ? [{ pointer: '/clauses', detail: 'must not name a clause twice' }] : [];

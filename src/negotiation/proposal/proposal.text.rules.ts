import { canonicalJson } from '../../kernel/canonical-json';
import { TEXT_LENGTH_MAX } from '../../kernel/limits';
import { type Rejection } from '../../kernel/rejection';
import {
  type Alternative,
  ALTERNATIVES_MAX,
  type Clause,
  CLAUSES_MAX,
  marksOf,
  type PartyAtTable,
  plainOf,
  renderedOf,
  type Segment,
  SEGMENTS_MAX,
  segmentWords,
  textFrom,
  type TextChange,
  type WholeText,
} from '../negotiating-text';
import type { SubTopic } from '../terms';
import type { Resolution } from './proposal.events';
import { refuse } from './proposal.refusals';
import type { NegotiatedText } from './proposal.state';

/* How a text on the table changes: what somebody wants of it in, what of it changes out. */

/** An alternative as somebody writes it. */
interface WrittenAlternative {
  readonly text: string;
  readonly proposedBy: readonly string[];
  readonly supportedBy: readonly string[];
}
/** A part of a clause as somebody writes it; what belongs to which state the command has seen to. */
interface WrittenSegment {
  readonly state: Segment['state'];
  readonly text?: string;
  readonly by?: readonly string[];
  readonly alternatives?: readonly WrittenAlternative[];
}
export interface WrittenClause {
  readonly eId: string;
  readonly heading?: string;
  readonly subTopic?: SubTopic;
  readonly segments: readonly WrittenSegment[];
}

type Derive = (name: string) => string;

/** All that a part says beside its ids: what says the same is the same part. */
const wordsOf = (it: Segment): string =>
  it.state === 'ALTERNATIVES'
    ? canonicalJson(it.alternatives.map(({ altId: _, ...words }) => words))
    : canonicalJson([it.text, it.state === 'CLEAN' ? [] : it.by]);

/** A written clause as an event keeps it: parts that were there before in the same words keep their ids. */
function clauseOf(written: WrittenClause, before: Clause | undefined, derive: Derive): Clause {
  const { eId, heading, subTopic } = written;
  const known = [...(before?.segments ?? [])];
  const segments = written.segments.map((it, n): Segment => {
    const segId = derive(`${eId} ${n}`);
    const fresh = segmentOf(it, segId, (m) => derive(`${eId} ${n} ${m}`));
    const place = known.findIndex((old) => old.state === fresh.state && wordsOf(old) === wordsOf(fresh));
    return (place < 0 ? undefined : known.splice(place, 1)[0]) ?? fresh;
  });
  return {
    eId,
    ...(heading !== undefined && { heading: segmentWords(heading) }),
    ...(subTopic !== undefined && { subTopic }),
    segments: merged(segments),
  };
}

function segmentOf(
  { state, text = '', by = [], alternatives = [] }: WrittenSegment,
  segId: string,
  altIdOf: (n: number) => string,
): Segment {
  if (state === 'CLEAN') return { segId, state, text: segmentWords(text) };
  if (state === 'BRACKETED') return { segId, state, text: segmentWords(text), by: [...new Set(by)] };
  return {
    segId,
    state,
    alternatives: alternatives.map((it, n) => ({
      altId: altIdOf(n),
      text: segmentWords(it.text),
      proposedBy: [...new Set(it.proposedBy)],
      supportedBy: [...new Set(it.supportedBy)],
    })),
  };
}

/** Clean words beside clean words are one part. */
function merged(segments: readonly Segment[]): Segment[] {
  const parts: Segment[] = [];
  for (const it of segments) {
    const last = parts.at(-1);
    if (last?.state === 'CLEAN' && it.state === 'CLEAN') parts[parts.length - 1] = { ...last, text: `${last.text}${it.text}` };
    else parts.push(it);
  }
  return parts;
}

const partiesIn = (clauses: readonly Clause[]): string[] =>
  clauses.flatMap(({ segments }) =>
    segments.flatMap((it) => {
      if (it.state === 'CLEAN') return [];
      return it.state === 'BRACKETED' ? it.by : it.alternatives.flatMap(({ proposedBy, supportedBy }) => [...proposedBy, ...supportedBy]);
    }),
  );

/** A text as somebody writes it for the first time. */
export function wholeTextOf(
  {
    lang,
    parties,
    clauses: written,
  }: { readonly lang: string; readonly parties: readonly PartyAtTable[]; readonly clauses: readonly WrittenClause[] },
  derive: Derive,
): WholeText | Rejection {
  const clauses = written.map((it) => clauseOf(it, undefined, derive));
  if (!partiesIn(clauses).every((id) => parties.some(({ partyId }) => partyId === id)))
    return refuse.notAtTable('A bracket or an alternative names somebody whom the text does not.');
  const whole = { lang, parties: parties.map((it) => ({ ...it })), clauses };
  const { body, textHash } = renderedOf(whole);
  return body.length > TEXT_LENGTH_MAX ? refuse.tooLong(`It would have ${body.length} characters.`) : { ...whole, textHash };
}

/** What is wanted of a text: clauses that are new or worded otherwise, the order, who joins. */
export interface Wanted {
  readonly clauses: readonly Clause[];
  readonly order?: readonly string[];
  readonly joining?: readonly PartyAtTable[];
}

/** What of the text changes by it. The clauses that nobody touches are not looked at again: they are rendered already. */
export function changeOf(text: NegotiatedText, { clauses, order: wanted, joining = [] }: Wanted): TextChange | Rejection {
  const parties = [...text.parties, ...joining];
  if (
    new Set(parties.map(({ partyId }) => partyId)).size < parties.length ||
    new Set(parties.map(({ mark }) => mark)).size < parties.length
  )
    return refuse.sameText('Somebody who joins is named already, or has the initials of another.');
  if (!partiesIn(clauses).every((id) => parties.some(({ partyId }) => partyId === id)))
    return refuse.notAtTable('A bracket or an alternative names somebody whom the text does not.');
  const marks = marksOf(parties);
  const before = new Map(text.clauses.map((it) => [it.eId, it]));
  const plain = new Map(text.clauses.map((it) => [it.eId, it.plain]));
  const changed = clauses.filter((it) => {
    const old = before.get(it.eId);
    plain.set(it.eId, plainOf(it, marks));
    return old === undefined || wordsOfClause(old) !== wordsOfClause(it);
  });
  const order = wanted ?? [...plain.keys()];
  if (order.some((eId) => !plain.has(eId))) return refuse.clauseUnknown('The order names a clause that the text does not have.');
  if (order.length > CLAUSES_MAX) return refuse.tooLong(`It would have ${order.length} clauses.`);
  const reordered = order.length !== text.clauses.length || order.some((eId, n) => text.clauses[n]?.eId !== eId);
  if (changed.length === 0 && !reordered && joining.length === 0) return refuse.sameText('Nothing of it would change.');
  const { body, textHash } = textFrom(
    text.lang,
    order.map((eId) => plain.get(eId) ?? ''),
  );
  if (body.length > TEXT_LENGTH_MAX) return refuse.tooLong(`It would have ${body.length} characters.`);
  const named = new Set(order);
  return {
    clauses: changed.filter(({ eId }) => named.has(eId)),
    ...(reordered && { order: [...order] }),
    ...(joining.length > 0 && { joining: joining.map((it) => ({ ...it })) }),
    textHash,
  };
}

const wordsOfClause = ({ heading, subTopic, segments }: Clause): string =>
  canonicalJson({ heading: heading ?? null, subTopic: subTopic ?? null, segments: segments.map((it) => [it.state, wordsOf(it)]) });

/** The clauses of a revision as an event keeps them. */
export const clausesOf = (text: NegotiatedText, written: readonly WrittenClause[], derive: Derive): Clause[] =>
  written.map((it) =>
    clauseOf(
      it,
      text.clauses.find(({ eId }) => eId === it.eId),
      derive,
    ),
  );

/** A part of a clause that was changed, with the clause as it reads then. */
export interface Touched {
  readonly segId: string;
  readonly clause: Clause;
}

const bare = ({ eId, heading, subTopic, segments }: Clause): Clause => ({
  eId,
  ...(heading !== undefined && { heading }),
  ...(subTopic !== undefined && { subTopic }),
  segments,
});

/** The clause with other parts in the place of one. */
const replaced = (clause: Clause, segId: string, parts: readonly Segment[]): Clause => ({
  ...bare(clause),
  segments: merged(clause.segments.flatMap((it) => (it.segId === segId ? parts : [it]))),
});

/** What of a clause is meant: a part by its number, or words that stand clean in it, once. */
interface Passage {
  readonly part?: number;
  readonly words?: string;
}

/** Parts are counted from 1, as they are read. */
const partOf = ({ segments }: Clause, part: number): Segment | undefined => segments[part - 1];

/** A party does not agree to a part, or to some clean words. */
export function bracketed(
  clause: Clause,
  { part = 0, words, byPartyId }: Passage & { readonly byPartyId: string },
  derive: Derive,
): Touched | Rejection {
  if (words !== undefined) return bracketedWords(clause, segmentWords(words), byPartyId, derive);
  const it = partOf(clause, part);
  if (!it || it.state === 'ALTERNATIVES')
    return refuse.segmentUnknown('There is no such part, or it has alternatives, which say more than a bracket.');
  const by = it.state === 'CLEAN' ? [] : it.by;
  if (by.includes(byPartyId)) return refuse.alreadyBracketed('Its initials stand there.');
  const bracket: Segment = { segId: it.segId, state: 'BRACKETED', text: it.text, by: [...by, byPartyId] };
  return { segId: it.segId, clause: replaced(clause, it.segId, [bracket]) };
}

function bracketedWords(clause: Clause, words: string, byPartyId: string, derive: Derive): Touched | Rejection {
  const places = clause.segments.flatMap((it) => {
    const place = it.state === 'CLEAN' ? it.text.indexOf(words) : -1;
    return it.state !== 'CLEAN' || place < 0 ? [] : [{ it, place, again: it.text.includes(words, place + 1) }];
  });
  const [only] = places;
  if (!only || only.again || places.length > 1) return refuse.wordsUnknown('They are not there, not clean, or there more than once.');
  const { it, place } = only;
  const [before, after] = [it.text.slice(0, place), it.text.slice(place + words.length)];
  const segId = derive('bracket');
  const clean = (id: string, text: string): Segment[] => (text === '' ? [] : [{ segId: id, state: 'CLEAN', text }]);
  const bracket: Segment = { segId, state: 'BRACKETED', text: words, by: [byPartyId] };
  const parts = [...clean(it.segId, before), bracket, ...clean(derive('rest'), after)];
  return clause.segments.length - 1 + parts.length > SEGMENTS_MAX
    ? refuse.tooLong('The clause would have too many parts.')
    : { segId, clause: replaced(clause, it.segId, parts) };
}

/** Other words beside those of a part; what stood there is the first alternative, that of the author. */
export function withAlternative(
  clause: Clause,
  { part, text, byPartyId }: { readonly part: number; readonly text: string; readonly byPartyId: string },
  { authorPartyId, derive }: { readonly authorPartyId: string; readonly derive: Derive },
): (Touched & { readonly altId: string }) | Rejection {
  const it = partOf(clause, part);
  if (!it) return refuse.segmentUnknown('The clause has no such part.');
  const { segId } = it;
  const words = segmentWords(text);
  const first = (its: string): Alternative => ({ altId: derive('first'), text: its, proposedBy: [authorPartyId], supportedBy: [] });
  const standing = it.state === 'ALTERNATIVES' ? it.alternatives : [first(it.text)];
  if (standing.some((each) => each.text === words)) return refuse.sameText('An alternative says exactly this.');
  if (standing.length >= ALTERNATIVES_MAX) return refuse.tooLong('The part would have too many alternatives.');
  const altId = derive('alternative');
  const alternatives = [...standing, { altId, text: words, proposedBy: [byPartyId], supportedBy: [] }];
  return { segId, altId, clause: replaced(clause, segId, [{ segId, state: 'ALTERNATIVES', alternatives }]) };
}

/** What became of a bracket or of alternatives. */
export interface Resolving {
  readonly part: number;
  readonly how: Resolution;
  /** By its number, as it is printed. */
  readonly alternative?: number;
  readonly text?: string;
}

/** Words that were bracketed, or among which there was a choice, are agreed, worded otherwise, or gone. */
export function resolved(
  clause: Clause,
  { part, how, alternative, text = '' }: Resolving,
): (Touched & { readonly altId?: string }) | Rejection {
  const it = partOf(clause, part);
  if (!it || it.state === 'CLEAN') return refuse.nothingBracketed('There is no such part, or it is clean.');
  const { segId } = it;
  if (how === 'DELETED')
    return clause.segments.length === 1 ? refuse.clauseEmpty('It has no other words.') : { segId, clause: replaced(clause, segId, []) };
  const agreedOn = (words: string): Touched => ({ segId, clause: replaced(clause, segId, [{ segId, state: 'CLEAN', text: words }]) });
  if (how === 'REWORDED') return agreedOn(segmentWords(text));
  if (it.state === 'BRACKETED' && alternative === undefined) return agreedOn(it.text);
  const chosen = it.state === 'ALTERNATIVES' && alternative !== undefined ? it.alternatives[alternative - 1] : undefined;
  return chosen ? { ...agreedOn(chosen.text), altId: chosen.altId } : refuse.nothingBracketed('It has no such alternative.');
}

/** INV-18: whether nothing of a text is bracketed or waits for a choice. */
export const isClean = ({ clauses }: Pick<NegotiatedText, 'clauses'>): boolean =>
  clauses.every(({ segments }) => segments.every(({ state }) => state === 'CLEAN'));

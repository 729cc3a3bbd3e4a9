import { z } from 'zod';
import { eId, group, id, language, list, mark, oneOf, text, textHash } from '../kernel/fields';
import { TEXT_LENGTH_MAX } from '../kernel/limits';
import { canonicalText, hashOfCanonical, type Text } from '../kernel/text';
import { SubTopic } from './terms';

/*
 * A text on the table: clauses of segments, what is not agreed in square brackets with the initials of whoever put it there, alternatives one
 * below the other. What is hashed and cleared is the plain rendering of it (domain.md 4.3.6), and that is made here and nowhere else.
 */

/** Clauses of one text: longer ones are packages of several. */
export const CLAUSES_MAX = 500;
/** Parts of one clause that are agreed or bracketed each by themselves; what has more is several clauses. */
export const SEGMENTS_MAX = 50;
/** Alternatives for the same words: more are no longer compared. */
export const ALTERNATIVES_MAX = 10;
/** Parties that one text names: as many as a commitment has. */
export const AT_TABLE_MAX = 20;

export const SegmentState = oneOf('CLEAN', 'BRACKETED', 'ALTERNATIVES');
export type SegmentState = z.infer<typeof SegmentState>;

const words = text(TEXT_LENGTH_MAX);
const partyIds = list(id, AT_TABLE_MAX);

const alternative = group({ altId: id, text: words, proposedBy: partyIds.min(1), supportedBy: partyIds });
export type Alternative = z.infer<typeof alternative>;

const segment = z.discriminatedUnion('state', [
  z.strictObject({ segId: id, state: z.literal('CLEAN'), text: words }),
  z.strictObject({ segId: id, state: z.literal('BRACKETED'), text: words, by: partyIds.min(1) }),
  z.strictObject({ segId: id, state: z.literal('ALTERNATIVES'), alternatives: list(alternative, ALTERNATIVES_MAX).min(1) }),
]);
export type Segment = z.infer<typeof segment>;

const clause = group({
  eId,
  heading: text(500).optional(),
  subTopic: SubTopic.optional(),
  segments: list(segment, SEGMENTS_MAX).min(1),
});
export type Clause = z.infer<typeof clause>;

const partyAtTable = group({ partyId: id, mark });
export type PartyAtTable = z.infer<typeof partyAtTable>;
const partiesAtTable = list(partyAtTable, AT_TABLE_MAX);

const whole = group({ lang: language, parties: partiesAtTable.min(1), clauses: list(clause, CLAUSES_MAX).min(1), textHash });
export type WholeText = z.infer<typeof whole>;
/** A whole text, as an event holds it that brings it into the world. */
export const wholeText = whole.refine((it) => renderedOf(it).textHash === it.textHash, 'the hash is not that of the plain rendering');

/** What of a text has changed: the clauses that are new or worded otherwise, and the order only where it is another one. */
export const textChange = group({
  clauses: list(clause, CLAUSES_MAX),
  /** Every clause in its place; one that is not named is no longer part of the text. */
  order: list(eId, CLAUSES_MAX).min(1).optional(),
  /** Parties that the text names from now on. */
  joining: partiesAtTable.optional(),
  /** Of the whole text as it reads now. */
  textHash,
});
export type TextChange = z.infer<typeof textChange>;

type Marks = ReadonlyMap<string, string>;

export const marksOf = (parties: readonly PartyAtTable[]): Marks =>
  new Map(parties.map(({ partyId, mark: initials }) => [partyId, initials]));

/** Words as a segment keeps them: NFC and LF. Blanks at their end may stand between two segments, and are no end of a line yet. */
export const segmentWords = (written: string): string => written.normalize('NFC').replace(/\r\n?/g, '\n');

/**
 * A clause as one writes it on paper: its heading on a line of its own, bracketed words as `[KP, TB: words]`, each alternative on a line of its
 * own as `[Alt 1, KP: words]`, with whoever supports one behind a plus. Canonical, without line ends at its end.
 */
export function plainOf({ heading, segments }: Pick<Clause, 'heading' | 'segments'>, marks: Marks): string {
  const namesOf = (ids: readonly string[]): string => ids.map((partyId) => marks.get(partyId) ?? partyId).join(', ');
  const lineOf = ({ text: its, proposedBy, supportedBy }: Alternative, n: number): string =>
    `[Alt ${n + 1}, ${[proposedBy, supportedBy]
      .filter((ids) => ids.length > 0)
      .map(namesOf)
      .join(' + ')}: ${its}]`;
  let plain = heading === undefined ? '' : `${heading}\n`;
  for (const it of segments) {
    if (it.state === 'CLEAN') plain += it.text;
    else if (it.state === 'BRACKETED') plain += `[${namesOf(it.by)}: ${it.text}]`;
    else plain += `${plain === '' || plain.endsWith('\n') ? '' : '\n'}${it.alternatives.map(lineOf).join('\n')}\n`;
  }
  return withoutLastLineEnds(canonicalText(plain));
}

function withoutLastLineEnds(plain: string): string {
  let end = plain.length;
  while (plain[end - 1] === '\n') end--;
  return plain.slice(0, end);
}

/** By it one tells whether two revisions have the same words in a clause (INV-20). */
export const clauseHashOf = (plain: string): string => hashOfCanonical(plain);

/**
 * The whole text from the plain clauses: one below the other, with an empty line between them. Exactly this is hashed and cleared. Each clause is
 * canonical, and nothing composes across a line end, so the whole is; to normalise it again would cost more than all else that a revision does.
 */
export function textFrom(lang: string, plainClauses: readonly string[]): Text {
  const body = plainClauses.join('\n\n');
  return { lang, body, textHash: hashOfCanonical(body) };
}

/** The plain rendering of a whole text. */
export function renderedOf({ lang, parties, clauses }: Pick<WholeText, 'lang' | 'parties' | 'clauses'>): Text {
  const marks = marksOf(parties);
  return textFrom(
    lang,
    clauses.map((it) => plainOf(it, marks)),
  );
}

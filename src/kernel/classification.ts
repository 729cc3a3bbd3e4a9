import { z } from 'zod';

/** Levels of domain.md 2.2, lowest first; their order is their rank. */
export const LEVELS = ['PUBLIC', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET', 'TOP_SECRET'] as const;
export const Level = z.enum(LEVELS);
export type Level = z.infer<typeof Level>;

/** Need-to-know marks of domain.md 2.2; the place in this list is the bit in a set of caveats, so the order is for ever. */
export const CAVEATS = [
  'FEDERAL_EYES_ONLY',
  'KP_EYES_ONLY',
  'NO_COUNTERPARTY',
  'SOURCE_PROTECT',
  'NO_EXPORT',
  'ORIGINATOR_CONTROL',
] as const;
export const Caveat = z.enum(CAVEATS);
export type Caveat = z.infer<typeof Caveat>;

/** The mark on one event (domain.md 4.1). */
export interface Classification {
  readonly level: Level;
  readonly caveats: readonly Caveat[];
  /** The participant who set it: only he, and a second person, may lower it (INV-31). */
  readonly authorityId: string;
  readonly reviewOn?: string;
}

/** A mark as numbers, so that it can be compared by code and by a database. */
export interface Marking {
  /** Index into `LEVELS`. */
  readonly level: number;
  /** One bit for each of `CAVEATS`. */
  readonly caveats: number;
}

export const UNMARKED: Marking = { level: 0, caveats: 0 };

export const rankOf = (level: Level): number => LEVELS.indexOf(level);
export const levelOf = (rank: number): Level => LEVELS[rank] ?? 'TOP_SECRET';

/** @returns one bit for each caveat. */
export const caveatBits = (caveats: readonly Caveat[]): number =>
  caveats.reduce((bits, caveat) => bits | (1 << CAVEATS.indexOf(caveat)), 0);
export const caveatsOf = (bits: number): Caveat[] => CAVEATS.filter((_, place) => (bits & (1 << place)) !== 0);

/** Who is not in on these may not even know that the record exists; they belong to a whole stream from its creation. */
export const HIDING = caveatBits(['FEDERAL_EYES_ONLY', 'KP_EYES_ONLY']);

/** What can hide a record, from nothing to everything: none of these may stand in a stream that others know of (domain.md 5, "Visibility"). */
export const HIDINGS: readonly (readonly Caveat[])[] = caveatsOf(HIDING).reduce<readonly (readonly Caveat[])[]>(
  (sets, caveat) => [...sets, ...sets.map((set) => [...set, caveat])],
  [[]],
);

export const markingOf = ({ level, caveats }: Pick<Classification, 'level' | 'caveats'>): Marking => ({
  level: rankOf(level),
  caveats: caveatBits(caveats),
});

/** The higher of two marks in both respects (INV-31). */
export const highest = (one: Marking, other: Marking): Marking => ({
  level: Math.max(one.level, other.level),
  caveats: one.caveats | other.caveats,
});

/** Whether a mark would show more than another one; what hides a record is not in question, for it never goes (INV-31). */
export const lowers = (from: Marking, to: Marking): boolean => to.level < from.level || (from.caveats & ~HIDING & ~to.caveats) !== 0;

/** What somebody is cleared for. */
export type Clearance = Marking;

/** How a record stands towards one reader: `HIDDEN` must not differ from one that does not exist, `WITHHELD` stands in place without content. */
export type Visibility = 'SHOWN' | 'WITHHELD' | 'HIDDEN';

/** INV-31, the one rule of reading: every row, query and command goes by it. */
export function visibility(mark: Marking, clearance: Clearance): Visibility {
  const missing = mark.caveats & ~clearance.caveats;
  if ((missing & HIDING) !== 0) return 'HIDDEN';
  return missing !== 0 || mark.level > clearance.level ? 'WITHHELD' : 'SHOWN';
}

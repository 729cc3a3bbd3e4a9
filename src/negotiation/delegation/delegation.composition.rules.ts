import { isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { oneOf } from '../../kernel/fields';
import type { delegationEvents, DelegateCategory } from './delegation.events';

/* Who must be in a delegation (INV-03, INV-05, INV-06), told rule by rule: a decision asks whether all hold, the board shows each. */

type Delegate = Legible<Pick<DataOf<typeof delegationEvents, 'DelegateAppointed'>, 'participantId' | 'category' | 'senior'>>;

/** The least numbers of the house (domain.md 7). */
export interface Minimum {
  readonly elders: number;
  readonly scholars: number;
  readonly stakeholders: number;
}

/** By what a delegation is judged. */
export interface Standard {
  readonly ordinal: number;
  /** Who is in office; undefined where nobody is, or nobody can say. */
  readonly focalPersonId: string | undefined;
  /** How many the first delegation departed with; undefined while it has not, or where nobody can say. */
  readonly firstSize: number | undefined;
  readonly minimum: Minimum;
}

export const Requirement = oneOf(
  'FOCAL_PERSON',
  'TRIBAL_ELDERS',
  'SENIOR_OFFICIAL',
  'RELIGIOUS_SCHOLARS',
  'KEY_STAKEHOLDERS',
  'LARGER_THAN_FIRST',
);
export type Requirement = (typeof Requirement.options)[number];

/** One rule of composition, and whether it holds. */
export interface Check {
  readonly invariant: 'INV-03' | 'INV-05' | 'INV-06';
  readonly requirement: Requirement;
  /** The least number that there must be; null where nobody knows yet how many. */
  readonly needed: number | null;
  readonly found: number;
  readonly holds: boolean;
}

const check = (invariant: Check['invariant'], requirement: Requirement, needed: number | null, found: number): Check => ({
  invariant,
  requirement,
  needed,
  found,
  holds: needed !== null && needed <= found,
});

/** The first delegation by INV-05, every later one by INV-06; the focal person in each (INV-03). */
export function compositionOf(delegates: readonly Delegate[], { ordinal, focalPersonId, firstSize, minimum }: Standard): readonly Check[] {
  const count = (category: DelegateCategory): number => delegates.filter((it) => it.category === category).length;
  const isFocalPerson = ({ participantId }: Delegate): boolean => focalPersonId !== undefined && participantId === focalPersonId;
  const focal = check('INV-03', 'FOCAL_PERSON', 1, delegates.filter(isFocalPerson).length);
  if (ordinal === 1) {
    // The focal person does not by himself satisfy the official's seat (INV-05).
    const officials = delegates.filter((it) => it.category === 'GOVERNMENT_OFFICIAL' && it.senior === true && !isFocalPerson(it));
    return [
      focal,
      check('INV-05', 'TRIBAL_ELDERS', minimum.elders, count('TRIBAL_ELDER')),
      check('INV-05', 'SENIOR_OFFICIAL', 1, officials.length),
    ];
  }
  return [
    focal,
    check('INV-06', 'TRIBAL_ELDERS', minimum.elders, count('TRIBAL_ELDER')),
    check('INV-06', 'RELIGIOUS_SCHOLARS', minimum.scholars, count('RELIGIOUS_SCHOLAR')),
    check('INV-06', 'KEY_STAKEHOLDERS', minimum.stakeholders, count('KEY_STAKEHOLDER')),
    check('INV-06', 'LARGER_THAN_FIRST', firstSize === undefined ? null : firstSize + 1, delegates.length),
  ];
}

/** Of the members those who are named; what is erased is nobody. */
export const among = <D extends Delegate>(members: readonly D[], ids: readonly string[]): readonly D[] =>
  members.filter(({ participantId }) => !isErased(participantId) && ids.includes(participantId));

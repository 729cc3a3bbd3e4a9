import { z } from 'zod';
import { type Erased, isErased, type Legible, legible } from '../kernel/erased';
import { id, list, oneOf, text, textHash } from '../kernel/fields';

/* How texts stand to the policy framework, of whatever record they are (INV-12, INV-13). */

export const AlignmentResult = oneOf('ALIGNED', 'POTENTIAL_CONFLICT', 'CONFLICT');
export type AlignmentResult = z.infer<typeof AlignmentResult>;

/** What every `PolicyAlignmentAssessed` says. */
export const assessment = {
  textHash,
  /** The version in force when it was assessed. */
  frameworkVersion: z.int().min(1),
  result: AlignmentResult,
  redLineIds: list(id, 200),
  note: text(10_000).optional(),
};

/** How one text, by its hash, stands to the framework (INV-13). */
export interface Alignment {
  /** Of the last assessment. */
  readonly result: AlignmentResult | Erased;
  readonly frameworkVersion: number | Erased;
  readonly assessmentId: string;
  /** Lines that any assessment of this text ever linked: a later one cannot drop them (INV-12). */
  readonly linked: readonly (readonly string[] | Erased)[];
}

/** By the hash of the text that was assessed. */
export interface Aligned {
  readonly alignments: Readonly<Record<string, Alignment>>;
}

type Assessed = Legible<Pick<z.infer<z.ZodObject<typeof assessment>>, 'textHash' | 'result' | 'frameworkVersion' | 'redLineIds'>>;

/** What is known once a text is assessed against the framework. */
export const withAlignment = <S extends Aligned>(it: S, assessed: Assessed, assessmentId: string): S => {
  const { textHash: about, result, frameworkVersion, redLineIds } = assessed;
  // Nobody knows any more which text it was about.
  if (isErased(about)) return it;
  const linked = [...(it.alignments[about]?.linked ?? []), redLineIds];
  return { ...it, alignments: { ...it.alignments, [about]: { result, frameworkVersion, assessmentId, linked } } };
};

const alignmentsOf = (it: object, about: string): Alignment | undefined =>
  'alignments' in it && Object.hasOwn((it as Aligned).alignments, about) ? (it as Aligned).alignments[about] : undefined;

/** The assessment of exactly this text against this version of the framework; an older version's is stale and counts for nothing (INV-13). */
export function alignmentOf(it: object, about: string, frameworkVersion: number): Alignment | undefined {
  const alignment = alignmentsOf(it, about);
  return alignment && legible(alignment.frameworkVersion) === frameworkVersion ? alignment : undefined;
}

/** Every red line that any assessment ever linked to this text (INV-12). Throws `ErasedError` where one can no longer be read. */
export const linkedRedLines = (it: object, about: string): readonly string[] => (alignmentsOf(it, about)?.linked ?? []).flatMap(legible);

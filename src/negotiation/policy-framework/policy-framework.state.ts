import { type Erased, isErased, type Legible, legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Fold, from, type In, type States } from '../../kernel/fold';
import { policyFrameworkEvents } from './policy-framework.events';

type Declared = Legible<Omit<DataOf<typeof policyFrameworkEvents, 'RedLineDeclared'>, 'redLineId'>>;

/** A red line as it reads now. An amendment or a withdrawal counts at once, also within the version in force (INV-12). */
export interface RedLine extends Declared {
  readonly redLineId: string;
  readonly declarationId: string;
  /** The event whose words hold: the declaration or the last amendment. */
  readonly wordedBy: string;
  readonly withdrawn: boolean;
}

/** A published version. */
export interface FrameworkVersion {
  readonly version: number | Erased;
  readonly redLineIds: readonly string[] | Erased;
  readonly effectiveFrom: string | Erased;
  readonly publicationId: string;
}

type Contents = {
  /** By the event that registered them. */
  readonly instruments: Readonly<Record<string, Legible<DataOf<typeof policyFrameworkEvents, 'PolicyInstrumentRegistered'>>>>;
  readonly redLines: Readonly<Record<string, RedLine>>;
  /** Versions that no longer are in force, oldest first, each with the number of the one that took its place. */
  readonly superseded: readonly (FrameworkVersion & { readonly by: number | Erased })[];
};

/** The one framework of the ledger: without a version in force (DRAFT), or with exactly one. */
export type PolicyFramework = States<{
  NONE: object;
  DRAFT: Contents;
  IN_FORCE: Contents & { readonly inForce: FrameworkVersion };
}>;

const NOTHING: Contents = { instruments: {}, redLines: {}, superseded: [] };
/** What the first declaration finds: an empty draft. */
const begun = (it: PolicyFramework): In<PolicyFramework, 'DRAFT' | 'IN_FORCE'> =>
  it.status === 'NONE' ? { ...NOTHING, status: 'DRAFT' } : it;

/** The framework with one of its red lines changed. An erased change is no longer known, as is an erased correction. */
function withRedLine<S extends Contents>(it: S, redLineId: string | Erased, change: (line: RedLine) => RedLine): S {
  const line = isErased(redLineId) ? undefined : it.redLines[redLineId];
  return line ? { ...it, redLines: { ...it.redLines, [line.redLineId]: change(line) } } : it;
}

export const policyFramework: Fold<PolicyFramework, typeof policyFrameworkEvents> = {
  events: policyFrameworkEvents,
  initial: { status: 'NONE' },
  evolve: {
    PolicyInstrumentRegistered: from(['NONE', 'DRAFT', 'IN_FORCE'], (before, instrument, { eventId }) => {
      const it = begun(before);
      return { ...it, instruments: { ...it.instruments, [eventId]: instrument } };
    }),
    RedLineDeclared: from(['NONE', 'DRAFT', 'IN_FORCE'], (before, { redLineId, ...words }, { eventId }) => {
      const it = begun(before);
      if (isErased(redLineId)) return it;
      const line: RedLine = { ...words, redLineId, declarationId: eventId, wordedBy: eventId, withdrawn: false };
      return { ...it, redLines: { ...it.redLines, [redLineId]: line } };
    }),
    RedLineAmended: from(['DRAFT', 'IN_FORCE'], (it, { redLineId, text, effect }, { eventId }) =>
      withRedLine(it, redLineId, (line) => ({ ...line, text, effect, wordedBy: eventId })),
    ),
    RedLineWithdrawn: from(['DRAFT', 'IN_FORCE'], (it, { redLineId }) =>
      withRedLine(it, redLineId, (line) => ({ ...line, withdrawn: true })),
    ),
    FrameworkVersionPublished: from('DRAFT', (it, { version, redLineIds, effectiveFrom }, { eventId }) => ({
      ...it,
      status: 'IN_FORCE',
      inForce: { version, redLineIds, effectiveFrom, publicationId: eventId },
    })),
    FrameworkVersionSuperseded: from('IN_FORCE', ({ inForce, ...it }, { by }) => ({
      ...it,
      status: 'DRAFT',
      superseded: [...it.superseded, { ...inForce, by }],
    })),
  },
};

/** Number of the version in force; undefined while none is. Throws `ErasedError` where it can no longer be read. */
export const versionInForce = (it: PolicyFramework): number | undefined =>
  it.status === 'IN_FORCE' ? legible(it.inForce.version) : undefined;

/** Versions count up by one. A number once given is not given again, even if its publication has been annulled. */
export function nextVersion(it: In<PolicyFramework, 'DRAFT' | 'IN_FORCE'>): number {
  const last = it.status === 'IN_FORCE' ? it.inForce.version : (it.superseded.at(-1)?.by ?? 0);
  return legible(last) + 1;
}

/** A red line that stands, declared and not withdrawn, whether a version names it or not. */
export function standingRedLine(it: PolicyFramework, redLineId: string): RedLine | undefined {
  const line = it.status === 'NONE' || !Object.hasOwn(it.redLines, redLineId) ? undefined : it.redLines[redLineId];
  return line?.withdrawn === false ? line : undefined;
}

/** The red lines of the version in force, as they read now, without those withdrawn since. */
export function redLinesInForce(it: PolicyFramework): readonly RedLine[] {
  if (it.status !== 'IN_FORCE') return [];
  return legible(it.inForce.redLineIds).flatMap((redLineId) => standingRedLine(it, redLineId) ?? []);
}

/** INV-12: those of the named lines that the version in force prohibits; nothing can be cleared around them. */
export const prohibitedAmong = (it: PolicyFramework, redLineIds: readonly string[]): readonly RedLine[] =>
  redLinesInForce(it).filter((line) => redLineIds.includes(line.redLineId) && legible(line.effect) === 'PROHIBITED');

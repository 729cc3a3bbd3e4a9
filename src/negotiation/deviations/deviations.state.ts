import { type Caveat, HIDINGS } from '../../kernel/classification';
import type { Erased, Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { filled, type Fold, from, ruling, type States } from '../../kernel/fold';
import { uuidV5 } from '../../kernel/uuid';
import { deviationsEvents } from './deviations.events';

type Data<Type extends keyof (typeof deviationsEvents)['schemas']> = Legible<DataOf<typeof deviationsEvents, Type>>;

/** One deviation, and what the federal side made of it. */
export type Deviation = Omit<Data<'ProtocolDeviationRecorded'>, 'initiativeId' | 'explanation'> & {
  readonly deviationId: string;
  /** The last word; null while there is none. */
  readonly result: Data<'DeviationDispositioned'>['result'] | null;
};

interface Register {
  readonly initiativeId: string | Erased;
  readonly deviations: readonly Deviation[];
}

/** The deviations of an initiative, those that hide alike: OPEN while one of them waits for a disposition. */
export type Deviations = States<{ NONE: object; OPEN: Register; SETTLED: Register }>;

/** The process that fills it; whoever decides on what stands in it waits until that has come so far (INV-43). */
export const RECORDED_BY = 'protocol-deviated-then-deviation-recorded';

/** The stream follows from the initiative and from what hides its records, so that a gate can name it. */
export const deviationsIdOf = (initiativeId: string, hiding: readonly Caveat[]): string =>
  uuidV5(initiativeId, ['deviations', ...hiding].join(' '));

const registered = (it: Register): Deviations => ({
  ...it,
  status: it.deviations.some(({ result }) => result === null) ? 'OPEN' : 'SETTLED',
});

export const deviations: Fold<Deviations, typeof deviationsEvents> = {
  events: deviationsEvents,
  initial: { status: 'NONE' },
  evolve: {
    ProtocolDeviationRecorded: from(['NONE', 'OPEN', 'SETTLED'], (it, { initiativeId, explanation: _, ...recorded }, { eventId }) => {
      const { deviations: earlier } = it.status === 'NONE' ? { deviations: [] } : it;
      return registered({ initiativeId, deviations: [...earlier, { ...recorded, deviationId: eventId, result: null }] });
    }),
    DeviationDispositioned: from(['OPEN', 'SETTLED'], ({ initiativeId, deviations: all }, { deviationId, result }) =>
      registered({ initiativeId, deviations: all.map((each) => (each.deviationId === deviationId ? { ...each, result } : each)) }),
    ),
  },
};

/** Those that wait for a disposition (INV-43); one that was referred to others has had its own. */
export const openDeviations = (it: Deviations): readonly Deviation[] =>
  it.status === 'NONE' ? [] : it.deviations.filter(({ result }) => result === null);

/** INV-43: every register in which deviations of an initiative can stand, those that hide apart; none where they do not matter. */
export function registersOf(initiativeId: string, matter = true) {
  const [known, ...hidden] = (matter ? HIDINGS : []).map((hiding) =>
    filled(RECORDED_BY, ruling(deviations, deviationsIdOf(initiativeId, hiding))),
  );
  return { deviations: known ? [known] : [], hiddenDeviations: hidden };
}

/** How many in these registers wait for a disposition. */
export const openIn = (registers: readonly Deviations[]): number => registers.flatMap(openDeviations).length;

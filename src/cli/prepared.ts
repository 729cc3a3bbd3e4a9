import { PATIENCE } from '../ledger/kurrentdb/connection';
import type { KurrentDbPlace } from '../ledger/kurrentdb/place';
import { type Administrator, type Preparation, prepare } from '../ledger/kurrentdb/preparation';
import { catalogues } from '../negotiation/catalogues';

/** A kind of streams of ours, for whoever tries what we may do with them. */
export function aKind(): string {
  const [kind] = catalogues.keys();
  if (kind === undefined) throw new Error('a ledger with no kind of stream');
  return kind;
}

/** Loaded only when it is needed, with the client of KurrentDB. */
export const prepared = (place: KurrentDbPlace, administrator: Administrator): Promise<Preparation> =>
  prepare(place, administrator, aKind(), PATIENCE);

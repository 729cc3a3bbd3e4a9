import { type Erased, legible } from '../../kernel/erased';
import type { In } from '../../kernel/fold';
import type { Rejection } from '../../kernel/rejection';
import { isIndependent } from '../independence';
import type { Participant } from '../participant/participant.state';
import type { Party } from '../party/party.state';
import { refuse } from './commitment.refusals';
import type { AGREED, Breach, Commitment } from './commitment.state';

type Agreed = In<Commitment, (typeof AGREED)[number]>;

export const isResponsible = (it: Agreed, partyId: string): boolean => legible(it.responsible).some((party) => party.partyId === partyId);

/** INV-26: somebody who at this instant is of no responsible party. */
export const verifiesOthers = (it: Agreed, verifier: Participant, parties: readonly Party[], now: string): boolean =>
  isIndependent(verifier, { partyIds: legible(it.responsible).map(({ partyId }) => partyId), parties }, now);

/** Where the breach procedure stands elsewhere. */
export function breachMayCome({ breach }: Agreed, ...from: readonly Exclude<Breach['state'], Erased>[]): Rejection | undefined {
  const state = legible(breach.state);
  return from.includes(state)
    ? undefined
    : refuse.breachOutOfTurn(`The breach procedure is at ${state}; this is possible at ${from.join(' or ')}.`);
}

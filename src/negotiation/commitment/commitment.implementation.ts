import { legible } from '../../kernel/erased';
import type { In } from '../../kernel/fold';
import type { Rejection } from '../../kernel/rejection';
import { isOfParty, type Participant } from '../participant/participant.state';
import { refuse } from './commitment.refusals';
import type { AGREED, Breach, Commitment } from './commitment.state';

type Agreed = In<Commitment, (typeof AGREED)[number]>;

export const isResponsible = (it: Agreed, partyId: string): boolean => legible(it.responsible).some((party) => party.partyId === partyId);

/** INV-26: somebody who is not of any responsible party at this instant. */
export const verifiesOthers = (it: Agreed, verifier: Participant, now: string): boolean =>
  legible(it.responsible).every(({ partyId }) => !isOfParty(verifier, partyId, now));

/** Where the breach procedure stands elsewhere. */
export function breachMayCome({ breach }: Agreed, ...from: readonly Breach['state'][]): Rejection | undefined {
  const state = legible(breach.state);
  return from.includes(state)
    ? undefined
    : refuse.breachOutOfTurn(`The breach procedure is at ${state}; this is possible at ${from.join(' or ')}.`);
}

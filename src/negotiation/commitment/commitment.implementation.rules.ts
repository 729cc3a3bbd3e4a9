import { type Erased, legible } from '../../kernel/erased';
import type { In } from '../../kernel/fold';
import type { Rejection } from '../../kernel/rejection';
import { isKnown, isOfParty, type Participant } from '../participant/participant.state';
import type { Party } from '../party/party.state';
import { refuse } from './commitment.refusals';
import type { AGREED, Breach, Commitment } from './commitment.state';

type Agreed = In<Commitment, (typeof AGREED)[number]>;

export const isResponsible = (it: Agreed, partyId: string): boolean => legible(it.responsible).some((party) => party.partyId === partyId);

/** Of which type the party is whose officials a government side administers (INV-47). */
const GOVERNMENTS = { PROVINCE: 'PROVINCIAL_GOVERNMENT', FEDERAL: 'FEDERAL_GOVERNMENT' } as const;

/** INV-26: somebody who at this instant is of no responsible party, neither by a post nor as an official of a government that is responsible. */
export function verifiesOthers(it: Agreed, verifier: Participant, responsible: readonly Party[], now: string): boolean {
  if (legible(it.responsible).some(({ partyId }) => isOfParty(verifier, partyId, now))) return false;
  const government = isKnown(verifier) && verifier.side !== undefined ? GOVERNMENTS[verifier.side] : undefined;
  return !responsible.some((party) => party.status === 'REGISTERED' && legible(party.type) === government);
}

/** Where the breach procedure stands elsewhere. */
export function breachMayCome({ breach }: Agreed, ...from: readonly Exclude<Breach['state'], Erased>[]): Rejection | undefined {
  const state = legible(breach.state);
  return from.includes(state)
    ? undefined
    : refuse.breachOutOfTurn(`The breach procedure is at ${state}; this is possible at ${from.join(' or ')}.`);
}

import { legible } from '../kernel/erased';
import { isKnown, isOfParty, type Participant } from './participant/participant.state';
import type { Party } from './party/party.state';

/** Of which type the party is whose officials a government side administers (INV-47). */
const GOVERNMENTS = { PROVINCE: 'PROVINCIAL_GOVERNMENT', FEDERAL: 'FEDERAL_GOVERNMENT' } as const;

/** Those who are responsible, with what the register says of each. */
export interface Responsible {
  readonly partyIds: readonly string[];
  readonly parties: readonly Party[];
}

/** Whether somebody at this instant is of no responsible party, neither by a post nor as an official of a government that is responsible. */
export function isIndependent(verifier: Participant, { partyIds, parties }: Responsible, now: string): boolean {
  if (partyIds.some((partyId) => isOfParty(verifier, partyId, now))) return false;
  const government = isKnown(verifier) && verifier.side !== undefined ? GOVERNMENTS[verifier.side] : undefined;
  return !parties.some((party) => party.status === 'REGISTERED' && legible(party.type) === government);
}

import { Authority, type Standing } from '../commands/authority';
import { CAVEATS, caveatBits, type Clearance, LEVELS } from '../kernel/classification';
import { isErased } from '../kernel/erased';
import type { Reference } from '../kernel/fold';
import { at, ruling, type State } from '../kernel/fold';
import { evidence, type Evidence, isEvidence } from '../negotiation/evidence/evidence.state';
import { houseRules, type HouseRules } from '../negotiation/house-rules/house-rules.state';
import { isKnown, keysInForce, type Known, participant, type Participant } from '../negotiation/participant/participant.state';
import { HOUSE_RULES_ID, SYSTEM_ID } from '../negotiation/singletons';

const EVERYTHING: Clearance = { level: LEVELS.length - 1, caveats: caveatBits(CAVEATS) };
const SYSTEM: Standing = { participantId: SYSTEM_ID, displayName: 'SYSTEM', roles: ['SYSTEM'], clearance: EVERYTHING };

const shown = ({ displayName }: Known): string => (isErased(displayName) ? '[erased]' : displayName);

/** Who may what, from the ledger itself (INV-47). */
export class LedgerAuthority extends Authority {
  participant(participantId: string): Reference {
    return ruling(participant, participantId);
  }

  houseRules(): Reference {
    return ruling(houseRules, HOUSE_RULES_ID);
  }

  evidence(evidenceId: string): Reference {
    return at(evidence, evidenceId);
  }

  isEvidence(state: State, sha256: string): boolean {
    return isEvidence(state as Evidence, sha256);
  }

  standingOf(participantId: string, state: State): Standing | undefined {
    if (participantId === SYSTEM_ID) return SYSTEM;
    const it = state as Participant;
    if (it.status !== 'ACTIVE') return undefined;
    const { grants, clearance } = it;
    return {
      participantId,
      displayName: shown(it),
      roles: grants.map(({ role }) => role),
      clearance,
    };
  }

  nameOf(participantId: string, state: State): string | undefined {
    if (participantId === SYSTEM_ID) return SYSTEM.displayName;
    const it = state as Participant;
    return isKnown(it) ? shown(it) : undefined;
  }

  signingKeysOf(state: State): readonly string[] {
    return keysInForce(state as Participant, 'SIGN');
  }

  lateAfterMs(state: State): number {
    return (state as HouseRules).values.LATE_RECORDED_HOURS * 3_600_000;
  }
}

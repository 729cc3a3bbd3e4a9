import type { Clearance } from '../kernel/classification';
import type { Reference } from '../kernel/fold';
import type { State } from '../kernel/fold';
import type { Role } from '../kernel/roles';

/** Who asks: known from his credentials, not yet judged. */
export interface Actor {
  readonly participantId: string;
}

/** What somebody may do and see, folded from his own stream at this moment (INV-47). */
export interface Standing {
  readonly participantId: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly clearance: Clearance;
}

/** Where the road learns who may what: the participant's stream and the house rules, both part of every basis (architecture 4). */
export abstract class Authority {
  abstract participant(participantId: string): Reference;
  abstract houseRules(): Reference;
  abstract evidence(evidenceId: string): Reference;
  /** Whether it is in the ledger under this SHA-256. */
  abstract isEvidence(evidence: State, sha256: string): boolean;
  /** `undefined` for whom the ledger does not know as a participant who may act. */
  abstract standingOf(participantId: string, participant: State): Standing | undefined;
  /** Under which name somebody appears, whether he may act or not; `undefined` for whom the ledger does not know. */
  abstract nameOf(participantId: string, participant: State): string | undefined;
  /** Public keys by which he signs, in force at this moment (INV-46). */
  abstract signingKeysOf(participant: State): readonly string[];
  /** How long after the world an event may be recorded before it is flagged LATE_RECORDED. */
  abstract lateAfterMs(houseRules: State): number;
}

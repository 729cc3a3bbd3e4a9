import type { Flag } from '../kernel/envelope';
import { Rejection } from '../kernel/rejection';

/** What was recorded, as the answer shows it (api.md "Recording"). */
export interface Recorded {
  readonly stream: { readonly type: string; readonly id: string; readonly revision: number };
  /** Opaque; `at-least` of a read takes it. Empty for a dry run. */
  readonly position: string;
  readonly events: readonly { readonly id: string; readonly type: string; readonly revision: number; readonly flags: readonly Flag[] }[];
  /** Flags that are deviations from the protocol. */
  readonly deviations: readonly Flag[];
  readonly replayed: boolean;
}

/** A refusal as the answer to a command: with the revision of the record on which it was decided, -1 where there is no record yet. */
export class Refused extends Rejection {
  constructor(
    { code, reason, detail }: Rejection,
    readonly revision: number,
  ) {
    super(code, reason, detail);
  }
}

/** Why nothing was recorded, where the domain itself has not refused. */
export type Failure =
  | 'PRECONDITION_FAILED'
  | 'CONFLICTS_IN_A_ROW'
  | 'KEY_REUSED'
  /** Also where it exists and this reader may not know so. */
  | 'NOT_FOUND'
  /** He has none of the roles. */
  | 'FORBIDDEN'
  /** The record is above his level: he sees that it is there, not what it says. */
  | 'WITHHELD';

export type Outcome = Recorded | Refused | Failure;

/** A process has not yet passed what the decision must know of (INV-43). */
export class ProcessBehindError extends Error {
  override readonly name = 'ProcessBehindError';
}

/** It is recorded, and what it brings about is still being done. */
export class StillBeingDoneError extends Error {
  override readonly name = 'StillBeingDoneError';
}

/** Our clock stands behind what the ledger has already recorded (architecture 15). */
export class ClockBehindError extends Error {
  override readonly name = 'ClockBehindError';
}

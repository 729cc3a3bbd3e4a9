import { type Initiative, phaseOf } from './initiative/initiative.state';
import { allowsAct, allowsTopic, type Mandate, mandateInForceAt } from './mandate/mandate.state';
import type { MandatedAct, Topic } from './terms';

/* Whether the terms of reference give the powers for an act on a topic at this instant (INV-08, INV-10), of whatever record it is. */

/** By what it is judged. */
export interface Powers {
  readonly initiative: Initiative;
  readonly mandate: Mandate;
  /** UTC with milliseconds. */
  readonly now: string;
}

/** What is lacking. */
export type PowersShortfall = 'TERMS' | 'PHASE' | 'ACT' | 'TOPIC';

/** @returns what is lacking for the act on this topic, `undefined` if nothing is. Throws `ErasedError` where the terms can no longer be read. */
export function lackOfPowers(act: MandatedAct, topic: Topic, { initiative, mandate, now }: Powers): PowersShortfall | undefined {
  const terms = mandateInForceAt(mandate, now);
  const phase = phaseOf(initiative);
  if (!terms) return 'TERMS';
  if (!phase) return 'PHASE';
  if (!allowsAct(terms, phase, act)) return 'ACT';
  return allowsTopic(terms, topic) ? undefined : 'TOPIC';
}

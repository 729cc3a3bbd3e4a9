import type { Rejection } from '../kernel/rejection';
import { type Initiative, phaseOf } from './initiative/initiative.state';
import { allowsAct, allowsTopic, type Mandate, mandateInForceAt, namesParty } from './mandate/mandate.state';
import { isListed, type Party } from './party/party.state';
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
type PowersShortfall = 'TERMS' | 'PHASE' | 'ACT' | 'TOPIC';

/** @returns what is lacking for the act on this topic, `undefined` if nothing is. Throws `ErasedError` where the terms can no longer be read. */
function lackOfPowers(act: MandatedAct, topic: Topic, { initiative, mandate, now }: Powers): PowersShortfall | undefined {
  const terms = mandateInForceAt(mandate, now);
  const phase = phaseOf(initiative);
  if (!terms) return 'TERMS';
  if (!phase) return 'PHASE';
  if (!allowsAct(terms, phase, act)) return 'ACT';
  return allowsTopic(terms, topic) ? undefined : 'TOPIC';
}

/** How a record says that powers are lacking. */
interface Refusing {
  readonly noMandate: (detail: string) => Rejection;
  readonly actNotMandated: (detail: string) => Rejection;
  readonly topicNotMandated: (detail: string) => Rejection;
}

/** INV-08, INV-10. @returns why an act on this topic does not go forward, `undefined` if nothing stands in the way */
export function withoutPowers(refuse: Refusing, act: MandatedAct, topic: Topic, ground: Powers): Rejection | undefined {
  switch (lackOfPowers(act, topic, ground)) {
    case undefined:
      return undefined;
    case 'TERMS':
      return refuse.noMandate('No terms of reference are in force.');
    case 'PHASE':
      return refuse.noMandate('No phase of the initiative is open.');
    case 'ACT':
      return refuse.actNotMandated(`In the phase that is open it does not list ${act}.`);
    case 'TOPIC':
      return refuse.topicNotMandated(`It does not provide for ${topic}.`);
  }
}

/** INV-32: whether a list names one of these parties, in the order of their ids, and the terms in force do not. */
export function namesListedParty(
  parties: readonly Party[],
  ids: readonly string[],
  { mandate, now }: Pick<Powers, 'mandate' | 'now'>,
): boolean {
  const terms = mandateInForceAt(mandate, now);
  return parties.some((it, n) => isListed(it, now) && !(terms && namesParty(terms, ids[n] ?? '')));
}

import type { Flag } from '../../kernel/envelope';
import { earliest, type Occurrence } from '../../kernel/occurrence';
import { type Initiative, notifiedBy, objectedAt, phaseAt } from '../initiative/initiative.state';
import { allowsAct, allowsTopic, type Mandate, type MandateTerms, underTerms } from '../mandate/mandate.state';
import { isListed, wasEverListed } from '../party/party.state';
import type { MandatedAct, Topic } from '../terms';
import type { Track } from './contact.events';
import { fitsTrack, isNamed, type Other, providedFor } from './contact.schedule.rules';

/*
 * What happened is recorded whatever the rules say, and marked with what they would have said: the deviations of domain.md 4.1, judged by what
 * was in force when it happened (INV-02, INV-50), never by what is in force when it is recorded.
 */

/** What was done. */
export interface Happening {
  readonly acts: readonly MandatedAct[];
  readonly track: Track;
  /** `undefined` for a topic that is none of those of the domain, and so of no mandate. */
  readonly topics: readonly (Topic | undefined)[];
  readonly others: readonly Other[];
}

/** When, and by what it is judged. */
export interface Ground {
  readonly occurredAt: Occurrence;
  readonly initiative: Initiative;
  readonly mandate: Mandate;
}

/** The marks of a contact with somebody of the other side. */
export function deviationsOf(it: Happening, ground: Ground): Flag[] {
  const { initiative, occurredAt } = ground;
  const flags: Flag[] = [];
  if (!notifiedBy(initiative, occurredAt)) flags.push('BEFORE_NOTIFICATION');
  if (!wasMandated(it, ground)) flags.push('OUTSIDE_MANDATE');
  if (objectedAt(initiative, occurredAt) || wasWithListed(it.others, ground)) flags.push('UNSANCTIONED');
  return flags;
}

/** INV-10, INV-08 of what happened. */
function wasMandated({ acts, track, topics, others }: Happening, ground: Ground): boolean {
  const phase = phaseAt(ground.initiative, ground.occurredAt);
  return (
    phase !== undefined &&
    acts.length > 0 &&
    fitsTrack(acts, track) &&
    wereProvidedFor(others, ground) &&
    underTerms(
      ground.mandate,
      ground.occurredAt,
      (terms) => acts.every((act) => allowsAct(terms, phase, act)) && topics.every(within(terms)),
    )
  );
}

/** Whether the terms in force then provided for those with whom it was held. */
export const wereProvidedFor = (others: readonly Other[], ground: Pick<Ground, 'mandate' | 'occurredAt'>): boolean =>
  underTerms(ground.mandate, ground.occurredAt, (terms) => others.every(providedFor(terms)));

/** INV-32: whether somebody came for a party that a list named then, and that no terms in force then did. */
export function wasWithListed(
  others: readonly Pick<Other, 'partyId' | 'party'>[],
  ground: Pick<Ground, 'mandate' | 'occurredAt'>,
): boolean {
  const at = earliest(ground.occurredAt);
  return others.some(
    (other) =>
      (at === undefined ? wasEverListed(other.party) : isListed(other.party, at)) &&
      !underTerms(ground.mandate, ground.occurredAt, (terms) => isNamed(terms, other)),
  );
}

const within =
  (terms: MandateTerms) =>
  (topic: Topic | undefined): boolean =>
    topic !== undefined && allowsTopic(terms, topic);

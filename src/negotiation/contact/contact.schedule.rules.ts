import { earliest, latest, type Occurrence } from '../../kernel/occurrence';
import type { Rejection } from '../../kernel/rejection';
import { type Initiative, notifiedBy, phaseOf } from '../initiative/initiative.state';
import {
  allowsAct,
  allowsCounterpart,
  allowsTopic,
  type Mandate,
  mandateInForceAt,
  type MandateTerms,
  namesParty,
} from '../mandate/mandate.state';
import { counterpartKindsFor, hasWithdrawn, type Participant } from '../participant/participant.state';
import { isListed, type Party } from '../party/party.state';
import type { MandatedAct, Phase, Topic } from '../terms';
import type { Track } from './contact.events';
import { refuse } from './contact.refusals';

/* What must have come first before a contact with the other side is put into the calendar (INV-01, INV-08, INV-10, INV-32); see `forward` for objections. */

/** What is to be done, and when. */
export interface Scheduling {
  readonly plannedFor: Occurrence | null;
  readonly acts: readonly MandatedAct[];
  readonly track: Track;
  readonly topics: readonly Topic[];
  /** Who of the other side is to take part. */
  readonly others: readonly Other[];
}

/** Somebody of the other side, with what the register says of him. */
export interface Other {
  readonly partyId: string;
  readonly person: Participant;
  /** As the register has it; nobody is listed of whom it is not known for which party he comes. */
  readonly party: Party;
}

/** By what it is judged. */
export interface Ground {
  readonly initiative: Initiative;
  readonly mandate: Mandate;
  readonly now: string;
}

/** What is said and done where nothing is negotiated: on any track (INV-10). */
const WITHOUT_TRACK: readonly MandatedAct[] = ['LISTEN', 'EXPLORE'];

/** Whether what is done may be done on this track. */
export const fitsTrack = (acts: readonly MandatedAct[], track: Track): boolean =>
  track === 'TRACK_1' || acts.every((act) => WITHOUT_TRACK.includes(act));

/** First instant at which it can take place: a plan for a month that has begun is one for the rest of it, and one without a date is for any time. */
export function momentOf(plannedFor: Occurrence | null, now: string): string {
  const begin = plannedFor ? earliest(plannedFor) : undefined;
  return begin !== undefined && begin > now ? begin : now;
}

/** @returns why this is no time to plan for, `undefined` if it is one */
export function isOver(plannedFor: Occurrence | null, now: string): Rejection | undefined {
  const end = plannedFor ? latest(plannedFor) : undefined;
  return end !== undefined && end < now ? refuse.planInThePast(`It would have been over at ${end}.`) : undefined;
}

/** Whether terms provide for somebody: by his party, or by a kind of counterpart that he is; of whom the register names no kind nobody can say that they do not. */
export const providedFor =
  (terms: MandateTerms) =>
  ({ partyId, person }: Other): boolean => {
    const kinds = counterpartKindsFor(person, partyId);
    return kinds.length === 0 || namesParty(terms, partyId) || kinds.some((kind) => allowsCounterpart(terms, kind));
  };

/**
 * INV-32: whether the federal side has cleared that this party, listed or not, is met: terms of reference come into force by a clearance of their
 * schedule, which names it.
 */
export const isNamed = (terms: MandateTerms | undefined, { partyId }: Pick<Other, 'partyId'>): boolean =>
  terms !== undefined && namesParty(terms, partyId);

/** @returns why it may not be scheduled, `undefined` if nothing stands in the way */
export function mayBeScheduled(plan: Scheduling, { initiative, mandate, now }: Ground): Rejection | undefined {
  const { plannedFor, others } = plan;
  const past = isOver(plannedFor, now);
  if (past) return past;
  if (others.length === 0) return undefined;
  const moment = momentOf(plannedFor, now);
  if (others.some(({ person }) => hasWithdrawn(person, 'TAKING_PART', moment)))
    return refuse.consentWithdrawn('A counterpart named does not consent to be met.');
  const terms = mandateInForceAt(mandate, moment);
  const listed = others.some((other) => isListed(other.party, moment) && !isNamed(terms, other));
  if (listed) return refuse.listedParty('A list names one of the parties at that time, and no terms of reference in force then do.');
  const dated = plannedFor !== null && earliest(plannedFor) !== undefined;
  if (!notifiedBy(initiative, dated ? moment : null))
    return refuse.notNotified('No notification of the federal government is recorded that came before it.');
  return isMandated(plan, terms, phaseOf(initiative));
}

/** INV-10, INV-08: the acts, counterparts and topics of a contact with the other side. */
function isMandated(
  { acts, track, topics, others }: Scheduling,
  terms: MandateTerms | undefined,
  phase: Phase | undefined,
): Rejection | undefined {
  if (acts.length === 0) return refuse.noActs('It names no acts.');
  if (!terms) return refuse.noMandate('No terms of reference are in force at that time.');
  if (!phase) return refuse.noMandate('No phase of the initiative is open.');
  const beyond = acts.filter((act) => !allowsAct(terms, phase, act));
  if (beyond.length > 0) return refuse.actNotMandated(`In phase ${phase} it does not list ${beyond.join(', ')}.`);
  if (!others.every(providedFor(terms))) return refuse.counterpartNotMandated('It provides for other kinds of counterparts.');
  if (!fitsTrack(acts, track)) return refuse.notOfficial(`On ${track} more than listening and exploring is planned.`);
  const foreign = topics.filter((topic) => !allowsTopic(terms, topic));
  return foreign.length > 0 ? refuse.topicNotMandated(`It does not provide for ${foreign.join(', ')}.`) : undefined;
}

import { isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type About, type Fold, from, type States } from '../../kernel/fold';
import { earliest, latest } from '../../kernel/occurrence';
import { partyEvents } from './party.events';

export type Designation = Legible<DataOf<typeof partyEvents, 'DesignationRecorded'>>;

/** How the party stands to another one, as an interval of world time; where nobody knows an end of it, that is when it was recorded. */
export interface Relation extends Legible<Pick<DataOf<typeof partyEvents, 'PartyRelationRecorded'>, 'toPartyId' | 'relation'>> {
  readonly eventId: string;
  readonly since: string;
  /** Last instant at which it can have held; absent while it does. */
  readonly until?: string;
}

/** What a list says since an instant. */
export interface Listing extends Legible<DataOf<typeof partyEvents, 'ListingStatusRecorded'>> {
  readonly eventId: string;
  readonly since: string;
}

type Registration = Legible<DataOf<typeof partyEvents, 'PartyRegistered'>> & {
  readonly designations: readonly Designation[];
  readonly relations: readonly Relation[];
  readonly listings: readonly Listing[];
};

/** A party as it stands; what is told of it in the order in which it was recorded. */
export type Party = States<{ NONE: object; REGISTERED: Registration }>;

const instantOf = ({ occurredAt, recordedAt }: About, end: typeof earliest): string =>
  (isErased(occurredAt) ? undefined : end(occurredAt)) ?? recordedAt;

export const party: Fold<Party, typeof partyEvents> = {
  events: partyEvents,
  initial: { status: 'NONE' },
  evolve: {
    PartyRegistered: from('NONE', (_, registration) => ({
      ...registration,
      status: 'REGISTERED',
      designations: [],
      relations: [],
      listings: [],
    })),
    DesignationRecorded: from('REGISTERED', (it, designation) => ({ ...it, designations: [...it.designations, designation] })),
    PartyRelationRecorded: from('REGISTERED', (it, { toPartyId, relation, until }, about) => {
      const end = until === undefined ? undefined : ((isErased(until) ? undefined : latest(until)) ?? about.recordedAt);
      const since = instantOf(about, earliest);
      const known: Relation = { eventId: about.eventId, toPartyId, relation, since, ...(end !== undefined && { until: end }) };
      return { ...it, relations: [...it.relations, known] };
    }),
    PartyRelationEnded: from('REGISTERED', (it, { relationId }, about) => ({
      ...it,
      relations: it.relations.map((each) => (each.eventId === relationId ? { ...each, until: instantOf(about, latest) } : each)),
    })),
    ListingStatusRecorded: from('REGISTERED', (it, listing, about) => ({
      ...it,
      listings: [...it.listings, { ...listing, eventId: about.eventId, since: sinceOf(listing.status, about) }],
    })),
  },
};

/** A list names a party from the first moment at which it can have begun to, and until the last. */
const sinceOf = (status: Listing['status'], about: About): string => instantOf(about, status === 'DELISTED' ? latest : earliest);

/**
 * INV-32: whether some list named the party at an instant (UTC with milliseconds). Of several reports of the same list the one that is about the
 * latest time counts. What can no longer be read lifts nothing: an erased status still binds, and that an unknown list delists the party says nothing
 * of any other.
 */
export function isListed(it: Party, instant: string): boolean {
  if (it.status === 'NONE') return false;
  const last = new Map<string, Listing>();
  for (const listing of it.listings) {
    const list = nameOf(listing);
    const before = last.get(list);
    if (listing.since <= instant && (before === undefined || before.since <= listing.since)) last.set(list, listing);
  }
  return [...last.values()].some(({ status }) => status !== 'DELISTED');
}

/** Whether some list ever named it: of what nobody can date, nobody can say that it came before or after. */
export const wasEverListed = (it: Party): boolean => it.status !== 'NONE' && it.listings.some(({ status }) => status !== 'DELISTED');

/** A list of which nobody knows the name any more is one of its own. */
const nameOf = ({ list, eventId }: Listing): string => (isErased(list) ? eventId : list);

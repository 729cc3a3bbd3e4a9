import { daysOf } from '../../kernel/calendar-days';
import { type Erased, isErased } from '../../kernel/erased';
import { earliest, type Occurrence } from '../../kernel/occurrence';
import { type WallTimes, wallTimesOf } from '../../kernel/wall-times';
import { among, type Check, compositionOf } from '../../negotiation/delegation/delegation.composition.rules';
import { DelegateCategory } from '../../negotiation/delegation/delegation.events';
import { delegationIdOf } from '../../negotiation/delegation/delegation.state';
import type { HouseRule } from '../../negotiation/house-rules/house-rules.events';
import { DEFAULT_RULES } from '../../negotiation/house-rules/house-rules.state';
import { type BoardPage, type BoardQuery, type BoardQuestion, ofKind, pageOf, rowsBy } from '../../views/board-query';
import { isWithheld, type Readable, type Withheld } from '../../views/visibility';
import {
  delegationItinerary,
  type DelegationRow,
  type ItineraryRow,
  type MemberRow,
  type MetRow,
  type OfficesRow,
  type RulesRow,
} from './delegation-itinerary.projection';

/** A time as it was said, and what the clocks of both sides showed; null where nobody knows the instant. */
export interface Moment {
  readonly at: Occurrence | Erased;
  readonly clocks: WallTimes | null;
}

/** A time that is to come, or TBD where nobody has named one (S28). */
export type PlannedMoment = Moment | 'TBD';

const momentOf = (at: Occurrence | Erased): Moment => ({ at, clocks: isErased(at) ? null : wallTimesOf(at) });
const plannedOf = (at: Occurrence | Erased | null): PlannedMoment =>
  at === null || (!isErased(at) && at.precision === 'UNKNOWN') ? 'TBD' : momentOf(at);

type Leg = DelegationRow['legs'][number];
type Crossing = DelegationRow['crossings'][number];

/** One leg as it was planned, and as it was. */
export interface LegAnswer extends Pick<Leg, 'legId' | 'from' | 'to'> {
  readonly crossing: Leg['crossing'] | null;
  readonly planned: { readonly depart: PlannedMoment; readonly arrive: PlannedMoment };
  readonly actual: { readonly departed: Moment | null; readonly crossed: readonly Moment[]; readonly arrived: Moment | null };
}

/** One rule of composition; null where this reader cannot be told, or nobody knows yet, what it is judged by. */
export type CheckAnswer = Omit<Check, 'holds'> & { readonly holds: boolean | null };

/** The contacts of one day, in the zone in which they were held; null where nobody knows the day. */
export interface DayOfContacts {
  readonly day: string | null;
  readonly contactIds: readonly string[];
}

export interface DelegationAnswer extends Omit<
  DelegationRow,
  'of' | 'members' | 'plannedFor' | 'legs' | 'departure' | 'crossings' | 'arrivals' | 'returned' | 'safetyEvents'
> {
  readonly plannedFor: PlannedMoment;
  /** By category, in its order; those whose category is erased under ERASED. */
  readonly members: Readonly<Record<string, readonly MemberRow[]>>;
  readonly composition: readonly CheckAnswer[];
  /** How many of the members have credentials that are valid now, or were when it departed. */
  readonly credentialsValid: number;
  readonly legs: readonly LegAnswer[];
  readonly departure: (Omit<NonNullable<DelegationRow['departure']>, 'at'> & Moment) | null;
  readonly crossings: readonly (Crossing & Moment)[];
  readonly arrivals: readonly (DelegationRow['arrivals'][number] & Moment)[];
  readonly returned: (NonNullable<DelegationRow['returned']> & Moment) | null;
  readonly safetyEvents: readonly (DelegationRow['safetyEvents'][number] & Moment)[];
  readonly contactsPerDay: readonly DayOfContacts[];
}

const timed = <T extends { readonly at: Occurrence | Erased }>(it: T): T & Moment => ({ ...it, ...momentOf(it.at) });

function legOf(row: DelegationRow, { legId, from, to, crossing, plannedDepart, plannedArrive }: Leg): LegAnswer {
  const own = <T extends { readonly legId?: string | Erased | null | undefined }>(it: T | null): it is T => it?.legId === legId;
  const arrived = own(row.returned) ? row.returned : row.arrivals.findLast((it) => own(it));
  return {
    legId,
    from,
    to,
    crossing: crossing ?? null,
    planned: { depart: plannedOf(plannedDepart), arrive: plannedOf(plannedArrive) },
    actual: {
      departed: own(row.departure) ? momentOf(row.departure.at) : null,
      crossed: row.crossings.filter((it) => own(it)).map(({ at }) => momentOf(at)),
      arrived: arrived ? momentOf(arrived.at) : null,
    },
  };
}

function byCategory(members: readonly MemberRow[]): DelegationAnswer['members'] {
  const found = new Map<string, MemberRow[]>();
  for (const category of [...DelegateCategory.options, 'ERASED']) {
    const own = members.filter((member) => (isErased(member.category) ? 'ERASED' : member.category) === category);
    if (own.length > 0) found.set(category, own);
  }
  return Object.fromEntries(found);
}

/** When its composition counts: when it departed, and as long as it has not, now. */
function judgedAt({ departure }: DelegationRow, now: string): string {
  return (departure && !isErased(departure.at) ? earliest(departure.at) : undefined) ?? now;
}

/** Who counts: those who departed, and as long as nobody has, all members. */
const going = ({ members, departure }: DelegationRow): readonly MemberRow[] =>
  departure === null ? members : isErased(departure.members) ? [] : among(members, departure.members);

const hasCredentials =
  (at: string) =>
  ({ credentials }: MemberRow): boolean =>
    credentials !== null &&
    !isErased(credentials.validFrom) &&
    !isErased(credentials.validUntil) &&
    credentials.validFrom <= at &&
    at < credentials.validUntil;

/** What stands beside a delegation, as far as this reader may see it. */
interface Beside {
  readonly offices: OfficesRow | undefined;
  readonly first: DelegationRow | undefined;
  readonly rules: RulesRow['values'];
}

export function checksOf(row: DelegationRow, { offices, first, rules }: Beside, now: string): readonly CheckAnswer[] {
  if (isErased(row.ordinal)) return [];
  const at = judgedAt(row, now);
  const office = offices?.offices.find(({ since, until }) => since <= at && (until === null || at < until));
  const number = (rule: HouseRule): number => rules[rule] ?? DEFAULT_RULES[rule].value;
  const departed = first?.departure;
  const checks = compositionOf(going(row), {
    ordinal: row.ordinal,
    focalPersonId: office && !isErased(office.participantId) ? office.participantId : undefined,
    firstSize: departed && !isErased(departed.members) ? departed.members.length : undefined,
    minimum: {
      elders: number('DELEGATION_ELDERS_MIN'),
      scholars: number('DELEGATION_SCHOLARS_MIN'),
      stakeholders: number('DELEGATION_STAKEHOLDERS_MIN'),
    },
  });
  const unknown = ({ requirement, needed }: Check): boolean => needed === null || (requirement === 'FOCAL_PERSON' && offices === undefined);
  return checks.map((check) => ({ ...check, holds: unknown(check) ? null : check.holds }));
}

export function daysOfContacts(contacts: readonly MetRow[]): readonly DayOfContacts[] {
  const days = new Map<string | null, string[]>();
  for (const { contactId, heldAt } of contacts) {
    const day = isErased(heldAt) ? null : (daysOf(heldAt)?.first.gregorian ?? null);
    days.set(day, [...(days.get(day) ?? []), contactId]);
  }
  return [...days]
    .map(([day, contactIds]) => ({ day, contactIds: [...contactIds].sort() }))
    .sort((one, other) => ((one.day ?? '~') < (other.day ?? '~') ? -1 : 1));
}

/** Contacts of these delegations that this reader may see. */
async function contactsOf(readable: Readable<ItineraryRow>, delegationIds: readonly string[]): Promise<readonly MetRow[]> {
  if (delegationIds.length === 0) return [];
  const found = await ofKind(readable, 'CONTACT')
    .rows.where('delegationId' as never, 'in', delegationIds as never)
    .select('row')
    .execute();
  return (found as unknown as { row: string }[]).map(({ row }) => JSON.parse(row) as MetRow);
}

const seen = <Row extends ItineraryRow>(row: ItineraryRow | Withheld | undefined): Row | undefined =>
  row === undefined || isWithheld(row) ? undefined : (row as Row);

function answerOf({ of: _, ...row }: DelegationRow, beside: Beside, contacts: readonly MetRow[], now: string): DelegationAnswer {
  const its = { ...row, of: 'DELEGATION' } as const;
  return {
    ...row,
    plannedFor: plannedOf(row.plannedFor),
    members: byCategory(row.members),
    composition: checksOf(its, beside, now),
    credentialsValid: going(its).filter(hasCredentials(judgedAt(its, now))).length,
    legs: row.legs.map((leg) => legOf(its, leg)),
    departure: row.departure && timed(row.departure),
    crossings: row.crossings.map(timed),
    arrivals: row.arrivals.map(timed),
    returned: row.returned && timed(row.returned),
    safetyEvents: row.safetyEvents.map(timed),
    contactsPerDay: daysOfContacts(contacts.filter(({ delegationId }) => delegationId === row.delegationId)),
  };
}

async function ask(readable: Readable<ItineraryRow>, question: BoardQuestion): Promise<BoardPage<DelegationAnswer>> {
  const page = await pageOf(ofKind(readable, 'DELEGATION'), question, (row) => row as DelegationRow);
  const shown = page.rows.flatMap((row) => (isWithheld(row) ? [] : [row]));
  const initiativeIds = shown.flatMap(({ initiativeId }) => (isErased(initiativeId) ? [] : [initiativeId]));
  const firstIds = initiativeIds.map((id) => delegationIdOf(id, 1));
  const [offices, firsts, rules, contacts] = await Promise.all([
    rowsBy(ofKind(readable, 'INITIATIVE'), 'initiativeId', initiativeIds),
    rowsBy(ofKind(readable, 'DELEGATION'), 'delegationId', firstIds),
    rowsBy(readable, 'of', ['HOUSE_RULES']),
    contactsOf(
      readable,
      shown.map(({ delegationId }) => delegationId),
    ),
  ]);
  const besideOf = ({ initiativeId }: DelegationRow): Beside => ({
    offices: isErased(initiativeId) ? undefined : seen<OfficesRow>(offices.get(initiativeId)),
    first: isErased(initiativeId) ? undefined : seen<DelegationRow>(firsts.get(delegationIdOf(initiativeId, 1))),
    rules: seen<RulesRow>(rules.get('HOUSE_RULES'))?.values ?? {},
  });
  return { ...page, rows: page.rows.map((row) => (isWithheld(row) ? row : answerOf(row, besideOf(row), contacts, question.now))) };
}

export const delegationItineraryQuery: BoardQuery<ItineraryRow> = {
  board: delegationItinerary,
  summary: 'Who goes with each delegation, whether those are in it who must be, and its way as planned and as it was, in both zones',
  filters: { initiativeId: 'Those of one initiative', state: 'Those in one state', ordinal: 'Those of one number' },
  sorts: ['ordinal', 'constitutedAt', 'state'],
  ask,
};

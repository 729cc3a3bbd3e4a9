import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Happened, kindOf } from '../../kernel/happened';
import type { Occurrence } from '../../kernel/occurrence';
import { contactEvents } from '../../negotiation/contact/contact.events';
import { delegationEvents } from '../../negotiation/delegation/delegation.events';
import { type HouseRule, houseRulesEvents } from '../../negotiation/house-rules/house-rules.events';
import { initiativeEvents } from '../../negotiation/initiative/initiative.events';
import { type Board, changes, opens, opensOrChanges } from '../../views/board';
import { firstInstant } from '../world-time';

type Data<Type extends keyof (typeof delegationEvents)['schemas']> = Legible<DataOf<typeof delegationEvents, Type>>;
type Held = Legible<DataOf<typeof contactEvents, 'ContactHeld'>>;

export type ItineraryState =
  'CONSTITUTING' | 'CONSTITUTED' | 'CLEARED' | 'TRAVELLING' | 'IN_COUNTRY' | 'RETURNING' | 'RETURNED' | 'DEBRIEFED' | 'DISSOLVED';

export type Credentials = Omit<Data<'CredentialsIssued'>, 'participantId'>;
export type MemberRow = Data<'DelegateAppointed'> & { readonly credentials: Credentials | null };

/** When something happened in the world. */
interface At {
  readonly at: Occurrence | Erased;
}

export interface DepartureRow extends At {
  readonly members: Data<'DelegationDeparted'>['members'];
  readonly legId: string | Erased | null;
  readonly unsanctioned: boolean;
}

/** A delegation, as far as its own stream tells. */
export interface DelegationRow extends Record<string, unknown> {
  readonly of: 'DELEGATION';
  readonly delegationId: string;
  readonly initiativeId: string | Erased;
  readonly ordinal: number | Erased;
  readonly purpose: Data<'DelegationConstituted'>['purpose'];
  readonly state: ItineraryState;
  /** Null where nobody has named a time; none is made up (S28). */
  readonly plannedFor: Occurrence | Erased | null;
  readonly plannedText: string | Erased | null;
  readonly constitutedAt: string;
  readonly members: readonly MemberRow[];
  readonly headId: string | Erased | null;
  readonly travel: Data<'TravelAuthorised'> | null;
  readonly legs: readonly (Data<'ItineraryLegPlanned'> & { readonly legId: string })[];
  readonly departure: DepartureRow | null;
  readonly crossings: readonly (Data<'BorderCrossed'> & At)[];
  readonly arrivals: readonly (Data<'DelegationArrived'> & At)[];
  readonly returned: (Data<'DelegationReturned'> & At) | null;
  readonly passages: readonly Data<'SafePassageGuaranteed'>[];
  readonly safetyEvents: readonly (Data<'SafetyIncidentReported'> & At & { readonly eventId: string })[];
  readonly debrief: (Data<'DebriefFiled'> & { readonly filedAt: string }) | null;
}

/** A contact that a delegation held. */
export interface MetRow extends Record<string, unknown> {
  readonly of: 'CONTACT';
  readonly contactId: string;
  readonly delegationId: string | Erased | null;
  readonly heldAt: Occurrence | Erased;
}

/** Who was in office as focal person (INV-03). */
export interface OfficesRow extends Record<string, unknown> {
  readonly of: 'INITIATIVE';
  readonly initiativeId: string;
  readonly offices: readonly { readonly participantId: string | Erased; readonly since: string; readonly until: string | null }[];
}

/** The numbers of the house that somebody has set (domain.md 7). */
export interface RulesRow extends Record<string, unknown> {
  readonly of: 'HOUSE_RULES';
  readonly values: Readonly<Partial<Record<HouseRule, number>>>;
}

export type ItineraryRow = DelegationRow | MetRow | OfficesRow | RulesRow;

/** As long as it has not set out, its place in life follows from its members' credentials. */
const forming = (row: DelegationRow, travel: DelegationRow['travel'] = null): DelegationRow => ({
  ...row,
  travel,
  state: row.members.length > 0 && row.members.every(({ credentials }) => credentials) ? 'CONSTITUTED' : 'CONSTITUTING',
});

/** The same, where what was authorised stays so. */
const stillForming = (row: DelegationRow): DelegationRow => (row.state === 'CLEARED' ? row : forming(row));

const without = (row: DelegationRow, participantId: string | Erased): DelegationRow => ({
  ...row,
  members: row.members.filter((member) => member.participantId !== participantId),
  headId: row.headId === participantId ? null : row.headId,
});

const departed = (unsanctioned: boolean) =>
  changes<DelegationRow, Happened<string, Data<'DelegationDeparted'>>>((row, { data, occurredAt }) => ({
    ...row,
    state: 'TRAVELLING',
    departure: { members: data.members, legId: data.legId ?? null, at: occurredAt, unsanctioned },
  }));

const staged = (state: ItineraryState) => changes<DelegationRow, Happened>((row) => ({ ...row, state }));

/** What each event makes of a delegation; as-of views leave events out, so none relies on what came before. */
const delegations: Board<DelegationRow, typeof delegationEvents>['on'] = {
  DelegationConstituted: opens(({ data, streamId, recordedAt }) => ({
    of: 'DELEGATION',
    delegationId: streamId,
    initiativeId: data.initiativeId,
    ordinal: data.ordinal,
    purpose: data.purpose,
    state: 'CONSTITUTING',
    plannedFor: data.plannedFor,
    plannedText: data.plannedText ?? null,
    constitutedAt: recordedAt,
    members: [],
    headId: null,
    travel: null,
    legs: [],
    departure: null,
    crossings: [],
    arrivals: [],
    returned: null,
    passages: [],
    safetyEvents: [],
    debrief: null,
  })),
  DelegateAppointed: changes((row, { data }) => forming({ ...row, members: [...row.members, { ...data, credentials: null }] })),
  DelegateWithdrawn: changes((row, { data }) => stillForming(without(row, data.participantId))),
  DelegateReplaced: changes((row, { data: { outId, inId, languages } }) => {
    const left = without(row, outId);
    const seat = row.members.find(({ participantId }) => participantId === outId);
    return forming({
      ...left,
      members: seat ? [...left.members, { ...seat, participantId: inId, languages, credentials: null }] : left.members,
    });
  }),
  HeadOfDelegationNamed: changes((row, { data }) => ({ ...row, headId: data.participantId })),
  CredentialsIssued: changes((row, { data: { participantId, ...credentials } }) =>
    stillForming({
      ...row,
      members: row.members.map((member) => (member.participantId === participantId ? { ...member, credentials } : member)),
    }),
  ),
  ItineraryLegPlanned: changes((row, { data, id }) => ({ ...row, legs: [...row.legs, { ...data, legId: id }] })),
  ItineraryLegChanged: changes((row, { data: { reason: _, legId, ...leg } }) => ({
    ...row,
    legs: row.legs.map((each) => (each.legId === legId ? { ...leg, legId: each.legId } : each)),
  })),
  TravelAuthorised: changes((row, { data }) => ({ ...row, state: 'CLEARED', travel: data })),
  DelegationDeparted: departed(false),
  UnsanctionedDepartureReported: departed(true),
  BorderCrossed: changes((row, { data, occurredAt }) => ({ ...row, crossings: [...row.crossings, { ...data, at: occurredAt }] })),
  DelegationArrived: changes((row, { data, occurredAt }) => ({
    ...row,
    state: row.state === 'TRAVELLING' ? 'IN_COUNTRY' : row.state,
    arrivals: [...row.arrivals, { ...data, at: occurredAt }],
  })),
  DelegationReturned: changes((row, { data, occurredAt }) => ({ ...row, state: 'RETURNED', returned: { ...data, at: occurredAt } })),
  SafePassageGuaranteed: changes((row, { data }) => ({ ...row, passages: [...row.passages, data] })),
  SafetyIncidentReported: changes((row, { data, id, occurredAt }) => ({
    ...row,
    safetyEvents: [...row.safetyEvents, { ...data, eventId: id, at: occurredAt }],
  })),
  DebriefFiled: changes((row, { data, recordedAt }) => ({ ...row, state: 'DEBRIEFED', debrief: { ...data, filedAt: recordedAt } })),
  VisitPostponed: changes((row, { data }) => ({
    ...forming(row),
    plannedFor: data.plannedFor,
    plannedText: data.plannedText ?? null,
  })),
  VisitAborted: staged('RETURNING'),
  DelegationDissolved: staged('DISSOLVED'),
};

const met = ({ streamId, data, occurredAt }: Happened<string, Pick<Held, 'delegationId'>>): MetRow => ({
  of: 'CONTACT',
  contactId: streamId,
  delegationId: data.delegationId ?? null,
  heldAt: occurredAt,
});
const contacts: Board<MetRow, typeof contactEvents>['on'] = {
  ContactHeld: opens((event) => met(event)),
  UnsanctionedContactReported: opens((event) => met(event)),
};

const momentOf = ({ occurredAt, recordedAt }: Happened): string => firstInstant(occurredAt) ?? recordedAt;
const ended = (row: OfficesRow, until: string): OfficesRow['offices'] =>
  row.offices.map((office) => (office.until === null ? { ...office, until } : office));
const offices: Board<OfficesRow, typeof initiativeEvents>['on'] = {
  InitiativeProposed: opens(({ streamId }) => ({ of: 'INITIATIVE', initiativeId: streamId, offices: [] })),
  FocalPersonDesignated: changes((row, event) => ({
    ...row,
    offices: [...row.offices, { participantId: event.data.participantId, since: momentOf(event), until: null }],
  })),
  FocalPersonHandedOver: changes((row, event) => {
    const { toId } = event.data;
    const at = momentOf(event);
    const next = toId === undefined ? [] : [{ participantId: toId, since: at, until: null }];
    return { ...row, offices: [...ended(row, at), ...next] };
  }),
};

const ruled = (values: RulesRow['values'], { rule, value }: Legible<DataOf<typeof houseRulesEvents, 'HouseRuleSet'>>): RulesRow => ({
  of: 'HOUSE_RULES',
  values: isErased(rule) || isErased(value) ? values : { ...values, [rule]: value },
});
const rules: Board<RulesRow, typeof houseRulesEvents>['on'] = {
  HouseRuleSet: opensOrChanges(
    ({ data }) => ruled({}, data),
    (row, { data }) => ruled(row.values, data),
  ),
};

/** Of a contact only that it was held, and by which delegation. */
const rowOf = ({ stream, streamId, type }: Happened): string | undefined =>
  kindOf(stream) === contactEvents.stream && !Object.hasOwn(contacts, type) ? undefined : streamId;

type Read = typeof delegationEvents | typeof contactEvents | typeof initiativeEvents | typeof houseRulesEvents;

/** Delegations with their way, and what their composition is judged by; each row of one stream, which the query puts together (domain.md 5). */
export const delegationItinerary: Board<ItineraryRow, Read> = {
  name: 'delegation-itinerary',
  version: 1,
  events: [delegationEvents, contactEvents, initiativeEvents, houseRulesEvents],
  columns: { of: 'text', initiativeId: 'text', delegationId: 'text', ordinal: 'integer', state: 'text', constitutedAt: 'text' },
  row: rowOf,
  on: {
    ...(delegations as Board<ItineraryRow, typeof delegationEvents>['on']),
    ...(contacts as Board<ItineraryRow, typeof contactEvents>['on']),
    ...(offices as Board<ItineraryRow, typeof initiativeEvents>['on']),
    ...(rules as Board<ItineraryRow, typeof houseRulesEvents>['on']),
  },
};

import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Fold, from, type In, type Reference, ruling, type States } from '../../kernel/fold';
import type { Occurrence } from '../../kernel/occurrence';
import { uuidV5 } from '../../kernel/uuid';
import { DELEGATIONS_MAX } from '../mandate/mandate.events';
import type { Phase } from '../terms';
import { delegationEvents } from './delegation.events';

type Data<Type extends keyof (typeof delegationEvents)['schemas']> = Legible<DataOf<typeof delegationEvents, Type>>;

export type Credentials = Omit<Data<'CredentialsIssued'>, 'participantId'>;

/** Somebody who is to go. */
export type Member = Data<'DelegateAppointed'> & {
  /** Those issued last; null while there are none. */
  readonly credentials: Credentials | null;
};

/** A leg as it is planned; it has the id of the event that planned it first. */
export type Leg = Data<'ItineraryLegPlanned'> & { readonly legId: string };

/** What is known of it, wherever in its life it stands. */
type Formed = Data<'DelegationConstituted'> & {
  readonly members: readonly Member[];
  readonly headId: string | Erased | null;
  readonly legs: readonly Leg[];
  readonly passages: readonly (Data<'SafePassageGuaranteed'> & { readonly passageId: string })[];
  readonly safetyIncidents: readonly (Data<'SafetyIncidentReported'> & { readonly incidentId: string })[];
};

interface Authorised {
  readonly authorisation: Data<'TravelAuthorised'>;
}

/** A delegation that has set out. */
type Gone = Formed & {
  readonly departure: Data<'DelegationDeparted'> & {
    readonly departedAt: Occurrence | Erased;
    /** Why it went without leave; null where it is not said to have. */
    readonly unsanctioned: string | Erased | null;
  };
  readonly crossings: readonly (Data<'BorderCrossed'> & { readonly crossedAt: Occurrence | Erased })[];
  readonly arrivals: readonly (Data<'DelegationArrived'> & { readonly arrivedAt: Occurrence | Erased })[];
};

type Back = Gone & { readonly returned: Data<'DelegationReturned'> & { readonly returnedAt: Occurrence | Erased } };
type Debriefed = Back & { readonly debrief: Data<'DebriefFiled'> & { readonly debriefId: string } };

/** A delegation as it stands (domain.md 4.3.4). */
export type Delegation = States<{
  NONE: object;
  /** Somebody in it has no credentials yet. */
  CONSTITUTING: Formed;
  CONSTITUTED: Formed;
  CLEARED: Formed & Authorised;
  TRAVELLING: Gone;
  IN_COUNTRY: Gone;
  RETURNING: Gone;
  RETURNED: Back;
  DEBRIEFED: Debriefed;
  DISSOLVED: Debriefed;
}>;

/** One initiative has one delegation of each number, so that whoever knows the initiative can name it (INV-07). */
export const delegationIdOf = (initiativeId: string, ordinal: number): string => uuidV5(initiativeId, `delegation ${ordinal}`);

/** Which phase a delegation is for: the first lays the foundation, whoever goes later builds on it (S21, S24). */
export const phaseFor = (ordinal: number): Phase => (ordinal === 1 ? 1 : 2);

/** While it may still be another one. */
export const FORMING = ['CONSTITUTING', 'CONSTITUTED', 'CLEARED'] as const;
export const ABROAD = ['TRAVELLING', 'IN_COUNTRY', 'RETURNING'] as const;
/** While it is to come, or under way. */
export const UNDER_WAY = [...FORMING, ...ABROAD] as const;
/** Once it has set out: what is known of its way is reported whenever that comes. */
export const DEPARTED = [...ABROAD, 'RETURNED', 'DEBRIEFED', 'DISSOLVED'] as const;
export const KNOWN = [...FORMING, ...DEPARTED] as const;

const formed = ({ status: _, ...it }: In<Delegation, (typeof FORMING)[number]>): Formed => {
  if (!('authorisation' in it)) return it;
  const { authorisation: __, ...rest } = it as Formed & Authorised;
  return rest;
};

/** Constituted once everybody in it has his credentials. */
const settled = (it: Formed): Delegation => ({
  ...it,
  status: it.members.length > 0 && it.members.every(({ credentials }) => credentials) ? 'CONSTITUTED' : 'CONSTITUTING',
});

const without = (it: Formed, participantId: string | Erased): Formed => ({
  ...it,
  members: it.members.filter((member) => member.participantId !== participantId),
  headId: it.headId === participantId ? null : it.headId,
});

const departed = (it: In<Delegation, (typeof FORMING)[number]>, departure: Gone['departure']): In<Delegation, 'TRAVELLING'> => ({
  ...formed(it),
  status: 'TRAVELLING',
  departure,
  crossings: [],
  arrivals: [],
});

export const delegation: Fold<Delegation, typeof delegationEvents> = {
  events: delegationEvents,
  initial: { status: 'NONE' },
  evolve: {
    DelegationConstituted: from('NONE', (_, constituted) => ({
      ...constituted,
      status: 'CONSTITUTING',
      members: [],
      headId: null,
      legs: [],
      passages: [],
      safetyIncidents: [],
    })),
    // Who comes in has no credentials, and nobody has authorised that he travels.
    DelegateAppointed: from(FORMING, (it, delegate) =>
      settled({ ...formed(it), members: [...it.members, { ...delegate, credentials: null }] }),
    ),
    DelegateWithdrawn: from(FORMING, (it, { participantId }) =>
      it.status === 'CONSTITUTING' ? settled(without(formed(it), participantId)) : { ...it, ...without(formed(it), participantId) },
    ),
    DelegateReplaced: from(FORMING, (it, { outId, inId, languages }) => {
      const left = without(formed(it), outId);
      const seat = it.members.find(({ participantId }) => participantId === outId);
      const successor = seat && { ...seat, participantId: inId, languages, credentials: null };
      return settled({ ...left, members: successor ? [...left.members, successor] : left.members });
    }),
    HeadOfDelegationNamed: from(UNDER_WAY, (it, { participantId }) => ({ ...it, headId: participantId })),
    CredentialsIssued: from(FORMING, (it, { participantId, ...credentials }) => {
      const members = it.members.map((member) => (member.participantId === participantId ? { ...member, credentials } : member));
      return it.status === 'CONSTITUTING' ? settled({ ...formed(it), members }) : { ...it, members };
    }),

    ItineraryLegPlanned: from(UNDER_WAY, (it, leg, { eventId }) => ({ ...it, legs: [...it.legs, { ...leg, legId: eventId }] })),
    ItineraryLegChanged: from(UNDER_WAY, (it, { reason: _, legId, ...leg }) => ({
      ...it,
      legs: it.legs.map((each) => (each.legId === legId ? { ...leg, legId: each.legId } : each)),
    })),

    TravelAuthorised: from('CONSTITUTED', (it, authorisation) => ({ ...it, status: 'CLEARED', authorisation })),
    DelegationDeparted: from('CLEARED', (it, departure, { occurredAt }) =>
      departed(it, { ...departure, departedAt: occurredAt, unsanctioned: null }),
    ),
    UnsanctionedDepartureReported: from(FORMING, (it, { explanation, ...departure }, { occurredAt }) =>
      departed(it, { ...departure, departedAt: occurredAt, unsanctioned: explanation }),
    ),
    BorderCrossed: from(DEPARTED, (it, crossing, { occurredAt }) => ({
      ...it,
      crossings: [...it.crossings, { ...crossing, crossedAt: occurredAt }],
    })),
    DelegationArrived: from(DEPARTED, (it, arrival, { occurredAt }) => {
      const arrivals = [...it.arrivals, { ...arrival, arrivedAt: occurredAt }];
      return it.status === 'TRAVELLING' ? { ...it, arrivals, status: 'IN_COUNTRY' } : { ...it, arrivals };
    }),
    DelegationReturned: from(ABROAD, (it, returned, { occurredAt }) => ({
      ...it,
      status: 'RETURNED',
      returned: { ...returned, returnedAt: occurredAt },
    })),

    SafePassageGuaranteed: from(KNOWN, (it, passage, { eventId }) => ({
      ...it,
      passages: [...it.passages, { ...passage, passageId: eventId }],
    })),
    SafetyIncidentReported: from(KNOWN, (it, incident, { eventId }) => ({
      ...it,
      safetyIncidents: [...it.safetyIncidents, { ...incident, incidentId: eventId }],
    })),

    DebriefFiled: from('RETURNED', (it, debrief, { eventId }) => ({
      ...it,
      status: 'DEBRIEFED',
      debrief: { ...debrief, debriefId: eventId },
    })),
    // What was authorised was that it travels then.
    VisitPostponed: from(FORMING, (it, { plannedFor, plannedText }) => {
      const { plannedText: _, ...rest } = formed(it);
      return {
        ...rest,
        plannedFor,
        ...(plannedText !== undefined && { plannedText }),
        status: it.status === 'CONSTITUTING' ? 'CONSTITUTING' : 'CONSTITUTED',
      };
    }),
    VisitAborted: from(['TRAVELLING', 'IN_COUNTRY'], (it) => ({ ...it, status: 'RETURNING' })),
    DelegationDissolved: from('DEBRIEFED', (it) => ({ ...it, status: 'DISSOLVED' })),
  },
};

/** Every delegation that an initiative can have, whether it has it or not (INV-07). */
export const delegationsOf = (initiativeId: string): Reference<Delegation>[] =>
  Array.from({ length: DELEGATIONS_MAX }, (_, n) => ruling(delegation, delegationIdOf(initiativeId, n + 1)));

const isAbroad = (it: Delegation): it is In<Delegation, (typeof ABROAD)[number]> => (ABROAD as readonly string[]).includes(it.status);

/** Whether somebody is in it, or went with it. */
export function isDelegate(it: Delegation, participantId: string): boolean {
  if (it.status === 'NONE') return false;
  const gone = 'departure' in it && !isErased(it.departure.members) ? it.departure.members : [];
  return gone.includes(participantId) || it.members.some((member) => member.participantId === participantId);
}

/** INV-03: whether it is abroad without him. Of one whose members are erased nobody can say that he is among them. */
export const isAbroadWithout = (it: Delegation, participantId: string): boolean =>
  isAbroad(it) && (isErased(it.departure.members) || !it.departure.members.includes(participantId));

/** Whether it went, came back and told what it brings (INV-04). */
export const isDebriefed = (it: Delegation): it is In<Delegation, 'DEBRIEFED' | 'DISSOLVED'> =>
  it.status === 'DEBRIEFED' || it.status === 'DISSOLVED';

/** How many went; undefined while it has not departed, or where nobody can say any more. */
export const sizeDeparted = (it: Delegation): number | undefined =>
  'departure' in it && !isErased(it.departure.members) ? it.departure.members.length : undefined;

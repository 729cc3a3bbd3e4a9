import { type Clearance, type Level, markingOf, UNMARKED } from '../../kernel/classification';
import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type About, type Fold, from, type In, type States } from '../../kernel/fold';
import { earliest, latest } from '../../kernel/occurrence';
import type { GovernmentSide, Role } from '../../kernel/roles';
import { type ConsentPurpose, type CounterpartKind, type KeyUse, participantEvents, type Post } from './participant.events';

/** A role in the world, as an interval of world time; where nobody knows an end of it, that is when it was recorded (domain.md 5, "As-of"). */
export interface HeldPost extends Legible<Pick<DataOf<typeof participantEvents, 'RoleAssumed'>, 'role' | 'partyId' | 'counterpartKind'>> {
  readonly eventId: string;
  /** First instant at which he can have held it. */
  readonly since: string;
  /** Last instant at which he can have held it; absent while he does. */
  readonly until?: string;
}

/** A key that its owner has enrolled; one that was revoked stays known, for what it has signed before (INV-46). */
export interface EnrolledKey extends Legible<DataOf<typeof participantEvents, 'KeyEnrolled'>> {
  readonly eventId: string;
  readonly revoked: boolean;
}

/** What somebody may do for a party in the world, as an interval of world time. */
export interface Authority extends Legible<Pick<DataOf<typeof participantEvents, 'AuthorityConferred'>, 'byPartyId' | 'acts'>> {
  readonly eventId: string;
  readonly since: string;
  /** From then on it no longer counts; absent where no end is known. */
  readonly until?: string;
}

/** To what somebody said yes or no, and since when that counts. */
export interface Consent extends Legible<DataOf<typeof participantEvents, 'ConsentRecorded'>> {
  readonly eventId: string;
  readonly since: string;
}

interface Identity {
  /** A pseudonym, once he has one. */
  readonly displayName: string | Erased;
  readonly languages: readonly string[] | Erased;
  readonly posts: readonly HeldPost[];
  readonly authorities: readonly Authority[];
  readonly consents: readonly Consent[];
  readonly grants: readonly { readonly eventId: string; readonly role: Role }[];
  readonly clearance: Clearance;
  readonly level: Level;
  readonly accounts: readonly { readonly eventId: string; readonly accountId: string }[];
  /** Whether an account was ever bound; nobody enrols a first time twice. */
  readonly everEnrolled: boolean;
  readonly keys: readonly EnrolledKey[];
  /** Which side administers this person: that of the first administrator who granted something (INV-47). */
  readonly side: GovernmentSide | undefined;
}

export type Participant = States<{
  NONE: object;
  ACTIVE: Identity;
  INACTIVE: Identity & {
    /** The event since which he takes no part. */
    readonly deactivationId: string;
  };
}>;

/** Once he is registered. What was reported of him, or given to him, can still be taken back while he takes no part. */
export const KNOWN = ['ACTIVE', 'INACTIVE'] as const;
export type Known = In<Participant, (typeof KNOWN)[number]>;
export const isKnown = (state: Participant): state is Known => state.status !== 'NONE';

const instantOf = ({ occurredAt, recordedAt }: About, end: typeof earliest): string =>
  (isErased(occurredAt) ? undefined : end(occurredAt)) ?? recordedAt;

const sided = (it: Known, side: GovernmentSide | Erased): GovernmentSide | undefined => it.side ?? (isErased(side) ? undefined : side);

export const participant: Fold<Participant, typeof participantEvents> = {
  events: participantEvents,
  initial: { status: 'NONE' },
  evolve: {
    ParticipantRegistered: from('NONE', (_, { displayName, languages }) => ({
      status: 'ACTIVE',
      displayName,
      languages,
      posts: [],
      authorities: [],
      consents: [],
      grants: [],
      clearance: UNMARKED,
      level: 'PUBLIC',
      accounts: [],
      everEnrolled: false,
      keys: [],
      side: undefined,
    })),
    RoleAssumed: from(KNOWN, (it, { role, partyId, counterpartKind }, about) => ({
      ...it,
      posts: [
        ...it.posts,
        {
          eventId: about.eventId,
          role,
          partyId,
          ...(counterpartKind !== undefined && { counterpartKind }),
          since: instantOf(about, earliest),
        },
      ],
    })),
    RoleRelinquished: from(KNOWN, (it, { roleEventId }, about) => ({
      ...it,
      posts: it.posts.map((post) => (post.eventId === roleEventId ? { ...post, until: instantOf(about, latest) } : post)),
    })),
    AuthorityConferred: from(KNOWN, (it, { byPartyId, acts, validUntil }, about) => {
      // An end that can no longer be read is one that has come.
      const until = isErased(validUntil) ? about.recordedAt : validUntil && new Date(validUntil).toISOString();
      const authority = {
        eventId: about.eventId,
        byPartyId,
        acts,
        since: instantOf(about, earliest),
        ...(until !== undefined && { until }),
      };
      return { ...it, authorities: [...it.authorities, authority] };
    }),
    AuthorityRevoked: from(KNOWN, (it, { conferralId }, about) => ({
      ...it,
      authorities: it.authorities.map((each) => (each.eventId === conferralId ? { ...each, until: instantOf(about, earliest) } : each)),
    })),
    ConsentRecorded: from(KNOWN, (it, { purpose, given }, about) => ({
      ...it,
      consents: [...it.consents, { eventId: about.eventId, purpose, given, since: instantOf(about, earliest) }],
    })),
    ParticipantPseudonymised: from(KNOWN, (it, { pseudonym }) => ({ ...it, displayName: pseudonym })),
    ParticipantDeactivated: from('ACTIVE', (it, _, { eventId }) => ({ ...it, status: 'INACTIVE', deactivationId: eventId })),
    ParticipantReactivated: from('INACTIVE', ({ deactivationId: _, ...it }) => ({ ...it, status: 'ACTIVE' })),
    RoleGranted: from('ACTIVE', (it, { role, side }, { eventId }) => ({
      ...it,
      side: sided(it, side),
      grants: isErased(role) ? it.grants : [...it.grants, { eventId, role }],
    })),
    RoleWithdrawn: from(KNOWN, (it, { grantEventId }) => ({
      ...it,
      grants: it.grants.filter(({ eventId }) => eventId !== grantEventId),
    })),
    ClearanceLevelGranted: from('ACTIVE', (it, { level, caveats, side }) =>
      isErased(level) || isErased(caveats) ? it : { ...it, side: sided(it, side), level, clearance: markingOf({ level, caveats }) },
    ),
    AccountBound: from('ACTIVE', (it, { accountId }, { eventId }) => ({
      ...it,
      everEnrolled: true,
      accounts: isErased(accountId) ? it.accounts : [...it.accounts, { eventId, accountId }],
    })),
    AccountUnbound: from(KNOWN, (it, { bindingEventId }) => ({
      ...it,
      accounts: it.accounts.filter(({ eventId }) => eventId !== bindingEventId),
    })),
    KeyEnrolled: from('ACTIVE', (it, { publicKey, use }, { eventId }) => ({
      ...it,
      keys: [...it.keys, { eventId, publicKey, use, revoked: false }],
    })),
    KeyRevoked: from(KNOWN, (it, { keyEventId }) => ({
      ...it,
      keys: it.keys.map((key) => (key.eventId === keyEventId ? { ...key, revoked: true } : key)),
    })),
  },
};

const isHeldAt = ({ since, until }: HeldPost, at: string): boolean => since <= at && (until === undefined || at <= until);

/** Whether somebody can have stood for a party at an instant, by any of his posts. */
export const isOfParty = (state: Participant, partyId: string, at: string): boolean =>
  isKnown(state) && state.posts.some((post) => post.partyId === partyId && isHeldAt(post, at));

/** Whether somebody can have held a post for a party at an instant. */
export const heldPost = (state: Participant, role: Post, partyId: string, at: string): boolean =>
  isKnown(state) && state.posts.some((post) => post.role === role && post.partyId === partyId && isHeldAt(post, at));

/** As which kinds of counterpart somebody has ever stood for a party (INV-09). */
export const counterpartKindsFor = (state: Participant, partyId: string): readonly CounterpartKind[] =>
  isKnown(state)
    ? state.posts.flatMap((post) =>
        post.partyId === partyId && post.counterpartKind !== undefined && !isErased(post.counterpartKind) ? [post.counterpartKind] : [],
      )
    : [];

/**
 * Whether somebody has withdrawn his consent by an instant (UTC with milliseconds): of what he said the last counts, and what can no longer be read
 * is no consent. Who was never asked has withdrawn nothing.
 */
export function hasWithdrawn(state: Participant, purpose: ConsentPurpose, at: string): boolean {
  if (!isKnown(state)) return false;
  const said = state.consents.filter((consent) => (isErased(consent.purpose) || consent.purpose === purpose) && consent.since <= at);
  const last = said.reduce<Consent | undefined>(
    (before, each) => (before !== undefined && each.since < before.since ? before : each),
    undefined,
  );
  return last !== undefined && last.given !== true;
}

/** Whether a role is granted at this moment. */
export const hasRole = (state: Participant, role: Role): boolean =>
  state.status === 'ACTIVE' && state.grants.some((grant) => grant.role === role);

/** Public keys of a use that are in force at this moment. */
export const keysInForce = (state: Participant, use: KeyUse): readonly string[] =>
  state.status === 'ACTIVE'
    ? state.keys.flatMap((key) => (key.use === use && !key.revoked && !isErased(key.publicKey) ? [key.publicKey] : []))
    : [];

/** Whether somebody with these roles administers this participant's accounts (INV-47): an administrator of the side that granted first. */
export const isAdministeredBy = (state: Participant, roles: readonly Role[]): boolean =>
  isKnown(state) && state.side !== undefined && roles.includes(state.side === 'FEDERAL' ? 'FEDERAL_ADMINISTRATOR' : 'ADMINISTRATOR');

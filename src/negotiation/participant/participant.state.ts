import { type Clearance, type Level, markingOf, UNMARKED } from '../../kernel/classification';
import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type About, type Fold, from, type States } from '../../kernel/fold';
import { earliest, latest } from '../../kernel/occurrence';
import type { GovernmentSide, Role } from '../../kernel/roles';
import { type CounterpartKind, type KeyUse, participantEvents, type Post } from './participant.events';

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

interface Identity {
  readonly displayName: string | Erased;
  readonly languages: readonly string[] | Erased;
  readonly posts: readonly HeldPost[];
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

export type Participant = States<{ NONE: object; ACTIVE: Identity }>;

const instantOf = ({ occurredAt, recordedAt }: About, end: typeof earliest): string =>
  (isErased(occurredAt) ? undefined : end(occurredAt)) ?? recordedAt;

const sided = (it: Identity, side: GovernmentSide | Erased): GovernmentSide | undefined => it.side ?? (isErased(side) ? undefined : side);

export const participant: Fold<Participant, typeof participantEvents> = {
  events: participantEvents,
  initial: { status: 'NONE' },
  evolve: {
    ParticipantRegistered: from('NONE', (_, { displayName, languages }) => ({
      status: 'ACTIVE',
      displayName,
      languages,
      posts: [],
      grants: [],
      clearance: UNMARKED,
      level: 'PUBLIC',
      accounts: [],
      everEnrolled: false,
      keys: [],
      side: undefined,
    })),
    RoleAssumed: from('ACTIVE', (it, { role, partyId, counterpartKind }, about) => ({
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
    RoleRelinquished: from('ACTIVE', (it, { roleEventId }, about) => ({
      ...it,
      posts: it.posts.map((post) => (post.eventId === roleEventId ? { ...post, until: instantOf(about, latest) } : post)),
    })),
    RoleGranted: from('ACTIVE', (it, { role, side }, { eventId }) => ({
      ...it,
      side: sided(it, side),
      grants: isErased(role) ? it.grants : [...it.grants, { eventId, role }],
    })),
    RoleWithdrawn: from('ACTIVE', (it, { grantEventId }) => ({
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
    AccountUnbound: from('ACTIVE', (it, { bindingEventId }) => ({
      ...it,
      accounts: it.accounts.filter(({ eventId }) => eventId !== bindingEventId),
    })),
    KeyEnrolled: from('ACTIVE', (it, { publicKey, use }, { eventId }) => ({
      ...it,
      keys: [...it.keys, { eventId, publicKey, use, revoked: false }],
    })),
    KeyRevoked: from('ACTIVE', (it, { keyEventId }) => ({
      ...it,
      keys: it.keys.map((key) => (key.eventId === keyEventId ? { ...key, revoked: true } : key)),
    })),
  },
};

const isHeldAt = ({ since, until }: HeldPost, at: string): boolean => since <= at && (until === undefined || at <= until);

/** Whether somebody can have stood for a party at an instant, by any of his posts. */
export const isOfParty = (state: Participant, partyId: string, at: string): boolean =>
  state.status === 'ACTIVE' && state.posts.some((post) => post.partyId === partyId && isHeldAt(post, at));

/** Whether somebody can have held a post for a party at an instant. */
export const heldPost = (state: Participant, role: Post, partyId: string, at: string): boolean =>
  state.status === 'ACTIVE' && state.posts.some((post) => post.role === role && post.partyId === partyId && isHeldAt(post, at));

/** As which kinds of counterpart somebody has ever stood for a party (INV-09). */
export const counterpartKindsFor = (state: Participant, partyId: string): readonly CounterpartKind[] =>
  state.status === 'ACTIVE'
    ? state.posts.flatMap((post) =>
        post.partyId === partyId && post.counterpartKind !== undefined && !isErased(post.counterpartKind) ? [post.counterpartKind] : [],
      )
    : [];

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
  state.status === 'ACTIVE' &&
  state.side !== undefined &&
  roles.includes(state.side === 'FEDERAL' ? 'FEDERAL_ADMINISTRATOR' : 'ADMINISTRATOR');

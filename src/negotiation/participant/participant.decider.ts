import type { Caveat } from '../../kernel/classification';
import { type Circumstances, type Decider, when } from '../../kernel/decider';
import { at } from '../../kernel/fold';
import { KEYS_PER_PERSON_MAX } from '../../kernel/limits';
import { earliest } from '../../kernel/occurrence';
import type { Rejection } from '../../kernel/rejection';
import { type GovernmentSide, type Role, sideOf } from '../../kernel/roles';
import { isSignedBy, possessionText } from '../../kernel/signature';
import { party } from '../party/party.state';
import { SYSTEM_ID } from '../singletons';
import type * as commands from './participant.commands';
import { participantEvents } from './participant.events';
import { refuse } from './participant.refusals';
import { hasRole, keysInForce, type Known, KNOWN, type participant } from './participant.state';

const {
  ParticipantRegistered,
  RoleAssumed,
  RoleRelinquished,
  AuthorityConferred,
  AuthorityRevoked,
  ConsentRecorded,
  ParticipantPseudonymised,
  ParticipantDeactivated,
  ParticipantReactivated,
  RoleGranted,
  RoleWithdrawn,
  ClearanceLevelGranted,
  AccountBound,
  AccountUnbound,
  KeyEnrolled,
  KeyRevoked,
} = participantEvents;

/** For which side an administrator speaks; the first start speaks for the side of the role it grants. */
const sideOfActor = ({ actor }: Circumstances, role?: Role): GovernmentSide => {
  if (actor.role === 'SYSTEM') return role !== undefined && sideOf(role) === 'FEDERAL' ? 'FEDERAL' : 'PROVINCE';
  return actor.role === 'FEDERAL_ADMINISTRATOR' ? 'FEDERAL' : 'PROVINCE';
};

/** INV-47: whom one side has begun to administer, the other one does not touch. */
function notOurs({ side }: Known, circumstances: Circumstances): Rejection | undefined {
  if (circumstances.self === SYSTEM_ID) return refuse.reserved('SYSTEM is no person and is given nothing.');
  if (circumstances.actor.role === 'SYSTEM' || side === undefined || side === sideOfActor(circumstances)) return undefined;
  return refuse.otherSide(`This participant is administered by the ${side === 'FEDERAL' ? 'federal side' : 'province'}.`);
}

/** INV-47: power comes from somebody else, so that the trail of every role and level names two people. */
function toHimself({ self, actor }: Circumstances): Rejection | undefined {
  return self === actor.participantId ? refuse.ownGrant('You would give this to yourself.') : undefined;
}

/** Whether an administrator speaks here, of whichever side. */
const isAdministrator = ({ actor }: Circumstances): boolean => actor.role === 'ADMINISTRATOR' || actor.role === 'FEDERAL_ADMINISTRATOR';

/** INV-47: who may act here is put out of action, and back, by those who could take his account; anybody else by whoever keeps the register. */
function notToDeactivate(it: Known, circumstances: Circumstances): Rejection | undefined {
  if (it.side !== undefined && !isAdministrator(circumstances)) return refuse.administered('He may have an account, or had one.');
  return notOurs(it, circumstances);
}

/** The hiding caveat of one government is not the other's to grant. */
const OWNER: Partial<Readonly<Record<Caveat, GovernmentSide>>> = { FEDERAL_EYES_ONLY: 'FEDERAL', KP_EYES_ONLY: 'PROVINCE' };

/** What may happen next to a participant (domain.md 4.3.14, 4.3.17, INV-47). */
export const participantDecider: Decider<typeof participant, typeof commands> = {
  RegisterParticipant: when('NONE', (_, { displayName, languages }) => [ParticipantRegistered({ displayName, languages })]),

  AssumeRole: when(KNOWN, {
    reads: (_, { partyId }) => ({ party: at(party, partyId) }),
    decide: (_, command, facts) =>
      facts.party.status === 'NONE'
        ? refuse.partyUnknown('Nobody can stand for a party that is not registered.')
        : [RoleAssumed({ ...command })],
  }),

  RelinquishRole: when(KNOWN, ({ posts }, { roleEventId }) =>
    posts.some(({ eventId, until }) => eventId === roleEventId && until === undefined)
      ? [RoleRelinquished({ roleEventId })]
      : refuse.noSuchGrant('He does not hold such a post.'),
  ),

  ConferAuthority: when(KNOWN, {
    reads: (_, { byPartyId }) => ({ party: at(party, byPartyId) }),
    decide: (_, command, { party: conferring, occurredAt }) => {
      if (conferring.status === 'NONE') return refuse.partyUnknown('Nobody can act for a party that is not registered.');
      const begin = earliest(occurredAt);
      return begin !== undefined && command.validUntil !== undefined && Date.parse(command.validUntil) <= Date.parse(begin)
        ? refuse.authorityOver(`It would have been over at ${command.validUntil}.`)
        : [AuthorityConferred({ ...command })];
    },
  }),

  RevokeAuthority: when(KNOWN, ({ authorities }, { conferralId }, { occurredAt, now }) => {
    const revokedAt = earliest(occurredAt) ?? now;
    const authority = authorities.find(({ eventId, until }) => eventId === conferralId && (until === undefined || revokedAt < until));
    if (!authority) return refuse.noSuchAuthority('He had no such authority then.');
    return revokedAt < authority.since ? refuse.authorityOver(`It began at ${authority.since}.`) : [AuthorityRevoked({ conferralId })];
  }),

  RecordConsent: when(KNOWN, ({ consents }, { purpose, given }, { occurredAt, now }) => {
    const since = earliest(occurredAt) ?? now;
    return consents.some((it) => it.purpose === purpose && it.given === given && it.since === since)
      ? refuse.consentKnown('He is known to have said this at that time.')
      : [ConsentRecorded({ purpose, given })];
  }),

  PseudonymiseParticipant: when(KNOWN, ({ displayName }, { pseudonym }, { self }) => {
    if (self === SYSTEM_ID) return refuse.reserved('SYSTEM is no person and has nothing to hide.');
    return displayName === pseudonym
      ? refuse.samePseudonym('This is the name under which he appears.')
      : [ParticipantPseudonymised({ pseudonym })];
  }),

  DeactivateParticipant: when(
    'ACTIVE',
    (it, { reason }, circumstances) => notToDeactivate(it, circumstances) ?? [ParticipantDeactivated({ reason })],
  ),

  ReactivateParticipant: when(
    'INACTIVE',
    (it, { reason }, circumstances) =>
      notToDeactivate(it, circumstances) ?? [ParticipantReactivated({ deactivationId: it.deactivationId, reason })],
  ),

  GrantRole: when('ACTIVE', (it, { role }, circumstances) => {
    const refused = notOurs(it, circumstances) ?? toHimself(circumstances);
    if (refused) return refused;
    const side = sideOfActor(circumstances, role);
    if (role === 'SYSTEM') return refuse.reserved('Nobody is granted the role SYSTEM.');
    const own = sideOf(role);
    if (own !== 'NEITHER' && own !== side)
      return refuse.otherSide(`${role} is granted by the ${own === 'FEDERAL' ? 'federal side' : 'province'}.`);
    if (hasRole(it, role)) return refuse.alreadyGranted(`He already is ${role}.`);
    return [RoleGranted({ role, side })];
  }),

  WithdrawRole: when(KNOWN, (it, { grantEventId }, circumstances) => {
    const refused = notOurs(it, circumstances);
    if (refused) return refused;
    if (!it.grants.some(({ eventId }) => eventId === grantEventId)) return refuse.noSuchGrant('There is no such grant in force.');
    return [RoleWithdrawn({ grantEventId, side: sideOfActor(circumstances) })];
  }),

  GrantClearanceLevel: when('ACTIVE', (it, { level, caveats }, circumstances) => {
    const refused = notOurs(it, circumstances) ?? toHimself(circumstances);
    if (refused) return refused;
    const side = circumstances.actor.role === 'SYSTEM' ? (it.side ?? 'PROVINCE') : sideOfActor(circumstances);
    const foreign = caveats.find((caveat) => OWNER[caveat] !== undefined && OWNER[caveat] !== side);
    if (foreign) return refuse.otherSide(`${foreign} is granted by the other side.`);
    return [ClearanceLevelGranted({ level, caveats, side })];
  }),

  BindAccount: when('ACTIVE', (it, { accountId, invitedBy }, circumstances) => {
    if (circumstances.self === SYSTEM_ID) return refuse.reserved('No account can be bound to SYSTEM.');
    if (it.side === undefined) return refuse.noRole('He has no role yet, so that no side answers for his account.');
    if (it.accounts.some((account) => account.accountId === accountId)) return refuse.alreadyBound('This account is already bound to him.');
    return [AccountBound({ accountId, invitedBy })];
  }),

  UnbindAccount: when(KNOWN, (it, { bindingEventId }, circumstances) => {
    const refused = notOurs(it, circumstances);
    if (refused) return refused;
    if (!it.accounts.some(({ eventId }) => eventId === bindingEventId)) return refuse.noSuchAccount('There is no such binding in force.');
    return [AccountUnbound({ bindingEventId, side: sideOfActor(circumstances) })];
  }),

  // That a key in force has signed for this one is seen to by the command road, where signatures are checked.
  EnrolKey: when('ACTIVE', (it, { publicKey, use, proof }, { self, actor }) => {
    if (self !== actor.participantId) return refuse.notYourKey('You would enrol a key in the name of somebody else.');
    if (it.keys.some((key) => key.publicKey === publicKey)) return refuse.keyKnown('This key is or was one of yours.');
    if (it.keys.length === 0 && use !== 'SIGN') return refuse.signingKeyFirst('You have no key with which you sign.');
    const signing = keysInForce(it, 'SIGN');
    if (it.keys.length > 0 && signing.length === 0) return refuse.noKeyLeft('All your keys for signing have been revoked.');
    if (signing.length + keysInForce(it, 'DEVICE').length >= KEYS_PER_PERSON_MAX)
      return refuse.tooManyKeys(`You have ${KEYS_PER_PERSON_MAX} keys in force.`);
    return isSignedBy(publicKey, possessionText({ participantId: self, publicKey, use }), proof)
      ? [KeyEnrolled({ publicKey, use })]
      : refuse.keyNotPossessed('The proof was not made with this key, for you and this use.');
  }),

  RevokeKey: when(KNOWN, (it, { keyEventId, reason }, circumstances) => {
    const { self, actor } = circumstances;
    if (self !== actor.participantId) {
      if (!isAdministrator(circumstances)) return refuse.notYourKey('This is the key of somebody else.');
      const refused = notOurs(it, circumstances);
      if (refused) return refused;
    }
    const inForce = it.keys.some(({ eventId, revoked }) => eventId === keyEventId && !revoked);
    return inForce ? [KeyRevoked({ keyEventId, reason })] : refuse.noSuchKey('He has no such key in force.');
  }),
};

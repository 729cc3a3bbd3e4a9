import type { Caveat } from '../../kernel/classification';
import { type Circumstances, type Decider, when } from '../../kernel/decider';
import { at, type In } from '../../kernel/fold';
import { KEYS_PER_PERSON_MAX } from '../../kernel/limits';
import type { Rejection } from '../../kernel/rejection';
import { type GovernmentSide, type Role, sideOf } from '../../kernel/roles';
import { isSignedBy, possessionText } from '../../kernel/signature';
import { party } from '../party/party.state';
import { SYSTEM_ID } from '../singletons';
import type * as commands from './participant.commands';
import { participantEvents } from './participant.events';
import { refuse } from './participant.refusals';
import { hasRole, keysInForce, type Participant, type participant } from './participant.state';

const {
  ParticipantRegistered,
  RoleAssumed,
  RoleRelinquished,
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
function notOurs({ side }: In<Participant, 'ACTIVE'>, circumstances: Circumstances): Rejection | undefined {
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

/** The hiding caveat of one government is not the other's to grant. */
const OWNER: Partial<Readonly<Record<Caveat, GovernmentSide>>> = { FEDERAL_EYES_ONLY: 'FEDERAL', KP_EYES_ONLY: 'PROVINCE' };

/** What may happen next to a participant (domain.md 4.3.14, 4.3.17, INV-47). */
export const participantDecider: Decider<typeof participant, typeof commands> = {
  RegisterParticipant: when('NONE', (_, { displayName, languages }) => [ParticipantRegistered({ displayName, languages })]),

  AssumeRole: when('ACTIVE', {
    reads: (_, { partyId }) => ({ party: at(party, partyId) }),
    decide: (_, command, facts) =>
      facts.party.status === 'NONE'
        ? refuse.partyUnknown('Nobody can stand for a party that is not registered.')
        : [RoleAssumed({ ...command })],
  }),

  RelinquishRole: when('ACTIVE', ({ posts }, { roleEventId }) =>
    posts.some(({ eventId, until }) => eventId === roleEventId && until === undefined)
      ? [RoleRelinquished({ roleEventId })]
      : refuse.noSuchGrant('He does not hold such a post.'),
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

  WithdrawRole: when('ACTIVE', (it, { grantEventId }, circumstances) => {
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

  UnbindAccount: when('ACTIVE', (it, { bindingEventId }, circumstances) => {
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

  RevokeKey: when('ACTIVE', (it, { keyEventId, reason }, circumstances) => {
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

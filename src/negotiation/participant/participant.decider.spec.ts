import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { eventId, gone, happened, NOW, SELF, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import { CAVEATS, LEVELS, markingOf, UNMARKED } from '../../kernel/classification';
import { decide } from '../../kernel/decider';
import type { Occurrence } from '../../kernel/occurrence';
import { type Role, Role as Roles, sideOf } from '../../kernel/roles';
import { partyEvents } from '../party/party.events';
import { party } from '../party/party.state';
import { SYSTEM_ID } from '../singletons';
import {
  AssumeRole,
  BindAccount,
  GrantClearanceLevel,
  GrantRole,
  RegisterParticipant,
  RelinquishRole,
  UnbindAccount,
  WithdrawRole,
} from './participant.commands';
import { participantDecider } from './participant.decider';
import { participantEvents } from './participant.events';
import { hasRole, isAdministeredBy, isOfParty, participant } from './participant.state';

const { given, stateAfter } = specOf(participant, participantDecider);
const {
  ParticipantRegistered,
  RoleAssumed,
  RoleRelinquished,
  RoleGranted,
  RoleWithdrawn,
  ClearanceLevelGranted,
  AccountBound,
  AccountUnbound,
} = participantEvents;

const PROVINCE = '30000000-0000-4000-8000-000000000001';
const ACCOUNT = '40000000-0000-4000-8000-000000000001';
const OTHER_ACCOUNT = '40000000-0000-4000-8000-000000000002';

const zarak = ParticipantRegistered({ displayName: 'Zarak Khan (fictitious)', languages: ['ps'] });
const province = partyEvents.PartyRegistered({ type: 'PROVINCIAL_GOVERNMENT', canonicalName: 'Provincial government' });
const negotiator = RoleGranted({ role: 'NEGOTIATOR', side: 'PROVINCE' });
const auditor = RoleGranted({ role: 'AUDITOR', side: 'PROVINCE' });
const reviewer = RoleGranted({ role: 'FEDERAL_REVIEWER', side: 'FEDERAL' });
const bound = AccountBound({ accountId: ACCOUNT, invitedBy: SOMEBODY });

const onDay = (from: string): Occurrence => ({ from, precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' });
const sometime: Occurrence = { from: null, precision: 'UNKNOWN', zone: 'Asia/Karachi', calendar: 'GREGORIAN', originalText: 'undated' };

describe('a participant is registered', () => {
  it('under a name and with his languages; he can do nothing yet, and nobody administers him', () => {
    given()
      .when(RegisterParticipant, { displayName: 'Zarak Khan (fictitious)', languages: ['ps'] })
      .then(zarak)
      .leaving({ status: 'ACTIVE', grants: [], posts: [], accounts: [], clearance: UNMARKED, level: 'PUBLIC', side: undefined });
    expect(isAdministeredBy(stateAfter(zarak), ['ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR'])).toBe(false);
  });

  it('once', () => {
    given(zarak).when(RegisterParticipant, { displayName: 'Other', languages: [] }).thenRefused('participant.out-of-turn');
  });
});

describe('the languages of a participant are those of BCP 47', () => {
  const faultyMembers = (languages: readonly unknown[]): string[] =>
    validateSync(Object.assign(new RegisterParticipant(), { displayName: 'Zarak Khan (fictitious)', languages })).map(
      ({ property }) => property,
    );

  it.each([[[]], [['ps', 'pus', 'ur-PK', 'uz-Arab', 'uz-Arab-AF']]])('so %j are some', (languages) => {
    expect(faultyMembers(languages)).toEqual([]);
  });
  it.each(['not a language!!', 'Pashto', 'PS', 'ps-', 'ps_AF', 'ps-af', '', ' ps', 'ps\n', 7, null])('and %j is none', (language) => {
    expect(faultyMembers(['ur', language])).toEqual(['languages']);
  });
  it('and there are at most 20', () => {
    expect(faultyMembers(Array.from({ length: 20 }, () => 'ps'))).toEqual([]);
    expect(faultyMembers(Array.from({ length: 21 }, () => 'ps'))).toEqual(['languages']);
  });
});

describe('what he is in the world is reported beside what he may do here (S5, S6, S14)', () => {
  const spokesman = { role: 'SPOKESMAN', partyId: PROVINCE, note: 'Spokesman of the provincial government' } as const;

  it('as a post for a registered party, and grants him nothing', () => {
    given(zarak)
      .and(party, PROVINCE, province)
      .occurring(onDay('2025-02-16'))
      .when(AssumeRole, spokesman)
      .then(RoleAssumed(spokesman))
      .leaving({
        posts: [{ eventId: eventId(2), role: 'SPOKESMAN', partyId: PROVINCE, since: '2025-02-15T19:00:00.000Z' }],
        grants: [],
      });
  });

  it('not for a party that nobody registered', () => {
    given(zarak).when(AssumeRole, spokesman).thenRefused('participant.party-unknown');
  });

  it('not of somebody who is not registered', () => {
    given().and(party, PROVINCE, province).when(AssumeRole, spokesman).thenRefused('participant.out-of-turn');
  });

  it('and given up, once, naming the event that assumed it', () => {
    const assumed = RoleAssumed(spokesman);
    const relinquished = RoleRelinquished({ roleEventId: eventId(2) });
    given(zarak, assumed)
      .occurring(onDay('2025-02-28'))
      .when(RelinquishRole, { roleEventId: eventId(2) })
      .then(relinquished)
      .leaving({ posts: [expect.objectContaining({ until: '2025-02-28T18:59:59.999Z' }) as never] });
    given(zarak, assumed, relinquished)
      .when(RelinquishRole, { roleEventId: eventId(2) })
      .thenRefused('participant.no-such-grant');
    given(zarak, assumed)
      .when(RelinquishRole, { roleEventId: eventId(1) })
      .thenRefused('participant.no-such-grant');
  });

  it('he stands for the party from the first instant at which he can have held the post to the last, in world time', () => {
    const held = [
      zarak,
      happened(RoleAssumed(spokesman), { occurredAt: onDay('2025-02-16') }),
      happened(RoleRelinquished({ roleEventId: eventId(2) }), { occurredAt: onDay('2025-02-28') }),
    ];
    const at = (instant: string): boolean => isOfParty(stateAfter(...held), PROVINCE, instant);
    expect([at('2025-02-15T18:59:59.999Z'), at('2025-02-15T19:00:00.000Z')]).toEqual([false, true]);
    expect([at('2025-02-28T18:59:59.999Z'), at('2025-02-28T19:00:00.000Z')]).toEqual([true, false]);
    expect(isOfParty(stateAfter(...held), ACCOUNT, '2025-02-20T00:00:00.000Z')).toBe(false);
    expect(isOfParty(stateAfter(), PROVINCE, NOW)).toBe(false);
  });

  it('from the recording, where nobody knows since when', () => {
    const since = (occurredAt: Occurrence | { erased: string }) =>
      stateAfter(zarak, happened(RoleAssumed(spokesman), { occurredAt })) as { posts?: readonly { since: string }[] };
    expect(since(sometime).posts?.[0]?.since).toBe(NOW);
    expect(since({ erased: 'key' }).posts?.[0]?.since).toBe(NOW);
  });
});

describe('roles are granted by the side they belong to (INV-47)', () => {
  it('by its administrator; who grants first administers the person from then on', () => {
    given(zarak)
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(GrantRole, { role: 'NEGOTIATOR' })
      .then(negotiator)
      .leaving({ grants: [{ eventId: eventId(2), role: 'NEGOTIATOR' }], side: 'PROVINCE' });
    given(zarak).by(SOMEBODY, 'FEDERAL_ADMINISTRATOR').when(GrantRole, { role: 'FEDERAL_REVIEWER' }).then(reviewer);
    expect(isAdministeredBy(stateAfter(zarak, negotiator), ['ADMINISTRATOR'])).toBe(true);
    expect(isAdministeredBy(stateAfter(zarak, negotiator), ['FEDERAL_ADMINISTRATOR'])).toBe(false);
    expect(isAdministeredBy(stateAfter(zarak, reviewer), ['FEDERAL_ADMINISTRATOR'])).toBe(true);
    expect(isAdministeredBy(stateAfter(zarak, reviewer), ['ADMINISTRATOR'])).toBe(false);
  });

  const FEDERAL = Roles.options.filter((role) => sideOf(role) === 'FEDERAL');
  it.each(FEDERAL)('%s is not the province’s to grant', (role: Role) => {
    given(zarak).by(SOMEBODY, 'ADMINISTRATOR').when(GrantRole, { role }).thenRefused('participant.other-side', 'INV-47');
  });

  const PROVINCIAL = Roles.options.filter((role) => sideOf(role) === 'PROVINCE');
  it.each(PROVINCIAL)('%s is not the federal side’s to grant', (role: Role) => {
    given(zarak).by(SOMEBODY, 'FEDERAL_ADMINISTRATOR').when(GrantRole, { role }).thenRefused('participant.other-side', 'INV-47');
  });

  it.each(['AUDITOR', 'DASHBOARD_VIEWER'] as const)('%s is either side’s to grant, to its own people', (role) => {
    given(zarak)
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(GrantRole, { role })
      .then(RoleGranted({ role, side: 'PROVINCE' }));
    given(zarak)
      .by(SOMEBODY, 'FEDERAL_ADMINISTRATOR')
      .when(GrantRole, { role })
      .then(RoleGranted({ role, side: 'FEDERAL' }));
    given(zarak, reviewer).by(SOMEBODY, 'ADMINISTRATOR').when(GrantRole, { role }).thenRefused('participant.other-side', 'INV-47');
  });

  it('nobody the other side has begun to administer is ever theirs again, whatever is taken from him', () => {
    const begun = [zarak, auditor, bound, RoleWithdrawn({ grantEventId: eventId(2), side: 'PROVINCE' })];
    const left = [...begun, AccountUnbound({ bindingEventId: eventId(3), side: 'PROVINCE' })];
    for (const history of [begun, left])
      given(...history)
        .by(SOMEBODY, 'FEDERAL_ADMINISTRATOR')
        .when(GrantRole, { role: 'FEDERAL_REVIEWER' })
        .thenRefused('participant.other-side', 'INV-47');
  });

  it('not to oneself: power comes from somebody else', () => {
    given(zarak, RoleGranted({ role: 'ADMINISTRATOR', side: 'PROVINCE' }))
      .by(SELF, 'ADMINISTRATOR')
      .when(GrantRole, { role: 'NEGOTIATOR' })
      .thenRefused('participant.own-grant', 'INV-47');
  });

  it('by the first start, for the side of the role that it grants', () => {
    given(zarak)
      .by(SYSTEM_ID, 'SYSTEM')
      .when(GrantRole, { role: 'ADMINISTRATOR' })
      .then(RoleGranted({ role: 'ADMINISTRATOR', side: 'PROVINCE' }));
    given(zarak)
      .by(SYSTEM_ID, 'SYSTEM')
      .when(GrantRole, { role: 'FEDERAL_ADMINISTRATOR' })
      .then(RoleGranted({ role: 'FEDERAL_ADMINISTRATOR', side: 'FEDERAL' }));
  });

  it('SYSTEM to nobody', () => {
    given(zarak).by(SOMEBODY, 'ADMINISTRATOR').when(GrantRole, { role: 'SYSTEM' }).thenRefused('participant.reserved', 'INV-47');
    given(zarak).by(SYSTEM_ID, 'SYSTEM').when(GrantRole, { role: 'SYSTEM' }).thenRefused('participant.reserved', 'INV-47');
  });

  it('once, until it is withdrawn', () => {
    given(zarak, negotiator)
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(GrantRole, { role: 'NEGOTIATOR' })
      .thenRefused('participant.already-granted');
    given(zarak, negotiator, RoleWithdrawn({ grantEventId: eventId(2), side: 'PROVINCE' }))
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(GrantRole, { role: 'NEGOTIATOR' })
      .then(negotiator);
  });

  it('to nobody who is not registered', () => {
    given().by(SOMEBODY, 'ADMINISTRATOR').when(GrantRole, { role: 'NEGOTIATOR' }).thenRefused('participant.out-of-turn');
  });

  it('and where a grant is erased, the role is gone and the side is not made up', () => {
    const state = stateAfter(zarak, gone(negotiator, 'role', 'side'));
    expect(state).toMatchObject({ grants: [], side: undefined });
    expect([
      hasRole(state, 'NEGOTIATOR'),
      hasRole(stateAfter(zarak, negotiator), 'NEGOTIATOR'),
      hasRole(stateAfter(), 'NEGOTIATOR'),
    ]).toEqual([false, true, false]);
  });
});

describe('a role is withdrawn by the side that administers the person', () => {
  it('by an event that names the grant', () => {
    given(zarak, negotiator, auditor)
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(WithdrawRole, { grantEventId: eventId(2) })
      .then(RoleWithdrawn({ grantEventId: eventId(2), side: 'PROVINCE' }))
      .leaving({ grants: [{ eventId: eventId(3), role: 'AUDITOR' }] });
  });

  it('not by the other one', () => {
    given(zarak, reviewer)
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(WithdrawRole, { grantEventId: eventId(2) })
      .thenRefused('participant.other-side', 'INV-47');
  });

  it('not what is not in force', () => {
    given(zarak, negotiator)
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(WithdrawRole, { grantEventId: eventId(1) })
      .thenRefused('participant.no-such-grant');
  });
});

describe('a clearance level is granted (INV-31, INV-47)', () => {
  const secret = { level: 'SECRET', caveats: ['SOURCE_PROTECT'] } as const;

  it('with its caveats, in place of the one before', () => {
    given(zarak, negotiator, ClearanceLevelGranted({ level: 'TOP_SECRET', caveats: [...CAVEATS], side: 'PROVINCE' }))
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(GrantClearanceLevel, secret)
      .then(ClearanceLevelGranted({ ...secret, caveats: ['SOURCE_PROTECT'], side: 'PROVINCE' }))
      .leaving({ level: 'SECRET', clearance: markingOf(secret) });
  });

  it('and its side is taken up by it as by a role', () => {
    given(zarak)
      .by(SOMEBODY, 'FEDERAL_ADMINISTRATOR')
      .when(GrantClearanceLevel, { level: 'PUBLIC', caveats: ['FEDERAL_EYES_ONLY'] })
      .then(ClearanceLevelGranted({ level: 'PUBLIC', caveats: ['FEDERAL_EYES_ONLY'], side: 'FEDERAL' }))
      .leaving({ side: 'FEDERAL' });
  });

  it('by the first start for the side that it gave a role of', () => {
    given(zarak, reviewer)
      .by(SYSTEM_ID, 'SYSTEM')
      .when(GrantClearanceLevel, { level: 'RESTRICTED', caveats: [] })
      .then(ClearanceLevelGranted({ level: 'RESTRICTED', caveats: [], side: 'FEDERAL' }));
  });

  it('not by an administrator to himself', () => {
    given(zarak, RoleGranted({ role: 'ADMINISTRATOR', side: 'PROVINCE' }))
      .by(SELF, 'ADMINISTRATOR')
      .when(GrantClearanceLevel, secret)
      .thenRefused('participant.own-grant', 'INV-47');
  });

  it('not with the caveat that hides the other side’s records', () => {
    given(zarak)
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(GrantClearanceLevel, { level: 'PUBLIC', caveats: ['FEDERAL_EYES_ONLY'] })
      .thenRefused('participant.other-side', 'INV-47');
    given(zarak)
      .by(SOMEBODY, 'FEDERAL_ADMINISTRATOR')
      .when(GrantClearanceLevel, { level: 'PUBLIC', caveats: ['KP_EYES_ONLY'] })
      .thenRefused('participant.other-side', 'INV-47');
    given(zarak)
      .by(SYSTEM_ID, 'SYSTEM')
      .when(GrantClearanceLevel, { level: 'PUBLIC', caveats: ['FEDERAL_EYES_ONLY'] })
      .thenRefused('participant.other-side', 'INV-47');
  });

  it('not to the other side’s people', () => {
    given(zarak, reviewer).by(SOMEBODY, 'ADMINISTRATOR').when(GrantClearanceLevel, secret).thenRefused('participant.other-side', 'INV-47');
  });

  it('and an erased one is no longer known', () => {
    const granted = ClearanceLevelGranted({ level: 'SECRET', caveats: [], side: 'PROVINCE' });
    expect(stateAfter(zarak, gone(granted, 'level', 'caveats', 'side'))).toMatchObject({
      level: LEVELS[0],
      clearance: UNMARKED,
      side: undefined,
    });
  });
});

describe('accounts are bound to participants (INV-47)', () => {
  it('by SYSTEM when somebody enrols, to a person for whom a side answers', () => {
    given(zarak, negotiator)
      .when(BindAccount, { accountId: ACCOUNT, invitedBy: SOMEBODY })
      .then(bound)
      .leaving({ accounts: [{ eventId: eventId(3), accountId: ACCOUNT }], everEnrolled: true });
    given(zarak).when(BindAccount, { accountId: ACCOUNT, invitedBy: SOMEBODY }).thenRefused('participant.no-role', 'INV-47');
  });

  it('several to one person, each once', () => {
    given(zarak, negotiator, bound)
      .when(BindAccount, { accountId: OTHER_ACCOUNT, invitedBy: SOMEBODY })
      .then(AccountBound({ accountId: OTHER_ACCOUNT, invitedBy: SOMEBODY }));
    given(zarak, negotiator, bound).when(BindAccount, { accountId: ACCOUNT, invitedBy: SOMEBODY }).thenRefused('participant.already-bound');
  });

  it('and unbound by the side that administers him; that he once had one stays known', () => {
    given(zarak, negotiator, bound)
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(UnbindAccount, { bindingEventId: eventId(3) })
      .then(AccountUnbound({ bindingEventId: eventId(3), side: 'PROVINCE' }))
      .leaving({ accounts: [], everEnrolled: true });
    given(zarak, negotiator, bound)
      .by(SOMEBODY, 'FEDERAL_ADMINISTRATOR')
      .when(UnbindAccount, { bindingEventId: eventId(3) })
      .thenRefused('participant.other-side', 'INV-47');
    given(zarak, negotiator, bound)
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(UnbindAccount, { bindingEventId: eventId(2) })
      .thenRefused('participant.no-such-account');
  });

  it('and where the binding is erased, the account opens nothing', () => {
    expect(stateAfter(zarak, negotiator, gone(bound, 'accountId'))).toMatchObject({ accounts: [], everEnrolled: true });
  });
});

describe('SYSTEM is nobody: it is given no role, no level and no account, not even by itself', () => {
  const itself = { now: NOW, occurredAt: sometime, self: SYSTEM_ID, derive: () => SELF };
  const asked: readonly (readonly [keyof typeof participantDecider, object])[] = [
    ['GrantRole', { role: 'FEDERAL_REVIEWER' }],
    ['GrantClearanceLevel', { level: 'SECRET', caveats: [] }],
    ['BindAccount', { accountId: ACCOUNT, invitedBy: SOMEBODY }],
    ['WithdrawRole', { grantEventId: eventId(1) }],
    ['UnbindAccount', { bindingEventId: eventId(1) }],
  ];
  it.each(asked)('%s', (name, command) => {
    for (const role of ['SYSTEM', 'ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR']) {
      const circumstances = { ...itself, actor: { participantId: role === 'SYSTEM' ? SYSTEM_ID : SOMEBODY, role } };
      expect(decide(participantDecider[name], stateAfter(zarak), command, {}, circumstances)).toMatchObject({
        code: 'participant.reserved',
      });
    }
  });
});

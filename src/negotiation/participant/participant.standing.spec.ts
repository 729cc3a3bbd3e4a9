import { describe, expect, it } from '@jest/globals';
import { eventId, gone, happened, NOW, SELF, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import { enrolment, keyFrom } from '../../../test/support/signer';
import { partyEvents } from '../party/party.events';
import { party } from '../party/party.state';
import { SYSTEM_ID } from '../singletons';
import {
  AssumeRole,
  ConferAuthority,
  DeactivateParticipant,
  GrantRole,
  PseudonymiseParticipant,
  ReactivateParticipant,
  RecordConsent,
  RelinquishRole,
  RevokeAuthority,
  RevokeKey,
  UnbindAccount,
  WithdrawRole,
} from './participant.commands';
import { participantDecider } from './participant.decider';
import { participantEvents } from './participant.events';
import { hasRole, hasWithdrawn, heldPost, isAdministeredBy, isOfParty, participant } from './participant.state';

const { given, stateAfter } = specOf(participant, participantDecider);
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
  AccountBound,
  AccountUnbound,
  KeyEnrolled,
  KeyRevoked,
} = participantEvents;

const TRIBE = '30000000-0000-4000-8000-000000000002';
const ACCOUNT = '40000000-0000-4000-8000-000000000001';
const elder = ParticipantRegistered({ displayName: 'Zarak Khan (fictitious)', languages: ['ps'] });
const tribe = partyEvents.PartyRegistered({ type: 'TRIBE', canonicalName: 'A tribe on both sides (fictitious)' });
const day = (from: string) => ({ from, precision: 'DAY', zone: 'UTC', calendar: 'GREGORIAN' }) as const;
const UNDATED = { from: null, precision: 'UNKNOWN', zone: 'UTC', calendar: 'GREGORIAN', originalText: 'undated' } as const;

describe('a party gives somebody authority, and takes it back (VCLT 2(1)(c); waak)', () => {
  const authority = { byPartyId: TRIBE, acts: ['LISTEN', 'EXPLORE'] as ('LISTEN' | 'EXPLORE')[] };
  const conferred = happened(AuthorityConferred({ ...authority, validUntil: '2025-06-01T00:00:00Z' }), { occurredAt: day('2025-01-10') });
  const since = '2025-01-10T00:00:00.000Z';

  it('from when it was given to the end that is named, or to none', () => {
    given(elder)
      .and(party, TRIBE, tribe)
      .occurring(day('2025-01-10'))
      .when(ConferAuthority, { ...authority, validUntil: '2025-06-01T00:00:00Z' })
      .then(AuthorityConferred({ ...authority, validUntil: '2025-06-01T00:00:00Z' }))
      .leaving({ authorities: [{ eventId: eventId(2), ...authority, since, until: '2025-06-01T00:00:00.000Z' }] });
    given(elder)
      .and(party, TRIBE, tribe)
      .occurring(UNDATED)
      .when(ConferAuthority, { ...authority, validUntil: '2025-06-01T00:00:00Z' })
      .then(AuthorityConferred({ ...authority, validUntil: '2025-06-01T00:00:00Z' }));
    given(elder)
      .and(party, TRIBE, tribe)
      .occurring(day('2025-01-10'))
      .when(ConferAuthority, authority)
      .then(AuthorityConferred(authority))
      .leaving({ authorities: [{ eventId: eventId(2), ...authority, since }] });
    expect(stateAfter(elder, gone(conferred, 'validUntil'))).toMatchObject({ authorities: [{ until: NOW }] });
  });

  it('by a party that is known, and not to an end before its beginning', () => {
    given(elder).occurring(day('2025-01-10')).when(ConferAuthority, authority).thenRefused('participant.party-unknown');
    given(elder)
      .and(party, TRIBE, tribe)
      .occurring(day('2025-01-10'))
      .when(ConferAuthority, { ...authority, validUntil: '2025-01-10T00:00:00Z' })
      .thenRefused('participant.authority-over');
  });

  it('until it is taken back', () => {
    given(elder, conferred)
      .occurring(day('2025-02-01'))
      .when(RevokeAuthority, { conferralId: eventId(2) })
      .then(AuthorityRevoked({ conferralId: eventId(2) }))
      .leaving({ authorities: [{ eventId: eventId(2), ...authority, since, until: '2025-02-01T00:00:00.000Z' }] });
    given(elder, AuthorityConferred(authority))
      .occurring(UNDATED)
      .when(RevokeAuthority, { conferralId: eventId(2) })
      .then(AuthorityRevoked({ conferralId: eventId(2) }));
  });

  it('not before it was given, nor after it was over, nor one that nobody gave', () => {
    const revoking = (from: string, conferralId = eventId(2)) =>
      given(elder, conferred).occurring(day(from)).when(RevokeAuthority, { conferralId });
    revoking('2025-01-09').thenRefused('participant.authority-over');
    revoking('2025-06-01').thenRefused('participant.no-such-authority');
    revoking('2025-02-01', eventId(1)).thenRefused('participant.no-such-authority');
    given(elder, conferred, happened(AuthorityRevoked({ conferralId: eventId(2) }), { occurredAt: day('2025-02-01') }))
      .occurring(day('2025-02-01'))
      .when(RevokeAuthority, { conferralId: eventId(2) })
      .thenRefused('participant.no-such-authority');
  });
});

describe('somebody consents, and withdraws his consent', () => {
  const said = (purpose: 'TAKING_PART' | 'BEING_NAMED', yes: boolean, from: string) =>
    happened(ConsentRecorded({ purpose, given: yes }), { occurredAt: day(from) });
  const withdrawal = { purpose: 'TAKING_PART', given: false } as const;

  it('of each purpose for itself, since when he said so', () => {
    given(elder, said('TAKING_PART', true, '2025-01-10'))
      .occurring(day('2025-02-01'))
      .when(RecordConsent, withdrawal)
      .then(ConsentRecorded(withdrawal))
      .leaving({
        consents: [
          { eventId: eventId(2), purpose: 'TAKING_PART', given: true, since: '2025-01-10T00:00:00.000Z' },
          { eventId: eventId(3), ...withdrawal, since: '2025-02-01T00:00:00.000Z' },
        ],
      });
  });

  it('the same once for each time', () => {
    const again = (purpose: 'TAKING_PART' | 'BEING_NAMED', yes: boolean, from: string) =>
      given(elder, said('TAKING_PART', false, '2025-02-01'))
        .occurring(day(from))
        .when(RecordConsent, { purpose, given: yes });
    again('TAKING_PART', false, '2025-02-01').thenRefused('participant.consent-known');
    again('TAKING_PART', true, '2025-02-01').then(ConsentRecorded({ purpose: 'TAKING_PART', given: true }));
    again('BEING_NAMED', false, '2025-02-01').then(ConsentRecorded({ purpose: 'BEING_NAMED', given: false }));
    again('TAKING_PART', false, '2025-02-02').then(ConsentRecorded(withdrawal));
    given(elder, happened(ConsentRecorded(withdrawal), { occurredAt: UNDATED }))
      .occurring(UNDATED)
      .when(RecordConsent, withdrawal)
      .thenRefused('participant.consent-known');
  });

  it('and what he said last counts, in whatever order it is reported', () => {
    const [yes, no] = [said('TAKING_PART', true, '2025-01-10'), said('TAKING_PART', false, '2025-02-01')];
    for (const it of [stateAfter(elder, yes, no), stateAfter(elder, no, yes)]) {
      expect(hasWithdrawn(it, 'TAKING_PART', '2025-01-31T23:59:59.999Z')).toBe(false);
      expect(hasWithdrawn(it, 'TAKING_PART', '2025-02-01T00:00:00.000Z')).toBe(true);
      expect(hasWithdrawn(it, 'BEING_NAMED', NOW)).toBe(false);
    }
    expect([hasWithdrawn(stateAfter(), 'TAKING_PART', NOW), hasWithdrawn(stateAfter(elder), 'TAKING_PART', NOW)]).toEqual([false, false]);
    const sameDay = said('TAKING_PART', true, '2025-02-01');
    expect(hasWithdrawn(stateAfter(elder, no, sameDay), 'TAKING_PART', NOW)).toBe(false);
  });

  it('and what is erased is no consent', () => {
    expect(hasWithdrawn(stateAfter(elder, gone(said('TAKING_PART', true, '2025-01-10'), 'given')), 'TAKING_PART', NOW)).toBe(true);
    expect(hasWithdrawn(stateAfter(elder, gone(said('TAKING_PART', false, '2025-01-10'), 'purpose')), 'BEING_NAMED', NOW)).toBe(true);
  });
});

describe('a pseudonym takes the place of a name', () => {
  const pseudonym = { pseudonym: 'Elder of the river (pseudonym)' };
  const hidden = ParticipantPseudonymised(pseudonym);

  it('and a further one the place of that', () => {
    given(elder).when(PseudonymiseParticipant, pseudonym).then(hidden).leaving({ displayName: pseudonym.pseudonym });
    given(elder, hidden)
      .when(PseudonymiseParticipant, { pseudonym: 'Elder of the hill (pseudonym)' })
      .then(ParticipantPseudonymised({ pseudonym: 'Elder of the hill (pseudonym)' }));
    expect(JSON.stringify(stateAfter(elder, hidden))).not.toContain('Zarak');
  });

  it('another one than he has; SYSTEM needs none', () => {
    given(elder, hidden).when(PseudonymiseParticipant, pseudonym).thenRefused('participant.same-pseudonym');
    expect(participantDecider.PseudonymiseParticipant.decide(stateAfter(elder) as never, pseudonym, { self: SYSTEM_ID })).toMatchObject({
      code: 'participant.reserved',
    });
  });
});

describe('somebody takes no part any more, and does so again', () => {
  const reason = { reason: 'He has died (fictitious).' };
  const retired = ParticipantDeactivated(reason);
  const negotiator = RoleGranted({ role: 'NEGOTIATOR', side: 'PROVINCE' });
  const back = ParticipantReactivated({ deactivationId: eventId(2), ...reason });

  it('one who may not act here: whoever keeps the register records it', () => {
    for (const role of ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON', 'ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR']) {
      given(elder).by(SOMEBODY, role).when(DeactivateParticipant, reason).then(retired).leaving({ status: 'INACTIVE' });
      given(elder, retired).by(SOMEBODY, role).when(ReactivateParticipant, reason).then(back).leaving({ status: 'ACTIVE' });
    }
    expect(stateAfter(elder, retired, back)).toEqual(stateAfter(elder));
  });

  it('one who may: an administrator of his side, so that nobody else locks him out (INV-47)', () => {
    for (const [command, history] of [
      [DeactivateParticipant, [elder, negotiator]],
      [ReactivateParticipant, [elder, negotiator, retired]],
    ] as const) {
      given(...history)
        .by(SOMEBODY, 'PROVINCIAL_OFFICIAL')
        .when(command, reason)
        .thenRefused('participant.administered', 'INV-47');
      given(...history)
        .by(SOMEBODY, 'FEDERAL_ADMINISTRATOR')
        .when(command, reason)
        .thenRefused('participant.other-side', 'INV-47');
    }
    given(elder, negotiator).by(SOMEBODY, 'ADMINISTRATOR').when(DeactivateParticipant, reason).then(retired);
  });

  it('and then he may do nothing, and is given nothing; what he was stands', () => {
    const post = RoleAssumed({ role: 'SPOKESMAN', partyId: TRIBE });
    const it = stateAfter(elder, negotiator, post, retired);
    expect([hasRole(it, 'NEGOTIATOR'), isOfParty(it, TRIBE, NOW), heldPost(it, 'SPOKESMAN', TRIBE, NOW)]).toEqual([false, true, true]);
    expect([isAdministeredBy(it, ['ADMINISTRATOR']), isAdministeredBy(it, ['FEDERAL_ADMINISTRATOR'])]).toEqual([true, false]);
    given(elder, retired).by(SOMEBODY, 'ADMINISTRATOR').when(GrantRole, { role: 'NEGOTIATOR' }).thenRefused('participant.out-of-turn');
    given(elder, retired).when(DeactivateParticipant, reason).thenRefused('participant.out-of-turn');
    given(elder).when(ReactivateParticipant, reason).thenRefused('participant.out-of-turn');
  });

  it('but what is known of him is still reported, and what he had is still taken away', () => {
    const post = { role: 'SPOKESMAN', partyId: TRIBE } as const;
    const key = enrolment(keyFrom('his own'), SELF);
    const past = [
      elder,
      negotiator,
      RoleAssumed(post),
      AccountBound({ accountId: ACCOUNT, invitedBy: SOMEBODY }),
      KeyEnrolled({ publicKey: key.publicKey, use: 'SIGN' }),
      AuthorityConferred({ byPartyId: TRIBE, acts: ['LISTEN'] }),
      retired,
    ] as const;
    const after = () => given(...past).and(party, TRIBE, tribe);
    after().when(AssumeRole, post).then(RoleAssumed(post));
    after()
      .when(RelinquishRole, { roleEventId: eventId(3) })
      .then(RoleRelinquished({ roleEventId: eventId(3) }));
    after()
      .when(ConferAuthority, { byPartyId: TRIBE, acts: ['LISTEN'] })
      .then(AuthorityConferred({ byPartyId: TRIBE, acts: ['LISTEN'] }));
    after()
      .when(RevokeAuthority, { conferralId: eventId(6) })
      .then(AuthorityRevoked({ conferralId: eventId(6) }));
    after()
      .when(RecordConsent, { purpose: 'BEING_NAMED', given: false })
      .then(ConsentRecorded({ purpose: 'BEING_NAMED', given: false }));
    after()
      .when(PseudonymiseParticipant, { pseudonym: 'A spokesman' })
      .then(ParticipantPseudonymised({ pseudonym: 'A spokesman' }));
    const administrator = () => after().by(SOMEBODY, 'ADMINISTRATOR');
    administrator()
      .when(WithdrawRole, { grantEventId: eventId(2) })
      .then(RoleWithdrawn({ grantEventId: eventId(2), side: 'PROVINCE' }));
    administrator()
      .when(UnbindAccount, { bindingEventId: eventId(4) })
      .then(AccountUnbound({ bindingEventId: eventId(4), side: 'PROVINCE' }));
    administrator()
      .when(RevokeKey, { keyEventId: eventId(5), ...reason })
      .then(KeyRevoked({ keyEventId: eventId(5), ...reason }));
  });
});

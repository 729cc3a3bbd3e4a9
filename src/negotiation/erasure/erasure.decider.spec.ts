import { describe, it } from '@jest/globals';
import { gone, happened, NOW, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import { participantEvents } from '../participant/participant.events';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import { ApproveErasure, ProposeErasure, RecordKeysDestroyed, RefuseErasure, WithdrawErasure } from './erasure.commands';
import { erasureDecider } from './erasure.decider';
import { erasureEvents } from './erasure.events';
import { erasure } from './erasure.state';

const { given } = specOf(erasure, erasureDecider);
const { ErasureProposed, ErasureApproved, ErasureRefused, ErasureWithdrawn, KeysDestroyed } = erasureEvents;

const VALLEY = '30000000-0000-4000-8000-000000000001';
const ELDER = '30000000-0000-4000-8000-000000000002';
const ANOTHER = '40000000-0000-4000-8000-000000000001';
const [FIRST_KEY, SECOND_KEY] = ['50000000-0000-4000-8000-000000000001', '50000000-0000-4000-8000-000000000002'];

const elder = participantEvents.ParticipantRegistered({ displayName: 'Zarak Khan (fictitious)', languages: ['ps'] });
const granted = participantEvents.RoleGranted({ role: 'NEGOTIATOR', side: 'PROVINCE' });

const asked = { subject: { kind: 'party', id: VALLEY }, legalBasis: 'Order 7 (fictitious)' } as const;
const proposal = { ...asked, reason: 'The time for which it is kept is over.' };
const approval = { ...asked, lastBackupGoneBy: '2025-03-31' };
const proposed = happened(ErasureProposed(proposal), { recordedBy: ANOTHER });
const approved = ErasureApproved(approval);
const person = { kind: 'participant', id: ELDER } as const;

describe('an erasure is proposed by the province', () => {
  it('for a record that is there, on a legal basis', () => {
    given().andMarked(party, VALLEY, 'PUBLIC').when(ProposeErasure, proposal).then(ErasureProposed(proposal));
  });

  it('and not for one that nobody knows', () => {
    given().when(ProposeErasure, proposal).thenRefused('erasure.subject-unknown');
  });

  it('for a person, once he has no role any more (INV-47)', () => {
    const his = { ...proposal, subject: person };
    given()
      .and(participant, ELDER, elder, granted)
      .andMarked(participant, ELDER, 'PUBLIC')
      .when(ProposeErasure, his)
      .thenRefused('erasure.in-office', 'INV-47');
    given().and(participant, ELDER, elder).andMarked(participant, ELDER, 'PUBLIC').when(ProposeErasure, his).then(ErasureProposed(his));
  });

  it('and taken back by whoever proposed it, and nobody else', () => {
    const reason = { reason: 'It is still needed.' };
    given(ErasureProposed(proposal)).when(WithdrawErasure, reason).then(ErasureWithdrawn(reason)).leaving({ status: 'WITHDRAWN' });
    given(proposed).when(WithdrawErasure, reason).thenRefused('erasure.not-yours');
  });
});

describe('it is approved by the federal side', () => {
  it('exactly as it was proposed, with the day on which the last backup is gone', () => {
    given(proposed)
      .andMarked(party, VALLEY, 'PUBLIC')
      .when(ApproveErasure, approval)
      .then(approved)
      .leaving({ status: 'APPROVED', proposedBy: ANOTHER, approvedBy: SOMEBODY, lastBackupGoneBy: '2025-03-31', keys: [] });
  });

  it.each([
    ['another record', { subject: { kind: 'party', id: ELDER } }],
    ['another kind', { subject: { kind: 'evidence', id: VALLEY } }],
    ['another legal basis', { legalBasis: 'Order 8 (fictitious)' }],
  ] as const)('and not %s', (_, other) => {
    given(proposed)
      .andMarked(party, VALLEY, 'PUBLIC')
      .when(ApproveErasure, { ...approval, ...other })
      .thenRefused('erasure.other-subject', 'INV-46');
  });

  it('not where nobody can read any more what was proposed', () => {
    given(gone(proposed, 'subject'))
      .andMarked(party, VALLEY, 'PUBLIC')
      .when(ApproveErasure, approval)
      .thenRefused('erasure.other-subject', 'INV-46');
  });

  it('by another person', () => {
    given(ErasureProposed(proposal))
      .andMarked(party, VALLEY, 'PUBLIC')
      .when(ApproveErasure, approval)
      .thenRefused('erasure.own-proposal', 'INV-46');
  });

  it('with a last backup that is gone today at the earliest', () => {
    const on = (lastBackupGoneBy: string) =>
      given(proposed)
        .andMarked(party, VALLEY, 'PUBLIC')
        .when(ApproveErasure, { ...approval, lastBackupGoneBy });
    on('2025-02-28').thenRefused('erasure.backups-gone');
    on(NOW.slice(0, 10)).then(ErasureApproved({ ...approval, lastBackupGoneBy: NOW.slice(0, 10) }));
  });

  it('not for a person who was given a role meanwhile, or a record that was never there', () => {
    const his = happened(ErasureProposed({ ...proposal, subject: person }), { recordedBy: ANOTHER });
    given(his)
      .and(participant, ELDER, elder, granted)
      .andMarked(participant, ELDER, 'PUBLIC')
      .when(ApproveErasure, { ...approval, subject: person })
      .thenRefused('erasure.in-office', 'INV-47');
    given(proposed).when(ApproveErasure, approval).thenRefused('erasure.subject-unknown');
  });

  it('or refused, and then it is over', () => {
    const reason = { reason: 'A court has asked for it.' };
    given(proposed).when(RefuseErasure, reason).then(ErasureRefused(reason)).leaving({ status: 'REFUSED', refusal: reason.reason });
    given(proposed, ErasureRefused(reason))
      .andMarked(party, VALLEY, 'PUBLIC')
      .when(ApproveErasure, approval)
      .thenRefused('erasure.out-of-turn');
  });
});

describe('its keys are destroyed', () => {
  const destroyed = {
    destroyedAt: NOW,
    forgotten: [{ place: 'WRITER' as const, count: 1 }],
  };
  const key = (id: string) => ({ id, stream: `party-${VALLEY}` });

  it('once it is approved, with the two days that count', () => {
    const done = { ...destroyed, keys: [key(FIRST_KEY)], keysInAll: 1 };
    given(proposed, approved)
      .when(RecordKeysDestroyed, done)
      .then(KeysDestroyed({ ...done, lastBackupGoneBy: '2025-03-31' }))
      .leaving({ status: 'DESTROYED', destroyedAt: NOW, lastBackupGoneBy: '2025-03-31', keys: [key(FIRST_KEY)] });
    given(proposed).when(RecordKeysDestroyed, done).thenRefused('erasure.out-of-turn');
  });

  it('and it is done when the last of them is named', () => {
    const part = (id: string) => ({ ...destroyed, keys: [key(id)], keysInAll: 2 });
    const first = KeysDestroyed({ ...part(FIRST_KEY), lastBackupGoneBy: '2025-03-31' });
    given(proposed, approved)
      .when(RecordKeysDestroyed, part(FIRST_KEY))
      .then(first)
      .leaving({ status: 'APPROVED', keys: [key(FIRST_KEY)] });
    given(proposed, approved, first).when(RecordKeysDestroyed, part(FIRST_KEY)).thenRefused('erasure.named-already');
    given(proposed, approved, first)
      .when(RecordKeysDestroyed, part(SECOND_KEY))
      .then(KeysDestroyed({ ...part(SECOND_KEY), lastBackupGoneBy: '2025-03-31' }))
      .leaving({ status: 'DESTROYED', keys: [key(FIRST_KEY), key(SECOND_KEY)] });
  });
});

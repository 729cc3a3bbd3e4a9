import { describe, expect, it } from '@jest/globals';
import { eventId, gone, SELF, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import { enrolment, keyFrom } from '../../../test/support/signer';
import { KEYS_PER_PERSON_MAX } from '../../kernel/limits';
import { EnrolKey, RevokeKey } from './participant.commands';
import { participantDecider } from './participant.decider';
import { participantEvents } from './participant.events';
import { keysInForce, participant } from './participant.state';

const { given, stateAfter } = specOf(participant, participantDecider);
const { ParticipantRegistered, RoleGranted, KeyEnrolled, KeyRevoked } = participantEvents;

const nadia = ParticipantRegistered({ displayName: 'Nadia (fictitious)', languages: ['ur'] });
const reviewer = RoleGranted({ role: 'FEDERAL_REVIEWER', side: 'FEDERAL' });

const first = enrolment(keyFrom('in daily use'), SELF);
const spare = enrolment(keyFrom('in a safe'), SELF);
const device = enrolment(keyFrom('a telephone'), SELF, 'DEVICE');
const enrolled = ({ publicKey, use }: typeof first) => KeyEnrolled({ publicKey, use });
const because = { reason: 'The case was stolen.' };
/** Of the event with this number. */
const revoked = (n: number) => KeyRevoked({ keyEventId: eventId(n), ...because });

describe('somebody enrols the keys with which he signs (INV-46, INV-47)', () => {
  it('himself, with a proof that he has the private half', () => {
    given(nadia, reviewer)
      .by(SELF, 'FEDERAL_REVIEWER')
      .when(EnrolKey, first)
      .then(enrolled(first))
      .leaving({ keys: [{ eventId: eventId(3), publicKey: first.publicKey, use: 'SIGN', revoked: false }] });
  });

  it('nobody else for him, whatever he administers', () => {
    for (const role of ['ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR', 'FEDERAL_REVIEWER'])
      given(nadia, reviewer).by(SOMEBODY, role).when(EnrolKey, first).thenRefused('participant.not-your-key', 'INV-47');
  });

  it('not one that is somebody else’s: the proof names person, key and use', () => {
    const ofAnother = enrolment(keyFrom('somebody else'), SOMEBODY);
    for (const wrong of [
      { ...first, proof: spare.proof },
      ofAnother,
      { ...first, publicKey: ofAnother.publicKey },
      { ...first, proof: enrolment(keyFrom('in daily use'), SELF, 'DEVICE').proof },
    ])
      given(nadia, reviewer).by(SELF, 'FEDERAL_REVIEWER').when(EnrolKey, wrong).thenRefused('participant.key-not-possessed', 'INV-46');
  });

  it('several, each once; also one that was revoked never again', () => {
    given(nadia, reviewer, enrolled(first)).by(SELF, 'FEDERAL_REVIEWER').when(EnrolKey, spare).then(enrolled(spare));
    given(nadia, reviewer, enrolled(first)).by(SELF, 'FEDERAL_REVIEWER').when(EnrolKey, first).thenRefused('participant.key-known');
    given(nadia, reviewer, enrolled(first), enrolled(spare), revoked(3))
      .by(SELF, 'FEDERAL_REVIEWER')
      .when(EnrolKey, first)
      .thenRefused('participant.key-known');
  });

  it('the first one for signing; those of devices after it', () => {
    given(nadia, reviewer).by(SELF, 'FEDERAL_REVIEWER').when(EnrolKey, device).thenRefused('participant.signing-key-first', 'INV-46');
    given(nadia, reviewer, enrolled(first)).by(SELF, 'FEDERAL_REVIEWER').when(EnrolKey, device).then(enrolled(device));
  });

  it('no further one where none is left that could sign for it: an account alone never makes a second beginning', () => {
    for (const history of [
      [enrolled(first), revoked(3)],
      [enrolled(first), enrolled(device), revoked(3)],
      [gone(enrolled(first), 'publicKey', 'use')],
    ])
      given(nadia, reviewer, ...history)
        .by(SELF, 'FEDERAL_REVIEWER')
        .when(EnrolKey, spare)
        .thenRefused('participant.no-key-left', 'INV-46');
    given(nadia, reviewer, enrolled(first), enrolled(spare), revoked(3))
      .by(SELF, 'FEDERAL_REVIEWER')
      .when(EnrolKey, device)
      .then(enrolled(device));
  });

  it('at most ten in force', () => {
    const many = Array.from({ length: KEYS_PER_PERSON_MAX }, (_, n) => enrolled(enrolment(keyFrom(`key ${n}`), SELF)));
    given(nadia, reviewer, ...many)
      .by(SELF, 'FEDERAL_REVIEWER')
      .when(EnrolKey, spare)
      .thenRefused('participant.too-many-keys');
    given(nadia, reviewer, ...many.slice(1))
      .by(SELF, 'FEDERAL_REVIEWER')
      .when(EnrolKey, spare)
      .then(enrolled(spare));
    given(nadia, reviewer, ...many, revoked(3))
      .by(SELF, 'FEDERAL_REVIEWER')
      .when(EnrolKey, spare)
      .then(enrolled(spare));
  });
});

describe('a key is revoked', () => {
  const history = [nadia, reviewer, enrolled(first), enrolled(spare)] as const;

  it('by its owner, and signs nothing any more', () => {
    given(...history)
      .by(SELF, 'FEDERAL_REVIEWER')
      .when(RevokeKey, { keyEventId: eventId(3), ...because })
      .then(revoked(3));
    expect(keysInForce(stateAfter(...history), 'SIGN')).toEqual([first.publicKey, spare.publicKey]);
    expect(keysInForce(stateAfter(...history, revoked(3)), 'SIGN')).toEqual([spare.publicKey]);
    expect(keysInForce(stateAfter(...history, enrolled(device)), 'DEVICE')).toEqual([device.publicKey]);
    expect(keysInForce(stateAfter(), 'SIGN')).toEqual([]);
  });

  it('by an administrator of his side, and by nobody else', () => {
    given(...history)
      .by(SOMEBODY, 'FEDERAL_ADMINISTRATOR')
      .when(RevokeKey, { keyEventId: eventId(4), ...because })
      .then(revoked(4));
    given(...history)
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(RevokeKey, { keyEventId: eventId(4), ...because })
      .thenRefused('participant.other-side', 'INV-47');
    given(...history)
      .by(SOMEBODY, 'FEDERAL_REVIEWER')
      .when(RevokeKey, { keyEventId: eventId(4), ...because })
      .thenRefused('participant.not-your-key', 'INV-47');
  });

  it('once, and only one that there is', () => {
    for (const keyEventId of [eventId(3), eventId(1)])
      given(...history, revoked(3))
        .by(SELF, 'FEDERAL_REVIEWER')
        .when(RevokeKey, { keyEventId, ...because })
        .thenRefused('participant.no-such-key');
  });
});

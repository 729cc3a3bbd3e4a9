import { describe, expect, it } from '@jest/globals';
import { gone, NOW, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import { participantEvents } from '../participant/participant.events';
import { participant } from '../participant/participant.state';
import { IngestEvidence, TransferCustody, VerifyEvidence } from './evidence.commands';
import { evidenceDecider } from './evidence.decider';
import { evidenceEvents } from './evidence.events';
import { evidence, isEvidence, isIngested, mediaTypeOf } from './evidence.state';

const { given, stateAfter } = specOf(evidence, evidenceDecider);
const { CustodyTransferred, EvidenceIngested, EvidenceVerified } = evidenceEvents;
const { ParticipantRegistered } = participantEvents;

const COLLECTOR = '40000000-0000-4000-8000-000000000001';
const letter = {
  sha256: 'c'.repeat(64),
  bytes: 48_213,
  mediaType: 'application/pdf',
  capturedAt: { from: '2025-02-20', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' },
  place: 'Peshawar',
  lang: 'en',
  kind: 'LETTER',
} as const;

describe('evidence is recorded by its hash; its bytes come later (INV-38)', () => {
  it('with what it is and when it was made', () => {
    given().when(IngestEvidence, letter).then(EvidenceIngested(letter)).leaving({ status: 'INGESTED', sha256: letter.sha256 });
  });

  it('only once', () => {
    given(EvidenceIngested(letter)).when(IngestEvidence, letter).thenRefused('evidence.out-of-turn');
  });

  it('with who collected it, where that is somebody else', () => {
    given()
      .and(participant, COLLECTOR, ParticipantRegistered({ displayName: 'Zar Gul (fictitious)', languages: ['ps'] }))
      .when(IngestEvidence, { ...letter, collectedBy: COLLECTOR })
      .then(EvidenceIngested({ ...letter, collectedBy: COLLECTOR }));
  });

  it('but not by somebody whom the ledger does not know', () => {
    given()
      .when(IngestEvidence, { ...letter, collectedBy: COLLECTOR })
      .thenRefused('evidence.collector-unknown');
  });
});

describe('whoever rests on evidence names its hash', () => {
  it('and the hash must be the one that was recorded', () => {
    const ingested = stateAfter(EvidenceIngested(letter));
    expect([isIngested(ingested), isEvidence(ingested, letter.sha256), isEvidence(ingested, 'd'.repeat(64))]).toEqual([true, true, false]);
  });

  it('and what was never recorded, or is erased, proves nothing', () => {
    expect([isIngested(stateAfter()), isEvidence(stateAfter(), letter.sha256)]).toEqual([false, false]);
    expect(isEvidence(stateAfter(gone(EvidenceIngested(letter), 'sha256')), letter.sha256)).toBe(false);
  });
});

describe('its bytes are verified by the house (INV-38)', () => {
  const ingested = EvidenceIngested(letter);
  const whole = { status: 'WHOLE', sha256: letter.sha256 } as const;

  it('when they are found whole', () => {
    given(ingested)
      .andFound(whole)
      .when(VerifyEvidence, {})
      .then(EvidenceVerified({ sha256: letter.sha256, ok: true }))
      .leaving({ status: 'VERIFIED', lookedAt: NOW });
  });

  it('and are suspect when they are other ones, or do not open, or are gone after they were seen', () => {
    const other = { status: 'WHOLE', sha256: 'd'.repeat(64) } as const;
    given(ingested)
      .andFound(other)
      .when(VerifyEvidence, {})
      .then(EvidenceVerified({ sha256: other.sha256, ok: false }))
      .leaving({ status: 'SUSPECT', lookedAt: NOW });
    given(ingested)
      .andFound({ status: 'ALTERED' })
      .when(VerifyEvidence, {})
      .then(EvidenceVerified({ ok: false }));
    const verified = EvidenceVerified({ sha256: letter.sha256, ok: true });
    given(ingested, verified)
      .when(VerifyEvidence, {})
      .then(EvidenceVerified({ ok: false }));
  });

  it('and are so no longer once they are whole again', () => {
    given(ingested, EvidenceVerified({ ok: false }))
      .andFound(whole)
      .when(VerifyEvidence, {})
      .then(EvidenceVerified({ sha256: letter.sha256, ok: true }))
      .leaving({ status: 'VERIFIED' });
    given(ingested, EvidenceVerified({ ok: false }), EvidenceVerified({ ok: true }), EvidenceVerified({ ok: true }))
      .andFound(whole)
      .when(VerifyEvidence, {})
      .then(EvidenceVerified({ sha256: letter.sha256, ok: true }));
  });

  it('but not before somebody has put them there', () => {
    given(ingested).when(VerifyEvidence, {}).thenRefused('evidence.bytes-missing');
    given().andFound(whole).when(VerifyEvidence, {}).thenRefused('evidence.out-of-turn');
  });

  it('nor when the hash that they are held against is erased', () => {
    given(gone(ingested, 'sha256')).andFound(whole).when(VerifyEvidence, {}).thenRefused('record.erased');
  });

  it('and where nobody can say what a look came to, nobody can say where it stands', () => {
    const state = stateAfter(ingested, gone(EvidenceVerified({ ok: true }), 'ok'));
    expect([state, isIngested(state), isEvidence(state, letter.sha256)]).toEqual([{ status: 'ERASED' }, false, false]);
  });
});

describe('it goes from hand to hand, and each hand-over names who had it (INV-38)', () => {
  const COURIER = '40000000-0000-4000-8000-000000000002';
  const courier = ParticipantRegistered({ displayName: 'Bakht Zada (fictitious)', languages: ['ps'] });
  const handOver = { from: SOMEBODY, to: COURIER, means: 'In person', sealNo: 'KP 17' };

  it('from who recorded it, at first', () => {
    given(EvidenceIngested(letter))
      .and(participant, COURIER, courier)
      .when(TransferCustody, handOver)
      .then(CustodyTransferred(handOver))
      .leaving({ status: 'INGESTED', custodianId: COURIER });
  });

  it('or from who collected it', () => {
    given(EvidenceIngested({ ...letter, collectedBy: COLLECTOR }))
      .and(participant, COURIER, courier)
      .when(TransferCustody, { ...handOver, from: COLLECTOR })
      .then(CustodyTransferred({ ...handOver, from: COLLECTOR }));
  });

  it('then from who took it, whatever was found of its bytes meanwhile', () => {
    for (const ok of [true, false]) {
      const past = [
        EvidenceIngested(letter),
        CustodyTransferred(handOver),
        EvidenceVerified({ ok }),
        CustodyTransferred({ ...handOver, from: COURIER, to: COLLECTOR }),
      ];
      const on = { ...handOver, from: COLLECTOR, to: COURIER };
      given(...past)
        .and(participant, COURIER, courier)
        .when(TransferCustody, on)
        .then(CustodyTransferred(on))
        .leaving({ custodianId: COURIER });
    }
  });

  it('not from somebody else', () => {
    given(EvidenceIngested(letter))
      .and(participant, COURIER, courier)
      .when(TransferCustody, { ...handOver, from: COLLECTOR })
      .thenRefused('evidence.not-custodian', 'INV-38');
  });

  it('nor to somebody whom the ledger does not know', () => {
    given(EvidenceIngested(letter)).when(TransferCustody, handOver).thenRefused('evidence.receiver-unknown');
  });

  it('nor when who has it is erased', () => {
    given(gone(EvidenceIngested({ ...letter, collectedBy: COLLECTOR }), 'collectedBy'))
      .and(participant, COURIER, courier)
      .when(TransferCustody, handOver)
      .thenRefused('record.erased');
  });
});

describe('it is handed out as what it was recorded as', () => {
  it('unless that is erased, or is no media type', () => {
    const typeAfter = (event: ReturnType<typeof EvidenceIngested>) => mediaTypeOf(stateAfter(event));
    expect(typeAfter(EvidenceIngested(letter))).toBe('application/pdf');
    for (const event of [gone(EvidenceIngested(letter), 'mediaType'), EvidenceIngested({ ...letter, mediaType: 'text/html\r\nX: y' })])
      expect(typeAfter(event)).toBe('application/octet-stream');
    expect(mediaTypeOf(stateAfter())).toBe('application/octet-stream');
  });
});

describe('a media type is one', () => {
  const faultsOf = (mediaType: string) => Object.assign(new IngestEvidence(), { ...letter, mediaType }).faults();

  it.each(['application/pdf', 'image/jpeg', 'application/vnd.oasis.opendocument.text', 'image/svg+xml'])('%s', (mediaType) => {
    expect(faultsOf(mediaType)).toEqual([]);
  });

  it.each(['pdf', 'Application/PDF', 'text/plain; charset=utf-8', '/pdf', 'text/'])('%s is none', (mediaType) => {
    expect(faultsOf(mediaType)).toMatchObject([{ pointer: '/mediaType' }]);
  });
});

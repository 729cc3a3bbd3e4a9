import { describe, expect, it } from '@jest/globals';
import { gone, specOf } from '../../../test/support/decider-spec';
import { participantEvents } from '../participant/participant.events';
import { participant } from '../participant/participant.state';
import { IngestEvidence } from './evidence.commands';
import { evidenceDecider } from './evidence.decider';
import { evidenceEvents } from './evidence.events';
import { evidence, isEvidence, isIngested } from './evidence.state';

const { given, stateAfter } = specOf(evidence, evidenceDecider);
const { EvidenceIngested } = evidenceEvents;
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

describe('a media type is one', () => {
  const faultsOf = (mediaType: string) => Object.assign(new IngestEvidence(), { ...letter, mediaType }).faults();

  it.each(['application/pdf', 'image/jpeg', 'application/vnd.oasis.opendocument.text', 'image/svg+xml'])('%s', (mediaType) => {
    expect(faultsOf(mediaType)).toEqual([]);
  });

  it.each(['pdf', 'Application/PDF', 'text/plain; charset=utf-8', '/pdf', 'text/'])('%s is none', (mediaType) => {
    expect(faultsOf(mediaType)).toMatchObject([{ pointer: '/mediaType' }]);
  });
});

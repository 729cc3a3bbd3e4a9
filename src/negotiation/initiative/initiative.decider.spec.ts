import { describe, expect, it } from '@jest/globals';
import { eventId, gone, happened, specOf } from '../../../test/support/decider-spec';
import type { Occurrence } from '../../kernel/occurrence';
import { evidenceEvents } from '../evidence/evidence.events';
import { evidence } from '../evidence/evidence.state';
import { participantEvents } from '../participant/participant.events';
import { participant } from '../participant/participant.state';
import { partyEvents } from '../party/party.events';
import { party } from '../party/party.state';
import { AcknowledgeNotification, DesignateFocalPerson, NotifyFederalGovernment, ProposeInitiative } from './initiative.commands';
import { initiativeDecider } from './initiative.decider';
import { initiativeEvents } from './initiative.events';
import { initiative, isOpen } from './initiative.state';

const { given, stateAfter } = specOf(initiative, initiativeDecider);
const { InitiativeProposed, FocalPersonDesignated, FederalGovernmentNotified, FederalNotificationAcknowledged } = initiativeEvents;

const PROVINCE = '30000000-0000-4000-8000-000000000001';
const FOCAL_PERSON = '40000000-0000-4000-8000-000000000001';
const SOMEBODY_ELSE = '40000000-0000-4000-8000-000000000002';
const LETTER = '50000000-0000-4000-8000-000000000001';

const dialogue = {
  title: 'Dialogue with the authorities and tribes across the border',
  sponsorPartyId: PROVINCE,
  objectives: [
    { code: 'O1', text: 'Peace and stability in the region' },
    { code: 'O9', text: 'Patients and traders can cross' },
  ],
} as const;
const notice = {
  reference: 'KP/2025/17 of 20 February 2025',
  addressee: 'Ministry of Foreign Affairs',
  channel: 'LETTER',
  documentEvidenceId: LETTER,
  summary: 'The province intends to send two delegations.',
} as const;

const province = partyEvents.PartyRegistered({ type: 'PROVINCIAL_GOVERNMENT', canonicalName: 'Provincial government' });
const letter = evidenceEvents.EvidenceIngested({
  sha256: 'c'.repeat(64),
  bytes: 1,
  mediaType: 'application/pdf',
  capturedAt: { from: '2025-02-20', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' },
  lang: 'en',
  kind: 'LETTER',
});
const person = participantEvents.ParticipantRegistered({ displayName: 'Zarak Khan (fictitious)', languages: ['ps'] });

const proposed = InitiativeProposed({ ...dialogue, objectives: [...dialogue.objectives] });
const designated = FocalPersonDesignated({ participantId: FOCAL_PERSON });
const notified = FederalGovernmentNotified(notice);
const acknowledged = FederalNotificationAcknowledged({ notificationId: eventId(2), reference: 'FO/88' });

describe('an initiative is proposed', () => {
  it('by a party that stands behind it', () => {
    given()
      .and(party, PROVINCE, province)
      .when(ProposeInitiative, dialogue)
      .then(proposed)
      .leaving({ status: 'PROPOSED', federalStanding: 'NONE', focalPerson: null, title: dialogue.title });
  });

  it('but not by nobody', () => {
    given().when(ProposeInitiative, dialogue).thenRefused('initiative.sponsor-unknown');
  });

  it('and only once', () => {
    given(proposed).and(party, PROVINCE, province).when(ProposeInitiative, dialogue).thenRefused('initiative.out-of-turn');
  });

  it('naming each objective once', () => {
    const command = Object.assign(new ProposeInitiative(), { ...dialogue, objectives: [dialogue.objectives[0], dialogue.objectives[0]] });
    expect(command.faults()).toMatchObject([{ pointer: '/objectives/1/code' }]);
  });
});

describe('one focal person per initiative at any instant (INV-03)', () => {
  it('is designated, and is in office from then on', () => {
    given(proposed)
      .and(participant, FOCAL_PERSON, person)
      .when(DesignateFocalPerson, { participantId: FOCAL_PERSON })
      .then(designated)
      .leaving({ focalPerson: { participantId: FOCAL_PERSON, since: '2025-03-01T09:00:00.000Z', designationId: eventId(2) } });
  });

  it('also after the notification, which neither ends nor replaces an office', () => {
    given(proposed, notified)
      .and(participant, FOCAL_PERSON, person)
      .when(DesignateFocalPerson, { participantId: FOCAL_PERSON })
      .then(designated)
      .leaving({ status: 'NOTIFIED', federalStanding: 'NOTIFIED' });
  });

  it('but no second one beside the first', () => {
    given(proposed, designated)
      .and(participant, SOMEBODY_ELSE, person)
      .when(DesignateFocalPerson, { participantId: SOMEBODY_ELSE })
      .thenRefused('initiative.focal-person-in-office', 'INV-03');
  });

  it('and nobody whom the ledger does not know', () => {
    given(proposed).when(DesignateFocalPerson, { participantId: FOCAL_PERSON }).thenRefused('initiative.participant-unknown');
  });
});

describe('the federal government is formally notified (S17, INV-01)', () => {
  const twentiethOfFebruary: Occurrence = { from: '2025-02-20', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' };

  it('with a reference and a document; what counts later is the first instant at which it can have been made', () => {
    given(proposed)
      .and(evidence, LETTER, letter)
      .occurring(twentiethOfFebruary)
      .when(NotifyFederalGovernment, notice)
      .then(notified)
      .leaving({
        status: 'NOTIFIED',
        federalStanding: 'NOTIFIED',
        notification: {
          eventId: eventId(2),
          earliestAt: '2025-02-19T19:00:00.000Z',
          reference: notice.reference,
          documentEvidenceId: LETTER,
        },
      });
  });

  it('not without its document', () => {
    given(proposed)
      .occurring(twentiethOfFebruary)
      .when(NotifyFederalGovernment, notice)
      .thenRefused('initiative.document-unknown', 'INV-01');
  });

  it('where nobody knows when, no instant is made up', () => {
    const sometime: Occurrence = {
      from: null,
      precision: 'UNKNOWN',
      zone: 'Asia/Karachi',
      calendar: 'GREGORIAN',
      originalText: 'undated copy',
    };
    expect(stateAfter(proposed, happened(notified, { occurredAt: sometime }))).toMatchObject({ notification: { earliestAt: undefined } });
    expect(stateAfter(proposed, happened(notified, { occurredAt: { erased: 'key' } }))).toMatchObject({
      notification: { earliestAt: undefined },
    });
  });

  it('once', () => {
    given(proposed, notified).and(evidence, LETTER, letter).when(NotifyFederalGovernment, notice).thenRefused('initiative.out-of-turn');
  });
});

describe('the federal side acknowledges the notification', () => {
  it('naming the notification that it answers', () => {
    given(proposed, notified)
      .when(AcknowledgeNotification, { reference: 'FO/88' })
      .then(acknowledged)
      .leaving({ status: 'NOTIFIED', federalStanding: 'ACKNOWLEDGED' });
  });

  it('once', () => {
    given(proposed, notified, acknowledged)
      .when(AcknowledgeNotification, { reference: 'FO/89' })
      .thenRefused('initiative.already-acknowledged');
  });

  it('not before there is one', () => {
    given(proposed).when(AcknowledgeNotification, { reference: 'FO/88' }).thenRefused('initiative.out-of-turn');
  });
});

describe('records are opened under an initiative', () => {
  it('that has been proposed, notified or not, and not under one that does not exist', () => {
    expect([isOpen(stateAfter(proposed)), isOpen(stateAfter(proposed, notified)), isOpen(stateAfter())]).toEqual([true, true, false]);
  });

  it('also where its own words have been erased', () => {
    expect(stateAfter(gone(proposed, 'title', 'objectives'))).toMatchObject({ status: 'PROPOSED', title: { erased: expect.any(String) } });
  });
});

import { describe, expect, it } from '@jest/globals';
import { eventId, gone, happened, SELF, specOf } from '../../../test/support/decider-spec';
import * as delegationSample from '../../../test/support/delegation-sample';
import type { EventOf } from '../../kernel/events';
import type { Occurrence } from '../../kernel/occurrence';
import { delegationEvents } from '../delegation/delegation.events';
import { delegation, delegationIdOf } from '../delegation/delegation.state';
import { evidenceEvents } from '../evidence/evidence.events';
import { evidence } from '../evidence/evidence.state';
import { participantEvents } from '../participant/participant.events';
import { participant } from '../participant/participant.state';
import { partyEvents } from '../party/party.events';
import { party } from '../party/party.state';
import {
  AcknowledgeNotification,
  AssessObjective,
  CloseInitiative,
  DesignateFocalPerson,
  HandOverFocalPerson,
  LiftFederalObjection,
  NotifyFederalGovernment,
  ProposeInitiative,
  RaiseFederalObjection,
  RecordCircumstances,
  RecordParallelTrack,
  ResumeInitiative,
  SuspendInitiative,
  TerminateInitiative,
} from './initiative.commands';
import { initiativeDecider } from './initiative.decider';
import { initiativeEvents, type PhaseOutcome } from './initiative.events';
import { focalPersonAt, initiative, isOpen, notifiedBy, objectedAt, objectionIsOpen } from './initiative.state';

const { given, stateAfter } = specOf(initiative, initiativeDecider);
const {
  InitiativeProposed,
  FocalPersonDesignated,
  FocalPersonHandedOver,
  FederalGovernmentNotified,
  FederalNotificationAcknowledged,
  FederalObjectionRaised,
  FederalObjectionLifted,
  ObjectiveAssessed,
  ParallelTrackRecorded,
  CircumstancesChanged,
  InitiativeSuspended,
  InitiativeResumed,
  InitiativeTerminated,
  InitiativeClosed,
} = initiativeEvents;

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
const handedOver = FocalPersonHandedOver({ fromId: FOCAL_PERSON, toId: SOMEBODY_ELSE, reason: 'Called elsewhere.' });
const vacated = FocalPersonHandedOver({ fromId: FOCAL_PERSON, reason: 'Called elsewhere.' });
const suspended = InitiativeSuspended({ ground: 'NO_VISAS', reason: 'Nobody can travel.' });
const resumed = InitiativeResumed({ suspensionId: eventId(3) });
const objection = {
  byOffice: 'Ministry of Foreign Affairs',
  ground: 'COMPETENCE',
  text: 'Dealings with other states are for the federation.',
  public: true,
} as const;
const objected = FederalObjectionRaised(objection);
const lifted = FederalObjectionLifted({ objectionId: eventId(2), reason: 'The terms of reference settle it.' });

const on = (day: string): { occurredAt: Occurrence } => ({
  occurredAt: { from: `2025-02-${day}`, precision: 'DAY', zone: 'UTC', calendar: 'GREGORIAN' },
});

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

  const handOver = { toId: SOMEBODY_ELSE, reason: 'Called elsewhere.' };
  const inOffice = happened(designated, on('01'));

  it('is handed over at one instant: until then the one, from then on the other', () => {
    given(proposed, inOffice)
      .and(participant, SOMEBODY_ELSE, person)
      .when(HandOverFocalPerson, handOver)
      .then(handedOver)
      .leaving({
        focalPerson: { participantId: SOMEBODY_ELSE, since: '2025-03-01T09:00:00.000Z', designationId: eventId(3) },
        formerFocalPersons: [
          {
            participantId: FOCAL_PERSON,
            since: '2025-02-01T00:00:00.000Z',
            until: '2025-03-01T09:00:00.000Z',
            designationId: eventId(2),
          },
        ],
      });
    const state = stateAfter(proposed, inOffice, happened(handedOver, on('10')));
    const at = (instant: string) => focalPersonAt(state, instant);
    expect(at('2025-01-31T23:59:59.999Z')).toBeUndefined();
    expect(at('2025-02-01T00:00:00.000Z')).toBe(FOCAL_PERSON);
    expect(at('2025-02-09T23:59:59.999Z')).toBe(FOCAL_PERSON);
    expect(at('2025-02-10T00:00:00.000Z')).toBe(SOMEBODY_ELSE);
  });

  it('to a registered participant, and not to himself', () => {
    given(proposed, inOffice).when(HandOverFocalPerson, handOver).thenRefused('initiative.participant-unknown');
    given(proposed, inOffice)
      .and(participant, FOCAL_PERSON, person)
      .when(HandOverFocalPerson, { ...handOver, toId: FOCAL_PERSON })
      .thenRefused('initiative.not-in-office', 'INV-03');
    given(proposed)
      .and(participant, SOMEBODY_ELSE, person)
      .when(HandOverFocalPerson, handOver)
      .thenRefused('initiative.not-in-office', 'INV-03');
  });

  it('not before the one who hands over was in office', () => {
    given(proposed, happened(designated, on('10')))
      .and(participant, SOMEBODY_ELSE, person)
      .occurring(on('09').occurredAt)
      .when(HandOverFocalPerson, handOver)
      .thenRefused('initiative.office-overlaps', 'INV-03');
  });

  it('and is vacant only while the initiative is suspended, which goes on with another one', () => {
    const rests = happened(suspended, on('10'));
    given(proposed, inOffice).when(HandOverFocalPerson, { reason: 'Ill.' }).thenRefused('initiative.gap-in-office', 'INV-03');
    given(proposed, inOffice, rests)
      .occurring(on('09').occurredAt)
      .when(HandOverFocalPerson, { reason: 'Ill.' })
      .thenRefused('initiative.gap-in-office', 'INV-03');
    given(proposed, inOffice, rests)
      .when(HandOverFocalPerson, { reason: 'Called elsewhere.' })
      .then(vacated)
      .leaving({ status: 'SUSPENDED', focalPerson: null });

    const vacant = happened(vacated, on('12'));
    given(proposed, inOffice, rests, vacant).when(ResumeInitiative, {}).thenRefused('initiative.gap-in-office', 'INV-03');
    given(proposed, inOffice, rests, vacant)
      .and(participant, SOMEBODY_ELSE, person)
      .occurring(on('11').occurredAt)
      .when(DesignateFocalPerson, { participantId: SOMEBODY_ELSE })
      .thenRefused('initiative.office-overlaps', 'INV-03');
    const next = happened(FocalPersonDesignated({ participantId: SOMEBODY_ELSE }), on('20'));
    given(proposed, inOffice, rests, vacant, next)
      .occurring(on('19').occurredAt)
      .when(ResumeInitiative, {})
      .thenRefused('initiative.gap-in-office', 'INV-03');
    given(proposed, inOffice, rests, vacant, next)
      .when(ResumeInitiative, {})
      .then(InitiativeResumed({ suspensionId: eventId(3) }));
    expect(focalPersonAt(stateAfter(proposed, inOffice, rests, vacant, next), '2025-02-15T00:00:00.000Z')).toBeUndefined();
  });

  describe('while a delegation is abroad, to somebody who is with it', () => {
    const FIRST = delegationIdOf(SELF, 1);
    const THIRD = delegationIdOf(SELF, 3);
    const handsOver = (delegationId: string, ...history: readonly EventOf<typeof delegationEvents>[]) =>
      given(proposed, inOffice)
        .and(participant, SOMEBODY_ELSE, person)
        .and(delegation, delegationId, ...history)
        .when(HandOverFocalPerson, handOver);
    const abroad = (members: string[]) => [
      ...delegationSample.firstConstituted,
      delegationSample.authorised,
      delegationEvents.DelegationDeparted({ members }),
    ];

    it('who departed with it', () => {
      handsOver(FIRST, ...abroad([FOCAL_PERSON, SOMEBODY_ELSE])).then(handedOver);
      handsOver(FIRST, ...abroad([FOCAL_PERSON])).thenRefused('initiative.successor-not-abroad', 'INV-03');
      handsOver(THIRD, ...abroad([FOCAL_PERSON])).thenRefused('initiative.successor-not-abroad', 'INV-03');
    });

    it('before it departs and once it is back, to anybody', () => {
      handsOver(FIRST, ...delegationSample.firstConstituted).then(handedOver);
      handsOver(FIRST, ...abroad([FOCAL_PERSON]), delegationEvents.DelegationReturned({ members: [FOCAL_PERSON] })).then(handedOver);
    });

    it('also where the office was vacant meanwhile', () => {
      const rests = happened(suspended, on('10'));
      const vacant = happened(vacated, on('12'));
      const designates = (...members: string[]) =>
        given(proposed, inOffice, rests, vacant)
          .and(participant, SOMEBODY_ELSE, person)
          .and(delegation, FIRST, ...abroad(members))
          .when(DesignateFocalPerson, { participantId: SOMEBODY_ELSE });
      designates(FOCAL_PERSON).thenRefused('initiative.successor-not-abroad', 'INV-03');
      designates(SOMEBODY_ELSE).then(FocalPersonDesignated({ participantId: SOMEBODY_ELSE }));
    });
  });

  it('where his name is erased nobody is said to have been in office', () => {
    expect(focalPersonAt(stateAfter(proposed, gone(designated, 'participantId')), '2025-03-02T00:00:00.000Z')).toBeUndefined();
    expect(focalPersonAt(stateAfter(), '2025-03-02T00:00:00.000Z')).toBeUndefined();
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
        notifications: [
          {
            eventId: eventId(2),
            earliestAt: '2025-02-19T19:00:00.000Z',
            reference: notice.reference,
            documentEvidenceId: LETTER,
            acknowledged: false,
          },
        ],
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
    expect(stateAfter(proposed, happened(notified, { occurredAt: sometime }))).toMatchObject({
      notifications: [{ earliestAt: undefined }],
    });
    expect(stateAfter(proposed, happened(notified, { occurredAt: { erased: 'key' } }))).toMatchObject({
      notifications: [{ earliestAt: undefined }],
    });
  });

  it('again, where another letter is found: what happened in the world is never refused (INV-50)', () => {
    given(proposed, notified)
      .and(evidence, LETTER, letter)
      .when(NotifyFederalGovernment, notice)
      .then(notified)
      .leaving({ status: 'NOTIFIED' });
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

  it('each in its turn, where there are several', () => {
    given(proposed, notified, notified, acknowledged)
      .when(AcknowledgeNotification, { reference: 'FO/89' })
      .then(FederalNotificationAcknowledged({ notificationId: eventId(3), reference: 'FO/89' }));
  });

  it('not before there is one', () => {
    given(proposed).when(AcknowledgeNotification, { reference: 'FO/88' }).thenRefused('initiative.out-of-turn');
  });
});

describe('whether the federal government was notified before something (INV-01, INV-50)', () => {
  const state = stateAfter(proposed, happened(notified, on('20')), happened(notified, on('10')));

  it('goes by the first instant of both, and by the earliest letter, whenever that was found', () => {
    expect(notifiedBy(state, on('10').occurredAt)).toBe(true);
    expect(notifiedBy(state, on('09').occurredAt)).toBe(false);
    expect(notifiedBy(state, { ...on('10').occurredAt, from: '2025-02', precision: 'MONTH' })).toBe(false);
    expect(notifiedBy(state, '2025-02-10T05:00:00+05:00')).toBe(true);
    expect(notifiedBy(state, '2025-02-10T04:59:59+05:00')).toBe(false);
  });

  it('a plan without a date needs a notification that is recorded', () => {
    expect(notifiedBy(state, null)).toBe(true);
    expect(notifiedBy(stateAfter(proposed), null)).toBe(false);
    expect(notifiedBy(stateAfter(), null)).toBe(false);
  });

  it('what nobody knows when it was came before nothing and after nothing', () => {
    const unknown: Occurrence = { ...on('10').occurredAt, from: null, precision: 'UNKNOWN', originalText: 'undated' };
    expect(notifiedBy(state, unknown)).toBe(false);
    const undated = stateAfter(proposed, happened(notified, { occurredAt: unknown }));
    expect(notifiedBy(undated, on('28').occurredAt)).toBe(false);
    expect(notifiedBy(undated, null)).toBe(true);
  });
});

describe('the federal side objects, and lifts what it objected', () => {
  it('at any time; nothing is suspended by it', () => {
    given(proposed)
      .when(RaiseFederalObjection, objection)
      .then(objected)
      .leaving({ status: 'PROPOSED', federalStanding: 'OBJECTION_OPEN' });
    given(proposed, notified, acknowledged)
      .when(RaiseFederalObjection, objection)
      .then(objected)
      .leaving({ status: 'NOTIFIED', federalStanding: 'OBJECTION_OPEN' });
  });

  it('notifying and acknowledging go on meanwhile, and do not lift it', () => {
    given(proposed, objected)
      .and(evidence, LETTER, letter)
      .when(NotifyFederalGovernment, notice)
      .then(notified)
      .leaving({ status: 'NOTIFIED', federalStanding: 'OBJECTION_OPEN' });
    given(proposed, notified, objected)
      .when(AcknowledgeNotification, { reference: 'FO/88' })
      .then(acknowledged)
      .leaving({ federalStanding: 'OBJECTION_OPEN' });
  });

  it('naming the event that raised it; it stands until the last of them is lifted', () => {
    given(proposed, objected)
      .when(LiftFederalObjection, { objectionId: eventId(2), reason: 'The terms of reference settle it.' })
      .then(lifted)
      .leaving({ federalStanding: 'OBJECTION_LIFTED' });
    given(proposed, objected, objected)
      .when(LiftFederalObjection, { objectionId: eventId(2), reason: 'The terms of reference settle it.' })
      .then(lifted)
      .leaving({ federalStanding: 'OBJECTION_OPEN' });
  });

  it('once, and only one that there is', () => {
    given(proposed, objected, lifted)
      .when(LiftFederalObjection, { objectionId: eventId(2), reason: 'Again.' })
      .thenRefused('initiative.objection-unknown');
    given(proposed, objected)
      .when(LiftFederalObjection, { objectionId: eventId(1), reason: 'Another event.' })
      .thenRefused('initiative.objection-unknown');
  });

  it('when it stood is known afterwards too (INV-50)', () => {
    const state = stateAfter(proposed, happened(objected, on('16')), happened(lifted, on('20')));
    expect(['15', '16', '19', '20'].map((day) => objectedAt(state, on(day).occurredAt))).toEqual([false, true, true, false]);
    expect([objectionIsOpen(state), objectionIsOpen(stateAfter(proposed, objected)), objectionIsOpen(stateAfter())]).toEqual([
      false,
      true,
      false,
    ]);
    expect(objectedAt(stateAfter(), on('16').occurredAt)).toBe(false);
  });
});

describe('what is said of it on its way', () => {
  it('how far an objective of its own has moved, never a percentage (S33)', () => {
    const assessment = { objective: 'O1', assessment: 'SOME_MOVEMENT', text: 'Two meetings were agreed.' } as const;
    given(proposed)
      .when(AssessObjective, assessment)
      .then(ObjectiveAssessed(assessment))
      .leaving({ assessments: { O1: 'SOME_MOVEMENT' } });
    given(proposed)
      .when(AssessObjective, { ...assessment, objective: 'O2' })
      .thenRefused('initiative.objective-unknown');
    expect(stateAfter(proposed, gone(ObjectiveAssessed(assessment), 'objective'))).toMatchObject({ assessments: {} });
  });

  it('that others speak with the other side as well (domain 0.8)', () => {
    const track = { level: 'FEDERAL', text: 'A delegation went to Kabul.' } as const;
    given(proposed)
      .occurring(on('19').occurredAt)
      .when(RecordParallelTrack, track)
      .then(ParallelTrackRecorded(track))
      .leaving({ parallelTracks: [{ eventId: eventId(2), level: 'FEDERAL' }] });
  });

  it('that circumstances have changed, and on which topics that bears (S60)', () => {
    const change = { text: 'The crossing was shut.', affects: ['TRADE'] as const };
    given(proposed)
      .occurring(on('19').occurredAt)
      .when(RecordCircumstances, { ...change, affects: [...change.affects] })
      .then(CircumstancesChanged({ ...change, affects: [...change.affects] }))
      .leaving({ status: 'PROPOSED', circumstances: [{ eventId: eventId(2), affects: ['TRADE'] }] });
  });

  it('reports are never refused, whatever has become of it (domain 0.1)', () => {
    const over = InitiativeTerminated({ ground: 'COLLAPSE_OF_TALKS', reason: 'Nobody came.' });
    given(proposed, over)
      .and(evidence, LETTER, letter)
      .when(NotifyFederalGovernment, notice)
      .then(notified)
      .leaving({ status: 'TERMINATED' });
  });
});

describe('it rests, and ends', () => {
  it('is suspended on a coded ground and goes on where it was (S63)', () => {
    const rest = { ground: 'NO_VISAS', reason: 'Nobody can travel.' } as const;
    given(proposed, notified).when(SuspendInitiative, rest).then(suspended).leaving({ status: 'SUSPENDED' });
    given(proposed, designated, suspended).when(ResumeInitiative, {}).then(resumed).leaving({ status: 'PROPOSED' });
    expect(stateAfter(proposed, suspended, notified, resumed)).toMatchObject({ status: 'NOTIFIED' });
    expect(stateAfter(proposed, suspended, resumed)).not.toHaveProperty('suspension');
    given(proposed, suspended).when(SuspendInitiative, rest).thenRefused('initiative.out-of-turn');
  });

  it('is terminated before its time, also while it rests; nothing goes forward under it then', () => {
    const end = { ground: 'COLLAPSE_OF_TALKS', reason: 'Nobody came.' } as const;
    given(proposed, suspended).when(TerminateInitiative, end).then(InitiativeTerminated(end)).leaving({ status: 'TERMINATED' });
    const over = stateAfter(proposed, suspended, InitiativeTerminated(end));
    expect(over).not.toHaveProperty('suspension');
    expect([isOpen(over), isOpen(stateAfter(proposed, suspended))]).toEqual([false, false]);
    given(proposed, InitiativeTerminated(end)).when(SuspendInitiative, end).thenRefused('initiative.out-of-turn');
  });

  it('is closed only after its second phase', () => {
    given(proposed, notified).when(CloseInitiative, { summary: 'Done.' }).thenRefused('initiative.out-of-turn');
    const phases = [
      initiativeEvents.PhaseOpened({ phase: 1 }),
      concluded(1, 'FOUNDATION_LAID'),
      initiativeEvents.PhaseOpened({ phase: 2 }),
      concluded(2, 'NO_AGREEMENT'),
    ];
    given(proposed, notified, ...phases)
      .when(CloseInitiative, { summary: 'No agreement.' })
      .then(InitiativeClosed({ summary: 'No agreement.' }))
      .leaving({ status: 'CLOSED' });
  });
});

const concluded = (phase: 1 | 2, outcome: PhaseOutcome) =>
  initiativeEvents.PhaseConcluded({ phase, outcome, criteria: [], engaged: [], commitmentIds: [], landscape: null });

describe('records are opened under an initiative', () => {
  it('that has been proposed, notified or not, and not under one that does not exist', () => {
    expect([isOpen(stateAfter(proposed)), isOpen(stateAfter(proposed, notified)), isOpen(stateAfter())]).toEqual([true, true, false]);
  });

  it('also where its own words have been erased', () => {
    expect(stateAfter(gone(proposed, 'title', 'objectives'))).toMatchObject({ status: 'PROPOSED', title: { erased: expect.any(String) } });
  });
});

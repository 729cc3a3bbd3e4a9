import { describe, expect, it } from '@jest/globals';
import { province, somebody, tribe } from '../../../test/support/clearance-sample';
import {
  counterpart,
  day,
  ELDER,
  forTribalLeaders,
  held,
  heldAsPlanned,
  INITIATIVE,
  inPhase1,
  MANDATE,
  mandated,
  NEGOTIATOR,
  notified,
  objected,
  proposed,
  PROVINCE,
  report,
  scheduled,
  TRIBE,
} from '../../../test/support/contact-sample';
import { gone, happened, specOf } from '../../../test/support/decider-spec';
import type { Flag } from '../../kernel/envelope';
import { type EventOf, flagged } from '../../kernel/events';
import type { Occurrence } from '../../kernel/occurrence';
import { textOf } from '../../kernel/text';
import { initiativeEvents } from '../initiative/initiative.events';
import { initiative } from '../initiative/initiative.state';
import { mandateEvents } from '../mandate/mandate.events';
import { mandate } from '../mandate/mandate.state';
import { participant } from '../participant/participant.state';
import { partyEvents } from '../party/party.events';
import { party } from '../party/party.state';
import {
  RecordAttendance,
  RecordContactHeld,
  RecordPosition,
  RecordStatement,
  RecordUnplannedContact,
  ReportUnsanctionedContact,
} from './contact.commands';
import { contactDecider } from './contact.decider';
import { contactEvents } from './contact.events';
import { contact } from './contact.state';

const { given } = specOf(contact, contactDecider);
const { ContactHeld, UnsanctionedContactReported, ParticipantAttended, StatementRecorded, PositionStated } = contactEvents;

type Course = readonly EventOf<typeof initiativeEvents>[];
type Terms = readonly EventOf<typeof mandateEvents>[];

const under = (history: readonly EventOf<typeof contactEvents>[], course: Course = inPhase1, terms: Terms = mandated) =>
  given(...history)
    .and(initiative, INITIATIVE, ...course)
    .and(mandate, MANDATE, ...terms)
    .and(participant, ELDER, somebody)
    .and(participant, NEGOTIATOR, somebody)
    .and(party, TRIBE, tribe)
    .and(party, PROVINCE, province);

const heldWith = (flags: readonly Flag[], data: Partial<(typeof held)['data']> = {}) =>
  flagged(ContactHeld({ ...held.data, ...data }), flags);
const LAST_OF_FEBRUARY = day('2025-02-28');

describe('what happened is recorded whatever the rules say, and marked (INV-02, INV-50)', () => {
  it('under the mandate, in an open phase, after the notification: nothing', () => {
    under([]).occurring(LAST_OF_FEBRUARY).when(RecordUnplannedContact, report).then(heldWith([]));
  });

  it('before the federal government was told: BEFORE_NOTIFICATION', () => {
    under([], proposed, [])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordUnplannedContact, report)
      .then(heldWith(['BEFORE_NOTIFICATION', 'OUTSIDE_MANDATE']));
  });

  it('judged by when it happened: a notification made since does not heal it', () => {
    under([])
      .occurring(day('2025-02-10'))
      .when(RecordUnplannedContact, report)
      .then(heldWith(['BEFORE_NOTIFICATION', 'OUTSIDE_MANDATE']));
  });

  it('nobody knows when: then nobody can say that the federal government had been told, nor that a mandate was in force', () => {
    const sometime = { from: null, precision: 'UNKNOWN', zone: 'Asia/Kabul', calendar: 'GREGORIAN', originalText: 'last winter' } as const;
    under([])
      .occurring(sometime)
      .when(RecordUnplannedContact, { ...report, endedAt: '2025-02-27T10:00:00.000Z' })
      .then(heldWith(['BEFORE_NOTIFICATION', 'OUTSIDE_MANDATE'], { endedAt: '2025-02-27T10:00:00.000Z' }));
  });

  it('without leave: always UNSANCTIONED, and what else applies', () => {
    const explanation = 'The elders came by themselves.';
    const { occurredAt } = { occurredAt: day('2025-02-10') };
    under([], proposed, [])
      .occurring(occurredAt)
      .when(ReportUnsanctionedContact, { ...report, explanation })
      .then(flagged(UnsanctionedContactReported({ ...held.data, explanation }), ['BEFORE_NOTIFICATION', 'OUTSIDE_MANDATE']))
      .leaving({ status: 'HELD', unsanctioned: explanation });
    expect(contactEvents.schemas.UnsanctionedContactReported.flags).toEqual(['UNSANCTIONED']);
    expect(contactEvents.schemas.UnauthorisedUndertakingReported.flags).toEqual(['UNSANCTIONED']);
    expect(contactEvents.schemas.ContactHeld.flags).toEqual([]);
  });

  it('without leave is reported of an initiative that is known, by who is known, and ended after it began', () => {
    const explanation = 'The elders came by themselves.';
    given()
      .when(ReportUnsanctionedContact, { ...report, explanation })
      .thenRefused('contact.initiative-unknown');
    given()
      .and(initiative, INITIATIVE, ...proposed)
      .when(ReportUnsanctionedContact, { ...report, explanation })
      .thenRefused('contact.participant-unknown');
    under([])
      .occurring(LAST_OF_FEBRUARY)
      .when(ReportUnsanctionedContact, { ...report, explanation, endedAt: '2025-02-10T10:00:00.000Z' })
      .thenRefused('contact.ended-before-it-began');
  });

  it('while a federal objection stood: UNSANCTIONED', () => {
    under([], [...inPhase1, objected])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordUnplannedContact, report)
      .then(heldWith(['UNSANCTIONED']));
  });

  it('also of an initiative that is over', () => {
    const over = initiativeEvents.InitiativeTerminated({ ground: 'COLLAPSE_OF_TALKS', reason: 'It came to nothing.' });
    under([], [...inPhase1, over])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordUnplannedContact, report)
      .then(heldWith([]));
  });

  it('among ourselves nothing is a deviation', () => {
    under([], proposed, [])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordUnplannedContact, { ...report, counterparts: [] })
      .then(heldWith([], { counterparts: [] }));
  });
});

describe('what was done outside the mandate is marked OUTSIDE_MANDATE (INV-10)', () => {
  const reported = (course: Course, terms: Terms, fields: Partial<Pick<(typeof held)['data'], 'acts' | 'track'>> = {}) =>
    under([], course, terms)
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordUnplannedContact, { ...report, ...fields });

  it('no terms in force, no phase open, no acts known', () => {
    reported(inPhase1, []).then(heldWith(['OUTSIDE_MANDATE']));
    reported(notified, mandated).then(heldWith(['OUTSIDE_MANDATE']));
    reported(inPhase1, mandated, { acts: [] }).then(heldWith(['OUTSIDE_MANDATE'], { acts: [] }));
  });

  it('an act that the mandate does not list, or more than listening off track 1', () => {
    reported(inPhase1, mandated, { acts: ['LISTEN', 'NEGOTIATE_TEXT'] }).then(
      heldWith(['OUTSIDE_MANDATE'], { acts: ['LISTEN', 'NEGOTIATE_TEXT'] }),
    );
    reported(inPhase1, mandated, { acts: ['COORDINATE'], track: 'TRACK_2' }).then(
      heldWith(['OUTSIDE_MANDATE'], { acts: ['COORDINATE'], track: 'TRACK_2' }),
    );
    reported(inPhase1, mandated, { acts: ['EXPLORE'], track: 'TRACK_2' }).then(heldWith([], { acts: ['EXPLORE'], track: 'TRACK_2' }));
  });

  it('with somebody of a kind for which it does not provide', () => {
    under([], inPhase1, forTribalLeaders)
      .and(participant, ELDER, somebody, counterpart('AFGHAN_GOVERNMENT_REPRESENTATIVE'))
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordUnplannedContact, report)
      .then(heldWith(['OUTSIDE_MANDATE']));
    under([scheduled], inPhase1, forTribalLeaders)
      .and(participant, ELDER, somebody, counterpart('AFGHAN_GOVERNMENT_REPRESENTATIVE'))
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordContactHeld, { agenda: [...report.agenda] })
      .then(flagged(heldAsPlanned, ['OUTSIDE_MANDATE']));
  });

  it('terms that can no longer be read cover nothing, and still the fact is taken', () => {
    const [drafted, submitted, approved] = mandated;
    reported(inPhase1, [gone(drafted, 'acts'), submitted, approved]).then(heldWith(['OUTSIDE_MANDATE']));
  });

  it('planned under the mandate, and then done otherwise', () => {
    const agenda = [{ text: 'The water of the river', raisedByPartyId: TRIBE }];
    under([scheduled])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordContactHeld, { acts: ['SIGN'], agenda: [] })
      .then(flagged(ContactHeld({ ...heldAsPlanned.data, acts: ['SIGN'], agenda: [] }), ['OUTSIDE_MANDATE']));
    under([scheduled])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordContactHeld, { agenda })
      .then(flagged(ContactHeld({ ...heldAsPlanned.data, agenda }), ['OUTSIDE_MANDATE']));
  });
});

describe('a contact with a listed party that no mandate named is marked UNSANCTIONED (INV-32)', () => {
  const listing = partyEvents.ListingStatusRecorded({ list: 'A list (invented)', status: 'LISTED' });
  const since = (from: string) => happened(listing, { occurredAt: day(from) });
  const named = [mandateEvents.MandateDrafted({ ...mandated[0].data, counterpartPartyIds: [TRIBE] }), mandated[1], mandated[2]] as const;
  const reported = (terms: Terms, listed: ReturnType<typeof since>, occurredAt: Occurrence = LAST_OF_FEBRUARY) =>
    under([], inPhase1, terms).and(party, TRIBE, tribe, listed).occurring(occurredAt).when(RecordUnplannedContact, report);

  it('as the list and the mandate stood when it happened', () => {
    reported(forTribalLeaders, since('2025-02-28')).then(heldWith(['UNSANCTIONED']));
    reported(forTribalLeaders, since('2025-03-01')).then(heldWith([]));
    reported(named, since('2025-02-28')).then(heldWith([]));
    reported([], since('2025-02-28')).then(heldWith(['OUTSIDE_MANDATE', 'UNSANCTIONED']));
  });

  it('once, though the federal side objected as well', () => {
    under([], [...inPhase1, objected], forTribalLeaders)
      .and(party, TRIBE, tribe, since('2025-02-01'))
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordUnplannedContact, report)
      .then(heldWith(['UNSANCTIONED']));
  });

  it('where nobody knows when it happened, if a list ever named it', () => {
    const sometime = { from: null, precision: 'UNKNOWN', zone: 'Asia/Kabul', calendar: 'GREGORIAN', originalText: 'last winter' } as const;
    reported(named, since('2025-02-28'), sometime).then(heldWith(['BEFORE_NOTIFICATION', 'OUTSIDE_MANDATE', 'UNSANCTIONED']));
  });

  it('also planned before it was listed, and also of somebody who came as well', () => {
    under([scheduled], inPhase1, forTribalLeaders)
      .and(party, TRIBE, tribe, since('2025-02-20'))
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordContactHeld, { agenda: [...report.agenda] })
      .then(flagged(heldAsPlanned, ['UNSANCTIONED']));
    const asCounterpart = { participantId: NEGOTIATOR, capacity: 'COUNTERPART', partyId: PROVINCE } as const;
    const asObserver = { participantId: NEGOTIATOR, capacity: 'OBSERVER' } as const;
    for (const [listed, flags] of [
      [since('2025-02-28'), ['UNSANCTIONED']],
      [since('2025-03-01'), []],
    ] as const)
      under([held], inPhase1, forTribalLeaders)
        .and(party, PROVINCE, province, listed)
        .occurring(LAST_OF_FEBRUARY)
        .when(RecordAttendance, { attendance: [asObserver, asCounterpart] })
        .then(ParticipantAttended(asObserver), flagged(ParticipantAttended(asCounterpart), flags));
  });

  it('and of the first who makes it a contact with the other side', () => {
    const come = { participantId: ELDER, capacity: 'COUNTERPART', partyId: TRIBE } as const;
    under([ContactHeld({ ...held.data, counterparts: [] })], inPhase1, forTribalLeaders)
      .and(party, TRIBE, tribe, since('2025-02-20'))
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordAttendance, { attendance: [come] })
      .then(flagged(ParticipantAttended(come), ['UNSANCTIONED']));
  });
});

describe('topics that the other side raises are recorded and marked (INV-08)', () => {
  const refugees = { topic: 'REFUGEES', text: 'Those who are sent back', raisedByPartyId: TRIBE } as const;
  const words = { lang: 'ps', body: 'کډوال به څه کوي؟' } as const;
  const statement = { speakerId: ELDER, attribution: 'ATTRIBUTABLE', verbatim: true, text: words } as const;
  const said = StatementRecorded({ ...statement, text: textOf(words), topic: 'REFUGEES' });

  it('on the agenda as it was', () => {
    under([])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordUnplannedContact, { ...report, agenda: [...report.agenda, refugees] })
      .then(heldWith(['OUTSIDE_MANDATE'], { agenda: [...report.agenda, refugees] }));
  });

  it('in what somebody said or a party stated, where it is new', () => {
    under([held])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordStatement, { ...statement, topic: 'REFUGEES' })
      .then(flagged(said, ['OUTSIDE_MANDATE']));
    const position = { partyId: TRIBE, topic: 'REFUGEES', stance: 'OPPOSE' } as const;
    under([held])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordPosition, { ...position, text: words })
      .then(flagged(PositionStated({ ...position, text: textOf(words) }), ['OUTSIDE_MANDATE']));
    under([held, said])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordPosition, { ...position, text: words })
      .then(PositionStated({ ...position, text: textOf(words) }));
  });

  it('and of mandated topics, or none, there is nothing to mark', () => {
    under([held])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordStatement, statement)
      .then(StatementRecorded({ ...statement, text: textOf(words) }));
    under([held])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordStatement, { ...statement, topic: 'SECURITY' })
      .then(StatementRecorded({ ...said.data, topic: 'SECURITY' }));
  });

  it('among ourselves one speaks of what one likes', () => {
    under([ContactHeld({ ...held.data, counterparts: [] })])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordStatement, { ...statement, topic: 'REFUGEES' })
      .then(said);
  });
});

describe('who turns out to have been there may make it a contact with the other side', () => {
  const attendance = [
    { participantId: NEGOTIATOR, capacity: 'DELEGATE' },
    { participantId: ELDER, capacity: 'COUNTERPART', partyId: TRIBE },
  ] as const;
  const amongOurselves = ContactHeld({ ...held.data, counterparts: [] });

  it('and then it is judged as one', () => {
    under([amongOurselves], proposed, [])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordAttendance, { attendance })
      .then(ParticipantAttended(attendance[0]), flagged(ParticipantAttended(attendance[1]), ['BEFORE_NOTIFICATION', 'OUTSIDE_MANDATE']));
    under([amongOurselves])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordAttendance, { attendance })
      .then(ParticipantAttended(attendance[0]), ParticipantAttended(attendance[1]));
  });

  it('and who comes as well is judged for himself', () => {
    const envoy = { participantId: NEGOTIATOR, capacity: 'COUNTERPART', partyId: TRIBE } as const;
    const come = (kind: Parameters<typeof counterpart>[0]) =>
      under([held], inPhase1, forTribalLeaders)
        .and(participant, NEGOTIATOR, somebody, counterpart(kind))
        .occurring(LAST_OF_FEBRUARY)
        .when(RecordAttendance, { attendance: [envoy] });
    come('AFGHAN_GOVERNMENT_REPRESENTATIVE').then(flagged(ParticipantAttended(envoy), ['OUTSIDE_MANDATE']));
    come('AFGHAN_TRIBAL_LEADER').then(ParticipantAttended(envoy));
  });

  it('once: where it was one from the first, that is marked there', () => {
    under([held], proposed, [])
      .occurring(LAST_OF_FEBRUARY)
      .when(RecordAttendance, { attendance })
      .then(ParticipantAttended(attendance[0]), ParticipantAttended(attendance[1]));
  });
});

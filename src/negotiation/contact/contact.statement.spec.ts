import { describe, expect, it } from '@jest/globals';
import { FEDERATION, FOCAL_PERSON, PROOF, REVIEW, somebody } from '../../../test/support/clearance-sample';
import {
  day,
  INITIATIVE,
  inPhase1,
  jirgaGround,
  MANDATE,
  mandated,
  NEGOTIATOR,
  NOTHING,
  objected,
  proposed,
  PROVINCE,
  TRIBE,
} from '../../../test/support/contact-sample';
import { type Fields, gone, happened, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import type { Flag } from '../../kernel/envelope';
import { type EventOf, flagged } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { commitment } from '../commitment/commitment.state';
import { federalReviewEvents } from '../federal-review/federal-review.events';
import { federalReview } from '../federal-review/federal-review.state';
import { initiative } from '../initiative/initiative.state';
import { mandate } from '../mandate/mandate.state';
import { participantEvents } from '../participant/participant.events';
import { participant } from '../participant/participant.state';
import { RecordContactHeld, RecordStatement, RescheduleContact, ScheduleContact, SchedulePublicStatement } from './contact.commands';
import { contactDecider } from './contact.decider';
import { contactEvents } from './contact.events';
import { contact } from './contact.state';

const { given } = specOf(contact, contactDecider);
const { ContactScheduled, ContactRescheduled, ContactHeld, StatementRecorded } = contactEvents;
const review = federalReviewEvents;

const words = { lang: 'ur', body: 'وفد سرحد پار کے قبائل سے بات کرے گا۔' } as const;
const otherWords = { lang: 'ur', body: 'وفد، سرحد پار کے قبائل سے بات کرے گا۔' } as const;
const text = textOf(words);
const ofCommitment = { kind: 'commitment', id: PROOF } as const;

/** What SchedulePublicStatement says. */
const statement = {
  initiativeId: INITIATIVE,
  speakerId: NEGOTIATOR,
  text: words,
  refersTo: [ofCommitment],
  mode: 'WRITTEN',
  place: jirgaGround,
  plannedFor: day('2025-03-10'),
  clearanceIds: [REVIEW],
} as const;
const scheduled = ContactScheduled({
  initiativeId: INITIATIVE,
  kind: 'PUBLIC_STATEMENT',
  track: 'TRACK_1',
  channel: 'OPEN',
  mode: 'WRITTEN',
  acts: [],
  counterparts: [],
  topics: [],
  place: jirgaGround,
  plannedFor: day('2025-03-10'),
  clearanceIds: [REVIEW],
  statement: { speakerId: NEGOTIATOR, text, refersTo: [ofCommitment] },
});

const opened = review.ReviewSubmitted({
  initiativeId: INITIATIVE,
  subject: 'PUBLIC_STATEMENT',
  subjectId: INITIATIVE,
  text,
  urgency: 'ROUTINE',
  question: 'May this be said?',
  exPostFacto: false,
  submittedBy: FOCAL_PERSON,
});
const inReview = [
  opened,
  review.ReviewAcknowledged({ reference: 'FO/92 (invented)' }),
  review.ReviewAssigned({ division: 'FOREIGN_AFFAIRS' }),
];
const granted = review.ClearanceGranted({
  clearanceId: REVIEW,
  decision: 'APPROVED',
  subject: 'PUBLIC_STATEMENT',
  subjectId: INITIATIVE,
  textHash: text.textHash,
  lang: 'ur',
  purpose: 'PUBLISH',
  conditions: [],
  validFrom: '2025-02-20T00:00:00.000Z',
  validUntil: '2025-04-01T00:00:00.000Z',
  authorityId: FEDERATION,
  landscape: null,
});
const cleared = [...inReview, granted];
const spokesman = (partyId = PROVINCE) =>
  happened(participantEvents.RoleAssumed({ role: 'SPOKESMAN', partyId }), { occurredAt: day('2025-01-01') });
const official = happened(participantEvents.RoleAssumed({ role: 'GOVERNMENT_OFFICIAL', partyId: PROVINCE }), {
  occurredAt: day('2025-01-01'),
});

describe('a public statement for the province is scheduled (INV-41)', () => {
  const asked = (course: readonly EventOf<typeof initiative.events>[] = inPhase1, reviewed: readonly EventOf<typeof review>[] = cleared) =>
    given()
      .and(initiative, INITIATIVE, ...course)
      .and(participant, NEGOTIATOR, somebody)
      .and(federalReview, REVIEW, ...reviewed)
      .andMarked(commitment, PROOF, 'RESTRICTED');

  it('by the focal person in office', () => {
    asked()
      .by(FOCAL_PERSON)
      .when(SchedulePublicStatement, statement)
      .then(scheduled)
      .leaving({ status: 'PLANNED', kind: 'PUBLIC_STATEMENT' });
  });

  it('not by the mouth of somebody who no longer consents to be named', () => {
    const withdrawn = happened(participantEvents.ConsentRecorded({ purpose: 'BEING_NAMED', given: false }), {
      occurredAt: day('2025-02-01'),
    });
    asked()
      .by(FOCAL_PERSON)
      .and(participant, NEGOTIATOR, somebody, withdrawn)
      .when(SchedulePublicStatement, statement)
      .thenRefused('contact.consent-withdrawn');
    given(scheduled)
      .by(FOCAL_PERSON)
      .and(initiative, INITIATIVE, ...inPhase1)
      .and(participant, NEGOTIATOR, somebody, withdrawn)
      .and(federalReview, REVIEW, ...cleared)
      .andMarked(commitment, PROOF, 'RESTRICTED')
      .when(RescheduleContact, { plannedFor: day('2025-03-20'), reason: 'The hall is taken.' })
      .thenRefused('contact.consent-withdrawn');
  });

  it('or by a designated spokesman of the party behind the initiative', () => {
    asked().and(participant, SOMEBODY, somebody, spokesman()).when(SchedulePublicStatement, statement).then(scheduled);
  });

  it('and by nobody else: no official, no spokesman of others, none who was one before', () => {
    const past = happened(participantEvents.RoleRelinquished({ roleEventId: '00000000-0000-4000-9000-000000000002' }), {
      occurredAt: day('2025-02-01'),
    });
    for (const posts of [[], [official], [spokesman(TRIBE)], [spokesman(), past]])
      asked()
        .and(participant, SOMEBODY, somebody, ...posts)
        .when(SchedulePublicStatement, statement)
        .thenRefused('contact.not-spokesman', 'INV-41');
    given()
      .and(initiative, INITIATIVE, ...proposed.slice(0, 1))
      .and(participant, NEGOTIATOR, somebody)
      .by(FOCAL_PERSON)
      .when(SchedulePublicStatement, { ...statement, refersTo: [] })
      .thenRefused('contact.not-spokesman', 'INV-41');
  });

  it('without a clearance where it refers to nothing, or to what is public', () => {
    const { statement: said, ...plan } = scheduled.data;
    if (!said) throw new Error('the sample is a statement');
    asked(inPhase1, [])
      .by(FOCAL_PERSON)
      .when(SchedulePublicStatement, { ...statement, refersTo: [], clearanceIds: [] })
      .then(ContactScheduled({ ...plan, clearanceIds: [], statement: { ...said, refersTo: [] } }));
    asked(inPhase1, []).andMarked(commitment, PROOF, 'PUBLIC').by(FOCAL_PERSON).when(SchedulePublicStatement, statement).then(scheduled);
  });

  it('otherwise with a clearance of exactly these words, in force when they are said', () => {
    const refused = (reviewed: readonly EventOf<typeof review>[], more: Partial<Fields<SchedulePublicStatement>> = {}) => {
      asked(inPhase1, reviewed)
        .by(FOCAL_PERSON)
        .when(SchedulePublicStatement, { ...statement, ...more })
        .thenRefused('contact.statement-not-cleared', 'INV-41');
    };
    refused(inReview);
    refused(cleared, { clearanceIds: [] });
    refused(cleared, { text: otherWords });
    refused(cleared, { plannedFor: day('2025-04-02') });
    refused([...inReview, review.ClearanceGranted({ ...granted.data, purpose: 'START' })]);
    refused([...inReview, review.ClearanceGranted({ ...granted.data, subject: 'COMMITMENT_TEXT' })]);
    refused([...cleared, review.ClearanceRevoked({ clearanceId: REVIEW, reason: 'Circumstances.' })]);
  });

  it('of records that are there, by a speaker who is known, under an initiative that goes on, for what is to come', () => {
    asked()
      .by(FOCAL_PERSON)
      .when(SchedulePublicStatement, { ...statement, refersTo: [{ kind: 'evidence', id: NOTHING }] })
      .thenRefused('contact.record-unknown');
    asked()
      .by(FOCAL_PERSON)
      .when(SchedulePublicStatement, { ...statement, speakerId: NOTHING })
      .thenRefused('contact.participant-unknown');
    asked([]).by(FOCAL_PERSON).when(SchedulePublicStatement, statement).thenRefused('contact.initiative-unknown');
    asked()
      .by(FOCAL_PERSON)
      .when(SchedulePublicStatement, { ...statement, plannedFor: day('2025-02-10') })
      .thenRefused('contact.plan-in-the-past');
  });

  it('not while a federal objection stands', () => {
    asked([...inPhase1, objected])
      .by(FOCAL_PERSON)
      .when(SchedulePublicStatement, statement)
      .thenRefused('initiative.objection-open');
  });

  it('and as nothing else', () => {
    const command = Object.assign(new ScheduleContact(), { kind: 'PUBLIC_STATEMENT' });
    expect(command.faults()).toMatchObject([{ pointer: '/kind' }]);
    expect(Object.assign(new ScheduleContact(), { kind: 'MEETING' }).faults()).toEqual([]);
  });
});

describe('a public statement is put to another time by the same rules', () => {
  const planned = () =>
    given(scheduled)
      .and(initiative, INITIATIVE, ...inPhase1)
      .and(federalReview, REVIEW, ...cleared)
      .andMarked(commitment, PROOF, 'SECRET');
  const move = { plannedFor: day('2025-03-20'), reason: 'The hall is taken.' } as const;

  it('by who may schedule it, while its clearance lasts', () => {
    planned().by(FOCAL_PERSON).when(RescheduleContact, move).then(ContactRescheduled(move));
    planned().when(RescheduleContact, move).thenRefused('contact.not-spokesman', 'INV-41');
    planned()
      .by(FOCAL_PERSON)
      .when(RescheduleContact, { ...move, plannedFor: day('2025-04-02') })
      .thenRefused('contact.statement-not-cleared', 'INV-41');
  });

  it('not under an objection, but put off by anybody who plans', () => {
    const under = () => planned().and(initiative, INITIATIVE, ...inPhase1, objected);
    under().by(FOCAL_PERSON).when(RescheduleContact, move).thenRefused('initiative.objection-open');
    under()
      .when(RescheduleContact, { ...move, plannedFor: null })
      .then(ContactRescheduled({ ...move, plannedFor: null }));
  });
});

describe('one that was made is recorded, and marked where it was not in order (INV-41)', () => {
  const { initiativeId, kind, track, channel, mode, acts, counterparts, place, clearanceIds } = scheduled.data;
  const made = ContactHeld({ initiativeId, kind, track, channel, mode, acts, counterparts, place, clearanceIds, agenda: [] });
  const said = { speakerId: NEGOTIATOR, text: words, attribution: 'ATTRIBUTABLE', verbatim: true } as const;
  const recorded = (flags: readonly Flag[], more: { refersTo?: { kind: string; id: string }[]; speakerId?: string } = {}) =>
    flagged(StatementRecorded({ ...said, text, ...more }), flags);
  const by = (...posts: readonly EventOf<typeof participantEvents>[]) =>
    given(made)
      .and(initiative, INITIATIVE, ...inPhase1)
      .and(mandate, MANDATE, ...mandated)
      .and(participant, NEGOTIATOR, somebody, ...posts)
      .and(federalReview, REVIEW, ...cleared)
      .andMarked(commitment, PROOF, 'RESTRICTED')
      .occurring(day('2025-02-28'));

  it('by a spokesman, or the focal person: nothing', () => {
    by(spokesman()).when(RecordStatement, said).then(recorded([]));
    const focal = by().occurring(day('2025-03-01')).and(participant, FOCAL_PERSON, somebody);
    // The sample's focal person came into office in the morning of that day.
    focal
      .occurring({ from: '2025-03-01T09:00:00Z', precision: 'INSTANT', zone: 'Asia/Kabul', calendar: 'GREGORIAN' })
      .when(RecordStatement, { ...said, speakerId: FOCAL_PERSON })
      .then(recorded([], { speakerId: FOCAL_PERSON }));
  });

  it('by somebody else who stands for the province: UNSANCTIONED', () => {
    by(official)
      .when(RecordStatement, said)
      .then(recorded(['UNSANCTIONED']));
  });

  it('by whom it was scheduled for: nothing', () => {
    given(scheduled, made)
      .and(initiative, INITIATIVE, ...inPhase1)
      .and(participant, NEGOTIATOR, somebody, official)
      .occurring(day('2025-02-28'))
      .when(RecordStatement, said)
      .then(recorded([]));
  });

  it('others speak for themselves', () => {
    by().when(RecordStatement, said).then(recorded([]));
    by(spokesman(TRIBE)).when(RecordStatement, said).then(recorded([]));
  });

  it('of what is not public: UNSANCTIONED, unless exactly these words were cleared then', () => {
    const refersTo = [ofCommitment];
    by(spokesman())
      .when(RecordStatement, { ...said, refersTo })
      .then(recorded([], { refersTo }));
    by(spokesman())
      .when(RecordStatement, { ...said, refersTo, text: otherWords })
      .then(flagged(StatementRecorded({ ...said, text: textOf(otherWords), refersTo }), ['UNSANCTIONED']));
    by(spokesman())
      .occurring(day('2025-02-10'))
      .when(RecordStatement, { ...said, refersTo })
      .then(recorded(['UNSANCTIONED'], { refersTo }));
    by(spokesman())
      .when(RecordStatement, { ...said, refersTo: [{ kind: 'commitment', id: NOTHING }] })
      .thenRefused('contact.record-unknown');
  });

  it('what became of the clearance afterwards changes nothing (INV-50)', () => {
    const refersTo = [ofCommitment];
    const revoked = (when: string) =>
      happened(review.ClearanceRevoked({ clearanceId: REVIEW, reason: 'Circumstances.' }), { occurredAt: day(when) });
    by(spokesman())
      .and(federalReview, REVIEW, ...cleared, revoked('2025-03-01'))
      .when(RecordStatement, { ...said, refersTo })
      .then(recorded([], { refersTo }));
    by(spokesman())
      .and(federalReview, REVIEW, ...cleared, revoked('2025-02-25'))
      .when(RecordStatement, { ...said, refersTo })
      .then(recorded(['UNSANCTIONED'], { refersTo }));
    by(spokesman())
      .and(federalReview, REVIEW, ...inReview, gone(granted, 'validFrom'))
      .when(RecordStatement, { ...said, refersTo })
      .then(recorded(['UNSANCTIONED'], { refersTo }));
  });

  it('while a federal objection stood: UNSANCTIONED', () => {
    by(spokesman())
      .and(initiative, INITIATIVE, ...inPhase1, objected)
      .when(RecordStatement, said)
      .then(recorded(['UNSANCTIONED']));
  });

  it('nobody knows when: then nobody can say who might speak', () => {
    by(spokesman())
      .occurring({ from: null, precision: 'UNKNOWN', zone: 'Asia/Karachi', calendar: 'GREGORIAN', originalText: 'an undated clip' })
      .when(RecordStatement, said)
      .then(recorded(['UNSANCTIONED']));
  });

  it('it is held as it was scheduled', () => {
    given(scheduled)
      .and(initiative, INITIATIVE, ...inPhase1)
      .occurring(day('2025-02-28'))
      .when(RecordContactHeld, { agenda: [] })
      .then(made)
      .leaving({ status: 'HELD', kind: 'PUBLIC_STATEMENT', statement: { speakerId: NEGOTIATOR, text, refersTo: [ofCommitment] } });
  });
});

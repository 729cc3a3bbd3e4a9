import { describe, expect, it } from '@jest/globals';
import { binding, PROOF, proof, province, REVIEW, somebody, tribe } from '../../../test/support/clearance-sample';
import {
  day,
  ELDER,
  held,
  heldAsPlanned,
  INITIATIVE,
  inPhase1,
  jirgaGround,
  MANDATE,
  mandated,
  NEGOTIATOR,
  NOTHING,
  plan,
  PROVINCE,
  report,
  scheduled,
  SECOND_ELDER,
  TRIBE,
} from '../../../test/support/contact-sample';
import { constitutedAs, FIRST } from '../../../test/support/delegation-sample';
import { derived, eventId, gone, happened, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import type { EventOf } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { commitmentEvents } from '../commitment/commitment.events';
import { commitment } from '../commitment/commitment.state';
import { delegationEvents } from '../delegation/delegation.events';
import { delegation } from '../delegation/delegation.state';
import { evidence } from '../evidence/evidence.state';
import { initiative } from '../initiative/initiative.state';
import { mandate } from '../mandate/mandate.state';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import {
  AssignFollowUp,
  AttachTranslation,
  CompleteFollowUp,
  ConfirmUndertaking,
  DisavowUndertaking,
  RecordAttendance,
  RecordContactHeld,
  RecordPosition,
  RecordStatement,
  RecordUnplannedContact,
  ReportCounterpartAbsence,
  ReportUndertaking,
  ReportUnsanctionedContact,
  ScheduleContact,
  VerifyTranslation,
} from './contact.commands';
import { contactDecider } from './contact.decider';
import { contactEvents } from './contact.events';
import { contact, counterpartsOf, isHeld } from './contact.state';

const { given, stateAfter } = specOf(contact, contactDecider);
const events = contactEvents;

/** A record as it stands, under an initiative, a mandate and in a company with which nothing is wrong. */
const withAll = (...history: readonly EventOf<typeof contactEvents>[]) =>
  given(...history)
    .and(initiative, INITIATIVE, ...inPhase1)
    .and(mandate, MANDATE, ...mandated)
    .and(participant, ELDER, somebody)
    .and(participant, SECOND_ELDER, somebody)
    .and(participant, NEGOTIATOR, somebody)
    .and(party, TRIBE, tribe)
    .and(party, PROVINCE, province)
    .occurring(day('2025-02-28'));

describe('a contact that was held is reported', () => {
  it('as it was planned, with what was spoken about', () => {
    withAll(scheduled)
      .when(RecordContactHeld, { agenda: report.agenda })
      .then(heldAsPlanned)
      .leaving({ status: 'HELD', unsanctioned: null, statement: null });
  });

  it('or as it was instead', () => {
    const instead = {
      kind: 'JIRGA_SESSION',
      track: 'TRACK_3',
      channel: 'BACK_CHANNEL',
      mode: 'MEDIATED',
      acts: ['LISTEN'],
      counterparts: [{ participantId: SECOND_ELDER, partyId: TRIBE }],
      place: { ...jirgaGround, lat: 34.43, lon: 70.45 },
      agenda: [],
      endedAt: '2025-02-28T12:30:00Z',
    } as const;
    withAll(scheduled)
      .when(RecordContactHeld, instead)
      .then(
        events.ContactHeld({
          ...instead,
          endedAt: '2025-02-28T12:30:00.000Z',
          initiativeId: INITIATIVE,
          acts: ['LISTEN'],
          counterparts: [...instead.counterparts],
          agenda: [],
          clearanceIds: [],
        }),
      );
  });

  it('without a plan, which under a mandate is no deviation', () => {
    withAll()
      .when(RecordUnplannedContact, report)
      .then(held)
      .leaving({ status: 'HELD', initiativeId: INITIATIVE, statements: [], undertakings: [] });
  });

  it('by a delegation of its initiative, as it was planned', () => {
    const delegationId = FIRST;
    const withFirst = (...history: readonly EventOf<typeof contactEvents>[]) =>
      withAll(...history).and(delegation, FIRST, constitutedAs(1));
    withFirst()
      .when(RecordUnplannedContact, { ...report, delegationId })
      .then(events.ContactHeld({ ...held.data, delegationId }));
    withFirst()
      .when(ReportUnsanctionedContact, { ...report, delegationId, explanation: 'They came.' })
      .then(events.UnsanctionedContactReported({ ...held.data, delegationId, explanation: 'They came.' }));
    const planned = events.ContactScheduled({ ...scheduled.data, delegationId });
    withFirst()
      .when(ScheduleContact, { ...plan, delegationId })
      .then(planned);
    withFirst(planned)
      .when(RecordContactHeld, { agenda: [...report.agenda] })
      .then(events.ContactHeld({ ...heldAsPlanned.data, delegationId }));
  });

  it('by none that is not one of its initiative', () => {
    withAll()
      .when(RecordUnplannedContact, { ...report, delegationId: FIRST })
      .thenRefused('contact.delegation-unknown');
    withAll()
      .when(ReportUnsanctionedContact, { ...report, delegationId: FIRST, explanation: 'They came.' })
      .thenRefused('contact.delegation-unknown');
    withAll()
      .when(ScheduleContact, { ...plan, delegationId: FIRST })
      .thenRefused('contact.delegation-unknown');
    const other = delegationEvents.DelegationConstituted({ ...constitutedAs(1).data, initiativeId: NOTHING });
    withAll()
      .and(delegation, FIRST, other)
      .when(RecordUnplannedContact, { ...report, delegationId: FIRST })
      .thenRefused('contact.delegation-unknown');
  });

  it('and ends after it began and before it is reported', () => {
    for (const endedAt of ['2025-02-27T10:00:00.000Z', '2025-03-01T09:06:00.000Z'])
      withAll()
        .when(RecordUnplannedContact, { ...report, endedAt })
        .thenRefused('contact.ended-before-it-began');
    withAll(scheduled)
      .when(RecordContactHeld, { agenda: [], endedAt: '2025-02-27T10:00:00.000Z' })
      .thenRefused('contact.ended-before-it-began');
  });

  it('of an initiative, with people and of parties that are known', () => {
    withAll()
      .when(RecordUnplannedContact, { ...report, initiativeId: NOTHING })
      .thenRefused('contact.initiative-unknown');
    withAll()
      .when(RecordUnplannedContact, { ...report, counterparts: [{ participantId: NOTHING, partyId: TRIBE }] })
      .thenRefused('contact.participant-unknown');
    withAll()
      .when(RecordUnplannedContact, { ...report, counterparts: [{ participantId: ELDER, partyId: NOTHING }] })
      .thenRefused('contact.party-unknown');
    withAll()
      .when(RecordUnplannedContact, { ...report, agenda: [{ text: 'Water', raisedByPartyId: NOTHING }] })
      .thenRefused('contact.party-unknown');
  });

  it('once', () => {
    withAll(held).when(RecordContactHeld, { agenda: [] }).thenRefused('contact.out-of-turn');
  });
});

describe('who was there', () => {
  const interpreter = { participantId: NEGOTIATOR, capacity: 'INTERPRETER' } as const;
  const another = { participantId: SECOND_ELDER, capacity: 'COUNTERPART', partyId: TRIBE } as const;

  it('is told one by one, each as what he came', () => {
    withAll(held)
      .when(RecordAttendance, { attendance: [interpreter, another] })
      .then(events.ParticipantAttended(interpreter), events.ParticipantAttended(another))
      .leaving({ attended: [interpreter, another] });
  });

  it('is somebody who is known, and once in one capacity', () => {
    withAll(held)
      .when(RecordAttendance, { attendance: [{ ...interpreter, participantId: NOTHING }] })
      .thenRefused('contact.participant-unknown');
    withAll(held)
      .when(RecordAttendance, { attendance: [{ ...another, partyId: NOTHING }] })
      .thenRefused('contact.party-unknown');
    withAll(held, events.ParticipantAttended(interpreter))
      .when(RecordAttendance, { attendance: [interpreter] })
      .thenRefused('contact.already-attended');
    withAll(held)
      .when(RecordAttendance, { attendance: [interpreter, interpreter] })
      .thenRefused('contact.already-attended');
    withAll(held, events.ParticipantAttended(interpreter))
      .when(RecordAttendance, { attendance: [{ ...interpreter, capacity: 'OBSERVER' }] })
      .then(events.ParticipantAttended({ ...interpreter, capacity: 'OBSERVER' }));
  });

  it('and who of the other side stayed away, before it is held or after', () => {
    const stayedAway = events.CounterpartDidNotAttend({ participantIds: [ELDER] });
    withAll(scheduled)
      .when(ReportCounterpartAbsence, { participantIds: [ELDER] })
      .then(stayedAway)
      .leaving({ status: 'PLANNED', absent: [ELDER] });
    withAll(held)
      .when(ReportCounterpartAbsence, { participantIds: [ELDER] })
      .then(stayedAway)
      .leaving({ status: 'HELD', absent: [ELDER] });
  });

  it('only somebody who was expected stays away, and not who was there', () => {
    const came = events.ParticipantAttended({ participantId: ELDER, capacity: 'COUNTERPART', partyId: TRIBE });
    const stayedAway = events.CounterpartDidNotAttend({ participantIds: [ELDER] });
    withAll(held)
      .when(ReportCounterpartAbsence, { participantIds: [SECOND_ELDER] })
      .thenRefused('contact.not-expected');
    withAll(held, came)
      .when(ReportCounterpartAbsence, { participantIds: [ELDER] })
      .thenRefused('contact.not-expected');
    withAll(held, stayedAway)
      .when(ReportCounterpartAbsence, { participantIds: [ELDER] })
      .thenRefused('contact.not-expected');
  });

  it('so that others know with whom it was held', () => {
    const present = (...more: EventOf<typeof contactEvents>[]) => {
      const state = stateAfter(held, ...more);
      return isHeld(state) ? counterpartsOf(state).map(({ participantId }) => participantId) : [];
    };
    expect(present()).toEqual([ELDER]);
    expect(present(events.CounterpartDidNotAttend({ participantIds: [ELDER] }), events.ParticipantAttended(another))).toEqual([
      SECOND_ELDER,
    ]);
    expect(present(events.ParticipantAttended({ ...another, participantId: ELDER }))).toEqual([ELDER]);
    expect(present(gone(events.CounterpartDidNotAttend({ participantIds: [ELDER] }), 'participantIds'))).toEqual([ELDER]);
    expect([isHeld(stateAfter(scheduled)), isHeld(stateAfter())]).toEqual([false, false]);
  });
});

const words = { lang: 'ps', body: 'موږ به د لارې خوندیتوب وکړو.' } as const;
const statement = { speakerId: ELDER, attribution: 'CHATHAM_HOUSE', verbatim: true } as const;
const said = events.StatementRecorded({ ...statement, text: textOf(words) });

describe('what was said', () => {
  it('is kept in the language in which it was said, under the promise under which it was', () => {
    withAll(held)
      .when(RecordStatement, { ...statement, text: words })
      .then(said)
      .leaving({ statements: [{ ...statement, statementId: eventId(2) }] });
  });

  it('by somebody who is known', () => {
    withAll(held)
      .when(RecordStatement, { ...statement, speakerId: NOTHING, text: words })
      .thenRefused('contact.participant-unknown');
  });

  it('may be told later, and not before it was held', () => {
    const minutes = events.MinutesDrafted({ text: textOf(words), rapporteurId: NEGOTIATOR, partyIds: [PROVINCE] });
    withAll(held, minutes)
      .when(RecordStatement, { ...statement, text: words })
      .then(said);
    withAll(scheduled)
      .when(RecordStatement, { ...statement, text: words })
      .thenRefused('contact.out-of-turn');
  });
});

describe('the position that a party stated', () => {
  const position = {
    partyId: TRIBE,
    topic: 'SECURITY',
    stance: 'OPPOSE',
    rationale: 'Their pastures lie there.',
    basis: 'CUSTOMARY',
  } as const;

  it('is kept with its interest and its basis, and resolves nothing (S49, S55)', () => {
    withAll(held)
      .when(RecordPosition, { ...position, text: words })
      .then(events.PositionStated({ ...position, text: textOf(words) }))
      .leaving({ positions: [{ partyId: TRIBE, topic: 'SECURITY', stance: 'OPPOSE', positionId: eventId(2) }] });
  });

  it('is one of a party that is known', () => {
    withAll(held)
      .when(RecordPosition, { ...position, partyId: NOTHING, text: words })
      .thenRefused('contact.party-unknown');
  });
});

describe('a promise made without clearance is a fact, and never part of what is agreed (INV-23)', () => {
  const promise = { speakerId: NEGOTIATOR, toPartyId: TRIBE, circumstances: 'At table, before the tea.' } as const;
  const reported = events.UnauthorisedUndertakingReported({ ...promise, text: textOf(words), reviewId: derived('review') });
  const undertakingId = eventId(2);
  const open = {
    undertakingId,
    speakerId: NEGOTIATOR,
    toPartyId: TRIBE,
    reviewId: derived('review'),
    standing: 'OPEN',
    commitmentId: null,
  };

  it('it is reported, and names the review that opens for it at once', () => {
    withAll(held)
      .when(ReportUndertaking, { ...promise, text: words })
      .then(reported)
      .leaving({ undertakings: [open] } as never);
  });

  it('by and to whom is known', () => {
    withAll(held)
      .when(ReportUndertaking, { ...promise, text: words, speakerId: NOTHING })
      .thenRefused('contact.participant-unknown');
    withAll(held)
      .when(ReportUndertaking, { ...promise, text: words, toPartyId: NOTHING })
      .thenRefused('contact.party-unknown');
  });

  it('it is disavowed, and the party to which it was made is told', () => {
    const disavowal = { undertakingId, byPartyId: PROVINCE, communicatedToPartyId: TRIBE } as const;
    withAll(held, reported)
      .when(DisavowUndertaking, disavowal)
      .then(events.UndertakingDisavowed(disavowal))
      .leaving({ undertakings: [{ ...open, standing: 'DISAVOWED' }] } as never);
    withAll(held, reported)
      .when(DisavowUndertaking, { ...disavowal, byPartyId: NOTHING })
      .thenRefused('contact.party-unknown');
    withAll(held).when(DisavowUndertaking, disavowal).thenRefused('contact.undertaking-unknown', 'INV-23');
  });

  const confirmation = { undertakingId, commitmentId: PROOF, clearanceId: REVIEW } as const;
  const confirming = (binds: readonly EventOf<typeof commitmentEvents>[] = binding) =>
    withAll(held, reported).and(commitment, confirmation.commitmentId, ...binds);

  it('or confirmed, by a commitment that was entered with its own clearance (INV-11)', () => {
    confirming()
      .when(ConfirmUndertaking, confirmation)
      .then(events.UndertakingConfirmed(confirmation))
      .leaving({ undertakings: [{ ...open, standing: 'CONFIRMED', commitmentId: PROOF }] } as never);
  });

  it('not by one that does not bind, has used another clearance, or belongs elsewhere', () => {
    confirming(binding.slice(0, 4)).when(ConfirmUndertaking, confirmation).thenRefused('contact.not-carried-by-commitment', 'INV-23');
    confirming()
      .when(ConfirmUndertaking, { ...confirmation, clearanceId: NOTHING })
      .thenRefused('contact.not-carried-by-commitment', 'INV-23');
    const [first, ...rest] = binding;
    const elsewhere = commitmentEvents.CommitmentDrafted({ ...first.data, initiativeId: NOTHING });
    confirming([elsewhere, ...rest])
      .when(ConfirmUndertaking, confirmation)
      .thenRefused('contact.not-carried-by-commitment', 'INV-23');
    confirming()
      .when(ConfirmUndertaking, { ...confirmation, undertakingId: NOTHING })
      .thenRefused('contact.undertaking-unknown', 'INV-23');
  });

  it('one or the other, once', () => {
    const disavowal = { undertakingId, byPartyId: PROVINCE, communicatedToPartyId: TRIBE } as const;
    withAll(held, reported, events.UndertakingDisavowed(disavowal))
      .and(commitment, confirmation.commitmentId, ...binding)
      .when(ConfirmUndertaking, confirmation)
      .thenRefused('contact.undertaking-settled', 'INV-23');
    withAll(held, reported, events.UndertakingConfirmed(confirmation))
      .when(DisavowUndertaking, disavowal)
      .thenRefused('contact.undertaking-settled', 'INV-23');
  });
});

describe('a translation stands beside its original and never in its place (INV-37)', () => {
  const english = { lang: 'en', body: 'We shall keep the road safe.' } as const;
  const attach = { originalEventId: eventId(2), text: english, method: 'MACHINE' } as const;
  const attached = events.TranslationAttached({ ...attach, originalTextHash: textOf(words).textHash, text: textOf(english) });

  it('it names exactly the text that it translates', () => {
    withAll(held, said)
      .when(AttachTranslation, attach)
      .then(attached)
      .leaving({ translations: [{ translationId: eventId(3), originalEventId: eventId(2), lang: 'en', verifiedBy: null }] } as never);
  });

  it('of a text that is there, and in another language', () => {
    withAll(held).when(AttachTranslation, attach).thenRefused('contact.original-unknown', 'INV-37');
    withAll(held, said)
      .when(AttachTranslation, { ...attach, text: words })
      .thenRefused('contact.same-language', 'INV-37');
    withAll(held, gone(said, 'text')).when(AttachTranslation, attach).thenRefused('record.erased');
  });

  it('it is a draft until somebody else has verified it', () => {
    const verified = events.TranslationVerified({ translationId: eventId(3) });
    withAll(held, said, happened(attached, { recordedBy: NEGOTIATOR }))
      .when(VerifyTranslation, { translationId: eventId(3) })
      .then(verified)
      .leaving({ translations: [{ translationId: eventId(3), verifiedBy: SOMEBODY }] } as never);
    withAll(held, said, attached)
      .when(VerifyTranslation, { translationId: eventId(3) })
      .thenRefused('contact.own-translation', 'INV-37');
    withAll(held, said, happened(attached, { recordedBy: NEGOTIATOR }), verified)
      .when(VerifyTranslation, { translationId: eventId(3) })
      .thenRefused('contact.translation-unknown');
    expect(stateAfter(held, said, gone(attached, 'text'))).toMatchObject({ translations: [{ lang: { erased: expect.any(String) } }] });
  });
});

describe('what is to follow', () => {
  const task = { toParticipantId: NEGOTIATOR, due: '2025-03-15', text: 'Ask customs about the hours.' } as const;
  const assigned = events.FollowUpAssigned(task);
  const done = events.FollowUpCompleted({ actionId: eventId(2), evidenceId: PROOF });

  it('is assigned to somebody who is known, by a day if one was named', () => {
    withAll(held)
      .when(AssignFollowUp, task)
      .then(assigned)
      .leaving({ followUps: [{ ...task, actionId: eventId(2), done: false }] });
    const { due: _, ...someDay } = task;
    withAll(held).when(AssignFollowUp, someDay).then(events.FollowUpAssigned(someDay));
    withAll(held)
      .when(AssignFollowUp, { ...task, toParticipantId: NOTHING })
      .thenRefused('contact.participant-unknown');
  });

  it('and is done once, with what proves it', () => {
    withAll(held, assigned)
      .and(evidence, PROOF, proof)
      .when(CompleteFollowUp, { actionId: eventId(2), evidenceId: PROOF })
      .then(done)
      .leaving({ followUps: [{ ...task, actionId: eventId(2), done: true }] });
    withAll(held, assigned)
      .when(CompleteFollowUp, { actionId: eventId(2) })
      .then(events.FollowUpCompleted({ actionId: eventId(2) }));
    withAll(held, assigned)
      .when(CompleteFollowUp, { actionId: eventId(2), evidenceId: NOTHING })
      .thenRefused('contact.evidence-unknown');
    withAll(held, assigned, done)
      .when(CompleteFollowUp, { actionId: eventId(2) })
      .thenRefused('contact.action-unknown');
  });
});

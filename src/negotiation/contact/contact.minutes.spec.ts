import { describe, expect, it } from '@jest/globals';
import { somebody } from '../../../test/support/clearance-sample';
import { held, INITIATIVE, NEGOTIATOR, NOTHING, notified, PROVINCE, SECOND_ELDER, TRIBE } from '../../../test/support/contact-sample';
import { eventId, gone, specOf } from '../../../test/support/decider-spec';
import type { EventOf } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { initiative } from '../initiative/initiative.state';
import { participant } from '../participant/participant.state';
import { ConfirmMinutes, DisputeMinutes, DraftMinutes, RecordStatement } from './contact.commands';
import { contactDecider } from './contact.decider';
import { contactEvents } from './contact.events';
import { contact } from './contact.state';

const { given, stateAfter } = specOf(contact, contactDecider);
const { MinutesDrafted, MinutesConfirmed, MinutesDisputed, ParticipantAttended } = contactEvents;

const THIRD_PARTY = '30000000-0000-4000-8000-000000000009';
const minutes = { lang: 'ps', body: 'مشرانو د لارې خبره وکړه.' } as const;
const { textHash } = textOf(minutes);
const otherWords = { lang: 'ps', body: 'مشرانو د لارې او بازار خبره وکړه.' } as const;
const draft = { text: minutes, rapporteurId: NEGOTIATOR } as const;
const drafted = MinutesDrafted({ text: textOf(minutes), rapporteurId: NEGOTIATOR, partyIds: [PROVINCE, TRIBE] });
const confirmedBy = (...byPartyIds: string[]) => MinutesConfirmed({ byPartyIds, textHash });
const objection = { partyId: TRIBE, passage: 'of the road', text: 'Nobody spoke of the road.' } as const;
const disputed = MinutesDisputed(objection);

const withAll = (...history: readonly EventOf<typeof contactEvents>[]) =>
  given(...history)
    .and(initiative, INITIATIVE, ...notified)
    .and(participant, NEGOTIATOR, somebody);

describe('the minutes of a contact are drafted', () => {
  it('for our own party and those of the other side who took part', () => {
    withAll(held)
      .when(DraftMinutes, draft)
      .then(drafted)
      .leaving({ status: 'MINUTED', minutes: { ...drafted.data, minutesId: eventId(2), confirmedBy: [], disputedBy: [] } });
    const another = ParticipantAttended({ participantId: SECOND_ELDER, capacity: 'COUNTERPART', partyId: THIRD_PARTY });
    withAll(held, another)
      .when(DraftMinutes, draft)
      .then(MinutesDrafted({ ...drafted.data, partyIds: [PROVINCE, TRIBE, THIRD_PARTY] }));
  });

  it('by somebody who is known, of what was held, under an initiative that can be read', () => {
    withAll(held)
      .when(DraftMinutes, { ...draft, rapporteurId: NOTHING })
      .thenRefused('contact.participant-unknown');
    withAll().when(DraftMinutes, draft).thenRefused('contact.out-of-turn');
    given(held).and(participant, NEGOTIATOR, somebody).when(DraftMinutes, draft).thenRefused('contact.initiative-unknown');
  });

  it('anew, in other words, after which what was said of the earlier ones counts no longer', () => {
    withAll(held, drafted).when(DraftMinutes, draft).thenRefused('contact.same-minutes');
    withAll(held, drafted, confirmedBy(PROVINCE), disputed)
      .when(DraftMinutes, { ...draft, text: otherWords })
      .then(MinutesDrafted({ ...drafted.data, text: textOf(otherWords) }))
      .leaving({
        status: 'MINUTED',
        minutes: { ...drafted.data, text: textOf(otherWords), minutesId: eventId(5), confirmedBy: [], disputedBy: [] },
      });
    withAll(held, gone(drafted, 'text')).when(DraftMinutes, draft).then(drafted);
  });
});

describe('the parties confirm them', () => {
  it('all together, or one after the other: once all have, they stand', () => {
    withAll(held, drafted)
      .when(ConfirmMinutes, { byPartyIds: [PROVINCE, TRIBE, TRIBE], textHash })
      .then(confirmedBy(PROVINCE, TRIBE))
      .leaving({ status: 'CONFIRMED' });
    withAll(held, drafted)
      .when(ConfirmMinutes, { byPartyIds: [PROVINCE], textHash })
      .then(confirmedBy(PROVINCE))
      .leaving({ status: 'MINUTED' });
    withAll(held, drafted, confirmedBy(PROVINCE))
      .when(ConfirmMinutes, { byPartyIds: [TRIBE], textHash })
      .then(confirmedBy(TRIBE))
      .leaving({ status: 'CONFIRMED' });
  });

  it('exactly these words, as a party whose minutes they are, once', () => {
    withAll(held, drafted)
      .when(ConfirmMinutes, { byPartyIds: [TRIBE], textHash: textOf(otherWords).textHash })
      .thenRefused('contact.other-minutes');
    withAll(held, drafted)
      .when(ConfirmMinutes, { byPartyIds: [THIRD_PARTY], textHash })
      .thenRefused('contact.not-of-the-minutes');
    withAll(held, drafted, confirmedBy(TRIBE))
      .when(ConfirmMinutes, { byPartyIds: [TRIBE], textHash })
      .thenRefused('contact.already-confirmed');
    withAll(held, gone(drafted, 'text'))
      .when(ConfirmMinutes, { byPartyIds: [TRIBE], textHash })
      .thenRefused('record.erased');
  });

  it('and then they are drafted and disputed no more, but what was said may still be added', () => {
    const all = [held, drafted, confirmedBy(PROVINCE, TRIBE)] as const;
    withAll(...all)
      .when(DraftMinutes, { ...draft, text: otherWords })
      .thenRefused('contact.out-of-turn');
    withAll(...all)
      .when(DisputeMinutes, objection)
      .thenRefused('contact.out-of-turn');
    const statement = { speakerId: NEGOTIATOR, attribution: 'ATTRIBUTABLE', verbatim: false } as const;
    withAll(...all)
      .when(RecordStatement, { ...statement, text: minutes })
      .then(contactEvents.StatementRecorded({ ...statement, text: textOf(minutes) }))
      .leaving({ status: 'CONFIRMED' });
  });
});

describe('a party disputes them', () => {
  it('naming the passage, which takes its confirmation back', () => {
    withAll(held, drafted, confirmedBy(TRIBE))
      .when(DisputeMinutes, objection)
      .then(disputed)
      .leaving({ status: 'DISPUTED', minutes: { ...drafted.data, minutesId: eventId(2), confirmedBy: [], disputedBy: [TRIBE] } });
  });

  it('until it confirms them after all', () => {
    withAll(held, drafted, confirmedBy(PROVINCE), disputed)
      .when(ConfirmMinutes, { byPartyIds: [TRIBE], textHash })
      .then(confirmedBy(TRIBE))
      .leaving({ status: 'CONFIRMED' });
    withAll(held, drafted, disputed)
      .when(ConfirmMinutes, { byPartyIds: [TRIBE], textHash })
      .then(confirmedBy(TRIBE))
      .leaving({ status: 'MINUTED' });
    withAll(held, drafted, disputed)
      .when(ConfirmMinutes, { byPartyIds: [PROVINCE], textHash })
      .then(confirmedBy(PROVINCE))
      .leaving({ status: 'DISPUTED' });
  });

  it('as one whose minutes they are, once', () => {
    withAll(held, drafted)
      .when(DisputeMinutes, { ...objection, partyId: THIRD_PARTY })
      .thenRefused('contact.not-of-the-minutes');
    withAll(held, drafted, disputed).when(DisputeMinutes, objection).thenRefused('contact.already-disputed');
  });

  it('what can no longer be read of it confirms and disputes nothing', () => {
    expect(stateAfter(held, drafted, gone(confirmedBy(PROVINCE, TRIBE), 'byPartyIds')).status).toBe('MINUTED');
    expect(stateAfter(held, drafted, gone(disputed, 'partyId')).status).toBe('MINUTED');
    expect(stateAfter(held, gone(drafted, 'partyIds'), confirmedBy(PROVINCE, TRIBE)).status).toBe('MINUTED');
  });
});

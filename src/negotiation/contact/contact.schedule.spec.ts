import { describe, it } from '@jest/globals';
import {
  forTribalLeaders,
  INITIATIVE,
  inPhase1,
  MANDATE,
  mandated,
  notification,
  notified,
  objected,
  phase1,
  plan,
  proposed,
  scheduled,
  counterpart,
  day,
  ELDER,
  TRIBE,
  PROVINCE,
  NOTHING,
} from '../../../test/support/contact-sample';
import { province, somebody, tribe } from '../../../test/support/clearance-sample';
import { gone, happened, NOW, specOf } from '../../../test/support/decider-spec';
import type { EventOf } from '../../kernel/events';
import { initiativeEvents } from '../initiative/initiative.events';
import { initiative } from '../initiative/initiative.state';
import { mandateEvents } from '../mandate/mandate.events';
import { mandate } from '../mandate/mandate.state';
import { participantEvents } from '../participant/participant.events';
import { participant } from '../participant/participant.state';
import { partyEvents } from '../party/party.events';
import { party } from '../party/party.state';
import { CancelContact, RescheduleContact, ScheduleContact } from './contact.commands';
import { contactDecider } from './contact.decider';
import { contactEvents } from './contact.events';
import { contact } from './contact.state';

const { given } = specOf(contact, contactDecider);
const { ContactScheduled, ContactRescheduled, ContactCancelled } = contactEvents;

/** With an elder of a tribe who is known, under an initiative and a mandate as they stand. */
const under = (course: readonly EventOf<typeof initiativeEvents>[], terms: readonly EventOf<typeof mandateEvents>[] = mandated) =>
  given()
    .and(initiative, INITIATIVE, ...course)
    .and(mandate, MANDATE, ...terms)
    .and(participant, ELDER, somebody)
    .and(party, TRIBE, tribe);

describe('a contact with the other side is scheduled', () => {
  it('once the federal government is told, the mandate is in force and the phase is open', () => {
    under(inPhase1)
      .when(ScheduleContact, plan)
      .then(scheduled)
      .leaving({ status: 'PLANNED', plannedFor: day('2025-03-10'), absent: [] });
  });

  it('without a date where nobody has named one; none is made up (S28)', () => {
    under(inPhase1)
      .when(ScheduleContact, { ...plan, plannedFor: null, plannedText: 'very soon' })
      .then(ContactScheduled({ ...scheduled.data, plannedFor: null, plannedText: 'very soon' }))
      .leaving({ status: 'PLANNED', plannedFor: null, plannedText: 'very soon' });
  });

  it('with people and for parties that are registered', () => {
    given()
      .and(initiative, INITIATIVE, ...inPhase1)
      .and(mandate, MANDATE, ...mandated)
      .and(party, TRIBE, tribe)
      .when(ScheduleContact, plan)
      .thenRefused('contact.participant-unknown');
    given()
      .and(initiative, INITIATIVE, ...inPhase1)
      .and(mandate, MANDATE, ...mandated)
      .and(participant, ELDER, somebody)
      .when(ScheduleContact, plan)
      .thenRefused('contact.party-unknown');
  });

  it('under an initiative that goes on', () => {
    const over = initiativeEvents.InitiativeTerminated({ ground: 'COLLAPSE_OF_TALKS', reason: 'It came to nothing.' });
    under([]).when(ScheduleContact, plan).thenRefused('contact.initiative-unknown');
    under([...inPhase1, over])
      .when(ScheduleContact, plan)
      .thenRefused('contact.initiative-unknown');
  });

  it('for what is to come', () => {
    under(inPhase1)
      .when(ScheduleContact, { ...plan, plannedFor: day('2025-02-28') })
      .thenRefused('contact.plan-in-the-past');
  });

  it('and only once', () => {
    given(scheduled).when(ScheduleContact, plan).thenRefused('contact.out-of-turn');
  });
});

describe('the federal government is told first (INV-01)', () => {
  it('nothing is scheduled with the other side before it is', () => {
    under(proposed).when(ScheduleContact, plan).thenRefused('contact.not-notified', 'INV-01');
    under(proposed)
      .when(ScheduleContact, { ...plan, plannedFor: null })
      .thenRefused('contact.not-notified', 'INV-01');
  });

  it('a notification of which nobody knows when it was made came before no date that is named', () => {
    const undated = {
      from: null,
      precision: 'UNKNOWN',
      zone: 'Asia/Karachi',
      calendar: 'GREGORIAN',
      originalText: 'undated copy',
    } as const;
    const sometime = [...proposed, happened(notification, { occurredAt: undated }), phase1];
    under(sometime).when(ScheduleContact, plan).thenRefused('contact.not-notified', 'INV-01');
    under(sometime)
      .when(ScheduleContact, { ...plan, plannedFor: null })
      .then(ContactScheduled({ ...scheduled.data, plannedFor: null }));
  });

  it('a plan for this month is one for the rest of it', () => {
    const thisMonth = { from: '2025-02', precision: 'MONTH', zone: 'Asia/Kabul', calendar: 'GREGORIAN' } as const;
    under(inPhase1)
      .at('2025-02-25T09:00:00.000Z')
      .when(ScheduleContact, { ...plan, plannedFor: thisMonth })
      .then(ContactScheduled({ ...scheduled.data, plannedFor: thisMonth }));
  });

  it('what is held among ourselves needs nothing of it', () => {
    const { mandateId: _, ...amongOurselves } = scheduled.data;
    under(proposed, [])
      .when(ScheduleContact, { ...plan, counterparts: [], acts: [] })
      .then(ContactScheduled({ ...amongOurselves, counterparts: [], acts: [] }));
  });
});

describe('while a federal objection stands (domain 4.3.1)', () => {
  it('nothing is scheduled with the other side', () => {
    under([...inPhase1, objected])
      .when(ScheduleContact, plan)
      .thenRefused('initiative.objection-open');
  });

  it('once it is lifted, it is', () => {
    const lifted = initiativeEvents.FederalObjectionLifted({ objectionId: '00000000-0000-4000-9000-000000000005', reason: 'Agreed.' });
    under([...inPhase1, objected, lifted])
      .when(ScheduleContact, plan)
      .then(scheduled);
  });
});

describe('a contact keeps to the mandate (INV-10)', () => {
  it('it names what is to be done', () => {
    under(inPhase1)
      .when(ScheduleContact, { ...plan, acts: [] })
      .thenRefused('contact.no-acts', 'INV-10');
  });

  it('terms that are only drafted allow nothing, nor do terms that are over by then', () => {
    under(inPhase1, [mandated[0]]).when(ScheduleContact, plan).thenRefused('contact.no-mandate', 'INV-10');
    under(inPhase1)
      .when(ScheduleContact, { ...plan, plannedFor: day('2026-01-05') })
      .thenRefused('contact.no-mandate', 'INV-10');
  });

  it('in no phase nothing is allowed', () => {
    under(notified).when(ScheduleContact, plan).thenRefused('contact.no-mandate', 'INV-10');
  });

  it('what the mandate lists for the second phase is not done in the first', () => {
    under(inPhase1)
      .when(ScheduleContact, { ...plan, acts: ['LISTEN', 'NEGOTIATE_TEXT'] })
      .thenRefused('contact.act-not-mandated', 'INV-10');
  });

  it('beside track 1 one listens and explores, and does no more', () => {
    under(inPhase1)
      .when(ScheduleContact, { ...plan, track: 'TRACK_2' })
      .then(ContactScheduled({ ...scheduled.data, track: 'TRACK_2' }));
    under(inPhase1)
      .when(ScheduleContact, { ...plan, track: 'TRACK_2', acts: ['LISTEN', 'COORDINATE'] })
      .thenRefused('contact.not-official', 'INV-10');
  });

  it('those with whom it is held are of a kind that the mandate provides for, or of a party that it names', () => {
    const asked = (terms: readonly EventOf<typeof mandateEvents>[], ...posts: readonly EventOf<typeof participantEvents>[]) =>
      under(inPhase1, terms)
        .and(participant, ELDER, somebody, ...posts)
        .when(ScheduleContact, plan);
    asked(forTribalLeaders, counterpart('AFGHAN_GOVERNMENT_REPRESENTATIVE')).thenRefused('contact.counterpart-not-mandated', 'INV-10');
    asked(forTribalLeaders, counterpart('AFGHAN_TRIBAL_LEADER')).then(scheduled);
    asked(forTribalLeaders, counterpart('AFGHAN_GOVERNMENT_REPRESENTATIVE', PROVINCE)).then(scheduled);
    const named = mandateEvents.MandateDrafted({ ...forTribalLeaders[0].data, counterpartPartyIds: [TRIBE] });
    asked([named, ...mandated.slice(1)], counterpart('AFGHAN_GOVERNMENT_REPRESENTATIVE')).then(scheduled);
  });

  it('the agenda keeps to the mandated topics (INV-08)', () => {
    under(inPhase1)
      .when(ScheduleContact, { ...plan, topics: ['SECURITY', 'REFUGEES'] })
      .thenRefused('contact.topic-not-mandated', 'INV-08');
  });
});

describe('a listed party is met only with federal clearance (INV-32)', () => {
  const listing = partyEvents.ListingStatusRecorded({ list: 'A list (invented)', status: 'PROSCRIBED' });
  const since = (from: string) => happened(listing, { occurredAt: day(from) });
  const listed = since('2025-01-15');
  const named = [mandateEvents.MandateDrafted({ ...mandated[0].data, counterpartPartyIds: [TRIBE] }), mandated[1], mandated[2]] as const;
  const unnamed = forTribalLeaders;
  const contactWith = (terms: readonly EventOf<typeof mandateEvents>[], ...history: readonly EventOf<typeof partyEvents>[]) =>
    under(inPhase1, terms)
      .and(participant, ELDER, somebody, counterpart('AFGHAN_TRIBAL_LEADER'))
      .and(party, TRIBE, tribe, ...history);

  it('not where the mandate provides for its kind alone', () => {
    contactWith(unnamed, listed).when(ScheduleContact, plan).thenRefused('contact.listed-party', 'INV-32');
    contactWith(unnamed).when(ScheduleContact, plan).then(scheduled);
  });

  it('not without a mandate, and before anything else is asked', () => {
    contactWith([], listed).when(ScheduleContact, plan).thenRefused('contact.listed-party', 'INV-32');
    under(proposed, unnamed).and(party, TRIBE, tribe, listed).when(ScheduleContact, plan).thenRefused('contact.listed-party', 'INV-32');
  });

  it('where the mandate in force names it: with that the federal side has cleared it', () => {
    contactWith(named, listed).when(ScheduleContact, plan).then(scheduled);
    contactWith([named[0], named[1]], listed).when(ScheduleContact, plan).thenRefused('contact.listed-party', 'INV-32');
  });

  it('as the list stands when it is to take place', () => {
    contactWith(unnamed, since('2025-03-10')).when(ScheduleContact, plan).thenRefused('contact.listed-party', 'INV-32');
    contactWith(unnamed, since('2025-03-11')).when(ScheduleContact, plan).then(scheduled);
    const delisting = partyEvents.ListingStatusRecorded({ ...listing.data, status: 'DELISTED' });
    contactWith(unnamed, listed, happened(delisting, { occurredAt: day('2025-03-09') }))
      .when(ScheduleContact, plan)
      .then(scheduled);
  });

  it('nor is a plan moved to when it is listed', () => {
    const move = { plannedFor: day('2025-04-02'), reason: 'The pass is snowed up.' } as const;
    given(scheduled)
      .and(initiative, INITIATIVE, ...inPhase1)
      .and(mandate, MANDATE, ...unnamed)
      .and(participant, ELDER, somebody)
      .and(party, TRIBE, tribe, since('2025-04-01'))
      .when(RescheduleContact, move)
      .thenRefused('contact.listed-party', 'INV-32');
  });
});

describe('nobody is met who has withdrawn his consent', () => {
  const said = (yes: boolean, from: string) =>
    happened(participantEvents.ConsentRecorded({ purpose: 'TAKING_PART', given: yes }), { occurredAt: day(from) });

  it('unless he has given it again by then', () => {
    under(inPhase1)
      .and(participant, ELDER, somebody, said(false, '2025-02-01'))
      .when(ScheduleContact, plan)
      .thenRefused('contact.consent-withdrawn');
    under(inPhase1)
      .and(participant, ELDER, somebody, said(false, '2025-02-01'), said(true, '2025-02-20'))
      .when(ScheduleContact, plan)
      .then(scheduled);
  });
});

describe('a planned contact is put to another time', () => {
  const planned = () =>
    given(scheduled)
      .and(initiative, INITIATIVE, ...inPhase1)
      .and(mandate, MANDATE, ...mandated);
  const move = { plannedFor: day('2025-04-02'), reason: 'The pass is snowed up.' } as const;

  it('or another place, by the rules for a new one', () => {
    const { place } = plan;
    planned()
      .when(RescheduleContact, { ...move, place: { ...place, name: 'Torkham' } })
      .then(ContactRescheduled({ ...move, place: { ...place, name: 'Torkham' } }))
      .leaving({ status: 'PLANNED', plannedFor: day('2025-04-02'), place: { ...place, name: 'Torkham' } });
    planned()
      .when(RescheduleContact, { ...move, plannedFor: day('2026-01-05') })
      .thenRefused('contact.no-mandate', 'INV-10');
    planned()
      .when(RescheduleContact, { ...move, plannedFor: day('2025-02-01') })
      .thenRefused('contact.plan-in-the-past');
  });

  it('not while an objection stands; put off without a date it may be all the same', () => {
    const under = () =>
      given(scheduled)
        .and(initiative, INITIATIVE, ...inPhase1, objected)
        .and(mandate, MANDATE, ...mandated);
    under().when(RescheduleContact, move).thenRefused('initiative.objection-open');
    const putOff = { plannedFor: null, plannedText: 'once it is lifted', reason: 'The Foreign Office has objected.' } as const;
    under()
      .when(RescheduleContact, putOff)
      .then(ContactRescheduled(putOff))
      .leaving({ plannedFor: null, plannedText: 'once it is lifted' });
  });

  it('not once its own terms are erased', () => {
    given(gone(scheduled, 'acts'))
      .and(initiative, INITIATIVE, ...inPhase1)
      .and(mandate, MANDATE, ...mandated)
      .when(RescheduleContact, move)
      .thenRefused('record.erased');
  });
});

describe('a planned contact is cancelled', () => {
  const cancelled = { byPartyId: TRIBE, reason: 'The elders are in mourning.' } as const;

  it('by a party that is known, and then not held', () => {
    given(scheduled)
      .and(party, TRIBE, tribe)
      .when(CancelContact, cancelled)
      .then(ContactCancelled(cancelled))
      .leaving({ status: 'CANCELLED' });
    given(scheduled)
      .and(party, PROVINCE, province)
      .when(CancelContact, { ...cancelled, byPartyId: NOTHING })
      .thenRefused('contact.party-unknown');
    given(scheduled, ContactCancelled(cancelled)).at(NOW).when(CancelContact, cancelled).thenRefused('contact.out-of-turn');
  });
});

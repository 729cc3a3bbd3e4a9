import { describe, expect, it } from '@jest/globals';
import * as clearance from '../../../test/support/clearance-sample';
import {
  day,
  ELDER,
  FOCAL_PERSON,
  held,
  INITIATIVE,
  inPhase1,
  MANDATE,
  mandated,
  NOTHING,
  notification,
  notified,
  objected,
  proposed,
  PROVINCE,
  scheduled,
  TRIBE,
} from '../../../test/support/contact-sample';
import { drafted } from '../../../test/support/mandate-sample';
import { eventId, gone, happened, SELF, specOf } from '../../../test/support/decider-spec';
import type { Flag } from '../../kernel/envelope';
import { type EventOf, flagged } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { initiative } from '../initiative/initiative.state';
import { mandateEvents } from '../mandate/mandate.events';
import { mandate } from '../mandate/mandate.state';
import { participant } from '../participant/participant.state';
import { partyEvents } from '../party/party.events';
import { party } from '../party/party.state';
import {
  AcceptReconciliation,
  AnnounceJirgaDecision,
  AttachTranslation,
  ConferWaak,
  DeclareTruce,
  EndTruce,
  ForfeitSecurityDeposit,
  GiveBadragga,
  LodgeSecurityDeposit,
  OfferPrayer,
  ReturnSecurityDeposit,
  SeekReconciliation,
  WithdrawWaak,
} from './contact.commands';
import { contactDecider } from './contact.decider';
import { contactEvents } from './contact.events';
import { contact, jirgaOf } from './contact.state';

const { province, somebody, tribe } = clearance;
const { given, stateAfter } = specOf(contact, contactDecider);
const {
  WaakConferred,
  WaakWithdrawn,
  JirgaDecisionAnnounced,
  TruceDeclared,
  TruceEnded,
  SecurityDepositLodged,
  SecurityDepositForfeited,
  SecurityDepositReturned,
  ReconciliationSought,
  ReconciliationAccepted,
  PrayerOffered,
  BadraggaGiven,
} = contactEvents;

/* Two tribes on one pasture; everybody and everything is invented. */

const CLAN = '30000000-0000-4000-8000-000000000021';
const OTHER_SESSION = '80000000-0000-4000-8000-000000000021';
const session = contactEvents.ContactHeld({ ...held.data, kind: 'JIRGA_SESSION' });
const call = contactEvents.ContactHeld({ ...held.data, kind: 'CALL' });

const withAll = (...history: readonly EventOf<typeof contactEvents>[]) =>
  given(...history)
    .and(initiative, INITIATIVE, ...inPhase1)
    .and(mandate, MANDATE, ...mandated)
    .and(participant, ELDER, somebody)
    .and(participant, FOCAL_PERSON, somebody)
    .and(party, TRIBE, tribe)
    .and(party, CLAN, tribe)
    .and(party, PROVINCE, province)
    .occurring(day('2025-02-28'));

const waakOf = (fromPartyId: string) => ({ fromPartyId, scope: 'The quarrel over the pasture', revocable: true }) as const;
const conferred = (fromPartyId: string, over: object = {}, on = '2025-02-27') =>
  happened(WaakConferred({ ...waakOf(fromPartyId), ...over }), { occurredAt: day(on) });

describe('a party hands the jirga authority to decide for it', () => {
  it('for something, for a time, under the name that was spoken', () => {
    const spoken = { word: 'واک', lang: 'ps', script: 'Arab' } as const;
    withAll(session)
      .when(ConferWaak, { ...waakOf(TRIBE), validUntil: '2025-04-01T00:00:00Z', spoken })
      .then(WaakConferred({ ...waakOf(TRIBE), validUntil: '2025-04-01T00:00:00.000Z', spoken }));
  });

  it('in a session of a jirga that was held, as a party that is known', () => {
    withAll(held).when(ConferWaak, waakOf(TRIBE)).thenRefused('contact.not-fitting');
    withAll(scheduled).when(ConferWaak, waakOf(TRIBE)).thenRefused('contact.out-of-turn');
    withAll(session).when(ConferWaak, waakOf(NOTHING)).thenRefused('contact.party-unknown');
    withAll(gone(session, 'kind')).when(ConferWaak, waakOf(TRIBE)).thenRefused('record.erased');
  });

  it('not for a time that was over before it began', () => {
    withAll(session)
      .when(ConferWaak, { ...waakOf(TRIBE), validUntil: '2025-02-27T00:00:00Z' })
      .thenRefused('contact.over-before-it-began');
  });

  it('and takes it back, once, if it may', () => {
    const withdrawal = { waakId: eventId(2), reason: 'They were not heard.' };
    withAll(session, conferred(TRIBE)).when(WithdrawWaak, withdrawal).then(WaakWithdrawn(withdrawal));
    withAll(session, conferred(TRIBE, { revocable: false }))
      .when(WithdrawWaak, withdrawal)
      .thenRefused('contact.waak-irrevocable');
    withAll(session).when(WithdrawWaak, withdrawal).thenRefused('contact.waak-unknown');
    withAll(session, conferred(TRIBE), WaakWithdrawn(withdrawal)).when(WithdrawWaak, withdrawal).thenRefused('contact.waak-unknown');
  });
});

describe('a jirga decides', () => {
  const text = { lang: 'ps', body: 'څړځای به دواړه کاروي.' } as const;
  const decision = {
    text,
    basis: { kind: 'CUSTOMARY', narkhOf: TRIBE },
    partyIds: [TRIBE, CLAN],
    unanimous: true,
    sessionIds: [],
  } as const;
  const announced = (binding: boolean, ...waakIds: string[]) => {
    const { sessionIds: _, ...said } = decision;
    return JirgaDecisionAnnounced({ ...said, text: textOf(text), basis: { ...said.basis }, partyIds: [TRIBE, CLAN], binding, waakIds });
  };

  it('bindingly, where each party that it is about had handed over its authority', () => {
    withAll(session, conferred(TRIBE), conferred(CLAN))
      .when(AnnounceJirgaDecision, decision)
      .then(announced(true, eventId(2), eventId(3)));
    const [only] = jirgaOf(stateAfter(session, announced(true))).decisions;
    expect(only).toMatchObject({ decisionId: eventId(2), standing: 'BINDING', partyIds: [TRIBE, CLAN] });
    expect(only).not.toHaveProperty('text');
  });

  it('else it recommends', () => {
    const recommends = (...waaks: readonly EventOf<typeof contactEvents>[]) =>
      withAll(session, conferred(TRIBE), ...waaks)
        .when(AnnounceJirgaDecision, decision)
        .then(announced(false, eventId(2)));
    recommends();
    recommends(conferred(CLAN, { validUntil: '2025-02-27T19:30:00.000Z' }));
    recommends(conferred(CLAN, {}, '2025-03-01'));
    recommends(conferred(CLAN), happened(WaakWithdrawn({ waakId: eventId(3), reason: 'No.' }), { occurredAt: day('2025-02-28') }));
    recommends(gone(conferred(CLAN, { validUntil: '2025-09-01T00:00:00.000Z' }), 'validUntil'));
    recommends(gone(conferred(CLAN), 'fromPartyId'));
    expect(jirgaOf(stateAfter(session, announced(false))).decisions).toMatchObject([{ standing: 'RECOMMENDED' }]);
    const erased = gone(announced(true), 'binding');
    expect(jirgaOf(stateAfter(session, erased)).decisions).toMatchObject([{ standing: { erased: expect.any(String) } }]);
  });

  it('by authority that counts at the last moment before its end, or before it is taken back', () => {
    withAll(session, conferred(TRIBE, { validUntil: '2025-02-27T19:30:00.001Z' }), conferred(CLAN))
      .when(AnnounceJirgaDecision, decision)
      .then(announced(true, eventId(2), eventId(3)));
    withAll(session, conferred(TRIBE), conferred(CLAN))
      .occurring({ from: null, precision: 'UNKNOWN', zone: 'Asia/Kabul', calendar: 'GREGORIAN', originalText: 'one day' })
      .when(AnnounceJirgaDecision, decision)
      .then(announced(false));
  });

  it('by what was handed over in an earlier session of the same initiative', () => {
    const elsewhere = (...history: readonly EventOf<typeof contactEvents>[]) =>
      withAll(session, conferred(CLAN))
        .and(contact, OTHER_SESSION, ...history)
        .when(AnnounceJirgaDecision, { ...decision, sessionIds: [OTHER_SESSION, SELF] });
    const earlier = happened(WaakConferred(waakOf(TRIBE)), { occurredAt: day('2025-02-20'), id: eventId(77) });
    elsewhere(session, earlier).then(announced(true, eventId(2), eventId(77)));
    elsewhere(scheduled).thenRefused('contact.session-unknown');
    elsewhere(contactEvents.ContactHeld({ ...session.data, initiativeId: NOTHING }), earlier).thenRefused('contact.session-unknown');
    elsewhere().thenRefused('contact.session-unknown');
  });

  it('in a session, about parties and by the custom of one that are known', () => {
    withAll(held).when(AnnounceJirgaDecision, decision).thenRefused('contact.not-fitting');
    withAll(session)
      .when(AnnounceJirgaDecision, { ...decision, partyIds: [TRIBE, NOTHING] })
      .thenRefused('contact.party-unknown');
    withAll(session)
      .when(AnnounceJirgaDecision, { ...decision, basis: { kind: 'CUSTOMARY', narkhOf: NOTHING } })
      .thenRefused('contact.party-unknown');
  });

  it('in words that are translated beside the original (INV-37)', () => {
    const translation = { originalEventId: eventId(2), text: { lang: 'en', body: 'Both use the pasture.' }, method: 'HUMAN' } as const;
    withAll(session, announced(false))
      .when(AttachTranslation, translation)
      .then(contactEvents.TranslationAttached({ ...translation, text: textOf(translation.text), originalTextHash: textOf(text).textHash }));
  });
});

const truce = {
  form: 'TEEGA',
  partyIds: [TRIBE, CLAN],
  coverage: 'The valley, against all fire',
  until: day('2025-03-31'),
  oral: true,
} as const;
const declared = happened(TruceDeclared({ ...truce, partyIds: [TRIBE, CLAN] }), { occurredAt: day('2025-02-20') });

describe('a truce', () => {
  it('is declared between parties, somewhere, until some time, with what becomes of who breaks it', () => {
    const sanction = { kind: 'NAGHA', text: 'A fine to the jirga', money: { amountMinor: '50000000', currency: 'PKR' } } as const;
    const spoken = { word: 'تیږه', lang: 'ps', script: 'Arab' } as const;
    withAll(session)
      .when(DeclareTruce, { ...truce, sanction, spoken })
      .then(TruceDeclared({ ...declared.data, sanction, spoken }));
    withAll(session)
      .when(DeclareTruce, { ...truce, until: null })
      .then(TruceDeclared({ ...declared.data, until: null }));
  });

  it('is a stone only in a jirga; under another name it comes by whatever way', () => {
    withAll(call).when(DeclareTruce, truce).thenRefused('contact.not-fitting');
    withAll(call)
      .when(DeclareTruce, { ...truce, form: 'CEASEFIRE' })
      .then(TruceDeclared({ ...declared.data, form: 'CEASEFIRE' }));
  });

  it('holds back parties that are known, and does not end before it begins', () => {
    withAll(session)
      .when(DeclareTruce, { ...truce, partyIds: [NOTHING] })
      .thenRefused('contact.party-unknown');
    withAll(session)
      .when(DeclareTruce, { ...truce, until: day('2025-02-27') })
      .thenRefused('contact.over-before-it-began');
  });

  it('ends once, in its time', () => {
    const end = { truceId: eventId(2), byPartyId: CLAN, reason: 'Shots were fired.' };
    const ended = TruceEnded(end);
    withAll(session, declared).when(EndTruce, end).then(ended);
    withAll(session, declared)
      .when(EndTruce, { truceId: eventId(2), reason: 'Nobody knows by whom.' })
      .then(TruceEnded({ truceId: eventId(2), reason: 'Nobody knows by whom.' }));
    withAll(session, declared, ended).when(EndTruce, end).thenRefused('contact.truce-over');
    withAll(session, declared)
      .occurring(day('2025-04-01'))
      .at('2025-04-02T00:00:00.000Z')
      .when(EndTruce, end)
      .thenRefused('contact.truce-over');
    withAll(session, declared).occurring(day('2025-02-19')).when(EndTruce, end).thenRefused('contact.over-before-it-began');
    withAll(session).when(EndTruce, end).thenRefused('contact.truce-unknown');
    withAll(session, declared)
      .when(EndTruce, { ...end, byPartyId: NOTHING })
      .thenRefused('contact.party-unknown');
    const [over] = jirgaOf(stateAfter(session, declared, happened(ended, { occurredAt: day('2025-03-05') }))).truces;
    expect(over?.end).toEqual({ byPartyId: CLAN, reason: 'Shots were fired.', at: '2025-03-04T19:30:00.000Z' });
  });

  it('without an end, or with one that nobody can read, does not run out', () => {
    const end = { truceId: eventId(2), reason: 'It was lifted.' };
    const later = (history: EventOf<typeof contactEvents>) =>
      withAll(session, history).occurring(day('2026-02-01')).at('2026-02-02T00:00:00.000Z').when(EndTruce, end).then(TruceEnded(end));
    later(TruceDeclared({ ...declared.data, until: null }));
    later(gone(declared, 'until'));
  });
});

describe('a deposit', () => {
  const deposit = {
    partyId: CLAN,
    items: [
      { kind: 'MONEY', description: 'In notes', money: { amountMinor: '100000000', currency: 'PKR' } },
      { kind: 'ARMS', description: 'Rifles', quantity: 12 },
    ],
    custodianId: ELDER,
    truceId: eventId(2),
  } as const;
  const lodged = SecurityDepositLodged({ ...deposit, items: [...deposit.items] });
  const forfeit = { depositId: eventId(3), toPartyId: TRIBE, reason: 'The truce was broken.' };

  it('is left with somebody who is known, for a truce that was declared', () => {
    withAll(session, declared).when(LodgeSecurityDeposit, deposit).then(lodged);
    const { truceId: _, ...freely } = deposit;
    withAll(session)
      .when(LodgeSecurityDeposit, freely)
      .then(SecurityDepositLodged({ ...freely, items: [...freely.items] }));
    withAll(session).when(LodgeSecurityDeposit, deposit).thenRefused('contact.truce-unknown');
    withAll(call).when(LodgeSecurityDeposit, freely).thenRefused('contact.not-fitting');
    withAll(session)
      .when(LodgeSecurityDeposit, { ...freely, partyId: NOTHING })
      .thenRefused('contact.party-unknown');
    withAll(session)
      .when(LodgeSecurityDeposit, { ...freely, custodianId: NOTHING })
      .thenRefused('contact.participant-unknown');
  });

  it('is forfeited or returned, once, by its own name', () => {
    const [forfeited, returned] = [SecurityDepositForfeited(forfeit), SecurityDepositReturned({ depositId: eventId(3) })];
    withAll(session, declared, lodged).when(ForfeitSecurityDeposit, forfeit).then(forfeited);
    withAll(session, declared, lodged)
      .when(ReturnSecurityDeposit, { depositId: eventId(3) })
      .then(returned);
    for (const settled of [forfeited, returned]) {
      withAll(session, declared, lodged, settled).when(ForfeitSecurityDeposit, forfeit).thenRefused('contact.deposit-settled');
      withAll(session, declared, lodged, settled)
        .when(ReturnSecurityDeposit, { depositId: eventId(3) })
        .thenRefused('contact.deposit-settled');
    }
    withAll(session, declared).when(ForfeitSecurityDeposit, forfeit).thenRefused('contact.deposit-unknown');
    withAll(session, declared)
      .when(ReturnSecurityDeposit, { depositId: eventId(2) })
      .thenRefused('contact.deposit-unknown');
    withAll(session, declared, lodged)
      .when(ForfeitSecurityDeposit, { ...forfeit, toPartyId: NOTHING })
      .thenRefused('contact.party-unknown');
    const deposits = (...events: readonly EventOf<typeof contactEvents>[]) =>
      jirgaOf(stateAfter(session, declared, lodged, ...events)).deposits;
    expect(deposits()).toMatchObject([{ standing: 'LODGED', toPartyId: null }]);
    expect(deposits(forfeited)).toMatchObject([{ standing: 'FORFEITED', toPartyId: TRIBE }]);
    expect(deposits(returned)).toMatchObject([{ standing: 'RETURNED', toPartyId: null }]);
  });
});

describe('reconciliation', () => {
  const seeking = { form: 'NANAWATAI', byPartyId: CLAN, ofPartyId: TRIBE } as const;
  const sought = ReconciliationSought(seeking);
  const acceptance = { soughtId: eventId(2), outcome: 'SAZ', compensation: { amountMinor: '2500000', currency: 'PKR' } } as const;

  it('is sought by one party of another, where they sit together', () => {
    withAll(held).when(SeekReconciliation, seeking).then(sought);
    withAll(call).when(SeekReconciliation, seeking).thenRefused('contact.not-fitting');
    withAll(held)
      .when(SeekReconciliation, { ...seeking, ofPartyId: CLAN })
      .thenRefused('contact.same-party');
    withAll(held)
      .when(SeekReconciliation, { ...seeking, ofPartyId: NOTHING })
      .thenRefused('contact.party-unknown');
  });

  it('is accepted where it was sought, once', () => {
    const accepted = ReconciliationAccepted(acceptance);
    withAll(held, sought).when(AcceptReconciliation, acceptance).then(accepted);
    withAll(held).when(AcceptReconciliation, acceptance).thenRefused('contact.reconciliation-unknown');
    withAll(held, sought, accepted).when(AcceptReconciliation, acceptance).thenRefused('contact.reconciliation-unknown');
    const { soughtId: _, ...how } = acceptance;
    expect(jirgaOf(stateAfter(held, sought, accepted)).reconciliations).toEqual([{ ...seeking, soughtId: eventId(2), accepted: how }]);
  });
});

describe('in a contact, too,', () => {
  it('prayers are offered', () => {
    const prayer = { ledById: ELDER, occasion: 'After the stone was laid' };
    withAll(held).when(OfferPrayer, prayer).then(PrayerOffered(prayer));
    withAll(held)
      .when(OfferPrayer, { occasion: 'At its end' })
      .then(PrayerOffered({ occasion: 'At its end' }));
    withAll(held)
      .when(OfferPrayer, { ...prayer, ledById: NOTHING })
      .thenRefused('contact.participant-unknown');
    withAll(call).when(OfferPrayer, prayer).thenRefused('contact.not-fitting');
    expect(jirgaOf(stateAfter(held, PrayerOffered(prayer))).prayers).toEqual([{ ...prayer, prayerId: eventId(2) }]);
  });

  it('who comes is escorted', () => {
    const escort = { guarantorPartyId: TRIBE, participantIds: [ELDER], route: 'From the crossing', until: day('2025-03-02') } as const;
    const given = BadraggaGiven({ ...escort, participantIds: [ELDER] });
    withAll(held).when(GiveBadragga, escort).then(given);
    withAll(call).when(GiveBadragga, escort).thenRefused('contact.not-fitting');
    withAll(held)
      .when(GiveBadragga, { ...escort, guarantorPartyId: NOTHING })
      .thenRefused('contact.party-unknown');
    withAll(held)
      .when(GiveBadragga, { ...escort, participantIds: [ELDER, NOTHING] })
      .thenRefused('contact.participant-unknown');
    withAll(held)
      .when(GiveBadragga, { ...escort, until: day('2025-02-27') })
      .thenRefused('contact.over-before-it-began');
    expect(jirgaOf(stateAfter(held, given)).escorts).toMatchObject([{ escortId: eventId(2), guarantorPartyId: TRIBE }]);
  });

  it('and where nothing of it was done, nothing is said of it', () => {
    expect(stateAfter(held)).not.toHaveProperty('jirga');
    expect(jirgaOf(stateAfter(scheduled)).truces).toEqual([]);
  });
});

describe('what binds the party behind the initiative is marked by what was in force then (INV-50)', () => {
  const ours = { ...truce, partyIds: [PROVINCE, TRIBE] };
  const marked = (...flags: readonly Flag[]) => flagged(TruceDeclared({ ...declared.data, partyIds: [PROVINCE, TRIBE] }), flags);
  const signing = [
    mandateEvents.MandateDrafted({ ...drafted.data, acts: { phase1: ['SIGN'], phase2: [] } }),
    mandated[1],
    mandated[2],
  ] as const;
  const mayBeSigned = () => withAll(session).and(mandate, MANDATE, ...signing);

  it('not where terms of reference let it sign, and nobody objected', () => {
    mayBeSigned().when(DeclareTruce, ours).then(marked());
  });

  it('as outside the mandate where they do not, or where no phase was open (INV-10)', () => {
    withAll(session).when(DeclareTruce, ours).then(marked('OUTSIDE_MANDATE'));
    mayBeSigned()
      .and(initiative, INITIATIVE, ...notified)
      .when(DeclareTruce, ours)
      .then(marked('OUTSIDE_MANDATE'));
  });

  it('as without leave where an objection stood, and as before the notification where that came later', () => {
    mayBeSigned()
      .and(initiative, INITIATIVE, ...inPhase1, objected)
      .when(DeclareTruce, ours)
      .then(marked('UNSANCTIONED'));
    mayBeSigned()
      .and(initiative, INITIATIVE, ...proposed, happened(notification, { occurredAt: day('2025-03-01') }))
      .when(DeclareTruce, ours)
      .then(marked('BEFORE_NOTIFICATION', 'OUTSIDE_MANDATE'));
  });

  it('whether it hands over authority, is bound by a decision or leaves a deposit', () => {
    withAll(session)
      .when(ConferWaak, waakOf(PROVINCE))
      .then(flagged(WaakConferred(waakOf(PROVINCE)), ['OUTSIDE_MANDATE']));
    const decision = {
      text: { lang: 'en', body: 'It pays.' },
      basis: { kind: 'RELIGIOUS' },
      partyIds: [PROVINCE],
      unanimous: false,
    } as const;
    const announced = { ...decision, text: textOf(decision.text), basis: { ...decision.basis }, partyIds: [PROVINCE] };
    withAll(session, conferred(PROVINCE))
      .when(AnnounceJirgaDecision, { ...decision, sessionIds: [] })
      .then(flagged(JirgaDecisionAnnounced({ ...announced, binding: true, waakIds: [eventId(2)] }), ['OUTSIDE_MANDATE']));
    withAll(session)
      .when(AnnounceJirgaDecision, { ...decision, sessionIds: [] })
      .then(JirgaDecisionAnnounced({ ...announced, binding: false, waakIds: [] }));
    const deposit = { partyId: PROVINCE, items: [{ kind: 'OTHER', description: 'A pledge' }], custodianId: ELDER } as const;
    withAll(session)
      .when(LodgeSecurityDeposit, deposit)
      .then(flagged(SecurityDepositLodged({ ...deposit, items: [...deposit.items] }), ['OUTSIDE_MANDATE']));
  });

  it('but to ask forgiveness, to give it and to escort somebody binds nobody', () => {
    const seeking = { form: 'NANAWATAI', byPartyId: PROVINCE, ofPartyId: TRIBE } as const;
    withAll(session).when(SeekReconciliation, seeking).then(ReconciliationSought(seeking));
    const escort = { guarantorPartyId: PROVINCE, participantIds: [ELDER], route: 'From the crossing', until: null } as const;
    withAll(session)
      .when(GiveBadragga, escort)
      .then(BadraggaGiven({ ...escort, participantIds: [ELDER] }));
  });

  it('nor where the initiative, or who stands behind it, can no longer be read', () => {
    withAll(session).and(initiative, INITIATIVE, gone(clearance.proposed, 'sponsorPartyId')).when(DeclareTruce, ours).then(marked());
    withAll(session).and(initiative, INITIATIVE).when(DeclareTruce, ours).then(marked());
  });
});

describe('what is done with a listed party that no mandate names is marked (INV-32)', () => {
  const listing = partyEvents.ListingStatusRecorded({ list: 'A list (invented)', status: 'LISTED' });
  const withListed = (on: string) => withAll(session).and(party, CLAN, tribe, happened(listing, { occurredAt: day(on) }));

  it('whichever of the instruments it is', () => {
    const from = withListed('2025-01-01');
    from.when(DeclareTruce, truce).then(flagged(TruceDeclared({ ...declared.data }), ['UNSANCTIONED']));
    from.when(ConferWaak, waakOf(CLAN)).then(flagged(WaakConferred(waakOf(CLAN)), ['UNSANCTIONED']));
    const seeking = { form: 'OTHER', byPartyId: TRIBE, ofPartyId: CLAN } as const;
    from.when(SeekReconciliation, seeking).then(flagged(ReconciliationSought(seeking), ['UNSANCTIONED']));
    const escort = { guarantorPartyId: CLAN, participantIds: [ELDER], route: 'From the crossing', until: null } as const;
    from.when(GiveBadragga, escort).then(flagged(BadraggaGiven({ ...escort, participantIds: [ELDER] }), ['UNSANCTIONED']));
  });

  it('by what the list said then', () => {
    withListed('2025-03-01')
      .when(DeclareTruce, truce)
      .then(TruceDeclared({ ...declared.data }));
  });
});

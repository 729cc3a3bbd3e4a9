import { corrected } from './corrections.mjs';
import { act, eventOf, fact, hashOf, openedBy, opening, text, words } from './words.mjs';

const NOUN = 'contacts';
const PLACE = { name: 'A guest house (fictitious)', country: 'AF', placePrecision: 2 };
const TOPIC = 'CROSS_BORDER_COLLABORATION';

/** What a plan and a report say alike. */
const meeting = ({ elder }, initiativeId) => ({
  ...{ initiativeId, kind: 'MEETING', track: 'TRACK_1', channel: 'OPEN', mode: 'DIRECT', acts: ['LISTEN', 'EXPLORE'] },
  ...{ counterparts: [elder], place: PLACE, clearanceIds: [] },
});
const report = (world, initiativeId) => ({
  ...meeting(world, initiativeId),
  agenda: [{ topic: TOPIC, text: words(), raisedByPartyId: world.partyId }],
});

/** In words of its own, and minuted: what was said, promised and left to do. */
function* minuted({ focal, rapporteur, secondTranslator, translator, partyId, elder, evidenceId }, record) {
  const minutes = text(5);
  const drafted = eventOf(yield act(rapporteur, record, 'draft-minutes', { text: minutes, rapporteurId: rapporteur.id }));
  const disputed = { partyId: elder.partyId, passage: words(), text: words(2) };
  yield fact(rapporteur, record, 'dispute-minutes', disputed);
  const translation = { originalEventId: drafted, text: { ...text(5), lang: 'ps' }, method: 'HUMAN' };
  const translationId = eventOf(yield act(translator, record, 'attach-translation', translation));
  yield act(secondTranslator, record, 'verify-translation', { translationId });
  const followUp = { toParticipantId: focal.id, due: '2025-12-01', text: words() };
  const actionId = eventOf(yield act(rapporteur, record, 'assign-follow-up', followUp));
  yield fact(rapporteur, record, 'complete-follow-up', { actionId, evidenceId });
  yield fact(rapporteur, record, 'confirm-minutes', { byPartyIds: [partyId, elder.partyId], textHash: hashOf(minutes) });
}

/** The meeting in which texts are put on the table. */
export const tableBody = (world, initiativeId) => ({
  ...{ ...meeting(world, initiativeId), acts: ['NEGOTIATE_TEXT'], topics: [TOPIC] },
  ...{ plannedFor: null, plannedText: 'very soon' },
});

/** Planned, put off and held under the terms of reference; nobody comes to another one, and it is cancelled. */
export function* contactPlanned(world, initiativeId) {
  const { focal, partyId, elder } = world;
  const plan = { ...meeting(world, initiativeId), topics: [TOPIC], plannedFor: null, plannedText: 'very soon' };
  const { record } = openedBy(NOUN, yield opening(focal, NOUN, plan));
  yield act(focal, record, 'reschedule', { plannedFor: null, plannedText: 'in spring', reason: words() });
  yield fact(focal, record, 'record-held', { agenda: [{ topic: TOPIC, text: words(), raisedByPartyId: elder.partyId }] });
  yield* minuted(world, record);

  const other = openedBy(NOUN, yield opening(focal, NOUN, plan));
  yield fact(focal, other.record, 'report-counterpart-absence', { participantIds: [elder.participantId] });
  yield act(focal, other.record, 'cancel', { byPartyId: partyId, reason: words() });
  const speech = {
    initiativeId,
    speakerId: focal.id,
    text: text(3),
    refersTo: [],
    mode: 'DIRECT',
    place: PLACE,
    plannedFor: null,
    clearanceIds: [],
  };
  yield act(focal, { noun: NOUN }, 'public-statements', speech);
}

/** Held without a plan; what was said and promised there. One of the promises is disavowed, one is carried by a commitment. */
export function* contactReported(world) {
  const { negotiator, focal, initiativeId, partyId, elder, entered } = world;
  const { record, eventId } = openedBy(NOUN, yield fact(negotiator, { noun: NOUN }, 'unplanned', report(world, initiativeId)));
  yield fact(negotiator, record, 'record-attendance', { attendance: [{ participantId: focal.id, capacity: 'DELEGATE' }] });
  const said = { speakerId: elder.participantId, text: text(3), attribution: 'ATTRIBUTABLE', topic: TOPIC, verbatim: false };
  const statementId = eventOf(yield fact(negotiator, record, 'record-statement', said));
  yield fact(negotiator, record, 'record-position', { partyId: elder.partyId, topic: TOPIC, stance: 'ACCEPT', text: text(3) });
  const promise = () => ({ speakerId: focal.id, toPartyId: elder.partyId, text: text(2), circumstances: words() });
  const [one, other] = [
    eventOf(yield fact(negotiator, record, 'report-undertaking', promise())),
    eventOf(yield fact(negotiator, record, 'report-undertaking', promise())),
  ];
  yield act(focal, record, 'disavow-undertaking', { undertakingId: one, byPartyId: partyId, communicatedToPartyId: elder.partyId });
  yield act(focal, record, 'confirm-undertaking', { undertakingId: other, ...entered });
  const mistaken = { by: negotiator, eventId: statementId };
  yield* corrected(record, { by: negotiator, target: eventId, pointer: '/agenda/0/text', newValue: words(), mistaken });
}

/** A jirga: who lets it decide, what it decides, the stone and what is left for it, and how it makes peace. */
export function* jirgaHeld(world) {
  const { negotiator, initiativeId, partyId, elder } = world;
  const told = { ...report(world, initiativeId), kind: 'JIRGA_SESSION' };
  const { record } = openedBy(NOUN, yield fact(negotiator, { noun: NOUN }, 'unplanned', told));
  const tell = (what, fields) => fact(negotiator, record, what, fields);
  const both = [partyId, elder.partyId];
  const money = { amountMinor: '5000000', currency: 'PKR' };
  yield tell('offer-prayer', { occasion: words() });
  yield tell('give-badragga', { guarantorPartyId: elder.partyId, participantIds: [elder.participantId], route: words(), until: null });
  const waakId = eventOf(yield tell('confer-waak', { fromPartyId: elder.partyId, scope: words(), revocable: true }));
  const basis = { kind: 'CUSTOMARY', narkhOf: elder.partyId };
  yield tell('announce-jirga-decision', { text: text(3), basis, partyIds: [elder.partyId], unanimous: true, sessionIds: [] });
  yield tell('withdraw-waak', { waakId, reason: words() });
  const stone = {
    form: 'TEEGA',
    partyIds: both,
    coverage: words(),
    until: null,
    oral: true,
    sanction: { kind: 'NAGHA', text: words(), money },
  };
  const truceId = eventOf(yield tell('declare-truce', stone));
  const left = {
    partyId: elder.partyId,
    items: [{ kind: 'MONEY', description: words(), money }],
    custodianId: elder.participantId,
    truceId,
  };
  const [one, other] = [eventOf(yield tell('lodge-security-deposit', left)), eventOf(yield tell('lodge-security-deposit', left))];
  yield tell('forfeit-security-deposit', { depositId: one, toPartyId: partyId, reason: words() });
  yield tell('return-security-deposit', { depositId: other });
  yield tell('end-truce', { truceId, reason: words() });
  const soughtId = eventOf(yield tell('seek-reconciliation', { form: 'NANAWATAI', byPartyId: elder.partyId, ofPartyId: partyId }));
  yield tell('accept-reconciliation', { soughtId, outcome: 'ROGHA' });
}

/** Held without leave. */
export const unsanctioned = (world, initiativeId) =>
  fact(world.negotiator, { noun: NOUN }, 'unsanctioned', { ...report(world, initiativeId), explanation: words(2) });

/** A contact without leave, which a process notes in the register of its initiative. */
export function* contactWithoutLeave(world) {
  yield unsanctioned(world, world.initiativeId);
}

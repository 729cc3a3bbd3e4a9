import { corrected } from './corrections.mjs';
import { decided } from './reviews.mjs';
import { act, eventOf, fact, factNow, openedBy, opening, recordOf, words } from './words.mjs';

const NOUN = 'delegations';
const DAY_MS = 86_400_000;
const inDays = (days) => new Date(Date.now() + days * DAY_MS).toISOString();

const seat = (somebody, category, more = {}) => ({ participantId: somebody.id, category, languages: ['ps'], ...more });
const body = (initiativeId, ordinal, delegates) => ({
  ...{ initiativeId, ordinal, purpose: words(), delegates, plannedFor: null, plannedText: 'very soon' },
});
const leg = () => ({ from: 'Peshawar', to: words(), crossing: 'TORKHAM', plannedDepart: null, plannedArrive: null });

/** The first of an initiative, by those who are named last. @returns its record, the event that constituted it, and who goes */
function* constituted(world, initiativeId) {
  const { focal, rapporteur, translator, secondTranslator, official, negotiator, evidenceId } = world;
  const elders = [seat(rapporteur, 'TRIBAL_ELDER'), seat(translator, 'TRIBAL_ELDER')];
  const seats = [seat(focal, 'POLITICAL_LEADER'), ...elders, seat(official, 'GOVERNMENT_OFFICIAL', { senior: true })];
  const { record, eventId } = openedBy(NOUN, yield opening(focal, NOUN, body(initiativeId, 1, seats)));
  const ask = (command, its) => act(focal, record, command, its);
  yield ask('appoint-delegate', seat(negotiator, 'POLITICAL_LEADER'));
  yield ask('withdraw-delegate', { participantId: negotiator.id, reason: words() });
  yield ask('replace-delegate', { outId: translator.id, inId: secondTranslator.id, languages: ['ps'], reason: words() });
  yield ask('name-head', { participantId: rapporteur.id });
  const members = [focal.id, rapporteur.id, secondTranslator.id, official.id];
  for (const participantId of members) {
    const credentials = { acts: ['LISTEN'], validFrom: inDays(-1), validUntil: inDays(90), documentEvidenceId: evidenceId };
    yield ask('issue-credentials', { participantId, ...credentials });
  }
  yield ask('postpone', { reason: words(), plannedFor: null, plannedText: 'in spring' });
  return { record, eventId, members };
}

/** Its travel is reviewed and cleared. @returns the review's record */
function* cleared(world, initiativeId, record) {
  const travel = { initiativeId, subject: 'TRAVEL', subjectId: record.id, urgency: 'ROUTINE', question: words(), exPostFacto: false };
  const review = recordOf('federal-reviews', yield opening(world.focal, 'federal-reviews', travel));
  yield* decided(world, review, undefined, { purpose: 'TRAVEL' });
  return review;
}

/** One goes the whole way and comes back; another one leaves before anybody has answered. */
export function* delegationsSent(world, initiativeId) {
  const { focal, official, elder, evidenceId } = world;
  const { record, eventId, members } = yield* constituted(world, initiativeId);
  const legId = eventOf(yield act(focal, record, 'plan-leg', leg()));
  yield act(focal, record, 'change-leg', { legId, ...leg(), reason: words() });
  const review = yield* cleared(world, initiativeId, record);
  yield act(focal, record, 'authorise-travel', { clearanceId: review.id });
  yield fact(official, record, 'record-safe-passage', { guarantorPartyId: elder.partyId, form: 'BADRAGGA', route: words() });
  yield factNow(official, record, 'record-departure', { members, legId });
  yield fact(official, record, 'record-crossing', { legId, crossing: 'TORKHAM', direction: 'OUT' });
  yield fact(official, record, 'record-arrival', { legId, place: words() });
  const incident = { kind: 'THREAT', memberIds: [members[1]], severity: 'LOW', text: words() };
  const incidentId = eventOf(yield fact(official, record, 'report-safety-incident', incident));
  yield act(focal, record, 'abort', { reason: words() });
  yield fact(official, record, 'record-return', { members });
  yield act(official, record, 'file-debrief', { evidenceId, summary: words(2) });
  const mistaken = { by: official, eventId: incidentId };
  yield* corrected(record, { by: focal, target: eventId, pointer: '/purpose', newValue: words(), mistaken });
  yield act(focal, record, 'dissolve', {});

  const second = recordOf(NOUN, yield opening(focal, NOUN, body(initiativeId, 2, [seat(focal, 'POLITICAL_LEADER')])));
  yield fact(official, second, 'report-unsanctioned-departure', { members: [focal.id], explanation: words() });
  yield fact(official, second, 'record-return', { members: [focal.id] });
}

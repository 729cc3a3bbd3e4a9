import { corrected } from './corrections.mjs';
import { act, eventOf, fact, hashOf, number, openedBy, opening, recordOf, words } from './words.mjs';

const NOUN = 'proposals';
const TOPIC = 'CROSS_BORDER_COLLABORATION';
const HOUR_MS = 3_600_000;

const clean = (eId, its) => ({ eId, segments: [{ state: 'CLEAN', text: its }] });
const parties = ({ partyId, elder }) => [
  { partyId, mark: 'KP' },
  { partyId: elder.partyId, mark: 'TB' },
];
const draft = (world, clauses) => ({
  ...{ initiativeId: world.table.initiativeId, title: `Opening hours ${number()}`, topic: TOPIC, subTopics: [] },
  ...{ authorPartyId: world.partyId, singleUndertaking: true, lang: 'en', parties: parties(world), clauses },
});
const handing = ({ table, elder }) => ({ contactId: table.contactId, toPartyIds: [elder.partyId], nature: 'FORMAL' });

/** @returns the proposal, its event, and its clauses */
function* tabled(world) {
  const clauses = [clean('art_1', words(2)), clean('art_2', words(2))];
  const opened = openedBy(NOUN, yield opening(world.negotiator, NOUN, draft(world, clauses)));
  yield act(world.negotiator, opened.record, 'table', { revision: 1, ...handing(world) });
  return { ...opened, clauses };
}

/** Words are bracketed, others are wanted in their place, and one of them is agreed; then it is worded anew. */
function* haggled({ negotiator, partyId, elder }, record) {
  const ask = (command, baseRevision, body) => act(negotiator, record, command, { baseRevision, ...body });
  yield ask('bracket-text', 1, { eId: 'art_1', part: 1, byPartyId: elder.partyId, reason: words() });
  yield ask('add-alternative', 2, { eId: 'art_1', part: 1, text: words(), byPartyId: elder.partyId });
  const agreedBy = [partyId, elder.partyId];
  yield ask('resolve-bracket', 3, { eId: 'art_1', part: 1, how: 'ACCEPTED', alternative: 2, agreedBy });
  const last = [clean('art_1', words(2)), clean('art_2', words(2))];
  yield ask('revise', 4, { clauses: last, reason: words() });
  return last;
}

/** What was asked about silence, and what became of it. */
function* silent({ focal, negotiator, elder }, record) {
  const deadline = new Date(Date.now() + HOUR_MS).toISOString();
  const opened = yield act(focal, record, 'open-silence-procedure', { revision: 5, deadline, parties: [elder.partyId] });
  const named = { procedureId: eventOf(opened), partyId: elder.partyId };
  yield act(negotiator, record, 'accept-silence-procedure', named);
  yield act(negotiator, record, 'break-silence', named);
}

/** A text goes through brackets and alternatives to an agreement ad referendum, and is withdrawn all the same. */
export function* proposalAgreed(world) {
  const { focal, negotiator, translator, secondTranslator, partyId, elder } = world;
  const { record } = yield* tabled(world);
  const clauses = yield* haggled(world, record);
  yield* silent(world, record);
  const reserved = yield act(negotiator, record, 'enter-reservation', { partyId: elder.partyId, eId: 'art_1', text: words(2) });
  yield act(negotiator, record, 'withdraw-reservation', { reservationId: eventOf(reserved) });
  const translation = { revision: 5, text: { lang: 'ps', body: words(4) }, method: 'HUMAN', authentic: true };
  const translationId = eventOf(yield act(translator, record, 'add-translation', translation));
  yield act(secondTranslator, record, 'verify-translation', { translationId });
  for (const party of [partyId, elder.partyId])
    yield act(negotiator, record, 'record-stance', { partyId: party, revision: 5, stance: 'ACCEPT' });
  yield act(focal, record, 'assess-alignment', { revision: 5, result: 'ALIGNED', redLineIds: [] });
  yield act(focal, record, 'submit-for-clearance', { urgency: 'ROUTINE', question: words() });
  const body = clauses.map(({ segments }) => segments[0].text).join('\n\n');
  yield act(focal, record, 'agree-ad-referendum', { revision: 5, textHash: hashOf({ body }) });
  yield act(focal, record, 'withdraw', { reason: words() });
}

/** One is countered by us, one is answered by the other side; all come to their ends, in one way and another. */
export function* proposalCountered(world) {
  const { focal, negotiator, partyId, elder, table } = world;
  const one = yield* tabled(world);
  const answers = { answersProposalId: one.record.id, answersRevision: 1 };
  const counter = {
    ...{ initiativeId: table.initiativeId, ...answers, title: `Other hours ${number()}`, authorPartyId: elder.partyId, lang: 'en' },
    ...{ clauses: [clean('art_1', words(2))], ...handing(world), toPartyIds: [partyId] },
  };
  const ours = recordOf(NOUN, yield act(negotiator, { noun: NOUN }, 'counter-proposals', counter));
  const received = { ...draft(world, [clean('art_1', words(2))]), authorPartyId: elder.partyId, ...handing(world), toPartyIds: [partyId] };
  const theirs = recordOf(NOUN, yield fact(negotiator, { noun: NOUN }, 'received', received));
  yield act(focal, ours, 'supersede', { byProposalId: theirs.id });
  yield act(negotiator, theirs, 'reject', { partyId, reason: words() });
  yield act(focal, one.record, 'lapse', { reason: words() });
}

/** Two are agreed together or not at all; the title of one is mistaken, and so is what somebody reserves. */
export function* proposalsPackaged(world) {
  const { focal, negotiator, elder } = world;
  const [one, other] = [yield* tabled(world), yield* tabled(world)];
  yield act(focal, one.record, 'package', { proposalIds: [one.record.id, other.record.id] });
  const reservation = { partyId: elder.partyId, eId: 'art_2', text: words(2) };
  const mistaken = { by: negotiator, eventId: eventOf(yield act(negotiator, one.record, 'enter-reservation', reservation)) };
  yield* corrected(one.record, { by: negotiator, target: one.eventId, pointer: '/title', newValue: words(), mistaken });
}

import { createRequire } from 'node:module';
import { corrected } from './corrections.mjs';
import { act, eventOf, fact, number, openedBy, opening, recordOf, words } from './words.mjs';

const require = createRequire(import.meta.url);
const { instrumentTextOf } = require('../../dist/negotiation/agreement/agreement.text.rules.js');
const { textOf } = require('../../dist/kernel/text.js');

const NOUN = 'agreements';

const wording = () => ({ title: words(), form: 'MOU', texts: [{ lang: 'en', body: words(3) }], commitmentIds: [] });
const draft = ({ chamber }) => ({ initiativeId: chamber, topics: ['CROSS_BORDER_COLLABORATION'], ...wording() });
const hashOf = ({ texts, ...terms }) => instrumentTextOf({ ...terms, texts: texts.map(textOf) }).textHash;
const bothOf = ({ partyId, elder }) => [partyId, elder.partyId];

function* definitive(world, record, wanted) {
  const { focal } = world;
  const parties = bothOf(world);
  yield act(focal, record, 'adopt', { textHash: hashOf(wanted), parties });
  yield act(focal, record, 'authenticate', { how: 'INITIALLED', by: parties });
}

/** Asks whether the text that stands, or that is proposed, may be signed. A process opens the review. */
export function* askedToSign({ focal }, record) {
  yield act(focal, record, 'assess-alignment', { result: 'ALIGNED', redLineIds: [] });
  yield act(focal, record, 'submit-for-clearance', { step: 'SIGNATURE', urgency: 'ROUTINE', question: words() });
}

/** A text that is authentic. @returns its record */
export function* authenticated(world) {
  const body = draft(world);
  const record = recordOf(NOUN, yield opening(world.negotiator, NOUN, body));
  yield* definitive(world, record, body);
  return record;
}

const signing = ({ id, partyId }, clearanceId) => ({ partyId, signatoryId: id, capacity: words(), adReferendum: false, clearanceId });

/** Both sides sign. @param clearanceId by which ours may */
function* signed({ focal, negotiator, partyId, elder }, record, clearanceId) {
  yield act(focal, record, 'sign', signing({ id: focal.id, partyId }, clearanceId));
  const theirs = { partyId: elder.partyId, signatoryId: elder.participantId, capacity: words(), adReferendum: false };
  yield fact(negotiator, record, 'record-counterpart-signature', theirs);
}

/** They are bound by that, and it is in force until a day. */
function* inForce({ focal, negotiator, partyId, elder }, record) {
  yield act(focal, record, 'express-consent', { partyId, how: 'SIGNATURE' });
  yield fact(negotiator, record, 'record-counterpart-consent', { partyId: elder.partyId, how: 'SIGNATURE' });
  yield fact(focal, record, 'record-in-force', { rule: words(), until: '2027-03-01' });
}

/** The same, from signature to force. */
export function* bound(world, record, clearanceId) {
  yield* signed(world, record, clearanceId);
  yield* inForce(world, record);
}

/** Other words for what is in force are proposed, and the federal side is asked. @returns the change */
export function* amendmentProposed(world, record) {
  const proposed = yield act(world.negotiator, record, 'propose-amendment', { texts: [{ lang: 'en', body: words(3) }], reason: words() });
  yield* askedToSign(world, record);
  return eventOf(proposed);
}

/** Worded anew, adopted and authenticated; an error in it is corrected, and nothing comes of it. Its title was mistaken. */
export function* agreementCorrected(world) {
  const { focal, negotiator } = world;
  const { record, eventId } = openedBy(NOUN, yield opening(negotiator, NOUN, draft(world)));
  const wanted = wording();
  yield act(negotiator, record, 'redraft', wanted);
  yield* definitive(world, record, wanted);
  const [{ body: old }] = wanted.texts;
  const correction = yield act(negotiator, record, 'propose-correction', { lang: 'en', old, new: words(3), reason: words() });
  yield act(focal, record, 'correct-authentic-text', { changeId: eventOf(correction), concurrence: bothOf(world) });
  yield* askedToSign(world, record);
  const assessed = yield act(focal, record, 'assess-alignment', { result: 'ALIGNED', redLineIds: [] });
  yield act(focal, record, 'lapse', { reason: words() });
  const mistaken = { by: focal, eventId: eventOf(assessed) };
  yield* corrected(record, { by: negotiator, target: eventId, pointer: '/title', newValue: words(), mistaken });
}

/** One of history, as its source tells it. */
export function* agreementRegistered(world) {
  const { official, chamber } = world;
  const told = { stage: 'CEA', subStage: 'CEAS', status: 'STATUS_UNCLEAR', nature: 'INTRA', sourceRef: `No ${number()}`, preLedger: true };
  const body = { initiativeId: chamber, title: words(), form: 'JIRGA_DECISION_ORAL', ...told };
  const record = recordOf(NOUN, yield fact(official, { noun: NOUN }, 'registered', body));
  yield act(official, record, 'code-issue', { code: 'Ce', detail: 1, coderId: official.id });
  yield act(official, record, 'terminate', { ground: 'BREACH', text: words() });
}

/* Single-use lives: each takes one of those that were prepared, and there is none once all are taken. */

/** It is signed with a reservation, applied, in force, suspended and resumed; then the other side withdraws. */
export function* agreementSigned(world) {
  const it = world.toSign.pop();
  if (!it) return;
  const { record, clearanceId } = it;
  const { focal, negotiator, partyId, elder } = world;
  const reserved = yield act(negotiator, record, 'formulate-reservation', { partyId: elder.partyId, text: words(2) });
  const reservationId = eventOf(reserved);
  yield act(negotiator, record, 'object-to-reservation', { reservationId, partyId, text: words(2) });
  yield act(negotiator, record, 'withdraw-reservation', { reservationId });
  yield* signed(world, record, clearanceId);
  yield act(focal, record, 'begin-provisional-application', { text: words() });
  yield* inForce(world, record);
  yield act(focal, record, 'suspend', { byPartyId: partyId, scope: words(), ground: words() });
  yield act(focal, record, 'resume', { reason: words() });
  yield act(focal, record, 'join-third-party', { partyId: world.federationId, role: 'WITNESS', verbatim: words() });
  yield fact(negotiator, record, 'record-party-withdrawal', { partyId: elder.partyId, text: words() });
}

/** It is renewed, amended, to be amended again, and terminated. */
export function* agreementChanged(world) {
  const it = world.bound.pop();
  if (!it) return;
  const { record, renewalId, changeId, amendmentId } = it;
  const agreedBy = bothOf(world);
  yield act(world.focal, record, 'renew', { until: '2028-03-01', agreedBy, clearanceId: renewalId });
  yield act(world.focal, record, 'amend', { changeId, agreedBy, clearanceId: amendmentId });
  yield* amendmentProposed(world, record);
  yield act(world.focal, record, 'terminate', { ground: 'CONSENT', text: words() });
}

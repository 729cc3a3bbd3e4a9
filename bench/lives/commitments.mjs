import { corrected } from './corrections.mjs';
import { decided } from './reviews.mjs';
import { act, eventOf, fact, hashOf, number, openedBy, opening, recordOf, text, words } from './words.mjs';

const FIRST_DUE = Date.UTC(2027, 2, 12);
const DAY_MS = 86_400_000;
const dayAfter = (days) => new Date(FIRST_DUE + days * DAY_MS).toISOString().slice(0, 10);

const ALIGNED = { result: 'ALIGNED', redLineIds: [] };

export const commitmentBody = ({ initiativeId, partyId }) => ({
  initiativeId,
  text: text(5),
  kind: 'FACILITATION',
  topic: 'CROSS_BORDER_COLLABORATION',
  subTopics: ['CROSSING_POINTS'],
  pillar: 'DEVELOPMENT',
  competence: 'FEDERAL',
  responsible: [{ partyId, side: 'PK' }],
  beneficiaries: [{ partyId, side: 'AF' }],
  due: { kind: 'RELATIVE', afterEventType: 'CommitmentCameIntoForce', days: 90 },
  verification: { method: 'Monthly counts at the gate by both sides', by: 'A joint committee of elders' },
});

const redraft = ({ focal }, record) => act(focal, record, 'redraft', { text: text(5) });
const assess = ({ focal }, record) => act(focal, record, 'assess-alignment', { ...ALIGNED, note: words(5) });

/** A text is drafted, redrafted, assessed and submitted; that it was ever assessed turns out to be wrong. */
export function* draft(world) {
  const { focal } = world;
  const { record, eventId } = openedBy('commitments', yield opening(focal, 'commitments', commitmentBody(world)));
  yield redraft(world, record);
  const assessed = yield assess(world, record);
  yield act(focal, record, 'submit-for-clearance', { urgency: 'ROUTINE', question: words() });
  const mistaken = { by: focal, eventId: eventOf(assessed) };
  yield* corrected(record, { by: focal, target: eventId, pointer: '/verification/method', newValue: `Counts ${number()}`, mistaken });
}

/** Other words, again and again. */
export function* draftReworded(world, record) {
  for (;;) {
    yield redraft(world, record);
    yield assess(world, record);
  }
}

/** The hot record: everybody has other words for it. */
export function* wordsDisputed(world, record) {
  for (;;) yield redraft(world, record);
}

/** From its first words to the desk. A process opens the review. @returns the commitment and its text */
export function* submitted(world) {
  const { focal } = world;
  const body = commitmentBody(world);
  const record = recordOf('commitments', yield opening(focal, 'commitments', body));
  yield assess(world, record);
  yield act(focal, record, 'submit-for-clearance', { urgency: 'ROUTINE', question: words() });
  return { record, text: body.text };
}

/** The condition of its clearance is met, and it binds. @param cleared `{ record, text, review, conditionId }` */
export function* inForce({ focal, reviewer, evidenceId }, { record, text: cleared, review, conditionId }) {
  yield act(reviewer, review, 'satisfy-condition', { conditionId, evidenceId });
  yield act(focal, record, 'enter', { text: cleared, clearanceId: review.id, reservations: [] });
  yield fact(focal, record, 'record-entry-into-force', { rule: words() });
  yield act(focal, record, 'resolve-due-date', { due: dayAfter(0) });
}

/** @returns id of the report */
function* verified({ official, liaison, evidenceId }, record) {
  const level = 3;
  const period = { periodFrom: '2025-02-01', periodTo: '2025-02-28' };
  const report = { level, ...period, assessorId: official.id, evidenceIds: [evidenceId], note: words(4) };
  const reportId = eventOf(yield fact(official, record, 'report-implementation', report));
  yield act(liaison, record, 'verify-implementation', { reportId, level, by: [liaison.id], method: words() });
  return reportId;
}

function* extended({ focal, partyId }, record, days) {
  yield act(focal, record, 'assess-enforcement-capacity', { partyId, level: 'PARTIAL', text: words(4) });
  yield act(focal, record, 'extend-due-date', { to: dayAfter(days), agreedBy: [partyId] });
}

function* breached({ focal, liaison, partyId }, record) {
  const parties = { byPartyId: partyId, againstPartyId: partyId };
  yield act(focal, record, 'allege-breach', { ...parties, incidentIds: [], text: words(4) });
  yield act(focal, record, 'investigate-breach', { mechanism: `Elders ${number()}` });
  yield act(liaison, record, 'find-breach', { result: 'CONFIRMED', by: `Elders ${number()}` });
  yield fact(focal, record, 'apply-sanction', { kind: 'NAGHA', text: words(4) });
  yield fact(focal, record, 'remedy-breach', { text: words(4) });
}

function* interrupted({ focal, partyId }, record) {
  yield act(focal, record, 'suspend', { byPartyId: partyId, ground: words() });
  yield act(focal, record, 'reinstate', { reason: words() });
}

/** Other words for what binds: assessed, submitted for a review of their own, cleared, and exactly these taken. */
function* amended(world, record) {
  const { focal, initiativeId } = world;
  const other = text(5);
  yield act(focal, record, 'assess-alignment', { ...ALIGNED, textHash: hashOf(other), note: words(4) });
  const subject = { initiativeId, subject: 'COMMITMENT_TEXT', subjectId: record.id, text: other };
  const review = recordOf(
    'federal-reviews',
    yield opening(focal, 'federal-reviews', { ...subject, urgency: 'ROUTINE', question: words(), exPostFacto: false }),
  );
  yield* decided(world, review, other);
  yield act(focal, record, 'amend', { text: other, clearanceId: review.id });
}

/* Single-use lives: each takes one of the commitments that were cleared beforehand, and there is none once all are taken. */

export function* fulfilment(world) {
  const cleared = world.cleared.pop();
  if (!cleared) return;
  yield* inForce(world, cleared);
  yield* extended(world, cleared.record, 1);
  const reportId = yield* verified(world, cleared.record);
  yield act(world.focal, cleared.record, 'fulfil', { reportId });
}

export function* amendment(world) {
  const cleared = world.cleared.pop();
  if (!cleared) return;
  yield* inForce(world, cleared);
  yield* amended(world, cleared.record);
  yield act(world.focal, cleared.record, 'terminate', { ground: 'CONSENT', text: words() });
}

export function* breach(world) {
  const cleared = world.cleared.pop();
  if (!cleared) return;
  yield* inForce(world, cleared);
  yield* breached(world, cleared.record);
  yield* interrupted(world, cleared.record);
}

/** What may befall a commitment in force, again and again. */
export function* commitmentKept(world, record) {
  for (let days = 1; ; days++) {
    yield* verified(world, record);
    yield* extended(world, record, days);
    yield* breached(world, record);
    yield* interrupted(world, record);
  }
}

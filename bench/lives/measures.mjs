import { createRequire } from 'node:module';
import { corrected } from './corrections.mjs';
import { act, eventOf, fact, openedBy, opening, recordOf, words } from './words.mjs';

const require = createRequire(import.meta.url);
const { measureTextOf } = require('../../dist/negotiation/measure/measure.text.rules.js');

const NOUN = 'measures';

const ends = ({ partyId, elder }) => ({
  here: { partyId, kind: 'AUTHORITY', country: 'PK' },
  there: { partyId: elder.partyId, kind: 'COMMUNITY', country: 'AF' },
});

const wording = () => ({ description: { lang: 'en', body: words(3) }, indicator: words(), plannedWindow: null, reciprocityWindowDays: 14 });

const measureBody = ({ table }, { actorEnd, recipientEnd }, pattern) => ({
  ...{ initiativeId: table.initiativeId, title: words(), type: 'HUMANITARIAN', pattern, topic: 'CROSS_BORDER_COLLABORATION' },
  ...{ subTopics: ['HEALTH'], actorEnd, recipientEnd, competence: 'PROVINCIAL', visibility: 'PUBLIC' },
  ...wording(),
});

const ours = (world, pattern = 'UNILATERAL') => {
  const { here, there } = ends(world);
  return measureBody(world, { actorEnd: here, recipientEnd: there }, pattern);
};
const theirs = (world) => {
  const { here, there } = ends(world);
  return measureBody(world, { actorEnd: there, recipientEnd: here }, 'UNILATERAL');
};

const delivery = ({ evidenceId }, answersMeasureIds = []) => ({
  quantity: 12,
  unit: 'PATIENTS',
  evidenceIds: [evidenceId],
  answersMeasureIds,
});

/** A gesture of ours is made and verified, and answered by one of the other side; a process links them. Its title was mistaken. */
export function* measureAnswered(world) {
  const { focal, negotiator, liaison } = world;
  const { record, eventId } = openedBy(NOUN, yield opening(negotiator, NOUN, ours(world)));
  yield act(focal, record, 'start', {});
  yield fact(negotiator, record, 'record-delivery', delivery(world));
  const verified = yield act(liaison, record, 'verify', { by: [liaison.id], method: words(), result: 'CONFIRMED' });
  const answer = recordOf(NOUN, yield opening(negotiator, NOUN, theirs(world)));
  yield fact(focal, answer, 'record-delivery', delivery(world, [record.id]));
  const second = recordOf(NOUN, yield opening(negotiator, NOUN, theirs(world)));
  yield fact(focal, second, 'record-delivery', delivery(world));
  yield act(focal, record, 'link-reciprocal', { byMeasureId: second.id });
  yield act(focal, answer, 'end', { summary: words() });
  const mistaken = { by: liaison, eventId: eventOf(verified) };
  yield* corrected(record, { by: negotiator, target: eventId, pointer: '/title', newValue: words(), mistaken });
}

/** One is agreed, submitted, worded anew and withdrawn; of another nothing comes. */
export function* measureWithdrawn(world) {
  const { focal, negotiator, partyId, elder } = world;
  const body = ours(world, 'RECIPROCAL_SEQUENCED');
  const record = recordOf(NOUN, yield opening(negotiator, NOUN, body));
  yield act(focal, record, 'agree', { parties: [partyId, elder.partyId], textHash: measureTextOf(body).textHash });
  yield act(focal, record, 'submit-for-clearance', { urgency: 'ROUTINE', question: words() });
  yield act(negotiator, record, 'revise', { ...wording(), reason: words() });
  yield act(focal, record, 'withdraw', { byPartyId: partyId, reason: words() });
  const other = recordOf(NOUN, yield opening(negotiator, NOUN, ours(world)));
  yield fact(focal, other, 'report-lapse', { reason: words() });
}

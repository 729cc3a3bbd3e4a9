import { corrected } from './corrections.mjs';
import { act, eventOf, fact, hashOf, number, openedBy, opening, recordOf, words } from './words.mjs';

const NOUN = 'federal-reviews';
const DAY_MS = 86_400_000;

/** A journey is reviewed: no text, and no record that a process would tell of the decision. */
const journey = ({ initiativeId }) => ({
  ...{ initiativeId, subject: 'PHASE_REPORT', subjectId: initiativeId, urgency: 'ROUTINE', question: words(4), exPostFacto: false },
});

/** It is taken up by the federal side. */
export function* takenUp({ liaison }, review) {
  yield act(liaison, review, 'acknowledge', { reference: `FO/${number()}` });
  yield act(liaison, review, 'assign', { division: 'FOREIGN_AFFAIRS' });
}

/** @param conditions none where it is approved as it stands */
const approval = ({ federationId }, { text, purpose, conditions = [] }) => ({
  decision: conditions.length > 0 ? 'APPROVED_WITH_CONDITIONS' : 'APPROVED',
  ...(text && { textHash: hashOf(text) }),
  purpose,
  ...(conditions.length > 0 && { conditions }),
  validFrom: new Date(Date.now() - DAY_MS).toISOString(),
  validUntil: new Date(Date.now() + 90 * DAY_MS).toISOString(),
  authorityId: federationId,
});

/** It is taken up, and this text cleared. */
export function* decided(world, review, text, { purpose = 'ENTER', conditions } = {}) {
  yield* takenUp(world, review);
  yield act(world.reviewer, review, 'decide', approval(world, { text, purpose, conditions }));
}

function* discussed({ liaison, focal, evidenceId }, review) {
  const requestId = eventOf(yield act(liaison, review, 'request-information', { questions: [words(2)] }));
  yield act(focal, review, 'provide-information', { requestId, answers: [words(2)], evidenceIds: [evidenceId] });
  return eventOf(yield act(liaison, review, 'issue-guidance', { text: words(4), binding: false }));
}

/** A journey is submitted, discussed and cleared, and the clearance taken back; the guidance was meant for another one. */
export function* review(world) {
  const { focal, liaison, reviewer } = world;
  const { record, eventId } = openedBy(NOUN, yield opening(focal, NOUN, journey(world)));
  yield* takenUp(world, record);
  const guidanceId = yield* discussed(world, record);
  yield act(reviewer, record, 'decide', approval(world, { purpose: 'TRAVEL' }));
  yield act(reviewer, record, 'revoke-clearance', { reason: words() });
  const mistaken = { by: liaison, eventId: guidanceId };
  yield* corrected(record, { by: focal, target: eventId, pointer: '/question', newValue: words(2), mistaken });
}

/** Submitted, and thought better of. */
export function* withdrawal(world) {
  const record = recordOf(NOUN, yield opening(world.focal, NOUN, journey(world)));
  yield act(world.focal, record, 'withdraw-submission', { reason: words() });
}

/** A decision arrives on paper, and a second person confirms it. */
export function* decisionOnPaper({ official, colleague, initiativeId, evidenceId }) {
  const paper = { initiativeId, reference: `FO/${number()}`, evidenceId, subject: 'TRAVEL', decision: 'APPROVED' };
  const received = yield fact(official, { noun: NOUN }, 'received-decisions', paper);
  const { record, eventId } = openedBy(NOUN, received);
  yield act(colleague, record, 'confirm-federal-decision', { receiptId: eventId });
}

/** A review that waits for its decision. @returns its record */
export function* awaited(world) {
  const record = recordOf(NOUN, yield opening(world.focal, NOUN, journey(world)));
  yield* takenUp(world, record);
  return record;
}

/** Questions, answers and guidance, and no decision. */
export function* reviewDiscussed(world, record) {
  for (;;) yield* discussed(world, record);
}

import { contactPlanned } from './contacts.mjs';
import { corrected } from './corrections.mjs';
import { delegationsSent } from './delegations.mjs';
import { act, eventOf, fact, number, openedBy, opening, words } from './words.mjs';

export const initiativeBody = ({ partyId }) => ({
  title: `Opening hours ${number()}`,
  sponsorPartyId: partyId,
  objectives: [{ code: 'O9', text: words(3) }],
});

const notification = (documentEvidenceId) => ({
  ...{ reference: `KP/${number()}`, addressee: 'The ministry', channel: 'LETTER', documentEvidenceId, summary: words(4) },
});

/** An initiative is proposed and notified; the acknowledgement belonged to another one. */
export function* initiative(world) {
  const { focal, liaison, evidenceId } = world;
  const { record, eventId } = openedBy('initiatives', yield opening(focal, 'initiatives', initiativeBody(world)));
  yield act(focal, record, 'designate-focal-person', { participantId: focal.id });
  yield fact(focal, record, 'notify-federal-government', notification(evidenceId));
  const acknowledged = yield act(liaison, record, 'acknowledge-notification', { reference: `FO/${number()}` });
  const mistaken = { by: liaison, eventId: eventOf(acknowledged) };
  yield* corrected(record, { by: focal, target: eventId, pointer: '/title', newValue: `Opening days ${number()}`, mistaken });
}

/** One whose terms of reference are in force: it is notified, and its first phase is open. */
export function* firstPhaseOpened({ focal, evidenceId }, { initiative, reviewId }) {
  yield act(focal, initiative, 'designate-focal-person', { participantId: focal.id });
  yield fact(focal, initiative, 'notify-federal-government', notification(evidenceId));
  yield act(focal, initiative, 'open-phase', { phase: 1, clearanceId: reviewId });
}

/** @param proofs evidence that what was to be reached was; none where it was not */
const conclusion = (phase, outcome, { proofs = [], ...more }) => ({
  ...{
    phase,
    outcome,
    criteria: [{ text: words(), met: proofs.length > 0, evidenceIds: proofs }],
    engaged: [],
    commitmentIds: [],
    ...more,
  },
});

/** The same, and its first phase has laid the foundation of the second. */
export function* foundationLaid(world, it) {
  yield* firstPhaseOpened(world, it);
  yield act(world.focal, it.initiative, 'conclude-phase', conclusion(1, 'FOUNDATION_LAID', { proofs: [world.evidenceId] }));
}

/** The same, and its second phase is open. */
export function* secondPhaseOpened(world, it) {
  yield* foundationLaid(world, it);
  yield act(world.focal, it.initiative, 'open-phase', { phase: 2 });
}

/** What may come to one of those in which a phase is open, until it and its terms of reference end before their time; nothing once all have ended. */
export function* initiativeLed(world) {
  const it = world.led.pop();
  if (!it) return;
  const { focal, colleague, liaison, reviewer } = world;
  const ask = (by, command, body) => act(by, it.initiative, command, body);
  const objection = { byOffice: 'The ministry', ground: 'TIMING', text: words(2), public: false };
  const objectionId = eventOf(yield ask(reviewer, 'raise-federal-objection', objection));
  yield ask(reviewer, 'lift-federal-objection', { objectionId, reason: words() });
  yield* contactPlanned(world, it.initiative.id);
  yield* delegationsSent(world, it.initiative.id);
  yield ask(focal, 'assess-objective', { objective: 'O9', assessment: 'SOME_MOVEMENT', text: words(2) });
  yield fact(liaison, it.initiative, 'record-parallel-track', { level: 'TRIBAL', text: words(2) });
  yield fact(liaison, it.initiative, 'record-circumstances', { text: words(2), affects: ['TRADE'] });
  yield ask(focal, 'conclude-phase', conclusion(1, 'ABORTED', { reason: words() }));
  yield ask(focal, 'suspend', { ground: 'OTHER', reason: words() });
  yield ask(focal, 'resume', {});
  yield ask(focal, 'hand-over-focal-person', { toId: colleague.id, reason: words() });
  yield ask(focal, 'terminate', { ground: 'OTHER', reason: words() });
  yield act(focal, it.record, 'revoke', { reason: words() });
}

/** One whose foundation is laid goes through its second phase; nothing once all have. */
export function* initiativeClosed(world) {
  const it = world.founded.pop();
  if (!it) return;
  const { focal } = world;
  yield act(focal, it.initiative, 'open-phase', { phase: 2 });
  yield act(focal, it.initiative, 'conclude-phase', conclusion(2, 'NO_AGREEMENT', { reason: words() }));
  yield act(focal, it.initiative, 'close', { summary: words(2) });
}

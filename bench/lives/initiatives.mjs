import { corrected } from './corrections.mjs';
import { act, eventOf, fact, number, openedBy, opening, words } from './words.mjs';

export const initiativeBody = ({ partyId }) => ({
  title: `Opening hours ${number()}`,
  sponsorPartyId: partyId,
  objectives: [{ code: 'O9', text: words(3) }],
});

/** An initiative is proposed and notified; the acknowledgement belonged to another one. */
export function* initiative(world) {
  const { focal, liaison, evidenceId } = world;
  const { record, eventId } = openedBy('initiatives', yield opening(focal, 'initiatives', initiativeBody(world)));
  yield act(focal, record, 'designate-focal-person', { participantId: focal.id });
  yield fact(focal, record, 'notify-federal-government', {
    ...{ reference: `KP/${number()}`, addressee: 'The ministry', channel: 'LETTER', documentEvidenceId: evidenceId, summary: words(4) },
  });
  const acknowledged = yield act(liaison, record, 'acknowledge-notification', { reference: `FO/${number()}` });
  const mistaken = { by: liaison, eventId: eventOf(acknowledged) };
  yield* corrected(record, { by: focal, target: eventId, pointer: '/title', newValue: `Opening days ${number()}`, mistaken });
}

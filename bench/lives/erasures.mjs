import { corrected } from './corrections.mjs';
import { partyBody } from './parties.mjs';
import { act, eventOf, openedBy, opening, words } from './words.mjs';

/** One is withdrawn, and one is refused, in words that are put right: each of a party of its own. */
export function* erasures({ official, recordsOfficer, archivist }) {
  const proposed = function* () {
    const { record } = openedBy('parties', yield opening(official, 'parties', partyBody()));
    const proposal = { subject: { kind: 'party', id: record.id }, legalBasis: words() };
    const { record: erasure } = openedBy('erasures', yield opening(recordsOfficer, 'erasures', { ...proposal, reason: words() }));
    return erasure;
  };
  const withdrawn = yield* proposed();
  yield act(recordsOfficer, withdrawn, 'withdraw', { reason: words() });
  const refused = yield* proposed();
  const target = eventOf(yield act(archivist, refused, 'refuse', { reason: words() }));
  yield* corrected(refused, { by: archivist, target, pointer: '/reason', newValue: words(), mistaken: { by: archivist, eventId: target } });
}

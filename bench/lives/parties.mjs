import { corrected } from './corrections.mjs';
import { act, eventOf, fact, number, openedBy, opening } from './words.mjs';

export const partyBody = (type = 'COMMUNITY') => ({ type, canonicalName: `Elders ${number()} (fictitious)` });

const designation = ({ id }) => ({ name: `مشران ${number()}`, lang: 'ps', script: 'Arab', usedByPartyId: id });

/** A party is registered and named, stands to another one for a time, and is on a list; a name was wrong. */
export function* party({ official, liaison, partyId }) {
  const { record, eventId } = openedBy('parties', yield opening(official, 'parties', partyBody()));
  const designated = yield act(official, record, 'record-designation', designation(record));
  const related = yield fact(official, record, 'record-relation', { toPartyId: partyId, relation: 'ALLIED' });
  yield fact(official, record, 'end-relation', { relationId: eventOf(related) });
  const list = `List ${number()} (invented)`;
  yield fact(official, record, 'record-listing-status', { list, status: 'LISTED' });
  yield fact(liaison, record, 'record-listing-status', { list, status: 'DELISTED' });
  const mistaken = { by: official, eventId: eventOf(designated) };
  yield* corrected(record, { by: official, target: eventId, pointer: '/canonicalName', newValue: `Elders ${number()}`, mistaken });
}

/** One name after the other. */
export function* partyNamed({ official }, record) {
  for (;;) yield act(official, record, 'record-designation', designation(record));
}

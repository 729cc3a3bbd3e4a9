import { corrected } from './corrections.mjs';
import { act, eventOf, number, openedBy, opening } from './words.mjs';

export const partyBody = (type = 'COMMUNITY') => ({ type, canonicalName: `Elders ${number()} (fictitious)` });

const designation = ({ id }) => ({ name: `مشران ${number()}`, lang: 'ps', script: 'Arab', usedByPartyId: id });

/** A party is registered and named; a name was wrong. */
export function* party({ official }) {
  const { record, eventId } = openedBy('parties', yield opening(official, 'parties', partyBody()));
  const designated = yield act(official, record, 'record-designation', designation(record));
  const mistaken = { by: official, eventId: eventOf(designated) };
  yield* corrected(record, { by: official, target: eventId, pointer: '/canonicalName', newValue: `Elders ${number()}`, mistaken });
}

/** One name after the other. */
export function* partyNamed({ official }, record) {
  for (;;) yield act(official, record, 'record-designation', designation(record));
}

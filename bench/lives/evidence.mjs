import { DAY } from '../request.mjs';
import { corrected } from './corrections.mjs';
import { openedBy, opening, sha256 } from './words.mjs';

export const letterBody = () => ({
  ...{ sha256: sha256(), bytes: 48_213, mediaType: 'application/pdf', capturedAt: DAY, lang: 'en', kind: 'LETTER' },
});

/** A letter comes in that, after some corrections, should never have been recorded. */
export function* letter({ official }) {
  const { record, eventId } = openedBy('evidence', yield opening(official, 'evidence', letterBody()));
  const mistaken = { by: official, eventId };
  yield* corrected(record, { by: official, target: eventId, pointer: '/bytes', newValue: 48_214, mistaken });
}

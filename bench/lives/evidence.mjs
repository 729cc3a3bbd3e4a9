import { DAY } from '../request.mjs';
import { corrected } from './corrections.mjs';
import { fact, number, openedBy, opening, sha256, words } from './words.mjs';

export const letterBody = () => ({
  ...{ sha256: sha256(), bytes: 48_213, mediaType: 'application/pdf', capturedAt: DAY, lang: 'en', kind: 'LETTER' },
});

/** A letter comes in, is handed on, and, after some corrections, should never have been recorded. */
export function* letter({ official, liaison }) {
  const { record, eventId } = openedBy('evidence', yield opening(official, 'evidence', letterBody()));
  yield fact(liaison, record, 'transfer-custody', { from: official.id, to: liaison.id, means: words(), sealNo: number() });
  const mistaken = { by: official, eventId };
  yield* corrected(record, { by: official, target: eventId, pointer: '/bytes', newValue: 48_214, mistaken });
}

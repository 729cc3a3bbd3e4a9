import { corrected } from './corrections.mjs';
import { initiativeBody } from './initiatives.mjs';
import { act, eventOf, openedBy, opening, recordOf, text, words } from './words.mjs';

const NOUN = 'mandates';

const terms = () => ({
  text: text(5),
  topics: ['CROSS_BORDER_COLLABORATION'],
  acts: { phase1: ['LISTEN', 'EXPLORE'], phase2: ['COORDINATE', 'NEGOTIATE_TEXT', 'INITIAL', 'SIGN'] },
  counterpartKinds: ['AFGHAN_TRIBAL_LEADER'],
  counterpartPartyIds: [],
  delegationsMax: 2,
  places: ['Torkham'],
  validFrom: '2025-03-01T00:00:00Z',
  reportingRule: words(),
});

/** An initiative has one mandate, so each mandate has an initiative of its own. @returns both, the mandate submitted, and the event that submitted it */
export function* termsSubmitted(world) {
  const { focal } = world;
  const initiative = recordOf('initiatives', yield opening(focal, 'initiatives', initiativeBody(world)));
  const { record } = openedBy(NOUN, yield opening(focal, NOUN, { initiativeId: initiative.id, ...terms() }));
  return { initiative, record, eventId: eventOf(yield act(focal, record, 'submit', { urgency: 'ROUTINE', question: words() })) };
}

/** Submitted with another question than was meant, which is corrected and then taken back; and worded anew. */
export function* mandate(world) {
  const { focal } = world;
  const { record, eventId } = yield* termsSubmitted(world);
  yield* corrected(record, { by: focal, target: eventId, pointer: '/question', newValue: words(2), mistaken: { by: focal, eventId } });
  yield act(focal, record, 'amend', { ...terms(), changes: words(2) });
}

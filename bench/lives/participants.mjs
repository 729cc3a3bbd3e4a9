import { corrected } from './corrections.mjs';
import { act, eventOf, fact, number, openedBy, opening } from './words.mjs';

export const participantBody = () => ({ displayName: `Palwasha ${number()} (fictitious)`, languages: ['ps', 'en'] });

const post = ({ partyId }) => ({ role: 'ADVISER', partyId, note: `Adviser ${number()}` });
const clearance = (level) => ({ level, caveats: [] });

/** A participant is registered, takes a post and a role, and gives up both; that he gave up the post was wrong. */
export function* participant(world) {
  const { official, administrator } = world;
  const { record, eventId } = openedBy('participants', yield opening(official, 'participants', participantBody()));
  const assumed = yield fact(official, record, 'assume-role', post(world));
  const granted = yield act(administrator, record, 'grant-role', { role: 'NEGOTIATOR' });
  yield act(administrator, record, 'grant-clearance-level', clearance('RESTRICTED'));
  yield act(administrator, record, 'withdraw-role', { grantEventId: eventOf(granted) });
  const relinquished = yield fact(official, record, 'relinquish-role', { roleEventId: eventOf(assumed) });
  const mistaken = { by: official, eventId: eventOf(relinquished) };
  yield* corrected(record, { by: official, target: eventId, pointer: '/displayName', newValue: `Gulalai ${number()}`, mistaken });
}

/** One post after the other, and another clearance each time. */
export function* participantPosted(world, record) {
  const { official, administrator } = world;
  for (;;) {
    const assumed = yield fact(official, record, 'assume-role', post(world));
    yield act(administrator, record, 'grant-clearance-level', clearance('CONFIDENTIAL'));
    yield fact(official, record, 'relinquish-role', { roleEventId: eventOf(assumed) });
    yield act(administrator, record, 'grant-clearance-level', clearance('RESTRICTED'));
  }
}

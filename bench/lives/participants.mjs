import { corrected } from './corrections.mjs';
import { act, eventOf, fact, number, openedBy, opening } from './words.mjs';

export const participantBody = () => ({ displayName: `Palwasha ${number()} (fictitious)`, languages: ['ps', 'en'] });

const post = ({ partyId }) => ({ role: 'ADVISER', partyId, note: `Adviser ${number()}` });
const clearance = (level) => ({ level, caveats: [] });

/**
 * A participant is registered, takes a post and a role, and gives up both; that he gave up the post was wrong. He has authority for a time, withdraws his
 * consent, appears under a pseudonym, and takes no part for a while.
 */
export function* participant(world) {
  const { official, administrator } = world;
  const { record, eventId } = openedBy('participants', yield opening(official, 'participants', participantBody()));
  const assumed = yield fact(official, record, 'assume-role', post(world));
  const granted = yield act(administrator, record, 'grant-role', { role: 'NEGOTIATOR' });
  yield act(administrator, record, 'grant-clearance-level', clearance('RESTRICTED'));
  yield act(administrator, record, 'withdraw-role', { grantEventId: eventOf(granted) });
  const relinquished = yield fact(official, record, 'relinquish-role', { roleEventId: eventOf(assumed) });
  const conferred = yield fact(official, record, 'confer-authority', { byPartyId: world.partyId, acts: ['LISTEN', 'EXPLORE'] });
  yield fact(official, record, 'revoke-authority', { conferralId: eventOf(conferred) });
  yield fact(official, record, 'record-consent', { purpose: 'TAKING_PART', given: false });
  yield act(official, record, 'pseudonymise', { pseudonym: `Speaker ${number()}` });
  yield act(administrator, record, 'deactivate', { reason: `Travels ${number()}` });
  yield act(administrator, record, 'reactivate', { reason: `Is back ${number()}` });
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

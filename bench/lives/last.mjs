import { enrolmentOf, newKey } from '../signed.mjs';
import { erasures } from './erasures.mjs';
import { act, eventOf, number, text, words } from './words.mjs';

const FRAMEWORK = { noun: 'policy-framework' };
const HOUSE_RULES = { noun: 'house-rules' };

/**
 * What every decision reads, and what there is but once. It comes last, one act after the other: a new version of the framework makes the
 * assessments of all texts stale, and would have the lives of others refused.
 */
export function* lastActs(world) {
  yield act(world.administrator, world.account.record, 'unbind-account', { bindingEventId: world.account.bindingEventId });
  yield* keyOf(world);
  yield* framework(world);
  yield* houseRules(world);
  yield* erasures(world);
}

/** Somebody enrols a key, and revokes it. */
function* keyOf({ colleague }) {
  const own = { noun: 'participants', id: colleague.id };
  const enrolled = yield act(colleague, own, 'enrol-key', enrolmentOf(newKey(), colleague.id));
  yield act(colleague, own, 'revoke-key', { keyEventId: eventOf(enrolled), reason: words() });
}

function* framework({ reviewer, secondReviewer, evidenceId, redLineIds }) {
  const ask = (command, body) => act(reviewer, FRAMEWORK, command, body);
  const [amended, withdrawn] = redLineIds;
  const instrument = { title: `A policy ${number()} (fictitious)`, issuer: 'The federation', kind: 'DIRECTIVE', evidenceId };
  const registered = yield ask('register-instrument', { ...instrument, effectiveFrom: '2025-01-01', classification: 'RESTRICTED' });
  const declared = yield ask('declare-red-line', { topic: 'SECURITY', text: text(4), effect: 'ADVISORY', examples: [] });
  yield ask('amend-red-line', { redLineId: amended, text: text(4), effect: 'ADVISORY' });
  yield ask('withdraw-red-line', { redLineId: withdrawn, reason: words() });
  yield ask('publish-framework-version', { redLineIds: [amended], effectiveFrom: '2025-01-01' });

  const target = { targetEventId: eventOf(registered) };
  const secondPersonId = secondReviewer.id;
  const change = { pointer: '/issuer', newValue: `The cabinet ${number()}`, reason: 'CLERICAL_ERROR', effective: 'AB_INITIO' };
  yield ask('annotate', { ...target, text: words(4) });
  yield ask('rectify', { ...target, ...change, secondPersonId });
  yield ask('classify', { ...target, level: 'CONFIDENTIAL', caveats: [] });
  yield ask('annul', { targetEventId: eventOf(declared), reason: words(), secondPersonId });
}

/** The mark is the reviewer's to give: administrators are cleared for less. */
function* houseRules({ administrator, reviewer }) {
  const set = yield act(administrator, HOUSE_RULES, 'set', { rule: 'LATE_RECORDED_HOURS', value: 96 });
  yield act(administrator, HOUSE_RULES, 'annotate', { targetEventId: eventOf(set), text: words(4) });
  yield act(reviewer, HOUSE_RULES, 'classify', { targetEventId: eventOf(set), level: 'CONFIDENTIAL', caveats: [] });
}

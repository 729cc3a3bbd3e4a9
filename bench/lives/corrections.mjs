import { act, eventOf, words } from './words.mjs';

/**
 * All that a record can undergo as a record.
 * @param by whoever may record the event
 * @param target event whose value at `pointer` becomes `newValue`, and that is marked higher
 * @param mistaken event that is annulled, with whoever may record that one
 */
export function* corrected(record, { by, target, pointer, newValue, mistaken }) {
  yield act(by, record, 'annotate', { targetEventId: target, text: words(4) });
  const reason = 'CLERICAL_ERROR';
  const rectified = yield act(by, record, 'rectify', { targetEventId: target, pointer, newValue, reason, effective: 'AB_INITIO' });
  yield act(by, record, 'reverse-rectification', { targetEventId: eventOf(rectified), reason: words() });
  yield act(by, record, 'classify', { targetEventId: target, level: 'CONFIDENTIAL', caveats: [] });
  yield act(mistaken.by, record, 'annul', { targetEventId: mistaken.eventId, reason: words() });
}

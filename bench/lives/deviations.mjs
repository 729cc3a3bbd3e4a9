import { corrected } from './corrections.mjs';
import { act, eventOf, words } from './words.mjs';

/** One register of those that wait is disposed of, one disposition by mistake; nothing once all are. */
export function* deviationsDisposed({ liaison, deviating }) {
  const it = deviating.pop();
  if (!it) return;
  const [one, other] = it.deviationIds;
  const disposed = (deviationId) => act(liaison, it.record, 'disposition', { deviationId, result: 'ACCEPTED', reason: words() });
  const target = eventOf(yield disposed(one));
  const mistaken = { by: liaison, eventId: eventOf(yield disposed(other)) };
  yield* corrected(it.record, { by: liaison, target, pointer: '/reason', newValue: words(2), mistaken });
}

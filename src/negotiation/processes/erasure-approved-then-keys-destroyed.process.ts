import { isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { KEYS_PER_EVENT_MAX } from '../../kernel/limits';
import type { Consequence, Process } from '../../processes/process';
import { RecordKeysDestroyed } from '../erasure/erasure.commands';
import { type erasureEvents, KEYS_DESTROYED_BY } from '../erasure/erasure.events';
import { erasure } from '../erasure/erasure.state';

/**
 * What two people have approved is done, in every place that remembers; recorded is it when all have forgotten. A program that ends in between does it
 * again at its next start: what is destroyed stays so, and the same keys are named.
 */
export const erasureApprovedThenKeysDestroyed: Process = {
  name: KEYS_DESTROYED_BY,
  on: ['erasure/ErasureApproved'],
  react: async ({ id, data, streamId, position }, { stateOf, shred }) => {
    const { subject } = data as Legible<DataOf<typeof erasureEvents, 'ErasureApproved'>>;
    if ((await stateOf(erasure, streamId)).status !== 'APPROVED' || isErased(subject)) return [];
    const { keys, ...shredded } = await shred(subject, id, position);
    const parts = Array.from({ length: Math.max(1, Math.ceil(keys.length / KEYS_PER_EVENT_MAX)) }, (_, n) =>
      keys.slice(n * KEYS_PER_EVENT_MAX, (n + 1) * KEYS_PER_EVENT_MAX),
    );
    return parts.map((part, n): Consequence => ({
      command: RecordKeysDestroyed,
      fields: { ...shredded, keys: part, keysInAll: keys.length },
      streamId,
      name: String(n),
    }));
  },
};

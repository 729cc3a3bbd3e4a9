import type { Deadline } from '../../processes/process';
import { ExpireClearance } from '../federal-review/federal-review.commands';

const ENDS: readonly string[] = ['ClearanceRevoked', 'ClearanceConsumed', 'ClearanceExpired'];

/**
 * The clock of clearances. The gate judges by the time of the entry itself and does not wait for this event (INV-11); it is recorded so that
 * boards and trail say it. What was used or revoked before does not expire.
 */
export const validityOverThenClearanceExpired: Deadline = {
  name: 'validity-over-then-clearance-expired',
  on: ['federalReview/ClearanceGranted', ...ENDS.map((type) => `federalReview/${type}`)],
  react: ({ type, streamId, data }, { index }) => {
    const validUntil = data['validUntil'];
    if (type !== 'ClearanceGranted') index.delete(streamId);
    else if (typeof validUntil === 'string') index.add(streamId, validUntil);
    return [];
  },
  fire: (reviewId) => ({ command: ExpireClearance, fields: {}, streamId: reviewId }),
};

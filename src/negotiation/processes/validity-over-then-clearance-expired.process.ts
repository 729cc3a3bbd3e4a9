import { isErased } from '../../kernel/erased';
import type { Deadline } from '../../processes/process';
import { ExpireClearance } from '../federal-review/federal-review.commands';
import { federalReview } from '../federal-review/federal-review.state';

const MOVES: readonly string[] = [
  'ClearanceGranted',
  'ClearanceRevoked',
  'ClearanceConsumed',
  'ClearanceExpired',
  'ReviewSuperseded',
  // A correction may move the day, or take back what ended the clearance.
  'RecordRectified',
  'RectificationReversed',
  'RecordAnnulled',
];

/**
 * The clock of clearances. The gate judges by the time of the entry itself and does not wait for this event (INV-11); it is recorded so that
 * boards and trail say it. What was used or revoked before does not expire.
 */
export const validityOverThenClearanceExpired: Deadline = {
  name: 'validity-over-then-clearance-expired',
  on: MOVES.map((type) => `federalReview/${type}`),
  react: async ({ streamId, revision }, { index, stateOf }) => {
    const review = await stateOf(federalReview, streamId, revision);
    const live = review.status === 'DECIDED' && review.clearance.life === 'LIVE' ? review.clearance : undefined;
    if (!live || isErased(live.validUntil)) index.delete(streamId);
    else index.add(streamId, new Date(live.validUntil).toISOString());
    return [];
  },
  fire: (reviewId) => ({ command: ExpireClearance, fields: {}, streamId: reviewId }),
};

import { isErased } from '../../kernel/erased';
import type { Process } from '../../processes/process';
import { federalReview } from '../federal-review/federal-review.state';
import { RevokeWithClearance } from '../mandate/mandate.commands';

/** Terms of reference are a leave to act, not an act that was cleared once: without their clearance they end. */
export const clearanceRevokedThenMandateRevoked: Process = {
  name: 'clearance-revoked-then-mandate-revoked',
  on: ['federalReview/ClearanceRevoked'],
  react: async ({ id, streamId }, { stateOf }) => {
    const review = await stateOf(federalReview, streamId);
    if (!('subjectId' in review) || review.subject !== 'TERMS_OF_REFERENCE' || isErased(review.subjectId)) return [];
    return [{ command: RevokeWithClearance, fields: { reviewId: streamId, revocationId: id }, streamId: review.subjectId }];
  },
};

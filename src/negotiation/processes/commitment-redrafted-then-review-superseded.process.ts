import type { Process } from '../../processes/process';
import { SupersedeReview } from '../federal-review/federal-review.commands';

/** Other words than those that were submitted: their review ends with them. */
export const commitmentRedraftedThenReviewSuperseded: Process = {
  name: 'commitment-redrafted-then-review-superseded',
  on: ['commitment/CommitmentRedrafted'],
  react: ({ data, id }) => {
    const reviewId = data['supersededReviewId'];
    return typeof reviewId === 'string' ? [{ command: SupersedeReview, fields: { by: id }, streamId: reviewId }] : [];
  },
};

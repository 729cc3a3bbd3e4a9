import { isErased } from '../../kernel/erased';
import type { Process } from '../../processes/process';
import { ClearCommitment, DeclineCommitment, ReturnCommitment } from '../commitment/commitment.commands';
import { federalReview } from '../federal-review/federal-review.state';

const COMMANDS: Readonly<Record<string, new () => object>> = {
  ClearanceGranted: ClearCommitment,
  ReviewReturned: ReturnCommitment,
  ReviewDeclined: DeclineCommitment,
};

/** What was decided of a commitment's text stands in the commitment too; of words that no longer stand it is refused there, and that is all. */
export const reviewDecidedThenCommitmentTold: Process = {
  name: 'review-decided-then-commitment-told',
  on: Object.keys(COMMANDS).map((type) => `federalReview/${type}`),
  react: async ({ type, streamId, revision }, { stateOf }) => {
    const review = await stateOf(federalReview, streamId, revision);
    const command = COMMANDS[type];
    if (!command || !('subjectId' in review) || review.subject !== 'COMMITMENT_TEXT' || isErased(review.subjectId)) return [];
    return [{ command, fields: { reviewId: streamId }, streamId: review.subjectId }];
  },
};

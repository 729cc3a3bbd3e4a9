import { isErased } from '../../kernel/erased';
import type { Process } from '../../processes/process';
import { FlagForReview } from '../commitment/commitment.commands';
import { federalReview } from '../federal-review/federal-review.state';

const ENDS: ReadonlySet<string> = new Set(['CommitmentFulfilled', 'CommitmentTerminated']);

/**
 * A new framework version touches every commitment that binds; a revoked clearance the one that it cleared. Neither changes its legal state:
 * it is flagged, and people decide (domain.md 4.3.13). Which commitments bind the process keeps in an index of its own.
 */
export const groundMovedThenCommitmentsFlagged: Process = {
  name: 'ground-moved-then-commitments-flagged',
  on: [
    'commitment/CommitmentEntered',
    'commitment/CommitmentFulfilled',
    'commitment/CommitmentTerminated',
    'policyFramework/FrameworkVersionPublished',
    'federalReview/ClearanceRevoked',
  ],
  react: async ({ type, id, streamId }, { index, stateOf }) => {
    if (type === 'CommitmentEntered') index.add(streamId);
    else if (ENDS.has(type)) index.delete(streamId);
    else if (type === 'FrameworkVersionPublished')
      return index.all().map((commitmentId) => ({
        command: FlagForReview,
        fields: { cause: 'FRAMEWORK_CHANGED', causeId: id },
        streamId: commitmentId,
        name: commitmentId,
      }));
    else {
      const review = await stateOf(federalReview, streamId);
      if (!('subjectId' in review) || review.subject !== 'COMMITMENT_TEXT' || isErased(review.subjectId)) return [];
      return [{ command: FlagForReview, fields: { cause: 'CLEARANCE_REVOKED', causeId: id }, streamId: review.subjectId }];
    }
    return [];
  },
};

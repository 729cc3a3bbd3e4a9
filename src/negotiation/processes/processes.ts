import type { Process } from '../../processes/process';
import { commitmentEnteredThenClearanceConsumed } from './commitment-entered-then-clearance-consumed.process';
import { commitmentTextMovedThenReviewFollows } from './commitment-text-moved-then-review-follows.process';
import { groundMovedThenCommitmentsFlagged } from './ground-moved-then-commitments-flagged.process';
import { recordCorrectedThenWhatRestedOnItReconsidered } from './record-corrected-then-what-rested-on-it-reconsidered.process';
import { reviewDecidedThenCommitmentTold } from './review-decided-then-commitment-told.process';
import { validityOverThenClearanceExpired } from './validity-over-then-clearance-expired.process';

/** Everything that follows by itself (domain.md 4.5). */
export const processes: readonly Process[] = [
  commitmentTextMovedThenReviewFollows,
  reviewDecidedThenCommitmentTold,
  commitmentEnteredThenClearanceConsumed,
  groundMovedThenCommitmentsFlagged,
  validityOverThenClearanceExpired,
  recordCorrectedThenWhatRestedOnItReconsidered,
];

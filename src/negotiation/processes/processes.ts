import type { Process } from '../../processes/process';
import { clearanceRevokedThenMandateRevoked } from './clearance-revoked-then-mandate-revoked.process';
import { commitmentEnteredThenClearanceConsumed } from './commitment-entered-then-clearance-consumed.process';
import { commitmentEnteredThenProposalIncorporated } from './commitment-entered-then-proposal-incorporated.process';
import { counterProposalTabledThenProposalCountered } from './counter-proposal-tabled-then-proposal-countered.process';
import { basisMovedThenActRedecided } from './basis-moved-then-act-redecided.process';
import { deadlinePassedThenSilenceConcluded } from './deadline-passed-then-silence-concluded.process';
import { erasureApprovedThenKeysDestroyed } from './erasure-approved-then-keys-destroyed.process';
import { frameworkPublishedThenAlignmentsStale } from './framework-published-then-alignments-stale.process';
import { groundMovedThenCommitmentsFlagged } from './ground-moved-then-commitments-flagged.process';
import { measureDeliveredThenAnsweredMeasureReciprocated } from './measure-delivered-then-answered-measure-reciprocated.process';
import { proposalsPackagedThenMembersTold } from './proposals-packaged-then-members-told.process';
import { protocolDeviatedThenDeviationRecorded } from './protocol-deviated-then-deviation-recorded.process';
import { recordCorrectedThenWhatRestedOnItReconsidered } from './record-corrected-then-what-rested-on-it-reconsidered.process';
import { reviewDecidedThenRecordTold } from './review-decided-then-record-told.process';
import { textMovedThenReviewFollows } from './text-moved-then-review-follows.process';
import { validityOverThenClearanceExpired } from './validity-over-then-clearance-expired.process';
import { validityOverThenMandateExpired } from './validity-over-then-mandate-expired.process';

/** Everything that follows by itself (domain.md 4.5). */
export const processes: readonly Process[] = [
  textMovedThenReviewFollows,
  reviewDecidedThenRecordTold,
  commitmentEnteredThenClearanceConsumed,
  groundMovedThenCommitmentsFlagged,
  clearanceRevokedThenMandateRevoked,
  validityOverThenClearanceExpired,
  protocolDeviatedThenDeviationRecorded,
  validityOverThenMandateExpired,
  counterProposalTabledThenProposalCountered,
  measureDeliveredThenAnsweredMeasureReciprocated,
  proposalsPackagedThenMembersTold,
  frameworkPublishedThenAlignmentsStale,
  deadlinePassedThenSilenceConcluded,
  commitmentEnteredThenProposalIncorporated,
  recordCorrectedThenWhatRestedOnItReconsidered,
  erasureApprovedThenKeysDestroyed,
];

/** What follows where several instances write to one log. */
export const processesBetweenInstances: readonly Process[] = [basisMovedThenActRedecided];

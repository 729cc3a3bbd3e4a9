import { isErased } from '../../kernel/erased';
import type { Process } from '../../processes/process';
import { ClearAgreement, DeclineAgreement, ReturnAgreement } from '../agreement/agreement.commands';
import { ClearCommitment, DeclineCommitment, ReturnCommitment } from '../commitment/commitment.commands';
import type { ReviewSubject } from '../federal-review/federal-review.events';
import { federalReview } from '../federal-review/federal-review.state';
import { ApproveMandate, DeclineMandate, ReturnMandate } from '../mandate/mandate.commands';
import { ClearCbm, DeclineCbm, ReturnCbm } from '../measure/measure.commands';
import { ClearProposal, DeclineProposal, ReturnProposal } from '../proposal/proposal.commands';

/** What the record is told of each decision, by the type of the event. */
type Telling = Readonly<Record<string, new () => object>>;

const OF_AGREEMENTS: Telling = { ClearanceGranted: ClearAgreement, ReviewReturned: ReturnAgreement, ReviewDeclined: DeclineAgreement };

const TOLD: Readonly<Partial<Record<ReviewSubject, Telling>>> = {
  COMMITMENT_TEXT: { ClearanceGranted: ClearCommitment, ReviewReturned: ReturnCommitment, ReviewDeclined: DeclineCommitment },
  PROPOSAL_TEXT: { ClearanceGranted: ClearProposal, ReviewReturned: ReturnProposal, ReviewDeclined: DeclineProposal },
  CBM: { ClearanceGranted: ClearCbm, ReviewReturned: ReturnCbm, ReviewDeclined: DeclineCbm },
  SIGNATURE: OF_AGREEMENTS,
  RATIFICATION: OF_AGREEMENTS,
  TERMS_OF_REFERENCE: {
    ClearanceGranted: ApproveMandate,
    // Terms that were approved with conditions count once the last of these is met.
    ClearanceConditionSatisfied: ApproveMandate,
    ReviewReturned: ReturnMandate,
    ReviewDeclined: DeclineMandate,
  },
};

const TYPES = new Set(Object.values(TOLD).flatMap((telling) => Object.keys(telling)));

/** What was decided of a record's text stands in the record too; of words that no longer stand it is refused there, and that is all. */
export const reviewDecidedThenRecordTold: Process = {
  name: 'review-decided-then-record-told',
  on: [...TYPES].map((type) => `federalReview/${type}`),
  react: async ({ type, streamId, revision }, { stateOf }) => {
    const review = await stateOf(federalReview, streamId, revision);
    if (!('subjectId' in review) || isErased(review.subject) || isErased(review.subjectId)) return [];
    const command = TOLD[review.subject]?.[type];
    return command ? [{ command, fields: { reviewId: streamId }, streamId: review.subjectId }] : [];
  },
};

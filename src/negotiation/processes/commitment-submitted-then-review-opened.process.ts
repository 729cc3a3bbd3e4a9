import { caveatsOf, levelOf } from '../../kernel/classification';
import { isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import type { Process } from '../../processes/process';
import type { commitmentEvents } from '../commitment/commitment.events';
import { commitment } from '../commitment/commitment.state';
import { OpenReview } from '../federal-review/federal-review.commands';

type Submission = Legible<DataOf<typeof commitmentEvents, 'CommitmentSubmittedForClearance'>>;

/** The federal desk gets exactly the text that was submitted, as it stood then; what cannot be read any more is not opened. */
export const commitmentSubmittedThenReviewOpened: Process = {
  name: 'commitment-submitted-then-review-opened',
  on: ['commitment/CommitmentSubmittedForClearance'],
  react: async ({ data, streamId, revision, initiativeId, recordedBy, level, caveats }, { stateOf }) => {
    const { reviewId, urgency, question, neededBy } = data as unknown as Submission;
    const it = await stateOf(commitment, streamId, revision);
    if (it.status === 'NONE' || initiativeId === undefined) return [];
    const { text } = it;
    if (isErased(reviewId) || isErased(urgency) || isErased(question) || isErased(neededBy) || isErased(text)) return [];
    const { lang, body } = text;
    const fields = { initiativeId, subject: 'COMMITMENT_TEXT', subjectId: streamId, text: { lang, body }, urgency, question, submittedBy: recordedBy };
    return [
      {
        command: OpenReview,
        fields: { ...fields, ...(neededBy !== undefined && { neededBy }) },
        streamId: reviewId,
        // A derived record is at least as high as its inputs (INV-31).
        classification: { level: levelOf(level), caveats: caveatsOf(caveats) },
      },
    ];
  },
};

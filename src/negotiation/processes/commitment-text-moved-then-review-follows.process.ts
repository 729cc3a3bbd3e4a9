import { caveatsOf, highest, levelOf } from '../../kernel/classification';
import { isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import type { Happened } from '../../kernel/happened';
import type { Consequence, Process, Surroundings } from '../../processes/process';
import type { commitmentEvents } from '../commitment/commitment.events';
import { commitment } from '../commitment/commitment.state';
import { OpenReview, SupersedeReview } from '../federal-review/federal-review.commands';
import { initiative } from '../initiative/initiative.state';

type Submission = Legible<DataOf<typeof commitmentEvents, 'CommitmentSubmittedForClearance'>>;

/** The federal desk gets exactly the text that was submitted, as it stood then; what cannot be read any more is not opened. */
async function opened(
  { data, streamId, revision, initiativeId, recordedBy, level, caveats }: Happened,
  { stateOf, markingOf }: Surroundings,
): Promise<Consequence[]> {
  const { reviewId, urgency, question, neededBy } = data as unknown as Submission;
  const it = await stateOf(commitment, streamId, revision);
  if (it.status === 'NONE' || initiativeId === undefined) return [];
  const { text } = it;
  if (isErased(reviewId) || isErased(urgency) || isErased(question) || isErased(neededBy) || isErased(text)) return [];
  const { lang, body } = text;
  const fields = {
    initiativeId,
    subject: 'COMMITMENT_TEXT',
    subjectId: streamId,
    text: { lang, body },
    urgency,
    question,
    submittedBy: recordedBy,
  };
  // A derived record is at least as high as its inputs, and hides what they hide (INV-31).
  const mark = highest({ level, caveats }, await markingOf(initiative, initiativeId));
  return [
    {
      command: OpenReview,
      fields: { ...fields, ...(neededBy !== undefined && { neededBy }) },
      streamId: reviewId,
      classification: { level: levelOf(mark.level), caveats: caveatsOf(mark.caveats) },
    },
  ];
}

/**
 * A text that is submitted opens its review; other words end it. One process for both, so that a review is never to be ended before it was
 * opened: each process goes through the log in order, but two of them go at their own pace.
 */
export const commitmentTextMovedThenReviewFollows: Process = {
  name: 'commitment-text-moved-then-review-follows',
  on: ['commitment/CommitmentSubmittedForClearance', 'commitment/CommitmentRedrafted'],
  react: (event, surroundings) => {
    if (event.type === 'CommitmentSubmittedForClearance') return opened(event, surroundings);
    const reviewId = event.data['supersededReviewId'];
    return typeof reviewId === 'string' ? [{ command: SupersedeReview, fields: { by: event.id }, streamId: reviewId }] : [];
  },
};

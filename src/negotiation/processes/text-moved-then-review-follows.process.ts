import { caveatsOf, highest, levelOf } from '../../kernel/classification';
import { isErased, type Legible, unlessErased } from '../../kernel/erased';
import { type Happened, kindOf } from '../../kernel/happened';
import type { Text } from '../../kernel/text';
import type { Consequence, Process, Surroundings } from '../../processes/process';
import { agreement, isDrawnUp, textBefore } from '../agreement/agreement.state';
import { commitment } from '../commitment/commitment.state';
import { OpenReview, SupersedeReview } from '../federal-review/federal-review.commands';
import type { ReviewSubject, Urgency } from '../federal-review/federal-review.events';
import { initiative } from '../initiative/initiative.state';
import { isKnown, measure } from '../measure/measure.state';
import { isWorded, plainTextOf, proposal } from '../proposal/proposal.state';

/** What every event says by which something is submitted. */
type Submission = Legible<{
  readonly reviewId: string;
  readonly urgency: Urgency;
  readonly question: string;
  readonly neededBy?: string;
  readonly step?: ReviewSubject;
  /** Which wording, where the record counts them. */
  readonly revision?: number;
}>;

/** How one kind of record submits its text. */
interface Submitting {
  /** As what; absent where the event says it, as of an agreement, each step of which is cleared apart. */
  readonly subject?: ReviewSubject;
  /** Exactly the text that was submitted, as it stood then; `undefined` where there is none any more. */
  readonly textOf: (event: Happened, surroundings: Surroundings) => Promise<Text | undefined> | Text | undefined;
  /** What is asked where nobody submitted anything, because it has happened. */
  readonly asks?: { readonly urgency: Urgency; readonly question: string; readonly exPostFacto: true };
}

/** The text that the event itself holds. */
const own = ({ data }: Happened): Text | undefined => (isErased(data['text']) ? undefined : (data['text'] as Text));

/** By the event that submits. */
const SUBMITTING: Readonly<Record<string, Submitting>> = {
  'commitment/CommitmentSubmittedForClearance': {
    subject: 'COMMITMENT_TEXT',
    textOf: async ({ streamId, revision }, { stateOf }) => {
      const it = await stateOf(commitment, streamId, revision);
      return it.status === 'NONE' || isErased(it.text) ? undefined : it.text;
    },
  },
  'proposal/ProposalSubmittedForClearance': {
    subject: 'PROPOSAL_TEXT',
    textOf: async ({ streamId, revision }, { stateOf }) => {
      const it = await stateOf(proposal, streamId, revision);
      return isWorded(it) && !isErased(it.text) ? plainTextOf(it) : undefined;
    },
  },
  'measure/CbmSubmittedForClearance': {
    subject: 'CBM',
    textOf: async ({ streamId, revision }, { stateOf }) => {
      const it = await stateOf(measure, streamId, revision);
      return isKnown(it) ? (it.text ?? undefined) : undefined;
    },
  },
  'agreement/AgreementSubmittedForClearance': {
    textOf: async ({ streamId, revision }, { stateOf }) => {
      const it = await stateOf(agreement, streamId, revision);
      return isDrawnUp(it) ? unlessErased(() => textBefore(it), undefined) : undefined;
    },
  },
  'mandate/MandateSubmitted': {
    subject: 'TERMS_OF_REFERENCE',
    textOf: own,
  },
  // A promise made without clearance is before the federal side at once (INV-23).
  'contact/UnauthorisedUndertakingReported': {
    subject: 'UNAUTHORISED_UNDERTAKING',
    textOf: own,
    asks: {
      urgency: 'IMMEDIATE',
      question: 'This was promised without clearance. Is it to be disavowed, or confirmed by a commitment that is cleared?',
      exPostFacto: true,
    },
  },
};

/** Events by which other words take the place of those that were submitted. */
const SUPERSEDING = [
  'commitment/CommitmentRedrafted',
  'agreement/AuthenticTextCorrected',
  'agreement/AgreementAmended',
  'mandate/MandateAmended',
  'measure/CbmRevised',
  ...['ProposalRevised', 'TextBracketed', 'AlternativeAdded', 'BracketResolved'].map((type) => `proposal/${type}`),
];

/** The federal desk gets exactly the text that was submitted; what cannot be read any more is not opened. */
async function opened({ subject: fixed, textOf, asks }: Submitting, event: Happened, surroundings: Surroundings): Promise<Consequence[]> {
  const { data, streamId, initiativeId, recordedBy, level, caveats } = event;
  const { reviewId, urgency, question, neededBy, revision, step } = { ...(data as unknown as Submission), ...asks };
  const text = await textOf(event, surroundings);
  const subject = fixed ?? step;
  if (!text || initiativeId === undefined || subject === undefined || isErased(subject)) return [];
  if (isErased(reviewId) || isErased(urgency) || isErased(question) || isErased(neededBy) || isErased(revision)) return [];
  const { lang, body } = text;
  const fields = { initiativeId, subject, subjectId: streamId, text: { lang, body }, urgency, question, submittedBy: recordedBy };
  // A derived record is at least as high as its inputs, and hides what they hide (INV-31).
  const mark = highest({ level, caveats }, await surroundings.markingOf(initiative, initiativeId));
  return [
    {
      command: OpenReview,
      fields: {
        ...fields,
        ...(neededBy !== undefined && { neededBy }),
        ...(revision !== undefined && { revision }),
        ...(asks && { exPostFacto: asks.exPostFacto }),
      },
      streamId: reviewId,
      classification: { level: levelOf(mark.level), caveats: caveatsOf(mark.caveats) },
    },
  ];
}

/** Other words end the review of those that were submitted: one, or of an agreement one for each step that is cleared apart. */
function ended({ id, data }: Happened): Consequence[] {
  const [one, several] = [data['supersededReviewId'], data['supersededReviewIds']];
  const ending = (streamId: unknown): Consequence[] =>
    typeof streamId === 'string' ? [{ command: SupersedeReview, fields: { by: id }, streamId }] : [];
  const each = Array.isArray(several) ? several.flatMap(ending).map((it) => ({ ...it, name: it.streamId })) : [];
  return [...ending(one), ...each];
}

/**
 * A text that is submitted opens its review; other words end it. One process for both, so that a review is never to be ended before it was
 * opened: each process goes through the log in order, but two of them go at their own pace.
 */
export const textMovedThenReviewFollows: Process = {
  name: 'text-moved-then-review-follows',
  on: [...Object.keys(SUBMITTING), ...SUPERSEDING],
  react: async (event, surroundings) => {
    const submitting = SUBMITTING[`${kindOf(event.stream)}/${event.type}`];
    return [...(submitting ? await opened(submitting, event, surroundings) : []), ...ended(event)];
  },
};

import type {
  AgreementSeen,
  CommitmentSeen,
  DelegationSeen,
  DeviationSeen,
  EventSeen,
  MeasureSeen,
  ReviewSeen,
  Seen,
  TextSeen,
  UndertakingSeen,
} from './seen';
import type { Stage } from './stage';
import { IN_BRACKETS } from './steps';

/** The liaison officer reads the boards, the reviewer the framework, the auditor the trail. */
export async function look(stage: Stage): Promise<Seen> {
  const framework = await (
    await stage.as('reviewer')
  ).get<{ state: { redLines: Record<string, { text: { body: string } }> } }>('/v1/policy-framework');
  const auditor = await stage.as('auditor');
  const { events } = await auditor.get<{ events: readonly EventSeen[] }>(`/v1/audit/trail?stream=commitment-${stage.id('commitment')}`);
  const { state: text } = await auditor.get<{ state: TextSeen }>(`/v1/proposals/${stage.id('proposal')}`);
  const { body: paper } = await auditor.get<{ body: string }>(
    `/v1/proposals/${stage.id('proposal')}/text?revision=${IN_BRACKETS}&format=json`,
  );
  return {
    agreements: await stage.board<AgreementSeen>('agreement-state'),
    reviews: await stage.board<ReviewSeen>('federal-review-queue'),
    commitments: await stage.board<CommitmentSeen>('commitment-tracker'),
    trail: events,
    redLines: Object.entries(framework.state.redLines).map(([id, { text }]) => ({ id, text: text.body })),
    deviations: await stage.board<DeviationSeen>('deviation-register'),
    undertakings: await stage.board<UndertakingSeen>('unauthorised-undertakings'),
    text,
    paper,
    delegations: await stage.board<DelegationSeen>('delegation-itinerary'),
    measures: await stage.board<MeasureSeen>('cbm-reciprocity-ledger'),
  };
}

/** A review as it lies on the queue at this moment; `undefined` where it is not there. */
export const reviewOnQueue = async (stage: Stage, reviewId: string): Promise<ReviewSeen | undefined> =>
  (await stage.board<ReviewSeen>('federal-review-queue')).find((row) => row.reviewId === reviewId);

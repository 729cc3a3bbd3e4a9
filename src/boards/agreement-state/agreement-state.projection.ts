import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { commitmentEvents } from '../../negotiation/commitment/commitment.events';
import { initiativeEvents } from '../../negotiation/initiative/initiative.events';
import { type Board, changes, opens, partOf } from '../../views/board';
import { commitmentReducers, type CommitmentRow } from '../commitment-tracker/commitment-tracker.projection';

type Proposed = Legible<DataOf<typeof initiativeEvents, 'InitiativeProposed'>>;

/** An initiative, as far as its own stream tells. */
export interface InitiativeRow extends Record<string, unknown> {
  readonly of: 'INITIATIVE';
  readonly initiativeId: string;
  readonly title: Proposed['title'];
  readonly sponsorPartyId: Proposed['sponsorPartyId'];
  readonly objectives: Proposed['objectives'];
  readonly phase: string;
  readonly federalStanding: 'NONE' | 'NOTIFIED' | 'ACKNOWLEDGED';
  readonly focalPersonId: string | Erased | null;
  readonly notifiedAt: string | Erased | null;
  readonly proposedAt: string;
}

/** A commitment, as far as the state of the agreement counts it. */
export interface CountedCommitment extends Record<string, unknown> {
  readonly of: 'COMMITMENT';
  readonly initiativeId: string | Erased;
  readonly counted: Pick<CommitmentRow, 'legalState' | 'implementationLevel' | 'pillar' | 'breachState'> & {
    /** Its last cause; null while nothing is the matter. */
    readonly flaggedForReview: string | Erased | null;
  };
}

export type AgreementRow = InitiativeRow | CountedCommitment;

/** What the tracker makes of a commitment, kept as far as it is counted. */
const counting = partOf<CommitmentRow, CountedCommitment, typeof commitmentEvents>(commitmentReducers, {
  part: ({ legalState, implementationLevel, pillar, flaggedForReview, breachState, initiativeId }) => ({
    of: 'COMMITMENT',
    initiativeId,
    counted: { legalState, implementationLevel, pillar, flaggedForReview: flaggedForReview.at(-1)?.cause ?? null, breachState },
  }),
  whole: ({ initiativeId, counted: { flaggedForReview: cause, ...counted } }) =>
    ({ ...counted, initiativeId, flaggedForReview: cause === null ? [] : [{ cause }], incidentIds: [] }) as unknown as CommitmentRow,
});

/** Initiatives and what is agreed under them; rows of both kinds, each of one stream, which the query puts together (domain.md 5). */
export const agreementState: Board<AgreementRow, typeof initiativeEvents | typeof commitmentEvents> = {
  name: 'agreement-state',
  version: 1,
  events: [initiativeEvents, commitmentEvents],
  columns: { initiativeId: 'text', of: 'text', proposedAt: 'text', federalStanding: 'text' },
  on: {
    ...(counting as Board<AgreementRow, typeof commitmentEvents>['on']),
    InitiativeProposed: opens(({ data, streamId, recordedAt }) => ({
      of: 'INITIATIVE',
      initiativeId: streamId,
      title: data.title,
      sponsorPartyId: data.sponsorPartyId,
      objectives: data.objectives,
      phase: 'PROPOSED',
      federalStanding: 'NONE',
      focalPersonId: null,
      notifiedAt: null,
      proposedAt: recordedAt,
    })),
    FocalPersonDesignated: changes((row, { data }) => ({ ...row, focalPersonId: data.participantId })),
    FederalGovernmentNotified: changes((row, { occurredAt }) => ({
      ...row,
      phase: 'NOTIFIED',
      federalStanding: 'NOTIFIED',
      notifiedAt: isErased(occurredAt) ? occurredAt : occurredAt.from,
    })),
    FederalNotificationAcknowledged: changes((row) => ({ ...row, federalStanding: 'ACKNOWLEDGED' })),
  },
};

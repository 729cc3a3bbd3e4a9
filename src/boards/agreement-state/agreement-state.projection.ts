import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { commitmentEvents } from '../../negotiation/commitment/commitment.events';
import { initiativeEvents } from '../../negotiation/initiative/initiative.events';
import { type Board, changes, opens } from '../../views/board';
import { commitmentTracker, type CommitmentRow } from '../commitment-tracker/commitment-tracker.projection';

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
  readonly counted: Pick<CommitmentRow, 'legalState' | 'implementationLevel' | 'pillar' | 'flaggedForReview' | 'breachState'>;
}

export type AgreementRow = InitiativeRow | CountedCommitment;

type Counting = { readonly [Type in keyof typeof commitmentTracker.on]: (typeof commitmentTracker.on)[Type] };

/** What the tracker makes of a commitment, kept as far as it is counted: one way to say where a commitment stands. */
function counting(on: Counting): Board<CountedCommitment, typeof commitmentEvents>['on'] {
  const counted = ({
    legalState,
    implementationLevel,
    pillar,
    flaggedForReview,
    breachState,
    initiativeId,
  }: CommitmentRow): CountedCommitment => ({
    of: 'COMMITMENT',
    initiativeId,
    counted: { legalState, implementationLevel, pillar, flaggedForReview, breachState },
  });
  const reducers = Object.entries(on).map(([type, reducer]) => [
    type,
    'open' in reducer
      ? opens((event) => counted(reducer.open(event as never)))
      : changes((row: CountedCommitment, event) =>
          counted(reducer.change({ ...row.counted, initiativeId: row.initiativeId } as CommitmentRow, event as never)),
        ),
  ]);
  return Object.fromEntries(reducers) as Board<CountedCommitment, typeof commitmentEvents>['on'];
}

/** Initiatives and what is agreed under them; rows of both kinds, each of one stream, which the query puts together (domain.md 5). */
export const agreementState: Board<AgreementRow, typeof initiativeEvents | typeof commitmentEvents> = {
  name: 'agreement-state',
  version: 1,
  events: [initiativeEvents, commitmentEvents],
  columns: { initiativeId: 'text', of: 'text', proposedAt: 'text', federalStanding: 'text' },
  on: {
    ...(counting(commitmentTracker.on) as Board<AgreementRow, typeof commitmentEvents>['on']),
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

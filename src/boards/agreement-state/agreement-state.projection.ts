import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { earliest, type Occurrence } from '../../kernel/occurrence';
import { commitmentEvents } from '../../negotiation/commitment/commitment.events';
import { initiativeEvents, type PhaseOutcome } from '../../negotiation/initiative/initiative.events';
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
  /** Where it goes on when it is resumed; null while it is not suspended. */
  readonly suspendedFrom: string | null;
  readonly federalStanding: 'NONE' | 'NOTIFIED' | 'ACKNOWLEDGED' | 'OBJECTION_OPEN' | 'OBJECTION_LIFTED';
  /** The events that raised what still stands. */
  readonly openObjectionIds: readonly string[];
  readonly focalPersonId: string | Erased | null;
  /** As its letter bears it. */
  readonly notifiedAt: string | Erased | null;
  /** The first instant that it can mean; null where nobody knows. */
  readonly firstNotifiedAt: string | null;
  readonly proposedAt: string;
}

/** Where it stands once the federal government is notified. */
const afterNotification = (phase: string): string => (phase === 'PROPOSED' ? 'NOTIFIED' : phase);

/** Where it stands after a phase; nobody can say where the outcome of the first is erased. */
function concluded(phase: string, outcome: PhaseOutcome | Erased): string {
  if (phase === 'PHASE_2') return 'FOLLOW_UP';
  if (isErased(outcome)) return 'ERASED';
  return outcome === 'FOUNDATION_LAID' ? 'BETWEEN_PHASES' : 'STALLED';
}

type Notified = Pick<InitiativeRow, 'notifiedAt' | 'firstNotifiedAt'>;

/** The earliest of the letters counts, whenever it was found (INV-50). */
function notifiedBy(row: InitiativeRow, occurredAt: Occurrence | Erased): Notified {
  const first = isErased(occurredAt) ? undefined : earliest(occurredAt);
  const known = row.firstNotifiedAt;
  if (row.notifiedAt !== null && (first === undefined || (known !== null && known <= first))) return row;
  return { notifiedAt: isErased(occurredAt) ? occurredAt : occurredAt.from, firstNotifiedAt: first ?? null };
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

/** What each event makes of an initiative; as-of views leave events out, so none relies on what came before. */
const initiatives: Board<InitiativeRow, typeof initiativeEvents>['on'] = {
  InitiativeProposed: opens(({ data, streamId, recordedAt }) => ({
    of: 'INITIATIVE',
    initiativeId: streamId,
    title: data.title,
    sponsorPartyId: data.sponsorPartyId,
    objectives: data.objectives,
    phase: 'PROPOSED',
    suspendedFrom: null,
    federalStanding: 'NONE',
    openObjectionIds: [],
    focalPersonId: null,
    notifiedAt: null,
    firstNotifiedAt: null,
    proposedAt: recordedAt,
  })),
  FocalPersonDesignated: changes((row, { data }) => ({ ...row, focalPersonId: data.participantId })),
  FocalPersonHandedOver: changes((row, { data }) => ({ ...row, focalPersonId: data.toId ?? null })),
  FederalGovernmentNotified: changes((row, { occurredAt }) => ({
    ...row,
    ...notifiedBy(row, occurredAt),
    phase: afterNotification(row.phase),
    suspendedFrom: row.suspendedFrom && afterNotification(row.suspendedFrom),
    federalStanding: row.federalStanding === 'NONE' ? 'NOTIFIED' : row.federalStanding,
  })),
  FederalNotificationAcknowledged: changes((row) => ({
    ...row,
    federalStanding: row.federalStanding === 'NOTIFIED' ? 'ACKNOWLEDGED' : row.federalStanding,
  })),
  FederalObjectionRaised: changes((row, { id }) => ({
    ...row,
    federalStanding: 'OBJECTION_OPEN',
    openObjectionIds: [...row.openObjectionIds, id],
  })),
  FederalObjectionLifted: changes((row, { data }) => {
    const openObjectionIds = row.openObjectionIds.filter((id) => id !== data.objectionId);
    return { ...row, openObjectionIds, federalStanding: openObjectionIds.length > 0 ? 'OBJECTION_OPEN' : 'OBJECTION_LIFTED' };
  }),
  PhaseOpened: changes((row) => ({ ...row, phase: row.phase === 'BETWEEN_PHASES' ? 'PHASE_2' : 'PHASE_1' })),
  PhaseConcluded: changes((row, { data }) => ({ ...row, phase: concluded(row.phase, data.outcome) })),
  InitiativeSuspended: changes((row) => ({ ...row, phase: 'SUSPENDED', suspendedFrom: row.phase })),
  InitiativeResumed: changes((row) => ({ ...row, phase: row.suspendedFrom ?? row.phase, suspendedFrom: null })),
  InitiativeTerminated: changes((row) => ({ ...row, phase: 'TERMINATED', suspendedFrom: null })),
  InitiativeClosed: changes((row) => ({ ...row, phase: 'CLOSED' })),
};

/** Initiatives and what is agreed under them; rows of both kinds, each of one stream, which the query puts together (domain.md 5). */
export const agreementState: Board<AgreementRow, typeof initiativeEvents | typeof commitmentEvents> = {
  name: 'agreement-state',
  version: 2,
  events: [initiativeEvents, commitmentEvents],
  columns: { initiativeId: 'text', of: 'text', proposedAt: 'text', federalStanding: 'text' },
  on: {
    ...(counting as Board<AgreementRow, typeof commitmentEvents>['on']),
    ...(initiatives as Board<AgreementRow, typeof initiativeEvents>['on']),
  },
};

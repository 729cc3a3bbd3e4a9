import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Happened, kindOf } from '../../kernel/happened';
import type { Occurrence } from '../../kernel/occurrence';
import { agreementEvents } from '../../negotiation/agreement/agreement.events';
import { commitmentEvents } from '../../negotiation/commitment/commitment.events';
import { contactEvents } from '../../negotiation/contact/contact.events';
import { deviationsEvents } from '../../negotiation/deviations/deviations.events';
import { initiativeEvents, type PhaseOutcome } from '../../negotiation/initiative/initiative.events';
import { mandateEvents } from '../../negotiation/mandate/mandate.events';
import { proposalEvents } from '../../negotiation/proposal/proposal.events';
import { type Board, changes, opens, partOf } from '../../views/board';
import { instrumentReducers, type InstrumentRow } from '../agreement-row';
import { commitmentReducers, type CommitmentRow } from '../commitment-tracker/commitment-tracker.projection';
import { contactReducers, type ContactRow } from '../contact-row';
import { deviationOf, deviationReducers, type DeviationRow } from '../deviation-register/deviation-register.projection';
import { textReducers, type TextRow } from '../text-row';
import { truceOf, truceReducers, type TruceRow } from '../truce-row';
import { undertakingOf, undertakingReducers, type UndertakingRow } from '../unauthorised-undertakings/unauthorised-undertakings.projection';
import { firstInstant } from '../world-time';

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

type Terms = Legible<DataOf<typeof mandateEvents, 'MandateDrafted'>>;

type Notified = Pick<InitiativeRow, 'notifiedAt' | 'firstNotifiedAt'>;

/** The earliest of the letters counts, whenever it was found (INV-50). */
function notifiedBy(row: InitiativeRow, occurredAt: Occurrence | Erased): Notified {
  const first = firstInstant(occurredAt);
  const known = row.firstNotifiedAt;
  if (row.notifiedAt !== null && (first === null || (known !== null && known <= first))) return row;
  return { notifiedAt: isErased(occurredAt) ? occurredAt : occurredAt.from, firstNotifiedAt: first };
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

/** A contact, as far as the last and the next one are told. */
export type CountedContact = Record<string, unknown> &
  Pick<ContactRow, 'of' | 'contactId' | 'initiativeId' | 'state' | 'kind' | 'plannedFor' | 'plannedText'> &
  Pick<ContactRow, 'heldAt' | 'firstHeldAt' | 'unsanctioned'>;

/** A promise made without leave, as far as it is counted: apart from commitments, always (INV-23). */
export type CountedUndertaking = Record<string, unknown> & Pick<UndertakingRow, 'of' | 'initiativeId' | 'standing'>;

/** A deviation, as far as it is counted. */
export type CountedDeviation = Record<string, unknown> & Pick<DeviationRow, 'of' | 'initiativeId' | 'disposition'>;

/** Terms of reference that were approved. */
export interface ApprovedTerms {
  /** The event by which they came into force. */
  readonly approvalId: string;
  readonly version: number;
  readonly acts: Terms['acts'];
  readonly topics: Terms['topics'];
  readonly validFrom: string | Erased;
  /** They no longer count at this instant. */
  readonly validUntil: string | Erased;
  /** Since when they are revoked; null while they are not. */
  readonly revokedAt: string | null;
}

/** The mandate of an initiative: its wordings, and which of them were approved. What counts at an instant says the query. */
export interface MandateRow extends Record<string, unknown> {
  readonly of: 'MANDATE';
  readonly mandateId: string;
  readonly initiativeId: string | Erased;
  /** Where the last wording stands. */
  readonly wording: { readonly version: number; readonly state: 'DRAFT' | 'SUBMITTED' | 'APPROVED' | 'DECLINED' } & Pick<
    Terms,
    'acts' | 'topics'
  >;
  /** Oldest first. */
  readonly approved: readonly ApprovedTerms[];
}

export type AgreementRow =
  | InitiativeRow
  | CountedCommitment
  | CountedContact
  | CountedUndertaking
  | CountedDeviation
  | MandateRow
  | TruceRow
  | TextRow
  | InstrumentRow;

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

const wordedAs = (state: MandateRow['wording']['state']) =>
  changes<MandateRow, Happened>((row) => ({ ...row, wording: { ...row.wording, state } }));

/** What each event makes of a mandate. While an amendment is drafted the approved terms go on. */
const mandates: Board<MandateRow, typeof mandateEvents>['on'] = {
  MandateDrafted: opens(({ data, streamId }) => ({
    of: 'MANDATE',
    mandateId: streamId,
    initiativeId: data.initiativeId,
    wording: { version: 1, state: 'DRAFT', acts: data.acts, topics: data.topics },
    approved: [],
  })),
  MandateSubmitted: wordedAs('SUBMITTED'),
  MandateReturned: wordedAs('DRAFT'),
  MandateDeclined: wordedAs('DECLINED'),
  MandateAmended: changes((row, { data: { acts, topics } }) => ({
    ...row,
    wording: { version: row.wording.version + 1, state: 'DRAFT', acts, topics },
  })),
  MandateApproved: changes((row, { id: approvalId, data: { validFrom, validUntil } }) => {
    const { version, acts, topics } = row.wording;
    return {
      ...row,
      wording: { ...row.wording, state: 'APPROVED' },
      approved: [...row.approved, { approvalId, version, acts, topics, validFrom, validUntil, revokedAt: null }],
    };
  }),
  // Where nobody knows any more which one it ended, it ended all of them. One that has run out says so itself.
  MandateRevoked: changes((row, { data: { approvalId }, occurredAt, recordedAt }) => ({
    ...row,
    approved: row.approved.map((terms) =>
      isErased(approvalId) || terms.approvalId === approvalId ? { ...terms, revokedAt: firstInstant(occurredAt) ?? recordedAt } : terms,
    ),
  })),
};

const contacts = partOf<ContactRow, CountedContact, typeof contactEvents>(contactReducers, {
  part: ({ track: _, mode: __, place: ___, ...counted }) => counted,
  whole: (row) => row as unknown as ContactRow,
});
const undertakings = partOf<UndertakingRow, CountedUndertaking, typeof contactEvents>(undertakingReducers, {
  part: ({ of, initiativeId, standing }) => ({ of, initiativeId, standing }),
  whole: (row) => row as unknown as UndertakingRow,
});
const deviating = partOf<DeviationRow, CountedDeviation, typeof deviationsEvents>(deviationReducers, {
  part: ({ of, initiativeId, disposition }) => ({ of, initiativeId, disposition }),
  whole: (row) => row as unknown as DeviationRow,
});

const rowOf = (event: Happened): string | undefined => {
  const kind = kindOf(event.stream);
  if (kind === deviationsEvents.stream) return deviationOf(event);
  if (kind !== contactEvents.stream) return event.streamId;
  return Object.hasOwn(truceReducers, event.type) ? truceOf(event) : undertakingOf(event);
};

type Read =
  | typeof initiativeEvents
  | typeof commitmentEvents
  | typeof contactEvents
  | typeof deviationsEvents
  | typeof mandateEvents
  | typeof proposalEvents
  | typeof agreementEvents;

/** Initiatives and what stands under them; rows of each kind, each of one stream, which the query puts together (domain.md 5). */
export const agreementState: Board<AgreementRow, Read> = {
  name: 'agreement-state',
  version: 5,
  events: [initiativeEvents, commitmentEvents, contactEvents, deviationsEvents, mandateEvents, proposalEvents, agreementEvents],
  columns: { initiativeId: 'text', of: 'text', proposedAt: 'text', federalStanding: 'text' },
  row: rowOf,
  on: {
    ...(counting as Board<AgreementRow, typeof commitmentEvents>['on']),
    ...(contacts as Board<AgreementRow, typeof contactEvents>['on']),
    ...(undertakings as Board<AgreementRow, typeof contactEvents>['on']),
    ...(truceReducers as Board<AgreementRow, typeof contactEvents>['on']),
    ...(textReducers as Pick<Board<AgreementRow, typeof proposalEvents>['on'], keyof typeof textReducers>),
    ...(instrumentReducers as Pick<Board<AgreementRow, typeof agreementEvents>['on'], keyof typeof instrumentReducers>),
    ...(deviating as Board<AgreementRow, typeof deviationsEvents>['on']),
    ...(mandates as Board<AgreementRow, typeof mandateEvents>['on']),
    ...(initiatives as Board<AgreementRow, typeof initiativeEvents>['on']),
  },
};

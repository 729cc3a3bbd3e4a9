import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Fold, from, type In, type States } from '../../kernel/fold';
import { type Aligned, withAlignment } from '../alignment';
import { type BreachResult, commitmentEvents } from './commitment.events';

type Data<Type extends keyof (typeof commitmentEvents)['schemas']> = Legible<DataOf<typeof commitmentEvents, Type>>;

/** The last report of the implementation, and what of it counts. */
export interface Implementation {
  readonly reportId: string;
  /** What the report says, Kroc 0 to 3. */
  readonly reported: number | Erased;
  /** What counts: a report of 3 counts as 2 until it is verified (INV-25). */
  readonly level: number | Erased;
  /** Last day of the period that was assessed. */
  readonly asOf: string | Erased;
  /** All who verified it; null while nobody has. */
  readonly verifiedBy: readonly string[] | Erased | null;
}

/** The breach procedure, beside the legal state. */
export interface Breach {
  readonly state: 'NONE' | 'ALLEGED' | 'UNDER_INVESTIGATION' | BreachResult | 'REMEDIED' | Erased;
  /** The allegation that it is about; null before the first. */
  readonly allegationId: string | null;
}

type Terms = Data<'CommitmentDrafted'> &
  Aligned & {
    /** The day on which it is due; null where its rule has not come to one, or never does. OVERDUE follows from it and is never stored. */
    readonly dueDate: string | Erased | null;
  };

type Submitted = {
  /** The review to which the text as it stands was submitted. */
  readonly reviewId: string | Erased;
};

type Agreed = {
  readonly enteredAt: string | Erased;
  readonly reservations: Data<'CommitmentEntered'>['reservations'];
  /** The clearances that its texts used, the last one for the text as it stands; none is used twice. */
  readonly clearanceIds: readonly (string | Erased)[];
  readonly implementation: Implementation | null;
  /** As last assessed, by responsible party. */
  readonly enforcementCapacity: Readonly<Record<string, Data<'EnforcementCapacityAssessed'>['level']>>;
  readonly breach: Breach;
  readonly sanctions: readonly Data<'SanctionApplied'>['kind'][];
  /** The events for which it should be looked at again. None of them changes its legal state. */
  readonly flaggedFor: readonly (string | Erased)[];
};

/** A commitment as it stands. Its status is the legal one; implementation and breach are dimensions of their own (domain.md 0.3). */
export type Commitment = States<{
  NONE: object;
  DRAFT: Terms;
  IN_CLEARANCE: Terms & Submitted;
  CLEARED: Terms & Submitted;
  DECLINED: Terms & Submitted;
  ENTERED: Terms & Agreed;
  IN_FORCE: Terms & Agreed;
  SUSPENDED: Terms & Agreed & { readonly suspensionId: string };
  FULFILLED: Terms & Agreed;
  TERMINATED: Terms & Agreed & { readonly ground: Data<'CommitmentTerminated'>['ground'] };
}>;

/** While its words may still change. */
export const BEFORE_ENTRY = ['DRAFT', 'IN_CLEARANCE', 'CLEARED'] as const;
/** While it binds, or is about to. */
export const AGREED = ['ENTERED', 'IN_FORCE', 'SUSPENDED'] as const;

/** Above it only verification leads (INV-25). */
const UNVERIFIED_LEVEL_MAX = 2;

/** The breach procedure one step further. */
const withBreach = <S extends Agreed>(it: S, state: Breach['state']): S => ({ ...it, breach: { ...it.breach, state } });

export const commitment: Fold<Commitment, typeof commitmentEvents> = {
  events: commitmentEvents,
  initial: { status: 'NONE' },
  evolve: {
    CommitmentDrafted: from('NONE', (_, terms) => ({ ...terms, status: 'DRAFT', alignments: {}, dueDate: dueDateOf(terms.due) })),
    CommitmentRedrafted: from(BEFORE_ENTRY, (it, { text }) => ({ ...unsubmitted(it), status: 'DRAFT', text })),
    PolicyAlignmentAssessed: from([...BEFORE_ENTRY, ...AGREED], (it, assessed, { eventId }) => withAlignment(it, assessed, eventId)),

    CommitmentSubmittedForClearance: from('DRAFT', (it, { reviewId }) => ({ ...it, status: 'IN_CLEARANCE', reviewId })),
    CommitmentCleared: from('IN_CLEARANCE', (it) => ({ ...it, status: 'CLEARED' })),
    CommitmentReturned: from('IN_CLEARANCE', (it) => ({ ...unsubmitted(it), status: 'DRAFT' })),
    CommitmentDeclined: from('IN_CLEARANCE', (it) => ({ ...it, status: 'DECLINED' })),
    CommitmentEntered: from('CLEARED', (it, { text, enteredAt, clearanceId, reservations }) => ({
      ...unsubmitted(it),
      status: 'ENTERED',
      text,
      enteredAt,
      reservations,
      clearanceIds: [clearanceId],
      implementation: null,
      enforcementCapacity: {},
      breach: { state: 'NONE', allegationId: null },
      sanctions: [],
      flaggedFor: [],
    })),
    CommitmentCameIntoForce: from('ENTERED', (it) => ({ ...it, status: 'IN_FORCE' })),
    CommitmentAmended: from(AGREED, (it, { text, clearanceId }) => ({ ...it, text, clearanceIds: [...it.clearanceIds, clearanceId] })),
    CommitmentFlaggedForReview: from(AGREED, (it, { causeId }) => ({ ...it, flaggedFor: [...it.flaggedFor, causeId] })),

    ImplementationReported: from(AGREED, (it, { level, periodTo }, { eventId }) => ({
      ...it,
      implementation: {
        reportId: eventId,
        reported: level,
        level: isErased(level) ? level : Math.min(level, UNVERIFIED_LEVEL_MAX),
        asOf: periodTo,
        verifiedBy: null,
      },
    })),
    ImplementationVerified: from(AGREED, (it, { level, by }) =>
      // Its report may have been annulled; then there is nothing that it verifies.
      it.implementation ? { ...it, implementation: { ...it.implementation, level, verifiedBy: by } } : it,
    ),
    EnforcementCapacityAssessed: from(AGREED, (it, { partyId, level }) =>
      isErased(partyId) ? it : { ...it, enforcementCapacity: { ...it.enforcementCapacity, [partyId]: level } },
    ),
    DueDateResolved: from(AGREED, (it, { due }) => ({ ...it, dueDate: due })),
    DueDateExtended: from(AGREED, (it, { to }) => ({ ...it, dueDate: to })),

    BreachAlleged: from(AGREED, (it, _, { eventId }) => ({ ...it, breach: { state: 'ALLEGED', allegationId: eventId } })),
    BreachInvestigationOpened: from(AGREED, (it) => withBreach(it, 'UNDER_INVESTIGATION')),
    BreachFindingRecorded: from(AGREED, (it, { result }) => withBreach(it, result)),
    BreachRemedied: from(AGREED, (it) => withBreach(it, 'REMEDIED')),
    SanctionApplied: from(AGREED, (it, { kind }) => ({ ...it, sanctions: [...it.sanctions, kind] })),

    CommitmentSuspended: from('IN_FORCE', (it, _, { eventId }) => ({ ...it, status: 'SUSPENDED', suspensionId: eventId })),
    CommitmentReinstated: from('SUSPENDED', ({ suspensionId: _, ...it }) => ({ ...it, status: 'IN_FORCE' })),
    CommitmentFulfilled: from('IN_FORCE', (it) => ({ ...it, status: 'FULFILLED' })),
    CommitmentTerminated: from(AGREED, (it, { ground }) => ({ ...it, status: 'TERMINATED', ground })),
  },
};

/** The terms alone: what was submitted is no longer so. */
function unsubmitted(it: In<Commitment, (typeof BEFORE_ENTRY)[number]>): Terms {
  if (it.status === 'DRAFT') return it;
  const { reviewId: _, ...terms } = it;
  return terms;
}

function dueDateOf(due: Terms['due']): string | Erased | null {
  if (isErased(due)) return due;
  return due.kind === 'FIXED' ? due.date : null;
}

/** Whether it has been entered and has not ended: what binds is amended, not redrafted. */
export const isAgreed = (it: Commitment): it is In<Commitment, (typeof AGREED)[number]> =>
  (AGREED as readonly string[]).includes(it.status);

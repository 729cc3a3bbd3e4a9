import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type About, type Fold, from, type In, type States } from '../../kernel/fold';
import { earliest } from '../../kernel/occurrence';
import { initiativeEvents } from './initiative.events';

/** How the federal side stands towards it; beside its life cycle, not part of it (domain.md 0.8). */
export type FederalStanding = 'NONE' | 'NOTIFIED' | 'ACKNOWLEDGED';

/** Who speaks for it, and since when; there is one at most at any instant (INV-03). */
export interface FocalPerson {
  readonly participantId: string | Erased;
  /** First instant at which he can have been in office; undefined where nobody knows. */
  readonly since: string | undefined;
  readonly designationId: string;
}

/** The formal notification of the federal government. */
export interface Notification {
  readonly eventId: string;
  /** First instant at which it can have been made: what INV-01 compares; undefined where nobody knows. */
  readonly earliestAt: string | undefined;
  readonly reference: string | Erased;
  readonly documentEvidenceId: string | Erased;
}

type Proposal = Legible<DataOf<typeof initiativeEvents, 'InitiativeProposed'>> & {
  readonly focalPerson: FocalPerson | null;
  readonly federalStanding: FederalStanding;
};

/** An initiative as it stands. */
export type Initiative = States<{
  NONE: object;
  PROPOSED: Proposal;
  NOTIFIED: Proposal & { readonly notification: Notification };
}>;

const earliestOf = ({ occurredAt }: About): string | undefined => (isErased(occurredAt) ? undefined : earliest(occurredAt));

export const initiative: Fold<Initiative, typeof initiativeEvents> = {
  events: initiativeEvents,
  initial: { status: 'NONE' },
  evolve: {
    InitiativeProposed: from('NONE', (_, proposal) => ({ ...proposal, status: 'PROPOSED', focalPerson: null, federalStanding: 'NONE' })),
    FocalPersonDesignated: from(['PROPOSED', 'NOTIFIED'], (it, { participantId }, about) => ({
      ...it,
      focalPerson: { participantId, since: earliestOf(about), designationId: about.eventId },
    })),
    FederalGovernmentNotified: from('PROPOSED', (it, { reference, documentEvidenceId }, about) => ({
      ...it,
      status: 'NOTIFIED',
      federalStanding: 'NOTIFIED',
      notification: { eventId: about.eventId, earliestAt: earliestOf(about), reference, documentEvidenceId },
    })),
    FederalNotificationAcknowledged: from('NOTIFIED', (it) => ({ ...it, federalStanding: 'ACKNOWLEDGED' })),
  },
};

/** Whether records may be opened and go forward under it. */
export const isOpen = (it: Initiative): it is In<Initiative, 'PROPOSED' | 'NOTIFIED'> =>
  it.status === 'PROPOSED' || it.status === 'NOTIFIED';

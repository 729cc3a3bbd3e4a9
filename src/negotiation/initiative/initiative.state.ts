import { type Erased, isErased, type Legible, legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type About, type Fold, from, type In, type States } from '../../kernel/fold';
import { earliest, type Occurrence } from '../../kernel/occurrence';
import { initiativeEvents } from './initiative.events';

type Data<Type extends keyof (typeof initiativeEvents)['schemas']> = Legible<DataOf<typeof initiativeEvents, Type>>;

/** How the federal side stands towards it; beside its life cycle, not part of it (domain.md 0.8). */
export type FederalStanding = 'NONE' | 'NOTIFIED' | 'ACKNOWLEDGED' | 'OBJECTION_OPEN' | 'OBJECTION_LIFTED';

/** Who speaks for it, and since when; there is one at most at any instant (INV-03). */
export interface FocalPerson {
  readonly participantId: string | Erased;
  /** First instant at which he can have been in office; when that was recorded where nobody knows (domain.md 5, "As-of"). */
  readonly since: string;
  readonly designationId: string;
}

/** Somebody who spoke for it before; no longer from `until` on. */
export interface FormerFocalPerson extends FocalPerson {
  readonly until: string;
}

/** A formal notification of the federal government. */
export interface Notification {
  readonly eventId: string;
  /** First instant at which it can have been made: what INV-01 compares; undefined where nobody knows. */
  readonly earliestAt: string | undefined;
  readonly reference: string | Erased;
  readonly documentEvidenceId: string | Erased;
  readonly acknowledged: boolean;
}

/** What held from one instant on, and at another no longer. */
interface Interval {
  readonly since: string;
  /** Absent while it holds. */
  readonly until?: string;
}

export interface Objection extends Interval {
  readonly eventId: string;
  readonly ground: Data<'FederalObjectionRaised'>['ground'];
}

/** A phase that was opened; the first may be opened again after it came to nothing. */
export interface OpenedPhase extends Interval {
  readonly phase: 1 | 2;
  readonly openedId: string;
  /** What it came to; absent while it is under way. */
  readonly outcome?: Data<'PhaseConcluded'>['outcome'];
}

/** What is known of it, wherever in its life it stands. */
type Course = Data<'InitiativeProposed'> & {
  readonly focalPerson: FocalPerson | null;
  readonly formerFocalPersons: readonly FormerFocalPerson[];
  /** As they were recorded: a letter may be found after a later one (INV-50). */
  readonly notifications: readonly Notification[];
  readonly objections: readonly Objection[];
  /** What follows from the notifications and objections. */
  readonly federalStanding: FederalStanding;
  readonly phases: readonly OpenedPhase[];
  /** As last assessed, by objective. */
  readonly assessments: Readonly<Record<string, Data<'ObjectiveAssessed'>['assessment']>>;
  /** What has changed around it, and on which topics that bears. */
  readonly circumstances: readonly { readonly eventId: string; readonly affects: Data<'CircumstancesChanged'>['affects'] }[];
  readonly parallelTracks: readonly { readonly eventId: string; readonly level: Data<'ParallelTrackRecorded'>['level'] }[];
};

interface Suspension {
  readonly eventId: string;
  /** First instant at which it can have been suspended. */
  readonly since: string;
  /** Where it goes on when it is resumed. */
  readonly before: Running;
}

/** An initiative as it stands. */
export type Initiative = States<{
  NONE: object;
  PROPOSED: Course;
  NOTIFIED: Course;
  PHASE_1: Course;
  STALLED: Course;
  BETWEEN_PHASES: Course;
  PHASE_2: Course;
  FOLLOW_UP: Course;
  SUSPENDED: Course & { readonly suspension: Suspension };
  TERMINATED: Course;
  CLOSED: Course;
  /** Nobody can say any more how its first phase ended. */
  ERASED: object;
}>;

const AFTER_NOTIFICATION = ['NOTIFIED', 'PHASE_1', 'STALLED', 'BETWEEN_PHASES', 'PHASE_2', 'FOLLOW_UP'] as const;
/** While it goes its way. */
export const RUNNING = ['PROPOSED', ...AFTER_NOTIFICATION] as const;
type Running = (typeof RUNNING)[number];
/** While nobody need be in office as focal person: a phase is not opened without one (INV-03). */
export const VACANT = ['PROPOSED', 'NOTIFIED', 'SUSPENDED'] as const;
/** While it is not over. */
export const UNFINISHED = [...RUNNING, 'SUSPENDED'] as const;
/** Whatever has become of it: what happened in the world is recorded all the same (domain.md 0.1). */
export const KNOWN = [...UNFINISHED, 'TERMINATED', 'CLOSED'] as const;
/** While the federal side may answer a notification. */
export const ANSWERABLE = [...AFTER_NOTIFICATION, 'SUSPENDED'] as const;
type Known = In<Initiative, (typeof KNOWN)[number]>;

/** Whether it was ever proposed, and can still be read. */
export const isKnown = (it: Initiative): it is Known => it.status !== 'NONE' && it.status !== 'ERASED';

const earliestOf = ({ occurredAt }: About): string | undefined => (isErased(occurredAt) ? undefined : earliest(occurredAt));
const sinceOf = (about: About): string => earliestOf(about) ?? about.recordedAt;

function standingOf({ objections, notifications }: Pick<Course, 'objections' | 'notifications'>): FederalStanding {
  if (objections.some(({ until }) => until === undefined)) return 'OBJECTION_OPEN';
  if (objections.length > 0) return 'OBJECTION_LIFTED';
  if (notifications.some(({ acknowledged }) => acknowledged)) return 'ACKNOWLEDGED';
  return notifications.length > 0 ? 'NOTIFIED' : 'NONE';
}

/** With what the federal side has been told, or has said, and the standing that follows from it. */
const told = <S extends Course>(it: S, said: Partial<Pick<Course, 'objections' | 'notifications'>>): S => {
  const next = { ...it, ...said };
  return { ...next, federalStanding: standingOf(next) };
};

const notified = (status: Running): Running => (status === 'PROPOSED' ? 'NOTIFIED' : status);

/** The office at an end, and who takes it over from then on, if anybody. */
const handedOver = <S extends Course>(it: S, about: About, successorId?: string | Erased): S => {
  const at = sinceOf(about);
  return {
    ...it,
    focalPerson: successorId === undefined ? null : { participantId: successorId, since: at, designationId: about.eventId },
    formerFocalPersons: it.focalPerson ? [...it.formerFocalPersons, { ...it.focalPerson, until: at }] : it.formerFocalPersons,
  };
};

export const initiative: Fold<Initiative, typeof initiativeEvents> = {
  events: initiativeEvents,
  initial: { status: 'NONE' },
  evolve: {
    InitiativeProposed: from('NONE', (_, proposal) => ({
      ...proposal,
      status: 'PROPOSED',
      focalPerson: null,
      formerFocalPersons: [],
      notifications: [],
      objections: [],
      federalStanding: 'NONE',
      phases: [],
      assessments: {},
      parallelTracks: [],
      circumstances: [],
    })),
    FocalPersonDesignated: from(VACANT, (it, { participantId }, about) => ({
      ...it,
      focalPerson: { participantId, since: sinceOf(about), designationId: about.eventId },
    })),
    FocalPersonHandedOver: from(UNFINISHED, (it, { toId }, about) => handedOver(it, about, toId)),

    FederalGovernmentNotified: from(KNOWN, (it, { reference, documentEvidenceId }, about) => {
      const notification = { eventId: about.eventId, earliestAt: earliestOf(about), reference, documentEvidenceId, acknowledged: false };
      const next = told(it, { notifications: [...it.notifications, notification] });
      if (next.status === 'SUSPENDED') return { ...next, suspension: { ...next.suspension, before: notified(next.suspension.before) } };
      return next.status === 'PROPOSED' ? { ...next, status: 'NOTIFIED' } : next;
    }),
    FederalNotificationAcknowledged: from(ANSWERABLE, (it, { notificationId }) =>
      told(it, {
        notifications: it.notifications.map((each) => (each.eventId === notificationId ? { ...each, acknowledged: true } : each)),
      }),
    ),
    FederalObjectionRaised: from(UNFINISHED, (it, { ground }, about) =>
      told(it, { objections: [...it.objections, { eventId: about.eventId, ground, since: sinceOf(about) }] }),
    ),
    FederalObjectionLifted: from(UNFINISHED, (it, { objectionId }, about) =>
      told(it, { objections: it.objections.map((each) => (each.eventId === objectionId ? { ...each, until: sinceOf(about) } : each)) }),
    ),

    PhaseOpened: from(['NOTIFIED', 'STALLED', 'BETWEEN_PHASES'], (it, _, about) => {
      const phase = it.status === 'BETWEEN_PHASES' ? 2 : 1;
      const phases = [...it.phases, { phase, openedId: about.eventId, since: sinceOf(about) } as const];
      return { ...it, phases, status: `PHASE_${phase}` };
    }),
    PhaseConcluded: from(['PHASE_1', 'PHASE_2'], (it, { outcome }, about) => {
      const ended = { until: sinceOf(about), outcome };
      const phases = it.phases.map((each) => (each.until === undefined ? { ...each, ...ended } : each));
      if (it.status === 'PHASE_2') return { ...it, phases, status: 'FOLLOW_UP' };
      return { ...it, phases, status: legible(outcome) === 'FOUNDATION_LAID' ? 'BETWEEN_PHASES' : 'STALLED' };
    }),
    ObjectiveAssessed: from(UNFINISHED, (it, { objective, assessment }) =>
      isErased(objective) ? it : { ...it, assessments: { ...it.assessments, [objective]: assessment } },
    ),
    ParallelTrackRecorded: from(KNOWN, (it, { level }, { eventId }) => ({
      ...it,
      parallelTracks: [...it.parallelTracks, { eventId, level }],
    })),
    // The commitments that it bears on are told (domain.md 4.5).
    CircumstancesChanged: from(KNOWN, (it, { affects }, { eventId }) => ({
      ...it,
      circumstances: [...it.circumstances, { eventId, affects }],
    })),

    InitiativeSuspended: from(RUNNING, (it, _, about) => ({
      ...it,
      status: 'SUSPENDED',
      suspension: { eventId: about.eventId, since: sinceOf(about), before: it.status },
    })),
    InitiativeResumed: from('SUSPENDED', ({ suspension, ...it }) => ({ ...it, status: suspension.before })),
    InitiativeTerminated: from(UNFINISHED, (it) => ({ ...unsuspended(it), status: 'TERMINATED' })),
    InitiativeClosed: from('FOLLOW_UP', (it) => ({ ...it, status: 'CLOSED' })),
  },
};

const unsuspended = (it: In<Initiative, (typeof UNFINISHED)[number]>): Course => {
  if (it.status !== 'SUSPENDED') return it;
  const { suspension: _, ...course } = it;
  return course;
};

/** Whether records may be opened and go forward under it. */
export const isOpen = (it: Initiative): it is In<Initiative, Running> => (RUNNING as readonly string[]).includes(it.status);

/** Which of its phases is under way. */
export function phaseOf({ status }: Initiative): 1 | 2 | undefined {
  if (status === 'PHASE_1') return 1;
  return status === 'PHASE_2' ? 2 : undefined;
}

/** Whether an objection of the federal side stands: then nothing goes forward with the other side (domain.md 4.3.1). */
export const objectionIsOpen = (it: Initiative): boolean => isKnown(it) && it.federalStanding === 'OBJECTION_OPEN';

/** Whether an instant, or the first at which something can have happened, lies in it. Where nobody knows when it happened, it lies in none. */
const holdsAt = ({ since, until }: Interval, moment: Occurrence | string): boolean => {
  const instant = typeof moment === 'string' ? moment : earliest(moment);
  if (instant === undefined) return false;
  const at = Date.parse(instant);
  return Date.parse(since) <= at && (until === undefined || at < Date.parse(until));
};

/** Which phase was under way when something happened (INV-50). */
export const phaseAt = (it: Initiative, moment: Occurrence | string): 1 | 2 | undefined =>
  isKnown(it) ? it.phases.find((each) => holdsAt(each, moment))?.phase : undefined;

/** INV-04: whether the foundation of the second visit was laid by an instant (UTC with milliseconds). */
export function wasFoundedBy(it: Initiative, instant: string): boolean {
  const last = isKnown(it) ? it.phases.findLast(({ phase }) => phase === 1) : undefined;
  return last?.outcome === 'FOUNDATION_LAID' && last.until !== undefined && last.until <= instant;
}

/** Whether an objection stood when something happened (INV-50). */
export const objectedAt = (it: Initiative, moment: Occurrence | string): boolean =>
  isKnown(it) && it.objections.some((each) => holdsAt(each, moment));

/** Who was in office at an instant (INV-03); undefined where nobody was, or nobody can say any more who. */
export function focalPersonAt(it: Initiative, instant: string): string | undefined {
  if (!isKnown(it)) return undefined;
  const offices: readonly (FocalPerson & Interval)[] = [...it.formerFocalPersons, ...(it.focalPerson ? [it.focalPerson] : [])];
  const inOffice = offices.find((each) => holdsAt(each, instant))?.participantId;
  return isErased(inOffice) ? undefined : inOffice;
}

/**
 * INV-01, INV-50: whether the federal government can have been notified when something happened or is planned to happen: the first instant at
 * which it can have been notified is not after the first at which that can be. For a plan without a date (null) a recorded notification is
 * enough; for what happened nobody knows when it is not.
 */
export function notifiedBy(it: Initiative, moment: Occurrence | string | null): boolean {
  if (!isKnown(it)) return false;
  if (moment === null) return it.notifications.length > 0;
  const at = typeof moment === 'string' ? moment : earliest(moment);
  return (
    at !== undefined && it.notifications.some(({ earliestAt }) => earliestAt !== undefined && Date.parse(earliestAt) <= Date.parse(at))
  );
}

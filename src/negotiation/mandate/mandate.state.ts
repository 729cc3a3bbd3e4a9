import { type Erased, isErased, type Legible, legible, unlessErased } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type About, firstInstantOf, type Fold, from, type In, type States } from '../../kernel/fold';
import { earliest, type Occurrence } from '../../kernel/occurrence';
import { uuidV5 } from '../../kernel/uuid';
import type { CounterpartKind } from '../participant/participant.events';
import type { MandatedAct, Phase, Topic } from '../terms';
import { mandateEvents } from './mandate.events';

type Data<Type extends keyof (typeof mandateEvents)['schemas']> = Legible<DataOf<typeof mandateEvents, Type>>;

/** The terms of reference in one wording. */
export type MandateTerms = Omit<Data<'MandateDrafted'>, 'initiativeId'> & {
  /** Counts the wordings from 1. */
  readonly revision: number;
};

/** Terms that the federal side has approved, and from when to when they were in force. */
export interface Approval {
  /** The event by which they came into force. */
  readonly approvalId: string;
  readonly clearanceId: string | Erased;
  readonly conditions: Data<'MandateApproved'>['conditions'];
  readonly terms: MandateTerms;
  readonly validFrom: string | Erased;
  /** They no longer count at this instant. */
  readonly validUntil: string | Erased;
  /** They no longer count from here on, for newer ones do, or they are revoked; null while neither is so. */
  readonly endedAt: string | null;
}

type Worded = {
  readonly initiativeId: string | Erased;
  /** What is in force, or what is to be. */
  readonly terms: MandateTerms;
  /** How many wordings there have been, those that were declined among them. */
  readonly wordings: number;
  /** Everything that ever was approved, oldest first (INV-50). */
  readonly approvals: readonly Approval[];
  /** The last approval that counts or will; null where there is none, or its end is recorded. */
  readonly standing: string | null;
};

/**
 * The mandate of an initiative as it stands. While an amendment is DRAFT or SUBMITTED the approved terms go on: what counts at an instant
 * says `mandateInForceAt`, never the status.
 */
export type Mandate = States<{
  NONE: object;
  DRAFT: Worded;
  SUBMITTED: Worded & {
    readonly reviewId: string | Erased;
    /** Exactly what is to be cleared. */
    readonly submittedText: Data<'MandateSubmitted'>['text'];
  };
  IN_FORCE: Worded;
  DECLINED: Worded;
  ENDED: Worded;
}>;

/** One initiative has one mandate, so that whoever knows the initiative can name its mandate (INV-10). */
export const mandateIdOf = (initiativeId: string): string => uuidV5(initiativeId, 'mandate');

/** Once it is drafted. */
export const WORDED = ['DRAFT', 'SUBMITTED', 'IN_FORCE', 'DECLINED', 'ENDED'] as const;
/** While approved terms may count. */
export const STANDING = ['DRAFT', 'SUBMITTED', 'IN_FORCE'] as const;

export const mandate: Fold<Mandate, typeof mandateEvents> = {
  events: mandateEvents,
  initial: { status: 'NONE' },
  evolve: {
    MandateDrafted: from('NONE', (_, { initiativeId, ...terms }) => ({
      status: 'DRAFT',
      initiativeId,
      terms: { ...terms, revision: 1 },
      wordings: 1,
      approvals: [],
      standing: null,
    })),
    MandateSubmitted: from('DRAFT', (it, { reviewId, text }) => ({ ...it, status: 'SUBMITTED', reviewId, submittedText: text })),
    MandateApproved: from('SUBMITTED', (it, approved, about) => {
      const { validFrom } = approved;
      const approval: Approval = { ...approved, terms: it.terms, approvalId: about.eventId, endedAt: null };
      // Until newer terms count, those before them do.
      const since = isErased(validFrom) ? firstInstantOf(about) : validFrom;
      const before = it.approvals.map((earlier) => endedAt(earlier, since));
      return { ...worded(it), status: 'IN_FORCE', approvals: [...before, approval], standing: approval.approvalId };
    }),
    MandateReturned: from('SUBMITTED', (it) => ({ ...worded(it), status: 'DRAFT' })),
    MandateDeclined: from('SUBMITTED', (it) => {
      const approved = standingApproval(it);
      // Terms that were declined change nothing of those in force.
      return approved ? { ...worded(it), status: 'IN_FORCE', terms: approved.terms } : { ...worded(it), status: 'DECLINED' };
    }),
    MandateAmended: from(WORDED, (it, { changes: _, supersededReviewId: __, ...terms }) => ({
      ...worded(it),
      status: 'DRAFT',
      terms: { ...terms, revision: it.wordings + 1 },
      wordings: it.wordings + 1,
    })),
    MandateRevoked: from(STANDING, (it, { approvalId }, about) => {
      // Where nobody knows any more which one it ended, it ended all of them.
      const isRevoked = (approval: Approval): boolean => isErased(approvalId) || approval.approvalId === approvalId;
      const approvals = it.approvals.map((approval) => (isRevoked(approval) ? endedAt(approval, firstInstantOf(about)) : approval));
      return settled({ ...it, approvals }, about);
    }),
    MandateExpired: from(STANDING, (it, _, about) => settled(it, about)),
  },
};

/** Without what is known of it only while it is submitted. */
function worded(it: In<Mandate, (typeof WORDED)[number]>): Worded {
  if (it.status !== 'SUBMITTED') return it;
  const { reviewId: _, submittedText: __, ...rest } = it;
  return rest;
}

/** First instant at which it can have happened; where nobody knows, when it was recorded. */
const endedAt = (it: Approval, instant: string): Approval =>
  it.endedAt !== null && it.endedAt <= instant ? it : { ...it, endedAt: instant };

/** What is drafted or submitted goes on, whether anything counts beside it or not. */
function settled(it: In<Mandate, (typeof STANDING)[number]>, { recordedAt }: About): Mandate {
  const approved = it.approvals.findLast((approval) => {
    const end = endOf(approval);
    return isErased(end) || recordedAt < end;
  });
  const standing = approved?.approvalId ?? null;
  if (it.status !== 'IN_FORCE') return { ...it, standing };
  return approved ? { ...it, standing, terms: approved.terms } : { ...it, standing, status: 'ENDED' };
}

/** The last approval that counts or will, its end not recorded yet. */
export const standingApproval = (it: Mandate): Approval | undefined =>
  it.status === 'NONE' ? undefined : it.approvals.find(({ approvalId }) => approvalId === it.standing);

/** From when on approved terms no longer count. */
export const endOf = ({ validUntil, endedAt: ended }: Approval): string | Erased =>
  ended === null || (!isErased(validUntil) && validUntil <= ended) ? validUntil : ended;

/** Whether they have ceased to count by an instant (UTC with milliseconds). Throws `ErasedError` where it can no longer be read. */
export const isOver = (approval: Approval, instant: string): boolean => legible(endOf(approval)) <= instant;

/**
 * The approved terms that were in force at an instant (UTC with milliseconds): INV-10 for what is to come, INV-50 for what was. Throws
 * `ErasedError` where it can no longer be read.
 */
export function mandateInForceAt(it: Mandate, instant: string): MandateTerms | undefined {
  if (it.status === 'NONE') return undefined;
  return it.approvals.find((approval) => legible(approval.validFrom) <= instant && !isOver(approval, instant))?.terms;
}

/** INV-10: whether the terms list an act for a phase. Throws `ErasedError`, as do the following. */
export const allowsAct = ({ acts }: MandateTerms, phase: Phase, act: MandatedAct): boolean => legible(acts)[`phase${phase}`].includes(act);

/** INV-08: whether a topic is mandated. */
export const allowsTopic = ({ topics }: MandateTerms, topic: Topic): boolean => legible(topics).includes(topic);

/** INV-32: whether the terms name a party as counterpart. */
export const namesParty = ({ counterpartPartyIds }: MandateTerms, partyId: string): boolean =>
  legible(counterpartPartyIds).includes(partyId);

/** Whether they provide for counterparts of a kind. */
export const allowsCounterpart = ({ counterpartKinds }: MandateTerms, kind: CounterpartKind): boolean =>
  legible(counterpartKinds).includes(kind);

/** INV-50: whether terms that were in force when something happened covered it; what nobody can say was in force covers nothing. */
export function underTerms(it: Mandate, occurredAt: Occurrence, covers: (terms: MandateTerms) => boolean): boolean {
  const at = earliest(occurredAt);
  return unlessErased(() => {
    const terms = at === undefined ? undefined : mandateInForceAt(it, at);
    return terms !== undefined && covers(terms);
  }, false);
}

/** INV-08: whether a topic was mandated when it was spoken about. */
export const wasMandatedTopic = (it: Mandate, topic: Topic, occurredAt: Occurrence): boolean =>
  underTerms(it, occurredAt, (terms) => allowsTopic(terms, topic));

import { isErased, legible } from '../../kernel/erased';
import { earliest, type Occurrence } from '../../kernel/occurrence';
import type { Rejection } from '../../kernel/rejection';
import { type FederalReview, isApproved, shortfallOf, wasCleared } from '../federal-review/federal-review.state';
import type { HouseRules } from '../house-rules/house-rules.state';
import { focalPersonAt, type Initiative, isOpen, notifiedBy, objectedAt, wasFoundedBy } from '../initiative/initiative.state';
import { among, type Check, compositionOf } from './delegation.composition.rules';
import { refuse } from './delegation.refusals';
import { type Delegation, isDebriefed, type Member, sizeDeparted } from './delegation.state';

/* What must have come first before a delegation travels (INV-01, INV-03 to INV-06); see `forward` for objections. */

/** What is to travel. */
interface Travelling {
  readonly initiativeId: string;
  readonly ordinal: number;
  readonly members: readonly Member[];
}

/** By what its composition is judged. */
export interface Composed {
  readonly initiative: Initiative;
  /** The first delegation, where this is a later one. */
  readonly first: readonly Delegation[];
  readonly rules: HouseRules;
}

/** By what its travel is judged. */
export interface Ground extends Composed {
  readonly self: string;
  readonly review: FederalReview;
  /** The reviews of the report on the first phase, where this is not the first delegation. */
  readonly report: readonly FederalReview[];
}

const numbers = (checks: readonly Check[]): string =>
  checks.map(({ requirement, found, needed }) => `${requirement}: ${found} of ${needed ?? 'a number that nobody can say yet'}`).join('; ');

/** Every rule of composition, judged as of an instant. */
function checksOf({ ordinal, members }: Travelling, { initiative, first, rules }: Composed, at: string): readonly Check[] {
  const { values } = rules;
  return compositionOf(members, {
    ordinal,
    focalPersonId: focalPersonAt(initiative, at),
    firstSize: first.map(sizeDeparted).at(0),
    minimum: {
      elders: values.DELEGATION_ELDERS_MIN,
      scholars: values.DELEGATION_SCHOLARS_MIN,
      stakeholders: values.DELEGATION_STAKEHOLDERS_MIN,
    },
  });
}

function incomplete(checks: readonly Check[]): Rejection | undefined {
  const failed = checks.filter(({ holds }) => !holds);
  if (failed.some(({ invariant }) => invariant === 'INV-03'))
    return refuse.withoutFocalPerson('Who is in office as focal person then is not in it.');
  if (failed.some(({ invariant }) => invariant === 'INV-05')) return refuse.firstIncomplete(`${numbers(failed)}.`);
  return failed.length > 0 ? refuse.laterIncomplete(`${numbers(failed)}.`) : undefined;
}

/** @returns why it is not constituted with these members; how many went first is not asked before they have gone */
export const mayBeConstituted = (it: Travelling, ground: Composed, at: string): Rejection | undefined =>
  incomplete(checksOf(it, ground, at).filter(({ needed }) => needed !== null));

/** INV-03 alone: who is in office as focal person is in it. */
export const hasFocalPerson = (participantIds: readonly string[], initiative: Initiative, at: string): boolean =>
  participantIds.includes(focalPersonAt(initiative, at) ?? '');

/** INV-04, for every delegation but the first. */
function phaseGate({ ordinal, initiativeId }: Travelling, { initiative, first, report }: Ground, at: string): Rejection | undefined {
  if (ordinal === 1) return undefined;
  if (!wasFoundedBy(initiative, at)) return refuse.foundationNotLaid('The first phase is not concluded as FOUNDATION_LAID.');
  if (!first.every(isDebriefed)) return refuse.firstNotDebriefed('The first delegation is not back and debriefed.');
  return report.length === 0 || !report.every((it) => isApproved(it, 'PHASE_REPORT', initiativeId))
    ? refuse.reportNotApproved('No review that is named has approved the report on the first phase.')
    : undefined;
}

/** @returns why it is not authorised that it travels, `undefined` if nothing stands in the way */
export function mayTravel(it: Travelling & { readonly plannedFor: Occurrence | null }, ground: Ground, now: string): Rejection | undefined {
  const { initiative, review, self } = ground;
  if (!isOpen(initiative)) return refuse.initiativeUnknown('Its initiative does not go on.');
  const begin = it.plannedFor ? earliest(it.plannedFor) : undefined;
  const moment = begin !== undefined && begin > now ? begin : now;
  if (!notifiedBy(initiative, begin === undefined ? null : moment))
    return refuse.notNotified('No notification of the federal government is recorded that came before it.');
  const refused = phaseGate(it, ground, now) ?? incomplete(checksOf(it, ground, now));
  if (refused) return refused;
  const lacks = shortfallOf(review, { subject: 'TRAVEL', subjectId: self, purpose: 'TRAVEL', at: now });
  return lacks ? refuse.notCleared(`Of the clearance one must say ${lacks}.`) : undefined;
}

const hasValidCredentials =
  (at: string) =>
  ({ credentials }: Member): boolean =>
    credentials !== null && legible(credentials.validFrom) <= at && at < legible(credentials.validUntil);

/** @returns why it could not depart when it did, with those who did; `undefined` if it could */
export function mightDepart(it: Travelling, memberIds: readonly string[], occurredAt: Occurrence, ground: Ground): Rejection | undefined {
  const { initiative, review, self } = ground;
  const at = earliest(occurredAt);
  if (at === undefined || !notifiedBy(initiative, occurredAt))
    return refuse.notNotified('No notification of the federal government is recorded that came before it.');
  if (objectedAt(initiative, occurredAt)) return refuse.objected('An objection of the federal side stood then.');
  const going = { ...it, members: among(it.members, memberIds) };
  const refused = phaseGate(going, ground, at) ?? incomplete(checksOf(going, ground, at));
  if (refused) return refused;
  if (!wasCleared(review, { subject: 'TRAVEL', subjectId: self, purpose: 'TRAVEL', at }))
    return refuse.notCleared('No clearance of its travel was valid then.');
  return going.members.every(hasValidCredentials(at)) ? undefined : refuse.credentialsMissing('Somebody had none that were valid then.');
}

/** Those named who are none of these. */
export const strangers = (ids: readonly string[], members: readonly { readonly participantId: unknown }[]): readonly string[] =>
  ids.filter((id) => !members.some(({ participantId }) => !isErased(participantId) && participantId === id));

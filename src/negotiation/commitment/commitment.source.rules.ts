import { legible } from '../../kernel/erased';
import type { In } from '../../kernel/fold';
import type { Rejection } from '../../kernel/rejection';
import { isAgreedUpon, isWorded, type Proposal } from '../proposal/proposal.state';
import { refuse } from './commitment.refusals';
import type { Commitment } from './commitment.state';

/* The text on the table that a commitment comes from, where it comes from one. */

/** Where it comes from. */
interface Source {
  readonly initiativeId: string;
  readonly revision: number | undefined;
  readonly eId: string | undefined;
}

/** Whether a clause lies on the table as it is named. */
export const isClauseOf = (it: Proposal, { initiativeId, revision, eId }: Source): boolean =>
  isWorded(it) &&
  legible(it.initiativeId) === initiativeId &&
  it.revision === revision &&
  legible(it.text).clauses.some((clause) => clause.eId === eId);

/** What was named as the package. */
interface Packaged {
  readonly ids: readonly string[];
  readonly proposals: readonly Proposal[];
}

/** Nothing is agreed until everything is. @returns why its text is not agreed, `undefined` if it is */
export function notAgreed(
  { revision }: In<Commitment, 'IN_CLEARANCE' | 'CLEARED'>,
  source: Proposal,
  { ids, proposals }: Packaged,
): Rejection | undefined {
  if (!isAgreedUpon(source) || source.revision !== legible(revision))
    return refuse.proposalNotAgreed('The revision that it comes from is not the one that is agreed.');
  const members = source.package ? legible(source.package.proposalIds) : [];
  return members.every((id) => ids.includes(id)) && proposals.every(isAgreedUpon)
    ? undefined
    : refuse.packageNotAgreed('A proposal of its package is not named, or is not agreed.');
}

import type { Erased, Legible } from '../../kernel/erased';
import { isErased } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Happened, kindOf } from '../../kernel/happened';
import { commitmentEvents } from '../../negotiation/commitment/commitment.events';
import { federalReviewEvents } from '../../negotiation/federal-review/federal-review.events';
import { policyFrameworkEvents } from '../../negotiation/policy-framework/policy-framework.events';
import { type PolicyFramework, policyFramework } from '../../negotiation/policy-framework/policy-framework.state';
import { proposalEvents } from '../../negotiation/proposal/proposal.events';
import { isWorded, type Proposal, proposal, type StanceTaken } from '../../negotiation/proposal/proposal.state';
import { type Board, changes, opens, standingBy } from '../../views/board';
import { clearing, type ClearingRow } from '../commitment-tracker/commitment-tracker.projection';

type Drafted = Legible<DataOf<typeof commitmentEvents, 'CommitmentDrafted'>>;

/** By clause, by party. */
type Stances = Readonly<Record<string, Readonly<Record<string, StanceTaken>>>>;

/** A text on the table as it stands; the query makes a row of each of its clauses. */
export interface TextRow extends Record<string, unknown> {
  readonly of: 'TEXT';
  readonly proposalId: string;
  readonly initiativeId: string | Erased | null;
  readonly topic: string | Erased | null;
  /** Where the proposal stands in its life. */
  readonly standing: string;
  readonly proposedAt: string;
  /** One where nobody can read any more how many there are. */
  readonly clauses: number;
  /** Without the translations, which this board does not show. */
  readonly state: Proposal;
  /** What parties have said of earlier words of a clause: it counts no longer (INV-20). */
  readonly stale: Stances;
}

/** The policy framework, by which a text may cross a red line. */
export interface FrameworkRow extends Record<string, unknown> {
  readonly of: 'FRAMEWORK';
  readonly state: PolicyFramework;
}

/** A commitment, as far as it carries a clause. */
export interface CarryingRow extends Record<string, unknown> {
  readonly of: 'COMMITMENT';
  readonly proposalId: Drafted['proposalId'] | null;
  /** Null where it comes from no clause. */
  readonly eId: Drafted['eId'] | null;
  /** Whether it binds: entered, and not terminated since. */
  readonly entered: boolean;
}

export type MatrixRow = TextRow | FrameworkRow | CarryingRow | ClearingRow;

/** What was said of words that are gone, with what was said of those that are gone by this event. */
function staleAfter(before: TextRow | undefined, after: Proposal): Stances {
  const earlier = before?.state;
  if (!before || !earlier || !isWorded(earlier) || !isWorded(after)) return {};
  if (earlier.revision === after.revision || isErased(earlier.text) || isErased(after.text)) return before.stale;
  const [was, is] = [earlier.text.clauses, after.text.clauses];
  // A revision changes one clause of hundreds; the fold leaves the others what they were.
  const changed = is
    .filter((clause, nth) => clause !== was[nth])
    .map((clause) => ({ clause, old: was.find(({ eId }) => eId === clause.eId) }));
  let { stale } = before;
  if (is.length < was.length || changed.some(({ old }) => !old)) {
    const names = new Set(is.map(({ eId }) => eId));
    stale = Object.fromEntries(Object.entries(stale).filter(([eId]) => names.has(eId)));
  }
  for (const { clause, old } of changed)
    if (old && old.clauseHash !== clause.clauseHash && Object.keys(old.stances).length > 0)
      stale = { ...stale, [clause.eId]: { ...stale[clause.eId], ...old.stances } };
  return stale;
}

const texts = standingBy<Proposal, TextRow, typeof proposalEvents>(proposal, (stood, { streamId, recordedAt }, before) => {
  const state = isWorded(stood) ? { ...stood, translations: [] } : stood;
  return {
    of: 'TEXT',
    proposalId: streamId,
    initiativeId: isWorded(state) ? state.initiativeId : null,
    topic: isWorded(state) ? state.topic : null,
    standing: state.status,
    proposedAt: before?.proposedAt ?? recordedAt,
    clauses: isWorded(state) && !isErased(state.text) ? state.text.clauses.length : 1,
    state,
    stale: staleAfter(before, state),
  };
});

const frameworks = standingBy<PolicyFramework, FrameworkRow, typeof policyFrameworkEvents>(policyFramework, (state) => ({
  of: 'FRAMEWORK',
  state,
}));

const carried: Board<CarryingRow, typeof commitmentEvents>['on'] = {
  CommitmentDrafted: opens(({ data }) => ({
    of: 'COMMITMENT',
    proposalId: data.proposalId ?? null,
    eId: data.eId ?? null,
    entered: false,
  })),
  CommitmentEntered: changes((row) => ({ ...row, entered: true })),
  CommitmentTerminated: changes((row) => ({ ...row, entered: false })),
};

/** A commitment is assessed by an event of the same name as a text: of those that names share, this board folds a text's. */
const rowOf = ({ type, stream, streamId }: Happened): string | undefined =>
  Object.hasOwn(proposalEvents.schemas, type) && kindOf(stream) !== proposalEvents.stream ? undefined : streamId;

type Read = typeof proposalEvents | typeof policyFrameworkEvents | typeof commitmentEvents | typeof federalReviewEvents;

/** Texts on the table clause by clause, with who stands where, and what decides how far each clause has come (domain.md 5). */
export const clauseMatrix: Board<MatrixRow, Read> = {
  name: 'clause-matrix',
  version: 1,
  events: [proposalEvents, policyFrameworkEvents, commitmentEvents, federalReviewEvents],
  columns: {
    of: 'text',
    proposalId: 'text',
    initiativeId: 'text',
    topic: 'text',
    standing: 'text',
    proposedAt: 'text',
    clauses: 'integer',
    reviewId: 'text',
  },
  row: rowOf,
  on: {
    ...(carried as Board<MatrixRow, typeof commitmentEvents>['on']),
    ...(clearing as Board<MatrixRow, typeof federalReviewEvents>['on']),
    ...(frameworks as Board<MatrixRow, typeof policyFrameworkEvents>['on']),
    // `row` keeps what shares a name apart, which the types of two catalogues in one table cannot say.
    ...(texts as unknown as Board<MatrixRow, Read>['on']),
  },
};

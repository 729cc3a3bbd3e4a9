import { sql } from 'kysely';
import { isErased } from '../../kernel/erased';
import { type BoardPage, type BoardQuery, pageOf } from '../../views/board-query';
import { isWithheld, type Readable } from '../../views/visibility';
import { type AgreementRow, agreementState, type CountedCommitment, type InitiativeRow } from './agreement-state.projection';

type Counts = Readonly<Record<string, number>>;

/** The commitments of one initiative, counted over what this reader may see. */
export interface CommitmentCounts {
  readonly total: number;
  /** Legal state, then implementation level (`NOT_ASSESSED` before the first report). */
  readonly byLegalState: Readonly<Record<string, Counts>>;
  /** Entered texts by pillar: S59 asks whether security, development and governance are in balance. */
  readonly pillarBalance: Counts;
  readonly flaggedForReview: number;
  readonly breachesOpen: number;
}

const AGREED: ReadonlySet<string> = new Set(['ENTERED', 'IN_FORCE', 'SUSPENDED', 'FULFILLED']);
const BREACH_OPEN: ReadonlySet<string> = new Set(['ALLEGED', 'UNDER_INVESTIGATION', 'CONFIRMED']);

const more = (counts: Counts, name: string): Counts => ({ ...counts, [name]: (counts[name] ?? 0) + 1 });

export function countsOf(commitments: readonly CountedCommitment['counted'][]): CommitmentCounts {
  return commitments.reduce<CommitmentCounts>(
    (counts, { legalState, implementationLevel, pillar, flaggedForReview, breachState }) => ({
      total: counts.total + 1,
      byLegalState: {
        ...counts.byLegalState,
        [legalState]: more(
          counts.byLegalState[legalState] ?? {},
          typeof implementationLevel === 'number' ? String(implementationLevel) : 'NOT_ASSESSED',
        ),
      },
      pillarBalance: AGREED.has(legalState) && !isErased(pillar) ? more(counts.pillarBalance, pillar) : counts.pillarBalance,
      flaggedForReview: counts.flaggedForReview + (flaggedForReview === null ? 0 : 1),
      breachesOpen: counts.breachesOpen + (BREACH_OPEN.has(breachState) ? 1 : 0),
    }),
    { total: 0, byLegalState: {}, pillarBalance: {}, flaggedForReview: 0, breachesOpen: 0 },
  );
}

/** An initiative with what holds under it. What no record says yet is null, never a guess (S28). */
export interface AgreementAnswer extends Omit<InitiativeRow, 'of'> {
  readonly commitments: CommitmentCounts;
  readonly lastContact: null;
  readonly nextContact: null;
  readonly mandate: null;
}

async function commitmentsUnder(
  { rows }: Pick<Readable<AgreementRow>, 'rows'>,
  initiativeIds: readonly string[],
): Promise<Map<string, CountedCommitment['counted'][]>> {
  const under = new Map<string, CountedCommitment['counted'][]>(initiativeIds.map((id) => [id, []]));
  if (initiativeIds.length === 0) return under;
  const found = await rows
    .where(sql<boolean>`"of" = 'COMMITMENT'`)
    .where('initiativeId' as never, 'in', initiativeIds as never)
    .select('row')
    // The answer names states in the order in which they are met, and must be the same whichever way the table came about.
    .orderBy('stream' as never)
    .execute();
  for (const { row } of found as unknown as { row: string }[]) {
    const { initiativeId, counted } = JSON.parse(row) as CountedCommitment;
    if (typeof initiativeId === 'string') under.get(initiativeId)?.push(counted);
  }
  return under;
}

async function ask(readable: Readable<AgreementRow>, question: Parameters<BoardQuery['ask']>[1]): Promise<BoardPage<AgreementAnswer>> {
  const initiatives = sql<boolean>`"of" = 'INITIATIVE'`;
  const own = { ...readable, rows: readable.rows.where(initiatives), present: readable.present.where(initiatives) };
  const { rows, next, total } = await pageOf(own, question);
  const ids = rows.flatMap((row) => (isWithheld(row) ? [] : [(row as InitiativeRow).initiativeId]));
  const under = await commitmentsUnder(readable, ids);
  return {
    next,
    total,
    rows: rows.map((row) => {
      if (isWithheld(row)) return row;
      const { of: _, ...initiative } = row as InitiativeRow;
      const commitments = countsOf(under.get(initiative.initiativeId) ?? []);
      return { ...initiative, commitments, lastContact: null, nextContact: null, mandate: null };
    }),
  };
}

export const agreementStateQuery: BoardQuery<AgreementRow> = {
  board: agreementState,
  summary: 'Where each initiative stands and what is agreed under it',
  filters: { initiativeId: 'One initiative', federalStanding: 'Those with one federal standing' },
  sorts: ['proposedAt', 'federalStanding'],
  ask,
};

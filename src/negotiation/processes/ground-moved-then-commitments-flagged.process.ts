import { isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import type { Happened } from '../../kernel/happened';
import type { Consequence, Process, Surroundings } from '../../processes/process';
import { FlagForReview } from '../commitment/commitment.commands';
import { commitment, isAgreed } from '../commitment/commitment.state';
import type { FlagCause } from '../commitment/commitment.events';
import { federalReview } from '../federal-review/federal-review.state';
import type { initiativeEvents } from '../initiative/initiative.events';

const ENDS: ReadonlySet<string> = new Set(['CommitmentFulfilled', 'CommitmentTerminated']);

const flagging = (cause: FlagCause, causeId: string, commitmentIds: readonly string[]): Consequence[] =>
  commitmentIds.map((streamId) => ({ command: FlagForReview, fields: { cause, causeId }, streamId, name: streamId }));

/** The commitments under an initiative that bind, on the topics that a change of circumstances bears on; what their topic was may be erased. */
async function affected({ data, streamId }: Happened, { index, stateOf }: Surroundings): Promise<string[]> {
  const { affects } = data as Legible<DataOf<typeof initiativeEvents, 'CircumstancesChanged'>>;
  const affectedIds: string[] = [];
  for (const id of index.all()) {
    const it = await stateOf(commitment, id);
    const touched = isAgreed(it) && it.initiativeId === streamId && (isErased(affects) || isErased(it.topic) || affects.includes(it.topic));
    if (touched) affectedIds.push(id);
  }
  return affectedIds;
}

/**
 * A new framework version touches every commitment that binds; changed circumstances those of an initiative on the topics that they bear on; a
 * revoked clearance the one that it cleared. None of them changes a legal state: it is flagged, and people decide (domain.md 4.3.13). Which
 * commitments bind the process keeps in an index of its own.
 */
export const groundMovedThenCommitmentsFlagged: Process = {
  name: 'ground-moved-then-commitments-flagged',
  on: [
    'commitment/CommitmentEntered',
    'commitment/CommitmentFulfilled',
    'commitment/CommitmentTerminated',
    'policyFramework/FrameworkVersionPublished',
    'initiative/CircumstancesChanged',
    'federalReview/ClearanceRevoked',
  ],
  react: async (event, surroundings) => {
    const { type, id, streamId } = event;
    const { index, stateOf } = surroundings;
    if (type === 'CommitmentEntered') index.add(streamId);
    else if (ENDS.has(type)) index.delete(streamId);
    else if (type === 'FrameworkVersionPublished') return flagging('FRAMEWORK_CHANGED', id, index.all());
    else if (type === 'CircumstancesChanged') return flagging('CIRCUMSTANCES', id, await affected(event, surroundings));
    else {
      const review = await stateOf(federalReview, streamId);
      if (!('subjectId' in review) || review.subject !== 'COMMITMENT_TEXT' || isErased(review.subjectId)) return [];
      return flagging('CLEARANCE_REVOKED', id, [review.subjectId]);
    }
    return [];
  },
};

import type { Process } from '../../processes/process';
import { commitment } from '../commitment/commitment.state';
import { IncorporateProposal } from '../proposal/proposal.commands';

/** A text is no longer on the table once a commitment that comes from it is entered. */
export const commitmentEnteredThenProposalIncorporated: Process = {
  name: 'commitment-entered-then-proposal-incorporated',
  on: ['commitment/CommitmentEntered'],
  react: async ({ id, streamId, revision }, { stateOf }) => {
    const it = await stateOf(commitment, streamId, revision);
    return 'proposalId' in it && typeof it.proposalId === 'string'
      ? [{ command: IncorporateProposal, fields: { commitmentId: streamId, entryId: id }, streamId: it.proposalId }]
      : [];
  },
};

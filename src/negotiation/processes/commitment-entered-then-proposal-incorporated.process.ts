import { isErased } from '../../kernel/erased';
import type { Process } from '../../processes/process';
import { agreement } from '../agreement/agreement.state';
import { commitment } from '../commitment/commitment.state';
import { IncorporateProposal } from '../proposal/proposal.commands';

/** A text is no longer on the table once a commitment that comes from it is entered, or an agreement that is made of it is adopted. */
export const commitmentEnteredThenProposalIncorporated: Process = {
  name: 'commitment-entered-then-proposal-incorporated',
  on: ['commitment/CommitmentEntered', 'agreement/AgreementTextAdopted'],
  react: async ({ type, id, streamId, revision }, { stateOf }) => {
    const entered = type === 'CommitmentEntered';
    const it = entered ? await stateOf(commitment, streamId, revision) : await stateOf(agreement, streamId, revision);
    if (!('proposalId' in it) || it.proposalId === undefined || isErased(it.proposalId)) return [];
    const carrier = entered ? { commitmentId: streamId } : { agreementId: streamId };
    return [{ command: IncorporateProposal, fields: { ...carrier, entryId: id }, streamId: it.proposalId }];
  },
};

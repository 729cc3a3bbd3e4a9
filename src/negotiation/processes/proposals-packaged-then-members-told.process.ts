import { isErased } from '../../kernel/erased';
import type { Process } from '../../processes/process';
import { JoinPackage } from '../proposal/proposal.commands';

/** A package is declared on one of its proposals; the others say so too, each in its own stream. */
export const proposalsPackagedThenMembersTold: Process = {
  name: 'proposals-packaged-then-members-told',
  on: ['proposal/ProposalsPackaged'],
  react: ({ data, streamId }) => {
    const { packageId, proposalIds } = data;
    if (isErased(packageId) || isErased(proposalIds)) return [];
    return (proposalIds as readonly string[])
      .filter((id) => id !== streamId)
      .map((id) => ({ command: JoinPackage, fields: { packageId, proposalIds }, streamId: id, name: id }));
  },
};

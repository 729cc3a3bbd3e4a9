import type { Process } from '../../processes/process';
import { NoteCounterProposal } from '../proposal/proposal.commands';

/** What a counter-proposal answers says so too, whether we tabled it or another party did (INV-19). */
export const counterProposalTabledThenProposalCountered: Process = {
  name: 'counter-proposal-tabled-then-proposal-countered',
  on: ['proposal/CounterProposalTabled', 'proposal/ProposalReceived'],
  react: ({ data, streamId }) => {
    const { answersProposalId, answersRevision } = data;
    return typeof answersProposalId === 'string' && typeof answersRevision === 'number'
      ? [{ command: NoteCounterProposal, fields: { counterProposalId: streamId, revision: answersRevision }, streamId: answersProposalId }]
      : [];
  },
};

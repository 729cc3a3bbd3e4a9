import { isErased } from '../../kernel/erased';
import type { Deadline } from '../../processes/process';
import { ConcludeSilence } from '../proposal/proposal.commands';
import { isOnTable, proposal } from '../proposal/proposal.state';

/** All by which a procedure begins or ends; other words end it, too. */
const MOVES: readonly string[] = [
  'SilenceProcedureOpened',
  'SilenceBroken',
  'SilenceProcedureConcluded',
  ...['ProposalRevised', 'TextBracketed', 'AlternativeAdded', 'BracketResolved'],
  ...['ProposalAgreedAdReferendum', 'ProposalRejected', 'ProposalWithdrawn', 'ProposalLapsed', 'ProposalSuperseded'],
  // A correction may move the deadline, or take back what ended it.
  ...['RecordRectified', 'RectificationReversed', 'RecordAnnulled'],
];

/** The clock of silence procedures (INV-21). */
export const deadlinePassedThenSilenceConcluded: Deadline = {
  name: 'deadline-passed-then-silence-concluded',
  on: MOVES.map((type) => `proposal/${type}`),
  react: async ({ streamId, revision }, { index, stateOf }) => {
    const it = await stateOf(proposal, streamId, revision);
    const silence = isOnTable(it) ? it.silence : null;
    if (!silence || isErased(silence.deadline)) index.delete(streamId);
    else index.add(streamId, silence.deadline);
    return [];
  },
  fire: (proposalId) => ({ command: ConcludeSilence, fields: {}, streamId: proposalId }),
};

import type { Happened } from '../../kernel/happened';
import type { Deadline, Surroundings } from '../../processes/process';
import { ConcludeSilence } from '../proposal/proposal.commands';
import { isOnTable, proposal } from '../proposal/proposal.state';

/** All by which a procedure ends; other words end it, too. */
const ENDS: readonly string[] = [
  ...['SilenceBroken', 'SilenceProcedureConcluded'],
  ...['ProposalRevised', 'TextBracketed', 'AlternativeAdded', 'BracketResolved'],
  ...['ProposalAgreedAdReferendum', 'ProposalRejected', 'ProposalWithdrawn', 'ProposalLapsed', 'ProposalSuperseded'],
];
const OPENS = 'SilenceProcedureOpened';
/** A correction may move the deadline, or take back what ended it: only then the whole history is read. */
const CORRECTIONS: readonly string[] = ['RecordRectified', 'RectificationReversed', 'RecordAnnulled'];

/** Until when somebody may break the silence, once this has happened; undefined where no procedure is open. */
async function deadlineAfter({ type, data, streamId, revision }: Happened, { stateOf }: Surroundings): Promise<unknown> {
  if (type === OPENS) return data['deadline'];
  if (!CORRECTIONS.includes(type)) return undefined;
  const it = await stateOf(proposal, streamId, revision);
  return isOnTable(it) ? it.silence?.deadline : undefined;
}

/** The clock of silence procedures (INV-21). */
export const deadlinePassedThenSilenceConcluded: Deadline = {
  name: 'deadline-passed-then-silence-concluded',
  on: [OPENS, ...ENDS, ...CORRECTIONS].map((type) => `proposal/${type}`),
  react: async (event, surroundings) => {
    const deadline = await deadlineAfter(event, surroundings);
    // One that is erased can no longer pass.
    if (typeof deadline === 'string') surroundings.index.add(event.streamId, deadline);
    else surroundings.index.delete(event.streamId);
    return [];
  },
  fire: (proposalId) => ({ command: ConcludeSilence, fields: {}, streamId: proposalId }),
};

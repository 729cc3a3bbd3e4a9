import { isErased } from '../../kernel/erased';
import type { Process } from '../../processes/process';
import { ConsumeClearance } from '../federal-review/federal-review.commands';

/** A clearance is used up by being used: by an entry, an amendment, beginning a measure, or what binds our side to an agreement. */
export const commitmentEnteredThenClearanceConsumed: Process = {
  name: 'commitment-entered-then-clearance-consumed',
  on: [
    'commitment/CommitmentEntered',
    'commitment/CommitmentAmended',
    'measure/CbmInitiated',
    'agreement/AgreementSigned',
    'agreement/ConsentToBeBoundExpressed',
    'agreement/AuthenticTextCorrected',
    'agreement/AgreementAmended',
    'agreement/AgreementRenewed',
  ],
  react: ({ data, id }) => {
    const clearanceId = data['clearanceId'];
    return typeof clearanceId !== 'string' || isErased(clearanceId)
      ? []
      : [{ command: ConsumeClearance, fields: { by: id }, streamId: clearanceId }];
  },
};

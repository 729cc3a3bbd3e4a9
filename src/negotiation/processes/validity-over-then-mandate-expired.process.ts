import { isErased } from '../../kernel/erased';
import type { Deadline } from '../../processes/process';
import { ExpireMandate } from '../mandate/mandate.commands';
import { endOf, mandate, standingApproval } from '../mandate/mandate.state';

const MOVES: readonly string[] = ['MandateApproved', 'MandateRevoked', 'MandateExpired'];

/** The clock of mandates. Gates judge by the time of the act itself and do not wait for this event; it is recorded so that boards and trail say it. */
export const validityOverThenMandateExpired: Deadline = {
  name: 'validity-over-then-mandate-expired',
  on: MOVES.map((type) => `mandate/${type}`),
  react: async ({ streamId, revision }, { index, stateOf }) => {
    const approval = standingApproval(await stateOf(mandate, streamId, revision));
    const end = approval && endOf(approval);
    if (end === undefined || isErased(end)) index.delete(streamId);
    else index.add(streamId, end);
    return [];
  },
  fire: (mandateId) => ({ command: ExpireMandate, fields: {}, streamId: mandateId }),
};

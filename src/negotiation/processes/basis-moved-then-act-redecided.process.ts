import { RedecideAct } from '../../commands/record.commands';
import { kindOf } from '../../kernel/happened';
import type { Process } from '../../processes/process';
import { catalogues } from '../catalogues';

/**
 * Architecture 4: a store that cannot hold what a decision read against what lies there when it is recorded lets another instance write in between. Rarely
 * does that matter; an act that would have come out otherwise is named by an event of its own stream, and people decide what follows.
 */
export const basisMovedThenActRedecided: Process = {
  name: 'basis-moved-then-act-redecided',
  on: [...catalogues].flatMap(([kind, { schemas }]) => Object.keys(schemas).map((type) => `${kind}/${type}`)),
  react: async ({ id, stream, streamId, basis, command, position }, { hasMoved }) => {
    // What was asked stands on the first event of an act.
    if (command === undefined) return [];
    const moved = await Promise.all(basis.map(([other, seen]) => hasMoved(other, { after: Number(seen), before: position })));
    return moved.includes(true) ? [{ command: RedecideAct, kind: kindOf(stream), streamId, fields: { eventId: id } }] : [];
  },
};

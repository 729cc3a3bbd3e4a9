import { type Decider, when } from '../../kernel/decider';
import type * as commands from './attempts.commands';
import { attemptsEvents } from './attempts.events';
import { refuse } from './attempts.refusals';
import type { attempts } from './attempts.state';

const { AttemptRefused, AttemptsCounted } = attemptsEvents;

/** What may happen next to somebody's attempts (INV-49). */
export const attemptsDecider: Decider<typeof attempts, typeof commands> = {
  KeepAttempt: when(['NONE', 'KEPT'], (it, command) =>
    it.status === 'KEPT' && it.lastAttemptId === command.attemptId
      ? refuse.keptAlready('It is the last that was kept.')
      : [AttemptRefused({ ...command })],
  ),
  CountAttempts: when(['NONE', 'KEPT'], (it, { participantId, since, count }) =>
    it.status === 'KEPT' && count <= (it.counts[since] ?? 0)
      ? refuse.countedAlready('More of them are counted, or as many.')
      : [AttemptsCounted({ participantId, since, count })],
  ),
};

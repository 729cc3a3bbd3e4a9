import { act, defineEvents } from '../../kernel/events';
import { count, id, instant, text } from '../../kernel/fields';
import { ATTEMPT_INPUT_LENGTH_MAX } from '../../kernel/limits';

/** What can have happened in somebody's attempts of one month (INV-49). */
export const attemptsEvents = defineEvents('attempts', {
  /** Somebody asked for what the rules do not allow, and was told so. */
  AttemptRefused: act({
    attemptId: id,
    participantId: id,
    /** What he asked for: `EnterCommitment`. */
    command: text(100),
    /** The record that it was about, `<kind>-<id>`; absent where it would have opened one. */
    stream: text(100).optional(),
    /** The code of the refusal, as it was answered. */
    code: text(100),
    /** The rule of the domain behind it; absent where he lacked the role. */
    invariant: text(10).optional(),
    detail: text(2_000).optional(),
    /** The body as he sent it, as JSON; absent where there was none, or it was longer. */
    input: text(ATTEMPT_INPUT_LENGTH_MAX).optional(),
  }),
  /** He went on, and only how often is kept. */
  AttemptsCounted: act({
    participantId: id,
    /** Begin of the hour in which they are counted. */
    since: instant,
    /** All of that hour, those kept one by one among them. */
    count,
  }),
});

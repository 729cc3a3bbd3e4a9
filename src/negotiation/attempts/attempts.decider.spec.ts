import { describe, expect, it } from '@jest/globals';
import { gone, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import { CountAttempts, KeepAttempt } from './attempts.commands';
import { attemptsDecider } from './attempts.decider';
import { attemptsEvents } from './attempts.events';
import { attempts, attemptsIdOf } from './attempts.state';

const { given, stateAfter } = specOf(attempts, attemptsDecider);
const { AttemptRefused, AttemptsCounted } = attemptsEvents;

const attempt = {
  attemptId: 'a0000000-0000-4000-8000-000000000001',
  participantId: SOMEBODY,
  command: 'EnterCommitment',
  stream: 'commitment-a0000000-0000-4000-8000-000000000002',
  code: 'commitment.not-cleared',
  invariant: 'INV-11',
  detail: 'Nobody has cleared this text.',
  input: '{"clearanceId":null}',
} as const;
const another = { ...attempt, attemptId: 'a0000000-0000-4000-8000-000000000003' } as const;
const HOUR = '2025-03-01T09:00:00.000Z';
const counted = (count: number) => ({ participantId: SOMEBODY, since: HOUR, count });

describe('what somebody was refused is kept (INV-49)', () => {
  it('one attempt after the other, with what he asked for and which rule stood against it', () => {
    given()
      .when(KeepAttempt, attempt)
      .then(AttemptRefused(attempt))
      .leaving({ status: 'KEPT', participantId: SOMEBODY, kept: 1, lastAttemptId: attempt.attemptId });
    given(AttemptRefused(attempt)).when(KeepAttempt, another).then(AttemptRefused(another)).leaving({ kept: 2 });
    given(AttemptRefused(attempt)).when(KeepAttempt, attempt).thenRefused('attempts.kept-already');
  });

  it('beyond a number in an hour only how often', () => {
    given(AttemptRefused(attempt))
      .when(CountAttempts, counted(120))
      .then(AttemptsCounted(counted(120)))
      .leaving({ kept: 1, counts: { [HOUR]: 120 } });
    given()
      .when(CountAttempts, counted(120))
      .then(AttemptsCounted(counted(120)))
      .leaving({ kept: 0, counts: { [HOUR]: 120 } });
    given(AttemptsCounted(counted(120)))
      .when(CountAttempts, counted(240))
      .then(AttemptsCounted(counted(240)))
      .leaving({ counts: { [HOUR]: 240 } });
    for (const count of [119, 120])
      given(AttemptsCounted(counted(120)))
        .when(CountAttempts, counted(count))
        .thenRefused('attempts.counted-already');
  });

  it('and a count that is erased is no longer known', () => {
    expect(stateAfter(AttemptRefused(attempt), gone(AttemptsCounted(counted(120)), 'count'))).toMatchObject({ counts: {} });
    expect(stateAfter(AttemptRefused(attempt), gone(AttemptsCounted(counted(120)), 'since'))).toMatchObject({ counts: {} });
  });

  it('in a stream of the person and the month, and of what hides the records', () => {
    const ids = [
      attemptsIdOf(SOMEBODY, '2025-03', []),
      attemptsIdOf(SOMEBODY, '2025-04', []),
      attemptsIdOf(SOMEBODY, '2025-03', ['FEDERAL_EYES_ONLY']),
      attemptsIdOf(attempt.attemptId, '2025-03', []),
    ];
    expect(new Set(ids).size).toBe(4);
  });
});

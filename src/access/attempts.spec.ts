import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type Outcome, Refused } from '../commands/outcome';
import { type CommandType, commandTypesOf } from '../commands/noun';
import type { Streams } from '../commands/streams';
import type { SystemActs, SystemIssue } from '../commands/system-acts';
import { markingOf, type Marking, UNMARKED } from '../kernel/classification';
import { ATTEMPT_INPUT_LENGTH_MAX, ATTEMPTS_PER_HOUR_MAX } from '../kernel/limits';
import { Rejection } from '../kernel/rejection';
import { CountAttempts, KeepAttempt } from '../negotiation/attempts/attempts.commands';
import { attemptsIdOf } from '../negotiation/attempts/attempts.state';
import { CommitmentModule } from '../negotiation/commitment/commitment.module';
import { Attempts, type RefusedAct } from './attempts';

const PERSON = '40000000-0000-4000-8000-000000000001';
const SOMEBODY_ELSE = '40000000-0000-4000-8000-000000000002';
const COMMITMENT = '50000000-0000-4000-8000-000000000001';
const INITIATIVE = '10000000-0000-4000-8000-000000000001';
const HOUR = '2025-03-01T09:00:00.000Z';

const enter = commandTypesOf(CommitmentModule.noun).find(({ name }) => name === 'EnterCommitment') as CommandType;
const refusal = (invariant: `INV-${number}` | undefined, code = 'commitment.not-cleared') =>
  new Refused(
    new Rejection(code, { title: 'Refused', remedy: 'None.', ...(invariant !== undefined && { invariant }) }, 'It is not cleared.'),
    0,
  );
const act: RefusedAct = {
  participantId: PERSON,
  type: enter,
  streamId: COMMITMENT,
  body: { clearanceId: 'x' },
  refusal: refusal('INV-11'),
};

let now: number;
let marks: Record<string, Marking>;
let counts: Record<string, Record<string, number>>;
let recorded: { command: new () => object; fields: object; issue: SystemIssue }[];
let answer: () => Promise<Outcome>;
let attempts: Attempts;
beforeEach(() => {
  now = Date.parse('2025-03-01T09:30:00.000Z');
  marks = {};
  counts = {};
  recorded = [];
  answer = () => Promise.resolve({ stream: {} } as Outcome);
  const streams = {
    load: (_: unknown, id: string) =>
      Promise.resolve({ marking: marks[id] ?? UNMARKED, state: counts[id] ? { status: 'KEPT', counts: counts[id] } : { status: 'NONE' } }),
  };
  const system = {
    record: (command: new () => object, fields: object, issue: SystemIssue) => {
      recorded.push({ command, fields, issue });
      return answer();
    },
  };
  attempts = new Attempts(streams as unknown as Streams, system as unknown as SystemActs, () => now);
});

describe('what is refused is kept (INV-49)', () => {
  it('with who, which command on which record, which rule, and what was asked', async () => {
    await attempts.keep(act);
    expect(recorded).toEqual([
      {
        command: KeepAttempt,
        fields: {
          attemptId: expect.any(String),
          participantId: PERSON,
          command: 'EnterCommitment',
          stream: `commitment-${COMMITMENT}`,
          code: 'commitment.not-cleared',
          invariant: 'INV-11',
          detail: 'It is not cleared.',
          input: '{"clearanceId":"x"}',
        },
        issue: {
          streamId: attemptsIdOf(PERSON, '2025-03', []),
          key: expect.any(String),
          classification: { level: 'PUBLIC', caveats: [] },
        },
      },
    ]);
  });

  it.each(['INV-11', 'INV-12', 'INV-16', 'INV-17', 'INV-32', 'INV-41'] as const)('by %s', async (invariant) => {
    await attempts.keep({ ...act, refusal: refusal(invariant) });
    expect(recorded).toMatchObject([{ fields: { invariant } }]);
  });

  it('for lack of a role, and by what a hidden record does not allow', async () => {
    for (const [told, code] of [
      ['FORBIDDEN', 'forbidden'],
      [refusal(undefined, 'record.role-not-yours'), 'record.role-not-yours'],
      [refusal(undefined, 'federal.rule'), 'federal.rule'],
    ] as const) {
      await attempts.keep({ ...act, refusal: told });
      expect(recorded.at(-1)).toMatchObject({ fields: { code } });
      expect(recorded.at(-1)?.fields).not.toHaveProperty('invariant');
    }
  });

  it('and nothing else', async () => {
    for (const told of [refusal('INV-10'), refusal(undefined), 'NOT_FOUND', 'WITHHELD', 'KEY_REUSED'] as const)
      await attempts.keep({ ...act, refusal: told });
    expect(recorded).toEqual([]);
  });

  it('what was asked only up to its limit, and where anything was', async () => {
    const wrapped = '{"text":""}'.length;
    for (const [text, there] of [
      ['x'.repeat(ATTEMPT_INPUT_LENGTH_MAX - wrapped), true],
      ['x'.repeat(ATTEMPT_INPUT_LENGTH_MAX - wrapped + 1), false],
    ] as const) {
      await attempts.keep({ ...act, body: { text } });
      expect('input' in (recorded.at(-1)?.fields ?? {})).toBe(there);
    }
    await attempts.keep({ ...act, body: undefined, streamId: undefined });
    expect(Object.keys(recorded.at(-1)?.fields ?? {}).sort()).toEqual([
      'attemptId',
      'code',
      'command',
      'detail',
      'invariant',
      'participantId',
    ]);
  });
});

describe('an attempt is as high as what it concerns (INV-31)', () => {
  const issued = async (body: unknown = {}) => {
    await attempts.keep({ ...act, body });
    return recorded.at(-1)?.issue;
  };

  it('the record, what it would have belonged under, the mark that was asked for, and what the stream holds', async () => {
    const above = { level: 'SECRET', caveats: [] } as const;
    marks = { [COMMITMENT]: markingOf(above) };
    expect(await issued()).toMatchObject({ classification: above });
    marks = { [INITIATIVE]: markingOf(above) };
    expect(await issued({ initiativeId: INITIATIVE })).toMatchObject({ classification: above });
    marks = {};
    expect(await issued({ record: { classification: { level: 'SECRET', caveats: ['NO_EXPORT', 'none'] } } })).toMatchObject({
      classification: { level: 'SECRET', caveats: ['NO_EXPORT'] },
    });
    marks = { [attemptsIdOf(PERSON, '2025-03', [])]: markingOf(above) };
    expect(await issued()).toMatchObject({ classification: above });
  });

  it('and where a record is hidden, so is the stream', async () => {
    marks = { [COMMITMENT]: markingOf({ level: 'PUBLIC', caveats: ['FEDERAL_EYES_ONLY'] }) };
    expect(await issued()).toMatchObject({
      streamId: attemptsIdOf(PERSON, '2025-03', ['FEDERAL_EYES_ONLY']),
      classification: { caveats: ['FEDERAL_EYES_ONLY'] },
    });
  });

  it('whatever nonsense the body is', async () => {
    for (const body of [
      null,
      7,
      'text',
      [],
      { initiativeId: 7, record: null },
      { record: { classification: { level: 'NONE', caveats: 7 } } },
    ])
      expect(await issued(body)).toMatchObject({ classification: { level: 'PUBLIC', caveats: [] } });
    expect(await issued({ record: { classification: { level: 'SECRET', caveats: 7 } } })).toMatchObject({
      classification: { level: 'SECRET' },
    });
  });
});

describe('who goes on and on fills no disk', () => {
  const often = async (times: number, participantId = PERSON) => {
    for (let n = 0; n < times; n++) await attempts.keep({ ...act, participantId });
  };

  it('so many are kept one by one, then their number as it doubles', async () => {
    await often(ATTEMPTS_PER_HOUR_MAX);
    expect(recorded.map(({ command }) => command)).toEqual(Array.from({ length: ATTEMPTS_PER_HOUR_MAX }, () => KeepAttempt));
    await often(ATTEMPTS_PER_HOUR_MAX * 3 + 1);
    expect(recorded.slice(ATTEMPTS_PER_HOUR_MAX)).toMatchObject([
      { command: CountAttempts, fields: { participantId: PERSON, since: HOUR, count: 2 * ATTEMPTS_PER_HOUR_MAX } },
      { command: CountAttempts, fields: { participantId: PERSON, since: HOUR, count: 4 * ATTEMPTS_PER_HOUR_MAX } },
    ]);
  });

  it('of each person for himself, and anew in every hour', async () => {
    await often(ATTEMPTS_PER_HOUR_MAX + 1);
    await often(1, SOMEBODY_ELSE);
    expect(recorded).toHaveLength(ATTEMPTS_PER_HOUR_MAX + 1);
    now += 3_600_000;
    await often(1);
    expect(recorded.at(-1)).toMatchObject({ command: KeepAttempt, fields: { participantId: PERSON } });
  });
});

describe('after a restart', () => {
  it('counting goes on from what the registers of that person and hour tell, whatever hides them', async () => {
    counts = {
      [attemptsIdOf(PERSON, '2025-03', [])]: { [HOUR]: 7, '2025-03-01T08:00:00.000Z': 500 },
      [attemptsIdOf(PERSON, '2025-03', ['FEDERAL_EYES_ONLY'])]: { [HOUR]: 2 * ATTEMPTS_PER_HOUR_MAX - 1 },
    };
    await attempts.keep(act);
    await attempts.keep(act);
    await attempts.keep({ ...act, participantId: SOMEBODY_ELSE });
    expect(recorded).toMatchObject([
      { command: CountAttempts, fields: { participantId: PERSON, since: HOUR, count: 2 * ATTEMPTS_PER_HOUR_MAX } },
      { command: KeepAttempt, fields: { participantId: SOMEBODY_ELSE } },
    ]);
  });
});

describe('where an attempt cannot be kept', () => {
  it('the log says so, and the refusal is answered all the same', async () => {
    const said = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    answer = () => Promise.reject(new Error('the disk is full'));
    await attempts.keep(act);
    answer = () => Promise.resolve(refusal(undefined, 'attempts.kept-already'));
    await attempts.keep(act);
    expect(said.mock.calls.map(([text]: unknown[]) => text)).toEqual([
      expect.stringMatching(/^EnterCommitment, refused to .* \(commitment\.not-cleared\), is not kept: .*disk is full/),
      expect.stringMatching(/is not kept: attempts\.kept-already/),
    ]);
    said.mockRestore();
  });
});

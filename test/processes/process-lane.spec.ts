import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { Rejection } from '../../src/kernel/rejection';
import { type Outcome, Refused } from '../../src/commands/outcome';
import { refuseRecord } from '../../src/commands/record.refusals';
import type { SystemActs } from '../../src/commands/system-acts';
import type { Happened } from '../../src/kernel/happened';
import { AppendFailedError, DiskFullError, QueueFullError } from '../../src/ledger/event-store';
import type { Deadline, Process } from '../../src/processes/process';
import { ProcessLane } from '../../src/processes/process-lane';
import { ProcessMarks } from '../../src/processes/process-marks';
import { temporaryFolder } from '../support/temporary-ledger';

class Sound {}

/** What the road answers next, one by one; what is recorded when nothing is left. */
let answers: (Outcome | Error)[];
let keys: string[];
let marks: ProcessMarks;
let stop: AbortController;
let file: string;

const RECORDED: Outcome = { stream: { type: 'party', id: 'it', revision: 0 }, position: '1', events: [], deviations: [], replayed: false };

const system = {
  record: async (_: unknown, __: unknown, { key }: { key: string }): Promise<Outcome> => {
    keys.push(key);
    const answer = answers.shift() ?? RECORDED;
    if (answer instanceof Error) throw answer;
    return answer;
  },
} as unknown as SystemActs;

const neverAsked = (): never => {
  throw new Error('these processes look at no stream');
};

const streams = {
  stateOf: neverAsked,
  markingOf: neverAsked,
  historyOf: neverAsked,
  restingOn: neverAsked,
  hasMoved: neverAsked,
  shred: neverAsked,
};

const laneOf = (process: Process): ProcessLane => new ProcessLane(process, { system, marks, streams, stopped: stop.signal });

const STRUCK_AT = '2025-02-01T08:00:00.000Z';

const event = (position: number): Happened =>
  ({ type: 'Struck', id: `e${position}`, streamId: 'it', position, recordedAt: STRUCK_AT, data: {} }) as unknown as Happened;

const echo: Process = { name: 'echo', on: ['bell/Struck'], react: () => [{ command: Sound, fields: {}, streamId: 'it' }] };

const settled = async (lane: ProcessLane, position: number): Promise<void> => {
  await lane.deliver(event(position));
  await lane.idle();
};

beforeEach(() => {
  answers = [];
  keys = [];
  stop = new AbortController();
  file = join(temporaryFolder(), 'processes.db');
  marks = new ProcessMarks(file);
});
afterEach(() => {
  stop.abort();
  marks.close();
});

describe('a process meets what passes', () => {
  it('and tries again under the same key until it is recorded', async () => {
    answers = [new QueueFullError('busy'), new DiskFullError('full'), new AppendFailedError('who knows'), 'CONFLICTS_IN_A_ROW'];
    const lane = laneOf(echo);
    await settled(lane, 3);
    expect(keys).toEqual(Array<string>(5).fill('echo e3'));
    expect(lane.health()).toEqual({ process: 'echo', position: 3 });
    expect(marks.positionOf('echo')).toBe(3);
  });

  it('and says what it waits for; closing ends the wait, and the mark stays before the event', async () => {
    answers = Array<Error>(1_000).fill(new DiskFullError('no room'));
    const lane = laneOf(echo);
    await lane.deliver(event(3));
    while (lane.health().waiting === undefined) await new Promise(setImmediate);
    expect(lane.health()).toEqual({ process: 'echo', position: 0, waiting: 'DiskFullError: no room', since: STRUCK_AT });
    stop.abort();
    await lane.idle();
    expect(lane.health().halted).toBeUndefined();
    expect(marks.positionOf('echo')).toBe(0);
  });
});

describe('a refusal', () => {
  const refused = (rejection: Rejection): Refused => new Refused(rejection, 0);
  const refusal = (code: string): Refused => refused(new Rejection(code, { title: 'No', remedy: 'None' }, 'No.'));

  it.each<[string, Outcome]>([
    ['that its subject has gone on', refusal('commitment.out-of-turn')],
    ['that a correction has broken nothing', refused(refuseRecord.nothingBroken('Nothing.'))],
    ['for an erased text', refused(refuseRecord.erased('It is gone.'))],
    ['for a record that was never opened', 'NOT_FOUND'],
    ['because it is recorded in other words', 'KEY_REUSED'],
  ])('%s settles the event', async (_, answer) => {
    answers = [answer];
    const lane = laneOf(echo);
    await settled(lane, 3);
    expect(keys).toHaveLength(1);
    expect(lane.health()).toEqual({ process: 'echo', position: 3 });
  });

  it.each<[string, Outcome]>([
    ['of the right to do it', 'FORBIDDEN'],
    ['of its mark', refused(refuseRecord.levelTooLow('Too low.'))],
  ])('%s halts it, and the next start tries again', async (_, answer) => {
    answers = [answer];
    const halted = laneOf(echo);
    await settled(halted, 3);
    await settled(halted, 4);
    expect(halted.health()).toMatchObject({ position: 0, halted: expect.stringContaining('Struck e3') });
    const again = laneOf(echo);
    await settled(again, 3);
    expect(again.health()).toEqual({ process: 'echo', position: 3 });
    expect(keys).toEqual(['echo e3', 'echo e3']);
  });
});

describe('between the act and its mark', () => {
  it('a kill means that the event is delivered again, under the same key', async () => {
    const reach = marks.reach.bind(marks);
    marks.reach = () => {
      throw new Error('killed');
    };
    await settled(laneOf(echo), 3);
    marks.reach = reach;
    expect(marks.positionOf('echo')).toBe(0);
    await settled(laneOf(echo), 3);
    expect(keys).toEqual(['echo e3', 'echo e3']);
    expect(marks.positionOf('echo')).toBe(3);
  });

  it('a full disk means that only the mark is tried again', async () => {
    const reach = marks.reach.bind(marks);
    let tries = 0;
    marks.reach = (...mark) => {
      if (++tries < 3) throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
      reach(...mark);
    };
    const lane = laneOf(echo);
    await settled(lane, 3);
    expect(keys).toEqual(['echo e3']);
    expect(lane.health()).toEqual({ process: 'echo', position: 3 });
  });
});

describe('an event that cannot be read', () => {
  it('halts those who must hear of it, unless they have', async () => {
    const lane = laneOf(echo);
    await settled(lane, 3);
    lane.stumble(3, new Error('damaged'));
    await lane.idle();
    expect(lane.health().halted).toBeUndefined();
    lane.stumble(4, new Error('damaged'));
    await settled(lane, 5);
    expect(lane.health()).toMatchObject({ position: 3, halted: 'the event at 4: Error: damaged' });
  });
});

describe('deadlines', () => {
  const hourglass: Deadline = {
    name: 'hourglass',
    on: ['bell/Struck'],
    react: ({ id, data }, { index }) => {
      index.add(id, String(data['due']));
      return [];
    },
    fire: (id) => ({ command: Sound, fields: {}, streamId: id }),
  };
  const due = (position: number, at: string): Happened => ({ ...event(position), data: { due: at } });

  it('fire in their order, each once, wherever the clock is set', async () => {
    const lane = laneOf(hourglass);
    for (const [n, year] of ['2027', '2025', '2026'].entries()) await lane.deliver(due(n + 1, `${year}-01-01T00:00:00.000Z`));
    await lane.look('2024-12-31T23:59:59.999Z');
    expect(keys).toEqual([]);
    await lane.look('2026-01-01T00:00:00.000Z');
    const fired = ['hourglass e2 2025-01-01T00:00:00.000Z', 'hourglass e3 2026-01-01T00:00:00.000Z'];
    expect(keys).toEqual(fired);
    await lane.look('2020-01-01T00:00:00.000Z');
    await lane.look('2026-06-01T00:00:00.000Z');
    expect(keys).toEqual(fired);
    await lane.look('9999-01-01T00:00:00.000Z');
    expect(keys).toHaveLength(3);
  });

  it('that passed while the house was closed fire at the next start', async () => {
    const before = laneOf(hourglass);
    await before.deliver(due(1, '2025-01-01T00:00:00.000Z'));
    await before.idle();
    marks.close();
    marks = new ProcessMarks(file);
    await laneOf(hourglass).look('2025-02-01T00:00:00.000Z');
    expect(keys).toEqual(['hourglass e1 2025-01-01T00:00:00.000Z']);
  });

  it('that cannot be recorded halt their clock alone, and are kept', async () => {
    answers = ['FORBIDDEN'];
    const lane = laneOf(hourglass);
    await lane.deliver(due(1, '2025-01-01T00:00:00.000Z'));
    await lane.look('2025-02-01T00:00:00.000Z');
    expect(lane.health().halted).toContain('FORBIDDEN');
    expect(marks.nextDue('hourglass')).toMatchObject({ id: 'e1' });
  });
});

import { describe, expect, it } from '@jest/globals';
import { CHANGES_KEPT_PER_BOARD_MAX } from '../kernel/limits';
import type { BoardChange, ChangedRow, SeenRow } from '../views/changes';
import { ChangeLog } from './change-log';

const LANE = 'tracker_v1';
const state = (legalState: string): SeenRow => ({ level: 0, caveats: 0, columns: { legalState } });
const row = (id: string, after?: SeenRow, before?: SeenRow): ChangedRow => ({
  stream: `commitment-${id}`,
  id,
  ...(before && { before }),
  ...(after && { after }),
});
const batch = (to: number, rows: readonly ChangedRow[], lane = LANE): BoardChange => ({ board: 'tracker', lane, to, rows });
const ids = (rows: readonly ChangedRow[] | undefined) => rows?.map(({ id }) => id);

describe('what has changed on a board since somebody left', () => {
  it('is what came after his position, and nothing where nothing came', () => {
    const log = new ChangeLog(LANE, 10);
    expect(log.since(10)).toEqual([]);
    log.take(batch(12, [row('1', state('DRAFT'))]));
    log.take(batch(13, [])); // an event that is not for this board moves it on all the same
    log.take(batch(15, [row('2', state('DRAFT'))]));
    expect(log.position).toBe(15);
    expect([10, 11].map((position) => ids(log.since(position)))).toEqual([
      ['1', '2'],
      ['1', '2'],
    ]);
    expect([12, 13, 14].map((position) => ids(log.since(position)))).toEqual([['2'], ['2'], ['2']]);
    expect([15, 20].map((position) => ids(log.since(position)))).toEqual([[], []]);
  });

  it('is each row once, from what it was then to what it is now', () => {
    const log = new ChangeLog(LANE, 0);
    log.take(batch(1, [row('1', state('DRAFT'))]));
    log.take(batch(2, [row('1', state('ENTERED'), state('DRAFT'))]));
    log.take(batch(3, [row('1', state('IN_FORCE'), state('ENTERED'))]));
    expect(log.since(1)).toEqual([row('1', state('IN_FORCE'), state('DRAFT'))]);
    expect(log.since(0)).toEqual([row('1', state('IN_FORCE'))]);
    log.take(batch(4, [row('1', undefined, state('IN_FORCE'))]));
    expect(log.since(2)).toEqual([row('1', undefined, state('ENTERED'))]);
  });

  it('is not known where it began later, where too much came, and where the board is another version', () => {
    const log = new ChangeLog(LANE, 10);
    expect(log.since(9)).toBeUndefined();
    for (let to = 11; to <= 2 * CHANGES_KEPT_PER_BOARD_MAX; to++) log.take(batch(to, [row(String(to), state('DRAFT'))]));
    expect(log.since(10)).toBeUndefined();
    expect(log.since(CHANGES_KEPT_PER_BOARD_MAX)).toHaveLength(CHANGES_KEPT_PER_BOARD_MAX);
    const { position } = log;
    log.take(batch(position + 1, [], 'tracker_v2'));
    expect([log.since(position), log.since(position + 1)]).toEqual([undefined, []]);
  });
});

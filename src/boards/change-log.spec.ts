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
/** A batch that goes on where the log is, unless told. */
function take(log: ChangeLog, to: number, rows: readonly ChangedRow[], over: Partial<BoardChange> = {}): void {
  log.take({ board: 'tracker', lane: LANE, from: log.position, to, rows, ...over });
}
const ids = (rows: readonly ChangedRow[] | undefined) => rows?.map(({ id }) => id);

describe('what has changed on a board since somebody left', () => {
  it('is what came after his position, and nothing where nothing came', () => {
    const log = new ChangeLog(LANE, 10);
    expect(log.since(10)).toEqual([]);
    take(log, 12, [row('1', state('DRAFT'))]);
    take(log, 13, []); // an event that is not for this board moves it on all the same
    take(log, 15, [row('2', state('DRAFT'))]);
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
    take(log, 1, [row('1', state('DRAFT'))]);
    take(log, 2, [row('1', state('ENTERED'), state('DRAFT'))]);
    take(log, 3, [row('1', state('IN_FORCE'), state('ENTERED'))]);
    expect(log.since(1)).toEqual([row('1', state('IN_FORCE'), state('DRAFT'))]);
    expect(log.since(0)).toEqual([row('1', state('IN_FORCE'))]);
    take(log, 4, [row('1', undefined, state('IN_FORCE'))]);
    expect(log.since(2)).toEqual([row('1', undefined, state('ENTERED'))]);
  });

  it.each([
    ['somebody else has built the board', null],
    ['a batch was not told of', 11],
  ])('is not known where %s', (_, from) => {
    const log = new ChangeLog(LANE, 10);
    take(log, 12, [row('2', state('DRAFT'))], { from });
    expect([log.since(10), log.since(11), log.since(12)]).toEqual([undefined, undefined, []]);
    take(log, 13, [row('3', state('DRAFT'))]);
    expect(ids(log.since(12))).toEqual(['3']);
  });

  it('is not known where it began later, where too much came, and where the board is another version', () => {
    const log = new ChangeLog(LANE, 10);
    expect(log.since(9)).toBeUndefined();
    for (let to = 11; to <= 2 * CHANGES_KEPT_PER_BOARD_MAX; to++) take(log, to, [row(String(to), state('DRAFT'))]);
    expect(log.since(10)).toBeUndefined();
    expect(log.since(CHANGES_KEPT_PER_BOARD_MAX)).toHaveLength(CHANGES_KEPT_PER_BOARD_MAX);
    const { position } = log;
    take(log, position + 1, [], { lane: 'tracker_v2' });
    expect([log.since(position), log.since(position + 1)]).toEqual([undefined, []]);
  });
});

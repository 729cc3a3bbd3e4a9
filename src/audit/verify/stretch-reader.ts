import type { LogReader } from '../../ledger/log-reader';
import type { ReadEvent } from '../../ledger/event-store';
import { EVENTS_PER_COMMAND_MAX, EVENTS_PER_STRETCH } from '../../kernel/limits';
import type { Leaf } from '../../trust/leaf';
import { partsOf } from '../../trust/record';
import type { Finding } from './finding';
import type { Before } from './stretch';

/** Events after one position, up to and with another. */
export interface Stretch {
  readonly after: number;
  readonly upTo: number;
}

/** What of it can be read; a page that the store itself cannot read must not hide its neighbours: then place by place. */
export function readStretch(log: LogReader, { after, upTo }: Stretch, unreadable: Finding[]): readonly ReadEvent[] {
  try {
    return log.readAll(after, EVENTS_PER_STRETCH).filter(({ position }) => position <= upTo);
  } catch {
    const places = Math.min(upTo - after, EVENTS_PER_STRETCH);
    return Array.from({ length: places }, (_, n) => after + 1 + n).flatMap((position) => readPlace(log, position, unreadable));
  }
}

function readPlace(log: LogReader, position: number, unreadable: Finding[]): readonly ReadEvent[] {
  try {
    return log.readAll(position - 1, 1).filter((row) => row.position === position);
  } catch (error) {
    unreadable.push({ check: 'database', position, detail: `cannot be read: ${(error as Error).message}` });
    return [];
  }
}

/**
 * The event that lies right before, and which of its command's it is, found by going back to where the command begins: a stretch may start
 * in the middle of one.
 */
export function eventBefore(log: LogReader, { after }: Stretch): Before | undefined {
  if (after === 0) return undefined;
  const own = leafAt(log, after);
  if (!own) return undefined;
  let nth = 0;
  while (nth < EVENTS_PER_COMMAND_MAX) {
    const earlier = leafAt(log, after - 1 - nth);
    if (earlier?.stream !== own.stream || earlier.cmd !== own.cmd) break;
    nth++;
  }
  return { stream: own.stream, cmd: own.cmd, nth };
}

/** What cannot be read is found in its own stretch. */
function leafAt(log: LogReader, position: number): Pick<Leaf, 'stream' | 'cmd'> | undefined {
  const [row] = position < 1 ? [] : readPlace(log, position, []);
  if (!row) return undefined;
  try {
    return JSON.parse(partsOf(row.record).leaf) as Leaf;
  } catch {
    return undefined;
  }
}

import type { LogReader } from '../../ledger/log-reader';
import { type ReadEvent, StoreUnavailableError } from '../../ledger/event-store';
import { EVENTS_PER_COMMAND_MAX, EVENTS_PER_STRETCH } from '../../kernel/limits';
import type { Leaf } from '../../trust/leaf';
import { leafIn } from '../../trust/record';
import type { Finding } from './finding';
import type { Before } from './stretch';

/** Events after one position, up to and with another. Who checks them reads them; so every place between the two has its event. */
export interface UnreadStretch {
  readonly after: number;
  readonly upTo: number;
}

/** Events one after the other as they lie in a log, and the one before them. */
export interface ReadStretch {
  readonly rows: readonly ReadEvent[];
  readonly before: Before | undefined;
}

export type Stretch = UnreadStretch | ReadStretch;

/** What of it can be read; a page that the store itself cannot read must not hide its neighbours: then place by place. */
export async function readStretch(log: LogReader, { after, upTo }: UnreadStretch, unreadable: Finding[]): Promise<ReadStretch> {
  const before = await eventBefore(log, after);
  try {
    const rows = await log.readAll(after, EVENTS_PER_STRETCH);
    return { rows: rows.filter(({ position }) => position <= upTo), before };
  } catch {
    const rows: ReadEvent[] = [];
    const end = Math.min(upTo, after + EVENTS_PER_STRETCH);
    for (let position = after + 1; position <= end; position++) rows.push(...(await readPlace(log, position, unreadable)));
    return { rows, before };
  }
}

/** One stream, as far as it can be read: what is damaged in it is found in its own stretch. @throws StoreUnavailableError */
export async function readWhole(log: LogReader, stream: string): Promise<readonly ReadEvent[]> {
  try {
    return await log.readStream(stream);
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error;
    return [];
  }
}

async function readPlace(log: LogReader, position: number, unreadable: Finding[]): Promise<readonly ReadEvent[]> {
  try {
    return (await log.readAll(position - 1, 1)).filter((row) => row.position === position);
  } catch (error) {
    unreadable.push({ check: 'database', position, detail: `cannot be read: ${(error as Error).message}` });
    return [];
  }
}

/** Found by going back to where its command begins: a stretch may start in the middle of one. */
async function eventBefore(log: LogReader, after: number): Promise<Before | undefined> {
  const rows: ReadEvent[] = [];
  while (rows.length <= EVENTS_PER_COMMAND_MAX) {
    // What cannot be read is found in its own stretch.
    const [row] = after - rows.length < 1 ? [] : await readPlace(log, after - rows.length, []);
    if (!row) break;
    rows.unshift(row);
    const [own, next] = [leafOf(row), leafOf(rows[1])];
    if (next && (own?.stream !== next.stream || own.cmd !== next.cmd)) break;
  }
  return beforeIn(rows, undefined);
}

/**
 * The last of some events, and which of its command's it is.
 * @param before what lies before them: their first may be in the middle of a command
 */
export function beforeIn(rows: readonly ReadEvent[], before: Before | undefined): Before | undefined {
  const own = leafOf(rows.at(-1));
  if (!own) return undefined;
  const { stream, cmd } = own;
  let nth = 0;
  for (let at = rows.length - 2; at >= 0; at--, nth++) {
    const earlier = leafOf(rows[at]);
    if (earlier?.stream !== stream || earlier.cmd !== cmd) return { stream, cmd, nth };
  }
  const goesOn = before?.stream === stream && before.cmd === cmd && before.nth !== undefined;
  return { stream, cmd, nth: goesOn ? nth + before.nth + 1 : nth };
}

const leafOf = (row: ReadEvent | undefined): Leaf | undefined => row && leafIn(row.record);

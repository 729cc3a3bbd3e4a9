import { recordEvents } from '../../src/kernel/record.events';
import type { Flag } from '../../src/kernel/envelope';
import type { DomainEvent } from '../../src/kernel/events';
import { type Happened, streamName } from '../../src/kernel/happened';
import { type Occurrence, occurringAt } from '../../src/kernel/occurrence';
import type { Board, RowShape } from '../../src/views/board';
import { BoardFold, historyFor } from '../../src/views/fold';
import { eventId, NOW, SOMEBODY } from './decider-spec';

/** One event of a stream, and when it was recorded. */
export interface Told {
  readonly event: DomainEvent;
  readonly at?: string;
  readonly occurredAt?: Occurrence;
  readonly flags?: readonly Flag[];
  /** Of the envelope: to which initiative it belongs. */
  readonly initiativeId?: string;
}

/** What a board makes of one stream, without a ledger, by the ids of the rows. The nth event has the id `eventId(n)`. */
export function rowsAfter<Row extends RowShape>(
  board: Board<Row>,
  kind: string,
  id: string,
  ...events: readonly (DomainEvent | Told)[]
): ReadonlyMap<string, Row> {
  const history = events.map((it, n): Happened => {
    const { event, at = NOW, occurredAt = occurringAt(at), flags = [], initiativeId } = 'event' in it ? it : { event: it };
    const place = {
      id: eventId(n + 1),
      stream: streamName(kind, id),
      streamId: id,
      revision: n,
      position: n + 1,
      commandId: eventId(n + 1),
    };
    const who = { recordedBy: SOMEBODY, role: 'FOCAL_PERSON', onBehalfOf: undefined, authorityId: SOMEBODY, causationId: null };
    const mark = {
      level: 0,
      caveats: 0,
      flags,
      sources: [],
      evidence: [],
      basis: [],
      command: undefined,
      key: 'key',
      initiativeId,
    };
    return { type: event.type, data: event.data as Happened['data'], recordedAt: at, occurredAt, ...place, ...who, ...mark };
  });
  const fold = new BoardFold(board);
  for (const event of historyFor(board, history)) fold.apply(event);
  return new Map([...fold.rows].map(([rowId, { row }]) => [rowId, row as Row]));
}

/** The row that is named like its stream. */
export function rowAfter<Row extends RowShape>(
  board: Board<Row>,
  kind: string,
  id: string,
  ...events: readonly (DomainEvent | Told)[]
): Row {
  const found = rowsAfter(board, kind, id, ...events).get(id);
  if (!found) throw new Error(`${board.name} has no row of ${kind} ${id}`);
  return found;
}

/** The nth event of the stream never counted. */
export const annulled = (n: number): DomainEvent => recordEvents.RecordAnnulled({ targetEventId: eventId(n), reason: 'entered twice' });

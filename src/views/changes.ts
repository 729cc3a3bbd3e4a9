import { isErased } from '../kernel/erased';
import type { Marking } from '../kernel/classification';
import type { Board } from './board';
import type { Folded } from './fold';
import type { LaneChange } from './lane';

/** What decides who is told of a row: its mark, and what filters look at. Nothing else of it leaves the thread of the views. */
export interface SeenRow extends Marking {
  /** By column; null where it is empty or erased, absent where this kind of row has no such field. */
  readonly columns: Readonly<Record<string, string | number | null>>;
}

/** A row that came, changed or went. */
export interface ChangedRow {
  readonly stream: string;
  readonly id: string;
  readonly before?: SeenRow;
  readonly after?: SeenRow;
}

/** What one batch of events has changed on one board. */
export interface BoardChange {
  readonly board: string;
  /** Version of the board that it was made in. */
  readonly lane: string;
  /** Behind which position the batch began; null where nobody knows what has changed. */
  readonly from: number | null;
  readonly to: number;
  readonly rows: readonly ChangedRow[];
}

export function changeOf({ lane, from, to, rows, before, refolded }: LaneChange): BoardChange {
  const seen = (row: Folded): SeenRow => seenOf(lane.board, row);
  const changed = rows.map((row): ChangedRow => {
    const earlier = before.get(row.id);
    return { stream: row.stream, id: row.id, ...(earlier && { before: seen(earlier) }), after: seen(row) };
  });
  const now = new Set(rows.map(({ id }) => id));
  const corrected = new Set(refolded);
  const gone = [...before.values()].filter(({ id, stream }) => corrected.has(stream) && !now.has(id));
  const left = gone.map((row): ChangedRow => ({ stream: row.stream, id: row.id, before: seen(row) }));
  return { board: lane.board.name, lane: lane.table, from, to, rows: [...changed, ...left] };
}

function seenOf(board: Board, { level, caveats, row }: Folded): SeenRow {
  const named = Object.keys(board.columns).filter((name) => name in row);
  const columns = named.map((name) => [name, isErased(row[name]) ? null : (row[name] ?? null)]);
  return { level, caveats, columns: Object.fromEntries(columns) as SeenRow['columns'] };
}

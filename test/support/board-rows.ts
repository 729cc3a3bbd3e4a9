import { afterEach } from '@jest/globals';
import type { Marking } from '../../src/kernel/classification';
import type { Board, RowShape } from '../../src/views/board';
import { Lane } from '../../src/views/lane';
import { openViewsInMemory } from '../../src/views/sqlite-views';
import { createBoard, type ViewsDatabase } from '../../src/views/views-database';
import type { Database } from './view-databases';

/** A row as a test wants it, with its mark; its stream is named like it. */
export interface MadeRow<Row> extends Marking {
  readonly id: string;
  readonly row: Row;
}

const opened: ViewsDatabase[] = [];
afterEach(async () => {
  for (const database of opened.splice(0)) await database.destroy();
});

/** A board's table in an empty database, SQLite unless told, with rows that no event made. `put` adds or replaces rows. */
export async function boardOf<Row extends RowShape>(board: Board<Row>, on?: Database) {
  const database = on ? await on.open() : openViewsInMemory();
  opened.push(database);
  await createBoard(database, board);
  const lane = new Lane(board, database);
  const put = (...rows: readonly MadeRow<Row>[]): Promise<void> =>
    lane.upsert(
      database,
      rows.map((row) => ({ ...row, stream: `made-${row.id}`, position: 1 })),
    );
  return { database, put };
}

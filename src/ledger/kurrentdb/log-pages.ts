import type { KurrentDbConnection } from './connection';
import { type Placed, placeOf, positionFrom } from './stored-event';

/**
 * What lies in the log after a position when it is read, ours or not, in its order, at most `size` at once; the next page is read when it is asked for.
 * Throws as `KurrentDbConnection.read` does.
 */
export async function* pagesAfter(
  connection: KurrentDbConnection,
  after: number,
  size: number,
): AsyncGenerator<readonly Placed[], void, undefined> {
  for (let position = after; ;) {
    const options = { ...connection.call, fromPosition: positionFrom(position), direction: 'forwards', maxCount: size + 1 } as const;
    const read = (await connection.read((client) => client.readAll(options))).flatMap(({ event }) => event ?? []);
    // The server begins AT the position that it is given.
    const page = read.filter((event) => placeOf(event) > position);
    const last = page.at(-1);
    if (!last) return;
    yield page;
    if (read.length <= size) return;
    position = placeOf(last);
  }
}

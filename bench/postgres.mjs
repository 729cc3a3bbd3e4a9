import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { madeLedger, readerOf, temporaryFolder } from './made-ledger.mjs';
import { sql } from 'kysely';
import { compare, interleaved, quantile, rateOf } from './report.mjs';

const require = createRequire(import.meta.url);
const built = (path) => require(`../dist/${path}.js`);
const { boards } = built('boards/boards');
const { boardQueries } = built('boards/queries');
const { openViews, openViewsToRead } = built('views/open-views');
const { Runner } = built('views/runner');
const { readableBy } = built('views/visibility');
// The server that the tests start, from whatever PostgreSQL is installed here.
require('../test/support/typescript-worker.cjs');
const { PostgresServer } = require('../test/support/postgres.ts');

const WHOLE = { events: 24_000, asks: 200 };
const QUICK = { events: 2_000, asks: 100 };
/** Who may see everything: the most rows there are to look at. */
const CLEARANCE = { level: 4, caveats: 0x3f };

export const pinned = () => 'nothing: the program and the server of PostgreSQL share the cores, as they do on one machine';

/** Rebuilds all boards in one place. @returns events a second */
const rebuild = (place, { log, opener }, events) =>
  rateOf(async () => {
    const views = await openViews(place);
    const runner = await new Runner(views, log, opener).start(boards);
    await runner.catchUp();
    await views.destroy();
    const behind = runner.health().find(({ position, halted }) => position !== events || halted !== undefined);
    if (behind) throw new Error(`not rebuilt: ${JSON.stringify(behind)}`);
    return events;
  });

/** The first page of one board. */
const firstPage = ({ board, ask, sorts: [sort] }) => {
  const question = { filters: {}, sort, size: 50, now: '2030-01-01T00:00:00.000Z' };
  return (views) => ask(readableBy(views, board, CLEARANCE), question);
};

/** The least that a server can be asked: the way there and back. */
const nothing = async (views) => (await sql`SELECT 1`.execute(views)).rows;

/** One question, so many times in each database, in turns. @returns milliseconds of each, by database */
async function asked(databases, ask, asks) {
  const times = Object.fromEntries(Object.keys(databases).map((name) => [name, []]));
  for (let n = 0; n < asks; n++)
    for (const [name, views] of Object.entries(databases)) {
      const start = performance.now();
      JSON.stringify(await ask(views));
      times[name].push(performance.now() - start);
    }
  return times;
}

export async function run({ rounds, quick }) {
  const size = quick ? QUICK : WHOLE;
  const folder = temporaryFolder('postgres');
  const { files, events } = madeLedger(folder, size.events);
  const reader = readerOf(files);
  const server = await PostgresServer.start();
  try {
    const file = join(folder, 'views-of-bench.db');
    const places = { sqlite: { file } };
    const ways = {
      sqlite: () => {
        for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(name, { force: true });
        return rebuild(places.sqlite, reader, events);
      },
      postgres: async () => rebuild((places.postgres = { url: await server.emptyPlace(), origin: 'bench.example/jirga' }), reader, events),
    };
    for (const way of Object.values(ways)) await way();
    const rates = await interleaved(ways, rounds);
    const results = [
      compare(
        { measure: `rebuild of all ${boards.length} boards in PostgreSQL`, unit: 'events/s', against: 'the same in SQLite', aim: 0.3 },
        rates.postgres,
        rates.sqlite,
      ),
    ];
    // What autovacuum does within a minute of a rebuild, and would do on one of the two cores while boards are asked for.
    await server.ask('VACUUM (ANALYZE)');
    const databases = { sqlite: openViewsToRead(places.sqlite), postgres: openViewsToRead(places.postgres) };
    const questions = {
      ...Object.fromEntries(Object.entries(boardQueries).map(([name, query]) => [name, firstPage(query)])),
      'SELECT 1': nothing,
    };
    for (const [name, query] of Object.entries(questions)) {
      const parts = { p50: { sqlite: [], postgres: [] }, p99: { sqlite: [], postgres: [] } };
      await asked(databases, query, Math.ceil(size.asks / 10));
      for (let round = 0; round < rounds; round++)
        for (const [database, times] of Object.entries(await asked(databases, query, size.asks))) {
          parts.p50[database].push(quantile(times, 0.5));
          parts.p99[database].push(quantile(times, 0.99));
        }
      const line = (part) => ({ measure: `${part} of ${name} in PostgreSQL`, unit: 'ms', against: 'the same in SQLite', atMost: true });
      results.push(
        compare(line('p50'), parts.p50.postgres, parts.p50.sqlite),
        compare({ ...line('p99'), ...(query !== nothing && { aim: 3 }) }, parts.p99.postgres, parts.p99.sqlite),
      );
    }
    for (const views of Object.values(databases)) await views.destroy();
    return results;
  } finally {
    reader.close();
    await server.remove();
  }
}

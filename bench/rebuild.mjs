import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { madeLedger, readerOf, temporaryFolder } from './made-ledger.mjs';
import { pin, pinnedToOne } from './machine.mjs';
import { readOnce } from './replay.mjs';
import { compare, interleaved, rateOf } from './report.mjs';

const require = createRequire(import.meta.url);
const built = (path) => require(`../dist/${path}.js`);
const { boards } = built('boards/boards');
const { Runner } = built('views/runner');
const { openSqliteViews } = built('views/sqlite-views');

export const pinned = pinnedToOne;

export async function run({ rounds, quick }) {
  const folder = temporaryFolder('rebuild');
  const { files, events } = madeLedger(folder, quick ? 2_000 : 24_000);
  const reader = readerOf(files);
  const file = join(folder, 'views-of-bench.db');
  const rebuild = (some) => async () => {
    for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(name, { force: true });
    return rateOf(async () => {
      const views = await openSqliteViews(file);
      const runner = await new Runner(views, reader.log, reader.opener).start(some);
      await runner.catchUp();
      await views.destroy();
      const behind = runner.health().find(({ position, halted }) => position !== events || halted !== undefined);
      if (behind) throw new Error(`not rebuilt: ${JSON.stringify(behind)}`);
      return events;
    });
  };
  const ways = {
    read: () => rateOf(() => readOnce(reader)),
    ...Object.fromEntries(boards.map((board) => [board.name, rebuild([board])])),
    all: rebuild(boards),
  };
  pin(process.pid, '1');
  for (const way of Object.values(ways)) await way();
  const rates = await interleaved(ways, rounds);
  reader.close();
  const line = { unit: 'events/s', against: 'reading, unsealing and parsing the same rows once' };
  return [
    ...boards.map(({ name }) => compare({ ...line, measure: `rebuild of ${name} alone`, aim: 0.6 }, rates[name], rates.read)),
    compare({ ...line, measure: `rebuild of all ${boards.length} boards together`, aim: 0.4 }, rates.all, rates.read),
  ];
}

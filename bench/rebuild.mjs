// Boards built from nothing, one and all together, against reading, unsealing and parsing the same rows once.
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { madeLedger, rateOf } from './made-ledger.mjs';
import { reader } from './reading.mjs';

const require = createRequire(import.meta.url);
const { boards } = require('../dist/boards/boards');
const { Runner } = require('../dist/views/runner');
const { openViews } = require('../dist/views/views-database');

export async function prepare({ quick }) {
  const { files, remove, events } = await madeLedger({ commitments: quick ? 50 : 2_000, redrafts: 9 });
  const { log, opener, readAll, close } = reader(files);
  const file = join(files.folder, 'bench-views.db');
  const rebuild = async (some) => {
    for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(name, { force: true });
    const views = openViews(file);
    const runner = new Runner(views, log, opener);
    await runner.start(some);
    while (await runner.turn());
    await views.destroy();
  };
  const [, one] = boards;
  return {
    runs: {
      'rebuild of one board': () => rateOf(events, () => rebuild([one])),
      'reading, unsealing, parsing': () => rateOf(events, async () => readAll()),
      'rebuild of all boards': () => rateOf(events, () => rebuild(boards)),
    },
    comparisons: [
      { measure: 'rebuild of one board', against: 'reading, unsealing, parsing', aim: 0.6, unit: 'events/s' },
      { measure: 'rebuild of all boards', against: 'reading, unsealing, parsing', aim: 0.4, unit: 'events/s' },
    ],
    close: async () => {
      close();
      remove();
    },
  };
}

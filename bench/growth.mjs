import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { madeLedger, slots, temporaryFolder } from './made-ledger.mjs';
import { compare, quantile } from './report.mjs';

const require = createRequire(import.meta.url);
const { SqliteEventStore } = require('../dist/ledger/sqlite/sqlite-event-store.js');

const SMALL = 10_000;
const LARGE = 1_000_000;
const LARGE_QUICK = 20_000;

export const pinned = () => 'nothing: caller and writer are two threads of one process in all ways alike';

/** A store over a made ledger, with what comes next in it. */
async function grown(folder, size) {
  const { files, events, more } = madeLedger(folder, size);
  const store = await SqliteEventStore.open(files, { slots, prog: 'jirga-bench/1' });
  const next = (function* () {
    for (;;) yield* more();
  })();
  return { store, events, next };
}

/** Appends, one after the other. @returns milliseconds of each */
async function times({ store, next }, appends) {
  const taken = [];
  for (let n = 0; n < appends; n++) {
    const { stream, events, expectedRevision, basis } = next.next().value;
    const start = performance.now();
    const answer = await store.append(stream, events, expectedRevision === -1 ? 'none' : expectedRevision, { basis });
    taken.push(performance.now() - start);
    if (!('position' in answer)) throw new Error(`not appended: ${JSON.stringify(answer)}`);
  }
  return taken;
}

export async function run({ rounds, quick, size = quick ? LARGE_QUICK : LARGE }) {
  const folder = temporaryFolder('growth');
  const appends = quick ? 50 : 400;
  const small = await grown(join(folder, 'small'), Math.min(SMALL, size));
  const large = await grown(join(folder, 'large'), size);
  const p50 = { small: [], large: [] };
  const p99 = { small: [], large: [] };
  try {
    for (const ledger of [small, large]) await times(ledger, appends);
    for (let round = 0; round < rounds; round++)
      for (const [name, ledger] of Object.entries({ small, large })) {
        const taken = await times(ledger, appends);
        p50[name].push(quantile(taken, 0.5));
        p99[name].push(quantile(taken, 0.99));
      }
  } finally {
    await small.store.close();
    await large.store.close();
  }
  const line = (part) => ({
    measure: `${part} of an append at ${large.events} events`,
    unit: 'ms',
    against: `that at ${small.events}`,
    aim: 1.2,
    atMost: true,
  });
  return [compare(line('p50'), p50.large, p50.small), compare(line('p99'), p99.large, p99.small)];
}

import { parseArgs } from 'node:util';
import { machineLine } from './machine.mjs';
import { lineOf } from './report.mjs';

const BENCHMARKS = ['append', 'http', 'replay', 'rebuild', 'verify', 'sse', 'boards', 'growth', 'text', 'postgres', 'kurrentdb'];
const USAGE = `npm run bench -- ${BENCHMARKS.join('|')} [--rounds N] [--quick] [--size N] [--json]
  --size   sse: open readers (500); growth: events of the large ledger (1000000)`;
const ROUNDS = 7;
const ROUNDS_QUICK = 2;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    size: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [name] = positionals;
const rounds = Number(values.rounds ?? (values.quick ? ROUNDS_QUICK : ROUNDS));
const size = values.size === undefined ? undefined : Number(values.size);
const isCount = (value) => Number.isInteger(value) && value >= 1;
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
if (positionals.length !== 1 || !BENCHMARKS.includes(name) || !isCount(rounds) || !isCount(size ?? 1)) {
  console.error(USAGE);
  process.exit(2);
}

// Servers and folders of a run go with it, also when it is cut off.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const { run, pinned, lacks } = await import(`./${name}.mjs`);
const lack = lacks?.();
if (lack !== undefined) {
  console.error(lack);
  process.exit(2);
}
console.log(machineLine());
console.log(`pinned: ${pinned()}`);
console.log(`${rounds} rounds, each way once a round; medians, and the least and greatest ratio of one round`);
const results = await run({ rounds, size, quick: values.quick }).catch((error) => {
  // Sockets and servers of the other requests may still be open.
  console.error(`void: ${error.stack}`);
  process.exit(1);
});
for (const result of results) console.log(lineOf(result));
if (values.json) console.log(JSON.stringify({ name, results }));

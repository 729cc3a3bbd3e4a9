import { parseArgs } from 'node:util';
import { machineLine } from './machine.mjs';
import { lineOf } from './report.mjs';

const BENCHMARKS = ['append', 'http', 'replay', 'rebuild', 'verify'];
const USAGE = `npm run bench -- ${BENCHMARKS.join('|')} [--rounds N] [--quick] [--json]`;
const ROUNDS = 7;
const ROUNDS_QUICK = 2;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
});
const [name] = positionals;
const rounds = Number(values.rounds ?? (values.quick ? ROUNDS_QUICK : ROUNDS));
if (positionals.length !== 1 || !BENCHMARKS.includes(name) || !Number.isInteger(rounds) || rounds < 1) {
  console.error(USAGE);
  process.exit(2);
}

// Servers and folders of a run go with it, also when it is cut off.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const { run, pinned } = await import(`./${name}.mjs`);
console.log(machineLine());
console.log(`pinned: ${pinned()}`);
console.log(`${rounds} rounds, each way once a round; medians, and the least and greatest ratio of one round`);
const results = await run({ rounds, quick: values.quick }).catch((error) => {
  // Sockets and servers of the other requests may still be open.
  console.error(`void: ${error.stack}`);
  process.exit(1);
});
for (const result of results) console.log(lineOf(result));
if (values.json) console.log(JSON.stringify({ name, results }));

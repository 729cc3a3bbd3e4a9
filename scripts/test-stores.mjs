/*
 * `npm run test:stores`: the end-to-end specs, and those of faults that can happen wherever a ledger lies, once more where the log, and boards with
 * keys and accounts, do not lie in one folder, as they do in `npm test`; or those that are named: `npm run test:stores -- test/e2e/reading`. The last
 * lines count for each pair.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closingLine, tallyOfJest } from './tally.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const PAIRS = ['sqlite+postgres', 'kurrentdb+sqlite', 'kurrentdb+postgres'];

const SPECS =
  process.argv.length > 2 ? process.argv.slice(2) : ['test/e2e', 'test/faults/(clock-behind|disk-full|erasing-killed|evidence|kill)'];

/** A server holds one ledger for ever, and each spec wants an empty one: each is served the double of its protocol. */
const environmentOn = (pair) => ({ ...process.env, JIRGA_TEST_STORES: pair, JIRGA_TEST_KURRENTDB: undefined });

function tallyOn(pair) {
  console.log(`\n════ ${pair}`);
  const folder = mkdtempSync(join(tmpdir(), 'jirga-jest-'));
  const file = join(folder, 'result.json');
  try {
    const { status } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules/jest/bin/jest.js'), '--json', `--outputFile=${file}`, ...SPECS],
      { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], env: environmentOn(pair) },
    );
    return { pair, tally: tallyOfJest(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined, status ?? 1) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const tallies = PAIRS.map(tallyOn);
console.log('');
for (const { pair, tally } of tallies) {
  for (const test of tally.failed) console.log(`failed on ${pair}: ${test}`);
  console.log(`${pair.padEnd(18)}  ${closingLine(tally)}`);
}
process.exitCode = tallies.every(({ tally }) => tally.failed.length === 0) ? 0 : 1;

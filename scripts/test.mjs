/*
 * `npm test`: everything, in one run, on whatever Node it is started with.
 *
 * A part that fails does not keep the others from running: whoever reads the result wants all of it at once. The last line counts the tests
 * of Jest, the nouns of `test:rules` and each check as one test. Under CI a skipped test is a failure; elsewhere it is listed with its reason.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closingLine, sumOf, tallyOfCheck, tallyOfJest, tallyOfRules } from './tally.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** A part that hangs is ended and has failed. The longest, the faults, take a few minutes on two cores. */
const PART_MS_MAX = 40 * 60_000;

/** The groups of processes of the parts that run now: ending them ends what the parts have started as well. */
const running = new Set();

const end = (group) => process.kill(-group, 'SIGKILL');

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    for (const group of running) end(group);
    process.exit(1);
  });

/**
 * Runs one command of this Node, handing on what it prints to `show` as it comes.
 * @returns its exit code, and what it wrote on standard output
 */
function run(show, script, ...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
      detached: true,
    });
    running.add(child.pid);
    const tooLong = setTimeout(() => {
      show(`it did not end within ${PART_MS_MAX / 60_000} minutes and is ended\n`);
      end(child.pid);
    }, PART_MS_MAX);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      show(text);
    });
    child.stderr.setEncoding('utf8').on('data', show);
    const ended = (exitCode) => {
      clearTimeout(tooLong);
      running.delete(child.pid);
      resolve({ exitCode, output });
    };
    child.on('error', (error) => {
      show(`${error}\n`);
      ended(1);
    });
    child.on('close', (code) => ended(code ?? 1));
  });
}

/** What the parts start in turn (`node`, `npm`) is to be this Node as well, and colours are for terminals. */
const environment = {
  ...process.env,
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
};

/** Runs a script of package.json, where the commands stand. `npm test` says where npm lies. */
const npmRun = (show, script) => {
  const npm = process.env.npm_execpath;
  if (!npm) throw new Error('start this as: npm test');
  return run(show, npm, 'run', '--silent', script);
};

const check = (name, script) => async (show) => {
  const { exitCode } = await npmRun(show, script);
  return tallyOfCheck(name, exitCode);
};

async function jest(show) {
  const folder = mkdtempSync(join(tmpdir(), 'jirga-jest-'));
  const file = join(folder, 'result.json');
  try {
    const { exitCode } = await run(
      show,
      join(ROOT, 'node_modules/jest/bin/jest.js'),
      '--json',
      `--outputFile=${file}`,
      '--reporters=default',
    );
    return tallyOfJest(existsSync(file) ? resultIn(file) : undefined, exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function resultIn(file) {
  const result = JSON.parse(readFileSync(file, 'utf8'));
  return { testResults: result.testResults.map((each) => ({ ...each, name: relative(ROOT, each.name) })) };
}

async function rules(show) {
  const { output, exitCode } = await npmRun(show, 'test:rules');
  return tallyOfRules(output, exitCode);
}

const PARTS = {
  formatting: check('formatting (npm run format mends it)', 'format:check'),
  lint: check('lint', 'lint'),
  boundaries: check('boundaries', 'boundaries'),
  types: check('types', 'types'),
  build: check('build', 'build'),
  tests: jest,
  rules,
};

/**
 * In this order: what is quick and what the later parts stand on comes first; suites that start the built program need the build. Checks use one
 * core each, and so the longest of them runs beside the others; what two that run at once print is shown when each has ended.
 */
const STAGES = [[['lint'], ['formatting', 'boundaries', 'types', 'build']], [['tests']], [['rules']]];

const tallies = [];

/** @param alone whether what it prints may be shown as it comes */
async function part(name, alone) {
  const started = Date.now();
  const printed = [`\n── ${name}\n`];
  const show = (text) => (alone ? process.stdout.write(text) : printed.push(text));
  if (alone) process.stdout.write(printed[0]);
  const tally = await PARTS[name](show);
  tallies.push(tally);
  if (!alone) process.stdout.write(printed.join(''));
  console.log(`── ${name}: ${tally.failed.length === 0 ? 'passed' : 'FAILED'}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

for (const lanes of STAGES)
  await Promise.all(
    lanes.map(async (names) => {
      for (const name of names) await part(name, lanes.length === 1);
    }),
  );

const total = sumOf(tallies);
console.log('');
for (const test of total.skipped) console.log(`skipped: ${test}`);
for (const test of total.failed) console.log(`failed:  ${test}`);
const underCi = process.env.CI !== undefined && process.env.CI !== 'false';
if (underCi && total.skipped.length > 0) console.log('Under CI nothing may be skipped: this run has failed.');
process.exitCode = total.failed.length > 0 || (underCi && total.skipped.length > 0) ? 1 : 0;
console.log(closingLine(total));

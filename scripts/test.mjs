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

/** The group of processes of the part that runs now: ending it ends what the part has started as well. */
let running;

const endRunning = () => {
  if (running !== undefined) process.kill(-running, 'SIGKILL');
};

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    endRunning();
    process.exit(1);
  });

/**
 * Runs one command of this Node, showing what it prints.
 * @returns its exit code, and what it wrote on standard output
 */
function run(script, ...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: environment,
      detached: true,
    });
    running = child.pid;
    const tooLong = setTimeout(() => {
      console.log(`it did not end within ${PART_MS_MAX / 60_000} minutes and is ended`);
      endRunning();
    }, PART_MS_MAX);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      process.stdout.write(text);
    });
    const end = (exitCode) => {
      clearTimeout(tooLong);
      running = undefined;
      resolve({ exitCode, output });
    };
    child.on('error', (error) => {
      console.log(String(error));
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/** What the parts start in turn (`node`, `npm`) is to be this Node as well, and colours are for terminals. */
const environment = {
  ...process.env,
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
};

/** Runs a script of package.json, where the commands stand. `npm test` says where npm lies. */
const npmRun = (script) => {
  const npm = process.env.npm_execpath;
  if (!npm) throw new Error('start this as: npm test');
  return run(npm, 'run', '--silent', script);
};

async function check(name, script) {
  const { exitCode } = await npmRun(script);
  return tallyOfCheck(name, exitCode);
}

async function jest() {
  const folder = mkdtempSync(join(tmpdir(), 'jirga-jest-'));
  const file = join(folder, 'result.json');
  try {
    const { exitCode } = await run(join(ROOT, 'node_modules/jest/bin/jest.js'), '--json', `--outputFile=${file}`, '--reporters=default');
    return tallyOfJest(existsSync(file) ? resultIn(file) : undefined, exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function resultIn(file) {
  const result = JSON.parse(readFileSync(file, 'utf8'));
  return { testResults: result.testResults.map((each) => ({ ...each, name: relative(ROOT, each.name) })) };
}

async function rules() {
  const { output, exitCode } = await npmRun('test:rules');
  return tallyOfRules(output, exitCode);
}

/** In this order: what is quick and what the later parts stand on comes first; suites that start the built program need the build. */
const PARTS = [
  ['formatting', () => check('formatting (npm run format mends it)', 'format:check')],
  ['lint', () => check('lint', 'lint')],
  ['boundaries', () => check('boundaries', 'boundaries')],
  ['types', () => check('types', 'types')],
  ['build', () => check('build', 'build')],
  ['tests', jest],
  ['rules', rules],
];

const tallies = [];
for (const [name, part] of PARTS) {
  console.log(`\n── ${name}`);
  const started = Date.now();
  tallies.push(await part());
  console.log(`── ${name}: ${tallies.at(-1).failed.length === 0 ? 'passed' : 'FAILED'}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

const total = sumOf(tallies);
console.log('');
for (const test of total.skipped) console.log(`skipped: ${test}`);
for (const test of total.failed) console.log(`failed:  ${test}`);
const underCi = process.env.CI !== undefined && process.env.CI !== 'false';
if (underCi && total.skipped.length > 0) console.log('Under CI nothing may be skipped: this run has failed.');
process.exitCode = total.failed.length > 0 || (underCi && total.skipped.length > 0) ? 1 : 0;
console.log(closingLine(total));

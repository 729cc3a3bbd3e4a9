#!/usr/bin/env node
/*
 * Does every rule matter to some spec?  `npm run test:rules [noun ...]`
 *
 * For each noun, in a process of its own, the noun's specs are loaded once, must all pass, and are then run again and again with one thing
 * taken away each time:
 *   - one refusal code: its maker in the `refuse` catalogue returns nothing, so that the rule refuses nothing;
 *   - `<noun>.out-of-turn`: every command may come in every status;
 *   - one step of `evolve`: it returns the state unchanged.
 * `road` stands beside the nouns: the refusals that any record can meet (`record.*`, `federal.rule`), with the specs of src/commands.
 * Some spec must fail each time. What nobody misses is printed by name, and the exit code is 1.
 *
 * Nothing in the product knows of this: the catalogue, the rules and the steps are plain objects, and they are changed where they lie. The
 * specs run in a small runner (below) instead of Jest, with Jest's own `expect`: starting Jest anew for each of some two hundred changes
 * would take minutes. It knows `describe`, `it`, `test` and their `each`, `beforeEach` and `afterAll`; a spec that uses more of Jest fails
 * loudly here.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';

const require = createRequire(import.meta.url);
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const NOUNS = join(ROOT, 'src/negotiation');
/** What is no noun, but refuses as well. */
const ROAD = 'road';

// ---------------------------------------------------------------------------------------------------------------- all nouns

/** Every folder that declares a fold is a noun. */
const nounFolders = () =>
  readdirSync(NOUNS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(NOUNS, entry.name)).some((file) => file.endsWith('.state.ts')))
    .map(({ name }) => name);

/** Runs one noun in a process of its own, and passes on what it prints. */
function inItsOwnProcess(folder) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--in-process', folder], { stdio: 'inherit' });
    child.on('close', (code) => resolve(code === 0));
  });
}

async function main(wanted) {
  const waiting = [ROAD, ...nounFolders()].filter((folder) => wanted.length === 0 || wanted.includes(folder));
  if (waiting.length === 0) throw new Error(`no such noun: ${wanted.join(', ')}`);
  const started = Date.now();
  const outcomes = [];
  const worker = async () => {
    for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) outcomes.push(await inItsOwnProcess(folder));
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), waiting.length) }, worker));
  const failed = outcomes.filter((passed) => !passed).length;
  console.log(`test:rules: ${outcomes.length - failed} nouns passed, ${failed} failed, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  process.exitCode = failed === 0 ? 0 : 1;
}

// ---------------------------------------------------------------------------------------------------------------- the runner

/** The tests of the loaded specs, each with its full name, in the order in which they stand. */
const tests = [];
const path = [];
/** What is done before each test of a file or `describe`, outermost first. */
const before = [[]];
const atTheEnd = [];

function describe(name, body) {
  path.push(name);
  before.push([]);
  body();
  before.pop();
  path.pop();
}

function it(name, body) {
  const preparing = [...before];
  const whole = async () => {
    for (const prepare of preparing.flat()) await prepare();
    await body();
  };
  tests.push({ name: [...path, name].join(' › '), body: whole });
}

/** Loads a spec: what it does before each test is done before none of another file. */
function loadSpec(file) {
  before[0] = [];
  require(file);
}

/** `each` over a list of rows; a row that is no list is the one argument. Names are filled in with `util.format`. */
const each = (declare) => (rows) => (name, body) => {
  for (const row of rows) {
    const values = Array.isArray(row) ? row : [row];
    declare(name.includes('%') ? format(name, ...values).split('\n')[0] : name, () => body(...values));
  }
};

/** What a spec gets as `@jest/globals`. */
function jestGlobals() {
  const known = {
    describe: Object.assign(describe, { each: each(describe) }),
    it: Object.assign(it, { each: each(it) }),
    test: Object.assign(it, { each: each(it) }),
    beforeEach: (prepare) => void before.at(-1).push(prepare),
    afterAll: (end) => void atTheEnd.push(end),
    expect: require('expect').expect,
  };
  return new Proxy(known, {
    get(target, name) {
      if (typeof name === 'symbol' || name === '__esModule' || name in target) return target[name];
      throw new Error(`scripts/test-rules.mjs does not know Jest's ${name}: write the spec without it, or teach it`);
    },
  });
}

/** Lets this process load TypeScript as the worker threads under test do, and specs outside Jest. */
function prepareLoading() {
  require(join(ROOT, 'test/support/typescript-worker.cjs'));
  require('reflect-metadata');
  const Module = require('node:module');
  const load = Module._load;
  const globals = jestGlobals();
  Module._load = (request, ...rest) => (request === '@jest/globals' ? globals : load(request, ...rest));
}

/** The test that runs now. */
let current;

/** @returns the first test that fails, with its error; undefined if all pass */
async function firstFailure(among = tests) {
  for (const test of among) {
    current = test;
    try {
      await test.body();
    } catch (error) {
      return { test, error };
    }
  }
  return undefined;
}

// ---------------------------------------------------------------------------------------------------------------- one noun

/** The exports of the noun's files, told by their shape, so that names of files and constants stay the noun's own affair. */
function loadNoun(folder) {
  const files = readdirSync(join(NOUNS, folder)).filter((file) => /\.(state|decider|refusals)\.ts$/.test(file));
  const values = files.flatMap((file) => Object.values(require(join(NOUNS, folder, file)))).filter((it) => typeof it === 'object' && it);
  const fold = values.find((it) => it.events && it.evolve && it.initial);
  const refuse = values.find((it) => it.catalogue instanceof Map);
  const rules = values.find(
    (it) => Object.values(it).length > 0 && Object.values(it).every((rule) => rule?.from && rule.reads && rule.decide),
  );
  if (!fold || !rules) throw new Error(`${folder} has no fold or no decider`);
  return { fold, rules, refuse: refuse ?? { catalogue: new Map() } };
}

/** Puts `value` in the place of a member, and returns what puts the old one back. */
function replace(object, member, value) {
  const old = object[member];
  object[member] = value;
  return () => void (object[member] = old);
}

/** Only tests in which something is refused for this reason can miss it; the first run, in which nothing is taken away, shows which. */
function removedRefusals(refuse) {
  return Object.entries(refuse)
    .filter(([, member]) => typeof member === 'function')
    .map(([name, maker]) => {
      const refused = new Set();
      replace(refuse, name, (detail) => {
        refused.add(current);
        return maker(detail);
      });
      return { what: `refusal ${maker('').code}`, among: refused, apply: () => replace(refuse, name, () => undefined) };
    });
}

/** Everything that can be taken away from a noun: its name, and how. */
function* removals({ fold, rules, refuse }) {
  yield* removedRefusals(refuse);
  const steps = Object.entries(fold.evolve);
  const statuses = new Set([
    fold.initial.status,
    ...steps.flatMap(([, { from }]) => from),
    ...Object.values(rules).flatMap(({ from }) => from),
  ]);
  const choosy = Object.values(rules).filter(({ from }) => [...statuses].some((status) => !from.includes(status)));
  if (choosy.length > 0) {
    const apply = () => {
      const undo = choosy.map((rule) => replace(rule, 'from', [...statuses]));
      return () => undo.forEach((it) => it());
    };
    yield { what: `refusal ${fold.events.stream}.out-of-turn`, apply };
  }
  for (const [type, step] of steps)
    yield { what: `step ${type}`, apply: () => replace(fold.evolve, type, { ...step, run: (state) => state }) };
}

/** The refusals of the road, by the files that hold them. */
function removalsOfRoad() {
  const { refuseRecord, refuseFederal } = require(join(ROOT, 'src/commands/record.refusals.ts'));
  return [refuseRecord, refuseFederal].flatMap(removedRefusals);
}

/** What is taken away, and the specs that must miss it. */
function subjectOf(folder) {
  if (folder !== ROAD) {
    const specs = readdirSync(join(NOUNS, folder)).filter((file) => file.endsWith('.spec.ts'));
    return { removed: [...removals(loadNoun(folder))], specs: specs.map((file) => join(NOUNS, folder, file)) };
  }
  const specs = ['command-road.spec.ts', 'record-control.spec.ts', 'signature.spec.ts'];
  return { removed: removalsOfRoad(), specs: specs.map((file) => join(ROOT, 'src/commands', file)) };
}

async function testNoun(folder) {
  try {
    await testRules(folder);
  } finally {
    for (const end of atTheEnd) await end();
  }
}

async function testRules(folder) {
  const started = Date.now();
  prepareLoading();
  const { removed: toBeRemoved, specs } = subjectOf(folder);
  for (const file of specs) loadSpec(file);
  if (tests.length === 0) return report(folder, ['it has no specs']);
  const broken = await firstFailure();
  if (broken)
    return report(folder, [`its specs fail before anything is taken away: ${broken.test.name}\n${broken.error?.stack ?? broken.error}`]);
  const survivors = [];
  let removed = 0;
  for (const { what, among, apply } of toBeRemoved) {
    const undo = apply();
    const missed = await firstFailure(among && [...among]);
    undo();
    removed++;
    if (!missed) survivors.push(`${what} can be taken away and no spec of ${folder} fails`);
  }
  const left = await firstFailure();
  if (left) survivors.push(`its specs fail after everything was put back: ${left.test.name}`);
  if (survivors.length === 0) {
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${folder}: each of ${removed} refusals and steps is missed by some of ${tests.length} tests (${seconds} s)`);
  }
  return report(folder, survivors);
}

function report(folder, faults) {
  for (const fault of faults) console.log(`${folder}: ${fault}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

const [flag, ...rest] = process.argv.slice(2);
await (flag === '--in-process' ? testNoun(rest[0]) : main(flag === undefined ? [] : [flag, ...rest]));

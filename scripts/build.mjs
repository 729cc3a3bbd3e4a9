/*
 * `npm run build`: type-checks the sources and writes them to `dist` as JavaScript.
 *
 * `dist` is emptied first, so that a file whose source is gone does not live on in it. Nothing is written where the compiler found a fault.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DIST = join(ROOT, 'dist');
const COMPILER = join(ROOT, 'node_modules/typescript/bin/tsc');

rmSync(DIST, { recursive: true, force: true });
const { status, error } = spawnSync(process.execPath, [COMPILER, '-p', join(ROOT, 'tsconfig.build.json')], { cwd: ROOT, stdio: 'inherit' });
if (error) throw error;
process.exitCode = status ?? 1;

// npm makes a command executable when it installs one; in a checkout nobody does.
const command = join(DIST, 'cli.js');
if (status === 0 && existsSync(command)) chmodSync(command, 0o755);

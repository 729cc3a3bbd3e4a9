/*
 * Before `npm start` and `npm run bench`: the program has to be built. An installed package brings `dist` along; in a checkout it is built
 * here where it is missing or where a source is newer, so that nobody measures or serves what he no longer reads.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCES = join(ROOT, 'src');
const ENTRY = join(ROOT, 'dist/main.js');

/** Time of the last change to any source, in milliseconds since 1970. */
const lastChange = () => Math.max(...readdirSync(SOURCES, { recursive: true }).map((path) => statSync(join(SOURCES, path)).mtimeMs));

const isBuilt = existsSync(ENTRY) && (!existsSync(SOURCES) || statSync(ENTRY).mtimeMs >= lastChange());
if (!isBuilt) await import('./build.mjs');

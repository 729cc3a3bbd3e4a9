import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const { name, version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { name: string; version: string };

/** Version of this program, from package.json. */
export const VERSION = version;

/** Name and version of this program, as they stand in every leaf that it writes. */
export const PROGRAM = `${name}/${version}`;

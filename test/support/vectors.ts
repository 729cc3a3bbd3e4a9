import { describe } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isCi } from './ci';

/* Vectors published by others lie beside the checkout, never in it (their licences are theirs). */
const VECTORS = resolve(__dirname, '../../../shared/vectors');

/** A `describe` over one folder of vectors. Under CI its absence is a failure; elsewhere it is skipped and says why. */
export function describeVectors(folder: string, name: string, body: (path: string) => void): void {
  const path = join(VECTORS, folder);
  if (existsSync(path) || isCi)
    describe(name, () => {
      body(path);
    });
  else
    describe.skip(`${name} (skipped: there is no ../shared/vectors/${folder} beside this checkout)`, () => {
      body(path);
    });
}

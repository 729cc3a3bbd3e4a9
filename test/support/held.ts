import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the files in a folder, and in the folders below, that hold these bytes. */
export const holdersBelow = (folder: string, bytes: Uint8Array | string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(typeof bytes === 'string' ? bytes : Buffer.from(bytes)),
    )
    .map(({ name }) => name)
    .sort();

export const isHeldBelow = (folder: string, bytes: Uint8Array | string): boolean => holdersBelow(folder, bytes).length > 0;

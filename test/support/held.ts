import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a file in a folder, or in the folders below, holds any of these bytes. */
export function isHeldBelow(folder: string, ...sought: readonly (Uint8Array | string)[]): boolean {
  const needles = sought.map((bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes)));
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => {
    if (!entry.isFile()) return false;
    const content = readFileSync(join(entry.parentPath, entry.name));
    return needles.some((needle) => content.includes(needle));
  });
}

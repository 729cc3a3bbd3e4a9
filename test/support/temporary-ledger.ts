import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { createLedger } from '../../src/ledger/create-ledger';
import { type LedgerFolder, ledgerFolder } from '../../src/ledger/folder';

export const TEST_ORIGIN = 'jirga.example/test';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder, removed after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jirga-'));
  folders.push(folder);
  return folder;
}

/** A ledger that was just created, in a folder that is removed after the test file. */
export function temporaryLedger(origin = TEST_ORIGIN): LedgerFolder {
  const files = ledgerFolder(join(temporaryFolder(), 'ledger'));
  createLedger(files, origin);
  return files;
}

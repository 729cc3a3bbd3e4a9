import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerMaker, madeSlots } from '../../../test/support/made-ledger';
import { temporaryFolder } from '../../../test/support/temporary-ledger';
import { type LedgerFolder, ledgerFolder } from '../../ledger/folder';
import { type Head } from './joint';
import { type Report, verify, type VerifyOptions } from './verify';

const run = (files: LedgerFolder, options: Partial<VerifyOptions> = {}): Promise<Report> => verify(files, { slots: madeSlots, ...options });

describe('verify', () => {
  let original: LedgerFolder;
  let head: Head;
  beforeAll(async () => {
    original = new LedgerMaker().streams(60).close();
    ({ head } = await run(original));
  });

  const copy = (): LedgerFolder => {
    const files = ledgerFolder(join(temporaryFolder(), 'ledger'));
    mkdirSync(files.folder);
    for (const part of ['ledger', 'keys', 'masterKey', 'commandSecret'] as const) copyFileSync(original[part], files[part]);
    return files;
  };

  it('finds nothing in a ledger that nobody touched', async () => {
    expect(await run(original, { expected: head })).toMatchObject({
      origin: 'jirga.example/test',
      head: { size: 360 },
      bodies: { OPENED: 360, ERASED: 0, SEALED: 0 },
      commandIds: 'CHECKED',
      findings: [],
    });
  });

  it('checks what can be checked without the keys, and says that the bodies stayed shut', async () => {
    const files = copy();
    rmSync(files.keys);
    rmSync(files.commandSecret);
    expect(await run(files, { expected: head })).toMatchObject({
      bodies: { OPENED: 0, ERASED: 0, SEALED: 360 },
      commandIds: 'NOT_CHECKED',
      findings: [],
    });
  });

  it('says the same on several threads as on one, also where a stretch ends in the middle of a command', async () => {
    const files = new LedgerMaker().streams(700).close();
    const one = await run(files, { threads: 1 });
    const seen: number[] = [];
    expect(await run(files, { threads: 2, onProgress: (checked) => seen.push(checked) })).toEqual(one);
    expect(one).toMatchObject({ head: { size: 4_200 }, findings: [] });
    expect(seen).toEqual([2_048, 4_096, 4_200]);
  }, 30_000);
});

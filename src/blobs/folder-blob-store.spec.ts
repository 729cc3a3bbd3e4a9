import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { temporaryFolder } from '../../test/support/temporary-ledger';
import { UNFINISHED_BLOB_KEPT_MS } from '../kernel/limits';
import { blobStoreContract } from './blob-store.contract';
import { FolderBlobStore } from './folder-blob-store';

const fresh = (): string => join(temporaryFolder(), 'made', 'when needed');

blobStoreContract('A folder', () => {
  const folder = fresh();
  return Promise.resolve([new FolderBlobStore(folder), new FolderBlobStore(folder)]);
});

it('makes folder and files such that only their owner can read them', async () => {
  const folder = fresh();
  await new FolderBlobStore(folder).put('a', nothing());
  expect([folder, join(folder, 'a')].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
});

it('sweeps away what was left unfinished by the dead, and nothing else', async () => {
  const folder = temporaryFolder();
  const store = new FolderBlobStore(folder);
  const files = ['a', 'a.1.unfinished', 'b.2.unfinished', 'lost+found'];
  for (const file of files) writeFileSync(join(folder, file), 'x');
  const now = Date.now();
  for (const [file, age] of [
    ['a', UNFINISHED_BLOB_KEPT_MS + 60_000],
    ['a.1.unfinished', UNFINISHED_BLOB_KEPT_MS + 60_000],
    ['b.2.unfinished', UNFINISHED_BLOB_KEPT_MS - 60_000],
  ] as const)
    utimesSync(join(folder, file), (now - age) / 1000, (now - age) / 1000);
  await store.sweep(now);
  expect(readdirSync(folder).sort()).toEqual(['a', 'b.2.unfinished', 'lost+found']);
});

it('sweeps where there is no folder yet', async () => {
  await expect(new FolderBlobStore(fresh()).sweep()).resolves.toBeUndefined();
});

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {
  yield* [];
}

import type { Blob, BlobStore } from './blob-store';

/** Bytes at the start of a blob that tell one sealing from another: they hold its header with the salt (docs/format.md 12). */
const TELLING_BYTES = 1024;

/** What a copy came to. */
export interface Copied {
  readonly copied: number;
  /** They were there already. */
  readonly kept: number;
}

/** Copies what is wanted and not there yet; a blob of the same length and the same beginning is the same, for whoever seals begins otherwise each time. */
export async function copyBlobs(from: BlobStore, to: BlobStore, isWanted: (name: string) => boolean): Promise<Copied> {
  let [copied, kept] = [0, 0];
  for await (const { name } of from.list()) {
    const source = isWanted(name) ? await from.open(name) : undefined;
    if (!source) continue;
    try {
      if (await isThere(source, name, to)) kept++;
      else {
        await to.put(name, source.read(0, source.length));
        copied++;
      }
    } finally {
      await source.close();
    }
  }
  return { copied, kept };
}

async function isThere(source: Blob, name: string, to: BlobStore): Promise<boolean> {
  const there = await to.open(name);
  if (!there) return false;
  try {
    return there.length === source.length && (await beginningOf(there)).equals(await beginningOf(source));
  } finally {
    await there.close();
  }
}

async function beginningOf(blob: Blob): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of blob.read(0, Math.min(TELLING_BYTES, blob.length))) pieces.push(piece);
  return Buffer.concat(pieces);
}

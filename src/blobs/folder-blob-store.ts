import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UNFINISHED_BLOB_KEPT_MS } from '../kernel/limits';
import { DiskFullError } from '../ledger/event-store';
import { type Blob, type BlobEntry, BlobStore } from './blob-store';

const NAME = /^[a-z0-9-]+$/;
/** Of a file that is not whole yet, or never will be: its process has ended. */
const UNFINISHED = '.unfinished';
/** No room, a quota used up, or a file over the limit that the process was given. */
const NO_ROOM: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** One file for each name, in a folder that several processes may share; it is made when it is first needed. */
export class FolderBlobStore extends BlobStore {
  constructor(private readonly folder: string) {
    super();
  }

  async put(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const file = this.fileOf(name);
    const made = await mkdir(this.folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await flush(dirname(made));
    const unfinished = `${file}.${randomUUID()}${UNFINISHED}`;
    try {
      await writeWhole(unfinished, content);
      await rename(unfinished, file);
      await flush(this.folder);
    } catch (error) {
      await rm(unfinished, { force: true });
      if (NO_ROOM.has((error as NodeJS.ErrnoException).code)) throw new DiskFullError((error as Error).message, { cause: error });
      throw error;
    }
  }

  async open(name: string): Promise<Blob | undefined> {
    const handle = await thereOrNot(open(this.fileOf(name), 'r'));
    return handle && new FileBlob(handle, (await handle.stat()).size);
  }

  async *list(): AsyncGenerator<BlobEntry, void, undefined> {
    for await (const file of this.files())
      if (NAME.test(file)) {
        const found = await thereOrNot(stat(join(this.folder, file)));
        if (found) yield { name: file, length: found.size };
      }
  }

  /** Removes what processes have left unfinished that were killed; what is still written to stays. */
  async sweep(now = Date.now()): Promise<void> {
    for await (const file of this.files()) {
      const path = join(this.folder, file);
      const found = file.endsWith(UNFINISHED) ? await thereOrNot(stat(path)) : undefined;
      if (found && now - found.mtimeMs > UNFINISHED_BLOB_KEPT_MS) await rm(path, { force: true });
    }
  }

  private async *files(): AsyncGenerator<string, void, undefined> {
    for await (const entry of (await thereOrNot(opendir(this.folder))) ?? []) yield entry.name;
  }

  private fileOf(name: string): string {
    if (!NAME.test(name)) throw new Error(`${JSON.stringify(name)} cannot name a blob`);
    return join(this.folder, name);
  }
}

class FileBlob implements Blob {
  constructor(
    private readonly handle: FileHandle,
    readonly length: number,
  ) {}

  read(from: number, to: number): AsyncIterable<Uint8Array> {
    // An end before the start is no empty range to Node.
    return from >= to ? nothing() : this.handle.createReadStream({ start: from, end: to - 1, autoClose: false });
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {
  yield* [];
}

async function writeWhole(file: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const piece of content) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The names in it lie on the disk when this returns. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function thereOrNot<Found>(looking: Promise<Found>): Promise<Found | undefined> {
  try {
    return await looking;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

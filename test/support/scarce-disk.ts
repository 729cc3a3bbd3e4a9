import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from '@jest/globals';
import { isCi } from './ci';
import type { Program } from './program';
import { temporaryFolder } from './temporary-ledger';

/** A disk on which there is no room, for as long as a test wants. */
export interface ScarceDisk {
  /** What is on it, for ledgers. */
  readonly folder: string;
  /** From now on nothing that grows can be written. */
  fill(program: Program): void;
  makeRoom(program: Program): void;
}

const DISK_BYTES = 16 * 1024 * 1024;

const mounted: string[] = [];
afterAll(() => {
  for (const folder of mounted.splice(0)) unmount(folder);
});

/** @returns why it may not be mounted; undefined where it is */
function mount(folder: string): string | undefined {
  const { error, status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder], { encoding: 'utf8' });
  if (error) return 'mount is not installed';
  return status === 0 ? undefined : `no disk may be mounted: ${stderr.trim()}`;
}

/** A process that was just killed may hold it for a moment; what is lazily unmounted is gone from here at once. */
function unmount(folder: string): void {
  spawnSync('umount', ['--lazy', folder]);
  rmdirSync(folder);
}

/** A small disk of its own, filled by somebody else's file. Throws where none may be mounted. */
export function smallDisk(): ScarceDisk {
  const folder = mkdtempSync(join(tmpdir(), 'jirga-disk-'));
  const refused = mount(folder);
  if (refused !== undefined) {
    rmdirSync(folder);
    throw new Error(refused);
  }
  mounted.push(folder);
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: () => {
      fillWith(filler);
    },
    makeRoom: () => {
      rmSync(filler);
    },
  };
}

function whyNot(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'jirga-disk-'));
  const refused = mount(folder);
  if (refused === undefined) unmount(folder);
  else rmdirSync(folder);
  return refused;
}

/** A `describe` that mounts small disks. Where that is refused it is skipped and says why; under CI it runs, and fails. */
export function describeOnSmallDisk(name: string, body: () => void): void {
  const reason = isCi ? undefined : whyNot();
  if (reason === undefined) describe(name, body);
  else describe.skip(`${name} (skipped: ${reason})`, body);
}

function fillWith(file: string): void {
  const descriptor = openSync(file, 'a');
  try {
    // Coarse first, then to the last page.
    for (const bytes of [256 * 1024, 4096]) while (hasRoomFor(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}

function hasRoomFor(descriptor: number, bytes: number): boolean {
  try {
    return writeSync(descriptor, Buffer.alloc(bytes)) === bytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}

/** A process that may write no byte to any file: needs no right that a user does not have. */
export function filesOfNoSize(): ScarceDisk {
  const limit = ({ pid }: Program, size: string): void => {
    const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${size}:`], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`prlimit: ${stderr}`);
  };
  return {
    folder: temporaryFolder(),
    fill: (program) => {
      limit(program, '0');
    },
    makeRoom: (program) => {
      limit(program, 'unlimited');
    },
  };
}

/**
 * One file on which nothing can be written while the work is done, as if it lay on a full disk of its own: strace answers the process's
 * writes to it.
 */
export async function withoutRoomFor<T>(files: readonly string[], { pid }: Program, work: () => Promise<T>): Promise<T> {
  const paths = files.flatMap((file) => ['-P', file]);
  const watcher = spawn('strace', ['-f', ...paths, '-e', 'inject=pwrite64:error=ENOSPC', '-o', '/dev/null', '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exit = once(watcher, 'exit');
  const ready = new Promise<void>((resolve, reject) => {
    let said = '';
    watcher.stderr.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('attached')) resolve();
    });
    watcher.on('error', reject);
    void exit.then(() => {
      reject(new Error(`strace: ${said}`));
    });
  });
  await ready;
  try {
    return await work();
  } finally {
    watcher.kill('SIGINT');
    await exit;
  }
}

import { spawnSync } from 'node:child_process';
import { it } from '@jest/globals';
import { isCi } from './ci';

/** One system call as strace saw it; `begun` and `ended` are places in the one order of all threads. */
export interface SystemCall {
  readonly name: string;
  /** What the first argument stands for: a path, or `TCP:[…]`. */
  readonly on: string;
  /** The rest of the arguments, as strace writes them. */
  readonly text: string;
  readonly begun: number;
  readonly ended: number;
  /** `0`, a count, or `-1 ENOSPC (…)`. */
  readonly result: string;
}

const CALL = /^(\d+)\s+(\w+)\(\d+<(.*?)>(?:,\s*(.*?))?(?:\)\s*= (.*)| <unfinished \.\.\.>)$/;
const RESUMED = /^(\d+)\s+<\.\.\. (\w+) resumed>.*\)\s*= (.*)$/;

/** Reads what `strace -f -yy -o FILE` wrote. Calls that never came back, for the process was gone, are left out. */
export function systemCallsIn(trace: string): SystemCall[] {
  const calls: SystemCall[] = [];
  const open = new Map<string, Omit<SystemCall, 'ended' | 'result'>>();
  trace.split('\n').forEach((line, place) => {
    const resumed = RESUMED.exec(line);
    if (resumed) {
      const [, thread = '', name, result = ''] = resumed;
      const begun = open.get(thread);
      open.delete(thread);
      if (begun && begun.name === name) calls.push({ ...begun, ended: place, result });
      return;
    }
    const [, thread = '', name = '', on = '', text = '', result] = CALL.exec(line) ?? [];
    if (name === '') return;
    const call = { name, on, text, begun: place };
    if (result === undefined) open.set(thread, call);
    else calls.push({ ...call, ended: place, result });
  });
  return calls.sort((one, other) => one.begun - other.begun);
}

const CALLS_WATCHED = 'fdatasync,fsync,write,pwrite64,writev,sendmsg,sendto';
/** Longer than a page of a database, so that what is written can be found again. */
const TEXT_SHOWN = 8_192;

/** In front of a program: its calls go to the file. It stays our own child (`-D`), so that signals reach it and not its watcher. */
export const straceTo = (file: string): readonly string[] => [
  ...['strace', '-D', '-f', '-yy', '--quiet=all', '-s', String(TEXT_SHOWN)],
  ...['-o', file, '-e', `trace=${CALLS_WATCHED}`],
];

function whyNot(): string | undefined {
  const { error, status, stderr } = spawnSync('strace', ['-D', '-f', '-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (error) return 'strace is not installed';
  return status === 0 ? undefined : `strace may not watch: ${stderr.trim()}`;
}

/** A test that watches system calls. Where that is not possible it is skipped and says why; under CI it runs, and fails. */
export function itWatched(title: string, test: () => Promise<void>, timeoutMs: number): void {
  const reason = isCi ? undefined : whyNot();
  if (reason === undefined) it(title, test, timeoutMs);
  else it.skip(`${title} (skipped: ${reason})`, test);
}

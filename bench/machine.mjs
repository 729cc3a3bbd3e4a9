import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';

/** Cores that this process may use, whether or not one of its rounds is pinned to fewer. */
export const CORES = availableParallelism();

/** One line on what the figures were measured on; the load tells whether somebody else was using the cores. */
export const machineLine = () =>
  `machine: ${CORES} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), node ${process.versions.node}, ${process.platform} ${process.arch}, ` +
  `load ${loadavg()[0].toFixed(1)}`;

export const canPin = (() => {
  try {
    execFileSync('taskset', ['-p', String(process.pid)], { stdio: 'ignore' });
    return CORES > 1;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return false;
  }
})();

/** All threads of a process onto these cores; those it starts later inherit it. Does nothing where `canPin` is false. */
export function pin(pid, cores) {
  if (canPin) execFileSync('taskset', ['-a', '-p', '-c', cores, String(pid)], { stdio: 'ignore' });
}

export const unpin = (pid) => pin(pid, `0-${CORES - 1}`);

/** For benchmarks that run in one thread. */
export const pinnedToOne = () => (canPin ? 'this process: core 1' : 'nothing (no taskset, or one core)');

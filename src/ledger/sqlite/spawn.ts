import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';

/**
 * Starts a worker of this house, given the folder and the name of its file without the ending. Under test the sources are TypeScript, which
 * a worker must first learn to read; from `dist` they are JavaScript: it has the ending of this very file.
 */
export function spawnWorker(folder: string, name: string, workerData: unknown): Worker {
  if (!__filename.endsWith('.ts')) return new Worker(join(folder, `${name}.js`), { workerData });
  const hook = resolve(__dirname, '../../../test/support/typescript-worker.cjs');
  return new Worker(join(folder, `${name}.ts`), { workerData, execArgv: ['--require', hook] });
}

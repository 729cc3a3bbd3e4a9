import { parentPort, workerData } from 'node:worker_threads';
import { Checker, type CheckSettings } from './checker';
import type { Stretch } from './stretch-reader';

const port = parentPort;
if (!port) throw new Error('stretches are checked in a thread of their own');
const checker = new Checker(workerData as CheckSettings);

port.on('message', (stretch: Stretch) => {
  const report = checker.check(stretch);
  port.postMessage(report, [report.hashes.buffer as ArrayBuffer]);
});

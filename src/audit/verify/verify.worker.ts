import { parentPort, workerData } from 'node:worker_threads';
import { Checker, type CheckSettings } from './checker';
import type { Stretch } from './stretch-reader';

const port = parentPort;
if (!port) throw new Error('stretches are checked in a thread of their own');
const opening = Checker.open(workerData as CheckSettings);

// Given one stretch at a time; what cannot be checked ends the thread, and whoever waits hears why.
port.on('message', (stretch: Stretch) => {
  void opening.then((checker) => checker.check(stretch)).then((report) => port.postMessage(report, [report.hashes.buffer as ArrayBuffer]));
});

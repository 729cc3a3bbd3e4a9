import { parentPort, workerData } from 'node:worker_threads';
import { LedgerInspection } from '../../ledger/sqlite/ledger-inspection';

const port = parentPort;
if (!port) throw new Error('the file is inspected in a thread of its own');
const inspection = new LedgerInspection(workerData as string);
port.postMessage(inspection.faults());
inspection.close();

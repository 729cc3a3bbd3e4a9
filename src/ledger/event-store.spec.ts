import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { MemoryEventStore } from '../../test/support/memory-event-store';
import { temporaryLedger } from '../../test/support/temporary-ledger';
import { TEST_PROGRAM, temporaryTrust } from '../../test/support/temporary-trust';
import { scribeOf } from '../trust/trust';
import { eventStoreContract } from './event-store.contract';
import { sampleSlots } from './event-store.contract.sample';
import type { LedgerFolder } from './folder';
import { SqliteEventStore } from './sqlite/sqlite-event-store';

const run = promisify(execFile);
const open = (files: LedgerFolder) => SqliteEventStore.open(files, { slots: sampleSlots, prog: TEST_PROGRAM });

async function openElsewhere({ folder }: LedgerFolder): Promise<string> {
  const script = resolve('test/ledger/open-ledger.ts');
  const { stdout } = await run(process.execPath, ['--require', resolve('test/support/typescript-worker.cjs'), script, folder]);
  return stdout.trim();
}

eventStoreContract('The double in memory', async () => new MemoryEventStore(scribeOf(temporaryTrust(), sampleSlots)), {
  atomicBasis: true,
});

eventStoreContract('SQLite', () => open(temporaryLedger()), {
  atomicBasis: true,
  sqlite: async () => {
    const files = temporaryLedger();
    return { files, open: () => open(files), openElsewhere: () => openElsewhere(files) };
  },
});

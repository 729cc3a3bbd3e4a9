/* Another process that wants the same ledger: says `opened`, or why not. */
import { ledgerFolder } from '../../src/ledger/folder';
import { sampleSlots } from '../../src/ledger/event-store.contract.sample';
import { SqliteEventStore } from '../../src/ledger/sqlite/sqlite-event-store';

async function main(folder: string): Promise<string> {
  try {
    const store = await SqliteEventStore.open(ledgerFolder(folder), { slots: sampleSlots, prog: 'elsewhere' });
    await store.close();
    return 'opened';
  } catch (error) {
    return String(error);
  }
}

void main(process.argv[2] ?? '').then((said) => console.log(said));

import { afterAll } from '@jest/globals';
import { verify } from '../../src/audit/verify/verify';
import type { Finding } from '../../src/audit/verify/finding';
import { kindOf } from '../../src/kernel/happened';
import { type LedgerFolder, ledgerFolder } from '../../src/ledger/folder';
import { openLogReader } from '../../src/ledger/open-log';
import { verification } from '../../src/negotiation/verification';
import { kindsOf } from '../../src/trust/slots';
import { Program } from './program';
import { environmentOf, startedStores, type Stores } from './stores';

const EVENTS_PER_READ = 1_000;

const started: Stores[] = [];
afterAll(async () => {
  for (const stores of started.splice(0)) await stores.end();
});

/** A ledger for the program as it is shipped: a folder, and what lies elsewhere as JIRGA_TEST_STORES says. Its servers end with the test file. */
export class Installation {
  readonly files: LedgerFolder;

  private constructor(
    folder: string,
    readonly stores: Stores,
  ) {
    this.files = ledgerFolder(folder, { log: stores.kurrentdb });
  }

  static async in(folder: string): Promise<Installation> {
    const stores = await startedStores();
    started.push(stores);
    return new Installation(folder, stores);
  }

  /** A process of its own; the same ledger each time. */
  start(): Promise<Program> {
    return Program.start(this.files.folder, { environment: environmentOf(this.stores) });
  }

  /** Of each event in a stream of this kind, its stream; sorted. */
  async streamsOf(kind: string): Promise<readonly string[]> {
    const log = await openLogReader(this.files.log, kindsOf(verification.slots));
    const streams: string[] = [];
    try {
      for (let after: number | undefined = 0; after !== undefined;) {
        const page = await log.readAll(after, EVENTS_PER_READ);
        for (const { stream } of page) if (kindOf(stream) === kind) streams.push(stream);
        after = page.at(-1)?.position;
      }
    } finally {
      await log.close();
    }
    return streams.sort();
  }

  /** What `verify` finds, nothing of it running. */
  async findings(): Promise<readonly Finding[]> {
    return (await verify(this.files, { ...verification, keys: this.stores.keys })).findings;
  }
}

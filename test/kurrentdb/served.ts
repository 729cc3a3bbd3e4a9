import { afterEach, jest } from '@jest/globals';
import { sampleSlots } from '../../src/ledger/event-store.contract.sample';
import { KurrentDbEventStore } from '../../src/ledger/kurrentdb/kurrentdb-event-store';
import type { KurrentDbPlace } from '../../src/ledger/kurrentdb/place';
import { scribeOf } from '../../src/trust/trust';
import { temporaryTrust } from '../support/temporary-trust';
import { KurrentDbDouble } from './kurrentdb-double';
import type { ServerLog } from './server-log';

// Server and client share this process, and it shares two cores with others: 64 writers and 4 subscribers took 22 seconds beside busy neighbours.
jest.setTimeout(60_000);

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Answers come in milliseconds from a server in this very process, so that a fault is found as soon. */
export const IMPATIENT = { answerMs: 500, outcomeMs: 10_000, pauseFirstMs: 5, pauseMaxMs: 50, silenceMs: 100 };

/** A server that ends with the test. */
export async function served(log?: ServerLog, port?: number): Promise<KurrentDbDouble> {
  const server = await KurrentDbDouble.start(log, port);
  open.push(() => server.stop());
  return server;
}

/** An instance of the program beside others on the same server, with keys of its own; ends with the test. */
export async function storeOn(place: string | KurrentDbPlace, patience: Partial<typeof IMPATIENT> = {}): Promise<KurrentDbEventStore> {
  const scribe = scribeOf(temporaryTrust(), sampleSlots);
  const store = await KurrentDbEventStore.open({
    ...(typeof place === 'string' ? { url: place } : place),
    slots: sampleSlots,
    scribe,
    patience: { ...IMPATIENT, ...patience },
  });
  open.push(() => store.close());
  return store;
}

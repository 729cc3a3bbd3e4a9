import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, jest } from '@jest/globals';
import { sampleSlots } from '../../src/ledger/event-store.contract.sample';
import { KurrentDbEventStore } from '../../src/ledger/kurrentdb/kurrentdb-event-store';
import type { KurrentDbPlace } from '../../src/ledger/kurrentdb/place';
import { scribeOf } from '../../src/trust/trust';
import { temporaryTrust } from '../support/temporary-trust';
import { type Certified, certified } from './certificates';
import { KurrentDbDouble } from './kurrentdb-double';
import { ServerLog } from './server-log';

// Server and client share this process, and it shares two cores with others: 64 writers and 4 subscribers took more than a minute on a seventh of one.
jest.setTimeout(180_000);

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Answers come in milliseconds from a server in this very process, so that a fault is found as soon. */
export const IMPATIENT = { answerMs: 500, outcomeMs: 10_000, pauseFirstMs: 5, pauseMaxMs: 50, silenceMs: 100 };

const folder = mkdtempSync(join(tmpdir(), 'jirga-kurrentdb-'));
let files = 0;

/** A new file with this content: a password, or a certificate. */
export function fileWith(content: string): string {
  const file = join(folder, String(++files));
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

/** A server that ends with the test. */
export async function served(log?: ServerLog, port?: number, certificate?: Certified): Promise<KurrentDbDouble> {
  const server = await KurrentDbDouble.start(log, port, certificate);
  open.push(() => server.stop());
  return server;
}

export const authority = certified('Authority');
export const caFile = fileWith(authority.certificate);
const passwordFile = fileWith('a password of ours');
/** Who prepares a server with users. */
export const administrator = { login: 'admin', passwordFile: fileWith('changeit') };

/** A server with TLS and users, as it is before anybody has prepared it. */
export const servedSecurely = (): Promise<KurrentDbDouble> => served(new ServerLog(), 0, certified('node', authority));

/** Where such a server is, for the program. */
export const placeOf = ({ address }: KurrentDbDouble): KurrentDbPlace => ({ url: `esdb://jirga@${address}`, passwordFile, caFile });

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

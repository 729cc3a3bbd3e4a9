import type { Worker } from 'node:worker_threads';
import { expect, it } from '@jest/globals';
import { AppendFailedError } from '../../src/ledger/event-store';
import { sampleDraft, sampleSlots, sampleStream } from '../../src/ledger/event-store.contract.sample';
import { SqliteEventStore } from '../../src/ledger/sqlite/sqlite-event-store';
import { partyBody } from '../support/program';
import { accepted, servedLedger } from '../support/serving';
import { temporaryLedger } from '../support/temporary-ledger';
import { TEST_PROGRAM } from '../support/temporary-trust';

/** The thread that writes; nothing outside the store can reach it, and no fault from outside ends it for certain. */
const writerOf = (store: unknown): Worker => (store as { readonly worker: Worker }).worker;

it('the writer dies with appends under way: each hears that nobody can say, reads go on, and what was written is there', async () => {
  const files = temporaryLedger();
  const settings = { slots: sampleSlots, prog: TEST_PROGRAM };
  const store = await SqliteEventStore.open(files, settings);
  await store.append(sampleStream(0), [sampleDraft('before')], 'none', { basis: [] });
  expect(store.failure()).toBeUndefined();

  const pending = [1, 2, 3].map((n) => store.append(sampleStream(n), [sampleDraft('x')], 'none', { basis: [] }));
  const outcomes = Promise.allSettled(pending);
  await writerOf(store).terminate();
  for (const outcome of await outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(AppendFailedError) });
  expect(store.failure()).not.toBeUndefined();
  await expect(store.append(sampleStream(4), [sampleDraft('later')], 'none', { basis: [] })).rejects.toThrow();
  expect(await store.readStream(sampleStream(0))).toHaveLength(1);
  await store.close();

  const again = await SqliteEventStore.open(files, settings);
  expect(await again.append(sampleStream(4), [sampleDraft('later')], 'none', { basis: [] })).toMatchObject({ revision: 0 });
  expect(await again.readStream(sampleStream(0))).toHaveLength(1);
  await again.close();
});

it('served without a writer: 503 for every write, not ready, and reads go on', async () => {
  const { serving, person, nobody } = await servedLedger();
  const official = await person(['PROVINCIAL_OFFICIAL']);
  const register = (name: string) => official.ask('POST', '/v1/parties', { body: partyBody(name) });
  const { stream } = accepted(await register('before')).json<{ stream: { id: string } }>();
  await writerOf(serving.house.store).terminate();

  for (const name of ['one', 'two']) {
    const refused = await register(name);
    expect([refused.status, refused.headers.has('retry-after')]).toEqual([503, true]);
  }
  const ready = await nobody('GET', '/health/ready');
  expect(ready.status).toBe(503);
  expect(ready.json<{ parts: unknown[] }>().parts).toContainEqual(expect.objectContaining({ part: 'ledger', status: 'failing' }));
  expect((await official.ask('GET', `/v1/parties/${stream.id}`)).status).toBe(200);
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import { ANSWERED_FAULTS, type AppendFault, type KurrentDbDouble, SILENT_FAULTS } from '../../../test/kurrentdb/kurrentdb-double';
import { served, storeOn } from '../../../test/kurrentdb/served';
import { sampleDraft, sampleStream } from '../event-store.contract.sample';
import { AppendFailedError, StoreUnavailableError } from '../event-store';
import type { KurrentDbEventStore } from './kurrentdb-event-store';

const A = sampleStream(1);
const texts = (...all: readonly string[]) => all.map((text) => sampleDraft(text));

describe('an append whose outcome is open', () => {
  let server: KurrentDbDouble;
  let store: KurrentDbEventStore;
  beforeEach(async () => {
    server = await served();
    store = await storeOn(server.url);
  });

  const stored = () => server.log.stream(A).map(({ id }) => id);
  /** The next append meets this fault, those after it none. */
  const nextMeets = (...faults: readonly AppendFault[]): void => {
    const first = server.appends.length;
    server.appendFault = (n) => faults[n - first];
  };

  it.each<AppendFault>([...ANSWERED_FAULTS, ...SILENT_FAULTS])('%s: ends in one copy, and answers its place', async (fault) => {
    await store.append(A, texts('x'), 'none', { basis: [] });
    nextMeets(fault);
    const appended = await store.append(A, texts('y', 'z'), 0, { basis: [] });
    expect(stored()).toHaveLength(3);
    expect(new Set(stored()).size).toBe(3);
    expect(appended).toMatchObject({ revision: 2, position: server.log.stream(A).at(-1)?.position });
    expect(await store.append(A, texts('!'), 2, { basis: [] })).toMatchObject({ revision: 3 });
  });

  it('is sent again with the same ids at its original revision only', async () => {
    nextMeets('UNAVAILABLE', 'SILENT', 'WRITTEN_AFTER_NEXT_READ', 'TIMEOUT');
    await store.append(A, texts('x', 'y'), 'none', { basis: [] });
    const [first, ...others] = server.appends;
    expect(first).toMatchObject({ stream: A, expected: 'no_stream' });
    expect(others.length).toBeGreaterThanOrEqual(3);
    for (const other of others) expect(other).toEqual(first);
    expect(stored()).toEqual(first?.ids);
  });

  it('is not sent again before the stream was read', async () => {
    nextMeets('TIMEOUT_WRITTEN');
    let reads = 0;
    server.readFault = () => (server.appends.length > 0 && reads++ < 7 ? 'UNAVAILABLE' : undefined);
    expect(await store.append(A, texts('x'), 'none', { basis: [] })).toMatchObject({ revision: 0 });
    expect(server.appends).toHaveLength(1);
    expect(reads).toBeGreaterThan(7);
  });

  it('is a conflict where somebody else was faster meanwhile', async () => {
    const other = await storeOn(server.url);
    server.appendFault = (n) => (n === 0 ? 'UNAVAILABLE' : undefined);
    const [slow, fast] = await Promise.all([
      store.append(A, texts('slow'), 'none', { basis: [] }),
      (async () => {
        while (server.appends.length === 0) await new Promise(setImmediate);
        return other.append(A, texts('fast'), 'none', { basis: [] });
      })(),
    ]);
    expect([slow, fast]).toEqual([{ moved: A }, expect.objectContaining({ revision: 0 })]);
    expect(stored()).toHaveLength(1);
  });

  it('is called unknown after a while, and the next reader finds the truth', async () => {
    const hasty = await storeOn(server.url, { outcomeMs: 1_500 });
    server.appendFault = () => 'TIMEOUT_WRITTEN';
    server.readFault = () => (server.appends.length > 0 ? 'UNAVAILABLE' : undefined);
    await expect(hasty.append(A, texts('x'), 'none', { basis: [] })).rejects.toThrow(AppendFailedError);
    server.appendFault = () => undefined;
    server.readFault = () => undefined;
    expect(await hasty.readStream(A)).toHaveLength(1);
    expect(await hasty.append(A, texts('x'), 'none', { basis: [] })).toEqual({ moved: A });
    expect(await hasty.append(A, texts('y'), 0, { basis: [] })).toMatchObject({ revision: 1 });
  });

  it('is looked up once also where its answer took all the time there is', async () => {
    const hasty = await storeOn(server.url, { outcomeMs: 0 });
    server.appendFault = (n) => (n === 0 ? 'NO_POSITION' : undefined);
    expect(await hasty.append(A, texts('x'), 'none', { basis: [] })).toMatchObject({ revision: 0 });
  });

  it('does not keep those of other streams waiting', async () => {
    server.appendFault = (n) => (n === 0 ? 'SILENT' : undefined);
    const order: string[] = [];
    const append = async (stream: string) => {
      await store.append(stream, texts('x'), 'none', { basis: [] });
      order.push(stream);
    };
    const slow = append(A);
    while (server.appends.length === 0) await new Promise(setImmediate);
    await append(sampleStream(2));
    await slow;
    expect(order).toEqual([sampleStream(2), A]);
  });
});

describe('an append that the server refuses', () => {
  it('for lack of rights: nothing was written, and the health says what to look at until one succeeds', async () => {
    const server = await served();
    const store = await storeOn(server.url);
    server.appendFault = () => 'DENIED';
    await expect(store.append(A, texts('x'), 'none', { basis: [] })).rejects.toThrow(StoreUnavailableError);
    expect(store.failure()).toContain('check user and password');
    expect([server.log.stream(A), server.appends.length]).toEqual([[], 1]);
    server.appendFault = () => undefined;
    await store.append(A, texts('x'), 'none', { basis: [] });
    expect(store.failure()).toBeUndefined();
  });

  it('for its stream was deleted: says so', async () => {
    const server = await served();
    const store = await storeOn(server.url);
    await store.append(A, texts('x'), 'none', { basis: [] });
    server.log.tombstone(A);
    await expect(store.append(A, texts('y'), 0, { basis: [] })).rejects.toThrow(`somebody has deleted ${A}`);
  });

  it('for it takes less at once than it should: says so', async () => {
    const server = await served();
    const store = await storeOn(server.url);
    server.maxAppendSize = 100;
    await expect(store.append(A, texts('x'), 'none', { basis: [] })).rejects.toThrow('raise its MaxAppendSize');
  });
});

describe('the way of an append', () => {
  it('is never the one whose answers can end the process', async () => {
    const server = await served();
    const store = await storeOn(server.url);
    await Promise.all([1, 2, 3].map((n) => store.append(sampleStream(n), texts('x', 'y'), 'none', { basis: [] })));
    expect([server.batchAppends, server.appends.length]).toEqual([0, 3]);
  });

  it('of the same event from two instances: one is written, and only he is told so', async () => {
    const server = await served();
    const stores = [await storeOn(server.url), await storeOn(server.url)];
    // Each remembers from here on that there is no such stream, and so neither sees what the other does before both have sent.
    for (const store of stores) expect(await store.append(A, texts('x'), 0, { basis: [] })).toEqual({ moved: A });
    const outcomes = await Promise.all(stores.map((store) => store.append(A, texts('x'), 'none', { basis: [] })));
    expect(server.appends).toHaveLength(2);
    expect(outcomes.filter((outcome) => 'moved' in outcome)).toEqual([{ moved: A }]);
    expect(stored(server)).toHaveLength(1);
  });
});

const stored = (server: KurrentDbDouble) => server.log.stream(A);

import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AppendExpectedRevision,
  binaryEvent,
  type Credentials,
  EventStoreDBClient,
  type Position,
  type ReadPosition,
} from '@eventstore/db-client';
import { addressOf } from '../../src/ledger/kurrentdb/place';
import { KurrentDbDouble } from './kurrentdb-double';
import { realServer } from './real-server';

/*
 * The rules by which the double answers, held against a real server too where JIRGA_TEST_KURRENTDB names one: what a test of the adapter shows is worth
 * as much as these.
 */

const servers: [name: string, start: () => Promise<{ readonly url: string; stop(): void }>][] = [
  ['the double', () => KurrentDbDouble.start()],
  ...(realServer === undefined ? [] : ([['a real server', async () => ({ url: realServer, stop: () => undefined })]] as typeof servers)),
];

describe.each(servers)('%s', (_, start) => {
  let server: Awaited<ReturnType<typeof start>>;
  let client: EventStoreDBClient;
  let call: { readonly credentials: Credentials; readonly requiresLeader: true };
  beforeAll(async () => {
    server = await start();
    const { connectionString, credentials } = addressOf(server);
    client = EventStoreDBClient.connectionString(connectionString);
    call = { credentials, requiresLeader: true };
  });
  afterAll(async () => {
    await client.dispose();
    server.stop();
  });

  const newStream = (): string => `rules-${randomUUID()}`;
  const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
  /** The revision that it answers, or why it does not. */
  const append = async (
    stream: string,
    expectedRevision: AppendExpectedRevision,
    batch: readonly string[],
    text = 'x',
  ): Promise<unknown> => {
    const events = batch.map((id) => binaryEvent({ id, type: 'Taken', data: Buffer.from(text) }));
    try {
      return (await client.appendToStream(stream, events, { ...call, expectedRevision })).nextExpectedRevision;
    } catch (error) {
      const { type, actualVersion } = error as { readonly type?: string; readonly actualVersion?: unknown };
      return [type, actualVersion];
    }
  };
  const idsIn = async (stream: string, options = {}): Promise<string[]> => {
    const found: string[] = [];
    for await (const { event } of client.readStream(stream, { ...call, ...options })) found.push(event?.id ?? '');
    return found;
  };
  const positionOf = async (stream: string) => {
    let position: Position | undefined;
    for await (const { event } of client.readStream(stream, call)) position = event?.position;
    if (!position) throw new Error('no event with a position');
    return position;
  };

  it('takes an append at the revision that it names, and no other', async () => {
    const stream = newStream();
    expect(await append(stream, 0n, ids(1))).toEqual(['wrong-expected-version', 'no_stream']);
    expect(await append(stream, 'no_stream', ids(2))).toBe(1n);
    expect(await append(stream, 'no_stream', ids(1))).toEqual(['wrong-expected-version', 1n]);
    expect(await append(stream, 0n, ids(1))).toEqual(['wrong-expected-version', 1n]);
    expect(await append(stream, 2n, ids(1))).toEqual(['wrong-expected-version', 1n]);
    expect(await append(stream, 1n, ids(1))).toBe(2n);
    expect(await idsIn(stream)).toHaveLength(3);
  });

  it('knows the same batch again at its original revision, whatever is in it, and answers where it lies', async () => {
    const stream = newStream();
    const batch = ids(3);
    await append(stream, 'no_stream', ids(1));
    expect(await append(stream, 0n, batch)).toBe(3n);
    await append(stream, 3n, ids(1));
    expect(await append(stream, 0n, batch, 'something else')).toBe(3n);
    expect(await append(stream, 0n, batch.slice(0, 2))).toBe(2n);
    expect(await idsIn(stream)).toHaveLength(5);
  });

  it('does not know it again under other revisions, in another order, or with more behind it', async () => {
    const stream = newStream();
    const [first = '', second = ''] = ids(2);
    await append(stream, 'no_stream', [first, second]);
    expect(await append(stream, 'no_stream', [second, first])).toEqual(['wrong-expected-version', 1n]);
    expect(await append(stream, 'no_stream', [first, second, ...ids(1)])).toEqual(['wrong-expected-version', 1n]);
    expect(await append(stream, 1n, [first, second])).toBe(3n);
    expect(await idsIn(stream)).toEqual([first, second, first, second]);
  });

  it('answers any series of appends by these rules', async () => {
    // A model of one line: what lies there, by revision.
    for (let round = 0; round < 10; round++) {
      const stream = newStream();
      const known = ids(4);
      const present: string[] = [];
      for (let n = 0; n < 15; n++) {
        const expected = randomInt(present.length + 2) - 1;
        const batch = Array.from({ length: 1 + randomInt(2) }, () => known[randomInt(known.length)] ?? '');
        const current = present.length - 1;
        const there = present.slice(expected + 1, expected + 1 + batch.length);
        const repeated = expected < current && there.join() === batch.join();
        const answer = await append(stream, expected < 0 ? 'no_stream' : BigInt(expected), batch);
        if (expected === current) present.push(...batch);
        if (expected === current || repeated) expect(answer).toBe(BigInt(expected + batch.length));
        else expect(answer).toEqual(['wrong-expected-version', current < 0 ? 'no_stream' : BigInt(current)]);
      }
      if (present.length > 0) expect(await idsIn(stream)).toEqual(present);
    }
  });

  it('takes all of a batch or nothing, also where its time runs out while it is being sent', async () => {
    const outcomes = new Set<number>();
    for (let deadline = 1; deadline <= 20; deadline++) {
      const stream = newStream();
      const events = ids(100).map((id) => binaryEvent({ id, type: 'Taken', data: Buffer.alloc(2_000) }));
      await client.appendToStream(stream, events, { ...call, expectedRevision: 'no_stream', deadline }).catch(() => undefined);
      outcomes.add((await idsIn(stream).catch(() => [])).length);
    }
    expect([...outcomes].filter((count) => count !== 0 && count !== 100)).toEqual([]);
  });

  it('reads a stream from either end, and says where there is none', async () => {
    const stream = newStream();
    const [a = '', b = '', c = ''] = ids(3);
    await append(stream, 'no_stream', [a, b, c]);
    expect(await idsIn(stream, { fromRevision: 1n })).toEqual([b, c]);
    expect(await idsIn(stream, { fromRevision: 1n, maxCount: 1 })).toEqual([b]);
    expect(await idsIn(stream, { fromRevision: 3n })).toEqual([]);
    expect(await idsIn(stream, { direction: 'backwards', fromRevision: 'end', maxCount: 2 })).toEqual([c, b]);
    expect(await idsIn(stream, { direction: 'backwards', fromRevision: 1n })).toEqual([b, a]);
    await expect(idsIn(newStream())).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  it('reads the log from a position on, backwards before it, and subscribes after it', async () => {
    const [one, other] = [newStream(), newStream()];
    await append(one, 'no_stream', ids(1));
    await append(other, 'no_stream', ids(1));
    const [first, second] = [await positionOf(one), await positionOf(other)];
    expect(first.commit).toBe(first.prepare);
    const log = async (fromPosition: ReadPosition, direction: 'forwards' | 'backwards') => {
      const found: string[] = [];
      for await (const { event } of client.readAll({ ...call, fromPosition, direction, maxCount: 50 })) found.push(event?.streamId ?? '');
      return found.filter((stream) => stream === one || stream === other);
    };
    expect(await log(first, 'forwards')).toEqual([one, other]);
    expect(await log(second, 'backwards')).toEqual([one]);
    expect(await log('end', 'backwards')).toEqual([other, one]);
    await expect(log({ commit: first.commit + 1n, prepare: first.prepare + 1n }, 'forwards')).rejects.toMatchObject({ type: 'unknown' });

    const subscription = client.subscribeToAll({ ...call, fromPosition: first });
    for await (const { event } of subscription) {
      if (event?.streamId !== one && event?.streamId !== other) continue;
      expect(event.streamId).toBe(other);
      break;
    }
    await subscription.unsubscribe();
  });

  it('takes no more from or for a stream that was deleted for ever', async () => {
    const stream = newStream();
    await append(stream, 'no_stream', ids(1));
    await client.tombstoneStream(stream, call);
    expect(await append(stream, 0n, ids(1))).toEqual(['stream-deleted', undefined]);
    await expect(idsIn(stream)).rejects.toMatchObject({ type: 'stream-deleted' });
  });

  it('refuses what is larger than 1 MiB', async () => {
    expect(await append(newStream(), 'no_stream', ids(1), 'x'.repeat(1024 * 1024 + 1))).toEqual([
      'maximum-append-size-exceeded',
      undefined,
    ]);
    expect(await append(newStream(), 'no_stream', ids(1), 'x'.repeat(1024 * 1024))).toBe(0n);
  });
});

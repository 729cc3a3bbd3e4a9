import { describe, expect, it } from '@jest/globals';
import type { ReadFault } from '../../../test/kurrentdb/kurrentdb-double';
import { LogFromHere } from '../../../test/kurrentdb/log-from-here';
import { preparedPlace, realServer } from '../../../test/kurrentdb/real-server';
import { served, storeOn } from '../../../test/kurrentdb/served';
import { KURRENTDB_APPEND_BYTES_MAX } from '../../kernel/limits';
import { catalogues } from '../../negotiation/catalogues';
import { type Leaf, leafHash } from '../../trust/leaf';
import { partsOf } from '../../trust/record';
import { eventStoreContract } from '../event-store.contract';
import { SAMPLE_AT, sampleDraft, sampleStream } from '../event-store.contract.sample';
import { type Appended, type Basis, type ExpectedRevision, START } from '../event-store';
import { PATIENCE } from './connection';
import type { KurrentDbEventStore } from './kurrentdb-event-store';
import { ForeignEventError, numberOf, positionFrom } from './stored-event';

const contract = { atomicBasis: false, recordBytesMax: KURRENTDB_APPEND_BYTES_MAX };

eventStoreContract('KurrentDB by its protocol', async () => storeOn((await served()).url, PATIENCE), contract);

const url = realServer;
if (url !== undefined)
  eventStoreContract('KurrentDB on a real server', async () => LogFromHere.of(await storeOn(await preparedPlace(url), PATIENCE)), contract);

describe('what KurrentDB is given, and asked', () => {
  const A = sampleStream(1);
  const append = (store: KurrentDbEventStore, stream = A, expected: ExpectedRevision = 'none', basis: Basis = []) =>
    store.append(stream, [sampleDraft('x')], expected, { basis });

  it('the record byte for byte as data, and nothing as metadata, which the client would take for JSON', async () => {
    const server = await served();
    const store = await storeOn(server.url);
    await append(store);
    const [{ contentType, data, metadata, type } = {}] = server.log.stream(A);
    expect({ contentType, metadata, type }).toEqual({
      contentType: 'application/octet-stream',
      metadata: new Uint8Array(),
      type: 'SampleTaken',
    });
    const [event] = await store.readStream(A);
    expect(Buffer.from(event?.record ?? []).equals(Buffer.from(data ?? []))).toBe(true);
    expect(JSON.parse(partsOf(data ?? new Uint8Array()).leaf)).toMatchObject({ stream: A, rev: '0' });
  });

  it('streams whose category is their kind: no kind has a hyphen, at which the server ends it', () => {
    for (const kind of catalogues.keys()) expect(kind).toMatch(/^[a-z][A-Za-z]*$/);
  });

  it('the leader, for others have not heard of every write', async () => {
    const server = await served();
    const store = await storeOn(server.url);
    const written = await append(store);
    server.followerLag = 3;
    expect(await store.readStream(A)).toHaveLength(1);
    expect(await store.readAll(START, 10)).toHaveLength(1);
    expect(await store.head()).toBe((written as Appended).position);
    expect(await append(await storeOn(server.url), A, 0)).toMatchObject({ revision: 1 });
  });

  it('the basis, before the append: what has moved by then is a conflict, and nothing is written', async () => {
    const server = await served();
    const [one, other] = [await storeOn(server.url), await storeOn(server.url)];
    const [B, C] = [sampleStream(2), sampleStream(3)];
    await append(one, B);
    await append(other, B, 0);
    expect(await append(one, A, 'none', [[B, 0]])).toEqual({ moved: B });
    expect(await append(one, A, 'none', [[C, 0]])).toEqual({ moved: C });
    expect(server.log.stream(A)).toEqual([]);
    expect(
      await append(one, A, 'none', [
        [B, 1],
        [C, -1],
      ]),
    ).toMatchObject({ revision: 0 });
  });

  it('the end of a stream on which many acts rest once for many of them', async () => {
    const server = await served();
    const store = await storeOn(server.url);
    const B = sampleStream(2);
    await append(store, B);
    let reads = 0;
    server.readFault = () => void reads++;
    const streams = Array.from({ length: 64 }, (_, n) => sampleStream(100 + n));
    for (const outcome of await Promise.all(streams.map((stream) => append(store, stream, 'none', [[B, 0]]))))
      expect(outcome).toMatchObject({ revision: 0 });
    // Each asks for the end of its own stream.
    expect(reads - streams.length).toBeLessThan(streams.length / 2);
  });

  it('no earlier time than that of what it rests on, which another instance has recorded by a clock that is ahead', async () => {
    const server = await served();
    const [one, other] = [await storeOn(server.url), await storeOn(server.url)];
    const B = sampleStream(2);
    const ahead = '2025-03-01T09:00:01.000Z';
    await other.append(B, [sampleDraft('x', { at: ahead })], 'none', { basis: [] });
    expect(await append(one, sampleStream(3))).toMatchObject({ at: SAMPLE_AT });
    expect(await append(one, A, 'none', [[B, 0]])).toMatchObject({ at: ahead });
  });

  it('the end of a stream again, where another instance has gone on with it', async () => {
    const server = await served();
    const [one, other] = [await storeOn(server.url), await storeOn(server.url)];
    await append(one);
    await append(other, A, 0);
    expect(await append(one, A, 1)).toMatchObject({ revision: 2 });
    expect(await append(other, A, 1)).toEqual({ moved: A });
    const hashes = (await one.readStream(A)).map(({ record }) => leafHash(partsOf(record).leaf));
    const leaves = (await one.readStream(A)).map(({ record }) => JSON.parse(partsOf(record).leaf) as Leaf);
    expect(leaves.map(({ prev }) => prev)).toEqual([null, hashes[0], hashes[1]]);
  });

  it('again, where a read finds nobody or no answer; and after some tries it is told what is wrong', async () => {
    const server = await served();
    const store = await storeOn(server.url);
    await append(store);
    const faults: (ReadFault | undefined)[] = ['UNAVAILABLE', 'SILENT', 'UNAVAILABLE'];
    server.readFault = () => faults.shift();
    expect(await store.readStream(A)).toHaveLength(1);
    server.readFault = () => 'SILENT';
    await expect(store.head()).rejects.toThrow('does not answer in time');
    server.readFault = () => 'DENIED';
    await expect(store.readAll(START, 1)).rejects.toThrow('check user and password');
  });

  it.each([
    ['JSON', 'application/json', '{}'],
    ['bytes that are no record', 'application/octet-stream', 'x'],
  ])(
    'what somebody else has written into a stream of ours, %s: shown as it lies, told as an alarm, and never built upon',
    async (_, contentType, data) => {
      const server = await served();
      const store = await storeOn(server.url);
      const id = '0b8f4c0e-6c1e-4f0a-9d5e-3a2b1c0d9e8f';
      server.log.append(A, 'any', [{ id, type: 'SampleTaken', contentType, data: Buffer.from(data), metadata: new Uint8Array() }]);
      const says = `${A} revision 0 was not written by this program`;
      const [seen] = await store.readAll(START, 1);
      expect([seen?.stream, String(Buffer.from(seen?.record ?? []))]).toEqual([A, data]);
      expect(store.failure()).toContain(says);
      expect((await storeOn(server.url)).failure()).toContain(says);
      await expect(append(store, A, 0)).rejects.toThrow(says);
      expect(await append(store, sampleStream(2))).toMatchObject({ revision: 0 });
    },
  );

  it('all of a stream: one that somebody has cut off is not taken for a shorter one', async () => {
    const server = await served();
    const store = await storeOn(server.url);
    await append(store);
    await append(store, A, 0);
    server.log.cutOff(A, 1);
    await expect(store.readStream(A)).rejects.toThrow(`${A} begins at revision 1 and not at 0`);
  });

  it('a cluster that had no leader for a while: the client would remember for good that it found none, had the append no credentials', async () => {
    const server = await served();
    const store = await storeOn(`esdb://${server.address},${server.address}?tls=false&maxDiscoverAttempts=2&discoveryInterval=5`);
    await append(store);
    server.stop();
    const [, port] = server.address.split(':');
    const restarted = await served(server.log, Number(port));
    restarted.hasLeader = false;
    // On its old connection it might come back without asking who leads.
    restarted.appendFault = (n) => (n === 0 ? 'UNAVAILABLE' : undefined);
    const appended = append(store, A, 0);
    while (restarted.leaderQuestions < 5) await new Promise(setImmediate);
    restarted.hasLeader = true;
    expect(await appended).toMatchObject({ revision: 1 });
    expect(server.log.stream(A)).toHaveLength(2);
  });
});

describe('a position in KurrentDB', () => {
  it('is one number: that of commit and prepare, which are the same for what this program writes', () => {
    expect(numberOf({ commit: 4096n, prepare: 4096n })).toBe(4096);
    expect(positionFrom(4096)).toEqual({ commit: 4096n, prepare: 4096n });
    expect(positionFrom(START)).toBe('start');
  });
  it.each([
    ['two different ones', { commit: 4096n, prepare: 4000n }],
    ['one that no number can tell', { commit: 2n ** 53n, prepare: 2n ** 53n }],
  ])('is not %s', (_, position) => {
    expect(() => numberOf(position)).toThrow(ForeignEventError);
  });
});

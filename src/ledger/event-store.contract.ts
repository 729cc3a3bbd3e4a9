import { randomInt } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BASIS_STREAMS_MAX, EVENTS_PER_COMMAND_MAX, RECORD_BYTES_MAX } from '../kernel/limits';
import { type Leaf, leafHash } from '../trust/leaf';
import { partsOf } from '../trust/record';
import { SAMPLE_AT, sampleDraft, sampleStream, unknownDraft } from './event-store.contract.sample';
import { sqliteContract, type SqliteSubject } from './event-store.contract.sqlite';
import {
  type Appended,
  AppendTooLargeError,
  type Basis,
  type EventStore,
  type ExpectedRevision,
  isConflict,
  type ReadEvent,
  START,
  StoreClosedError,
} from './event-store';

/** A store under test, empty, that knows the events of event-store.contract.sample.ts. */
export interface Subject {
  readonly store: EventStore;
}

export interface ContractOptions {
  /** Which cases hold for this adapter: those of every port; those of a store that checks the basis in the append's own transaction. */
  readonly atomicBasis: boolean;
  /** The largest record it takes, where that is less than `RECORD_BYTES_MAX`. */
  readonly recordBytesMax?: number;
  /** Those of a SQLite file, with what they need beyond the port. */
  readonly sqlite?: () => Promise<SqliteSubject>;
}

const WRITERS = 64;

/** What every adapter must do. Each case is named after the tag it belongs to: port, atomic-basis, sqlite. */
export function eventStoreContract(name: string, open: () => Promise<EventStore>, options: ContractOptions): void {
  const { atomicBasis, recordBytesMax = RECORD_BYTES_MAX, sqlite } = options;
  describe(`${name} is an event store`, () => {
    let store: EventStore;
    let aborts: AbortController;
    let series: number;
    let [A, B, C] = ['', '', ''];
    const streamOf = (n: number): string => sampleStream(n, series);
    beforeEach(async () => {
      // Streams of its own for each case: a store that lies elsewhere is not empty again for the next one.
      series = randomInt(2 ** 32);
      [A, B, C] = [streamOf(1), streamOf(2), streamOf(3)];
      store = await open();
      aborts = new AbortController();
    });
    afterEach(async () => {
      aborts.abort();
      await store.close();
    });

    const append = (name: string, expected: ExpectedRevision, texts: readonly string[] = ['x'], basis: Basis = []) =>
      store.append(
        name,
        texts.map((text) => sampleDraft(text)),
        expected,
        { basis },
      );
    const positions = async (): Promise<number[]> => (await store.readAll(START, 100_000)).map(({ position }) => position);
    const revisions = async (name: string): Promise<number[]> => (await store.readStream(name)).map(({ revision }) => revision);
    /** Takes `count` events of a subscription and no more. */
    const take = async (count: number, after = START, signal = aborts.signal): Promise<ReadEvent[]> => {
      const taken: ReadEvent[] = [];
      if (count === 0) return taken;
      for await (const event of store.subscribe(after, signal)) if (taken.push(event) === count) break;
      return taken;
    };
    const flood = async (streams: number, each: number): Promise<void> => {
      const one = async (name: string): Promise<void> => {
        for (let n = 0; n < each; n++) written(await append(name, n === 0 ? 'none' : n - 1));
      };
      await Promise.all(Array.from({ length: streams }, (_, n) => one(streamOf(n))));
    };

    describe('port: the expected revision', () => {
      it('none: opens a stream, and only once', async () => {
        expect(await append(A, 'none')).toMatchObject({ revision: 0 });
        expect(await append(A, 'none')).toEqual({ moved: A });
        expect(await revisions(A)).toEqual([0]);
      });
      it('the last: goes on from there', async () => {
        await append(A, 'none', ['x', 'y']);
        expect(await append(A, 1)).toMatchObject({ revision: 2 });
        expect(await revisions(A)).toEqual([0, 1, 2]);
      });
      it('too low: somebody was faster', async () => {
        await append(A, 'none', ['x', 'y']);
        expect(await append(A, 0)).toEqual({ moved: A });
        expect(await revisions(A)).toEqual([0, 1]);
      });
      it.each([0, 5])('too high, %i: of a stream that does not exist', async (expected) => {
        expect(await append(A, expected)).toEqual({ moved: A });
        expect(await revisions(A)).toEqual([]);
      });
      it('too high: of one that does', async () => {
        await append(A, 'none');
        expect(await append(A, 1)).toEqual({ moved: A });
        expect(await revisions(A)).toEqual([0]);
      });
    });

    describe('port: what is written', () => {
      it('answers the place of the last event', async () => {
        const first = written(await append(A, 'none', ['x', 'y', 'z']));
        const [last] = (await store.readAll(START, 10)).slice(-1);
        expect(last).toMatchObject({ stream: A, revision: 2, position: first.position });
        expect(first).toEqual({ position: last?.position, revision: 2, at: SAMPLE_AT });
        expect(await store.head()).toBe(first.position);
      });
      it('is all of an append, in order and side by side, or nothing', async () => {
        const several = [sampleDraft('x'), unknownDraft(), sampleDraft('z')];
        await expect(store.append(A, several, 'none', { basis: [] })).rejects.toThrow('NobodyKnows');
        expect(await positions()).toEqual([]);
        await Promise.all([append(A, 'none', ['1', '2', '3']), append(B, 'none', ['1', '2', '3'])]);
        const log = await store.readAll(START, 10);
        // Which of two that were sent at once comes first is the store's to say.
        const [first, second] = log[0]?.stream === A ? [A, B] : [B, A];
        expect(log.map(({ stream, revision }) => [stream, revision])).toEqual([
          ...[0, 1, 2].map((revision) => [first, revision]),
          ...[0, 1, 2].map((revision) => [second, revision]),
        ]);
      });
      it('is chained to the leaf before it in its stream', async () => {
        await append(A, 'none');
        await append(B, 'none');
        await append(A, 0, ['y', 'z']);
        const leaves = (await store.readStream(A)).map(({ record }) => partsOf(record).leaf);
        const hashes = leaves.map(leafHash);
        expect(leaves.map((leaf) => leafOf(leaf).prev)).toEqual([null, hashes[0], hashes[1]]);
        expect(leaves.map((leaf) => leafOf(leaf).rev)).toEqual(['0', '1', '2']);
        expect(leaves.map((leaf) => leafOf(leaf).stream)).toEqual([A, A, A]);
      });
      it('is never recorded before what lies there already, and all of an append at one time', async () => {
        const at = (instant: string) => sampleDraft('x', { at: instant });
        const [early, later, last] = ['2025-03-01T08:59:59.999Z', '2025-03-01T09:00:00.001Z', '2025-03-01T09:00:00.002Z'];
        written(await store.append(A, [at(later)], 'none', { basis: [] }));
        expect(await store.append(B, [at(early), at(early)], 'none', { basis: [] })).toMatchObject({ at: later });
        expect(await store.append(C, [at(later), at(last)], 'none', { basis: [] })).toMatchObject({ at: last });
        const log = await store.readAll(START, 10);
        expect(log.map(({ record }) => leafOf(partsOf(record).leaf).at)).toEqual([later, later, later, last, last]);
      });
      it('does not suffer from a neighbour that cannot be written', async () => {
        const outcomes = await Promise.allSettled([
          append(A, 'none'),
          store.append(B, [unknownDraft()], 'none', { basis: [] }),
          append(A, 'none'),
          append(A, 0),
          append(B, 'none'),
        ]);
        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
        expect(outcomes[2]).toMatchObject({ value: { moved: A } });
        expect([await revisions(A), await revisions(B)]).toEqual([[0, 1], [0]]);
      });
    });

    describe('port: 64 writers', () => {
      it('on one stream: each gets in, each once', async () => {
        const writer = async (): Promise<number> => {
          for (let seen = -1; ;) {
            seen += (await store.readStream(A, { from: seen + 1 })).length;
            const outcome = await append(A, seen < 0 ? 'none' : seen);
            if (!isConflict(outcome)) return outcome.revision;
          }
        };
        const taken = await Promise.all(Array.from({ length: WRITERS }, writer));
        expect(taken.sort((one, other) => one - other)).toEqual(Array.from({ length: WRITERS }, (_, n) => n));
        expect(await revisions(A)).toHaveLength(WRITERS);
      });
      it('on many: none in the way of another', async () => {
        await flood(WRITERS, 10);
        const log = await store.readAll(START, 10_000);
        expect(log).toHaveLength(WRITERS * 10);
        for (let n = 0; n < WRITERS; n++) expect(await revisions(streamOf(n))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        expect(log.map(({ position }) => position)).toEqual([...new Set(await positions())].sort((one, other) => one - other));
      });
    });

    describe('port: paging', () => {
      it('the log: after a position, at most so many', async () => {
        expect([await store.last(), await store.head(), await store.readAll(START, 10)]).toEqual([undefined, START, []]);
        await flood(1, 5);
        const [p1, p2, p3, p4, p5] = await positions();
        const page = async (after: number | undefined, limit: number) =>
          (await store.readAll(after ?? -1, limit)).map(({ position }) => position);
        expect(await page(START, 1)).toEqual([p1]);
        expect(await page(START, 5)).toEqual([p1, p2, p3, p4, p5]);
        expect(await page(START, 6)).toEqual([p1, p2, p3, p4, p5]);
        expect(await page(p3, 1)).toEqual([p4]);
        expect(await page(p4, 10)).toEqual([p5]);
        expect(await page(p5, 10)).toEqual([]);
        expect(await store.head()).toBe(p5);
        expect((await store.last())?.position).toBe(p5);
      });
      it('a stream: from a revision on, at most so many', async () => {
        await flood(2, 5);
        const page = async (from?: number, limit?: number) => {
          const stretch = { ...(from !== undefined && { from }), ...(limit !== undefined && { limit }) };
          return (await store.readStream(streamOf(1), stretch)).map(({ revision }) => revision);
        };
        expect(await page()).toEqual([0, 1, 2, 3, 4]);
        expect(await page(0, 1)).toEqual([0]);
        expect(await page(1, 3)).toEqual([1, 2, 3]);
        expect(await page(4)).toEqual([4]);
        expect(await page(5)).toEqual([]);
        expect(await store.readStream(C)).toEqual([]);
      });
    });

    describe('port: limits', () => {
      const many = (count: number): string[] => Array.from({ length: count }, () => 'x');
      it('of events: as many as there may be, and one more is refused', async () => {
        expect(await append(A, 'none', many(EVENTS_PER_COMMAND_MAX))).toMatchObject({ revision: EVENTS_PER_COMMAND_MAX - 1 });
        await expect(append(B, 'none', many(EVENTS_PER_COMMAND_MAX + 1))).rejects.toThrow(AppendTooLargeError);
        await expect(append(B, 'none', [])).rejects.toThrow('no events');
        expect(await revisions(B)).toEqual([]);
      });
      it('of the basis: as many streams as there may be, and one more is refused', async () => {
        const basis = (count: number): Basis => Array.from({ length: count }, (_, n) => [streamOf(1_000 + n), -1] as const);
        expect(await append(A, 'none', ['x'], basis(BASIS_STREAMS_MAX))).toMatchObject({ revision: 0 });
        await expect(append(B, 'none', ['x'], basis(BASIS_STREAMS_MAX + 1))).rejects.toThrow(AppendTooLargeError);
        expect(await revisions(B)).toEqual([]);
      });
      it('of a record: as large as it may be, and one byte more is refused, but not its neighbour', async () => {
        await append(A, 'none', ['']);
        const [empty] = await store.readStream(A);
        const room = recordBytesMax - (empty?.record.length ?? 0);
        expect(await append(B, 'none', ['x'.repeat(room)])).toMatchObject({ revision: 0 });
        const [large] = await store.readStream(B);
        expect(large?.record.length).toBe(recordBytesMax);
        const [tooLarge, neighbour] = await Promise.allSettled([append(C, 'none', ['x'.repeat(room + 1)]), append(A, 0)]);
        expect(tooLarge).toMatchObject({ status: 'rejected', reason: expect.any(AppendTooLargeError) });
        expect(neighbour).toMatchObject({ status: 'fulfilled', value: { revision: 1 } });
        expect(await revisions(C)).toEqual([]);
      });
    });

    describe('port: a subscription', () => {
      it('begins after the position, and goes on with what comes', async () => {
        await flood(1, 3);
        const [, second] = await positions();
        const following = take(4, second);
        await append(B, 'none', ['x', 'y']);
        await append(B, 1);
        expect((await following).map(({ stream, revision }) => [stream, revision])).toEqual([
          [streamOf(0), 2],
          [B, 0],
          [B, 1],
          [B, 2],
        ]);
      });
      it('that joins in the middle of a flood sees all of it once and in order', async () => {
        const flooding = flood(WRITERS, 20);
        const joined: Promise<ReadEvent[]>[] = [];
        for (const share of [0, 0.1, 0.5]) {
          while ((await store.head()) < WRITERS * 20 * share) await nextTurn();
          joined.push(take(WRITERS * 20));
        }
        const fromHere = await store.head();
        const rest = take(
          WRITERS * 20 - (await store.readAll(START, 10_000)).filter(({ position }) => position <= fromHere).length,
          fromHere,
        );
        await flooding;
        const log = await positions();
        for (const seen of joined) expect((await seen).map(({ position }) => position)).toEqual(log);
        expect((await rest).map(({ position }) => position)).toEqual(log.filter((position) => position > fromHere));
      });
      it('of a slow consumer delays neither the writers nor the other subscribers', async () => {
        await append(streamOf(WRITERS), 'none');
        const slow = store.subscribe(START, aborts.signal)[Symbol.asyncIterator]();
        const first = await slow.next();
        expect(first.done).toBe(false);
        await flood(8, 100);
        const log = await positions();
        expect((await take(log.length)).map(({ position }) => position)).toEqual(log);
        const seen = [first];
        while (seen.length < log.length) seen.push(await slow.next());
        expect(seen.map(({ value }) => (value as ReadEvent).position)).toEqual(log);
      });
      it('ends without an error when it is aborted, whether waiting or before it began', async () => {
        await append(A, 'none');
        const seen: ReadEvent[] = [];
        const following = async (): Promise<void> => {
          for await (const event of store.subscribe(START, aborts.signal)) seen.push(event);
        };
        const waiting = following();
        while (seen.length === 0) await nextTurn();
        aborts.abort();
        await waiting;
        expect(seen).toHaveLength(1);
        expect(await take(1)).toEqual([]);
      });
      it('gives nothing more after it was aborted', async () => {
        await append(A, 'none', ['x', 'y', 'z']);
        const seen: number[] = [];
        for await (const { revision } of store.subscribe(START, aborts.signal)) {
          seen.push(revision);
          if (revision === 1) aborts.abort();
        }
        expect(seen).toEqual([0, 1]);
      });
      it('ends when the store is closed', async () => {
        const waiting = take(1);
        await nextTurn();
        await store.close();
        expect(await waiting).toEqual([]);
      });
    });

    describe('port: closing', () => {
      it('while busy: what was accepted is written, what comes later is refused', async () => {
        const outcomes = Promise.all(Array.from({ length: WRITERS }, (_, n) => append(streamOf(n), 'none')));
        const closed = store.close();
        await expect(append(A, 'none')).rejects.toThrow(StoreClosedError);
        for (const outcome of await outcomes) expect(written(outcome).revision).toBe(0);
        await closed;
        await store.close();
      });
    });

    if (atomicBasis)
      describe('atomic-basis: what the decision read elsewhere', () => {
        it.each<[string, number, boolean]>([
          ['as it was', 1, true],
          ['moved on', 0, false],
          ['not yet there', 2, false],
          ['thought not to exist', -1, false],
        ])('%s', async (_, revision, holds) => {
          await append(B, 'none', ['x', 'y']);
          const outcome = await append(A, 'none', ['x'], [[B, revision]]);
          expect(isConflict(outcome) ? outcome : 'written').toEqual(holds ? 'written' : { moved: B });
          expect(await revisions(A)).toEqual(holds ? [0] : []);
        });
        it('not existing, as it should', async () => {
          expect(await append(A, 'none', ['x'], [[B, -1]])).toMatchObject({ revision: 0 });
        });
        it('says which stream moved, and its own first', async () => {
          await append(B, 'none');
          await append(C, 'none');
          const basis: Basis = [
            [B, 0],
            [C, 5],
          ];
          expect(await append(A, 'none', ['x'], basis)).toEqual({ moved: C });
          expect(await append(A, 3, ['x'], basis)).toEqual({ moved: A });
        });
        it('moved by a neighbour that was sent at the same time', async () => {
          const [, held, moved] = await Promise.all([
            append(B, 'none'),
            append(A, 'none', ['x'], [[B, 0]]),
            append(C, 'none', ['x'], [[B, -1]]),
          ]);
          expect(held).toMatchObject({ revision: 0 });
          expect(moved).toEqual({ moved: B });
        });
        it('not moved by a neighbour that failed', async () => {
          const [failed, held] = await Promise.allSettled([
            store.append(B, [sampleDraft('x'), unknownDraft()], 'none', { basis: [] }),
            append(A, 'none', ['x'], [[B, -1]]),
          ]);
          expect(failed.status).toBe('rejected');
          expect(held).toMatchObject({ value: { revision: 0 } });
        });
      });
  });
  if (sqlite) describe(`${name} in a file`, () => sqliteContract(sqlite));
}

const leafOf = (text: string): Leaf => JSON.parse(text) as Leaf;

function written(outcome: Appended | { readonly moved: string }): Appended {
  if (isConflict(outcome)) throw new Error(`${outcome.moved} moved`);
  return outcome;
}

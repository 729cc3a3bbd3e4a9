import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppendFailedError, type ReadEvent, START, StoreUnavailableError } from '../../src/ledger/event-store';
import { sampleDraft, sampleStream } from '../../src/ledger/event-store.contract.sample';
import { type Leaf, leafHash } from '../../src/trust/leaf';
import { partsOf } from '../../src/trust/record';
import { ANSWERED_FAULTS, type ReadFault, SILENT_FAULTS } from './kurrentdb-double';
import { served, storeOn } from './served';

/*
 * Two instances of the program write to one server that breaks as the schedule says, while both are subscribed. Afterwards: no acknowledged event is
 * lost, none is doubled, what was refused is not there, order and revisions are whole, both subscribers have seen the log, and each command came to an end
 * that is known.
 */

/** More of them where somebody asks for it. */
const SCHEDULES = Number(process.env['JIRGA_TEST_SCHEDULES'] ?? 25);
const STREAMS = 3;
/** A schedule takes a second or two; where others want the processor as well, half a minute. What takes longer than that hangs, and is shrunk. */
const SCHEDULE_MS_MAX = 120_000;
const ALL_MS_MAX = SCHEDULE_MS_MAX + SCHEDULES * 20_000;

/** One command: instance 0 or 1 appends so many events to a stream. */
const act = fc.record({
  instance: fc.nat(1),
  stream: fc.nat(STREAMS - 1),
  events: fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 40 })),
});
const appendFault = fc.constantFrom(...ANSWERED_FAULTS, ...SILENT_FAULTS);
const readFault = fc.constantFrom<ReadFault[]>('UNAVAILABLE', 'SILENT');
const rarely = <Value>(value: fc.Arbitrary<Value>, weight: number) =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight }, { arbitrary: value, weight: 1 });

const schedule = fc.record({
  acts: fc.array(act, { minLength: 4, maxLength: 24 }),
  appendFaults: fc.array(rarely(appendFault, 1), { maxLength: 24 }),
  readFaults: fc.array(rarely(readFault, 6), { maxLength: 60 }),
  /** After an append of this number subscriptions end in this way. */
  interruptions: fc.dictionary(fc.integer({ min: 0, max: 24 }).map(String), fc.constantFrom('end', 'drop', 'mute'), { maxKeys: 3 }),
});

/** What became of one event that somebody wanted to append. */
type Fate = 'ACKNOWLEDGED' | 'MOVED' | 'UNAVAILABLE' | 'UNKNOWN';

it(
  'no schedule of faults loses, doubles or disorders an event',
  async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async ({ acts, appendFaults, readFaults, interruptions }) => {
        const server = await served();
        const patience = { answerMs: 150, outcomeMs: 3_000, pauseFirstMs: 1, pauseMaxMs: 10, silenceMs: 40 };
        const stores = [await storeOn(server.url, patience), await storeOn(server.url, patience)] as const;
        server.appendFault = (n) => {
          const how = interruptions[String(n)];
          if (how) setImmediate(() => server.interrupt(how));
          return appendFaults[n];
        };
        let reads = 0;
        server.readFault = () => readFaults[reads++];

        const aborts = new AbortController();
        const seen = stores.map((): ReadEvent[] => []);
        const following = stores.map(async (store, n) => {
          for await (const event of store.subscribe(START, aborts.signal)) seen[n]?.push(event);
        });

        const fates = new Map<string, Fate>();
        const places = new Map<string, number>();
        const carryOut = async ({ instance, stream, events }: (typeof acts)[number], n: number): Promise<void> => {
          const name = sampleStream(stream);
          const store = stores[instance === 0 ? 0 : 1];
          const drafts = Array.from({ length: events }, (_, k) => sampleDraft('x', { id: idOf(n, k) }));
          const settle = (fate: Fate): void => drafts.forEach(({ open }) => fates.set(open.id, fate));
          try {
            const last = (await store.readStream(name)).length - 1;
            const outcome = await store.append(name, drafts, last < 0 ? 'none' : last, { basis: [] });
            settle('moved' in outcome ? 'MOVED' : 'ACKNOWLEDGED');
            if ('position' in outcome) places.set(idOf(n, events - 1), outcome.position);
          } catch (error) {
            if (error instanceof StoreUnavailableError) settle('UNAVAILABLE');
            else if (error instanceof AppendFailedError) settle('UNKNOWN');
            else throw error;
          }
        };
        // Those of one instance one after the other, both instances at once.
        const ofInstance = async (instance: number): Promise<void> => {
          for (const [n, each] of acts.entries()) if (each.instance === instance) await carryOut(each, n);
        };
        await Promise.all([ofInstance(0), ofInstance(1)]);

        const log = server.log.events.filter(({ stream }) => stream.startsWith('sample-'));
        while (seen.some((events) => events.length < log.length)) await new Promise(setImmediate);
        aborts.abort();
        await Promise.all(following);

        const leaves = log.map(({ data }) => JSON.parse(partsOf(data).leaf) as Leaf);
        const count = (id: string): number => leaves.filter((leaf) => leaf.id === id).length;
        for (const [id, fate] of fates) {
          const copies = count(id);
          if (fate === 'UNKNOWN') expect(copies).toBeLessThanOrEqual(1);
          else expect([fate, copies]).toEqual([fate, fate === 'ACKNOWLEDGED' ? 1 : 0]);
        }
        expect(fates.size).toBe(acts.reduce((sum, { events }) => sum + events, 0));
        for (const [id, position] of places) expect(log.find((_, n) => leaves[n]?.id === id)?.position).toBe(position);
        for (let n = 0; n < STREAMS; n++) {
          const chain = server.log.stream(sampleStream(n)).map(({ data }) => partsOf(data).leaf);
          const hashes = chain.map(leafHash);
          expect(chain.map((leaf) => (JSON.parse(leaf) as Leaf).rev)).toEqual(chain.map((_, revision) => String(revision)));
          expect(chain.map((leaf) => (JSON.parse(leaf) as Leaf).prev)).toEqual([null, ...hashes].slice(0, chain.length));
        }
        for (const events of seen) expect(events.map(({ position }) => position)).toEqual(log.map(({ position }) => position));
        await Promise.all(stores.map((store) => store.close()));
        server.stop();
      }),
      // Interrupted, it still prints its seed and how far it has shrunk.
      { numRuns: SCHEDULES, timeout: SCHEDULE_MS_MAX, interruptAfterTimeLimit: ALL_MS_MAX, markInterruptAsFailure: true },
    );
  },
  ALL_MS_MAX + SCHEDULE_MS_MAX,
);

const idOf = (act: number, event: number): string =>
  `00000000-0000-4000-8000-${String(act).padStart(6, '0')}${String(event).padStart(6, '0')}`;

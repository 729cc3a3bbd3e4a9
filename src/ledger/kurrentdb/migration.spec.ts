import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ANSWERED_FAULTS, type KurrentDbDouble } from '../../../test/kurrentdb/kurrentdb-double';
import { IMPATIENT, served } from '../../../test/kurrentdb/served';
import type { Proposed } from '../../../test/kurrentdb/server-log';
import { LedgerMaker, MADE_KIND, madeSlots } from '../../../test/support/made-ledger';
import { temporaryTrust } from '../../../test/support/temporary-trust';
import { EVENTS_PER_COMMAND_MAX, KURRENTDB_APPEND_BYTES_MAX } from '../../kernel/limits';
import { uuidV5 } from '../../kernel/uuid';
import { type Leaf, leafHash } from '../../trust/leaf';
import { partsOf } from '../../trust/record';
import { scribeOf } from '../../trust/trust';
import { AppendFailedError, type ReadEvent, START, StoreUnavailableError } from '../event-store';
import { sampleDraft } from '../event-store.contract.sample';
import { SqliteLogReader } from '../sqlite/sqlite-log-reader';
import { KurrentDbEventStore } from './kurrentdb-event-store';
import { type EmbeddedLog, Migration, MigrationRefusedError } from './migration';
import { ServerVersionError } from './place';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const KINDS = new Set([MADE_KIND]);

const migrationTo = async ({ url }: KurrentDbDouble, log: EmbeddedLog, patience: Partial<typeof IMPATIENT> = {}): Promise<Migration> => {
  const migration = await Migration.open(log, { url }, KINDS, { ...IMPATIENT, ...patience });
  open.push(() => migration.close());
  return migration;
};

/** The whole of it, as the command does it. */
const carriedOver = async (migration: Migration): Promise<Awaited<ReturnType<Migration['present']>>> => {
  await migration.carryOver(await migration.present());
  return migration.present();
};

/** A ledger of streams that follow each other in turns, and its reader. */
function made(streams = 12, last?: (maker: LedgerMaker) => void) {
  const maker = new LedgerMaker().streams(streams);
  last?.(maker);
  const files = maker.close();
  const log = new SqliteLogReader(files.ledger);
  open.push(() => log.close());
  return { files, log, events: log.readAll(START, 10_000) };
}

/** A log of records that no writer would make. */
const logOf = (events: readonly Omit<ReadEvent, 'position'>[]): EmbeddedLog => ({
  readAll: (after, limit) => events.map((event, n) => ({ ...event, position: n + 1 })).slice(after, after + limit),
});

/** An event of nothing but a leaf that says enough, and a body of so many bytes. */
const hollow = (stream: string, revision: number, bytes: number): Omit<ReadEvent, 'position'> => {
  const leaf = Buffer.from(`${JSON.stringify({ id: uuidV5(STREAM_ID, `${stream} ${revision}`), type: 'RecordAnnotated' })}\n`);
  return { stream, revision, record: Buffer.concat([leaf, Buffer.alloc(bytes - leaf.length)]) };
};
const STREAM_ID = '0b8f4c0e-6c1e-4f0a-9d5e-3a2b1c0d9e8f';
const ONE = `${MADE_KIND}-${STREAM_ID}`;

/** An event of a log as this program writes it into KurrentDB. */
const asWritten = ({ record }: ReadEvent): Proposed => {
  const { leaf } = partsOf(record);
  const { id, type } = JSON.parse(leaf) as Leaf;
  return { id: uuidV5(id, leafHash(leaf)), type, contentType: 'application/octet-stream', data: record, metadata: new Uint8Array() };
};
const ours = (server: KurrentDbDouble) => server.log.events.filter(({ stream }) => stream.startsWith(`${MADE_KIND}-`));
const linesOf = (events: readonly { readonly stream: string; readonly revision: number; readonly record: Uint8Array }[]): string[] =>
  events.map(({ stream, revision, record }) => `${stream} ${revision} ${Buffer.from(record).toString('hex')}`);
const carriedIn = (server: KurrentDbDouble): string[] => linesOf(ours(server).map((event) => ({ ...event, record: event.data })));

describe('a ledger that is carried over to KurrentDB', () => {
  it('lies there record for record in the order of the log, with the ids that this program gives', async () => {
    const server = await served();
    const { log, events } = made();
    const migration = await migrationTo(server, log);
    const survey = migration.survey();
    expect(survey).toMatchObject({ streams: 12, appends: 36, head: { size: 72 } });
    expect(await migration.present()).toEqual({ head: { size: 0, root: expect.any(String) }, upTo: START });
    expect((await carriedOver(migration)).head).toEqual(survey.head);
    expect(carriedIn(server)).toEqual(linesOf(events));
    expect(ours(server).map(({ id, type }) => [id, type])).toEqual(events.map(asWritten).map(({ id, type }) => [id, type]));
    expect(server.appends).toHaveLength(36);
    expect(server.batchAppends).toBe(0);
  });

  it('goes on there: the next event builds on the last one that was carried over', async () => {
    const server = await served();
    const { files, log, events } = made(2);
    await carriedOver(await migrationTo(server, log));
    const scribe = scribeOf(temporaryTrust(files), madeSlots);
    const store = await KurrentDbEventStore.open({ url: server.url, slots: madeSlots, scribe, patience: IMPATIENT });
    open.push(() => store.close());
    const { stream, revision, record } = events.at(-1) as ReadEvent;
    const draft = sampleDraft('');
    const note = { ...draft, open: { ...draft.open, type: 'RecordAnnotated' }, data: { targetEventId: STREAM_ID, text: 'later' } };
    await store.append(stream, [note], revision, { basis: [] });
    const last = (await store.readStream(stream)).at(-1) as ReadEvent;
    expect(JSON.parse(partsOf(last.record).leaf)).toMatchObject({ rev: String(revision + 1), prev: leafHash(partsOf(record).leaf) });
  });

  it('passes over what lies there and is none of ours', async () => {
    const server = await served();
    server.log.writeOwn('other-1');
    const { log, events } = made(2);
    await carriedOver(await migrationTo(server, log));
    server.log.writeOwn('other-2');
    expect(await (await migrationTo(server, log)).present()).toMatchObject({ head: { size: events.length } });
  });

  it('goes in appends of what follows each other in one stream, as many and as large as the limits are', async () => {
    const server = await served();
    const large = KURRENTDB_APPEND_BYTES_MAX / 2;
    const log = logOf([
      ...Array.from({ length: EVENTS_PER_COMMAND_MAX + 1 }, (_, n) => hollow(ONE, n, 300)),
      ...[large, large, 300].map((bytes, n) => hollow(`${ONE}2`, n, bytes)),
    ]);
    const migration = await migrationTo(server, log);
    expect(migration.survey().appends).toBe(4);
    await carriedOver(migration);
    expect(server.appends.map(({ ids }) => ids.length)).toEqual([EVENTS_PER_COMMAND_MAX, 1, 2, 1]);
  });

  it('of no event at all is carried over at once', async () => {
    const migration = await migrationTo(await served(), logOf([]));
    expect((await carriedOver(migration)).head).toEqual(migration.survey().head);
  });
});

describe('a migration that is cut off', () => {
  const fault = fc.constantFrom(...ANSWERED_FAULTS);
  /** By number of the append: what the server does to it, and whether whoever has sent it is killed before he hears of it. */
  const schedule = fc.record({
    faults: fc.dictionary(fc.nat(50).map(String), fault, { maxKeys: 12 }),
    kills: fc.uniqueArray(fc.nat(50), { maxLength: 6 }),
  });

  it('at any place and however often goes on from what lies there, and nothing is lost, doubled or out of order', async () => {
    const { log, events } = made(8, (maker) => maker.together(6));
    await fc.assert(
      fc.asyncProperty(schedule, async ({ faults, kills }) => {
        const server = await served();
        server.appendFault = (n) => faults[String(n)];
        const killed = new Set(kills);
        for (let runs = 0; ; runs++) {
          // Who waits for no outcome is gone after the first failure, as if he were killed while his append is under way.
          const migration = await Migration.open(log, { url: server.url }, KINDS, { ...IMPATIENT, outcomeMs: runs % 2 === 0 ? 0 : 2_000 });
          try {
            await migration.carryOver(await migration.present(), () => {
              if (killed.delete(server.appends.length)) throw new Error('killed');
            });
            expect((await migration.present()).head).toEqual(migration.survey().head);
            break;
          } catch (error) {
            if (!(error instanceof AppendFailedError) && (error as Error).message !== 'killed') throw error;
          } finally {
            await migration.close();
          }
        }
        expect(carriedIn(server)).toEqual(linesOf(events));
        server.stop();
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('by the loss of its server says so, and goes on when the server is back', async () => {
    const server = await served();
    const { log, events } = made();
    server.appendFault = (n) => {
      if (n === 20) setImmediate(() => server.stop());
      return n === 20 ? 'SILENT_WRITTEN' : undefined;
    };
    const lost = await migrationTo(server, log, { outcomeMs: 300 });
    await expect(carriedOver(lost)).rejects.toThrow(AppendFailedError);
    await expect(migrationTo(server, log, { answerMs: 50 })).rejects.toThrow(StoreUnavailableError);
    expect(ours(server).length).toBeGreaterThan(20);
    expect(ours(server).length).toBeLessThan(events.length);
    const [, port] = server.address.split(':');
    const back = await served(server.log, Number(port));
    expect((await carriedOver(await migrationTo(back, log))).head.size).toBe(events.length);
    expect(carriedIn(back)).toEqual(linesOf(events));
  });

  it('is done with where all of it lies there', async () => {
    const server = await served();
    const { log } = made();
    await carriedOver(await migrationTo(server, log));
    const { length } = server.appends;
    await carriedOver(await migrationTo(server, log));
    expect(server.appends).toHaveLength(length);
  });
});

describe('a migration is refused, and nothing more is written', () => {
  /** What somebody has done to the target, given all events of the ledger and how each would be written. */
  type Done = (server: KurrentDbDouble, events: readonly ReadEvent[], write: (event: ReadEvent, as?: Partial<Proposed>) => void) => void;
  const first = <Value>(values: readonly Value[]): Value => values[0] as Value;

  it.each<[what: string, done: Done, says: string]>([
    [
      'another stream of ours',
      ({ log }) => log.append(`${ONE}9`, 'any', [{ ...asWritten({ ...hollow(ONE, 0, 300), position: 1 }) }]),
      'take a server that is empty',
    ],
    [
      'an altered byte',
      (_, events, write) => {
        const data = Buffer.from(first(events).record);
        data[data.length - 1] = (data.at(-1) ?? 0) ^ 1;
        write(first(events), { data });
      },
      'the bytes of',
    ],
    ['a cut record', (_, events, write) => write(first(events), { data: first(events).record.subarray(0, -1) }), 'the bytes of'],
    [
      'JSON',
      (_, events, write) => write(first(events), { contentType: 'application/json', data: Buffer.from('{}') }),
      'was not written by this program',
    ],
    ['another id', (_, events, write) => write(first(events), { id: STREAM_ID }), 'take a server that is empty'],
    ['another type', (_, events, write) => write(first(events), { type: 'Other' }), 'take a server that is empty'],
    [
      'another order',
      (_, events, write) =>
        events
          .filter(({ revision }) => revision === 0)
          .slice(0, 2)
          .forEach((event) => write(event)),
      'where this ledger has',
    ],
    [
      'metadata of a stream of ours',
      ({ log }, events) => log.writeOwn(`$$${first(events).stream}`, '$metadata', Buffer.from('{"$maxCount":1}')),
      'somebody has written metadata of',
    ],
    ['a stream of ours that was deleted', ({ log }, events) => log.tombstone(first(events).stream), 'somebody has deleted'],
  ])('where the target holds %s', async (_, done, says) => {
    const server = await served();
    const { log, events } = made(2);
    done(server, events, (event, as) => void server.log.append(event.stream, 'any', [{ ...asWritten(event), ...as }]));
    const before = server.log.events.length;
    const refused: unknown = await carriedOver(await migrationTo(server, log)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(MigrationRefusedError);
    expect(String(refused)).toContain(says);
    expect(server.log.events).toHaveLength(before);
  });

  it('where the target has gone on since', async () => {
    const server = await served();
    const { log, events } = made(2);
    await carriedOver(await migrationTo(server, log));
    const { stream, revision } = events.at(-1) as ReadEvent;
    server.log.append(stream, 'any', [asWritten({ ...hollow(stream, revision + 1, 300), position: 99 })]);
    await expect((await migrationTo(server, log)).present()).rejects.toThrow('KurrentDB holds more than this ledger');
  });

  it('where somebody else writes there meanwhile', async () => {
    const server = await served();
    const { log, events } = made(2);
    const migration = await migrationTo(server, log);
    const present = await migration.present();
    server.log.append(first(events).stream, 'any', [asWritten({ ...hollow(first(events).stream, 0, 300), position: 1 })]);
    await expect(migration.carryOver(present)).rejects.toThrow('see that nobody else writes there');
  });

  it.each<[what: string, event: Omit<ReadEvent, 'position'>, says: string]>([
    ['an event that no server takes', hollow(ONE, 0, KURRENTDB_APPEND_BYTES_MAX + 1), 'KurrentDB takes 1000000 at once'],
    ['a kind that this program does not know', hollow('oracle-1', 0, 300), 'a kind that this program does not know'],
    ['a record that is none', { stream: ONE, revision: 0, record: Buffer.from('x') }, 'see what jirga verify finds'],
  ])('where the ledger holds %s', async (_, event, says) => {
    const server = await served();
    const migration = await migrationTo(server, logOf([hollow(`${ONE}0`, 0, 300), event]));
    expect(() => migration.survey()).toThrow(says);
    expect(server.appends).toHaveLength(0);
  });

  it('where the server is of a version that may lose events', async () => {
    const server = await served();
    server.version = '25.0.0';
    await expect(migrationTo(server, logOf([]))).rejects.toThrow(ServerVersionError);
  });
});

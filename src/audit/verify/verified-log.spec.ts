import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KurrentDbDouble } from '../../../test/kurrentdb/kurrentdb-double';
import { IMPATIENT, served } from '../../../test/kurrentdb/served';
import type { Recorded } from '../../../test/kurrentdb/server-log';
import { LedgerMaker, MADE_KIND, madeSlots } from '../../../test/support/made-ledger';
import { EVENTS_PER_STRETCH } from '../../kernel/limits';
import { StoreUnavailableError } from '../../ledger/event-store';
import type { LedgerFolder } from '../../ledger/folder';
import { Migration } from '../../ledger/kurrentdb/migration';
import type { LogReader } from '../../ledger/log-reader';
import { SqliteLogReader } from '../../ledger/sqlite/sqlite-log-reader';
import { Joint } from './joint';
import type { StretchReport } from './stretch';
import { readWhole } from './stretch-reader';
import { type Report, verify } from './verify';

const STREAMS = 200;

describe('a log on a server', () => {
  let server: KurrentDbDouble;
  let files: LedgerFolder;
  let head: Report['head'];
  let ours: readonly Recorded[];

  /** A ledger of commands of one to three events, some of which lie across the ends of stretches, carried over to a server with events of its own. */
  beforeEach(async () => {
    server = await served();
    const made = new LedgerMaker().streams(STREAMS).close();
    const log = new SqliteLogReader(made.ledger);
    const migration = await Migration.open(log, { url: server.url }, new Set([MADE_KIND]), IMPATIENT);
    await migration.carryOver(await migration.present());
    await migration.close();
    log.close();
    ({ head } = await verify(made, { slots: madeSlots, decisive: {}, threads: 1 }));
    files = { ...made, log: { url: server.url } };
    ours = server.log.events.filter(({ stream }) => stream.startsWith(`${MADE_KIND}-`));
    expect(ours.length).toBeGreaterThan(2 * EVENTS_PER_STRETCH);
  });

  const found = (threads = 1): Promise<Report> => verify(files, { slots: madeSlots, decisive: {}, threads });
  const at = (place: number): Recorded => ours[place] as Recorded;

  it.each([1, 2])('is what it was in its file, on %i thread(s), whatever else lies between its events', async (threads) => {
    expect(await found(threads)).toMatchObject({ findings: [], head, bodies: { OPENED: ours.length }, commandIds: 'CHECKED' });
  });

  it('in which bytes were altered is found out at that place, and only there', async () => {
    const { position, data } = at(700);
    const altered = Uint8Array.from(data);
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    Object.assign(at(700), { data: altered });
    expect((await found()).findings).toEqual([expect.objectContaining({ check: 'body', position })]);
  });

  it('that has lost an event is found out by its chain, and one in which two have changed places by them', async () => {
    server.log.events.splice(server.log.events.indexOf(at(EVENTS_PER_STRETCH)), 1);
    expect((await found()).byCheck).toMatchObject({ revision: 1 });
    const [one, other] = [at(0).data, at(1).data];
    Object.assign(at(0), { data: other });
    Object.assign(at(1), { data: one });
    expect((await found(2)).findings).toEqual(expect.arrayContaining([expect.objectContaining({ position: at(0).position })]));
  });

  it('into which somebody else has written is found out at that place, and as a log that others write to', async () => {
    const { stream } = at(3);
    const event = { id: '0b8f4c0e-6c1e-4f0a-9d5e-3a2b1c0d9e8f', type: 'RecordAnnotated', contentType: 'application/json' };
    server.log.append(stream, 'any', [{ ...event, data: Buffer.from('{}'), metadata: new Uint8Array() }]);
    const { position } = server.log.events.findLast((it) => it.stream === stream) as Recorded;
    const { findings } = await found();
    expect(findings).toEqual(expect.arrayContaining([expect.objectContaining({ position })]));
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ check: 'database', detail: expect.stringContaining('was not written by this program') }),
      ]),
    );
  });

  it('whose server cannot be reached is no finding', async () => {
    server.stop();
    await expect(found()).rejects.toThrow('cannot be reached');
  }, 60_000);
});

describe('the stream that a correction speaks of', () => {
  const failing = (error: Error) => ({ readStream: () => Promise.reject(error) }) as unknown as LogReader;
  it('is damaged in its own place', async () => {
    expect(await readWhole(failing(new Error('database disk image is malformed')), 'party-1')).toEqual([]);
  });
  it('is not damaged where its server is away: then verify has not come to an end', async () => {
    await expect(readWhole(failing(new StoreUnavailableError('away')), 'party-1')).rejects.toThrow(StoreUnavailableError);
  });
});

describe('where several programs write', () => {
  const stretch = (position: number, stream: string, revision: number, at: string): StretchReport => ({
    ...{ findings: [], hashes: new Uint8Array(), needs: new Map(), commands: new Map(), signings: [], askedFrom: undefined },
    erasures: { erased: new Map(), acts: [] },
    bodies: { OPENED: 0, ERASED: 0, SEALED: 0 },
    passages: new Map([
      [stream, { position, firstRevision: revision, prev: undefined, firstAt: at, last: { revision, hash: undefined, at } }],
    ]),
    first: { position, at },
    last: { position, at },
  });
  const checksOf = (gapless: boolean, stretches: readonly StretchReport[]): string[] => {
    const joint = new Joint(undefined, gapless);
    return stretches.flatMap((each) => joint.join(each).map(({ check }) => check));
  };
  const [LATER, EARLIER] = ['2025-03-01T09:00:01.000Z', '2025-03-01T09:00:00.000Z'];

  it('places have gaps, and times run forward within each stream only', () => {
    const streams = [stretch(40, 'party-1', 0, LATER), stretch(90, 'party-2', 0, EARLIER)];
    expect(checksOf(false, streams)).toEqual([]);
    expect(checksOf(true, streams)).toEqual(['position', 'position', 'time']);
    expect(checksOf(false, [stretch(40, 'party-1', 0, LATER), stretch(90, 'party-1', 1, EARLIER)])).toEqual(['time']);
  });
});

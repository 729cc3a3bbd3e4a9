import { closeSync, cpSync, openSync, readFileSync, writeSync } from 'node:fs';
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Check } from '../../src/audit/verify/finding';
import type { Head } from '../../src/audit/verify/joint';
import { type Report, verify, type VerifyOptions } from '../../src/audit/verify/verify';
import { type LedgerFolder, ledgerFolder } from '../../src/ledger/folder';
import { SqliteLogReader } from '../../src/ledger/sqlite/sqlite-log-reader';
import type { ReadEvent } from '../../src/ledger/event-store';
import { LedgerMaker, madeSlots } from '../support/made-ledger';
import { tamper } from '../support/tampering';
import { temporaryFolder } from '../support/temporary-ledger';

/*
 * Somebody has the file and a tool, and no keys: whatever he changes is found by the check it should be found by (trust.md 5).
 */

const FLIPS = 2_000;
/** Flips looked for in one run. */
const TOGETHER_MAX = 25;
const STREAMS = 70;
const EVENTS = STREAMS * 6;

const run = (files: LedgerFolder, options: Partial<VerifyOptions> = {}): Promise<Report> =>
  verify(files, { slots: madeSlots, decisive: {}, threads: 1, ...options });

let original: LedgerFolder;
let head: Head;
let rows: readonly ReadEvent[];
beforeAll(async () => {
  original = new LedgerMaker().streams(STREAMS).close();
  ({ head } = await run(original));
  rows = readAll(original);
});

function readAll({ ledger }: LedgerFolder): readonly ReadEvent[] {
  const log = new SqliteLogReader(ledger);
  try {
    return log.readAll(0, EVENTS * 2);
  } finally {
    log.close();
  }
}

const copy = (): LedgerFolder => {
  const files = ledgerFolder(join(temporaryFolder(), 'copy'));
  cpSync(original.folder, files.folder, { recursive: true });
  return files;
};

describe('somebody with a tool changes ledger.db', () => {
  /** The ledger after a change, its triggers out of the way meanwhile. */
  const changed = (change: string | ((database: DatabaseSyncInstance) => void)): LedgerFolder => {
    const files = copy();
    tamper(files.ledger, change);
    return files;
  };
  const checks = ({ findings }: Report): Check[] => [...new Set(findings.map(({ check }) => check))].sort();
  /** Which checks find it without, and with the SIZE:HASH that was kept. */
  const found = async (change: Parameters<typeof changed>[0]): Promise<{ alone: Check[]; withHead: Check[] }> => {
    const files = changed(change);
    return { alone: checks(await run(files)), withHead: checks(await run(files, { expected: head })) };
  };
  const positionOf = (stream: number, revision: number): number => {
    const name = rows[stream * 3]?.stream;
    const row = rows.find((each) => each.stream === name && each.revision === revision);
    if (!row) throw new Error(`no event ${revision} of stream ${stream}`);
    return row.position;
  };
  const exchange = (column: string, one: number, other: number): string =>
    `UPDATE event SET ${column} = -1 - ${column} WHERE position = ${one};
     UPDATE event SET ${column} = (SELECT -1 - ${column} FROM event WHERE position = ${one}) WHERE position = ${other}`;
  const exchangePlaces = (one: number, other: number): string =>
    `UPDATE event SET position = -1 WHERE position = ${one}; UPDATE event SET position = ${one} WHERE position = ${other};
     UPDATE event SET position = ${other} WHERE position = -1`;
  const closeUp = (position: number): string =>
    `UPDATE event SET position = -position WHERE position > ${position}; UPDATE event SET position = -position - 1 WHERE position < 0`;

  it('nothing: then nothing is found', async () => {
    expect(await found(() => undefined)).toEqual({ alone: [], withHead: [] });
  });

  it('drops an event', async () => {
    const middle = positionOf(10, 1);
    expect(await found(`DELETE FROM event WHERE position = ${middle}`)).toEqual({
      alone: ['id', 'position', 'revision'],
      withHead: ['id', 'position', 'revision', 'root'],
    });
  });
  it('drops an event and closes the gap in the log', async () => {
    const middle = positionOf(10, 3);
    expect((await found(`DELETE FROM event WHERE position = ${middle}; ${closeUp(middle)}`)).alone).toEqual(['command', 'id', 'revision']);
  });
  it('drops the first event of a stream and renumbers the rest', async () => {
    const stream = rows[30]?.stream ?? '';
    const { alone } = await found(
      `DELETE FROM event WHERE stream = '${stream}' AND revision = 0; UPDATE event SET revision = revision - 1 WHERE stream = '${stream}'`,
    );
    expect(alone).toEqual(expect.arrayContaining(['position', 'row']));
  });
  it('cuts the tail: only SIZE:HASH shows it', async () => {
    expect(await found(`DELETE FROM event WHERE position > ${EVENTS - 1}`)).toEqual({ alone: [], withHead: ['root'] });
  });
  it('drops a whole stream at the end of the log, on which nothing rests: only SIZE:HASH shows it', async () => {
    const maker = new LedgerMaker().streams(3);
    maker.command();
    const files = maker.close();
    const { head: kept } = await run(files);
    tamper(files.ledger, `DELETE FROM event WHERE position = ${kept.size}`);
    expect(checks(await run(files))).toEqual([]);
    expect(checks(await run(files, { expected: kept }))).toEqual(['root']);
  });
  it('drops a whole stream on which a decision rests', async () => {
    const stream = rows[30]?.stream ?? '';
    const { alone } = await found((database) => {
      database.exec(`DELETE FROM event WHERE stream = '${stream}'`);
      const left = database.prepare('SELECT position FROM event ORDER BY position').all() as { position: number }[];
      const move = database.prepare('UPDATE event SET position = ? WHERE position = ?');
      left.forEach(({ position }, n) => move.run(n + 1, position));
    });
    expect(alone).toEqual(['basis']);
  });
  it('exchanges two events of different streams: SIZE:HASH shows it, and their times do', async () => {
    expect(await found(exchangePlaces(positionOf(20, 5), positionOf(21, 5)))).toEqual({ alone: ['time'], withHead: ['root', 'time'] });
  });
  it('exchanges two events of different streams recorded at the same moment: only SIZE:HASH shows it', async () => {
    const files = new LedgerMaker().together(2).close();
    const { head: kept } = await run(files);
    tamper(files.ledger, exchangePlaces(1, 2));
    expect(checks(await run(files))).toEqual([]);
    expect(checks(await run(files, { expected: kept }))).toEqual(['root']);
  });
  it('exchanges two events of one stream', async () => {
    const [one, other] = [positionOf(10, 3), positionOf(10, 4)];
    expect((await found(exchange('revision', one, other))).alone).toEqual(['basis', 'revision', 'row']);
    const records = (database: DatabaseSyncInstance): void => {
      const put = database.prepare('UPDATE event SET record = ? WHERE position = ?');
      put.run(rows[other - 1]?.record ?? null, one);
      put.run(rows[one - 1]?.record ?? null, other);
    };
    expect((await found(records)).alone).toEqual(['row']);
    expect((await found(`${exchange('revision', one, other)}; ${exchangePlaces(one, other)}`)).alone).toEqual(['basis', 'revision', 'row']);
  });
  it('puts in an event that he copied', async () => {
    const last = EVENTS + 1;
    const copied = `INSERT INTO event (position, stream, revision, record) SELECT ${last}, stream, revision + 1, record FROM event WHERE position = ${EVENTS}`;
    expect(await found(copied)).toEqual({ alone: ['row'], withHead: ['row'] });
  });
  it('puts in an event that he made up', async () => {
    const made = (change: (leaf: Record<string, unknown>) => Record<string, unknown>) => (database: DatabaseSyncInstance) => {
      const record = Buffer.from(rows[EVENTS - 1]?.record ?? []);
      const end = record.indexOf(0x0a);
      const leaf = change(JSON.parse(record.toString('latin1', 0, end)) as Record<string, unknown>);
      const bytes = Buffer.concat([Buffer.from(JSON.stringify(leaf)), record.subarray(end)]);
      database
        .prepare('INSERT INTO event (stream, revision, record) VALUES (?, ?, ?)')
        .run(String(leaf['stream']), Number(leaf['rev']), bytes);
    };
    expect((await found(made((leaf) => ({ ...leaf, rev: '6' })))).alone).toEqual(['body', 'id', 'prev']);
    expect((await found(made((leaf) => ({ ...leaf, rev: '6', remark: 'x' })))).alone).toEqual(['canonical']);
    expect((await found(made((leaf) => ({ ...leaf, rev: '6', c: null })))).alone).toEqual(['form']);
  });
  it('moves a body to another event', async () => {
    const [one, other] = [positionOf(10, 0), positionOf(11, 0)];
    const { alone } = await found((database) => {
      const [leaf, body] = [one, other].map((position) => Buffer.from(rows[position - 1]?.record ?? [])) as [Buffer, Buffer];
      const moved = Buffer.concat([leaf.subarray(0, leaf.indexOf(0x0a)), body.subarray(body.indexOf(0x0a))]);
      database.prepare('UPDATE event SET record = ? WHERE position = ?').run(moved, one);
    });
    expect(alone).toEqual(['body']);
  });
  it('says that it is another ledger', async () => {
    expect((await found("UPDATE ledger SET origin = 'other.example'")).alone).toEqual(['log']);
  });
  it('takes the triggers away, or puts in one of his own', async () => {
    const without = copy();
    const database = new DatabaseSync(without.ledger);
    database.exec('DROP TRIGGER event_is_never_changed; CREATE TRIGGER own AFTER INSERT ON event BEGIN SELECT 1; END');
    database.close();
    expect((await run(without)).findings).toEqual([
      { check: 'database', position: 0, detail: 'the trigger event_is_never_changed is missing' },
      { check: 'database', position: 0, detail: 'the trigger own is not as this program makes it' },
    ]);
  });
});

/** A small generator with a seed, so that a failure can be repeated (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Flip {
  readonly offset: number;
  readonly was: number;
  readonly is: number;
  /** Of the event in whose record it lies, if it lies in one. */
  readonly position: number | undefined;
}

/** What a reader gets, each record by its hash. */
const readings = (files: LedgerFolder): string[] =>
  readAll(files).map(({ position, stream, revision, record }) => `${position} ${stream} ${revision} ${hash('sha256', record, 'hex')}`);

/** Flips that lie in different records are looked for together, for each must be found at its own place; all others one by one. */
function rounds(flips: readonly Flip[]): Flip[][] {
  const shared: Flip[][] = [];
  const alone: Flip[][] = [];
  for (const flip of flips) {
    const round = shared.find((each) => each.length < TOGETHER_MAX && each.every(({ position }) => position !== flip.position));
    if (flip.position === undefined) alone.push([flip]);
    else if (round) round.push(flip);
    else shared.push([flip]);
  }
  return [...shared, ...alone];
}

it(`each of ${FLIPS} flipped bytes is found, or every record reads as before`, async () => {
  const files = copy();
  const before = readings(files);
  const bytes = readFileSync(files.ledger);
  const places = rows.map(({ record, position }) => ({ position, start: bytes.indexOf(record), length: record.length }));
  const next = random(20_250_301);
  const flips = Array.from({ length: FLIPS }, (): Flip => {
    const offset = Math.floor(next() * bytes.length);
    const was = bytes.readUInt8(offset);
    const position = places.find(({ start, length }) => offset >= start && offset < start + length)?.position;
    return { offset, was, position, is: was ^ (1 + Math.floor(next() * 255)) };
  });
  const checks = new Set<Check>();
  const tally = { inRecords: 0, elsewhere: 0, unread: 0 };
  for (const round of rounds(flips)) {
    for (const { offset, is } of round) poke(files.ledger, offset, is);
    const { findings } = await run(files, { expected: head });
    const found = new Set(findings.map(({ position }) => position));
    for (const { check } of findings) checks.add(check);
    for (const { position, offset } of round) {
      if (position !== undefined && found.has(position)) tally.inRecords++;
      else if (position === undefined && findings.length > 0) tally.elsewhere++;
      else {
        // A free page, or an older copy on a page that no longer points to it: nobody reads it.
        const [mine, now] = position === undefined ? [before, readings(files)] : [before[position - 1], readings(files)[position - 1]];
        expect({ offset, now }).toEqual({ offset, now: mine });
        tally.unread++;
      }
    }
    for (const { offset, was } of round) poke(files.ledger, offset, was);
  }
  expect((await run(files, { expected: head })).findings).toEqual([]);
  expect(tally.inRecords).toBeGreaterThan(FLIPS / 2);
  expect([...checks]).toEqual(expect.arrayContaining(['database', 'record', 'form', 'row', 'body', 'root']));
}, 180_000);

function poke(file: string, offset: number, byte: number): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.of(byte), 0, 1, offset);
  closeSync(descriptor);
}

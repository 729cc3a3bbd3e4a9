import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { binding, drafted, INITIATIVE, proposed, reviewOf } from '../../test/support/clearance-sample';
import { NOW } from '../../test/support/decider-spec';
import { nth, RecordedLedger } from '../../test/support/recorded-ledger';
import { temporaryFolder } from '../../test/support/temporary-ledger';
import { describeOnEach } from '../../test/support/view-databases';
import { boards } from '../boards/boards';
import { commitmentTracker, type CommitmentRow } from '../boards/commitment-tracker/commitment-tracker.projection';
import type { Happened } from '../kernel/happened';
import { recordEvents } from '../kernel/record.events';
import { catalogues } from '../negotiation/catalogues';
import { PostgresError } from '../postgres/postgres-fault';
import { Opener, type StoredRecord } from '../trust/opener';
import { type Board, changes, tableOf } from './board';
import { type BoardChange, changeOf } from './changes';
import { FencedError } from './lane';
import { Runner } from './runner';
import type { ViewsDatabase } from './views-database';

/** Five commitments in force, each with its review: nine events apiece. */
const COMMITMENTS = 5;
const nextVersion: typeof commitmentTracker = { ...commitmentTracker, version: 3 };

let ledger: RecordedLedger;
let views: ViewsDatabase;

const start = (own: readonly Board[] = boards, on = views): Promise<Runner> => new Runner(on, ledger.log, ledger.opener).start(own);
const dump = (board: Board, on = views): Promise<unknown[]> =>
  on.selectFrom(tableOf(board)).selectAll().orderBy('stream').orderBy('id').execute();

function record(): void {
  ledger = new RecordedLedger();
  ledger.add('initiative', INITIATIVE, [proposed]);
  for (let n = 0; n < COMMITMENTS; n++) {
    ledger.add('commitment', nth(n), binding);
    ledger.add('federalReview', nth(100 + n), reviewOf(nth(n)).underReview);
  }
}

describeOnEach('the runner of the views', (on) => {
  const rowOf = async (n: number): Promise<CommitmentRow | undefined> => {
    const found = await views.selectFrom('commitment_tracker_v2').select('row').where('id', '=', nth(n)).execute();
    return (found as { row: string }[]).map(({ row }) => JSON.parse(row) as CommitmentRow)[0];
  };
  const active = async (board: string): Promise<string[]> => {
    const found = await views.selectFrom('checkpoint').select('lane').where('board', '=', board).where('active', '=', 1).execute();
    return found.map(({ lane }) => lane as string);
  };

  beforeEach(async () => {
    record();
    views = await ledger.views(await on.place());
  });

  it('makes the same rows in one batch, in many small ones, and where it was stopped and began again', async () => {
    await (await start()).catchUp();
    const whole = await Promise.all(boards.map((board) => dump(board)));
    expect(Object.fromEntries(whole.map((rows, n) => [boards[n]?.name, rows.length]))).toEqual({
      'agreement-state': COMMITMENTS + 1,
      'commitment-tracker': 2 * COMMITMENTS,
      'cbm-reciprocity-ledger': 0,
      'federal-review-queue': COMMITMENTS,
      'deviation-register': 0,
      'unauthorised-undertakings': COMMITMENTS,
      timeline: 9 * COMMITMENTS + 1,
      'party-position-history': 0,
      'clause-matrix': 2 * COMMITMENTS,
      // The office of the focal person of the initiative.
      'delegation-itinerary': 1,
    });

    const other = await ledger.views(await on.place());
    for (let turns = 0; turns < 5; turns++) await (await start(boards, other)).turn(7);
    const slow = await start(boards, other);
    while (await slow.turn(7));
    expect(await Promise.all(boards.map((board) => dump(board, other)))).toEqual(whole);
  });

  it('folds a corrected record anew and leaves all others alone; an annulled one has no row', async () => {
    const runner = await start();
    await runner.catchUp();
    const before = await dump(commitmentTracker);
    const [event] = ledger.eventsOf('commitment', nth(3));
    const about = { targetEventId: event?.id ?? '', reason: 'CLERICAL_ERROR', effective: 'AB_INITIO', authorityId: INITIATIVE } as const;
    ledger.add('commitment', nth(3), [
      recordEvents.RecordRectified({ ...about, pointer: '/due/date', oldValue: '2025-06-30', newValue: '2025-07-31' }),
    ]);
    await runner.catchUp();
    expect(await rowOf(3)).toMatchObject({ dueDate: '2025-07-31', legalState: 'IN_FORCE' });
    const after = await dump(commitmentTracker);
    expect(after.filter((row, n) => JSON.stringify(row) !== JSON.stringify(before[n]))).toHaveLength(1);

    ledger.add('commitment', nth(COMMITMENTS), [drafted]);
    const [draft] = ledger.eventsOf('commitment', nth(COMMITMENTS));
    await runner.catchUp();
    expect(await rowOf(COMMITMENTS)).toBeDefined();
    ledger.add('commitment', nth(COMMITMENTS), [recordEvents.RecordAnnulled({ targetEventId: draft?.id ?? '', reason: 'entered twice' })]);
    await runner.catchUp();
    expect(await rowOf(COMMITMENTS)).toBeUndefined();
  });

  it('tells what each batch has changed on the boards in use, from what it was to what it is, once it is committed', async () => {
    const changed: BoardChange[] = [];
    const now = () => NOW;
    const runner = await new Runner(views, ledger.log, ledger.opener, now, (change) => changed.push(changeOf(change))).start(boards);
    await runner.catchUp();
    const tracker = () => changed.splice(0).find(({ board }) => board === commitmentTracker.name);
    expect(tracker()?.rows).toHaveLength(2 * COMMITMENTS);

    ledger.add('commitment', nth(COMMITMENTS), [drafted]);
    await runner.catchUp();
    const drafting = ledger.eventsOf('commitment', nth(COMMITMENTS))[0];
    const row = { stream: `commitment-${nth(COMMITMENTS)}`, id: nth(COMMITMENTS) };
    const draft = { level: expect.any(Number), caveats: 0, columns: expect.objectContaining({ legalState: 'DRAFT', reviewId: null }) };
    expect(tracker()).toEqual({
      board: commitmentTracker.name,
      lane: tableOf(commitmentTracker),
      from: (drafting?.position ?? 0) - 1,
      to: drafting?.position,
      rows: [{ ...row, after: draft }],
    });

    ledger.add('commitment', nth(COMMITMENTS), [
      recordEvents.RecordAnnulled({ targetEventId: drafting?.id ?? '', reason: 'entered twice' }),
    ]);
    await runner.catchUp();
    expect(tracker()?.rows).toEqual([{ ...row, before: draft }]);
    ledger.add('initiative', nth(200), [proposed]);
    await runner.catchUp();
    expect(tracker()?.rows).toEqual([]);
  });

  it('goes by the raised mark of a record, and by the lowered one', async () => {
    const runner = await start();
    const [event] = ledger.eventsOf('commitment', nth(1));
    const marked = async (level: 'SECRET' | 'PUBLIC'): Promise<number> => {
      const to = { level, caveats: [] };
      ledger.add('commitment', nth(1), [
        recordEvents.ClassificationChanged({ targetEventId: event?.id ?? '', to, authorityId: INITIATIVE }),
      ]);
      await runner.catchUp();
      return (await views.selectFrom('commitment_tracker_v2').select('level').where('id', '=', nth(1)).executeTakeFirstOrThrow())
        .level as number;
    };
    expect(await marked('SECRET')).toBe(3);
    expect(await marked('PUBLIC')).toBe(1); // the later events are RESTRICTED
  });

  describe('where an event cannot be folded', () => {
    let fails = true;
    const poisoned: typeof commitmentTracker = {
      ...commitmentTracker,
      name: 'poisoned',
      on: {
        ...commitmentTracker.on,
        CommitmentCleared: changes((row) => {
          if (fails) throw new Error('cannot');
          return { ...row, legalState: 'CLEARED' };
        }),
      },
    };

    it('halts that lane just before it, keeps what came before, and leads the others on', async () => {
      fails = true;
      const runner = await start([commitmentTracker, poisoned]);
      await runner.catchUp();
      const [fine, halted] = runner.health();
      expect(fine).toMatchObject({ position: ledger.log.head() });
      expect(fine?.halted).toBeUndefined();
      expect(halted?.halted).toMatch(/^CommitmentCleared .*cannot$/);
      const [next] = ledger.log.readAll(halted?.position ?? 0, 1);
      expect(next && ledger.opener.open(next).type).toBe('CommitmentCleared');
      expect(await dump(poisoned)).toHaveLength(1);
    });

    it('is still halted after a restart, and goes on when released: past the event, or through it once the fault is mended', async () => {
      fails = true;
      await (await start([poisoned])).catchUp();
      const runner = await start([poisoned]);
      expect(await runner.turn()).toBe(false);
      const [halted] = runner.health();
      await runner.release(tableOf(poisoned), { skip: true });
      await runner.catchUp();
      expect(runner.health()[0]?.position).toBeGreaterThan(halted?.position ?? 0);
      expect(runner.health()[0]?.halted).toBeDefined(); // the next commitment's

      fails = false;
      await runner.release(tableOf(poisoned), { skip: false });
      await runner.catchUp();
      expect(runner.health()[0]).toMatchObject({ position: ledger.log.head(), halted: undefined });
      await expect(runner.release(tableOf(poisoned), { skip: false })).rejects.toThrow('does not stand still');
    });

    it('is not what keys that are away are: no lane is halted, and the turn is taken again', async () => {
      let away: 'NOTHING' | 'BATCH' | 'HISTORY' = 'NOTHING';
      const opener = new (class extends Opener {
        override prepare(records: readonly StoredRecord[]): Promise<void> | undefined {
          return away === (records.length === 1 ? 'BATCH' : 'HISTORY') ? Promise.reject(new PostgresError('away')) : undefined;
        }
      })(ledger.trust.sealer, ledger.trust.keyring, catalogues);
      const runner = await new Runner(views, ledger.log, opener).start([commitmentTracker]);
      await runner.catchUp();
      const before = ledger.log.head();
      const [event] = ledger.eventsOf('commitment', nth(0));
      ledger.add('commitment', nth(0), [recordEvents.RecordAnnotated({ targetEventId: event?.id ?? '', text: 'a note' })]);
      for (away of ['BATCH', 'HISTORY'] as const) {
        await expect(runner.turn()).rejects.toThrow(PostgresError);
        expect(runner.health()[0]).toMatchObject({ position: before, halted: undefined });
      }
      away = 'NOTHING';
      await runner.catchUp();
      expect(runner.health()[0]).toMatchObject({ position: ledger.log.head(), halted: undefined });
    });

    it('writes nothing of a refold that fails, and says so', async () => {
      fails = false;
      const runner = await start([poisoned]);
      await runner.catchUp();
      const before = await dump(poisoned);
      const [event] = ledger.eventsOf('commitment', nth(0));
      fails = true;
      ledger.add('commitment', nth(0), [recordEvents.RecordAnnotated({ targetEventId: event?.id ?? '', text: 'a note' })]);
      await runner.catchUp();
      expect(runner.health()[0]?.halted).toMatch(/^refold: .*cannot/);
      expect(await dump(poisoned)).toEqual(before);
    });
  });

  describe('told to forget records whose keys are destroyed', () => {
    const stream = `commitment-${nth(0)}`;
    const erased = { erased: 'a-key-that-was-destroyed' };
    /** As it opens what lies under a key that is no more. */
    const opener = () =>
      new (class extends Opener {
        isGone = false;
        override open(stored: StoredRecord): Happened {
          const event = super.open(stored);
          if (!this.isGone || stored.stream !== stream) return event;
          return { ...event, data: Object.fromEntries(Object.keys(event.data).map((field) => [field, erased])) };
        }
      })(ledger.trust.sealer, ledger.trust.keyring, catalogues);

    it('it has their rows say so on every board, leaves all others alone, and names the tables in which they were', async () => {
      const opening = opener();
      const runner = await new Runner(views, ledger.log, opening).start(boards);
      await runner.catchUp();
      const [before, others] = [await rowOf(0), await rowOf(1)];
      opening.isGone = true;
      const { tables, rows } = await runner.forget([stream]);
      expect(tables).toEqual(expect.arrayContaining(['commitment_tracker_v2']));
      expect(rows).toBeGreaterThan(1);
      expect([before?.text, (await rowOf(0))?.text]).toEqual([expect.objectContaining({ lang: 'en' }), erased]);
      expect(await rowOf(1)).toEqual(others);
      expect(runner.health().every(({ position, halted }) => position === ledger.log.head() && halted === undefined)).toBe(true);
      expect(await runner.forget(['commitment-unknown'])).toEqual({ tables: [], rows: 0 });
    });

    it('it leaves no row where they cannot be folded any more, and says why that board stands still', async () => {
      const opening = opener();
      const fragile: typeof commitmentTracker = {
        ...commitmentTracker,
        name: 'fragile',
        on: {
          ...commitmentTracker.on,
          CommitmentCleared: changes((row) => {
            if (opening.isGone) throw new Error('cannot');
            return { ...row, legalState: 'CLEARED' };
          }),
        },
      };
      const runner = await new Runner(views, ledger.log, opening).start([fragile]);
      await runner.catchUp();
      opening.isGone = true;
      await runner.forget([stream]);
      expect(await views.selectFrom(tableOf(fragile)).selectAll().where('stream', '=', stream).execute()).toEqual([]);
      expect(await dump(fragile)).not.toEqual([]);
      expect(runner.health()[0]?.halted).toMatch(/^refold: .*cannot/);
    });

    it('it takes them out of the version of an older program that is still in use', async () => {
      await (await start([commitmentTracker])).catchUp();
      const runner = await start([nextVersion]);
      const forgotten = await runner.forget([stream]);
      expect(forgotten.tables).toEqual([tableOf(commitmentTracker)]);
      expect(await rowOf(0)).toBeUndefined();
      expect(await rowOf(1)).toBeDefined();
    });
  });

  it('remembers how long it took to build, once it has come to the end of the log', async () => {
    let minute = 0;
    const minutes = (): string => new Date(60_000 * minute++).toISOString();
    const runner = await new Runner(views, ledger.log, ledger.opener, minutes).start([commitmentTracker]);
    await runner.turn(10);
    expect(runner.health()[0]?.rebuildMs).toBeUndefined();
    await runner.catchUp();
    expect(runner.health()[0]?.rebuildMs).toBe(60_000);
    expect((await start([commitmentTracker])).health()[0]?.rebuildMs).toBe(60_000);
  });

  it('writes nothing when another runner was faster', async () => {
    const [one, other] = [await start(), await start()];
    await one.turn(10);
    const rows = await dump(commitmentTracker);
    await expect(other.turn(20)).rejects.toThrow(FencedError);
    expect(other.health()[0]?.position).toBe(0);
    expect(await dump(commitmentTracker)).toEqual(rows);
  });

  it('builds a new version beside the one in use, and switches when it has caught up', async () => {
    const runner = await start();
    await runner.catchUp();
    await runner.add(nextVersion);
    await runner.turn(20);
    expect(await active('commitment-tracker')).toEqual(['commitment_tracker_v2']);
    await runner.catchUp();
    expect(await active('commitment-tracker')).toEqual(['commitment_tracker_v3']);
    expect((await dump(nextVersion)).length).toBe(2 * COMMITMENTS);
    expect(runner.health().filter(({ board, active }) => board === 'commitment-tracker' && active)).toHaveLength(1);
  });

  it('keeps the version of an older program in use until its own has come to the end of the log', async () => {
    await (await start([commitmentTracker])).catchUp();
    const newer = await start([nextVersion]);
    await newer.turn(20);
    expect(await active('commitment-tracker')).toEqual(['commitment_tracker_v2']);
    expect(newer.health().find(({ active }) => active)).toMatchObject({ lane: 'commitment_tracker_v2', position: ledger.log.head() });
    await newer.catchUp();
    expect(newer.health()).toMatchObject([{ lane: 'commitment_tracker_v3', active: true, position: ledger.log.head() }]);
    await expect(dump(commitmentTracker)).rejects.toThrow(on.noTable);
  });

  it('does not keep an older version that cannot answer what is asked today', async () => {
    await (await start([commitmentTracker])).catchUp();
    const newer = await start([{ ...nextVersion, columns: { ...commitmentTracker.columns, kind: 'text' } } as typeof commitmentTracker]);
    expect(newer.health()).toMatchObject([{ lane: 'commitment_tracker_v3', active: true, position: 0 }]);
  });

  it('forgets rows that were made from another log', async () => {
    await (await start([commitmentTracker])).catchUp();
    const shorter = new RecordedLedger();
    shorter.add('commitment', nth(50), [drafted]);
    const runner = await new Runner(views, shorter.log, shorter.opener).start([commitmentTracker]);
    await runner.catchUp();
    expect(runner.health()).toMatchObject([{ position: 1, active: true }]);
    expect(await dump(commitmentTracker)).toHaveLength(1);
  });
});

describe('views.db', () => {
  it.each([
    ['is missing', (file: string) => rmSync(file)],
    ['is no database', (file: string) => writeFileSync(file, 'no database at all '.repeat(1_000))],
    [
      'has tables of another schema',
      (file: string) => {
        const database = new DatabaseSync(file);
        database.exec('DROP TABLE checkpoint; CREATE TABLE checkpoint (other TEXT); PRAGMA user_version = 99');
        database.close();
      },
    ],
  ])('is built anew with everything where it %s', async (_, spoil) => {
    record();
    const file = join(temporaryFolder(), 'views.db');
    const before = await ledger.views({ file });
    await (await start(boards, before)).catchUp();
    const whole = await dump(commitmentTracker, before);
    await before.destroy();
    spoil(file);
    const again = await ledger.views({ file });
    await (await start(boards, again)).catchUp();
    expect(await dump(commitmentTracker, again)).toEqual(whole);
  });
});

import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { QUEUED_APPENDS_MAX } from '../kernel/limits';
import { sampleDraft, sampleStream, unknownDraft } from './event-store.contract.sample';
import { AppendFailedError, type EventStore, type ExpectedRevision, QueueFullError, type ReadEvent, START } from './event-store';
import type { LedgerFolder } from './folder';

/** A store on SQLite, and what can happen to it from outside. */
export interface SqliteSubject {
  readonly files: LedgerFolder;
  /** Opens the store on these files. */
  readonly open: () => Promise<EventStore>;
  /** Tries to open them from another process; answers what that one said. */
  readonly openElsewhere: () => Promise<string>;
}

const [A, B] = [sampleStream(1), sampleStream(2)];

/** What a SQLite file must do beyond the port. */
export function sqliteContract(prepare: () => Promise<SqliteSubject>): void {
  describe('sqlite:', () => {
    let subject: SqliteSubject;
    let store: EventStore;
    beforeEach(async () => {
      subject = await prepare();
      store = await subject.open();
    });
    afterEach(() => store.close());

    const append = (stream: string, expected: ExpectedRevision) => store.append(stream, [sampleDraft('x')], expected, { basis: [] });
    const revisions = async (stream: string): Promise<number[]> => (await store.readStream(stream)).map(({ revision }) => revision);
    const inFile = (sql: string): void => {
      const database = new DatabaseSync(subject.files.ledger);
      try {
        database.exec(sql);
      } finally {
        database.close();
      }
    };
    /** From now on no transaction can be committed that writes into the stream. */
    const poison = (stream: string): void =>
      inFile(`CREATE TABLE absent (id INTEGER PRIMARY KEY);
        CREATE TABLE poison (id INTEGER REFERENCES absent (id) DEFERRABLE INITIALLY DEFERRED);
        CREATE TRIGGER poisoned AFTER INSERT ON event WHEN NEW.stream = '${stream}' BEGIN INSERT INTO poison VALUES (1); END`);

    it('a commit that fails: each of its group hears so, nothing is kept or remembered, and the next one is written', async () => {
      await append(A, 'none');
      poison(B);
      const outcomes = await Promise.allSettled([append(A, 0), append(A, 1), append(B, 'none')]);
      for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(AppendFailedError) });
      expect([await revisions(A), await revisions(B)]).toEqual([[0], []]);
      inFile('DROP TRIGGER poisoned');
      expect(await append(A, 1)).toEqual({ moved: A });
      expect(await Promise.all([append(A, 0), append(B, 'none')])).toMatchObject([{ revision: 1 }, { revision: 0 }]);
    });

    it('a neighbour whose insert fails: it is undone alone', async () => {
      inFile(`CREATE TRIGGER refused AFTER INSERT ON event WHEN NEW.stream = '${A}' AND NEW.revision = 1
        BEGIN SELECT RAISE(ABORT, 'refused'); END`);
      const two = [sampleDraft('x'), sampleDraft('y')];
      const outcomes = await Promise.allSettled([
        append(B, 'none'),
        store.append(A, two, 'none', { basis: [] }),
        append(A, 'none'),
        append(B, 0),
      ]);
      expect(outcomes).toMatchObject([
        { value: { revision: 0 } },
        { reason: expect.any(AppendFailedError) },
        { value: { revision: 0 } },
        { value: { revision: 1 } },
      ]);
      expect([await revisions(A), await revisions(B)]).toEqual([[0], [0, 1]]);
    });

    it('a keyless draft does not keep its neighbours from their keys', async () => {
      const unclassified = { ...unknownDraft(), env: {} } as unknown as ReturnType<typeof unknownDraft>;
      const outcomes = await Promise.allSettled([
        append(A, 'none'),
        store.append(B, [unclassified], 'none', { basis: [] }),
        append(B, 'none'),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    });

    it('the queue: as many as there may be, and one more is refused at once', async () => {
      const accepted = Array.from({ length: QUEUED_APPENDS_MAX }, (_, n) => append(sampleStream(n), 'none'));
      await expect(append(sampleStream(QUEUED_APPENDS_MAX), 'none')).rejects.toThrow(QueueFullError);
      for (const outcome of await Promise.all(accepted)) expect(outcome).toMatchObject({ revision: 0 });
      expect(await append(sampleStream(QUEUED_APPENDS_MAX), 'none')).toMatchObject({ revision: 0 });
    }, 60_000);

    it('opened again: everything as it was, and it goes on', async () => {
      await Promise.all([append(A, 'none'), append(A, 0), append(B, 'none')]);
      const bytes = (events: readonly ReadEvent[]) =>
        events.map(({ record, ...place }) => ({ ...place, record: Buffer.from(record).toString('latin1') }));
      const before = bytes(await store.readAll(START, 10));
      await store.close();
      store = await subject.open();
      expect(bytes(await store.readAll(START, 10))).toEqual(before);
      const late = sampleDraft('x', { at: '2025-01-01T00:00:00.000Z' });
      expect(await store.append(A, [late], 1, { basis: [[B, 0]] })).toMatchObject({ revision: 2, at: sampleDraft('x').open.at });
    });

    it('closed: all lies in the one file', async () => {
      await append(A, 'none');
      await store.close();
      const wal = `${subject.files.ledger}-wal`;
      expect(existsSync(wal) ? statSync(wal).size : 0).toBe(0);
    });

    it('one folder, one process: another one is refused, and let in once this one has closed', async () => {
      expect(await subject.openElsewhere()).toContain('another process has this ledger open');
      await append(A, 'none');
      await store.close();
      expect(await subject.openElsewhere()).toBe('opened');
    }, 60_000);

    it('one folder, one store: a second one in the same process is refused as well', async () => {
      await expect(subject.open()).rejects.toThrow('another process has this ledger open');
      expect(await append(A, 'none')).toMatchObject({ revision: 0 });
    });

    it.each(['UPDATE event SET revision = 7', 'DELETE FROM event', 'UPDATE ledger SET origin = 0', 'DELETE FROM ledger'])(
      'nothing is changed from outside: %s',
      async (sql) => {
        await append(A, 'none');
        expect(() => inFile(sql)).toThrow(/never|for ever/);
      },
    );
    it.each([
      `INSERT OR REPLACE INTO event VALUES (1, '${B}', 0, x'00')`,
      `INSERT OR REPLACE INTO event (stream, revision, record) VALUES ('${A}', 0, x'00')`,
      `INSERT OR REPLACE INTO ledger VALUES (1, 'other.example')`,
    ])('nor replaced: %s', async (sql) => {
      await append(A, 'none');
      expect(() => inFile(sql)).toThrow(/never|for ever/);
    });
  });
}

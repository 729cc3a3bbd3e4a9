import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boardOf, type MadeRow } from '../../test/support/board-rows';
import { describeOnEach } from '../../test/support/view-databases';
import { caveatBits, type Clearance, LEVELS, type Marking, rankOf, visibility } from '../kernel/classification';
import type { Board } from './board';
import { type BoardPage, type BoardQuestion, cursorOf, cursorText, pageOf } from './board-query';
import { readableBy } from './visibility';

interface Note extends Record<string, unknown> {
  readonly initiativeId: string;
  readonly topic: string;
  readonly weight: number | null;
}

const notes: Board<Note> = {
  name: 'notes',
  version: 1,
  events: [],
  columns: { initiativeId: 'text', topic: 'text', weight: 'integer' },
  on: {},
};

const EVERYTHING: Clearance = { level: rankOf('TOP_SECRET'), caveats: 0x3f };
const OFFICER: Clearance = { level: rankOf('RESTRICTED'), caveats: 0 };
const QUESTION: BoardQuestion = { filters: {}, sort: 'weight', size: 50, now: '2025-03-01T00:00:00.000Z' };

const name = (n: number): string => String(n).padStart(4, '0');
const note = (n: number, row: Partial<Note> = {}, mark: Partial<Marking> = {}): MadeRow<Note> => ({
  id: name(n),
  level: 0,
  caveats: 0,
  ...mark,
  row: { initiativeId: 'one', topic: 'TRADE', weight: n, ...row },
});

const level = fc.nat(LEVELS.length - 1);
const clearance: fc.Arbitrary<Clearance> = fc.record({ level, caveats: fc.nat(63) });
/** Most records have no caveat. */
const mark: fc.Arbitrary<Marking> = fc.record({ level, caveats: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(63)) });
const content = fc.record({ topic: fc.constantFrom('A', 'B', 'C'), weight: fc.option(fc.nat(8)) });

describeOnEach('a page of a board', (on) => {
  /** All pages, one after the other; `between` happens before the nth. */
  async function all(
    page: (after?: NonNullable<ReturnType<typeof cursorOf>>) => Promise<BoardPage<Note>>,
    between: (n: number) => Promise<void> = () => Promise.resolve(),
  ): Promise<BoardPage<Note>['rows']> {
    const rows: BoardPage<Note>['rows'][number][] = [];
    for (let n = 0, after: ReturnType<typeof cursorOf>; ; n++) {
      const { rows: some, next } = await page(after);
      rows.push(...some);
      if (next === null) return rows;
      after = cursorOf(next);
      await between(n);
    }
  }

  it.each(['weight', '-weight', 'topic', '-topic'])('shows every row once and in order, whatever the size: by %s', async (sort) => {
    const { database, put } = await boardOf(notes, on);
    await put(...fc.sample(content, { numRuns: 60, seed: 7 }).map((row, n) => note(n, row)));
    const readable = readableBy(database, notes, EVERYTHING);
    const { rows: whole, total } = await pageOf(readable, { ...QUESTION, sort, size: 200 });
    expect(total).toBe(60);
    const keys = whole.map((row) => ('withheld' in row ? null : row[sort.replace('-', '')])).filter((key) => key !== null);
    const ordered = [...keys].sort((one, other) => ((one as number) < (other as number) ? -1 : one === other ? 0 : 1));
    expect(keys).toEqual(sort.startsWith('-') ? ordered.reverse() : ordered);
    for (const size of [1, 7, 59, 60, 61]) {
      expect(await all((after) => pageOf(readable, { ...QUESTION, sort, size, ...(after && { after }) }))).toEqual(whole);
    }
  });

  it('orders text byte by byte, whatever the language of the server', async () => {
    const topics = ['a', 'B', 'ä', '_', 'Z', 'é', 'دروازه'];
    const { database, put } = await boardOf(notes, on);
    await put(...topics.map((topic, n) => note(n, { topic })));
    const rows = await all((after) =>
      pageOf(readableBy(database, notes, EVERYTHING), { ...QUESTION, sort: 'topic', size: 2, ...(after && { after }) }),
    );
    const bytes = (text: string): Buffer => Buffer.from(text);
    expect(rows.map((row) => (row as Note).topic)).toEqual([...topics].sort((one, other) => Buffer.compare(bytes(one), bytes(other))));
  });

  it.each([
    ['number', { weight: Number.NaN }],
    ['number', { weight: 1.5 }],
    ['number', { weight: 1e300 }],
    ['text', { topic: 'TRADE\0' }],
  ])('finds nothing by a %s that no column can hold: %p', async (_, filters) => {
    const { database, put } = await boardOf(notes, on);
    await put(note(1));
    expect(await pageOf(readableBy(database, notes, EVERYTHING), { ...QUESTION, filters })).toEqual({ rows: [], next: null, total: 0 });
  });

  it.each([
    ['weight', 'TRADE'],
    ['topic', 5],
    ['weight', '1e300'],
  ])('answers also to a cursor that somebody has made up: %s behind %p', async (sort, value) => {
    const { database, put } = await boardOf(notes, on);
    await put(note(1));
    const after = cursorOf(cursorText({ sort, value, stream: 's', id: 'i' }));
    const page = await pageOf(readableBy(database, notes, EVERYTHING), { ...QUESTION, sort, ...(after && { after }) });
    expect(page.total).toBe(1);
  });

  it('neither repeats nor misses a row while others come and go', async () => {
    const { database, put } = await boardOf(notes, on);
    await put(...Array.from({ length: 40 }, (_, n) => note(n * 10)));
    const readable = readableBy(database, notes, EVERYTHING);
    const rows = await all(
      (after) => pageOf(readable, { ...QUESTION, size: 5, ...(after && { after }) }),
      async (n) => {
        await put(note(n * 50 + 1), note(1_000 + n));
        await database
          .deleteFrom('notes_v1')
          .where('id', '=', name(n * 50))
          .execute();
      },
    );
    const seen = rows.map((row) => (row as Note).weight ?? 0);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((weight) => weight % 10 === 0 && weight < 400)).toEqual(Array.from({ length: 40 }, (_, n) => n * 10));
  });

  it('finds what is withheld by the initiative it belongs to, and by nothing that it says', async () => {
    const { database, put } = await boardOf(notes, on);
    await put(note(1), note(2, {}, { level: rankOf('SECRET') }), note(3, { initiativeId: 'other' }, { level: rankOf('SECRET') }));
    const readable = readableBy(database, notes, OFFICER);
    const of = (filters: BoardQuestion['filters']) => pageOf(readable, { ...QUESTION, filters });
    expect(await of({ initiativeId: 'one' })).toMatchObject({ total: 2, rows: [{ weight: 1 }, { withheld: 'SECRET' }] });
    expect(await of({ topic: 'TRADE' })).toMatchObject({ total: 1, rows: [{ weight: 1 }] });
    expect(await of({ initiativeId: 'one', topic: 'TRADE' })).toMatchObject({ total: 1 });
  });

  it.each(['weight', '-weight'])('orders what is withheld by nothing that it says: %s', async (sort) => {
    const pages = [];
    for (const weights of [
      [1, 2, 3],
      [30, 20, 10],
      [null, 5, 5],
    ]) {
      const { database, put } = await boardOf(notes, on);
      await put(...weights.map((weight, n) => note(n, { weight }, { level: rankOf('SECRET') })), note(7, { weight: 4 }));
      const readable = readableBy(database, notes, OFFICER);
      pages.push(await pageOf(readable, { ...QUESTION, sort }), await pageOf(readable, { ...QUESTION, sort, size: 2 }));
    }
    expect(new Set(pages.map((page) => JSON.stringify(page))).size).toBe(2);
  });

  it('refuses a token that is no cursor', () => {
    for (const text of [
      '',
      'e30',
      '!!!',
      Buffer.from('[]').toString('base64url'),
      ...['{"sort":1}', '{"sort":"a","value":1e300,"stream":"s","id":"i"}', '{"sort":"a","value":1,"stream":"s\\u0000","id":"i"}'].map(
        (it) => Buffer.from(it).toString('base64url'),
      ),
    ])
      expect(cursorOf(text)).toBeUndefined();
  });
});

describeOnEach('the two predicates of the database', (on) => {
  it('say the same as the rule, for every mark and every reader', async () => {
    const { database, put } = await boardOf(notes, on);
    const marks = LEVELS.flatMap((_, level) => Array.from({ length: 64 }, (_, caveats) => ({ level, caveats })));
    await put(...marks.map((mark, n) => note(n, {}, mark)));
    const readers = fc.sample(clearance, { numRuns: 40, seed: 11 });
    for (const reader of [EVERYTHING, { level: 0, caveats: 0 }, ...readers]) {
      const { rows, present, show } = readableBy(database, notes, reader);
      const ids = async (found: typeof rows): Promise<string[]> => (await found.select('id').orderBy('id').execute()).map(({ id }) => id);
      const those = (...seen: string[]): string[] => marks.flatMap((mark, n) => (seen.includes(visibility(mark, reader)) ? [name(n)] : []));
      expect(await ids(rows)).toEqual(those('SHOWN'));
      expect(await ids(present)).toEqual(those('SHOWN', 'WITHHELD'));
      for (const mark of marks.slice(0, 64)) expect('withheld' in show({ ...mark, row: '{}' })).toBe(visibility(mark, reader) !== 'SHOWN');
    }
  });

  it('let nothing through of what a reader may not see: not a word, not a count', async () => {
    const property = fc.asyncProperty(clearance, fc.array(mark, { maxLength: 30 }), async (reader, marks) => {
      const { database, put } = await boardOf(notes, on);
      const rows = marks.map((its, n) => note(n, { topic: visibility(its, reader) === 'SHOWN' ? 'seen' : 'unseen' }, its));
      await put(...rows.filter((row) => visibility(row, reader) !== 'HIDDEN'));
      const answers = async (): Promise<string> => {
        const readable = readableBy(database, notes, reader);
        const sorts = ['weight', '-weight', 'topic'].map((sort) => pageOf(readable, { ...QUESTION, sort, size: 4 }));
        return JSON.stringify(await Promise.all([...sorts, pageOf(readable, { ...QUESTION, filters: { topic: 'unseen' } })]));
      };
      const before = await answers();
      expect(before).not.toContain('unseen');
      await put(...rows);
      expect(await answers()).toBe(before);
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('keep a hiding caveat from whoever is not in on it, however high his level', async () => {
    const { database, put } = await boardOf(notes, on);
    await put(note(1, {}, { caveats: caveatBits(['FEDERAL_EYES_ONLY']) }), note(2, {}, { caveats: caveatBits(['NO_EXPORT']) }));
    const readable = readableBy(database, notes, { level: rankOf('TOP_SECRET'), caveats: 0 });
    expect(await pageOf(readable, QUESTION)).toEqual({ rows: [{ withheld: 'PUBLIC' }], next: null, total: 1 });
  });
});

import { describe, expect, it } from '@jest/globals';
import stringWidth from 'string-width';
import { cut, factLines, paperOf, simpleText, tableLines, wrapped } from './table';

const file = { columns: undefined, colour: false };
const terminal = (columns: number) => ({ columns, colour: false });

describe('a table', () => {
  const rows = [
    ['د خیبر پښتونخوا لومړی وزیر', 'ps'],
    ['وزیرِ اعلیٰ کا نُمائندہ', 'ur'],
    ['مُحَمَّد', 'ar'],
    ['the focal person', 'en'],
  ];

  it('gives marks no room: the second column begins at one place in every line', () => {
    const lines = tableLines(['who', 'language'], rows, file);
    const starts = lines.map((line, nth) => stringWidth(line.slice(0, line.lastIndexOf(rows[nth - 1]?.[1] ?? 'language'))));
    expect(new Set(starts).size).toBe(1);
  });

  it('keeps every letter in its order, and adds nothing to a file', () => {
    const lines = tableLines(['who', 'language'], rows, file);
    for (const [nth, [who = '', language = '']] of rows.entries()) {
      expect(lines[nth + 1]?.startsWith(`${who} `)).toBe(true);
      expect(lines[nth + 1]?.replace(who, '').trim()).toBe(language);
    }
  });

  it('isolates right-to-left words on a terminal, where they would run into the next cell', () => {
    const [, pashto = '', , , english = ''] = tableLines(['who', 'language'], rows, terminal(80));
    expect(pashto).toContain('\u2068د خیبر پښتونخوا لومړی وزیر\u2069');
    expect(english).not.toMatch(/[\u2066-\u2069]/);
  });

  it('is as narrow as the terminal, and cut nowhere else', () => {
    const long = [['x'.repeat(100), 'short']];
    expect(tableLines(['one', 'two'], long, file)[1]).toContain('x'.repeat(100));
    const lines = tableLines(['one', 'two'], long, terminal(40));
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(40);
    expect(lines[1]).toMatch(/x… {2}short$/);
  });

  it('keeps a row on one line', () => {
    expect(tableLines(['text'], [['one\ntwo']], file)).toEqual(['text', 'one ⏎ two']);
  });
});

describe('a text', () => {
  it('is cut between what a reader sees as letters', () => {
    expect(cut('مُحَمَّد', 3)).toBe('مُحَ…');
    expect(cut('short', 5)).toBe('short');
  });

  it('is broken between words, and a long word stays whole', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapped('unbreakable', 3)).toEqual(['unbreakable']);
    expect(wrapped('a\nb', 10)).toEqual(['a', 'b']);
  });
});

describe('what a record says', () => {
  it.each([
    [null, '-'],
    [[], 'none'],
    [{}, 'none'],
    [['a', 'b'], 'a, b'],
    [true, 'true'],
    [7, '7'],
    [{ lang: 'ps', body: 'سوله' }, '[ps] سوله'],
    [{ lang: 'en', parties: [], clauses: [{ eId: 'art_1' }], textHash: 'ab' }, '[en] clauses: 1, SHA-256 ab'],
    [{ from: '2025-02-16', precision: 'DAY', zone: 'Asia/Karachi' }, '2025-02-16[Asia/Karachi]'],
    [{ from: '2025-02', to: '2025-03', precision: 'RANGE', zone: 'Asia/Kabul' }, '2025-02/2025-03[Asia/Kabul]'],
    [{ from: '2025-02-16T09:00:00Z', precision: 'INSTANT', zone: 'UTC' }, '2025-02-16T09:00:00Z'],
    [{ from: null, precision: 'UNKNOWN', zone: 'UTC' }, 'unknown'],
    [{ erased: true }, '{"erased":true}'],
  ])('%j as %j', (value, text) => {
    expect(simpleText(value)).toBe(text);
  });

  it('stands name by name, members further in', () => {
    const state = { status: 'OPEN', place: { name: 'Kabul', country: 'AF' }, members: [{ name: 'A' }, { name: 'B', role: 'x' }] };
    expect(factLines(state, (name) => name, file)).toEqual([
      'status  OPEN',
      'place',
      '  name     Kabul',
      '  country  AF',
      'members',
      '  - name  A',
      '  - name  B',
      '    role  x',
    ]);
  });

  it('is coloured on a terminal only, and where nobody forbids it', () => {
    const shell = (columns: number | undefined, environment: NodeJS.ProcessEnv) =>
      paperOf({ out: () => undefined, err: () => undefined, input: () => '', environment, ...(columns !== undefined && { columns }) });
    expect(shell(80, {}).colour).toBe(true);
    expect(shell(80, { NO_COLOR: '1' }).colour).toBe(false);
    expect(shell(80, { TERM: 'dumb' }).colour).toBe(false);
    expect(shell(undefined, {}).colour).toBe(false);
    expect(factLines({ a: 1 }, (name) => name, shell(80, {}))).toEqual(['\u001b[2ma\u001b[22m  1']);
  });
});

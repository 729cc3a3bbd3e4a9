import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WORDS_CHANGED_MAX } from '../../kernel/limits';
import { type Compared, textDiff } from './text-diff';
import { type Run, wordsChanged } from './word-diff';

const text = (clauses: Readonly<Record<string, string>>, lang = 'en'): Compared => ({
  lang,
  clauses: Object.entries(clauses).map(([eId, plain]) => ({ eId, plain })),
});
const joined = (runs: readonly Run[], ...kinds: readonly Run['kind'][]): string =>
  runs.flatMap(({ kind, text: words }) => (kinds.includes(kind) ? [words] : [])).join('');

describe('what changed in the words of a clause', () => {
  it('is told word by word: what went, and what came in its place', () => {
    expect(wordsChanged('Torkham is open by day.', 'Torkham is open by night.', 'en')).toEqual([
      { kind: 'KEPT', text: 'Torkham is open by ' },
      { kind: 'REMOVED', text: 'day' },
      { kind: 'ADDED', text: 'night' },
      { kind: 'KEPT', text: '.' },
    ]);
    expect(wordsChanged('Patients cross.', 'Patients cross, with one companion.', 'en')).toEqual([
      { kind: 'KEPT', text: 'Patients cross' },
      { kind: 'ADDED', text: ', with one companion' },
      { kind: 'KEPT', text: '.' },
    ]);
  });

  it('keeps words together that changed together, whatever blanks part them', () => {
    expect(wordsChanged('from six to eight', 'from noon until midnight', 'en')).toEqual([
      { kind: 'KEPT', text: 'from ' },
      { kind: 'REMOVED', text: 'six to eight' },
      { kind: 'ADDED', text: 'noon until midnight' },
    ]);
  });

  it('is told as well in Pashto and in Urdu, letter for letter', () => {
    expect(wordsChanged('تورخم د ورځې پرانیستی دی.', 'تورخم د شپې پرانیستی دی.', 'ps')).toEqual([
      { kind: 'KEPT', text: 'تورخم د ' },
      { kind: 'REMOVED', text: 'ورځې' },
      { kind: 'ADDED', text: 'شپې' },
      { kind: 'KEPT', text: ' پرانیستی دی.' },
    ]);
    expect(wordsChanged('مریض گزریں گے۔', 'مریض نہیں گزریں گے۔', 'ur')).toEqual([
      { kind: 'KEPT', text: 'مریض ' },
      { kind: 'ADDED', text: 'نہیں ' },
      { kind: 'KEPT', text: 'گزریں گے۔' },
    ]);
  });

  it('says where somebody has bracketed words, as on paper', () => {
    expect(wordsChanged('Torkham is open at night.', 'Torkham is open [TB: at night].', 'en')).toEqual([
      { kind: 'KEPT', text: 'Torkham is open ' },
      { kind: 'ADDED', text: '[TB: ' },
      { kind: 'KEPT', text: 'at night' },
      { kind: 'ADDED', text: ']' },
      { kind: 'KEPT', text: '.' },
    ]);
  });

  it('shows wordings that differ too much one after the other', () => {
    const words = (word: string, n: number) => Array.from({ length: n }, (_, nth) => `${word}${nth}`).join('\n');
    // Each word that another takes the place of is two steps.
    const half = WORDS_CHANGED_MAX / 2;
    const line = (word: string, n: number) => `same\n${words(word, n)}`;
    expect(wordsChanged(line('a', half), line('b', half), 'en')[0]).toEqual({ kind: 'KEPT', text: 'same\n' });
    const [one, other] = [line('a', half + 1), line('b', half + 1)];
    expect(wordsChanged(one, other, 'en')).toEqual([
      { kind: 'REMOVED', text: one },
      { kind: 'ADDED', text: other },
    ]);
  });

  it('can be put together again to both wordings, in any script', () => {
    const words = fc.array(fc.constantFrom('open', 'تورخم', ' ', '\n', '[KP: ', ']', '.', 'د', 'ے', 'é', '😀', '\u200c'), {
      maxLength: 30,
    });
    const either = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      words.map((it) => it.join('')),
    );
    fc.assert(
      fc.property(either, either, fc.constantFrom('en', 'ps', 'ur', 'prs'), (one, other, lang) => {
        const runs = wordsChanged(one, other, lang);
        expect(joined(runs, 'KEPT', 'REMOVED')).toBe(one);
        expect(joined(runs, 'KEPT', 'ADDED')).toBe(other);
        expect(runs.every(({ text: its }) => its !== '')).toBe(true);
      }),
    );
  });
});

describe('what changed in a text', () => {
  const before = text({ art_1: 'One.', art_2: 'Two.', art_3: 'Three.' });

  it('is told by the names of the clauses, in the order of the later text; what is unchanged is counted', async () => {
    const after = text({ art_1: 'One.', art_2: 'Two, and more.', art_4: 'Four.' });
    expect(await textDiff(before, after)).toEqual({
      unchanged: 1,
      clauses: [
        {
          eId: 'art_2',
          change: 'REWORDED',
          moved: false,
          fromPlace: 2,
          toPlace: 2,
          words: [
            { kind: 'KEPT', text: 'Two' },
            { kind: 'ADDED', text: ', and more' },
            { kind: 'KEPT', text: '.' },
          ],
        },
        { eId: 'art_3', change: 'REMOVED', moved: false, fromPlace: 3, toPlace: null, words: [{ kind: 'REMOVED', text: 'Three.' }] },
        { eId: 'art_4', change: 'ADDED', moved: false, fromPlace: null, toPlace: 3, words: [{ kind: 'ADDED', text: 'Four.' }] },
      ],
    });
  });

  it('says what was moved, once, where it stands now', async () => {
    const after = text({ art_3: 'Three.', art_1: 'One.', art_2: 'Two.' });
    expect(await textDiff(before, after)).toEqual({
      unchanged: 2,
      clauses: [{ eId: 'art_3', change: 'MOVED', moved: true, fromPlace: 3, toPlace: 1, words: [{ kind: 'KEPT', text: 'Three.' }] }],
    });
    const reworded = text({ art_3: 'Three!', art_1: 'One.', art_2: 'Two.' });
    expect((await textDiff(before, reworded)).clauses).toMatchObject([{ eId: 'art_3', change: 'REWORDED', moved: true }]);
  });

  it('is nothing between a text and itself', async () => {
    expect(await textDiff(before, before)).toEqual({ unchanged: 3, clauses: [] });
  });
});

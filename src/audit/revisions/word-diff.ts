import { diffArrays } from 'diff';
import { WORDS_CHANGED_MAX } from '../../kernel/limits';

/** Words that two wordings have in common, or one of them alone. */
export interface Run {
  readonly kind: 'KEPT' | 'REMOVED' | 'ADDED';
  readonly text: string;
}

/** The words of a text and what stands between them, in its own language: put together again they are the text. */
function wordsOf(text: string, lang: string): string[] {
  return [...new Intl.Segmenter(lang, { granularity: 'word' }).segment(text)].map(({ segment }) => segment);
}

const run = (kind: Run['kind'], text: string): Run[] => (text === '' ? [] : [{ kind, text }]);

/**
 * What changed from one wording to another, word by word: what was removed and what was added in its place follow one another. KEPT and REMOVED
 * together are exactly the first wording, KEPT and ADDED the second, whatever the script. Wordings that differ by more than
 * `WORDS_CHANGED_MAX` words are shown one after the other.
 * @param lang BCP 47
 */
export function wordsChanged(from: string, to: string, lang: string): Run[] {
  const changes = diffArrays(wordsOf(from, lang), wordsOf(to, lang), { maxEditLength: WORDS_CHANGED_MAX });
  if (!changes) return [...run('REMOVED', from), ...run('ADDED', to)];
  const runs: Run[] = [];
  let [removed, added] = ['', ''];
  const settle = (): void => {
    runs.push(...run('REMOVED', removed), ...run('ADDED', added));
    [removed, added] = ['', ''];
  };
  for (const [nth, { value, removed: gone, added: come }] of changes.entries()) {
    const text = value.join('');
    if (gone) removed += text;
    else if (come) added += text;
    else if (isBlank(text) && removed + added !== '' && nth < changes.length - 1) {
      // A blank that happens to stand between two changed words is no part that was kept.
      removed += text;
      added += text;
    } else {
      settle();
      runs.push({ kind: 'KEPT', text });
    }
  }
  settle();
  return runs;
}

const isBlank = (text: string): boolean => text.trim() === '';

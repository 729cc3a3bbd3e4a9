/** How many letters must be put in, left out or exchanged to make one word of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [to, wanted] of [...other].entries())
      next.push(Math.min((row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1, (row[to] ?? 0) + (letter === wanted ? 0 : 1)));
    row = next;
  }
  return row[other.length] ?? 0;
}

const plain = (word: string): string => word.toLowerCase().replaceAll(/[-_]/g, '');

/** What somebody may have meant, as the end of a sentence; empty where nothing is near. */
export function meant(word: string, words: readonly string[], written: (word: string) => string = (it) => it): string {
  const near = words
    .map((it) => ({ it, far: distance(plain(word), plain(it)) }))
    .filter(({ it, far }) => far <= Math.max(1, Math.floor(it.length / 3)))
    .sort((a, b) => a.far - b.far)[0];
  return near ? `; did you mean ${written(near.it)}?` : '';
}

/** How many letters must be put in, left out, exchanged, or change places to make one word of the other (optimal string alignment). */
function distance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    rows.push(next);
    for (let column = 1; column <= other.length; column++) {
      const exchange = at(row - 1, column - 1) + (one[row - 1] === other[column - 1] ? 0 : 1);
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const swap = swapped ? at(row - 2, column - 2) + 1 : exchange;
      next.push(Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, exchange, swap));
    }
  }
  return at(one.length, other.length);
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

import stringWidth from 'string-width';
import type { Shell } from './shell';

/* Tables for people. Texts stand there as they were written: nothing is reordered, and marks that take no room are given none. */

/** How a person's terminal wants its lines; without one nothing is cut, coloured or isolated. */
export interface Paper {
  readonly columns: number | undefined;
  readonly colour: boolean;
}

/** `NO_COLOR` (no-color.org) and a dumb terminal want none. */
export const paperOf = ({ columns, environment }: Shell): Paper => ({
  columns,
  colour: columns !== undefined && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb',
});

const GAP = '  ';
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

export const bold = (text: string, { colour }: Paper): string => (colour ? `\u001b[1m${text}\u001b[22m` : text);
export const faint = (text: string, { colour }: Paper): string => (colour ? `\u001b[2m${text}\u001b[22m` : text);

/** Keeps a terminal from drawing one cell's right-to-left words into the next (UAX 9, first strong isolate). A file gets the words alone. */
export const isolated = (text: string, { columns }: Paper): string =>
  columns !== undefined && RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;

const padded = (text: string, width: number): string => ' '.repeat(Math.max(0, width - stringWidth(text)));

/** The beginning of a text that has this room. */
export function cut(text: string, room: number): string {
  if (stringWidth(text) <= room) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(kept + segment) > room - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** A text between words, as wide as there is room; a word that is longer stays whole. */
export function wrapped(text: string, room: number): string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    for (const word of line.split(' ')) {
      const last = lines.at(-1);
      if (last !== undefined && stringWidth(`${last} ${word}`) <= room) lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines;
  });
}

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ⏎ ');

/** Columns as wide as what stands in them, and on a terminal not wider together than it is. */
export function tableLines(head: readonly string[], rows: readonly (readonly string[])[], paper: Paper): string[] {
  const cells = rows.map((row) => row.map(oneLine));
  const natural = head.map((name, at) => Math.max(stringWidth(name), ...cells.map((row) => stringWidth(row[at] ?? ''))));
  const widths = paper.columns === undefined ? natural : narrowed(natural, paper.columns - GAP.length * (head.length - 1));
  const line = (row: readonly string[], shown: (text: string) => string): string =>
    row
      .map((cell, at) => {
        const text = cut(cell, widths[at] ?? 0);
        return shown(isolated(text, paper)) + (at === row.length - 1 ? '' : padded(text, widths[at] ?? 0));
      })
      .join(GAP)
      .trimEnd();
  return [line(head, (name) => bold(name, paper)), ...cells.map((row) => line(row, (text) => text))];
}

/** How wide a table would be if nothing were cut. */
export const tableWidth = (head: readonly string[], rows: readonly (readonly string[])[]): number =>
  head.reduce(
    (sum, name, at) => sum + GAP.length + Math.max(stringWidth(name), ...rows.map((row) => stringWidth(oneLine(row[at] ?? '')))),
    -GAP.length,
  );

const NARROWEST = 6;

/** The widest give first. */
function narrowed(widths: readonly number[], room: number): number[] {
  const left = [...widths];
  for (let over = left.reduce((sum, width) => sum + width, 0) - room; over > 0; over--) {
    const widest = Math.max(...left);
    if (widest <= NARROWEST) break;
    left[left.indexOf(widest)] = widest - 1;
  }
  return left;
}

/** Names and what they say, one below another; members of members further in. */
export function factLines(value: object, name: (field: string) => string, paper: Paper, indent = ''): string[] {
  const entries = Object.entries(value).filter(([, it]) => it !== undefined);
  const simple = entries.filter(([, it]) => isSimple(it));
  const width = Math.max(0, ...simple.map(([field]) => stringWidth(name(field))));
  return entries.flatMap(([field, it]) => {
    const label = `${indent}${name(field)}`;
    if (!isSimple(it)) return [faint(label, paper), ...belowLines(it as object, name, paper, `${indent}${GAP}`)];
    const room = paper.columns === undefined ? Number.POSITIVE_INFINITY : Math.max(20, paper.columns - indent.length - width - GAP.length);
    const [first = '', ...more] = wrapped(simpleText(it), room);
    const under = ' '.repeat(indent.length + width + GAP.length);
    return [`${faint(label, paper)}${padded(name(field), width)}${GAP}${first}`.trimEnd(), ...more.map((line) => `${under}${line}`)];
  });
}

function belowLines(value: object, name: (field: string) => string, paper: Paper, indent: string): string[] {
  if (!Array.isArray(value)) return factLines(value, name, paper, indent);
  return value.flatMap((it: unknown) => {
    if (isSimple(it)) return [`${indent}- ${simpleText(it)}`];
    const [first = '', ...more] = factLines(it as object, name, paper, `${indent}${GAP}`);
    return [`${indent}- ${first.slice(indent.length + GAP.length)}`, ...more];
  });
}

/** Whether it is said on its own line: a word, a number, words in a row, or a written text. */
export const isSimple = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (Array.isArray(value) ? value.every((it) => typeof it !== 'object' || it === null) : isText(value) || isMoment(value) || isNone(value));

const isText = (value: object): value is { lang: string; body: string } => 'lang' in value && 'body' in value;
const isMoment = (value: object): value is { from: string | null; to?: string; precision: string; zone: string } =>
  'from' in value && 'precision' in value && 'zone' in value;
const isNone = (value: object): boolean => Object.keys(value).length === 0;

/** A text in clauses is too long to be told in one line: its hash says which one it is. */
const isWholeText = (value: object): value is { lang: string; textHash: string; clauses: readonly unknown[] } =>
  'lang' in value && 'textHash' in value && 'clauses' in value && Array.isArray(value.clauses);

/** What a value says, in one text. */
export function simpleText(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(simpleText).join(', ');
  if (isText(value)) return `[${value.lang}] ${value.body}`;
  if (isMoment(value)) return momentText(value);
  if (isWholeText(value)) return `[${value.lang}] clauses: ${value.clauses.length}, SHA-256 ${value.textHash}`;
  return isNone(value) ? 'none' : JSON.stringify(value);
}

export const momentText = ({ from, to, zone }: { from: string | null; to?: string; zone: string }): string =>
  from === null
    ? 'unknown'
    : `${from}${to === undefined ? '' : `/${to}`}${/(?:Z|[+-]\d\d:\d\d)$/.test(from) && zone === 'UTC' ? '' : `[${zone}]`}`;

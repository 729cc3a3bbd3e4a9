import { sql } from 'kysely';
import { canonicalJson } from '../kernel/canonical-json';
import type { Board, RowShape } from './board';
import { isWithheld, type Readable, type StoredRow, type Withheld } from './visibility';

/** Where the next page begins: behind this row, in the order that was asked for. */
export interface Cursor {
  /** The order it belongs to; a cursor of another one is refused. */
  readonly sort: string;
  readonly value: string | number | null;
  readonly stream: string;
  readonly id: string;
}

/** What somebody asks of a board; plain JSON, checked before it comes here. */
export interface BoardQuestion {
  /** Column and the value it must have. */
  readonly filters: Readonly<Record<string, string | number>>;
  /** Name of a column; behind a minus the other way round (JSON:API). */
  readonly sort: string;
  readonly size: number;
  readonly after?: Cursor;
  /** For what is computed when asked: ages, days left. UTC with milliseconds. */
  readonly now: string;
}

/** One page of rows, in an order that holds while rows come and go. */
export interface BoardPage<Row> {
  readonly rows: readonly (Row | Withheld)[];
  /** `page[after]` of the next page; null on the last one. */
  readonly next: string | null;
  /** Of all pages: rows whose existence this reader may know of. */
  readonly total: number;
}

/** A board as one can ask for it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- queries of boards with different rows lie in one table
export interface BoardQuery<Row extends RowShape = any> {
  readonly board: Board<Row>;
  readonly summary: string;
  /** Columns that can be filtered by, beside what the question means. */
  readonly filters: Readonly<Record<string, string>>;
  /** Columns that can be sorted by; the first is the order where none is asked for. */
  readonly sorts: readonly string[];
  readonly ask: (readable: Readable<Row>, question: BoardQuestion) => Promise<unknown>;
}

/** The filter that also a withheld row may be found by: which initiative it belongs to tells nothing of what it says. */
export const STRUCTURAL_FILTER = 'initiativeId';

/**
 * A page of a board's rows. What is withheld stands in place and sorts behind everything; where a filter looks at content, it is left out,
 * for to find it would tell what it says.
 */
export async function pageOf<Row extends RowShape, Answer = Row>(
  readable: Readable<Row>,
  { filters, sort, size, after }: BoardQuestion,
  shown: (row: Row) => Answer = (row) => row as unknown as Answer,
): Promise<BoardPage<Answer>> {
  const byContent = Object.keys(filters).some((name) => name !== STRUCTURAL_FILTER);
  let rows = byContent ? readable.rows : readable.present;
  for (const [name, value] of Object.entries(filters)) rows = rows.where(says(name, value));
  const counted = rows.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  const descending = sort.startsWith('-');
  const key = readable.column(descending ? sort.slice(1) : sort);
  if (after) rows = rows.where(behind(key, descending, after));
  const listed = rows
    .select(['id', 'stream', 'level', 'caveats', 'row', key.as('key')] as never)
    .orderBy(sql`${key} IS NULL`)
    .orderBy(descending ? sql`${key} DESC` : key)
    .orderBy('stream' as never)
    .orderBy('id' as never)
    .limit(size + 1)
    .execute();
  // Both at once: a server is one way there and back away for each.
  const [{ total }, found] = await Promise.all([counted, listed]);
  const page = (found as unknown as (StoredRow & { key: string | number | null })[]).slice(0, size);
  const last = found.length > size ? page.at(-1) : undefined;
  return {
    rows: page.map((row) => {
      const content = readable.show(row);
      return isWithheld(content) ? content : shown(content);
    }),
    next: last ? cursorText({ sort, value: last.key, stream: last.stream, id: last.id }) : null,
    total,
  };
}

/** Rows in whose column that stands: none, where no column of any database can hold it. */
export const says = (column: string, value: string | number) =>
  isStorable(value) ? sql<boolean>`${sql.ref(column)} = ${value}` : sql<boolean>`1 = 0`;

const isStorable = (value: string | number): boolean => (typeof value === 'string' ? !value.includes('\0') : Number.isSafeInteger(value));

/** Sorts by another column than the one that is named: what is more urgent sorts higher, and not what comes later in the alphabet. */
export const sortedBy = <Row extends RowShape>(readable: Readable<Row>, columns: Readonly<Record<string, string>>): Readable<Row> => ({
  ...readable,
  column: (name) => readable.column(columns[name] ?? name),
});

/** Of a board whose rows are of several kinds, those of one. */
export function ofKind<Row extends RowShape>(readable: Readable<Row>, kind: string): Readable<Row> {
  const own = sql<boolean>`"of" = ${kind}`;
  return { ...readable, rows: readable.rows.where(own), present: readable.present.where(own) };
}

/**
 * Rows by what one of their columns says, for whoever puts them beside others: one above the reader stands in place as withheld, one of
 * which he may not know is not there.
 */
export async function rowsBy<Row extends RowShape>(
  { present, show }: Pick<Readable<Row>, 'present' | 'show'>,
  column: keyof Row & string,
  values: readonly string[],
): Promise<ReadonlyMap<string, Row | Withheld>> {
  if (values.length === 0) return new Map();
  const found = await present
    .where(column as never, 'in', [...new Set(values)] as never)
    .select(['level', 'caveats', 'row', sql.ref<string>(column).as('named')] as never)
    .execute();
  const rows = found as unknown as (Pick<StoredRow, 'level' | 'caveats' | 'row'> & { readonly named: string })[];
  return new Map(rows.map((row) => [row.named, show(row)]));
}

function behind(key: ReturnType<Readable<RowShape>['column']>, descending: boolean, { value, stream, id }: Cursor) {
  const tie = sql`(stream, id) > (${stream}, ${id})`;
  if (value === null) return sql<boolean>`${key} IS NULL AND ${tie}`;
  // A cursor that somebody has made up may compare a number with text; then its page is of no use, and that is all.
  const compared = typeof value === 'string' ? sql`CAST(${key} AS text)` : key;
  const beyond = descending ? sql`${compared} < ${value}` : sql`${compared} > ${value}`;
  return sql<boolean>`(${key} IS NULL OR ${beyond} OR (${compared} = ${value} AND ${tie}))`;
}

/** An opaque token: what it says is the server's own affair. */
export const cursorText = (cursor: Cursor): string => Buffer.from(canonicalJson(cursor)).toString('base64url');

/** The cursor of a token, `undefined` for what is none. */
export function cursorOf(text: string): Cursor | undefined {
  try {
    const { sort, value, stream, id } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Partial<Cursor>;
    const known = value === null || ((typeof value === 'string' || typeof value === 'number') && isStorable(value));
    const isText = (it: unknown): it is string => typeof it === 'string' && isStorable(it);
    return isText(sort) && isText(stream) && isText(id) && known ? { sort, value, stream, id } : undefined;
  } catch {
    return undefined; // Whatever is no JSON is no cursor; that is the answer here.
  }
}

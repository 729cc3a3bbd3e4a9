import type { Clearance } from '../kernel/classification';
import { AT_LEAST_WAIT_MS, PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from '../kernel/limits';
import { earliest, type Occurrence, occurrenceFaults } from '../kernel/occurrence';
import { type BoardQuery, cursorOf } from '../views/board-query';

/** What somebody asks of a board over HTTP, checked. A message of the QueryBus. */
export class ReadBoard {
  constructor(
    readonly name: string,
    readonly clearance: Clearance,
    readonly asked: AskedOfBoard,
  ) {}
}

export interface AskedOfBoard {
  readonly filters: Readonly<Record<string, string | number>>;
  readonly sort: string;
  readonly size: number;
  readonly after?: NonNullable<ReturnType<typeof cursorOf>>;
  readonly atLeast?: number;
  readonly knownAt?: string;
  readonly effectiveAt?: string;
}

/** One fault of the query string: `?name`, and what is wrong. */
export interface QueryFault {
  readonly pointer: string;
  readonly detail: string;
}

/** UTC with milliseconds, so that instants compare as text; `undefined` for what is none. A day means its beginning in UTC. */
function instantOf(text: string): string | undefined {
  const moment: Occurrence = { from: text, precision: text.includes('T') ? 'INSTANT' : 'DAY', zone: 'UTC', calendar: 'GREGORIAN' };
  return occurrenceFaults(moment).length === 0 ? earliest(moment) : undefined;
}

const isPosition = (value: unknown): boolean => typeof value === 'string' && /^\d{1,16}$/.test(value);

/** Reads a query string by what the board declares; all that is wrong with it at once. */
export function boardQuestionOf(
  board: BoardQuery,
  query: Readonly<Record<string, unknown>>,
): { asked: AskedOfBoard; faults: QueryFault[] } {
  const faults: QueryFault[] = [];
  const fault = (name: string, detail: string): void => void faults.push({ pointer: `?${name}`, detail });
  const filters: Record<string, string | number> = {};
  let [sort = ''] = board.sorts;
  let size = PAGE_SIZE_DEFAULT;
  const rest: { after?: NonNullable<ReturnType<typeof cursorOf>>; atLeast?: number; knownAt?: string; effectiveAt?: string } = {};
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== 'string') fault(name, 'must be said once');
    else if (Object.hasOwn(board.filters, name)) filters[name] = board.board.columns[name] === 'integer' ? Number(value) : value;
    else if (name === 'sort') {
      if (board.sorts.includes(value.replace(/^-/, ''))) sort = value;
      else fault(name, `must be one of ${board.sorts.join(', ')}, with a minus before it for the other way round`);
    } else if (name === 'page[size]') {
      size = /^\d{1,4}$/.test(value) ? Number(value) : 0;
      if (size < 1 || size > PAGE_SIZE_MAX) fault(name, `must be a number from 1 to ${PAGE_SIZE_MAX}`);
    } else if (name === 'page[after]') {
      const cursor = cursorOf(value);
      if (cursor) rest.after = cursor;
      else fault(name, 'must be the `next` of an earlier page');
    } else if (name === 'at-least') {
      if (isPosition(value)) rest.atLeast = Number(value);
      else fault(name, 'must be the position of an earlier answer');
    } else if (name === 'known-at' || name === 'effective-at') {
      const instant = instantOf(value);
      if (instant === undefined) fault(name, 'must be an instant such as 2025-03-01T09:00:00Z, or a day');
      else rest[name === 'known-at' ? 'knownAt' : 'effectiveAt'] = instant;
    } else fault(name, 'is not a parameter of this board');
  }
  if (rest.after && rest.after.sort !== sort) fault('page[after]', 'belongs to another order');
  return { asked: { filters, sort, size, ...rest }, faults };
}

/** What somebody wants to be told of a board, as it changes. */
export interface AskedOfChanges {
  readonly filters: Readonly<Record<string, string | number>>;
  readonly since?: number;
}

const ONLY_FROM_NOW: ReadonlySet<string> = new Set(['known-at', 'effective-at']);

/**
 * Reads the query string of a board's changes: its filters, and from where on.
 * @param lastEventId what a program says that comes back; it knows better than the address with which it began
 */
export function changesQuestionOf(
  board: BoardQuery,
  { since, ...query }: Readonly<Record<string, unknown>>,
  lastEventId?: unknown,
): { asked: AskedOfChanges; faults: QueryFault[] } {
  const early = Object.keys(query).filter((name) => !Object.hasOwn(board.filters, name));
  const faults = early.map((name) => ({
    pointer: `?${name}`,
    detail: ONLY_FROM_NOW.has(name) ? 'is of no use here: changes are told as they come' : 'is not a parameter of these changes',
  }));
  const filters = boardQuestionOf(board, Object.fromEntries(Object.entries(query).filter(([name]) => !early.includes(name))));
  const position = lastEventId ?? since;
  if (position !== undefined && !isPosition(position))
    faults.push({ pointer: lastEventId === undefined ? '?since' : '#Last-Event-ID', detail: 'must be the position of an earlier answer' });
  return {
    asked: { filters: filters.asked.filters, ...(position !== undefined && { since: Number(position) }) },
    faults: [...faults, ...filters.faults],
  };
}

/** How long `at-least` may wait. */
export const BOARD_WAIT_MS = AT_LEAST_WAIT_MS;

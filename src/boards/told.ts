import { type Clearance, levelOf, visibility } from '../kernel/classification';
import { STRUCTURAL_FILTER } from '../views/board-query';
import type { ChangedRow, SeenRow } from '../views/changes';
import type { Withheld } from '../views/visibility';

export type Filters = Readonly<Record<string, string | number>>;

/** A changed row as a reader is told of it: which one; or that one in whose place he sees nothing but its level. */
export type Told = { readonly stream: string; readonly id: string } | Withheld;

/**
 * What of these rows one reader is told of: nothing of what he may not know, the withheld form of what he may not see. A row that has left
 * what he filters by has changed for him too.
 */
export function toldOf(rows: readonly ChangedRow[], clearance: Clearance, filters: Filters): Told[] {
  const byContent = Object.keys(filters).some((name) => name !== STRUCTURAL_FILTER);
  return rows.flatMap(({ stream, id, before, after }): Told[] => {
    // What is gone is judged by what it was.
    const mark = after ?? before;
    if (!mark) return [];
    const seen = visibility(mark, clearance);
    if (seen === 'HIDDEN' || (seen === 'WITHHELD' && byContent)) return [];
    const readable = [before, after].filter((row) => row !== undefined && (row === mark || visibility(row, clearance) === 'SHOWN'));
    if (!readable.some((row) => row && matches(row, filters))) return [];
    return seen === 'SHOWN' ? [{ stream, id }] : [{ withheld: levelOf(mark.level) }];
  });
}

/** Boards keep rows of several kinds: a filter leaves out what says something else, and not what does not speak of it at all. */
const matches = ({ columns }: SeenRow, filters: Filters): boolean =>
  Object.entries(filters).every(([name, value]) => columns[name] === undefined || columns[name] === value);

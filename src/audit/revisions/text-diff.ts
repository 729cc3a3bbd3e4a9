import { setImmediate as nextTurn } from 'node:timers/promises';
import { diffArrays } from 'diff';
import type { NegotiatedText } from '../../negotiation/proposal/proposal.state';
import { type Run, wordsChanged } from './word-diff';

/** What became of one clause between two revisions. */
export interface ClauseChange {
  readonly eId: string;
  readonly change: 'ADDED' | 'REMOVED' | 'REWORDED' | 'MOVED';
  /** Whether it stands elsewhere among those that both revisions have. */
  readonly moved: boolean;
  /** Its place in each, counted from 1; null where it is not there. */
  readonly fromPlace: number | null;
  readonly toPlace: number | null;
  /** As it reads on paper, word by word. */
  readonly words: readonly Run[];
}

export interface TextDiff {
  /** Those that changed, in the order of the later text; what is gone stands where it stood. */
  readonly clauses: readonly ClauseChange[];
  /** How many both have, in the same words and the same place. */
  readonly unchanged: number;
}

/** What of a text is compared. */
export type Compared = Pick<NegotiatedText, 'lang'> & {
  readonly clauses: readonly Pick<NegotiatedText['clauses'][number], 'eId' | 'plain'>[];
};

const named = ({ clauses }: Compared) => new Map(clauses.map(({ eId, plain }, n) => [eId, { plain, place: n + 1 }]));

/** The clauses of both texts, each once: those of the later in its order, and behind each what is gone from there. */
function orderOf(from: Compared, to: Compared): { readonly all: readonly string[]; readonly moved: ReadonlySet<string> } {
  const [before, after] = [from.clauses.map(({ eId }) => eId), to.clauses.map(({ eId }) => eId)];
  const [were, are] = [new Set(before), new Set(after)];
  const all: string[] = [];
  const moved = new Set<string>();
  for (const { value, removed, added } of diffArrays(before, after))
    for (const eId of value) {
      if (removed ? are.has(eId) : added && were.has(eId)) moved.add(eId);
      // What moved is told where it stands now.
      if (!removed || !are.has(eId)) all.push(eId);
    }
  return { all, moved };
}

/**
 * Compares two texts clause by clause, by their names, and those whose words differ word by word (domain.md 5, "Diff"). Others get their turn on the
 * thread behind each of these.
 */
export async function textDiff(from: Compared, to: Compared): Promise<TextDiff> {
  const [before, after] = [named(from), named(to)];
  const { all, moved } = orderOf(from, to);
  const clauses: ClauseChange[] = [];
  for (const eId of all) {
    const [was, is] = [before.get(eId), after.get(eId)];
    const about = { eId, moved: moved.has(eId), fromPlace: was?.place ?? null, toPlace: is?.place ?? null };
    if (!was || !is) {
      const kind = is ? 'ADDED' : 'REMOVED';
      clauses.push({ ...about, change: kind, words: [{ kind, text: (is ?? was)?.plain ?? '' }] });
    } else if (was.plain !== is.plain) {
      clauses.push({ ...about, change: 'REWORDED', words: wordsChanged(was.plain, is.plain, to.lang) });
      await nextTurn();
    } else if (about.moved) clauses.push({ ...about, change: 'MOVED', words: [{ kind: 'KEPT', text: is.plain }] });
  }
  return { clauses, unchanged: all.length - clauses.length };
}

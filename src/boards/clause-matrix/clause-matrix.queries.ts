import { sql } from 'kysely';
import { type Erased, isErased, unlessErased } from '../../kernel/erased';
import type { Occurrence } from '../../kernel/occurrence';
import { prohibitedAmong, type PolicyFramework } from '../../negotiation/policy-framework/policy-framework.state';
import { linkedRedLines } from '../../negotiation/alignment';
import {
  isAgreedUpon,
  isWorded,
  namedParties,
  type NegotiatedClause,
  type Proposal,
  type Reservation,
  type StanceTaken,
} from '../../negotiation/proposal/proposal.state';
import { PAX_CODES, type Stance } from '../../negotiation/terms';
import {
  type BoardPage,
  type BoardQuery,
  type BoardQuestion,
  cursorText,
  ofKind,
  rowsBy,
  says,
  STRUCTURAL_FILTER,
} from '../../views/board-query';
import { isWithheld, type Readable, type Withheld } from '../../views/visibility';
import type { ClearingRow } from '../commitment-tracker/commitment-tracker.projection';
import { clearanceAt } from '../commitment-tracker/commitment-tracker.queries';
import { type CarryingRow, clauseMatrix, type FrameworkRow, type MatrixRow, type TextRow } from './clause-matrix.projection';

/** How far a clause has come; ERASED where nobody can say any more. */
export type ClauseState = 'CLEAN' | 'BRACKETED' | 'AD_REFERENDUM' | 'CLEARED' | 'ENTERED' | 'RED_LINE' | 'ERASED';

/** A position on words of a clause. */
interface Position {
  readonly stance: Stance | Erased;
  readonly since: Occurrence | Erased;
  /** The revision that the party had before it. */
  readonly revision: number | Erased;
  readonly contactId: string | Erased | null;
  readonly bySilence: boolean;
}

/** Where one party stands on a clause. */
export interface Cell {
  readonly partyId: string;
  /** Its initials in the text. */
  readonly mark: string;
  /** Whether its acceptance makes the text agreed (INV-18). */
  readonly named: boolean;
  /** What counts: silence, and what was said of words that are gone, is NO_POSITION_STATED (INV-20, INV-21). */
  readonly stance: Position['stance'];
  readonly since: Position['since'] | null;
  readonly revision: Position['revision'] | null;
  readonly contactId: Position['contactId'];
  readonly bySilence: boolean;
  readonly reservations: readonly Pick<Reservation, 'reservationId' | 'text'>[];
  /** What it has said of earlier words, to be shown greyed; null once it has spoken to those that stand, or if it never spoke. */
  readonly stale: Position | null;
}

/** Other words that are wanted for a part of a clause. */
export interface AlternativeThere {
  /** The part of the clause, counted from 1. */
  readonly part: number;
  /** As it is printed: Alt 1. */
  readonly number: number;
  readonly text: string;
  readonly proposedBy: readonly string[];
  readonly supportedBy: readonly string[];
}

/** A clause as it stands, with where each party stands on it. */
export interface ClauseAnswer {
  readonly proposalId: string;
  readonly initiativeId: string | Erased | null;
  readonly title: string | Erased;
  readonly standing: string;
  readonly revision: number;
  readonly textHash: string | Erased;
  readonly lang: string | Erased;
  readonly topic: string | Erased | null;
  readonly paxCodes: readonly string[];
  readonly eId: string | Erased;
  /** Its place in the text, counted from 1. */
  readonly place: number;
  readonly heading: string | null;
  readonly subTopic: string | null;
  /** As it reads on paper. */
  readonly text: string | Erased;
  /** The revision in which these words came. */
  readonly wordedIn: number | null;
  readonly state: ClauseState;
  readonly bracketCount: number;
  readonly alternatives: readonly AlternativeThere[];
  readonly parties: readonly Cell[];
}

/** What decides how far the clauses of one text have come, beside the text itself. */
export interface Beside {
  /** Undefined where there is none, or none for this reader. */
  readonly framework: PolicyFramework | undefined;
  /** Clauses that commitments in force carry, as far as this reader may see those. */
  readonly entered: ReadonlySet<string>;
  /** Whether the review of the text as it stands has cleared it; undefined where the reader may not see the review. */
  readonly cleared: boolean | undefined;
}

type Worded = Exclude<Proposal, { readonly status: 'NONE' }>;

/**
 * INV-12: whether the text as it stands is linked to a line that the version in force prohibits to cross. What is erased names no line any more;
 * an act upon the text is refused for it all the same.
 */
const crosses = (it: Worded, textHash: string, framework: PolicyFramework | undefined): boolean =>
  framework !== undefined && unlessErased(() => prohibitedAmong(framework, linkedRedLines(it, textHash)).length > 0, false);

const namedIn = (it: Worded): ReadonlySet<string> => new Set(unlessErased(() => namedParties(it), []));

const positionOf = ({ stance, since, revision, contactId, bySilence }: StanceTaken): Position => ({
  stance,
  since,
  revision,
  contactId,
  bySilence,
});

const SILENT = { stance: 'NO_POSITION_STATED', since: null, revision: null, contactId: null, bySilence: false } as const;

const alternativesIn = ({ segments }: NegotiatedClause): AlternativeThere[] =>
  segments.flatMap((it, nth) =>
    it.state === 'ALTERNATIVES'
      ? it.alternatives.map(({ altId: _, ...alternative }, n) => ({ part: nth + 1, number: n + 1, ...alternative }))
      : [],
  );

/** The rows of one text. */
export function clauseAnswers(row: TextRow, { framework, entered, cleared }: Beside): ClauseAnswer[] {
  const { proposalId, initiativeId, topic, standing, state: it, stale } = row;
  if (!isWorded(it)) return [];
  const paxCodes = isErased(it.topic) ? [] : PAX_CODES[it.topic];
  const about = { proposalId, initiativeId, title: it.title, standing, revision: it.revision, topic, paxCodes };
  const { text } = it;
  if (isErased(text)) {
    const gone = { textHash: text, lang: text, eId: text, place: 1, heading: null, subTopic: null, text, wordedIn: null };
    return [{ ...about, ...gone, state: 'ERASED', bracketCount: 0, alternatives: [], parties: [] }];
  }
  const named = namedIn(it);
  const prohibited = crosses(it, text.textHash, framework);
  const isCleared = it.review?.standing === 'CLEARED' && cleared !== false;
  const stateOf = ({ eId, segments }: NegotiatedClause): ClauseState => {
    if (entered.has(eId)) return 'ENTERED';
    if (prohibited) return 'RED_LINE';
    if (segments.some(({ state }) => state !== 'CLEAN')) return 'BRACKETED';
    if (isCleared) return 'CLEARED';
    return isAgreedUpon(it) ? 'AD_REFERENDUM' : 'CLEAN';
  };
  const reserved = (eId: string, partyId: string) =>
    it.reservations.flatMap((each) =>
      each.eId === eId && each.partyId === partyId ? [{ reservationId: each.reservationId, text: each.text }] : [],
    );
  const cellOf = ({ eId, stances }: NegotiatedClause, { partyId, mark }: { partyId: string; mark: string }): Cell => {
    const taken = Object.hasOwn(stances, partyId) ? stances[partyId] : undefined;
    const earlier = taken ? undefined : stale[eId]?.[partyId];
    return {
      partyId,
      mark,
      named: named.has(partyId),
      ...(taken ? positionOf(taken) : SILENT),
      reservations: reserved(eId, partyId),
      stale: earlier ? positionOf(earlier) : null,
    };
  };
  return text.clauses.map((clause, nth) => ({
    ...about,
    textHash: text.textHash,
    lang: text.lang,
    eId: clause.eId,
    place: nth + 1,
    heading: clause.heading ?? null,
    subTopic: clause.subTopic ?? null,
    text: clause.plain,
    wordedIn: clause.since,
    state: stateOf(clause),
    bracketCount: clause.segments.filter(({ state }) => state === 'BRACKETED').length,
    alternatives: alternativesIn(clause),
    parties: text.parties.map((party) => cellOf(clause, party)),
  }));
}

/** Filters that look at a clause, and not at its text. */
const OF_CLAUSE = ['eId', 'subTopic', 'state'] as const;

const isMeant = (it: ClauseAnswer, filters: BoardQuestion['filters']): boolean =>
  OF_CLAUSE.every((name) => filters[name] === undefined || it[name] === filters[name]);

/** A text in the order of the board, before it is looked into. */
interface Entry {
  readonly stream: string;
  readonly key: string | null;
  /** Of one that is withheld null: it stands in place once. */
  readonly clauses: number | null;
}

async function entriesOf(readable: Readable<MatrixRow>, { filters, sort }: BoardQuestion): Promise<Entry[]> {
  const byContent = Object.keys(filters).some((name) => name !== STRUCTURAL_FILTER);
  const texts = ofKind(readable, 'TEXT');
  let rows = byContent ? texts.rows : texts.present;
  for (const [name, value] of Object.entries(filters))
    if (!(OF_CLAUSE as readonly string[]).includes(name)) rows = rows.where(says(name, value));
  const descending = sort.startsWith('-');
  const key = readable.column(descending ? sort.slice(1) : sort);
  const found = await rows
    .select(['stream', key.as('key'), readable.column('clauses').as('clauses')] as never)
    .orderBy(sql`${key} IS NULL`)
    .orderBy(descending ? sql`${key} DESC` : key)
    .orderBy('stream' as never)
    .execute();
  return found as unknown as Entry[];
}

/** Where a page begins: in which text, and behind how many of its rows. */
function placeOf(entries: readonly Entry[], { sort, after }: BoardQuestion): { readonly text: number; readonly skip: number } {
  if (!after) return { text: 0, skip: 0 };
  const same = entries.findIndex(({ stream }) => stream === after.stream);
  if (same >= 0) return { text: same, skip: Number(after.id) };
  // It is no longer there for this reader: the page begins where it would stand.
  const descending = sort.startsWith('-');
  const isBehind = ({ key, stream }: Entry): boolean => {
    if (key === after.value) return stream > after.stream;
    if (key === null || after.value === null) return key === null;
    return key > after.value !== descending;
  };
  const next = entries.findIndex(isBehind);
  return { text: next < 0 ? entries.length : next, skip: 0 };
}

/** Looks into one text after another. */
class Looking {
  private framework: PolicyFramework | undefined;

  private constructor(
    private readonly readable: Readable<MatrixRow>,
    private readonly question: BoardQuestion,
  ) {}

  static async into(readable: Readable<MatrixRow>, question: BoardQuestion): Promise<Looking> {
    const it = new Looking(readable, question);
    const [found] = await ofKind(readable, 'FRAMEWORK').rows.select('row').execute();
    it.framework = found && (JSON.parse(found.row) as FrameworkRow).state;
    return it;
  }

  async at({ stream }: Entry): Promise<readonly (ClauseAnswer | Withheld)[]> {
    const [stored] = await ofKind(this.readable, 'TEXT')
      .present.where('stream' as never, '=', stream as never)
      .select(['level', 'caveats', 'row'])
      .execute();
    if (!stored) return [];
    const text = this.readable.show(stored);
    if (isWithheld(text)) return [text];
    const row = text as TextRow;
    return clauseAnswers(row, await this.beside(row)).filter((it) => isMeant(it, this.question.filters));
  }

  private async beside({ proposalId, state }: TextRow): Promise<Beside> {
    const reviewId = isWorded(state) ? state.review?.reviewId : undefined;
    const [carrying, reviews] = await Promise.all([
      ofKind(this.readable, 'COMMITMENT')
        .rows.where('proposalId' as never, '=', proposalId as never)
        .select('row')
        .execute(),
      rowsBy(ofKind(this.readable, 'REVIEW'), 'reviewId', typeof reviewId === 'string' ? [reviewId] : []),
    ]);
    const commitments = (carrying as unknown as { row: string }[]).map(({ row }) => JSON.parse(row) as CarryingRow);
    const entered = new Set(commitments.flatMap(({ eId, entered: binds }) => (binds && typeof eId === 'string' ? [eId] : [])));
    const review = typeof reviewId === 'string' ? reviews.get(reviewId) : undefined;
    const granted = review && !isWithheld(review) ? clearanceAt(review as ClearingRow, this.question.now) : undefined;
    return {
      framework: this.framework,
      entered,
      cleared: granted === undefined ? undefined : granted !== null && granted.state !== 'REVOKED' && granted.state !== 'EXPIRED',
    };
  }
}

async function ask(readable: Readable<MatrixRow>, question: BoardQuestion): Promise<BoardPage<ClauseAnswer>> {
  const { filters, size, sort } = question;
  const [entries, looking] = await Promise.all([entriesOf(readable, question), Looking.into(readable, question)]);
  // Where a filter looks at clauses, only they themselves tell how many there are.
  const byClause = OF_CLAUSE.some((name) => filters[name] !== undefined);
  const from = placeOf(entries, question);
  const rows: (ClauseAnswer | Withheld)[] = [];
  let [total, behind] = [0, 0];
  let last = '';
  for (const [nth, entry] of entries.entries()) {
    const wanted = nth >= from.text && rows.length < size;
    const found = wanted || byClause ? await looking.at(entry) : undefined;
    const own = found?.length ?? entry.clauses ?? 1;
    total += own;
    if (nth < from.text) continue;
    const skip = nth === from.text ? from.skip : 0;
    const some = found?.slice(skip, skip + size - rows.length) ?? [];
    behind += Math.max(0, own - skip) - some.length;
    if (some.length === 0) continue;
    rows.push(...some);
    last = cursorText({ sort, value: entry.key, stream: entry.stream, id: String(skip + some.length) });
  }
  return { rows, next: behind > 0 ? last : null, total };
}

export const clauseMatrixQuery: BoardQuery<MatrixRow> = {
  board: clauseMatrix,
  summary: 'Texts on the table clause by clause: where each party stands, what is bracketed, how far it has come',
  filters: {
    initiativeId: 'Those of one initiative',
    proposalId: 'The clauses of one proposal',
    topic: 'Those on one topic',
    standing: 'Those of proposals that stand so, such as UNDER_NEGOTIATION',
    eId: 'Those of one name',
    subTopic: 'Those on one sub-topic',
    state: 'Those in one state: CLEAN, BRACKETED, AD_REFERENDUM, CLEARED, ENTERED or RED_LINE',
  },
  sorts: ['proposedAt'],
  ask,
};

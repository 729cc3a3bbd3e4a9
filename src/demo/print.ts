import type { Stage } from './stage';

interface Agreement {
  readonly title: string;
  readonly federalStanding: string;
  readonly commitments: {
    readonly total: number;
    readonly byLegalState: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly pillarBalance: Readonly<Record<string, number>>;
  };
  readonly nextContact: string | null;
}

interface Review {
  readonly subject: string;
  readonly state: string;
  readonly decision: string | null;
  readonly clearance: string | null;
  readonly ageHours: number;
  readonly deskAgeHours: number;
  readonly conditionsOpen: number;
  readonly guidance: readonly unknown[];
}

interface Tracked {
  readonly text: { readonly body: string };
  readonly legalState: string;
  readonly dueDate: string | null;
  readonly daysLeft: number | null;
  readonly implementationLevel: number | null;
}

interface Board<Row> {
  readonly rows: readonly Row[];
}

const WIDTH_MAX = 60;

/** One line of a text, shortened. */
const brief = (text: string): string => {
  const [line = ''] = text.split('\n');
  return line.length > WIDTH_MAX ? `${line.slice(0, WIDTH_MAX - 1)}…` : line;
};

/** Columns as wide as what stands in them. */
function tableOf(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const lines = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines.map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

/** What somebody sees on the boards, and what was refused in words; `at-least` the last position, so that all of it is there. */
export async function printBoards(stage: Stage, say: (line: string) => void): Promise<void> {
  const liaison = await stage.as('liaison');
  const head = stage.progress.position === '' ? '' : `at-least=${stage.progress.position}`;
  const board = async <Row>(name: string, query = ''): Promise<readonly Row[]> =>
    (await liaison.get<Board<Row>>(`/v1/boards/${name}?${[head, query].filter((part) => part !== '').join('&')}`)).rows;

  say('');
  say('Agreement state');
  for (const line of tableOf(
    ['initiative', 'federal standing', 'commitments by legal state', 'pillars', 'next contact'],
    (await board<Agreement>('agreement-state')).map(({ title, federalStanding, commitments, nextContact }) => [
      brief(title),
      federalStanding,
      // By name: the board names states in the order of ids, which are other ones in every ledger.
      Object.entries(commitments.byLegalState)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([state, levels]) => `${state} ${Object.values(levels).reduce((sum, n) => sum + n, 0)}`)
        .join(', '),
      Object.entries(commitments.pillarBalance)
        .map(([pillar, n]) => `${pillar} ${n}`)
        .join(', '),
      nextContact ?? 'TBD',
    ]),
  ))
    say(line);

  say('');
  say('Federal review queue: silence decides nothing, only the age grows (INV-14)');
  for (const line of tableOf(
    ['subject', 'state', 'decision', 'clearance', 'age (h)', 'on the desk (h)', 'conditions open', 'guidance'],
    (await board<Review>('federal-review-queue')).map((row) => [
      row.subject,
      row.state,
      row.decision ?? '-',
      row.clearance ?? '-',
      row.ageHours,
      row.deskAgeHours,
      row.conditionsOpen,
      row.guidance.length,
    ]),
  ))
    say(line);

  say('');
  say('Commitment tracker');
  for (const line of tableOf(
    ['text', 'legal state', 'level', 'due', 'days left'],
    (await board<Tracked>('commitment-tracker')).map((row) => [
      brief(row.text.body),
      row.legalState,
      row.implementationLevel ?? 'not assessed',
      row.dueDate ?? '-',
      row.daysLeft ?? '-',
    ]),
  ))
    say(line);

  say('');
  say('Refused');
  for (const { asked, code, invariant, detail } of stage.progress.refused) {
    say(`  ${asked}`);
    say(`    ${code} (${invariant}): ${detail}`);
  }
}

interface Trail {
  readonly events: readonly {
    readonly type: string;
    readonly recordedAt: string;
    readonly who: { readonly name: string | null };
    readonly role: string;
    readonly changes: readonly { readonly field: string; readonly before: string | null; readonly after: string | null }[];
    readonly leaf: string;
  }[];
}

/** Who did what to the commitment; of what was rectified also the value before and after. */
export async function printTrail(stage: Stage, say: (line: string) => void): Promise<void> {
  const auditor = await stage.as('auditor');
  const { events } = await auditor.get<Trail>(`/v1/audit/trail?stream=commitment-${stage.id('commitment')}`);
  const changed = (changes: Trail['events'][number]['changes']): string =>
    changes
      .filter(({ field }) => field === 'dueDate')
      .map(({ before, after }) => `due ${before ?? '-'} → ${after ?? '-'}`)
      .join(', ');
  say('');
  say('Trail of the commitment');
  const lines = events.map(({ recordedAt, type, who, role, changes, leaf }) => [
    recordedAt.slice(0, 16),
    type,
    brief(who.name ?? '-'),
    role,
    changed(changes),
    leaf,
  ]);
  for (const line of tableOf(['recorded', 'event', 'who', 'as', 'changed', 'leaf'], lines)) say(line);
}

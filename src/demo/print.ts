import type { Progress } from './progress';
import { counted, type Silence, totals } from './outcome';
import type { CommitmentSeen, ReviewSeen, Seen } from './seen';
import { IN_BRACKETS } from './steps';

type Say = (line: string) => void;

/** Columns of a terminal that is not wide. */
const WIDTH_MAX = 110;

/** One line of a text, shortened. */
function brief(text: string, width: number): string {
  const [line = ''] = text.split('\n');
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}

/** Somebody's name without what he is. */
const nameOf = (displayName: string | null): string => (displayName ?? '-').split(',')[0] ?? '';

/** A text under a word of its own, broken between words. */
function labelled(label: string, text: string, indent: string): string[] {
  const room = WIDTH_MAX - indent.length - label.length - 2;
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, nth) => `${indent}${nth === 0 ? label : ' '.repeat(label.length)}  ${line}`);
}

/** Columns as wide as what stands in them. */
function tableOf(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const lines = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines.map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

function section(say: Say, title: string, lines: readonly string[]): void {
  say('');
  say(title);
  for (const line of lines) say(line);
}

/** What is seen of it, the words of what was refused, and what happened while nobody answered. */
export function printSeen(seen: Seen, { refused, silence, ids }: Pick<Progress, 'refused' | 'silence' | 'ids'>, say: Say): void {
  printBoards(seen, silence, say);
  section(
    say,
    'Red lines of the policy framework',
    seen.redLines.flatMap(({ id, text }) => labelled(id, text, '  ')),
  );
  section(say, 'Refused: the rule in words with its number, how it applies here, and the code for programs', [
    ...refused.flatMap(({ asked, title, invariant, detail, code }) => [
      `  ${asked}`,
      ...labelled('rule', invariant === '' ? title : `${title} (${invariant})`, '    '),
      ...labelled('here', detail, '    '),
      ...labelled('code', code, '    '),
    ]),
  ]);
  printNegotiation(seen, say);
  printWithoutLeave(seen, ids, say);
  printTrail(seen, say);
}

/** The scenario's own name of a record. */
const nameIn = (ids: Progress['ids'], id: string): string => Object.entries(ids).find(([, known]) => known === id)?.[0] ?? id;

/** What is done without leave is recorded all the same, and stays apart from what is agreed. */
function printWithoutLeave({ undertakings, deviations }: Seen, ids: Progress['ids'], say: Say): void {
  section(
    say,
    'Board: unauthorised undertakings (INV-23). They bind nobody, and each has opened a review by itself',
    tableOf(
      ['promise', 'state', 'review'],
      undertakings.map(({ text, state, reviewId }) => [brief(text.body, 40), state, reviewId]),
    ),
  );
  section(
    say,
    'Board: deviation register (INV-43). Accepted, marked, and open until the federal side has disposed of them',
    tableOf(
      ['what happened', 'rule', 'mark', 'severity', 'came to', 'age (days)'],
      deviations.map(({ rule, flag, severity, disposition, ageDays, record }) => [
        ...[nameIn(ids, record.id), rule, flag, severity, disposition, String(ageDays)],
      ]),
    ),
  );
}

const answerOf = ({ daysToAnswer, unanswered }: Seen['measures'][number]): string =>
  daysToAnswer === null ? (unanswered ? 'UNANSWERED' : '-') : `after ${daysToAnswer} days`;

/** Who travelled, what was given and answered, and the text while it was still in brackets. */
function printNegotiation({ delegations, measures, paper, text }: Seen, say: Say): void {
  section(
    say,
    'Board: delegation itinerary (INV-03 to INV-06)',
    tableOf(
      ['delegation', 'state', 'members', 'rules of composition', 'crossed at (Karachi)', 'and (Kabul)'],
      delegations.map(({ ordinal, state, members, composition, crossings }) => [
        ...[ordinal, state, Object.values(members).flat().length],
        `${composition.filter(({ holds }) => holds === true).length} of ${composition.length} hold`,
        ...[crossings[0]?.clocks.karachi.slice(0, 16) ?? '-', crossings[0]?.clocks.kabul.slice(0, 16) ?? '-'],
      ]),
    ),
  );
  section(
    say,
    'Board: CBM reciprocity ledger (INV-28). What each side did for the other, and never one score',
    tableOf(
      ['measure', 'given by', 'between', 'delivered', 'answered'],
      measures.map((row) => [brief(row.title, 36), row.givenBy, row.pairing, `${row.quantity ?? '-'} ${row.unit ?? ''}`, answerOf(row)]),
    ),
  );
  section(
    say,
    `The text on the table as it stood in revision ${IN_BRACKETS}, as one writes it on paper; ${text.status} since, as revision ${text.revision}`,
    paper.split('\n').flatMap((line) => (line === '' ? [''] : labelled('', line, ' '))),
  );
}

const plannedOf = (next: Seen['agreements'][number]['nextContact']): string =>
  next === null ? 'none' : next.plannedFor === 'TBD' ? 'TBD' : (next.plannedFor.from ?? 'TBD');

function printBoards({ agreements, reviews, commitments }: Seen, silence: Silence | undefined, say: Say): void {
  section(
    say,
    'Board: agreement state',
    tableOf(
      ['initiative', 'phase', 'standing', 'mandate', 'texts by legal state', 'by pillar', 'promises', 'deviations', 'next contact'],
      agreements.map(({ title, phase, federalStanding, mandate, commitments, unauthorisedUndertakings, openDeviations, nextContact }) => [
        ...[brief(title, 17), phase, federalStanding, mandate?.state ?? 'none'],
        ...[counted(totals(commitments.byLegalState)), counted(commitments.pillarBalance)],
        ...[`${unauthorisedUndertakings.open} open`, `${openDeviations} open`],
        plannedOf(nextContact),
      ]),
    ),
  );
  section(say, 'Board: federal review queue', [
    ...tableOf(
      ['about', 'state', 'decision', 'clearance', 'age (h)', 'conditions', 'guidance'],
      reviews.map((row) => [
        brief(textOf(commitments, row), 31),
        row.state,
        row.decision ?? 'none',
        row.clearance ?? 'none',
        row.ageHours,
        `${row.conditionsOpen} open`,
        row.guidance.length,
      ]),
    ),
    ...(silence === undefined ? [] : silenceLines(silence)),
  ]);
  section(
    say,
    'Board: commitment tracker',
    tableOf(
      ['text', 'legal state', 'implementation', 'due', 'days left'],
      commitments.map((row) => [
        brief(row.text.body, 52),
        row.legalState,
        row.implementationLevel ?? 'not assessed',
        row.dueDate ?? '-',
        row.daysLeft ?? '-',
      ]),
    ),
  );
}

/** The text of a commitment, or what else it is about. */
const textOf = (commitments: readonly CommitmentSeen[], { blocking, subject }: ReviewSeen): string =>
  commitments.find(({ commitmentId }) => commitmentId === blocking)?.text.body ?? subject;

const silenceLines = ({ days, before, after }: Silence): string[] => [
  `  Silence decides nothing (INV-14). The first review, while ${days} days passed without an answer:`,
  `    before  age ${before.ageHours} h, state ${before.state}, decision ${before.decision ?? 'none'}`,
  `    after   age ${after.ageHours} h, state ${after.state}, decision ${after.decision ?? 'none'}`,
];

/** Who did what to the commitment; of what was rectified also the value before and after, on a line of its own. */
function printTrail({ trail }: Seen, say: Say): void {
  const [head = '', ...lines] = tableOf(
    ['recorded', 'event', 'who', 'as', 'leaf'],
    trail.map(({ recordedAt, type, who, role, leaf }) => [recordedAt.slice(0, 16), type, nameOf(who.name), role, leaf]),
  );
  section(say, 'Trail of the first text: every act, whose leaf in the log was checked', [
    head,
    ...lines.flatMap((line, nth) => [line, ...dueLines(trail[nth])]),
  ]);
}

function dueLines(event: Seen['trail'][number] | undefined): string[] {
  const due = event?.changes.find(({ field }) => field === 'dueDate');
  if (!event || !due) return [];
  const reason = typeof event.data['reason'] === 'string' ? `, ${event.data['reason']}` : '';
  const told = (value: unknown): string => (typeof value === 'string' ? value : 'none');
  return [`    due date: ${told(due.before)} → ${told(due.after)}${reason}`];
}

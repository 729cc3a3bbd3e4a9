import { isProblem } from '../client/client';
import type { BoardSeen } from '../client/reference';
import { type LanguageOption, type Reading, readingFor, withLanguage } from './language';
import { meant } from './nearest';
import { referenceOf } from './record.command';
import { clientFor, type RemoteOptions, strangerFor, UsageError, withRemote } from './remote';
import { type AddCommand, counted, type ExitCode, type Shell } from './shell';
import { saidIn } from './fields';
import { withheldText } from './show.command';
import { factLines, isSimple, type Paper, paperOf, simpleText, tableLines, tableWidth } from './table';
import { tellProblem } from './told';

interface Options extends RemoteOptions, LanguageOption {
  readonly columns?: string;
  readonly json?: boolean;
  readonly help?: boolean;
}

type Row = Readonly<Record<string, unknown>>;
/** What every board answers; a board may say more. */
export interface BoardAnswer {
  readonly rows: readonly Row[];
  readonly total?: number;
  readonly next?: string | null;
  readonly projection?: { readonly caughtUp: boolean; readonly lagMs: number };
  readonly effectiveAt?: string;
  readonly knownAt?: string;
}

/** `jirga board`: a read model as a table, or row below row where it has no room for one. */
export const addBoard: AddCommand = (program, shell, leave) => {
  const command = program.command('board');
  withLanguage(
    withRemote(
      command
        .summary('a board: who waits for whom, what is agreed, what is due; now, or as of any day')
        .description(
          'Shows a board. Its filters are options of their own: jirga board federal-review-queue --state IN_REVIEW; --known-at shows it as the ledger knew\n' +
            'it then, --effective-at as it stood in the world then. With --help behind a board it says which filters there are.',
        )
        .usage('[board] [--filter value ...] [options]')
        .argument('[words...]', 'name of the board; then the filters')
        .allowUnknownOption()
        .helpOption(false)
        .option('--columns <names>', 'show these only, with commas between them')
        .option('--json', 'print the answer of the ledger unchanged')
        .option('-h, --help', 'say which boards and filters there are'),
    ),
  ).action(async (_words: unknown, options: Options) => {
    const [name, ...said] = command.args;
    if (name === undefined && options.help === true) shell.out(command.helpInformation().trimEnd());
    const { boards } = await referenceOf(strangerFor(shell, options));
    if (name === undefined || name.startsWith('--')) {
      for (const line of ['Boards:', ...boards.map((it) => `  ${it.name}  ${it.summary}`)]) shell.out(line);
      leave(options.help === true ? 0 : 2);
      return;
    }
    const board = boardNamed(boards, name);
    if (options.help === true) for (const line of boardHelp(board)) shell.out(line);
    else leave(await showBoard(board, said, options, shell));
  });
};

export function boardNamed(boards: readonly BoardSeen[], name: string): BoardSeen {
  const found = boards.find((it) => it.name === name);
  if (found) return found;
  const names = boards.map((it) => it.name);
  const near = meant(name, names);
  throw new UsageError(`There is no board "${name}"${near === '' ? `. There are ${names.join(', ')}.` : near}`);
}

/** `page[size]` as an option. */
const optionOf = (parameter: string): string => `--${parameter.replace('[', '-').replace(']', '')}`;

const boardHelp = ({ name, summary, parameters }: BoardSeen): string[] => [
  `jirga board ${name} [--filter value ...]`,
  '',
  `${summary}.`,
  '',
  'Filters:',
  ...parameters.map((it) => `  ${optionOf(it.name).padEnd(24)}  ${it.description}`),
];

/** The query of a board, from options that are named as its parameters. Throws `UsageError`. */
export function queryOf({ name, parameters }: BoardSeen, said: readonly string[]): string {
  const query = new URLSearchParams();
  for (const { field, value } of saidIn(said)) {
    const parameter = parameters.find((it) => optionOf(it.name) === `--${field}`);
    const names = parameters.map((it) => optionOf(it.name).slice(2));
    const near = meant(field, names, (it) => `--${it}`);
    if (!parameter)
      throw new UsageError(`The board ${name} has no filter --${field}${near === '' ? `. It has --${names.join(', --')}.` : near}`);
    query.append(parameter.name, value);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

async function showBoard(board: BoardSeen, said: readonly string[], options: Options, shell: Shell): Promise<ExitCode> {
  const { json = false, columns } = options;
  const answer = await clientFor(shell, options).read<BoardAnswer>(`/v1/boards/${board.name}${queryOf(board, said)}`);
  if (isProblem(answer)) return tellProblem(answer, shell, { json });
  for (const line of json
    ? [answer.text]
    : boardLines(answer.body as BoardAnswer, { chosen: columns?.split(','), reading: readingFor(shell, options) }, paperOf(shell)))
    shell.out(line);
  return 0;
}

/** What of a board is shown, and how it is read. */
export interface Shown {
  /** These columns only. */
  readonly chosen: readonly string[] | undefined;
  readonly reading: Reading;
}

/** A board as lines: what it shows, and of when. */
export function boardLines(answer: BoardAnswer, shown: Shown, paper: Paper): string[] {
  const { rows, total, next, projection, effectiveAt, knownAt, ...more } = answer;
  const behind = projection && !projection.caughtUp ? [`It is behind by ${Math.ceil(projection.lagMs / 1000)} s.`] : [];
  return [
    ...rowLines(rows, shown, paper),
    ...(Object.keys(more).length === 0 ? [] : ['', ...factLines(shown.reading.of(more), shown.reading.field, paper)]),
    '',
    `${counted(total ?? rows.length, 'row')}${rows.length === (total ?? rows.length) ? '' : `, ${rows.length} of them here`}` +
      (effectiveAt === undefined ? '' : `; as of ${effectiveAt}`) +
      (knownAt === undefined || knownAt === effectiveAt ? '' : `, as known at ${knownAt}`),
    ...behind,
    ...(typeof next === 'string' ? [`More with --page-after ${next}`] : []),
  ];
}

const isWithheld = (row: Row): row is { withheld: string } => typeof row['withheld'] === 'string';

function rowLines(rows: readonly Row[], { chosen, reading }: Shown, paper: Paper): string[] {
  const shown = rows.filter((row) => !isWithheld(row)).map(reading.of);
  const fields = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  const unknown = chosen?.find((it) => !fields.includes(it));
  if (unknown !== undefined && shown.length > 0)
    throw new UsageError(`The board has no column ${unknown}${meant(unknown, fields) || `. It has ${fields.join(', ')}.`}`);
  const columns = chosen ?? fields;
  const heads = columns.map(reading.field);
  const cells = shown.map((row) => columns.map((column) => simpleText(row[column])));
  const flat = shown.every((row) => columns.every((column) => isSimple(row[column] ?? null)));
  const withheld = rows.filter(isWithheld).map(withheldText);
  if (chosen !== undefined || (flat && tableWidth(heads, cells) <= (paper.columns ?? WIDTH_WITHOUT_TERMINAL)))
    return [...(cells.length === 0 ? [] : tableLines(heads, cells, paper)), ...withheld];
  const blocks = shown.map((row) => factLines(row, reading.field, paper));
  return [...blocks.flatMap((block, nth) => (nth === 0 ? block : ['', ...block])), ...withheld];
}

/** A line of a file that is wider is not read as a row of a table any more. */
const WIDTH_WITHOUT_TERMINAL = 160;

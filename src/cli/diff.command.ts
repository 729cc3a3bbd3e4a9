import { isProblem } from '../client/client';
import { collectionNamed, referenceOf } from './record.command';
import { clientFor, type RemoteOptions, strangerFor, withRemote } from './remote';
import type { AddCommand } from './shell';
import { counted } from './shell';
import { recordPath, withheldText } from './show.command';
import { bold, faint, isolated, type Paper, paperOf } from './table';
import { tellProblem } from './told';

interface Options extends RemoteOptions {
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

interface ClauseChanged {
  readonly eId: string;
  readonly change: string;
  readonly moved: boolean;
  readonly fromPlace: number | null;
  readonly toPlace: number | null;
  readonly words: readonly { readonly kind: 'KEPT' | 'REMOVED' | 'ADDED'; readonly text: string }[];
}
interface DiffSeen {
  readonly id: string;
  readonly from: { readonly revision: number; readonly textHash: string };
  readonly to: { readonly revision: number; readonly textHash: string };
  readonly clauses: readonly ClauseChanged[];
  readonly unchanged: number;
}

/** `jirga diff`: what changed between two revisions of a text. */
export const addDiff: AddCommand = (program, shell, leave) => {
  withRemote(
    program
      .command('diff')
      .summary('what changed between two revisions of a text, clause by clause and word by word')
      .description(
        'Compares two revisions of a text on the table: jirga diff proposals <id> --from 1 --to 3. Words that went stand behind a minus, words that came\n' +
          'behind a plus, each on lines of their own, so that they read in any script.',
      )
      .argument('<collection>', 'proposals')
      .argument('<id>', 'of the record')
      .option('--from <revision>', 'the earlier one; by default the one before the other')
      .option('--to <revision>', 'the later one; by default the one that stands')
      .option('--json', 'print the answer of the ledger unchanged'),
  ).action(async (name: string, id: string, options: Options) => {
    const collection = collectionNamed(await referenceOf(strangerFor(shell, options)), name);
    const { from, to } = options;
    const query = new URLSearchParams({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) }).toString();
    const path = `${recordPath(collection, id)}/diff${query === '' ? '' : `?${query}`}`;
    const answer = await clientFor(shell, options).read<DiffSeen | { readonly withheld: string }>(path);
    if (isProblem(answer)) {
      leave(tellProblem(answer, shell, options));
      return;
    }
    const body = answer.body as DiffSeen | { readonly withheld: string };
    if (options.json === true) shell.out(answer.text);
    else if ('withheld' in body) shell.out(withheldText(body));
    else for (const line of diffLines(body, collection.name, paperOf(shell))) shell.out(line);
    leave(0);
  });
};

const diffLines = ({ id, from, to, clauses, unchanged }: DiffSeen, name: string, paper: Paper): string[] => [
  `${name} ${id}  revision ${from.revision} → ${to.revision}`,
  ...clauses.flatMap((it) => ['', headOf(it, paper), ...it.words.flatMap((run) => runLines(run, paper))]),
  '',
  `${counted(clauses.length, 'clause')} changed, ${unchanged} unchanged`,
];

function headOf({ eId, change, moved, fromPlace, toPlace }: ClauseChanged, paper: Paper): string {
  const places = moved ? `, from place ${fromPlace ?? '-'} to ${toPlace ?? '-'}` : '';
  return `${bold(eId, paper)}  ${change}${places}`;
}

const SIGNS = { KEPT: ' ', REMOVED: '-', ADDED: '+' } as const;

/** Each run on lines of its own: what is read from the right keeps its order, which it would not inside a line that begins at the left. */
function runLines({ kind, text }: ClauseChanged['words'][number], paper: Paper): string[] {
  const shown = (line: string): string => (kind === 'KEPT' ? faint(line, paper) : line);
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => shown(`  ${SIGNS[kind]} ${isolated(line.trim(), paper)}`));
}

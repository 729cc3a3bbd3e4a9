import { isProblem } from '../client/client';
import type { CollectionSeen } from '../client/reference';
import { type LanguageOption, type Reading, readingFor, withLanguage } from './language';
import { collectionNamed, referenceOf } from './record.command';
import { clientFor, type RemoteOptions, strangerFor, UsageError, withRemote } from './remote';
import type { AddCommand, ExitCode, Shell } from './shell';
import { factLines, type Paper, paperOf, simpleText, tableLines, wrapped } from './table';
import { tellProblem } from './told';

interface Options extends RemoteOptions, LanguageOption {
  readonly events?: boolean;
  readonly actions?: boolean;
  readonly text?: boolean;
  readonly revision?: string;
  readonly json?: boolean;
}

interface Withheld {
  readonly withheld: string;
}
interface RecordSeen {
  readonly id: string;
  readonly revision: number;
  readonly classification: { readonly level: string };
  readonly state: Readonly<Record<string, unknown>>;
}
interface EventSeen {
  readonly type: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly role: string;
  readonly flags: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
}
interface ActionSeen {
  readonly command: string;
  readonly summary: string;
  readonly href: string;
  readonly possible: boolean;
  readonly because?: { readonly code: string; readonly detail: string };
}

/** `jirga show`: one record as it stands, its history, or what may be done with it now. */
export const addShow: AddCommand = (program, shell, leave) => {
  withLanguage(
    withRemote(
      program
        .command('show')
        .summary('show one record: how it stands, its history, or what you may do with it now')
        .description(
          'Shows one record as it stands: jirga show initiatives <id>. Of what there is once only, such as house-rules, no id is said.',
        )
        .argument('<collection>', 'such as initiatives, contacts, federal-reviews')
        .argument('[id]', 'of the record')
        .option('--events', 'its history, event by event, as it was recorded')
        .option('--actions', 'what you may do now, and which rule stops the rest')
        .option('--text', 'a text on the table as it stands on paper, letter for letter as it is hashed and cleared')
        .option('--revision <number>', 'with --text: as it stood in this revision')
        .option('--json', 'print the answer of the ledger unchanged'),
    ),
  ).action(async (name: string, id: string | undefined, options: Options) => {
    const collection = collectionNamed(await referenceOf(strangerFor(shell, options)), name);
    leave(await show(collection, id, options, shell));
  });
};

/** Where a record is read. Throws `UsageError` where an id is missing, or one too many. */
export function recordPath({ name, single }: CollectionSeen, id: string | undefined): string {
  if (single && id !== undefined) throw new UsageError(`Of ${name} there is one only; leave the id out.`);
  if (!single && id === undefined) throw new UsageError(`Which one? jirga show ${name} <id>`);
  return id === undefined ? `/v1/${name}` : `/v1/${name}/${encodeURIComponent(id)}`;
}

async function show(collection: CollectionSeen, id: string | undefined, options: Options, shell: Shell): Promise<ExitCode> {
  const { events = false, actions = false, text = false, revision, json = false } = options;
  if ([events, actions, text].filter(Boolean).length > 1) throw new UsageError('One of --events, --actions and --text, and not several.');
  if (revision !== undefined && !text) throw new UsageError('--revision belongs to --text.');
  if (text) return showText(collection, id, options, shell);
  const below = events ? '/events' : actions ? '/actions' : '';
  const answer = await clientFor(shell, options).read<object>(`${recordPath(collection, id)}${below}`);
  if (isProblem(answer)) return tellProblem(answer, shell, { json });
  const paper = paperOf(shell);
  for (const line of json
    ? [answer.text]
    : linesOf(answer.body, { collection, events, actions, reading: readingFor(shell, options) }, paper))
    shell.out(line);
  return 0;
}

interface TextSeen {
  readonly revision: number;
  readonly textHash: string;
  readonly body: string;
}

/** The text alone goes to standard output, nothing cut and nothing isolated: what is piped on is what is hashed, and one line end. */
async function showText(collection: CollectionSeen, id: string | undefined, options: Options, shell: Shell): Promise<ExitCode> {
  const { revision, json = false } = options;
  const query = new URLSearchParams({ format: 'json', ...(revision !== undefined && { revision }) });
  const answer = await clientFor(shell, options).read<TextSeen | Withheld>(`${recordPath(collection, id)}/text?${query.toString()}`);
  if (isProblem(answer)) return tellProblem(answer, shell, { json });
  const body = answer.body as TextSeen | Withheld;
  if (json) shell.out(answer.text);
  else if ('withheld' in body) shell.out(withheldText(body));
  else {
    shell.err(`revision ${body.revision}, SHA-256 ${body.textHash}`);
    shell.out(body.body);
  }
  return 0;
}

function linesOf(
  body: object,
  { collection, events, actions, reading }: { collection: CollectionSeen; events: boolean; actions: boolean; reading: Reading },
  paper: Paper,
): string[] {
  if ('withheld' in body) return [withheldText(body as Withheld)];
  if (events)
    return (body as readonly (EventSeen | Withheld)[]).flatMap((event, nth) => [
      ...(nth === 0 ? [] : ['']),
      ...eventLines(reading.of(event), reading, paper),
    ]);
  if (actions) return actionLines(body as readonly ActionSeen[], collection, paper);
  const { id, revision, classification, state } = body as RecordSeen;
  return [
    `${collection.name} ${id}  revision ${revision}  ${classification.level}`,
    '',
    ...factLines(reading.of(state), reading.field, paper),
  ];
}

export const withheldText = ({ withheld }: Withheld): string => `Withheld: this is ${withheld}, and above your level.`;

function eventLines(event: EventSeen | Withheld, reading: Reading, paper: Paper): string[] {
  if ('withheld' in event) return [withheldText(event)];
  const { type, revision, recordedAt, recordedBy, role, flags, data } = event;
  return [
    `${revision}  ${type}  ${recordedAt}  by ${recordedBy} as ${role}${flags.length === 0 ? '' : `  ${flags.join(', ')}`}`,
    ...factLines(data, reading.field, paper, '   '),
  ];
}

function actionLines(actions: readonly ActionSeen[], { name, single }: CollectionSeen, paper: Paper): string[] {
  const verb = ({ href }: ActionSeen): string => href.slice(href.lastIndexOf('/') + 1);
  const [possible, stopped] = [actions.filter((it) => it.possible), actions.filter((it) => !it.possible)];
  const room = (paper.columns ?? 120) - 4;
  return [
    possible.length === 0
      ? 'Nothing is possible for you now.'
      : `Possible for you now, with jirga record ${name} <command>${single ? '' : ' <id>'}:`,
    ...tableLines(
      ['command', 'what it does'],
      possible.map((it) => [verb(it), it.summary]),
      paper,
    )
      .slice(1)
      .map((line) => `  ${line}`),
    'What depends on its fields is checked when it is recorded.',
    ...(stopped.length === 0 ? [] : ['', 'Not possible:']),
    ...stopped.flatMap((it) => [
      `  ${verb(it)}`,
      ...wrapped(`${it.because?.detail ?? ''} (${simpleText(it.because?.code)})`, room).map((line) => `      ${line}`),
    ]),
  ];
}

import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError } from 'commander';
import { type Client, isProblem, NoAnswerError, type RecordedSeen } from '../client/client';
import { type CollectionSeen, type CommandSeen, type OpenApi, Reference } from '../client/reference';
import { bodyFrom } from './fields';
import { collectionsHelp, commandHelp, commandsHelp } from './record.help';
import { meant } from './nearest';
import { clientFor, type RemoteOptions, strangerFor, textOfFile, UsageError, withRemote } from './remote';
import { type AddCommand, counted, type ExitCode, type Shell } from './shell';
import { readSigningKey } from './signing';
import { tellProblem } from './told';

interface Options extends RemoteOptions {
  readonly jsonBody?: string;
  readonly sign?: string;
  readonly signPassphraseFile?: string;
  readonly dryRun?: boolean;
  readonly key?: string;
  readonly ifMatch?: number;
  readonly json?: boolean;
  readonly onlyId?: boolean;
  readonly help?: boolean;
}

/** `jirga record`: any command of any record, from what the ledger says of it. */
export const addRecord: AddCommand = (program, shell, leave) => {
  const command = program.command('record');
  withRemote(
    command
      .summary('record an act or a fact: any command of any record')
      .description(
        'Records one act: it opens a record, or does something to one. Fields of the command are options of their own: --title "Two delegations".\n' +
          'With --help behind a collection, or a collection and a command, it says which commands, or fields, there are.',
      )
      .usage('<collection> <command> [id] [--field value ...] [options]')
      .argument('[words...]', 'collection, command, id; then the fields')
      .allowUnknownOption()
      .helpOption(false)
      .option('--json-body <file>', 'the whole body as JSON, instead of fields; - reads standard input')
      .option('--sign <file>', 'your key file: signs what is recorded (see keys enrol)')
      .option('--sign-passphrase-file <file>', 'opens that key file')
      .option('--dry-run', 'decide and answer, record nothing')
      .option('--key <key>', 'Idempotency-Key: the same act under the same key is recorded once (default: a new one)')
      .option('--if-match <revision>', 'only if the record still stands at this revision', revisionOf)
      .option('--only-id', 'print the id of the record and nothing else')
      .option('--json', 'print the answer of the ledger unchanged')
      .option('-h, --help', 'say which collections, commands and fields there are'),
  ).action(async (_words: unknown, options: Options) => {
    leave(await record(command, options, shell));
  });
};

function revisionOf(text: string): number {
  if (!/^\d{1,16}$/.test(text)) throw new InvalidArgumentError('expected the number of a revision');
  return Number(text);
}

/** What the ledger knows to do; anybody may read it. */
export async function referenceOf(client: Client): Promise<Reference> {
  return new Reference(await client.get<OpenApi>('/openapi.json'));
}

export function collectionNamed({ collections }: Reference, name: string): CollectionSeen {
  const found = collections.find((it) => it.name === name || it.kind === name);
  if (found) return found;
  const names = collections.map((it) => it.name);
  const near = meant(name, names);
  throw new UsageError(`There is no collection "${name}"${near === '' ? `. There are ${names.join(', ')}.` : near}`);
}

async function record(command: Command, options: Options, shell: Shell): Promise<ExitCode> {
  const firstField = command.args.findIndex((word) => word.startsWith('--'));
  const words = command.args.slice(0, firstField === -1 ? undefined : firstField);
  const [collectionName, commandName, id, ...more] = words;
  const help = options.help === true;
  if (collectionName === undefined) {
    shell.out(command.helpInformation().trimEnd());
    if (help) for (const line of await collectionsHelp(() => referenceOf(strangerFor(shell, options)))) shell.out(line);
    return help ? 0 : 2;
  }
  const reference = await referenceOf(strangerFor(shell, options));
  const collection = collectionNamed(reference, collectionName);
  if (commandName === undefined) {
    for (const line of commandsHelp(collection)) shell.out(line);
    return help ? 0 : 2;
  }
  const asked = commandNamed(collection, commandName);
  if (help) {
    for (const line of commandHelp(reference, collection, asked)) shell.out(line);
    return 0;
  }
  if (more.length > 0) throw new UsageError(`"${more.join(' ')}" belongs to nothing: a field is said as --name value.`);
  const path = pathOf(collection, asked, id);
  const fields = firstField === -1 ? [] : command.args.slice(firstField);
  const body = bodyOf({ reference, collection, asked, fields }, options, shell);
  return send({ collection, path, body, asked }, options, shell);
}

function commandNamed(collection: CollectionSeen, name: string): CommandSeen {
  const found = collection.commands.find((it) => it.name === name);
  if (found) return found;
  const names = collection.commands.map((it) => it.name);
  const near = meant(name, names);
  throw new UsageError(`There is no command "${name}" of ${collection.name}${near === '' ? `. There are ${names.join(', ')}.` : near}`);
}

function pathOf({ name }: CollectionSeen, command: CommandSeen, id: string | undefined): string {
  if (command.takesId && id === undefined) throw new UsageError(`Which one? jirga record ${name} ${command.name} <id> …`);
  if (!command.takesId && id !== undefined) throw new UsageError(`${name} ${command.name} takes no id, and was given "${id}".`);
  return command.path.replace('{id}', encodeURIComponent(id ?? ''));
}

interface Asked {
  readonly reference: Reference;
  readonly collection: CollectionSeen;
  readonly asked: CommandSeen;
  readonly fields: readonly string[];
}

function bodyOf({ reference, collection, asked, fields }: Asked, { jsonBody }: Options, shell: Shell): Record<string, unknown> {
  const help = `jirga record ${collection.name} ${asked.name} --help lists them all.`;
  if (jsonBody === undefined) return bodyFrom(reference, asked.body, fields, help);
  if (fields.length > 0) throw new UsageError(`Either --json-body or fields, and not both: ${fields.join(' ')}`);
  const text = jsonBody === '-' ? shell.input() : textOfFile(jsonBody);
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`${jsonBody === '-' ? 'Standard input' : jsonBody} is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

interface Sent {
  readonly collection: CollectionSeen;
  readonly asked: CommandSeen;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

async function send({ collection, asked, path, body }: Sent, options: Options, shell: Shell): Promise<ExitCode> {
  const { key: idempotencyKey = randomUUID(), dryRun = false, json = false, ifMatch } = options;
  const signingKey = options.sign === undefined ? undefined : readSigningKey(options.sign, options.signPassphraseFile);
  const client = clientFor(shell, options);
  // Nobody should sign unseen what a server's reference has made of his words.
  if (signingKey && !dryRun) shell.err(`You sign: ${path} ${JSON.stringify(body)}`);
  try {
    const answer = await client.post(path, body, { idempotencyKey, dryRun, ifMatch, signingKey });
    if (isProblem(answer)) return tellProblem(answer, shell, { json });
    const recorded = answer.body as RecordedSeen;
    if (json) shell.out(answer.text);
    else if (options.onlyId === true) shell.out(recorded.stream.id);
    else for (const line of recordedLines(recorded, { collection, dryRun, replayed: answer.replayed })) shell.out(line);
    return 0;
  } catch (error) {
    if (error instanceof NoAnswerError && !dryRun && options.key === undefined) {
      error.message += `\nNobody knows whether ${collection.name} ${asked.name} was recorded. The same once more with --key ${idempotencyKey} tells, and records it once.`;
    }
    throw error;
  }
}

function recordedLines(
  { stream: { id, revision }, position, events, deviations }: RecordedSeen,
  { collection: { name, single }, dryRun, replayed }: { collection: CollectionSeen; dryRun: boolean; replayed: boolean },
): string[] {
  const what = events.map(({ type }) => type).join(', ');
  if (dryRun) return [`It would be recorded: ${what}. Nothing was.`, ...deviationLines(deviations)];
  return [
    `${replayed ? 'It had been recorded before' : 'Recorded'}: ${what === '' ? 'nothing new' : what}`,
    `  ${single ? name : `${name} ${id}`}  revision ${revision}  position ${position}`,
    ...deviationLines(deviations),
  ];
}

const deviationLines = (deviations: readonly string[]): string[] =>
  deviations.length === 0 ? [] : [`  It departs from the protocol (${counted(deviations.length, 'mark')}): ${deviations.join(', ')}`];

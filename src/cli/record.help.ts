import { NoAnswerError } from '../client/client';
import type { CollectionSeen, CommandSeen, Reference, Resolved, Schema } from '../client/reference';
import { isOccurrence, isWrittenText } from './fields';

/* Help that the ledger itself is the source of: which collections, commands and fields there are. */

/** Which collections there are, where the ledger answers; what to do where it does not. */
export async function collectionsHelp(read: () => Promise<Reference>): Promise<string[]> {
  try {
    const { collections: all } = await read();
    // What only the ledger itself records has none.
    const collections = all.filter(({ commands }) => commands.length > 0);
    return ['', 'Collections:', ...columns(collections.map(({ name, commands }) => [name, commands.map((it) => it.name).join(' ')]))];
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    return ['', 'Which collections there are, the ledger says, once it answers.', error.message];
  }
}

export const commandsHelp = ({ name, commands }: CollectionSeen): string[] => [
  `Commands of ${name}:`,
  ...columns(commands.map((it) => [`${it.name}${it.takesId ? ' <id>' : ''}`, it.summary])),
  '',
  `jirga record ${name} <command> --help  says which fields it has`,
];

export function commandHelp(reference: Reference, { name }: CollectionSeen, command: CommandSeen): string[] {
  const fields = fieldsOf(reference, reference.resolve(command.body), '');
  return [
    `jirga record ${name} ${command.name}${command.takesId ? ' <id>' : ''} [--field value ...]`,
    '',
    `${command.summary}. ${command.description}`.replaceAll('`', ''),
    '',
    'Fields (* must be said):',
    ...columns(fields),
  ];
}

/** What stands in `record` is the same for all and told once; of it only the time is shown. */
const SHOWN_OF_RECORD = ['occurredAt'];

function fieldsOf(reference: Reference, schema: Resolved, above: string): [string, string][] {
  const required = new Set(schema.required ?? []);
  return Object.entries(reference.membersOf(schema)).flatMap(([name, member]): [string, string][] => {
    const field = above === '' ? `--${name}` : `${above}.${name}`;
    const wanted = reference.resolve(member);
    const must = required.has(name) ? '*' : ' ';
    if (field === '--record')
      return fieldsOf(reference, only(wanted, SHOWN_OF_RECORD), field).concat([
        [`  --record.…`, 'classification, sources, evidence, onBehalfOf, role: see docs/cli.md'],
      ]);
    const form = formOf(reference, wanted);
    const line: [string, string] = [
      `${must} ${field} ${form.form}`,
      [wanted.description ?? '', form.more].filter((it) => it !== '').join('. '),
    ];
    return form.below ? [line, ...fieldsOf(reference, form.below, form.list === true ? `${field}.0` : field)] : [line];
  });
}

const only = (schema: Resolved, names: readonly string[]): Resolved => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => names.includes(name))),
});

interface Form {
  readonly form: string;
  readonly more: string;
  /** What its members are said by, where it has some. */
  readonly below?: Resolved;
  readonly list?: true;
}

/** How a value is said. */
function formOf(reference: Reference, schema: Resolved): Form {
  const orNull = schema.orNull === true ? ' or null' : '';
  if (schema.enum !== undefined) return { form: 'WORD', more: `${schema.enum.join(', ')}${orNull}` };
  if (isWrittenText(schema)) return { form: 'lang:words', more: `or lang:@file${orNull}` };
  if (isOccurrence(schema)) return { form: '2025-02-16[Asia/Karachi]', more: orNull.trim() };
  if (schema.type === 'array') return listForm(reference, schema);
  if (schema.properties !== undefined || schema.oneOf !== undefined)
    return schema.type === undefined && schema.oneOf?.every((it) => it.$ref === undefined)
      ? { form: 'value', more: 'JSON, or else text' }
      : { form: '…', more: orNull.trim(), below: schema };
  return { form: simpleForm(schema), more: orNull.trim() };
}

function listForm(reference: Reference, schema: Resolved): Form {
  const item = reference.resolve(schema.items ?? {});
  const { form, more, below } = formOf(reference, item);
  const none = schema.minItems === undefined || schema.minItems === 0 ? '[] for none' : 'at least one';
  if (below) return { form: 'list', more: `counted from 0; ${none}`, below, list: true };
  const several = item.enum !== undefined || item.format === 'uuid' ? `${form},${form},…` : `${form}, said once for each`;
  return { form: several, more: [more, none].filter((it) => it !== '').join('; ') };
}

function simpleForm({ type, format, minimum, maximum, maxLength }: Schema): string {
  if (format === 'uuid') return 'ID';
  if (format === 'date') return '2025-02-16';
  if (format === 'date-time') return '2025-02-16T09:00:00Z';
  if (type === 'integer' || type === 'number')
    return minimum !== undefined && maximum !== undefined && maximum <= 1000 ? `${minimum}..${maximum}` : 'NUMBER';
  if (type === 'boolean') return 'true|false';
  return maxLength !== undefined && maxLength > 500 ? 'text or @file' : 'text';
}

const WIDTH = 44;

/** Two columns; what is too long for the first one has a line of its own. */
const columns = (rows: readonly (readonly [string, string])[]): string[] =>
  rows.flatMap(([left, right]) =>
    right === ''
      ? [`  ${left}`]
      : left.length > WIDTH
        ? [`  ${left}`, `  ${' '.repeat(WIDTH)}  ${right}`]
        : [`  ${left.padEnd(WIDTH)}  ${right}`],
  );

import type { Reference, Resolved, Schema } from '../client/reference';
import { meant } from './nearest';
import { textOfFile, UsageError } from './remote';

/*
 * The fields of a command as options: `--title "Two delegations" --place.name Kabul --topics TRADE,SECURITY`. What a value is, its field says; nothing
 * is guessed from its look. The whole grammar stands in docs/cli.md.
 */

/** A member of the body: `--place.name Kabul`. */
interface Said {
  readonly field: string;
  readonly value: string;
}

/** Fields of a command from the command line. Throws `UsageError`. */
export function bodyFrom(reference: Reference, schema: Schema, args: readonly string[], help: string): Record<string, unknown> {
  const root: Resolved = reference.resolve(schema);
  const body: Record<string, unknown> = {};
  for (const { field, value } of saidIn(args)) put(body, { reference, schema: root, path: field.split('.'), field, value, help });
  return body;
}

/** `--name value` and `--name=value`, one after another. Throws `UsageError`. */
export function saidIn(args: readonly string[]): Said[] {
  const said: Said[] = [];
  for (let at = 0; at < args.length; at++) {
    const [, field, value] = /^--([A-Za-z][\w.-]*)(?:=([\s\S]*))?$/.exec(args[at] ?? '') ?? [];
    if (field === undefined) throw new UsageError(`"${args[at] ?? ''}" belongs to no field: a field is said as --name value.`);
    const next = value ?? args[++at];
    if (next === undefined) throw new UsageError(`--${field} says nothing: its value is missing.`);
    said.push({ field, value: next });
  }
  return said;
}

interface Place {
  readonly reference: Reference;
  readonly schema: Resolved;
  /** What is left of the way to it. */
  readonly path: readonly string[];
  readonly field: string;
  readonly value: string;
  readonly help: string;
}

function put(target: Record<string, unknown>, place: Place): void {
  const { reference, schema, path, field, help } = place;
  const [name = '', ...rest] = path;
  const members = reference.membersOf(schema);
  const member = members[name];
  if (!member) {
    const before = field.split('.').slice(0, -path.length);
    const near = meant(name, Object.keys(members), (it) => `--${[...before, it].join('.')}`);
    throw new UsageError(`There is no field --${field} here${near}${near === '' ? `. ${help}` : ` ${help}`}`);
  }
  const wanted = reference.resolve(member);
  if (rest.length > 0) {
    if (wanted.type === 'array') putItem(listAt(target, name), { ...place, schema: reference.resolve(wanted.items ?? {}), path: rest });
    else put(objectAt(target, name), { ...place, schema: wanted, path: rest });
  } else if (wanted.type === 'array' && !place.value.startsWith('[')) {
    listAt(target, name).push(...itemsOf(place, reference.resolve(wanted.items ?? {})));
  } else {
    if (name in target) throw new UsageError(`--${field} is said twice.`);
    target[name] = valueOf(place, wanted);
  }
}

/** `--counterparts.0.partyId`: one of a list, counted from nought. */
function putItem(list: unknown[], { path: [number = '', ...rest], ...place }: Place): void {
  const at = /^\d{1,3}$/.test(number) ? Number(number) : Number.NaN;
  if (!(at <= list.length))
    throw new UsageError(`--${place.field}: a list is counted from 0 without gaps, or its field said once for each entry.`);
  if (rest.length === 0) list[at] = valueOf({ ...place, path: rest }, place.schema);
  else put((list[at] ??= {}) as Record<string, unknown>, { ...place, path: rest });
}

const listAt = (target: Record<string, unknown>, name: string): unknown[] => (target[name] ??= []) as unknown[];
const objectAt = (target: Record<string, unknown>, name: string): Record<string, unknown> =>
  (target[name] ??= {}) as Record<string, unknown>;

/** Words of a closed set and ids hold no comma: several may be said at once. */
const itemsOf = (place: Place, item: Resolved): unknown[] =>
  (item.enum !== undefined || item.format === 'uuid' ? place.value.split(',') : [place.value]).map((value) =>
    valueOf({ ...place, value }, item),
  );

/** A written text: its language, and its words. */
export const isWrittenText = ({ properties }: Schema): boolean =>
  properties !== undefined && Object.keys(properties).sort().join() === 'body,lang';
/** A time in the world, with the precision in which it is known. */
export const isOccurrence = ({ named }: Resolved): boolean => named === 'OccurrencePart';

function valueOf({ field, value }: Place, schema: Resolved): unknown {
  const wrong = (what: string): UsageError => new UsageError(`--${field} ${what}, and not "${value}".`);
  if (schema.orNull === true && value === 'null') return null;
  if (schema.enum !== undefined) {
    if (schema.enum.includes(value)) return value;
    throw wrong(`is one of ${schema.enum.join(', ')}${meant(value, schema.enum)}`);
  }
  switch (schema.type) {
    case 'string':
      return wordsOf(value);
    case 'integer':
    case 'number':
      if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw wrong('is a number');
      return Number(value);
    case 'boolean':
      if (value !== 'true' && value !== 'false') throw wrong('is true or false');
      return value === 'true';
    default:
      return schema.type === undefined ? jsonOr(value, wordsOf) : structureOf(value, schema, wrong);
  }
}

function structureOf(value: string, schema: Resolved, wrong: (what: string) => UsageError): unknown {
  if (isWrittenText(schema)) {
    const [, lang, words = ''] = /^([A-Za-z-]{2,11}):([\s\S]*)$/.exec(value) ?? [];
    if (lang !== undefined) return { lang, body: wordsOf(words) };
  }
  const moment = isOccurrence(schema) ? occurrenceOf(value) : undefined;
  if (moment) return moment;
  return jsonOr(value, () => {
    if (isWrittenText(schema)) throw wrong('is a language and words, such as "ps:…", or "ps:@file"');
    if (isOccurrence(schema)) throw wrong('is a time and a zone, such as 2025-02-16[Asia/Karachi]');
    throw wrong(schema.type === 'array' ? 'is a list in JSON' : 'is said by its members, such as --name.member value, or as JSON');
  });
}

function jsonOr(value: string, otherwise: (value: string) => unknown): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return otherwise(value); // What is no JSON is meant otherwise; that is the answer here.
  }
}

/** `@file` is what stands in the file; `@@` begins words that begin with @. */
const wordsOf = (value: string): string =>
  value.startsWith('@@') ? value.slice(1) : value.startsWith('@') ? textOfFile(value.slice(1)) : value;

const PRECISIONS: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}$/, 'YEAR'],
  [/^\d{4}-\d{2}$/, 'MONTH'],
  [/^\d{4}-\d{2}-\d{2}$/, 'DAY'],
];

/** `2025-02-16[Asia/Karachi]`, after RFC 9557: the zone in brackets; two ends with a slash between them are a range (ISO 8601). */
function occurrenceOf(value: string): object | undefined {
  const [, from = '', to, zone] = /^([\dT:.Z+-]+)(?:\/([\dT:.Z+-]+))?\[([\w/+-]+)\]$/.exec(value) ?? [];
  if (zone === undefined) return undefined;
  const precision = to === undefined ? (PRECISIONS.find(([form]) => form.test(from))?.[1] ?? 'INSTANT') : 'RANGE';
  return { from, ...(to !== undefined && { to }), precision, zone, calendar: 'GREGORIAN' };
}

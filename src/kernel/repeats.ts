import { canonicalJson } from './canonical-json';
import { textOf } from './text';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The first of these fields in which an event says other than the command that recorded it; `undefined` where it says the same in all of them. What a
 * decision writes in its one form counts as the same: a text with its hash, an instant to the millisecond, a list that was left out and is empty, and
 * texts that were given ids.
 */
export const unrepeated = (event: Fields, command: Fields, fields: readonly string[]): string | undefined =>
  fields.find((field) => !isSame(event[field], command[field]));

function isSame(recorded: unknown, asked: unknown): boolean {
  if (recorded === undefined || asked === undefined) return recorded === asked || (Array.isArray(recorded) && recorded.length === 0);
  if (canonicalJson(recorded) === canonicalJson(asked)) return true;
  if (Array.isArray(recorded) && Array.isArray(asked))
    return recorded.length === asked.length && recorded.every((item, n) => isSame(item, asked[n] as unknown));
  if (typeof recorded === 'string' && typeof asked === 'string') return isInstant(asked) && new Date(asked).toISOString() === recorded;
  if (!isObject(recorded)) return false;
  if (typeof asked === 'string') return Object.keys(recorded).sort().join() === 'id,text' && recorded['text'] === asked;
  return isWritten(asked) && canonicalJson(textOf(asked)) === canonicalJson(recorded);
}

const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/.test(text) && !Number.isNaN(Date.parse(text));

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text as one sends it. */
const isWritten = (value: unknown): value is { readonly lang: string; readonly body: string } =>
  isObject(value) && typeof value['lang'] === 'string' && typeof value['body'] === 'string' && Object.keys(value).length === 2;

import { expect } from '@jest/globals';
import type { Answer, Ask, Asking } from '../support/serving';

/** An answer that knows what was asked. */
export interface Seen extends Answer {
  /** Method and path, without what is another one in every ledger. */
  readonly request: string;
}
export type Look = (method: string, path: string, asking?: Asking) => Promise<Seen>;

/** One field of one answer that shows an item of the domain. */
export interface Claim {
  readonly request: string;
  readonly pointer: string;
  readonly value: string;
}

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;
const MONTH = /\b\d{4}-\d\d$/;
const templateOf = (path: string): string => path.replaceAll(UUID, '{id}').replace(MONTH, '{month}');

/** The same requests, whose answers know what was asked. */
export const looking =
  (ask: Ask): Look =>
  async (method, path, asking) => ({ ...(await ask(method, path, asking)), request: `${method} ${templateOf(path)}` });

/** What somebody types, and what the program prints as JSON, told as a request and its answer. */
export const typed = (command: string, printed: string): Seen => ({
  request: command,
  status: 200,
  headers: new Headers(),
  text: printed,
  json: <T>() => JSON.parse(printed) as T,
});

const claims = new Map<string, Claim[]>();
export const claimsOf = (id: string): readonly Claim[] => claims.get(id) ?? [];
export const claimed = (): readonly string[] => [...claims.keys()];

/** RFC 6901; `undefined` where the pointer leads nowhere. */
function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((it, step) => (typeof it === 'object' && it !== null ? (it as Record<string, unknown>)[step] : undefined), value);
}

const shown = (value: unknown): string => templateOf(typeof value === 'string' ? value : JSON.stringify(value));

/**
 * Asserts each field of the answer, and claims that it shows these items of the domain. A value is what it must be, or a matcher of it: then the
 * page says what the matcher asks for.
 * @param ids such as `S17` or `INV-01`, separated by blanks
 */
export function shows(ids: string, answer: Seen, fields: Readonly<Record<string, unknown>>): void {
  const body = answer.json<unknown>();
  const found = Object.fromEntries(Object.keys(fields).map((pointer) => [pointer, at(body, pointer)]));
  expect(found).toEqual(fields);
  for (const id of ids.split(' ')) {
    const { request } = answer;
    const own = Object.entries(fields).map(([pointer, value]) => ({
      request,
      pointer: templateOf(pointer),
      value: isMatcher(value) ? matcherWords(value) : shown(value),
    }));
    claims.set(id, [...claimsOf(id), ...own]);
  }
}

interface Matcher {
  readonly sample: unknown;
  asymmetricMatch(other: unknown): boolean;
}
const isMatcher = (value: unknown): value is Matcher => typeof value === 'object' && value !== null && 'asymmetricMatch' in value;
const matcherWords = ({ sample }: Matcher): string =>
  typeof sample === 'function' ? articled(sample.name.toLowerCase()) : `${shown(sample)} among others`;

function articled(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

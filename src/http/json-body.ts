import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { JSON_DEPTH_MAX, REQUEST_BYTES_MAX } from '../kernel/limits';
import { invalidInput } from './problem';

const wrong = (detail: string) => invalidInput([{ pointer: '', detail }]);

/**
 * Reads a body strictly: UTF-8 as it is (Fastify's own reader puts U+FFFD in place of what is not), bounded in depth before it is parsed, no
 * member twice (of two that contradict each other, JSON.parse takes the last, and another reader the first), and none that would reach into a
 * prototype. JSON is the only content type there is, but for routes that take bytes (bytes-body.ts).
 */
export function readJsonStrictly(http: FastifyInstance): void {
  http.removeAllContentTypeParsers();
  http.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: REQUEST_BYTES_MAX }, (_request, body, done) => {
    try {
      done(null, parseStrictly(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

export function parseStrictly(body: Buffer): unknown {
  if (!isUtf8(body)) throw wrong('must be well-formed UTF-8');
  const { depth, colons } = outlineOf(body);
  if (depth > JSON_DEPTH_MAX) throw wrong(`must not be nested deeper than ${JSON_DEPTH_MAX}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw wrong('must be JSON'); // The parser's own words name places in a text that the caller did not number.
  }
  if (membersOf(parsed) !== colons) throw wrong('must not have a member twice');
  return parsed;
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COLON] = Buffer.from('"\\{}[]:');

/** Deepest nesting of objects and lists, and how many members are written, strings left out; of bytes, so that nothing is built yet. */
function outlineOf(json: Buffer): { depth: number; colons: number } {
  let depth = 0;
  let deepest = 0;
  let colons = 0;
  let inText = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (inText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === COLON) colons++;
    else if (byte === OPEN || byte === OPEN_LIST) deepest = Math.max(deepest, ++depth);
    else if (byte === CLOSE || byte === CLOSE_LIST) depth--;
  }
  return { depth: deepest, colons };
}

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** How many members its objects have, all together: fewer than were written where one stood there twice. */
function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + membersOf(item), 0);
  let members = 0;
  for (const [name, member] of Object.entries(value)) {
    if (FORBIDDEN.has(name)) throw wrong(`must not have a member ${name}`);
    members += 1 + membersOf(member);
  }
  return members;
}

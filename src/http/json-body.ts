import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { JSON_DEPTH_MAX, REQUEST_BYTES_MAX } from '../kernel/limits';
import { invalidInput } from './problem';

const wrong = (detail: string) => invalidInput([{ pointer: '', detail }]);

/**
 * Reads a body strictly: UTF-8 as it is (Fastify's own reader puts U+FFFD in place of what is not), bounded in depth before it is parsed, and
 * no member that would reach into a prototype.
 */
export function readJsonStrictly(http: FastifyInstance): void {
  http.removeContentTypeParser('application/json');
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
  if (depthOf(body) > JSON_DEPTH_MAX) throw wrong(`must not be nested deeper than ${JSON_DEPTH_MAX}`);
  let forbidden: string | undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'), (key: string, value: unknown) => {
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') forbidden = key;
      return value;
    });
  } catch {
    throw wrong('must be JSON'); // The parser's own words name places in a text that the caller did not number.
  }
  if (forbidden !== undefined) throw wrong(`must not have a member ${forbidden}`);
  return parsed;
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = Buffer.from('"\\{}[]');

/** Deepest nesting of objects and lists, strings left out; of bytes, so that nothing is built yet. */
function depthOf(json: Buffer): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (inText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === OPEN || byte === OPEN_LIST) deepest = Math.max(deepest, ++depth);
    else if (byte === CLOSE || byte === CLOSE_LIST) depth--;
  }
  return deepest;
}

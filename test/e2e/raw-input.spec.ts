import { connect } from 'node:net';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { IDEMPOTENCY_KEY_LENGTH_MAX, JSON_DEPTH_MAX, REQUEST_BYTES_MAX } from '../../src/kernel/limits';
import { type Answer, type Asking, type Person, type ServedLedger, servedLedger } from '../support/serving';

/* What no honest client sends: every answer is a problem that says so, none is a 500, and nothing is recorded. */

const SOME_ID = '7e57ab1e-0000-4000-8000-000000000001';
const PARTIES = '/v1/parties';
const GOOD = '{"type":"COMMUNITY","canonicalName":"A valley (fictitious)"}';

let ledger: ServedLedger;
let official: Person;
let recorded: number;
beforeAll(async () => {
  ledger = await servedLedger();
  official = await ledger.person(['PROVINCIAL_OFFICIAL']);
  recorded = await ledger.serving.house.store.head();
});
const post = (asking: Asking, query = '') => official.ask('POST', `${PARTIES}${query}`, asking);

/** Status, code, and where the faults are; throws where the answer is no problem of ours. */
function problem(answer: Answer): { status: number; code: unknown; pointers: string[] } {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const { status, code, type, errors = [] } = answer.json<{ status: number; code: string; type: string; errors?: { pointer: string }[] }>();
  expect(status).toBe(answer.status);
  expect(type).toBe(`/problems/${code}`);
  return { status, code, pointers: errors.map(({ pointer }) => pointer) };
}

const wholeBody = { status: 400, code: 'invalid-input', pointers: [''] };

it('takes the good one, of which all others here are spoiled copies', async () => {
  expect((await post({ raw: GOOD }, '?dry-run=true')).status).toBe(200);
});

const bytes = (name: readonly number[]): Uint8Array =>
  Buffer.concat([Buffer.from('{"type":"COMMUNITY","canonicalName":"'), Buffer.from(name), Buffer.from('"}')]);
const deep = (depth: number): string => `{"type":"COMMUNITY","canonicalName":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

describe('refuses as a whole', () => {
  it.each<[string, string | Uint8Array]>([
    ['a byte that is no UTF-8', bytes([0xff])],
    ['half a surrogate pair in UTF-8', bytes([0xed, 0xa0, 0x80])],
    ['an overlong spelling', bytes([0xc0, 0xaf])],
    ['a sequence that breaks off', bytes([0xe2, 0x82])],
    ['a bare NUL', bytes([0x61, 0x00, 0x62])],
    ['a byte order mark', `\ufeff${GOOD}`],
    ['UTF-16', Buffer.from(GOOD, 'utf16le')],
    ['nothing', ''],
    ['blanks', '  \n'],
    ['null', 'null'],
    ['a list', `[${GOOD}]`],
    ['a text', '"text"'],
    ['a number', '7'],
    ['half of it', GOOD.slice(0, -1)],
    ['more than one', `${GOOD}${GOOD}`],
    ['a comma too many', '{"type":"COMMUNITY","canonicalName":"A valley",}'],
    ['a comment', `${GOOD}/* so */`],
    ['single quotes', GOOD.replaceAll('"', "'")],
    ['NaN', '{"type":NaN}'],
    ['a leading nought', '{"type":01}'],
    ['a bare word', 'undefined'],
    ['__proto__', '{"__proto__":{"type":"COMMUNITY"}}'],
    ['__proto__ in other letters', '{"\\u005f_proto__":{}}'],
    ['__proto__ far down', '{"record":{"sources":[{"a":{"__proto__":1}}]}}'],
    ['constructor', '{"constructor":{"prototype":{}}}'],
    ['prototype in a list', '{"a":[{"prototype":1}]}'],
    ['a member twice', '{"type":"COMMUNITY","canonicalName":"one","canonicalName":"other"}'],
    ['a member twice with the same value', '{"type":"COMMUNITY","type":"COMMUNITY","canonicalName":"one"}'],
    ['a member twice, once in other letters', '{"type":"COMMUNITY","canonicalName":"one","canonicalNam\\u0065":"other"}'],
    ['a member twice far down', '{"type":"COMMUNITY","canonicalName":"one","record":{"sources":[{"basis":"A","basis":"B"}]}}'],
    [`more than ${JSON_DEPTH_MAX} levels`, deep(JSON_DEPTH_MAX + 1)],
    ['a hundred thousand levels', deep(100_000)],
    ['a hundred thousand levels that are never closed', '['.repeat(100_000)],
  ])('%s', async (_, raw) => {
    expect(problem(await post({ raw }))).toEqual(wholeBody);
  });
});

it('does not take signs within a text for structure', async () => {
  const canonicalName = '"}: {"a": [[ \\" {{{ : "canonicalName": \\\\';
  expect((await post({ body: { type: 'COMMUNITY', canonicalName } }, '?dry-run=true')).status).toBe(200);
  expect((await post({ raw: deep(JSON_DEPTH_MAX) })).json()['errors']).toMatchObject([{ pointer: '/canonicalName' }]);
});

it('takes a request of the greatest size, and none that is a byte larger', async () => {
  const padded = (size: number) => `${GOOD}${' '.repeat(size - GOOD.length)}`;
  expect((await post({ raw: padded(REQUEST_BYTES_MAX) }, '?dry-run=true')).status).toBe(200);
  expect(problem(await post({ raw: padded(REQUEST_BYTES_MAX + 1) }))).toMatchObject({ status: 413, code: 'too-large' });
});

it.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/jsonx',
  'application/json-seq',
  'nonsense',
])('wants JSON, not %s', async (type) => {
  expect(problem(await post({ raw: GOOD, headers: { 'content-type': type } }))).toMatchObject({ status: 415, code: 'not-json' });
});

it('takes JSON with a charset that it does not need', async () => {
  expect((await post({ raw: GOOD, headers: { 'content-type': 'application/json; charset=utf-8' } }, '?dry-run=true')).status).toBe(200);
});

describe('says what is wrong beside the body', () => {
  it.each<[string, string, Record<string, string>]>([
    ['#Idempotency-Key', 'an empty key', { 'idempotency-key': '' }],
    ['#Idempotency-Key', 'a key that is too long', { 'idempotency-key': 'k'.repeat(IDEMPOTENCY_KEY_LENGTH_MAX + 1) }],
    ['#Idempotency-Key', 'a key that is not ASCII', { 'idempotency-key': 'cl\u00e9' }],
    ['#If-Match', 'a revision without quotes', { 'if-match': '3' }],
    ['#If-Match', 'a weak tag', { 'if-match': 'W/"3"' }],
    ['#If-Match', 'any revision', { 'if-match': '*' }],
    ['#If-Match', 'a negative revision', { 'if-match': '"-1"' }],
    ['#If-Match', 'a leading nought', { 'if-match': '"01"' }],
    ['#If-Match', 'two revisions', { 'if-match': '"1", "2"' }],
    ['#If-Match', 'a revision that no number holds', { 'if-match': '"99999999999999999999"' }],
  ])('%s: %s', async (pointer, _, headers) => {
    expect(problem(await post({ raw: GOOD, headers }))).toEqual({ status: 400, code: 'invalid-input', pointers: [pointer] });
  });

  it('but not of the longest key that there may be', async () => {
    const headers = { 'idempotency-key': 'k'.repeat(IDEMPOTENCY_KEY_LENGTH_MAX) };
    expect((await post({ raw: GOOD, headers }, '?dry-run=true')).status).toBe(200);
  });

  it.each(['?dry-run=yes', '?dry-run=', '?dry-run', '?dry-run=TRUE', '?dry-run=1', '?dry-run=true&dry-run=true'])('%s', async (query) => {
    expect(problem(await post({ raw: GOOD }, query))).toEqual({ status: 400, code: 'invalid-input', pointers: ['?dry-run'] });
  });

  it.each(['dryrun', 'dry_run', '__proto__', 'constructor'])('a query parameter that nobody knows: %s', async (name) => {
    expect(problem(await post({ raw: GOOD }, `?${name}=true`)).pointers).toEqual([`?${name}`]);
    for (const path of ['/v1/house-rules', '/v1/house-rules/events', '/v1/house-rules/actions', '/v1/boards/agreement-state'])
      expect(problem(await official.ask('GET', `${path}?${name}=true`))).toEqual({
        status: 400,
        code: 'invalid-input',
        pointers: [`?${name}`],
      });
  });

  it('all of it at once', async () => {
    const answer = await post({ raw: GOOD, headers: { 'idempotency-key': '', 'if-match': '3' } }, '?dry-run=yes&more=1');
    expect(problem(answer).pointers.sort()).toEqual(['#Idempotency-Key', '#If-Match', '?dry-run', '?more']);
  });
});

describe('has no record and no page', () => {
  const ids = [
    'x',
    '0',
    SOME_ID.toUpperCase(),
    `${SOME_ID}0`,
    '%00',
    '..%2F..%2Fetc',
    '%F0%9F%95%8A',
    `{${SOME_ID}}`,
    "'--",
    'a'.repeat(199),
    'a'.repeat(5_000),
  ];
  it.each(ids)('under the id %s', async (id) => {
    for (const [method, path] of [
      ['GET', `${PARTIES}/${id}`],
      ['GET', `${PARTIES}/${id}/events`],
      ['GET', `${PARTIES}/${id}/actions`],
      ['POST', `${PARTIES}/${id}/annotate`],
    ] as const) {
      const body = { targetEventId: SOME_ID, text: 'A note' };
      expect(problem(await official.ask(method, path, method === 'POST' ? { body } : {}))).toMatchObject({
        status: 404,
        code: 'not-found',
      });
    }
  });

  it.each(['%', '%E0%A4%A', '%zz'])('under the badly written id %s', async (id) => {
    expect(problem(await official.ask('GET', `${PARTIES}/${id}`)).status).toBe(400);
  });

  it.each([
    '/',
    '/v1',
    '/v1/',
    '/v1/nothing',
    `${PARTIES}/`,
    '/V1/parties',
    '/v1//parties',
    `${PARTIES}/${SOME_ID}/steal`,
    '/.env',
    '/problems/none',
  ])('under %s', async (path) => {
    expect(problem(await official.ask('GET', path))).toMatchObject({ status: 404, code: 'not-found' });
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('for %s', async (method) => {
    for (const path of [PARTIES, `${PARTIES}/${SOME_ID}`, '/v1/house-rules', '/v1/me'])
      expect(problem(await official.ask(method, path))).toMatchObject({ status: 404, code: 'not-found' });
  });
});

it('answers HEAD as it answers GET, without the body', async () => {
  const [get, head] = [await official.ask('GET', '/v1/house-rules'), await official.ask('HEAD', '/v1/house-rules')];
  expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', get.headers.get('etag')]);
  expect((await ledger.nobody('HEAD', '/v1/house-rules')).status).toBe(401);
});

describe('survives what is no HTTP', () => {
  /** Everything that comes back before the connection is closed. */
  async function said(text: string): Promise<string> {
    const { hostname, port } = new URL(ledger.serving.address);
    const socket = connect(Number(port), hostname);
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    socket.write(text);
    await once(socket, 'close');
    return heard;
  }

  it.each<[string, string, number]>([
    ['noise', '\u0000\u0001noise\r\n\r\n', 400],
    ['an overlong URL', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ['an overlong header', `GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'a'.repeat(100_000)}\r\n\r\n`, 431],
    ['two lengths', 'POST /v1/parties HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}', 400],
    [
      'a length and chunks',
      'POST /v1/parties HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
  ])('%s', async (_, text, status) => {
    const heard = await said(text);
    expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(heard).toContain('application/problem+json');
  });
});

it('has recorded nothing of all this, and is well', async () => {
  expect(await ledger.serving.house.store.head()).toBe(recorded);
  expect((await ledger.nobody('GET', '/health/ready')).status).toBe(200);
});

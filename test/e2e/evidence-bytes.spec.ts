import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { EVIDENCE_BYTES_MAX, EVIDENCE_UPLOADS_AT_ONCE_MAX } from '../../src/kernel/limits';
import { accepted, type Answer, type Person, type ServedLedger, servedLedger } from '../support/serving';
import { until } from '../support/until';

/* The bytes of evidence over HTTP: what was recorded is kept, sealed, and handed out again; nothing else is. */

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
/** Longer than several chunks, and than what a socket takes at once. */
const LETTER = randomBytes(300_000);

let ledger: ServedLedger;
let official: Person;
let negotiator: Person;

beforeAll(async () => {
  ledger = await servedLedger();
  official = await ledger.person(['PROVINCIAL_OFFICIAL'], { level: 'SECRET', caveats: ['KP_EYES_ONLY'] });
  negotiator = await ledger.person(['NEGOTIATOR'], { level: 'RESTRICTED' });
});

/** Records a piece and answers the path of its bytes. */
async function ingested(content: Uint8Array, fields: object = {}, record?: object): Promise<string> {
  const body = {
    ...{ sha256: sha256(content), bytes: content.length, mediaType: 'application/pdf', lang: 'en', kind: 'LETTER' },
    capturedAt: { from: '2025-02-20', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' },
    ...fields,
    ...(record && { record }),
  };
  const { stream } = accepted(await official.ask('POST', '/v1/evidence', { body })).json<{ stream: { id: string } }>();
  return `/v1/evidence/${stream.id}/bytes`;
}
const put = (path: string, raw: Uint8Array, headers: Record<string, string> = {}, { ask } = official): Promise<Answer> =>
  ask('PUT', path, { raw, headers: { 'content-type': 'application/pdf', ...headers } });
const fetched = (path: string, headers: Record<string, string> = {}, method = 'GET', { token } = official): Promise<Response> =>
  fetch(`${ledger.serving.address}${path}`, { method, headers: { authorization: `Bearer ${token}`, ...headers } });
const contentOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());
const codeOf = (answer: Answer): unknown => [answer.status, answer.json()['code']];
const files = (): string[] => {
  try {
    return readdirSync(ledger.serving.house.files.evidence);
  } catch {
    return [];
  }
};
const unfinished = (): string[] => files().filter((file) => file.endsWith('.unfinished'));
const idIn = (path: string): string => path.split('/')[3] ?? '';

describe('what was recorded by its hash', () => {
  it('is kept, and handed out as it was, as a file that no browser runs', async () => {
    const path = await ingested(LETTER);
    const kept = accepted(await put(path, LETTER));
    expect(kept.json()).toEqual({ id: idIn(path), sha256: sha256(LETTER), bytes: LETTER.length });
    expect(kept.headers.get('etag')).toBe(`"${sha256(LETTER)}"`);
    const response = await fetched(path);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '300000',
      'content-disposition': `attachment; filename="evidence-${idIn(path)}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'accept-ranges': 'bytes',
      etag: `"${sha256(LETTER)}"`,
    });
    expect(sha256(await contentOf(response))).toBe(sha256(LETTER));
  });

  it('lies there sealed', async () => {
    const content = Buffer.from('a word that nobody may read '.repeat(10_000));
    const path = await ingested(content);
    accepted(await put(path, content));
    const atRest = readFileSync(`${ledger.serving.house.files.evidence}/${idIn(path)}`);
    expect(atRest.length).toBeGreaterThan(content.length);
    expect(atRest.includes('a word that nobody')).toBe(false);
  });

  it('is answered alike when it is put again, and by two at once', async () => {
    const path = await ingested(LETTER);
    const [one, two] = await Promise.all([put(path, LETTER), put(path, LETTER)]);
    const again = await put(path, LETTER, { 'content-type': 'text/plain; charset=latin1' });
    expect(again.status).toBe(200);
    expect([one.text, two.text]).toEqual([again.text, again.text]);
    expect(sha256(await contentOf(await fetched(path)))).toBe(sha256(LETTER));
    expect(unfinished()).toEqual([]);
  });

  it('is taken whatever type it is said to be, JSON and no type at all among them', async () => {
    const json = Buffer.from('{"a":1,"a":"\u0648"} and no more JSON');
    const path = await ingested(json, { mediaType: 'application/json' });
    for (const type of ['application/json', 'text/html', 'no type at all', 'application/json; charset=utf-16'])
      expect((await put(path, json, { 'content-type': type })).status).toBe(200);
    const response = await fetched(path);
    expect([response.headers.get('content-type'), (await contentOf(response)).equals(json)]).toEqual(['application/json', true]);
  });

  it('may hold nothing at all', async () => {
    const path = await ingested(Buffer.alloc(0), { mediaType: 'text/plain' });
    expect((await put(path, Buffer.alloc(0))).status).toBe(200);
    const response = await fetched(path);
    expect([response.status, response.headers.get('content-length'), (await contentOf(response)).length]).toEqual([200, '0', 0]);
  });

  it('is told by HEAD without being sent', async () => {
    const path = await ingested(LETTER);
    expect((await fetched(path, {}, 'HEAD')).status).toBe(404);
    accepted(await put(path, LETTER));
    const response = await fetched(path, { range: 'bytes=0-9' }, 'HEAD');
    expect([response.status, response.headers.get('content-length'), response.headers.get('etag')]).toEqual([
      200,
      '300000',
      `"${sha256(LETTER)}"`,
    ]);
    expect((await fetched(path, { 'if-none-match': `"${sha256(LETTER)}"` }, 'HEAD')).status).toBe(304);
  });

  it('is sent in stretches, and not again to whoever has it', async () => {
    const path = await ingested(LETTER);
    accepted(await put(path, LETTER));
    const tag = `"${sha256(LETTER)}"`;
    const stretch = await fetched(path, { range: 'bytes=65530-131080' });
    expect([stretch.status, stretch.headers.get('content-range'), stretch.headers.get('content-length')]).toEqual([
      206,
      'bytes 65530-131080/300000',
      '65551',
    ]);
    expect((await contentOf(stretch)).equals(LETTER.subarray(65_530, 131_081))).toBe(true);
    expect((await contentOf(await fetched(path, { range: 'bytes=-5', 'if-range': tag }))).equals(LETTER.subarray(-5))).toBe(true);
    expect((await fetched(path, { range: 'bytes=0-4', 'if-range': '"another"' })).status).toBe(200);
    const beyond = await fetched(path, { range: 'bytes=300000-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */300000']);
    for (const headers of [{ 'if-none-match': tag }, { 'if-none-match': tag, range: 'bytes=300000-' }]) {
      const known = await fetched(path, headers);
      expect([known.status, known.headers.get('etag'), (await contentOf(known)).length]).toEqual([304, tag, 0]);
    }
  });

  it('is not handed out under a type that is none, whatever a correction has made of it', async () => {
    const path = await ingested(LETTER);
    accepted(await put(path, LETTER));
    const record = path.replace('/bytes', '');
    const [event] = accepted(await official.ask('GET', `${record}/events`)).json<{ id: string }[]>();
    const body = {
      targetEventId: event?.id,
      pointer: '/mediaType',
      newValue: 'a\r\nSet-Cookie: b',
      reason: 'CLERICAL_ERROR',
      effective: 'AB_INITIO',
    };
    accepted(await official.ask('POST', `${record}/rectify`, { body }));
    expect((await fetched(path)).headers.get('content-type')).toBe('application/octet-stream');
  });
});

describe('anything else', () => {
  it('is refused, and nothing of it is kept', async () => {
    const path = await ingested(LETTER);
    const other = Buffer.from(LETTER);
    other[299_999] = (other[299_999] ?? 0) ^ 1;
    for (const content of [other, LETTER.subarray(0, -1), Buffer.concat([LETTER, Buffer.from('x')]), Buffer.alloc(0)]) {
      const answer = await put(path, content);
      expect(codeOf(answer)).toEqual([409, 'evidence.other-bytes']);
      expect(answer.json()['invariant']).toBe('INV-38');
    }
    expect(codeOf(await official.ask('GET', path))).toEqual([404, 'evidence.bytes-missing']);
    expect(files()).not.toContain(idIn(path));
    expect(unfinished()).toEqual([]);
  });

  it('leaves what is kept as it is', async () => {
    const path = await ingested(LETTER);
    accepted(await put(path, LETTER));
    expect(codeOf(await put(path, randomBytes(300_000)))).toEqual([409, 'evidence.other-bytes']);
    expect(sha256(await contentOf(await fetched(path)))).toBe(sha256(LETTER));
  });

  it('is refused before it is all sent where it is too long', async () => {
    const path = await ingested(LETTER);
    const answer = await put(path, randomBytes(20_000_000));
    expect(codeOf(answer)).toEqual([409, 'evidence.other-bytes']);
    expect(unfinished()).toEqual([]);
  });

  const begun = (path: string): Socket => {
    const { hostname, port } = new URL(ledger.serving.address);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(`PUT ${path} HTTP/1.1\r\nHost: jirga\r\nAuthorization: Bearer ${official.token}\r\nContent-Length: 300000\r\n\r\n`);
    socket.write(LETTER.subarray(0, 200_000));
    return socket;
  };
  const untilUnfinished = (count: number): Promise<unknown> =>
    until(
      () => Promise.resolve(unfinished()),
      (found) => found.length === count,
    );

  it('goes for what breaks off', async () => {
    const path = await ingested(LETTER);
    const socket = begun(path);
    await untilUnfinished(1);
    socket.destroy();
    await untilUnfinished(0);
    expect(codeOf(await official.ask('GET', path))).toEqual([404, 'evidence.bytes-missing']);
  });

  it('is not more than there may be at once: who comes then is told to come again', async () => {
    const path = await ingested(LETTER);
    const slow = Array.from({ length: EVIDENCE_UPLOADS_AT_ONCE_MAX }, () => begun(path));
    await untilUnfinished(EVIDENCE_UPLOADS_AT_ONCE_MAX);
    const refused = await put(path, LETTER);
    expect([...(codeOf(refused) as unknown[]), refused.headers.has('retry-after')]).toEqual([503, 'queue-full', true]);
    for (const socket of slow) socket.destroy();
    await untilUnfinished(0);
    accepted(await put(path, LETTER));
  });

  it('may not be put by whoever may not record it, nor seen by whoever may not see the record', async () => {
    const secret = await ingested(LETTER, {}, { classification: { level: 'SECRET' } });
    const hidden = await ingested(LETTER, {}, { classification: { level: 'RESTRICTED', caveats: ['KP_EYES_ONLY'] } });
    for (const path of [secret, hidden]) accepted(await put(path, LETTER));
    const random = '/v1/evidence/7e57ab1e-0000-4000-8000-000000000001/bytes';
    expect(codeOf(await put(random, LETTER, {}, negotiator))).toEqual([403, 'forbidden']);
    const junior = await ledger.person(['PROVINCIAL_OFFICIAL'], { level: 'RESTRICTED' });
    for (const method of ['GET', 'PUT']) {
      expect(codeOf(await junior.ask(method, secret, method === 'PUT' ? { raw: LETTER } : {}))).toEqual([403, 'withheld']);
      const [unseen, none] = [hidden, random].map((path) => junior.ask(method, path, method === 'PUT' ? { raw: LETTER } : {}));
      expect(codeOf(await (unseen as Promise<Answer>))).toEqual([404, 'not-found']);
      expect((await (unseen as Promise<Answer>)).text).toBe((await (none as Promise<Answer>)).text);
    }
  });

  it('is too large beyond the limit, as it was recorded or as it is announced', async () => {
    const [at, beyond] = [await ingested(LETTER, { bytes: EVIDENCE_BYTES_MAX }), await ingested(LETTER, { bytes: EVIDENCE_BYTES_MAX + 1 })];
    expect(codeOf(await put(at, LETTER))).toEqual([409, 'evidence.other-bytes']);
    expect(codeOf(await put(beyond, LETTER))).toEqual([413, 'too-large']);
    expect(await head(await ingested(LETTER), EVIDENCE_BYTES_MAX + 1)).toContain('413 ');
    expect(await head(await ingested(LETTER), EVIDENCE_BYTES_MAX)).toContain('100 Continue');
  });

  it('is not asked for where it is refused beforehand: Expect: 100-continue', async () => {
    const path = await ingested(LETTER);
    expect(await head(path, 300_000)).toMatch(/^HTTP\/1.1 100 Continue/);
    expect(await head('/v1/evidence/7e57ab1e-0000-4000-8000-000000000001/bytes', 300_000)).toMatch(/^HTTP\/1.1 404 /);
    expect(await head('/v1/parties', 30, 'POST')).toMatch(/^HTTP\/1.1 (100 Continue|415)/);
  });

  it('is not taken once the record was annulled or its key destroyed, nor is what lies there handed out', async () => {
    const [annulled, erased] = [await ingested(LETTER), await ingested(LETTER)];
    for (const path of [annulled, erased]) accepted(await put(path, LETTER));
    const record = annulled.replace('/bytes', '');
    const [event] = accepted(await official.ask('GET', `${record}/events`)).json<{ id: string }[]>();
    accepted(
      await official.ask('POST', `${record}/annul`, { body: { targetEventId: event?.id, reason: 'Another letter', dependants: [] } }),
    );
    for (const answer of [await put(annulled, LETTER), await official.ask('GET', annulled)])
      expect(codeOf(answer)).toEqual([409, 'evidence.annulled']);
    // As when another instance has destroyed it: this one reads the record anew.
    const { house } = ledger.serving;
    const unwrap = jest.spyOn(house.trust.keyring, 'unwrap').mockReturnValue(undefined);
    const answers = [await put(erased, LETTER), await official.ask('GET', erased)];
    unwrap.mockRestore();
    for (const answer of answers) expect(codeOf(answer)).toEqual([410, 'evidence.key-destroyed']);
  });

  it('is no body of any other route', async () => {
    const answer = await official.ask('POST', '/v1/evidence', { raw: LETTER, headers: { 'content-type': 'application/octet-stream' } });
    expect(codeOf(answer)).toEqual([415, 'not-json']);
  });
});

describe('what lies there', () => {
  const atRest = (path: string): string => `${ledger.serving.house.files.evidence}/${idIn(path)}`;

  it('is not handed out once it was altered or exchanged, and mended by putting it again', async () => {
    const [path, other] = [await ingested(LETTER), await ingested(LETTER)];
    for (const each of [path, other]) accepted(await put(each, LETTER));
    writeFileSync(atRest(path), readFileSync(atRest(other)));
    expect(codeOf(await official.ask('GET', path))).toEqual([500, 'evidence.bytes-altered']);
    const bytes = readFileSync(atRest(other));
    bytes[100_000] = (bytes[100_000] ?? 0) ^ 1;
    writeFileSync(atRest(other), bytes);
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    await expect(fetched(other).then(contentOf)).rejects.toThrow('terminated');
    expect(logged.mock.calls.flat().join()).toContain(`evidence ${idIn(other)} cannot be read`);
    logged.mockRestore();
    for (const each of [path, other]) {
      accepted(await put(each, LETTER));
      expect(sha256(await contentOf(await fetched(each)))).toBe(sha256(LETTER));
    }
  });
});

describe('the house verifies what it keeps (INV-38)', () => {
  const atRest = (path: string): string => `${ledger.serving.house.files.evidence}/${idIn(path)}`;
  let custodian: Person;
  beforeAll(async () => {
    custodian = await ledger.person(['EVIDENCE_CUSTODIAN'], { level: 'SECRET' });
  });
  const verify = (path: string, asked = ''): Promise<Answer> =>
    custodian.ask('POST', `${path.replace('/bytes', '/verify')}${asked}`, { body: {} });
  const recordOf = async (path: string): Promise<Record<string, unknown>> =>
    accepted(await official.ask('GET', path.replace('/bytes', ''))).json<{ state: Record<string, unknown> }>().state;
  const eventsOf = async (path: string): Promise<{ id: string; type: string; data: object }[]> =>
    accepted(await official.ask('GET', path.replace('/bytes', '/events'))).json();

  it('as a custodian asks, and says what it has found', async () => {
    const path = await ingested(LETTER);
    expect(codeOf(await verify(path))).toEqual([409, 'evidence.bytes-missing']);
    accepted(await put(path, LETTER));
    accepted(await verify(path));
    expect(await recordOf(path)).toMatchObject({ status: 'VERIFIED', lookedAt: expect.any(String) });
    const bytes = readFileSync(atRest(path));
    bytes[150_000] = (bytes[150_000] ?? 0) ^ 1;
    writeFileSync(atRest(path), bytes);
    accepted(await verify(path, '?dry-run=true'));
    expect((await recordOf(path))['status']).toBe('VERIFIED');
    accepted(await verify(path));
    expect((await recordOf(path))['status']).toBe('SUSPECT');
    accepted(await put(path, LETTER));
    accepted(await verify(path));
    expect((await eventsOf(path)).map(({ type, data }) => [type, data]).slice(1)).toEqual([
      ['EvidenceVerified', { sha256: sha256(LETTER), ok: true }],
      ['EvidenceVerified', { ok: false }],
      ['EvidenceVerified', { sha256: sha256(LETTER), ok: true }],
    ]);
  });

  it('and each hand-over of the piece itself names who had it', async () => {
    const path = await ingested(LETTER);
    const handOver = (from: string, to: string): Promise<Answer> =>
      custodian.ask('POST', path.replace('/bytes', '/transfer-custody'), {
        body: {
          from,
          to,
          means: 'In person',
          record: { occurredAt: { from: '2025-02-21', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' } },
        },
      });
    expect(codeOf(await handOver(custodian.id, official.id))).toEqual([409, 'evidence.not-custodian']);
    accepted(await handOver(official.id, custodian.id));
    expect((await recordOf(path))['custodianId']).toBe(custodian.id);
  });
});

/** What is answered first to a request of which only the head was sent. */
async function head(path: string, length: number, method = 'PUT'): Promise<string> {
  const { hostname, port } = new URL(ledger.serving.address);
  const socket = connect(Number(port), hostname);
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: jirga', `Authorization: Bearer ${official.token}`, 'Content-Type: application/json'];
  socket.write(`${[...lines, `Content-Length: ${length}`, 'Expect: 100-continue'].join('\r\n')}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString();
}

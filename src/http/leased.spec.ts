import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { answerWhileLeased } from './leased';

describe('an instance whose lease has run out', () => {
  const opened: FastifyInstance[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((http) => http.close())));

  /** @param holds what the lease says each time that it is asked */
  function serving(...holds: readonly boolean[]) {
    const said = [...holds];
    const file = Readable.from(['what was ', 'erased']);
    const http = fastify();
    opened.push(http);
    answerWhileLeased(http, { holds: () => Promise.resolve(said.shift() ?? false) });
    http.get('/v1/records', () => ({ words: 'what was erased' }));
    http.get('/v1/files', (_, reply) => reply.send(file));
    http.get('/health/live', () => ({ status: 'ok' }));
    const asked = async (url: string) => {
      const { statusCode, headers, body } = await http.inject(url);
      return { statusCode, retryAfter: headers['retry-after'], body };
    };
    return { asked, file };
  }
  const lost = { statusCode: 503, retryAfter: '1', body: expect.stringContaining('"code":"lease-lost"') };

  it('answers nothing of a record, and all that is none', async () => {
    expect(await serving(false).asked('/v1/records')).toEqual(lost);
    expect(await serving(false).asked('/health/live')).toMatchObject({ statusCode: 200 });
    expect(await serving(true, true).asked('/v1/records')).toMatchObject({ statusCode: 200 });
  });

  it('does not say either what it had begun to answer while it had it, and lets go of a file', async () => {
    expect(await serving(true, false).asked('/v1/records')).toEqual(lost);
    const { asked, file } = serving(true, false);
    expect(await asked('/v1/files')).toEqual(lost);
    expect(file.destroyed).toBe(true);
  });
});

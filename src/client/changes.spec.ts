import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { changesOf, EventParser, ListeningEndedError } from './changes';
import { Client } from './client';

describe('an event stream', () => {
  const STREAM = ': hello\r\nid: 1\r\nevent: changed\r\ndata: {"a":\r\ndata: 1}\r\n\r\nid: 2\n\ndata:x\rdata: y\r\revent: end\ndata: z\n\n';
  const EVENTS = [
    { event: 'changed', data: '{"a":\n1}', id: '1' },
    { event: 'message', data: 'x\ny', id: '2' },
    { event: 'end', data: 'z', id: '2' },
  ];

  it('is read alike, in whatever pieces it comes', () => {
    for (const size of [1, 2, 3, 7, 1000]) {
      const parser = new EventParser();
      const events = [...Array(Math.ceil(STREAM.length / size)).keys()].flatMap((nth) =>
        parser.push(STREAM.slice(nth * size, (nth + 1) * size)),
      );
      expect({ size, events, id: parser.lastEventId }).toEqual({ size, events: EVENTS, id: '2' });
    }
  });

  it('is no event without data, and none before its end', () => {
    const parser = new EventParser();
    expect(parser.push(': heartbeat\nid: 9\n\n')).toEqual([]);
    expect(parser.lastEventId).toBe('9');
    expect(parser.push('event: changed\ndata: {}\n')).toEqual([]);
  });
});

describe('listening', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  type Answering = (response: ServerResponse) => void;
  const streaming =
    (...texts: readonly string[]): Answering =>
    (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const text of texts) response.write(text);
      response.end();
    };
  const problem =
    (status: number, code: string): Answering =>
    (response) => {
      response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ status, code, title: 'Not so' }));
    };
  const changed = (id: number): string => `id: ${id}\nevent: changed\ndata: {"position":${id}}\n\n`;

  /** Answers each connection in turn, the last answer for ever; keeps from where each wanted to go on. */
  async function serving(...answers: readonly [Answering, ...Answering[]]) {
    const since: unknown[] = [];
    const server = createServer((request: IncomingMessage, response) => {
      const answer = answers[Math.min(since.length, answers.length - 1)];
      since.push(request.headers['last-event-id']);
      answer?.(response);
    });
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { client: Client.bearer(`http://127.0.0.1:${(server.address() as { port: number }).port}`, 'jirga_x'), since };
  }

  async function listen(client: Client, count: number, silenceMs = 60_000) {
    const [ids, lost, waited]: [string[], string[], number[]] = [[], [], []];
    const listening = {
      since: '5',
      silenceMs,
      lost: (why: string) => void lost.push(why),
      wait: (ms: number) => Promise.resolve(waited.push(ms)),
    };
    for await (const { event, id } of changesOf(client, '/changes', listening)) if (ids.push(`${event} ${id}`) === count) break;
    return { ids, lost, waited };
  }

  it('goes on after the last event of a connection that was lost, heartbeats counted', async () => {
    const { client, since } = await serving(streaming(changed(6), ': heartbeat\nid: 8\n\n'), streaming(changed(9)));
    expect(await listen(client, 2)).toEqual({ ids: ['changed 6', 'changed 9'], lost: ['The connection ended'], waited: [1000] });
    expect(since).toEqual(['5', '8']);
  });

  it('comes back later and later while nobody answers, and soon again once somebody has', async () => {
    const busy = problem(503, 'queue-full');
    const { client } = await serving(
      busy,
      busy,
      busy,
      busy,
      busy,
      busy,
      streaming(changed(6)),
      busy,
      streaming('id: 7\nevent: reset\ndata: {}\n\n'),
    );
    const { ids, lost, waited } = await listen(client, 2);
    expect(ids).toEqual(['changed 6', 'reset 7']);
    expect(waited).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 1000, 2000]);
    expect(lost[0]).toBe('Not so (queue-full)');
  });

  it('hears that the other side has fallen silent', async () => {
    const silent: Answering = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': heartbeat\nid: 6\n\n');
    };
    const { client, since } = await serving(silent, streaming(changed(7)));
    const { ids, lost } = await listen(client, 1, 200);
    // On a busy machine the answer may be late as well.
    expect([ids, lost.length, since[0], new Set(since.slice(1))]).toEqual([['changed 7'], since.length - 1, '5', new Set(['6'])]);
  });

  const ended = (code: string): string => `event: end\ndata: ${JSON.stringify({ code, title: 'It ends' })}\n\n`;

  it.each(['slow-reader', 'closing', 'internal', 'clearance-lowered'])('comes back after %s', async (code) => {
    const { client } = await serving(streaming(ended(code)), streaming(changed(6)));
    expect(await listen(client, 1)).toMatchObject({ ids: ['changed 6'], lost: ['It ends'] });
  });

  it.each(['unauthenticated', 'forbidden', 'something-new'])('does not come back after %s', async (code) => {
    const { client } = await serving(streaming(ended(code)));
    await expect(listen(client, 1)).rejects.toThrow(new ListeningEndedError(`It ends (${code}).`));
  });

  it.each([400, 401, 403, 404])('does not ask again what was answered %d', async (status) => {
    const { client, since } = await serving(problem(status, 'no'));
    await expect(listen(client, 1)).rejects.toThrow(new ListeningEndedError('Not so (no).'));
    expect(since).toHaveLength(1);
  });
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { Client, UnexpectedAnswerError } from './client';

/** What a server says, one answer after the other; the last one again and again. */
async function answering<Result>(
  answers: readonly (readonly [status: number, headers: Record<string, string>, body: string])[],
  work: (address: string, asked: () => number) => Promise<Result>,
): Promise<Result> {
  let asked = 0;
  const server = createServer((_, response) => {
    const [status, headers, body] = answers[Math.min(asked++, answers.length - 1)] ?? [500, {}, ''];
    response.writeHead(status, headers).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => asked);
  } finally {
    server.close();
  }
}

const AWAY = [503, { 'retry-after': '0' }, '{"code":"database-away"}'] as const;
const SIGNED_IN = [201, { 'set-cookie': 'session=it; Path=/' }, '{"csrfToken":"of it"}'] as const;

it('signs in where the ledger was away for a moment, and gives it up where it stays so or does not say when to come again', async () => {
  await answering([AWAY, AWAY, SIGNED_IN], async (address, asked) => {
    expect(await Client.signIn(address, 'a token')).toBeInstanceOf(Client);
    expect(asked()).toBe(3);
  });
  await answering([AWAY], async (address, asked) => {
    await expect(Client.signIn(address, 'a token')).rejects.toThrow(UnexpectedAnswerError);
    expect(asked()).toBe(5);
  });
  await answering([[503, {}, '']], async (address, asked) => {
    await expect(Client.signIn(address, 'a token')).rejects.toThrow(UnexpectedAnswerError);
    expect(asked()).toBe(1);
  });
});

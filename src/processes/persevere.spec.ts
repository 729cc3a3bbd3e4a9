import { expect, it } from '@jest/globals';
import { PostgresError } from '../postgres/postgres-fault';
import { persevere } from './persevere';

/** Fails so often with it, then succeeds. */
const failing = (times: number, error: Error) => async (): Promise<string> => {
  if (times-- > 0) throw error;
  return 'done';
};

it('what is away is waited for, and told as long as it is', async () => {
  const told: (string | undefined)[] = [];
  const around = { stopped: new AbortController().signal, waits: (reason: string | undefined) => void told.push(reason) };
  expect(await persevere(failing(2, new PostgresError('see that it runs')), around)).toBe('done');
  expect(told).toEqual(['PostgresError: see that it runs', 'PostgresError: see that it runs', undefined]);
});

it('what does not pass by itself is thrown at once', async () => {
  const around = { stopped: new AbortController().signal, waits: () => undefined };
  await expect(persevere(failing(1, new Error('broken')), around)).rejects.toThrow('broken');
});

it('waiting ends when the house closes', async () => {
  const stop = new AbortController();
  const waits = (): void => {
    stop.abort();
  };
  await expect(persevere(failing(Infinity, new PostgresError('away')), { stopped: stop.signal, waits })).rejects.toThrow(
    expect.objectContaining({ name: 'AbortError' }),
  );
});

import { readFile } from 'node:fs/promises';
import { setTimeout as passing } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { holdUp } from '../../test/support/hold-up';
import { Deadline, within } from './deadline';

const LIMIT_MS = 200;
const late = (): Error => new Error('late');

it('waits no longer than the limit, and takes what came before', async () => {
  const begun = performance.now();
  await expect(within(LIMIT_MS, new Promise(() => undefined), late)).rejects.toThrow('late');
  expect(performance.now() - begun).toBeGreaterThanOrEqual(LIMIT_MS - 20);
  await expect(within(LIMIT_MS, passing(LIMIT_MS / 4, 'answer'), late)).resolves.toBe('answer');
  await expect(within(LIMIT_MS, Promise.reject(new Error('refused')), late)).rejects.toThrow('refused');
});

it('does not take an answer for late that came while the thread was held up', async () => {
  // In the phase of timers: one that is due is called before anything that was read is looked at.
  await passing(1);
  const waited = within(LIMIT_MS, readFile(__filename, 'utf8'), late);
  holdUp(3 * LIMIT_MS);
  expect(await waited).toContain('held up');
});

it('is held up by nothing for ever, begins anew where it is told to, and is silent once stopped', async () => {
  let lateAt = 0;
  const begun = performance.now();
  const deadline = new Deadline(LIMIT_MS, () => (lateAt = performance.now()));
  await passing(LIMIT_MS / 2);
  deadline.refresh();
  await passing(LIMIT_MS / 2);
  holdUp(2 * LIMIT_MS);
  while (lateAt === 0) await passing(5);
  expect(lateAt - begun).toBeGreaterThan(3 * LIMIT_MS - 20);
  const stopped = new Deadline(LIMIT_MS / 4, () => (lateAt = -1));
  stopped.stop();
  await passing(LIMIT_MS);
  expect(lateAt).toBeGreaterThan(0);
});

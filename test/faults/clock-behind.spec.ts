import { expect, it } from '@jest/globals';
import { CLOCK_BEHIND_MAX_MS } from '../../src/kernel/limits';
import { partyBody } from '../support/program';
import { accepted, type Answer, servedLedger } from '../support/serving';

const NOON = Date.UTC(2026, 2, 1, 12);

it('a clock that jumps back: little is bridged, more is refused, reads go on, and it goes on once the clock is right', async () => {
  let now = NOON;
  const { person, nobody } = await servedLedger({ clock: () => now });
  const official = await person(['PROVINCIAL_OFFICIAL']);
  const register = (name: string): Promise<Answer> => official.ask('POST', '/v1/parties', { body: partyBody(name) });
  const { stream } = accepted(await register('before')).json<{ stream: { id: string } }>();
  const lastRecorded = async (id: string): Promise<string | undefined> =>
    (await official.ask('GET', `/v1/parties/${id}/events`)).json<readonly { recordedAt: string }[]>().at(-1)?.recordedAt;
  expect(await lastRecorded(stream.id)).toBe(new Date(NOON).toISOString());

  now = NOON - CLOCK_BEHIND_MAX_MS;
  const bridged = accepted(await register('bridged')).json<{ stream: { id: string } }>();
  // Time never runs backwards in the ledger.
  expect(await lastRecorded(bridged.stream.id)).toBe(new Date(NOON).toISOString());

  now = NOON - CLOCK_BEHIND_MAX_MS - 1;
  const refused = await register('refused');
  expect([refused.status, refused.json()['code']]).toEqual([503, 'clock-behind']);
  expect(refused.headers.get('retry-after')).not.toBeNull();
  expect((await official.ask('GET', `/v1/parties/${stream.id}`)).status).toBe(200);
  expect((await nobody('GET', '/health/live')).status).toBe(200);

  now = NOON + 1;
  accepted(await register('refused'));
});

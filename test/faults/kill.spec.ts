import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { APPENDS_PER_COMMIT_MAX } from '../../src/kernel/limits';
import { Installation } from '../support/installation';
import { officialOf, partyBody, type Program } from '../support/program';
import { temporaryFolder } from '../support/temporary-ledger';
import { until } from '../support/until';

/** Fewer where the stores are servers beside it: there the same writes take several times as long, and what is cut off is mended by the same code. */
const KILLS = process.env['JIRGA_TEST_STORES'] === undefined ? 20 : 5;
const WRITES = 1_000;

interface Recorded {
  readonly stream: { readonly id: string };
  readonly position: string;
}

/** What was asked under a key, and how it was acknowledged; kept here, in another process than the one that is killed. */
type Acknowledged = Map<string, Recorded>;

/**
 * Sends a write for every key at once, each on a socket of its own, and keeps each that was acknowledged; one that was cut off is neither yes nor no, and
 * whoever is told to come again may do so.
 */
async function write(
  program: Program,
  token: string,
  keys: readonly string[],
  acknowledged: Acknowledged,
  heard: () => void,
): Promise<void> {
  const others: string[] = [];
  const agent = new Agent({ keepAlive: true, maxSockets: WRITES });
  const post = (key: string): Promise<void> =>
    new Promise((done) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key };
      const sent = request(`${program.address}/v1/parties`, { agent, method: 'POST', headers }, (answer) => {
        let text = '';
        answer.on('data', (part: Buffer) => (text += part.toString()));
        answer.on('error', () => {
          done();
        });
        answer.on('end', () => {
          if (answer.statusCode === 201) {
            acknowledged.set(key, JSON.parse(text) as Recorded);
            heard();
          } else if (answer.headers['retry-after'] === undefined) others.push(text);
          done();
        });
      });
      sent.on('error', () => {
        done();
      });
      sent.end(JSON.stringify(partyBody(key)));
    });
  await Promise.all(keys.map(post));
  agent.destroy();
  expect(others).toEqual([]);
}

it(`killed in the middle of 1,000 concurrent writes, ${KILLS} times: nothing acknowledged is lost, nothing is doubled, and the views catch up`, async () => {
  const installation = await Installation.in(join(temporaryFolder(), 'ledger'));
  let program = await installation.start();
  const token = await officialOf(program);
  const acknowledged: Acknowledged = new Map();
  const asked: string[] = [];
  let interrupted = 0;
  // A round may be answered whole while this process looks away: it proves nothing, and another takes its place.
  for (let round = 0; interrupted < KILLS; round++) {
    expect(round).toBeLessThan(2 * KILLS);
    const keys = Array.from({ length: WRITES }, (_, n) => `round ${round} write ${n}`);
    asked.push(...keys);
    // Somewhere else in each round, and never before the first answer. What the server has sent until then is still heard, and it answers as
    // many at once as it commits at once: later than this, a round might be over.
    const killAfter = 1 + ((round * 97) % (WRITES - APPENDS_PER_COMMIT_MAX));
    let heard = 0;
    const own = program;
    await write(own, token, keys, acknowledged, () => {
      if (++heard === killAfter) own.signal('SIGKILL');
    });
    own.signal('SIGKILL');
    await own.exited;
    if (heard < WRITES) interrupted++;
    program = await installation.start();
  }

  const unanswered = asked.filter((key) => !acknowledged.has(key));
  expect(unanswered.length).toBeGreaterThan(0);
  const before = new Map(acknowledged);
  // Each is there, and a repeat meets the first try: also those that were written and never answered.
  for (let at = 0; at < asked.length; at += WRITES) {
    let keys = asked.slice(at, at + WRITES);
    await until(
      async () => {
        await write(program, token, keys, acknowledged, () => undefined);
        return (keys = keys.filter((key) => !acknowledged.has(key))).length;
      },
      (missing) => missing === 0,
    );
  }
  for (const [key, recorded] of before) expect(acknowledged.get(key)).toMatchObject(recorded);

  const recorded = [...acknowledged.values()];
  expect(await installation.streamsOf('party')).toEqual(recorded.map(({ stream }) => `party-${stream.id}`).sort());
  const head = Math.max(...recorded.map(({ position }) => Number(position)));
  const board = () => program.as(token)('GET', `/v1/boards/agreement-state?at-least=${head}`);
  await until(board, ({ status }) => status === 200);

  program.signal('SIGTERM');
  expect(await program.exited).toBe(0);
  expect(await installation.findings()).toEqual([]);
}, 1_200_000);

import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { verify } from '../../src/audit/verify/verify';
import { kindOf } from '../../src/kernel/happened';
import { APPENDS_PER_COMMIT_MAX } from '../../src/kernel/limits';
import { ledgerFolder } from '../../src/ledger/folder';
import { SqliteLogReader } from '../../src/ledger/sqlite/sqlite-log-reader';
import { verification } from '../../src/negotiation/verification';
import { officialOf, partyBody, Program } from '../support/program';
import { temporaryFolder } from '../support/temporary-ledger';

const KILLS = 20;
const WRITES = 1_000;

/** What was asked under a key, and under which id it was acknowledged; kept here, in another process than the one that is killed. */
type Acknowledged = Map<string, string>;

interface Recorded {
  readonly stream: { readonly id: string };
}

/** Sends a write for every key at once, each on a socket of its own, and keeps each that was acknowledged; one that was cut off is neither yes nor no. */
async function write(
  program: Program,
  token: string,
  keys: readonly string[],
  acknowledged: Acknowledged,
  heard: () => void,
): Promise<void> {
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
            acknowledged.set(key, (JSON.parse(text) as Recorded).stream.id);
            heard();
          }
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
}

it('killed in the middle of 1,000 concurrent writes, 20 times: nothing acknowledged is lost, nothing is doubled, and the views catch up', async () => {
  const files = ledgerFolder(join(temporaryFolder(), 'ledger'));
  let program = await Program.start(files.folder);
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
    await own.exited;
    if (heard < WRITES) interrupted++;
    program = await Program.start(files.folder);
  }

  const unanswered = asked.filter((key) => !acknowledged.has(key));
  expect(unanswered.length).toBeGreaterThan(0);
  const before = new Map(acknowledged);
  for (let at = 0; at < asked.length; at += WRITES)
    await write(program, token, asked.slice(at, at + WRITES), acknowledged, () => undefined);
  // Each is there, and a repeat meets the first try: also those that were written and never answered.
  expect(acknowledged.size).toBe(asked.length);
  for (const [key, id] of before) expect(acknowledged.get(key)).toBe(id);

  const log = new SqliteLogReader(files.ledger);
  const parties = log.readAll(0, 1_000_000).filter(({ stream }) => kindOf(stream) === 'party');
  const head = log.head();
  log.close();
  expect(parties.map(({ stream }) => stream).sort()).toEqual([...acknowledged.values()].map((id) => `party-${id}`).sort());
  const board = await program.as(token)('GET', `/v1/boards/agreement-state?at-least=${head}`);
  expect(board.status).toBe(200);

  program.signal('SIGTERM');
  expect(await program.exited).toBe(0);
  expect((await verify(files, verification)).findings).toEqual([]);
}, 1_200_000);

import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Installation } from '../support/installation';
import { officialOf, partyBody } from '../support/program';
import { describeOnSmallDisk, filesOfNoSize, type ScarceDisk, smallDisk } from '../support/scarce-disk';
import { accepted, type Answer, type Ask } from '../support/serving';
import { until } from '../support/until';

const KNOCKS_MAX = 2_000;
/** Where all that a record needs lies on servers, so many are recorded without a word. */
const KNOCKS_ELSEWHERE = 20;

interface Recorded {
  readonly stream: { readonly id: string };
  readonly position: string;
}
interface Problem {
  readonly code: string;
}
interface Ready {
  readonly parts: readonly { readonly part: string; readonly status: string }[];
}

const register = (ask: Ask, key: string): Promise<Answer> =>
  ask('POST', '/v1/parties', { body: partyBody(key), headers: { 'idempotency-key': key } });
const idOf = (answer: Answer): string => answer.json<Recorded>().stream.id;

function endures(makeDisk: () => ScarceDisk): void {
  it('503 ledger.disk-full, reads go on, nothing is half-written, and writing resumes when there is room', async () => {
    const disk = makeDisk();
    const installation = await Installation.in(join(disk.folder, 'ledger'));
    const isNeeded = 'file' in installation.files.log || installation.stores.keys === undefined;
    const program = await installation.start();
    const ask = program.as(await officialOf(program));
    const recorded = [idOf(accepted(await register(ask, 'before')))];
    expect((await ask('GET', '/health/ready')).status).toBe(200);

    disk.fill(program);
    // What the files have of room inside them may still be used; each yes counts.
    const refused: string[] = [];
    for (let n = 0; refused.length === 0 && n < (isNeeded ? KNOCKS_MAX : KNOCKS_ELSEWHERE); n++) {
      const answer = await register(ask, `knock ${n}`);
      if (answer.status === 201) recorded.push(idOf(answer));
      else {
        expect([answer.status, answer.json<Problem>().code]).toEqual([503, 'ledger.disk-full']);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        refused.push(`knock ${n}`);
      }
    }
    const together = Array.from({ length: 32 }, (_each, n) => `together ${n}`);
    for (const [n, answer] of (await Promise.all(together.map((key) => register(ask, key)))).entries()) {
      if (isNeeded) {
        expect([answer.status, answer.json<Problem>().code]).toEqual([503, 'ledger.disk-full']);
        refused.push(together[n] ?? '');
      } else recorded.push(idOf(accepted(answer)));
    }

    expect((await ask('GET', `/v1/parties/${recorded[0] ?? ''}`)).status).toBe(200);
    expect((await ask('GET', '/v1/boards/agreement-state')).status).toBe(200);
    expect((await ask('GET', '/health/live')).status).toBe(200);
    const ready = await ask('GET', '/health/ready');
    const failing = expect.objectContaining({ part: 'ledger', status: 'failing' });
    if (isNeeded) expect([ready.status, ready.json<Ready>().parts]).toEqual([503, expect.arrayContaining([failing])]);

    disk.makeRoom(program);
    for (const key of refused) recorded.push(idOf(accepted(await register(ask, key))));
    const { position } = accepted(await register(ask, 'after')).json<Recorded>();
    recorded.push(idOf(await register(ask, 'after')));
    accepted(
      await until(
        () => ask('GET', `/v1/boards/agreement-state?at-least=${position}`),
        ({ status }) => status === 200,
      ),
    );
    accepted(
      await until(
        () => ask('GET', '/health/ready'),
        ({ status }) => status === 200,
      ),
    );

    program.signal('SIGTERM');
    expect(await program.exited).toBe(0);
    expect(await installation.streamsOf('party')).toEqual(recorded.map((id) => `party-${id}`).sort());
    expect(await installation.findings()).toEqual([]);
  }, 120_000);
}

describe('no file may grow', () => {
  endures(filesOfNoSize);
});
describeOnSmallDisk('the disk is full', () => {
  endures(smallDisk);
});

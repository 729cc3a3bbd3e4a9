import { join } from 'node:path';
import { expect } from '@jest/globals';
import { verify } from '../../src/audit/verify/verify';
import { type LedgerFolder, ledgerFolder } from '../../src/ledger/folder';
import { verification } from '../../src/negotiation/verification';
import { officialOf, partyBody, Program } from '../support/program';
import { withoutRoomFor } from '../support/scarce-disk';
import { accepted, type Answer, type Ask, asking, PASSWORD } from '../support/serving';
import { itWatched } from '../support/strace';
import { temporaryFolder } from '../support/temporary-ledger';
import { until } from '../support/until';

/*
 * Each of the files beside ledger.db without room for itself alone. What depends on the file waits or is refused; the ledger goes on.
 */

interface Recorded {
  readonly stream: { readonly id: string };
  readonly position: string;
}
interface Ready {
  readonly parts: readonly { readonly part: string; readonly status: 'ok' | 'failing' }[];
}

interface Stage {
  readonly files: LedgerFolder;
  readonly program: Program;
  readonly ask: Ask;
  readonly party: string;
}

const register = (ask: Ask, key: string): Promise<Answer> =>
  ask('POST', '/v1/parties', { body: partyBody(key), headers: { 'idempotency-key': key } });
const nameOf = ({ ask, party }: Stage, name: string): Promise<Answer> =>
  ask('POST', `/v1/parties/${party}/record-designation`, { body: { name, lang: 'en', script: 'Latn', usedByPartyId: party } });
const positionOf = (answer: Answer): string => accepted(answer).json<Recorded>().position;
const refusal = (answer: Answer): unknown => [answer.status, answer.json()['code'], answer.headers.has('retry-after')];
const failing = async ({ ask }: Stage): Promise<string[]> =>
  (await ask('GET', '/health/ready'))
    .json<Ready>()
    .parts.filter(({ status }) => status === 'failing')
    .map(({ part }) => part);
const isReady = ({ ask }: Stage): Promise<Answer> =>
  until(
    () => ask('GET', '/health/ready'),
    ({ status }) => status === 200,
  );
const board = (ask: Ask, position: string): Promise<Answer> => ask('GET', `/v1/boards/agreement-state?at-least=${position}`);

function itEndures(title: string, test: (stage: Stage) => Promise<void>): void {
  itWatched(
    title,
    async () => {
      const files = ledgerFolder(join(temporaryFolder(), 'ledger'));
      const program = await Program.start(files.folder);
      const ask = program.as(await officialOf(program));
      const party = accepted(await register(ask, 'first')).json<Recorded>().stream.id;
      await test({ files, program, ask, party });
      program.signal('SIGTERM');
      expect(await program.exited).toBe(0);
      expect((await verify(files, verification)).findings).toEqual([]);
    },
    120_000,
  );
}

const walOf = (file: string): string[] => [file, `${file}-wal`];

itEndures('keys.db: what needs a new key is refused, what has its key is written', async (stage) => {
  await withoutRoomFor(walOf(stage.files.keys), stage.program, async () => {
    expect(refusal(await register(stage.ask, 'second'))).toEqual([503, 'ledger.disk-full', true]);
    // One that is refused must not take its neighbours along.
    const [refused, written] = await Promise.all([register(stage.ask, 'third'), nameOf(stage, 'written')]);
    expect([refused.status, written.status]).toEqual([503, 200]);
  });
  for (const key of ['second', 'third']) accepted(await register(stage.ask, key));
  await isReady(stage);
});

itEndures('accounts.db: nobody signs in, who has signed in goes on', async (stage) => {
  const signIn = (): Promise<Answer> =>
    asking(stage.program.address, {})('POST', '/v1/tokens', { body: { login: 'official', password: PASSWORD } });
  await withoutRoomFor(walOf(stage.files.accounts), stage.program, async () => {
    expect(refusal(await signIn())).toEqual([503, 'ledger.disk-full', true]);
    expect((await register(stage.ask, 'second')).status).toBe(201);
  });
  expect((await signIn()).status).toBe(201);
  await isReady(stage);
});

itEndures('views.db: boards fall behind and say so, the ledger goes on, and they catch up by themselves', async (stage) => {
  const position = await withoutRoomFor(walOf(stage.files.views), stage.program, async () => {
    const reached = positionOf(await register(stage.ask, 'second'));
    await until(
      () => stage.ask('GET', '/health/ready'),
      ({ status }) => status === 503,
    );
    expect(await failing(stage)).toEqual(['views']);
    expect(refusal(await board(stage.ask, reached))).toEqual([503, 'view-behind', true]);
    expect((await stage.ask('GET', '/v1/boards/agreement-state')).status).toBe(200);
    return reached;
  });
  accepted(
    await until(
      () => board(stage.ask, position),
      ({ status }) => status === 200,
    ),
  );
  await isReady(stage);
});

itEndures('processes.db: what follows by itself waits and says so, the ledger goes on', async (stage) => {
  await withoutRoomFor(walOf(stage.files.processes), stage.program, async () => {
    expect((await register(stage.ask, 'second')).status).toBe(201);
    expect((await nameOf(stage, 'written')).status).toBe(200);
  });
  await isReady(stage);
});

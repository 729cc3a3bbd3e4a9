import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { verify } from '../../src/audit/verify/verify';
import { type LedgerFolder, ledgerFolder } from '../../src/ledger/folder';
import { verification } from '../../src/negotiation/verification';
import { serve } from '../../src/serve';
import { configured } from '../support/configured';
import { officialOf, partyBody, Program, type ProgramOptions } from '../support/program';
import { accepted } from '../support/serving';
import { temporaryFolder } from '../support/temporary-ledger';

/** Somebody's ledger with an event in it, at rest; copied for each test. */
let atRest: LedgerFolder;
let token: string;
beforeAll(async () => {
  atRest = ledgerFolder(join(temporaryFolder(), 'ledger'));
  const program = await Program.start(atRest.folder);
  token = await officialOf(program);
  program.signal('SIGTERM');
  await program.exited;
}, 120_000);

function copied(): LedgerFolder {
  const files = ledgerFolder(join(temporaryFolder(), 'ledger'));
  cpSync(atRest.folder, files.folder, { recursive: true });
  return files;
}

/** One request on a socket of its own, sent in two parts. */
class SlowRequest {
  private heard = '';
  private readonly ended: Promise<void>;

  private constructor(
    private readonly socket: Socket,
    private readonly rest: string,
  ) {
    socket.on('data', (text) => (this.heard += text.toString()));
    this.ended = new Promise((resolve) => {
      socket.on('close', () => {
        resolve();
      });
      socket.on('error', (error) => (this.heard += String(error)));
    });
  }

  /** Resolves when the server has the first part: it says so, because it was asked to (RFC 9110, 10.1.1). */
  static async begin(program: Program, name: string): Promise<SlowRequest> {
    const { hostname, port } = new URL(program.address);
    const body = JSON.stringify(partyBody(name));
    const socket = connect(Number(port), hostname);
    const slow = new SlowRequest(socket, body.slice(10));
    const head = ['POST /v1/parties HTTP/1.1', `Host: ${hostname}`, `Authorization: Bearer ${token}`, 'Content-Type: application/json'];
    socket.write([...head, `Content-Length: ${body.length}`, 'Expect: 100-continue', '', body.slice(0, 10)].join('\r\n'));
    await slow.hears('100 Continue');
    return slow;
  }

  async finish(): Promise<string> {
    this.socket.write(this.rest);
    await this.ended;
    return this.heard;
  }

  private async hears(text: string): Promise<void> {
    while (!this.heard.includes(text)) await new Promise((resolve) => this.socket.once('data', resolve));
  }
}

const says = async (program: Program, text: string): Promise<void> => {
  while (!program.output.includes(text)) await new Promise((look) => setTimeout(look, 10));
};

describe('asked to stop', () => {
  it.each<[NodeJS.Signals, readonly NodeJS.Signals[]]>([
    ['SIGTERM', []],
    ['SIGINT', []],
    ['SIGTERM', ['SIGTERM', 'SIGINT']],
  ])(
    '%s, then %j: what runs is answered, what comes later is refused, and all lies in one file',
    async (signal, again) => {
      const files = copied();
      const program = await Program.start(files.folder);
      const ask = program.as(token);
      accepted(await ask('POST', '/v1/parties', { body: partyBody('before') }));
      const slow = await Promise.all([SlowRequest.begin(program, 'slow one'), SlowRequest.begin(program, 'slow two')]);

      program.signal(signal);
      await says(program, 'letting running requests finish');
      for (const further of again) program.signal(further);
      const late = await ask('POST', '/v1/parties', { body: partyBody('late') }).then(
        ({ status }) => status,
        () => 'NO_CONNECTION',
      );
      expect([503, 'NO_CONNECTION']).toContain(late);
      for (const request of slow) expect(await request.finish()).toMatch(/HTTP\/1\.1 201 Created[\s\S]*"type":"party"/);

      expect(await program.exited).toBe(0);
      expect(program.output.match(/letting running requests finish/g)).toHaveLength(1);
      const wal = `${files.ledger}-wal`;
      expect(existsSync(wal) ? statSync(wal).size : 0).toBe(0);
      const { findings, head } = await verify(files, verification);
      expect(findings).toEqual([]);
      expect(head.size).toBe((await verify(atRest, verification)).head.size + 3);
    },
    60_000,
  );

  it('whoever asks whether it is ready hears first that it closes, and others are served until nothing more comes', async () => {
    const program = await Program.start(copied().folder);
    const ask = program.as(token);
    let isHeard = false;
    const others = Array.from({ length: 3 }, async () => {
      const statuses = new Set<number>();
      while (!isHeard) statuses.add((await ask('GET', '/v1/me')).status);
      return [...statuses];
    });
    accepted(await ask('GET', '/health/ready'));
    program.signal('SIGTERM');
    await says(program, 'letting running requests finish');
    const ready = await ask('GET', '/health/ready');
    expect([ready.status, ready.json()['code'], ready.headers.get('retry-after')]).toEqual([503, 'closing', '1']);
    isHeard = true;
    expect(await Promise.all(others)).toEqual([[200], [200], [200]]);
    expect(await program.exited).toBe(0);
  }, 60_000);

  it('a connection on which nothing was asked yet does not hold it', async () => {
    const program = await Program.start(copied().folder);
    const { hostname, port } = new URL(program.address);
    const silent = connect(Number(port), hostname);
    const over = once(silent, 'close');
    await once(silent, 'connect');
    // Taken in by the server as well, for it takes them in their order.
    accepted(await program.as(token)('GET', '/health/live'));
    program.signal('SIGTERM');
    expect(await program.exited).toBe(0);
    await over;
  }, 60_000);

  it('a request that never ends holds it for a bounded time', async () => {
    const program = await Program.start(copied().folder);
    await SlowRequest.begin(program, 'never finished');
    program.signal('SIGTERM');
    expect(await program.exited).toBe(1);
    expect(program.output).toContain('some requests did not finish in time');
  }, 60_000);
});

it('what it makes only its owner can read, whatever the folder allows: views hold clear values', async () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  const program = await Program.start(folder);
  const open = readdirSync(folder).filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0);
  await program.kill();
  expect(open).toEqual([]);
}, 60_000);

describe('not started, in words, and nothing is changed', () => {
  const PRECIOUS = ['ledger', 'keys', 'masterKey', 'commandSecret', 'accounts'] as const;
  const contentOf = (files: LedgerFolder): string[] =>
    PRECIOUS.map((name) => (existsSync(files[name]) ? hash('sha256', readFileSync(files[name])) : `no ${name}`));

  /** Tries to start on these files. @returns all it said */
  async function refused(files: LedgerFolder, options: ProgramOptions = {}): Promise<string> {
    const before = contentOf(files);
    const program = Program.launch(files.folder, options);
    expect(await program.exited).toBe(1);
    expect(contentOf(files)).toEqual(before);
    // A person is told what is the matter, not where in the program it was noticed.
    expect(program.output).not.toMatch(/\n\s+at /);
    return program.output.trim();
  }
  const inFile = (file: string, sql: string): void => {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  };

  const withoutWal = (file: string, harm: (file: string) => void): void => {
    for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true });
    harm(file);
  };

  it('another process serves it', async () => {
    const files = copied();
    const first = await Program.start(files.folder);
    expect(await refused(files)).toContain('another process has this ledger open');
    accepted(await first.as(token)('POST', '/v1/parties', { body: partyBody('goes on') }));
    await first.kill();
  }, 60_000);

  it('the environment has faults: each is named', async () => {
    const output = await refused(copied(), { environment: { JIRGA_DTA: '/elsewhere', JIRGA_PORT: '65536', JIRGA_LOG: 'loud' } });
    for (const words of ['JIRGA_DTA is not a variable of this program', 'JIRGA_PORT', 'JIRGA_LOG']) expect(output).toContain(words);
  }, 60_000);

  it('the master key is another one', async () => {
    const files = copied();
    writeFileSync(files.masterKey, randomBytes(32));
    expect(await refused(files)).toContain('the master key does not open the keys');
  }, 60_000);

  // The same, without the seconds that a process takes to begin.
  it.each<[fault: string, harm: (files: LedgerFolder) => void, said: string]>([
    ['ledger.db is no database', ({ ledger }) => writeFileSync(ledger, 'a letter to the ministry'.repeat(100)), 'is not a ledger'],
    ['ledger.db is empty', ({ ledger }) => writeFileSync(ledger, ''), 'is not a ledger'],
    ['ledger.db is the database of somebody else', ({ ledger }) => inFile(ledger, 'PRAGMA application_id = 1'), 'is not a ledger'],
    ['a newer program wrote it', ({ ledger }) => inFile(ledger, 'PRAGMA user_version = 2'), 'was written by a newer program'],
    ['ledger.db is missing, the keys are there', ({ ledger }) => rmSync(ledger), 'no ledger was made, for'],
    ['the master key is cut off', ({ masterKey }) => writeFileSync(masterKey, randomBytes(31)), 'has 31 bytes; expected 32'],
    ['others can read the master key', ({ masterKey }) => chmodSync(masterKey, 0o640), 'can be read by others; expected mode 0600'],
    [
      'others can read the command secret',
      ({ commandSecret }) => chmodSync(commandSecret, 0o604),
      'can be read by others; expected mode 0600',
    ],
    ['the master key is missing', ({ masterKey }) => rmSync(masterKey), 'there is no secret file'],
    [
      'the command secret is another one',
      ({ commandSecret }) => writeFileSync(commandSecret, randomBytes(32)),
      'the command secret is not the one that the command ids of this ledger come from',
    ],
    ['the command secret is missing', ({ commandSecret }) => rmSync(commandSecret), 'there is no secret file'],
    ['keys.db is missing', ({ keys }) => withoutWal(keys, (file) => rmSync(file)), 'there are no keys at'],
    ['keys.db is empty', ({ keys }) => withoutWal(keys, (file) => writeFileSync(file, '')), 'has schema version 0'],
    ['a newer program wrote keys.db', ({ keys }) => inFile(keys, 'PRAGMA user_version = 2'), 'has schema version 2'],
  ])('%s', async (_, harm, said) => {
    const files = copied();
    harm(files);
    const before = contentOf(files);
    await expect(serve(configured(files.folder, { origin: undefined }))).rejects.toThrow(said);
    expect(contentOf(files)).toEqual(before);
  });
});

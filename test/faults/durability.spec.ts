import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { officialOf, partyBody, Program } from '../support/program';
import { temporaryFolder } from '../support/temporary-ledger';
import { undurableAnswers } from './durable-answers';

const STREAM = '11111111-2222-4333-8444-555555555555';
const WRITE = `12 pwrite64(27</data/ledger.db-wal>, "party-${STREAM}", 4096, 24) = 4096`;
const BEGUN = '12 fdatasync(27</data/ledger.db-wal> <unfinished ...>';
const DONE = '12 <... fdatasync resumed>) = 0';
const FLUSH = '12 fdatasync(27</data/ledger.db-wal>) = 0';
const ANSWER = `11 write(31<socket:[99]>, "HTTP/1.1 201 Created\\r\\n\\r\\n{\\"stream\\":{\\"type\\":\\"party\\",\\"id\\":\\"${STREAM}\\",\\"revision\\":0}", 300) = 300`;

describe('the reader of traces', () => {
  it.each<[string, string[], number]>([
    ['write, flush, answer', [WRITE, FLUSH, ANSWER], 0],
    ['write, a flush that is told of in two lines, answer', [WRITE, BEGUN, DONE, ANSWER], 0],
    ['an answer before the flush', [WRITE, ANSWER, FLUSH], 1],
    ['an answer before the flush is done', [WRITE, BEGUN, ANSWER, DONE], 1],
    ['a flush that began before the write', [BEGUN, WRITE, DONE, ANSWER], 1],
    ['a flush of another file', [WRITE, FLUSH.replace('ledger.db', 'keys.db'), ANSWER], 1],
    ['an answer without a write', [FLUSH, ANSWER], 1],
  ])('%s', (_, lines, early) => {
    const found = undurableAnswers(lines.join('\n'));
    expect([found.looked, found.early.length]).toEqual([1, early]);
  });
});

const hasStrace = spawnSync('strace', ['-V']).status === 0;
const name = 'every answer leaves the socket after a flush of the log that follows its write';
const test = hasStrace || process.env['CI'] !== undefined ? it : it.skip;

test(
  hasStrace ? name : `${name} (skipped: strace is not installed)`,
  async () => {
    const folder = temporaryFolder();
    const trace = join(folder, 'trace');
    const calls = 'trace=write,writev,pwrite64,pwritev,fdatasync,fsync,sendto,sendmsg';
    const under = ['strace', '-f', '-y', '-s', '16384', '-e', calls, '-o', trace];
    // Without io_uring every call passes where it can be seen.
    const program = await Program.start(join(folder, 'ledger'), { under, environment: { UV_USE_IO_URING: '0' } });
    const ask = program.as(await officialOf(program));
    const post = async (n: number): Promise<number> => (await ask('POST', '/v1/parties', { body: partyBody(`Party ${n}`) })).status;
    for (let n = 0; n < 20; n++) expect(await post(n)).toBe(201);
    expect(await Promise.all(Array.from({ length: 40 }, (_, n) => post(100 + n)))).toEqual(Array<number>(40).fill(201));
    program.signal('SIGTERM');
    await program.exited;
    const { looked, early } = undurableAnswers(readFileSync(trace, 'latin1'));
    expect(looked).toBeGreaterThanOrEqual(60);
    expect(early).toEqual([]);
  },
  180_000,
);

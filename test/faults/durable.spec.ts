import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { durabilityOf } from '../support/durability';
import { officialOf, partyBody, Program } from '../support/program';
import { accepted } from '../support/serving';
import { itWatched, straceTo, systemCallsIn } from '../support/strace';
import { temporaryFolder } from '../support/temporary-ledger';

const ONE_BY_ONE = 20;
const AT_ONCE = 40;

describe('durable when answered', () => {
  itWatched(
    'every 2xx leaves its socket after a flush of the log that follows its write; each key is flushed before it is used',
    async () => {
      const folder = temporaryFolder();
      const trace = join(folder, 'trace');
      // Without io_uring every call passes where it can be seen.
      const program = await Program.start(join(folder, 'ledger'), { under: straceTo(trace), environment: { UV_USE_IO_URING: '0' } });
      const ask = program.as(await officialOf(program));
      const write = async (name: string) => accepted(await ask('POST', '/v1/parties', { body: partyBody(name) }));
      for (let n = 0; n < ONE_BY_ONE; n++) await write(`one by one ${n}`);
      await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => write(`at once ${n}`)));
      program.signal('SIGTERM');
      expect(await program.exited).toBe(0);

      const text = readFileSync(trace, 'utf8');
      const { events, faults } = durabilityOf(systemCallsIn(text));
      expect(faults).toEqual([]);
      expect(events).toBeGreaterThanOrEqual(ONE_BY_ONE + AT_ONCE);

      // The same run, had nobody flushed the log: then this test sees it at every event.
      const unflushed = text.split('\n').filter((line) => !/ f(data)?sync\(\d+<[^>]*ledger\.db-wal>/.test(line));
      expect(durabilityOf(systemCallsIn(unflushed.join('\n'))).faults).toHaveLength(events);
    },
    180_000,
  );
});

describe('what the order of the calls shows', () => {
  const ID = '0b8f4c0e-6c1e-5f0a-9d5e-3a2b1c0d9e8f';
  const LOG = '22</ledger/ledger.db-wal>';
  const [write, flush, key, flushKey, answer] = [
    `7 pwrite64(${LOG}, "…\\"id\\":\\"${ID}\\"…", 4096, 32) = 4096`,
    `7 fdatasync(${LOG}) = 0`,
    '7 pwrite64(24</ledger/keys.db-wal>, "…", 4096, 32) = 4096',
    '7 fsync(24</ledger/keys.db-wal>) = 0',
    `5 writev(19<TCP:[127.0.0.1:3000->127.0.0.1:4000]>, [{iov_base="HTTP/1.1 201 Created\\r\\n\\r\\n{\\"events\\":[{\\"id\\":\\"${ID}\\"}]}"}], 1) = 99`,
  ];
  const faultsOf = (...lines: readonly string[]) => durabilityOf(systemCallsIn(lines.join('\n'))).faults;

  it('in order: nothing to say', () => {
    expect(faultsOf(key, flushKey, write, flush, answer)).toEqual([]);
  });
  it.each([
    ['answered before the flush', [key, flushKey, write, answer, flush], 'was answered before it was flushed'],
    ['answered before the write', [key, flushKey, answer, write, flush], 'was answered before it was written'],
    ['flushed before the write only', [key, flushKey, flush, write, answer], 'was answered before it was flushed'],
    ['never flushed', [key, flushKey, write, answer], 'was answered before it was flushed'],
    ['the flush failed', [write, flush.replace('= 0', '= -1 EIO (Input/output error)'), answer], 'was answered before it was flushed'],
    ['another file was flushed', [write, flush.replace('ledger.db', 'views.db'), answer], 'was answered before it was flushed'],
    [
      'the flush began before the write had ended',
      [write.replace(') = 4096', ' <unfinished ...>'), flush.replace('7', '8'), '7 <... pwrite64 resumed>) = 4096', answer],
      'was answered before it was flushed',
    ],
    [
      'the flush had not ended',
      [write, flush.replace(') = 0', ' <unfinished ...>'), answer, '7 <... fdatasync resumed>) = 0'],
      'was answered before it was flushed',
    ],
    ['the key was not flushed before its use', [key, write, flushKey, flush, answer], 'was written before its key was flushed'],
  ])('%s', (_, lines, fault) => {
    expect(faultsOf(...lines)).toEqual([`event ${ID} ${fault}`]);
  });
  it('credentials handed out before they were flushed', () => {
    const [stored, flushed] = ['5 pwrite64(40</ledger/accounts.db-wal>, "…", 24, 0) = 24', '5 fsync(40</ledger/accounts.db-wal>) = 0'];
    const token = answer.replace(/\{\\"events.*\}"/, '{}"');
    expect(faultsOf(stored, flushed, token)).toEqual([]);
    expect(faultsOf(stored, token, flushed)).toEqual(['an answer left before accounts.db was flushed']);
  });
});

import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { served } from '../../test/kurrentdb/served';
import { jirga, type Said } from '../../test/support/cli';
import { LedgerMaker } from '../../test/support/made-ledger';
import { tamper } from '../../test/support/tampering';
import type { LedgerFolder } from '../ledger/folder';
import { lockFolder } from '../ledger/sqlite/folder-lock';

const MIGRATE = ['migrate', '--from', 'sqlite', '--to', 'kurrentdb'];
const made = (streams = 10): LedgerFolder => new LedgerMaker().streams(streams).close();
const environmentOf = ({ folder }: LedgerFolder, url: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  JIRGA_DATA: folder,
  JIRGA_LEDGER: 'kurrentdb',
  JIRGA_KURRENTDB_URL: url,
  ...more,
});
const migrated = (files: LedgerFolder, url: string, args: readonly string[] = [], more?: NodeJS.ProcessEnv): Promise<Said> =>
  jirga([...MIGRATE, ...args], { environment: environmentOf(files, url, more) });

const headsIn = (out: string): string[] => [...out.matchAll(/\b(\d+:[A-Za-z0-9_-]{43})/g)].map(([, head = '']) => head);

describe('jirga migrate', () => {
  it('says what lies on both sides before and after, and what to do next', async () => {
    const server = await served();
    const files = made();
    const before = readFileSync(files.ledger);
    const [kept] = headsIn((await jirga(['verify', '--store', files.folder])).out);
    const { code, out } = await migrated(files, server.url);
    expect(code).toBe(0);
    expect(out).toContain(
      `Ledger     jirga.example/test in ${files.folder}\nEvents     60 events in 10 streams; 30 appends to KurrentDB\n`,
    );
    expect(out).toContain(`KurrentDB  ${server.address} holds none of them`);
    expect(out).toContain('60 events carried over. All 60 were read back: each is the same byte for byte.');
    expect(headsIn(out)).toEqual([kept, kept, kept]);
    expect(out).toContain('Serve it with the variables of this command only.');
    expect(out).not.toContain('PostgreSQL');
    expect(readFileSync(files.ledger)).toEqual(before);
  });

  it('deletes what counts places of ledger.db, and names what it cannot delete', async () => {
    const server = await served();
    const files = made();
    const derived = [files.views, `${files.views}-wal`, files.processes];
    for (const file of derived) writeFileSync(file, '');
    const postgres = { JIRGA_VIEWS: 'postgres', JIRGA_POSTGRES_URL: 'postgres://nobody@127.0.0.1:1/boards' };
    const { out } = await migrated(files, server.url, [], postgres);
    expect(derived.filter((file) => existsSync(file))).toEqual([]);
    expect(out).toContain('Boards in PostgreSQL count places of ledger.db too');
  });

  it('writes nothing in a dry run, which may be made while the ledger is served', async () => {
    const server = await served();
    const files = made();
    writeFileSync(files.views, '');
    const lock = lockFolder(files.lock);
    const { code, out } = await migrated(files, server.url, ['--dry-run']);
    lock.release();
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing was written. Without --dry-run 60 events would be carried over.')]);
    expect(server.appends).toHaveLength(0);
    expect(existsSync(files.views)).toBe(true);
  });

  it('is refused while somebody serves the ledger', async () => {
    const server = await served();
    const files = made();
    const lock = lockFolder(files.lock);
    const { code, err } = await migrated(files, server.url);
    lock.release();
    expect([code, err]).toEqual([1, expect.stringContaining('another process has this ledger open')]);
    expect(server.appends).toHaveLength(0);
  });

  it('exits 1 with words where the target holds something else', async () => {
    const server = await served();
    const files = made();
    await migrated(files, server.url);
    const other = await migrated(made(), server.url);
    expect([other.code, other.err]).toEqual([
      1,
      expect.stringMatching(/^Refused: KurrentDB holds party-\S+ revision 0 .*: take a server that is empty\.$/),
    ]);
    tamper(files.ledger, "UPDATE event SET record = CAST(record || 'x' AS BLOB) WHERE position = 7");
    const altered = await migrated(files, server.url);
    expect([altered.code, altered.err]).toEqual([
      1,
      expect.stringMatching(/^Refused: the bytes of party-\S+ .* are not those of event 7 here/),
    ]);
  });

  it.each<[fault: string, args: readonly string[], environment: NodeJS.ProcessEnv, says: string]>([
    ['no target', MIGRATE, {}, 'needs JIRGA_LEDGER=kurrentdb and JIRGA_KURRENTDB_URL'],
    ['no password', MIGRATE, { JIRGA_LEDGER: 'kurrentdb', JIRGA_KURRENTDB_URL: 'esdb://jirga@127.0.0.1:1' }, 'needs a password'],
    [
      'no ledger',
      [...MIGRATE, '--store', '/nowhere'],
      { JIRGA_LEDGER: 'kurrentdb', JIRGA_KURRENTDB_URL: 'esdb://127.0.0.1:1?tls=false' },
      'there is no ledger',
    ],
    ['another way', ['migrate', '--from', 'kurrentdb', '--to', 'sqlite'], {}, 'Allowed choices are sqlite'],
    ['no way', ['migrate'], {}, "required option '--from"],
  ])('exits 2 where it is asked wrongly: %s', async (_, args, asked, says) => {
    const environment = { JIRGA_DATA: made(1).folder, ...asked };
    expect(await jirga(args, { environment })).toMatchObject({ code: 2, err: expect.stringContaining(says) });
  });

  it('goes on where it was killed', async () => {
    const server = await served();
    const files = made(60);
    const inProcess = (): Promise<string> =>
      new Promise((end) => {
        const hook = resolve('test/support/typescript-worker.cjs');
        const child = execFile(
          process.execPath,
          ['--require', hook, resolve('src/cli.ts'), ...MIGRATE],
          { env: { ...process.env, ...environmentOf(files, server.url) } },
          (_, stdout) => end(stdout),
        );
        const killedAt = server.appends.length + 50;
        server.appendFault = (n) => {
          if (n === killedAt) child.kill('SIGKILL');
          return undefined;
        };
      });
    expect(await inProcess()).toContain('holds none of them');
    expect(await inProcess()).toMatch(/holds the first \d+ events, each the same byte for byte$/m);
    server.appendFault = () => undefined;
    const { out } = await migrated(files, server.url);
    expect(out).toMatch(/holds the first \d+ events, each the same byte for byte\n\n\d+ events carried over. All 360 were read back/);
    expect(server.appends.length).toBeLessThan(190);
  }, 60_000);
});

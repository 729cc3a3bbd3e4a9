import { SqliteAccountStore } from '../access/sqlite-account-store';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerMaker } from '../../test/support/made-ledger';
import { tamper } from '../../test/support/tampering';
import { temporaryFolder, temporaryLedger } from '../../test/support/temporary-ledger';
import { type LedgerFolder, ledgerFolder } from '../ledger/folder';
import { SqliteLogReader } from '../ledger/sqlite/sqlite-log-reader';
import { run } from './program';

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `jirga` in this process. */
async function jirga(...args: string[]): Promise<Said> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, { out: (line) => out.push(line), err: (line) => err.push(line), environment: {}, input: () => '' });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** Runs it in a process of its own; rejects where that exits otherwise than with 0. */
async function jirgaElsewhere(...args: string[]): Promise<string> {
  const hook = resolve(__dirname, '../../test/support/typescript-worker.cjs');
  return (await promisify(execFile)(process.execPath, ['--require', hook, resolve(__dirname, '../cli.ts'), ...args])).stdout;
}

const sizeHashIn = (out: string): string => /SIZE:HASH +(\S+)/.exec(out)?.[1] ?? 'none';
const recordsOf = ({ ledger }: LedgerFolder): string[] => {
  const log = new SqliteLogReader(ledger);
  const records = log
    .readAll(0, 10_000)
    .map(({ record, position, stream, revision }) => `${position} ${stream} ${revision} ${Buffer.from(record).toString('hex')}`);
  log.close();
  return records;
};
const fresh = (): string => join(temporaryFolder(), 'new');

let made: LedgerFolder;
let sizeHash: string;
beforeAll(async () => {
  made = new LedgerMaker().streams(20).close();
  sizeHash = sizeHashIn((await jirga('verify', '--store', made.folder)).out);
});

const tampered = (sql: string): LedgerFolder => {
  const files = ledgerFolder(fresh());
  cpSync(made.folder, files.folder, { recursive: true });
  tamper(files.ledger, sql);
  return files;
};

describe('jirga verify', () => {
  it('says what there is, and what it cannot know', async () => {
    const { code, out } = await jirga('verify', '--store', made.folder);
    expect(code).toBe(0);
    expect(out).toMatch(/Ledger +jirga\.example\/test\nEvents +120\n +120 opened/);
    expect(out).toContain('Nothing was found.');
    expect(out).toContain('No SIZE:HASH was given.');
    expect(sizeHash).toMatch(/^120:[A-Za-z0-9_-]{43}$/);
  });
  it('holds the ledger against the SIZE:HASH that was kept', async () => {
    const { code, out } = await jirga('verify', '--store', made.folder, '--expect', sizeHash);
    expect([code, out]).toEqual([0, expect.stringContaining('The 120 events of the SIZE:HASH you gave are all there')]);
    expect(out).not.toContain('No SIZE:HASH was given.');
    const cut = tampered('DELETE FROM event WHERE position > 118');
    expect((await jirga('verify', '--store', cut.folder)).code).toBe(0);
    const found = await jirga('verify', '--store', cut.folder, '--expect', sizeHash);
    expect([found.code, found.out]).toEqual([1, expect.stringContaining('root: only 118 of the 120 events are left')]);
  });
  it('exits 1 and says where, if something was found', async () => {
    const { code, out } = await jirga('verify', '--store', tampered("UPDATE event SET stream = 'party-other' WHERE position = 7").folder);
    expect([code, out]).toEqual([1, expect.stringMatching(/event 7 +row: the row says party-other 0/)]);
  });
  it('answers machines in JSON', async () => {
    const { out } = await jirga('verify', '--store', made.folder, '--json');
    expect(JSON.parse(out)).toMatchObject({ ok: true, sizeHash, bodies: { OPENED: 120 }, findings: [], expected: null });
  });
  it.each([
    [['verify', '--store', '/nowhere/at/all'], /there is no ledger/],
    [['verify', '--expect', '12'], /Expected SIZE:HASH/],
    [['verify', '--colour'], /unknown option/],
    [['verify', 'extra'], /too many arguments/],
    [['prove'], /unknown command/],
    [['restore', '--ledger', 'x'], /required option '--to/],
  ])('exits 2 where it is asked wrongly: %j', async (args, message) => {
    expect(await jirga(...args)).toMatchObject({ code: 2, err: expect.stringMatching(message) });
  });
  it('exits 2 where others can read the master key', async () => {
    const files = ledgerFolder(fresh());
    cpSync(made.folder, files.folder, { recursive: true });
    chmodSync(files.masterKey, 0o644);
    expect(await jirga('verify', '--store', files.folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('can be read by others'),
    });
  });
  it('draws how far it is only where somebody looks', async () => {
    const drawn: string[] = [];
    const files = new LedgerMaker().streams(150).close();
    await run(['verify', '--store', files.folder], {
      out: () => undefined,
      err: () => undefined,
      draw: (line) => drawn.push(line),
      environment: {},
      input: () => '',
    });
    expect(drawn).toEqual([expect.stringMatching(/^verifying \[#+\.+\] 512 of 900$/), '']);
  });
  it('tells of itself', async () => {
    expect(await jirga('--help')).toMatchObject({ code: 0, out: expect.stringContaining('verify') });
    expect((await jirga('keys', 'backup', '--help')).out).toContain('The master key is NOT copied');
  });
});

it('is a program', async () => {
  expect(sizeHashIn(await jirgaElsewhere('verify', '--store', made.folder))).toBe(sizeHash);
}, 30_000);

describe('jirga backup', () => {
  it('does not take a ledger.db for the ledger that was left there when the events were carried over to KurrentDB', async () => {
    const err: string[] = [];
    const environment = {
      JIRGA_DATA: made.folder,
      JIRGA_LEDGER: 'kurrentdb',
      JIRGA_KURRENTDB_URL: 'esdb://127.0.0.1:1?tls=false',
    };
    const target = fresh();
    const code = await run(['backup', target], { out: () => undefined, err: (line) => err.push(line), environment, input: () => '' });
    expect([code, err.join('\n')]).toEqual([2, expect.stringContaining('the events lie on KurrentDB')]);
    expect(existsSync(target)).toBe(false);
  });

  it('copies a ledger that is being written to, as it stood at one moment, and says its SIZE:HASH', async () => {
    const maker = new LedgerMaker().streams(10);
    const stream = maker.command();
    const before = recordsOf(maker.files);
    const target = ledgerFolder(fresh());
    const copy = { finished: false };
    const copying = jirgaElsewhere('backup', target.folder, '--store', maker.files.folder).finally(() => {
      copy.finished = true;
    });
    // Another process copies, while this one commits again and again.
    while (!copy.finished) {
      maker.command({ stream });
      await nextTurn();
    }
    const out = await copying;
    const copied = recordsOf(target);
    expect(copied.length).toBeGreaterThan(before.length);
    expect(copied.slice(0, before.length)).toEqual(before);
    expect(recordsOf(maker.files).slice(0, copied.length)).toEqual(copied);
    maker.close();
    expect(readdirSync(target.folder)).toEqual(['ledger.db']);
    expect(statSync(target.ledger).mode & 0o777).toBe(0o600);
    expect(sizeHashIn((await jirga('verify', '--store', target.folder)).out)).toBe(sizeHashIn(out));
  }, 30_000);
  it('leaves alone what lies in the target', async () => {
    const target = temporaryFolder();
    writeFileSync(join(target, 'letter.txt'), 'kept');
    for (const args of [
      ['backup', target],
      ['keys', 'backup', target],
    ])
      expect(await jirga(...args, '--store', made.folder)).toMatchObject({
        code: 1,
        err: expect.stringContaining('is not empty (it holds letter.txt)'),
      });
    expect(await jirga('restore', '--ledger', made.folder, '--to', target)).toMatchObject({ code: 1 });
    expect(readdirSync(target)).toEqual(['letter.txt']);
  });
  it('makes nothing where there is nothing', async () => {
    const target = fresh();
    expect(await jirga('backup', target, '--store', temporaryFolder())).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no ledger'),
    });
    expect(existsSync(target)).toBe(false);
  });
  it('does not call a backup what does not verify', async () => {
    const damaged = tampered('UPDATE event SET revision = 77 WHERE position = 9');
    const target = ledgerFolder(fresh());
    const { code, err } = await jirga('backup', target.folder, '--store', damaged.folder);
    expect([code, err]).toEqual([1, expect.stringContaining('event 9  row')]);
    expect(readdirSync(target.folder)).toEqual(['ledger.db.unfinished']);
  });
  it('copies keys apart, and no master key', async () => {
    const target = ledgerFolder(fresh());
    expect((await jirga('keys', 'backup', target.folder, '--store', made.folder)).code).toBe(0);
    expect(readdirSync(target.folder).sort()).toEqual(['command.key', 'keys.db']);
    expect(readFileSync(target.commandSecret)).toEqual(readFileSync(made.commandSecret));
    for (const file of [target.keys, target.commandSecret]) expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

it('keeps the accounts with the keys, so that whoever had one can sign in to what is restored', async () => {
  const { files } = new LedgerMaker().streams(1);
  const accounts = new SqliteAccountStore(files.accounts);
  await accounts.issue('a-token', { kind: 'BEARER', participantId: 'somebody', accountId: 'his', issuedBy: 'somebody', expiresAt: 1 });
  const [ledger, keys, to] = [fresh(), fresh(), ledgerFolder(fresh())];
  await jirga('backup', ledger, '--store', files.folder);
  await jirga('keys', 'backup', keys, '--store', files.folder);
  await accounts.close();
  expect((await jirga('restore', '--ledger', ledger, '--keys', keys, '--master-key', files.masterKey, '--to', to.folder)).code).toBe(0);
  const restored = new SqliteAccountStore(to.accounts);
  expect(await restored.find('a-token')).toMatchObject({ participantId: 'somebody' });
  await restored.close();
});

describe('jirga restore', () => {
  let ledger: string;
  let keys: string;
  beforeAll(async () => {
    [ledger, keys] = [fresh(), fresh()];
    await jirga('backup', ledger, '--store', made.folder);
    await jirga('keys', 'backup', keys, '--store', made.folder);
  });
  const restore = (...args: string[]): Promise<Said & { to: LedgerFolder }> => {
    const to = ledgerFolder(fresh());
    return jirga('restore', '--to', to.folder, ...args).then((said) => ({ ...said, to }));
  };

  it('makes the ledger that was, with all that opens it', async () => {
    const { code, out, to } = await restore('--ledger', ledger, '--keys', keys, '--master-key', made.masterKey, '--expect', sizeHash);
    expect([code, sizeHashIn(out)]).toEqual([0, sizeHash]);
    expect(recordsOf(to)).toEqual(recordsOf(made));
    expect(readdirSync(to.folder).sort()).toEqual(['command.key', 'keys.db', 'ledger.db', 'master.key']);
    expect(out).not.toContain('Missing');
    expect(JSON.parse((await jirga('verify', '--store', to.folder, '--json')).out)).toMatchObject({
      ok: true,
      bodies: { OPENED: 120 },
      commandIds: 'CHECKED',
    });
  });
  it('says what it cannot open without keys, and without the master key', async () => {
    const bare = await restore('--ledger', ledger);
    expect([bare.code, bare.out]).toEqual([0, expect.stringContaining('Missing: keys.db, master.key, command.key')]);
    expect(bare.out).toContain('120 events cannot be opened without the keys');
    const wrapped = await restore('--ledger', ledger, '--keys', keys);
    expect([wrapped.code, wrapped.out]).toEqual([0, expect.stringContaining('Missing: master.key')]);
  });
  it.each([
    ['keys', 'of another ledger', (other: LedgerFolder) => ['--keys', other.folder, '--master-key', other.masterKey]],
    ['master key', 'of another ledger', (other: LedgerFolder) => ['--keys', keys, '--master-key', other.masterKey]],
  ])('refuses the %s %s', async (_, __, args) => {
    const other = new LedgerMaker().streams(1).close();
    const { code, err, to } = await restore('--ledger', ledger, ...args(other));
    expect([code, err]).toEqual([1, expect.stringContaining('not the keys of this ledger, or not its master key')]);
    expect(existsSync(to.ledger)).toBe(false);
  });
  it('tells where the keys are older than the ledger', async () => {
    const maker = new LedgerMaker().streams(3);
    const [early, late] = [fresh(), fresh()];
    await jirga('keys', 'backup', early, '--store', maker.files.folder);
    maker.command();
    maker.close();
    await jirga('backup', late, '--store', maker.files.folder);
    const { code, out, to } = await restore('--ledger', late, '--keys', early, '--master-key', maker.files.masterKey);
    expect([code, out]).toEqual([1, expect.stringContaining('1 event cannot be opened with these keys: their backup is older')]);
    expect(recordsOf(to)).toHaveLength(19);
  });
  it('makes no ledger of a backup that was changed, cut, interrupted or is none', async () => {
    const changed = ledgerFolder(fresh());
    mkdirSync(changed.folder);
    copyFileSync(join(ledger, 'ledger.db'), changed.ledger);
    const bytes = readFileSync(changed.ledger);
    const at = bytes.lastIndexOf('"prev"');
    bytes.writeUInt8(bytes.readUInt8(at + 12) ^ 1, at + 12);
    writeFileSync(changed.ledger, bytes);
    const restored = await restore('--ledger', changed.folder);
    expect([restored.code, existsSync(restored.to.ledger)]).toEqual([1, false]);

    const cut = tampered('DELETE FROM event WHERE position > 100');
    expect(await restore('--ledger', cut.folder, '--expect', sizeHash)).toMatchObject({
      code: 1,
      err: expect.stringContaining('only 100 of the 120'),
    });

    const interrupted = ledgerFolder(fresh());
    mkdirSync(interrupted.folder);
    copyFileSync(join(ledger, 'ledger.db'), `${interrupted.ledger}.unfinished`);
    expect(await restore('--ledger', interrupted.folder)).toMatchObject({ code: 2, err: expect.stringContaining('interrupted') });
    expect(await jirga('backup', interrupted.folder, '--store', made.folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not empty'),
    });

    writeFileSync(interrupted.ledger, 'not a database at all, but long enough to be looked at'.repeat(20));
    expect(await restore('--ledger', interrupted.folder)).toMatchObject({ code: 2, err: expect.stringContaining('is not a ledger') });
    expect(await restore('--ledger', temporaryLedger().folder, '--keys', interrupted.folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('holds no keys.db'),
    });
    rmSync(interrupted.folder, { recursive: true });
  });
});

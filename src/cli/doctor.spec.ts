import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { administrator, fileWith, placeOf, servedSecurely } from '../../test/kurrentdb/served';
import type { KurrentDbDouble } from '../../test/kurrentdb/kurrentdb-double';
import { proposed } from '../../test/support/clearance-sample';
import { LedgerMaker } from '../../test/support/made-ledger';
import { describeWithPostgres } from '../../test/support/on-each-database';
import type { PostgresServer } from '../../test/support/postgres';
import { nth, RecordedLedger } from '../../test/support/recorded-ledger';
import { temporaryFolder } from '../../test/support/temporary-ledger';
import { temporaryPostgres } from '../../test/support/temporary-postgres';
import type { LedgerFolder } from '../ledger/folder';
import { openPostgresViews } from '../views/postgres-views';
import { run } from './program';

jest.setTimeout(60_000);

async function jirga(environment: NodeJS.ProcessEnv, ...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, { out: (line) => out.push(line), err: (line) => err.push(line), environment, input: () => '' });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const inKurrentDb = (server: KurrentDbDouble, data = temporaryFolder()): NodeJS.ProcessEnv => {
  const { url, passwordFile, caFile } = placeOf(server);
  return {
    JIRGA_DATA: data,
    JIRGA_LEDGER: 'kurrentdb',
    JIRGA_KURRENTDB_URL: url,
    JIRGA_KURRENTDB_PASSWORD_FILE: passwordFile,
    JIRGA_KURRENTDB_CA_FILE: caFile,
  };
};

describe('jirga doctor', () => {
  let files: LedgerFolder;
  beforeEach(() => {
    files = new LedgerMaker().streams(1).close();
    chmodSync(files.folder, 0o700);
    for (const file of [files.ledger, files.keys]) chmodSync(file, 0o600);
  });
  const doctor = (environment: NodeJS.ProcessEnv = {}, ...args: string[]) =>
    jirga({ JIRGA_DATA: files.folder, ...environment }, 'doctor', ...args);

  it('finds nothing where all is well, says what it looked at, and exits 0', async () => {
    const { code, out } = await doctor();
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      `OK       folder    ${files.folder}`,
      `OK       disk      room beside ${files.folder}`,
      `OK       secrets   ${files.masterKey}, ${files.keys}, ${files.commandSecret}`,
      `OK       ledger    ${files.ledger}`,
      '0 faults, 0 warnings.',
    ]);
  });

  it.each<[what: string, spoil: (files: LedgerFolder) => void, finding: RegExp]>([
    ['no ledger in it', ({ ledger }) => rmSync(ledger), /^FAULT {4}ledger +/m],
    ['a master key that others can read', ({ masterKey }) => chmodSync(masterKey, 0o644), /^FAULT {4}secrets .*can be read by others/m],
    ['a master key of another ledger', ({ masterKey }) => writeFileSync(masterKey, Buffer.alloc(32)), /^FAULT {4}secrets /m],
    ['no command secret', ({ commandSecret }) => rmSync(commandSecret), /^FAULT {4}secrets +there is no secret file/m],
  ])('exits 1 for %s, and goes on with what else there is', async (_, spoil, finding) => {
    spoil(files);
    const { code, out } = await doctor();
    expect([code, out]).toEqual([1, expect.stringMatching(finding)]);
    expect(out).toMatch(/^(OK|FAULT) +ledger/m);
  });

  it('looks at the folder of evidence where there is one, or one is named', async () => {
    const evidence = async (environment: NodeJS.ProcessEnv = {}) => {
      const { code, out } = await doctor(environment);
      return [code, ...out.split('\n').filter((line) => line.includes(' evidence '))];
    };
    const elsewhere = { JIRGA_EVIDENCE_FOLDER: join(files.folder, 'shared') };
    expect(await evidence()).toEqual([0]);
    expect(await evidence(elsewhere)).toEqual([
      0,
      expect.stringMatching(/^WARNING {2}evidence .*shared yet: .* set JIRGA_EVIDENCE_FOLDER/),
    ]);
    mkdirSync(files.evidence, { mode: 0o700 });
    expect(await evidence()).toEqual([0, `OK       evidence  ${files.evidence}`]);
    chmodSync(files.evidence, 0o750);
    expect(await evidence()).toEqual([0, expect.stringContaining(`: chmod 700 ${files.evidence}`)]);
    writeFileSync(elsewhere.JIRGA_EVIDENCE_FOLDER, '');
    expect(await evidence(elsewhere)).toEqual([1, expect.stringMatching(/^FAULT {4}evidence .*shared is no folder: /)]);
  });

  it('may be asked before the first start: a folder that is not there yet is a warning, and nothing is looked for in it', async () => {
    rmSync(files.folder, { recursive: true });
    const { code, out } = await doctor();
    expect([code, out.split('\n')]).toEqual([
      0,
      [expect.stringMatching(/^WARNING {2}folder +there is no folder .* yet: the first start makes it/), '0 faults, 1 warning.'],
    ]);
  });

  it('finds a command secret from which the command ids of the ledger do not come', async () => {
    const ledger = new RecordedLedger();
    ledger.add('initiative', nth(1), [proposed]);
    const secrets = async () =>
      (await doctor({ JIRGA_DATA: ledger.files.folder })).out.split('\n').find((line) => line.includes('secrets'));
    expect(await secrets()).toMatch(/^(OK|WARNING)/);
    writeFileSync(ledger.files.commandSecret, Buffer.alloc(32));
    expect(await secrets()).toMatch(/^FAULT.* take command\.key from its other instances/);
  });

  it('warns of a folder that others can reach with the command that mends it, and exits 0', async () => {
    chmodSync(files.folder, 0o755);
    const { code, out } = await doctor();
    expect([code, out]).toEqual([
      0,
      expect.stringContaining(`WARNING  folder    others can reach ${files.folder}: chmod 700 ${files.folder}`),
    ]);
    expect(out).toContain('0 faults, 1 warning.');
  });

  it('answers programs in JSON', async () => {
    rmSync(files.ledger);
    const { code, out } = await doctor({}, '--json');
    expect([code, JSON.parse(out)]).toEqual([
      1,
      { ok: false, findings: expect.arrayContaining([{ about: 'ledger', level: 'FAULT', words: expect.any(String) }]) },
    ]);
  });

  it('looks at KurrentDB where the ledger lies there, and at the files of its passwords', async () => {
    const server = await servedSecurely();
    const environment = inKurrentDb(server, files.folder);
    expect((await doctor(environment)).out).toMatch(/^FAULT {4}ledger .*make the user with jirga kurrentdb prepare/m);
    await jirga(environment, 'kurrentdb', 'prepare', '--admin-password-file', administrator.passwordFile);
    expect((await doctor(environment)).out).toMatch(/^OK {7}ledger +KurrentDB$/m);
    const open = fileWith('a password of ours');
    chmodSync(open, 0o644);
    const { code, out } = await doctor({ ...environment, JIRGA_KURRENTDB_PASSWORD_FILE: open });
    expect([code, out]).toEqual([0, expect.stringContaining(`WARNING  password  others can reach ${open}: chmod 600 ${open}`)]);
    server.stop();
    expect((await doctor(environment)).out).toMatch(/^FAULT {4}ledger .*cannot be reached/m);
  });

  it('needs a configuration that can be used', async () => {
    expect(await doctor({ JIRGA_LEDGER: 'kurrentdb' })).toMatchObject({ code: 2, err: expect.stringContaining('JIRGA_KURRENTDB_URL') });
  });

  describeWithPostgres('of boards in PostgreSQL', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await temporaryPostgres();
    });
    const withViewsOf = async (origin: string): Promise<string> => {
      const url = await server.emptyPlace();
      await (await openPostgresViews({ url, origin })).destroy();
      return url;
    };
    const looked = async (url: string) => (await doctor({ JIRGA_VIEWS: 'postgres', JIRGA_POSTGRES_URL: url })).out;

    it('finds nothing in an empty schema of theirs, and makes nothing there', async () => {
      const url = await server.emptyPlace();
      expect(await looked(url)).toMatch(/^OK {7}boards +PostgreSQL$/m);
      const schema = /search_path%3D(\w+)/.exec(url)?.[1] ?? '';
      expect(await server.ask(`SELECT tablename FROM pg_tables WHERE schemaname = '${schema}'`)).toEqual([]);
    });

    it.each<[what: string, url: () => Promise<string>, finding: RegExp]>([
      ['a wrong password', () => Promise.resolve(server.url({ password: 's3cret' })), /^FAULT {4}boards .*refuses the password/m],
      ['no schema', () => Promise.resolve(server.url({ schema: 'nowhere' })), /^FAULT {4}boards .*none of the schemas/m],
      [
        'a schema in which nothing can be made',
        () => Promise.resolve(server.url({ schema: 'public' })),
        /^FAULT {4}boards .*GRANT CREATE ON SCHEMA/m,
      ],
      ['the boards of another ledger', () => withViewsOf('another.example/ledger'), /^FAULT {4}boards .*another\.example/m],
    ])('finds %s', async (_, url, finding) => {
      const out = await looked(await url());
      expect(out).toMatch(finding);
      expect(out).not.toContain('s3cret');
    });
  });
});

describe('jirga kurrentdb prepare', () => {
  it('says what it did, and what was so already', async () => {
    const environment = inKurrentDb(await servedSecurely());
    const prepare = () => jirga(environment, 'kurrentdb', 'prepare', '--admin-password-file', administrator.passwordFile);
    const steps = ['the user jirga', 'only administrators delete streams and write their metadata', 'jirga reads the whole log, $all'];
    expect(await prepare()).toMatchObject({ code: 0, out: steps.map((step) => `done       ${step}`).join('\n') });
    expect(await prepare()).toMatchObject({ code: 0, out: steps.map((step) => `as it was  ${step}`).join('\n') });
  });

  it.each<[what: string, args: readonly string[], code: number, says: string]>([
    ['no password of the administrator', [], 2, '--admin-password-file'],
    ['another password than his', ['--admin-password-file', fileWith('another')], 1, 'does not take admin for an administrator'],
    ['a file that is not there', ['--admin-password-file', join(temporaryFolder(), 'none')], 2, 'cannot be read: ENOENT'],
  ])('is refused in words for %s', async (_, args, code, says) => {
    const environment = inKurrentDb(await servedSecurely());
    expect(await jirga(environment, 'kurrentdb', 'prepare', ...args)).toMatchObject({ code, err: expect.stringContaining(says) });
  });

  it('is refused where the ledger lies in its folder', async () => {
    const said = await jirga({}, 'kurrentdb', 'prepare', '--admin-password-file', administrator.passwordFile);
    expect(said).toMatchObject({ code: 2, err: expect.stringContaining('JIRGA_LEDGER=kurrentdb') });
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { jirga, type Said } from '../../test/support/cli';
import { destroyKeysOf } from '../../test/support/destroyed-keys';
import { clientIn } from '../../test/support/keys-databases';
import { LedgerMaker } from '../../test/support/made-ledger';
import { describeWithPostgres } from '../../test/support/on-each-database';
import type { PostgresServer } from '../../test/support/postgres';
import { accepted, asking, PASSWORD, servedLedger } from '../../test/support/serving';
import { TEST_ORIGIN } from '../../test/support/temporary-ledger';
import { temporaryPostgres } from '../../test/support/temporary-postgres';
import { until } from '../../test/support/until';
import { hashOf } from '../access/account-store';
import { SqliteAccountStore } from '../access/sqlite-account-store';
import { verify } from '../audit/verify/verify';
import type { LedgerFolder } from '../ledger/folder';
import { lockFolder } from '../ledger/sqlite/folder-lock';
import { verification } from '../negotiation/verification';
import { createKeysDatabase } from '../postgres/keys-database';
import type { PostgresPlace } from '../postgres/postgres-place';
import { serve } from '../serve';

jest.setTimeout(120_000);

const MIGRATE = ['keys', 'migrate', '--from', 'sqlite', '--to', 'postgres'];
const environmentOf = ({ folder }: LedgerFolder, { url }: PostgresPlace) => ({
  JIRGA_DATA: folder,
  JIRGA_KEYS: 'postgres',
  JIRGA_POSTGRES_URL: url,
});
const migrated = (files: LedgerFolder, place: PostgresPlace): Promise<Said> => jirga(MIGRATE, { environment: environmentOf(files, place) });

/** A ledger with ten keys, of which one is destroyed, an account and a token. */
async function made(): Promise<LedgerFolder> {
  const maker = new LedgerMaker();
  const stream = maker.streams(9).command();
  const files = maker.close();
  destroyKeysOf(files, stream);
  const accounts = new SqliteAccountStore(files.accounts);
  const of = { participantId: 'a-person', issuedBy: 'somebody', expiresAt: 1_900_000_000_000 };
  await accounts.issue('an invitation', { ...of, kind: 'ENROLMENT', accountId: null });
  expect(await accounts.enrol({ id: 'an-account', login: 'gulalai', participantId: 'a-person' }, PASSWORD, hashOf('an invitation'))).toBe(
    'MADE',
  );
  await accounts.issue('a session', { ...of, kind: 'SESSION', accountId: 'an-account' }, 'its csrf token');
  await accounts.close();
  for (const file of [files.keys, files.accounts]) settle(file);
  return files;
}

/** All of it lies in the file itself: what was closed in this process lets go of its log only with the garbage. */
function settle(file: string): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

describeWithPostgres('jirga keys migrate', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await temporaryPostgres();
  });
  const place = async (): Promise<PostgresPlace> => ({ url: await server.emptyPlace() });
  const saying = async (where: PostgresPlace, statement: string): Promise<Record<string, unknown>[]> => {
    const client = await clientIn(where);
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  };

  it('carries all over, says so with the same hash each time, and leaves the files as they are', async () => {
    const [files, target] = [await made(), await place()];
    const before = [files.keys, files.accounts].map((file) => readFileSync(file));
    const first = await migrated(files, target);
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/^Ledger {5}jirga\.example\/test in /);
    expect(first.out).toMatch(/^10 data keys +10 carried over; SHA-256 [\w-]{43}, here and in PostgreSQL$/m);
    expect(first.out).toMatch(/^1 account +1 carried over; /m);
    expect(first.out).toMatch(/^1 credential +1 carried over; /m);
    expect(first.out).toContain(`Then delete ${files.keys} and ${files.accounts}`);
    expect(await saying(target, 'SELECT count(*)::integer AS n FROM data_key WHERE wrapped IS NULL AND destroyed_at IS NOT NULL')).toEqual([
      { n: 1 },
    ]);
    const again = await migrated(files, target);
    expect([again.code, again.out]).toEqual([0, first.out.replace(/\d+ carried over/g, '0 carried over')]);
    expect([files.keys, files.accounts].map((file) => readFileSync(file))).toEqual(before);
  });

  it.each<[what: string, harm: string, says: RegExp]>([
    [
      'a key that the folder does not have',
      "INSERT INTO data_key VALUES ('zz', 'party-z', 'PUBLIC', 0, NULL, 0, 'wrapped')",
      /holds the data key zz, which the folder does not: .* served so/,
    ],
    [
      'a key that is destroyed here',
      "UPDATE data_key SET wrapped = 'x', destroyed_at = NULL WHERE wrapped IS NULL",
      /holds another form of the data key .*drop its schema/,
    ],
    [
      'a key that is destroyed there',
      "UPDATE data_key SET wrapped = NULL, destroyed_at = '2026' WHERE wrapped IS NOT NULL",
      /holds another form of the data key/,
    ],
    [
      'a token that the folder does not have',
      "INSERT INTO credential VALUES ('zz', 'BEARER', 'a', 'b', 'c', 1, NULL)",
      /holds the credential zz, which/,
    ],
    ['another password', "UPDATE account SET salt = 'x'", /holds another form of the account an-account/],
  ])('writes nothing over %s', async (_, harm, says) => {
    const [files, target] = [await made(), await place()];
    await migrated(files, target);
    await saying(target, `${harm}; DELETE FROM account WHERE salt <> 'x'`);
    const { code, err } = await migrated(files, target);
    expect([code, err]).toEqual([1, expect.stringMatching(says)]);
    expect(err).toMatch(/^Refused: /);
    if (!harm.includes('account')) expect(await saying(target, 'SELECT id FROM account')).toEqual([]);
  });

  it('does not go where the keys of another ledger lie, nor without the master key that opens them, nor while somebody serves the folder', async () => {
    const [files, target] = [await made(), await place()];
    await createKeysDatabase({ ...target, origin: 'other.example/ledger' });
    await saying(target, "INSERT INTO data_key VALUES ('zz', 'party-z', 'PUBLIC', 0, NULL, 0, 'wrapped')");
    expect(await migrated(files, target)).toMatchObject({
      code: 1,
      err: expect.stringContaining('lie the keys of the ledger other.example/ledger'),
    });
    const lock = lockFolder(files.lock);
    expect(await migrated(files, target)).toMatchObject({ code: 1, err: expect.stringContaining('another process has this ledger open') });
    lock.release();
    const empty = await place();
    writeFileSync(files.masterKey, randomBytes(32));
    expect(await migrated(files, empty)).toMatchObject({ code: 1, err: expect.stringContaining('the master key does not open the keys') });
    expect(await saying(empty, "SELECT to_regclass('data_key') AS made")).toEqual([{ made: null }]);
  });

  it.each<[fault: string, args: readonly string[], environment: NodeJS.ProcessEnv, says: string]>([
    ['no target', MIGRATE, {}, 'needs JIRGA_KEYS=postgres and JIRGA_POSTGRES_URL'],
    ['no way', ['keys', 'migrate'], {}, "required option '--from"],
    ['another way', ['keys', 'migrate', '--from', 'postgres', '--to', 'sqlite'], {}, 'Allowed choices are sqlite'],
  ])('exits 2 where it is asked wrongly: %s', async (_, args, environment, says) => {
    expect(await jirga(args, { environment })).toMatchObject({ code: 2, err: expect.stringContaining(says) });
  });

  it('has written nothing where it is killed in the middle, and does it all when it is run again', async () => {
    const [files, target] = [await made(), await place()];
    await createKeysDatabase({ ...target, origin: TEST_ORIGIN });
    const holder = await clientIn(target);
    await holder.query('BEGIN; LOCK TABLE account IN EXCLUSIVE MODE');
    const waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO account%'";
    const child = started(files, target);
    await until(
      () => server.ask(waiting),
      (found) => found.length > 0,
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    await holder.query('ROLLBACK');
    await holder.end();
    await until(
      () => server.ask(waiting),
      (found) => found.length === 0,
    );
    expect(await saying(target, 'SELECT id FROM data_key')).toEqual([]);
    const { code, out } = await migrated(files, target);
    expect([code, out]).toEqual([0, expect.stringMatching(/10 data keys +10 carried over/)]);
  });

  const started = (files: LedgerFolder, target: PostgresPlace): ChildProcess =>
    spawn(process.execPath, ['--require', resolve('test/support/typescript-worker.cjs'), resolve('src/cli.ts'), ...MIGRATE], {
      env: { ...process.env, ...environmentOf(files, target) },
      stdio: 'ignore',
    });

  describe('afterwards', () => {
    it('the ledger is served from there: tokens and passwords hold, what was sealed opens, and nothing is found', async () => {
      const { serving, configuration, person } = await servedLedger({ stores: {} });
      const official = await person(['PROVINCIAL_OFFICIAL']);
      const body = { type: 'COMMUNITY', canonicalName: 'A valley (fictitious)' };
      const { stream } = accepted(await official.ask('POST', '/v1/parties', { body })).json<{ stream: { id: string } }>();
      await serving.close();
      const keys = await place();
      expect((await migrated(serving.house.files, keys)).code).toBe(0);
      const again = await serve({ ...configuration, keys });
      const { address, house } = again;
      try {
        const ask = asking(address, { authorization: `Bearer ${official.token}` });
        expect(accepted(await ask('GET', `/v1/parties/${stream.id}`)).text).toContain('A valley');
        accepted(await ask('POST', '/v1/parties', { body }));
        const signIn = { body: { login: official.login, password: PASSWORD } };
        accepted(await asking(address, {})('POST', '/v1/tokens', signIn));
        expect(await verify(house.files, { ...verification, keys, threads: 1 })).toMatchObject({ findings: [], bodies: { SEALED: 0 } });
      } finally {
        await again.close();
      }
      expect(await migrated(serving.house.files, keys)).toMatchObject({
        code: 1,
        err: expect.stringContaining('which the folder does not'),
      });
    });
  });
});

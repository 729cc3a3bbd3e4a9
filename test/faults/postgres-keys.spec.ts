import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { verify } from '../../src/audit/verify/verify';
import { run } from '../../src/cli/program';
import type { Configuration } from '../../src/configuration';
import { POSTGRES_ANSWER_WAIT_MS, POSTGRES_AWAY_MS, POSTGRES_CONNECT_MS } from '../../src/kernel/limits';
import { verification } from '../../src/negotiation/verification';
import { createKeysDatabase, keysWarnings } from '../../src/postgres/keys-database';
import { PostgresError } from '../../src/postgres/postgres-fault';
import type { PostgresPlace } from '../../src/postgres/postgres-place';
import { serve, type Serving } from '../../src/serve';
import { configured } from '../support/configured';
import { describeWithPostgres } from '../support/on-each-database';
import type { PostgresServer } from '../support/postgres';
import { accepted, type Answer, PASSWORD, type Person, type ServedLedger, servedLedger } from '../support/serving';
import { TEST_ORIGIN, temporaryFolder, temporaryLedger } from '../support/temporary-ledger';
import { temporaryPostgres } from '../support/temporary-postgres';
import { until } from '../support/until';

jest.setTimeout(180_000);

let server: PostgresServer;
const schemaOf = (url: string): string => `${(new URL(url).searchParams.get('options') ?? '').replace('-c search_path=', '')}_keys`;

describeWithPostgres('a ledger whose keys and accounts lie in PostgreSQL', () => {
  const SECRET = 'it’s a secret: 100 % #1';
  let keys: PostgresPlace;
  let schema: string;
  let ledger: ServedLedger;
  let official: Person;
  let auditor: Person;
  let party: string;
  let registered: { position: string; events: { id: string }[] };

  const register = (name: string): Promise<Answer> =>
    official.ask('POST', '/v1/parties', { body: { type: 'COMMUNITY', canonicalName: `${name} (fictitious)` } });
  const annotate = (text: string): Promise<Answer> =>
    official.ask('POST', `/v1/parties/${party}/annotate`, { body: { targetEventId: registered.events[0]?.id, text } });
  const ready = (): Promise<Answer> => ledger.nobody('GET', '/health/ready');
  const saying = (words: string) => (answer: Answer) => answer.status === 503 && answer.text.includes(words);
  const isOk = ({ status }: Answer): boolean => status === 200;
  const shell = () => {
    const said: string[] = [];
    const environment = { JIRGA_KEYS: 'postgres', JIRGA_POSTGRES_URL: keys.url, JIRGA_POSTGRES_PASSWORD_FILE: keys.passwordFile };
    return { said, out: (line: string) => said.push(line), err: (line: string) => said.push(line), environment, input: () => '' };
  };
  const jirga = async (...args: string[]) => {
    const around = shell();
    return { code: await run(args, around), text: around.said.join('\n') };
  };

  beforeAll(async () => {
    server = await temporaryPostgres();
    const passwordFile = join(temporaryFolder(), 'password');
    writeFileSync(passwordFile, `${SECRET}\n`);
    await server.setPassword(SECRET);
    const url = new URL(await server.emptyPlace());
    schema = schemaOf(url.href);
    url.password = '';
    keys = { url: url.href, passwordFile };
    ledger = await servedLedger({ stores: { keys } });
    official = await ledger.person(['PROVINCIAL_OFFICIAL']);
    auditor = await ledger.person(['AUDITOR']);
    const answer = accepted(await register('A valley'));
    party = answer.json<{ stream: { id: string } }>().stream.id;
    registered = answer.json();
  });

  it('has neither of them in its folder, and opens what was sealed wherever it is looked at', async () => {
    const { files } = ledger.serving.house;
    expect([files.keys, files.accounts].filter((file) => existsSync(file))).toEqual([]);
    const { position } = accepted(await annotate('A note')).json<{ position: string }>();
    expect(accepted(await official.ask('GET', `/v1/parties/${party}`)).text).toContain('A valley (fictitious)');
    const trail = accepted(await auditor.ask('GET', `/v1/audit/trail?stream=party-${party}`)).json<{ events: { leaf: string }[] }>();
    expect(trail.events.map(({ leaf }) => leaf)).toEqual(['OK', 'OK']);
    // The boards' thread has opened every event, and refolded the record that a correction speaks of.
    const timeline = `/v1/boards/timeline?at-least=${position}`;
    expect(accepted(await until(() => auditor.ask('GET', timeline), isOk)).status).toBe(200);
    const knownAt = new Date().toISOString();
    expect(accepted(await auditor.ask('GET', `/v1/boards/timeline?known-at=${knownAt}`)).status).toBe(200);
    expect((await ready()).json()).toMatchObject({ status: 'ok' });
  });

  it('records all that comes at once, while keys for it are provided', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => register(`Valley ${n}`)));
    const positions = answers.map((answer) => accepted(answer).json<{ position: string }>().position);
    expect(new Set(positions).size).toBe(40);
  });

  it('is verified with its keys, on one thread and on several', async () => {
    const { files, store } = ledger.serving.house;
    for (const threads of [1, 2])
      expect(await verify(files, { ...verification, keys, threads })).toMatchObject({
        findingsTotal: 0,
        bodies: { OPENED: await store.head(), SEALED: 0 },
      });
    expect(await jirga('verify', '--store', files.folder)).toMatchObject({ code: 0 });
    expect((await verify(files, verification)).bodies).toMatchObject({ OPENED: 0 });
  });

  it('is copied without its keys, and whoever would copy them is told how', async () => {
    const { folder } = ledger.serving.house.files;
    expect(await jirga('backup', join(temporaryFolder(), 'copy'), '--store', folder)).toMatchObject({ code: 0 });
    const refused = await jirga('keys', 'backup', join(temporaryFolder(), 'keys'), '--store', folder);
    expect(refused).toMatchObject({ code: 2, text: expect.stringContaining('Dump their schema with pg_dump') });
    const restored = await jirga('restore', '--ledger', folder, '--keys', folder, '--to', join(temporaryFolder(), 'restored'));
    expect(restored).toMatchObject({ code: 2, text: expect.stringContaining('Restore their schema there with pg_restore') });
  });

  it.each<[fault: string, harm: () => Promise<unknown>, words: string, mend: () => Promise<unknown>]>([
    ['has died', () => server.stop('SIGQUIT'), 'see that it runs', () => server.run()],
    [
      'has another password',
      async () => {
        await server.setPassword('another');
        await server.hangUp();
      },
      'PostgreSQL refuses the password: see JIRGA_POSTGRES_PASSWORD_FILE',
      () => server.setPassword(SECRET),
    ],
    [
      'takes no more connections',
      () => server.limitConnections(0),
      'PostgreSQL takes no more connections',
      () => server.limitConnections(-1),
    ],
  ])('answers 503 while PostgreSQL %s, says what to do, and goes on by itself', async (_, harm, words, mend) => {
    await harm();
    const said = await until(ready, saying(words));
    expect(said.text).not.toContain(SECRET);
    const refused = await official.ask('GET', `/v1/parties/${party}`);
    expect([refused.status, refused.json()['code'], refused.headers.get('retry-after')]).toEqual([503, 'database-away', '1']);
    expect(refused.text).not.toContain('PostgreSQL');
    const { opener, store } = ledger.serving.house;
    // Whose key is in memory is opened all the same.
    const [first] = await store.readStream(`party-${party}`);
    await opener.prepare([first!]);
    expect(opener.open(first!).type).toBe('PartyRegistered');
    await mend();
    await until(ready, isOk);
    accepted(await until(() => official.ask('GET', `/v1/parties/${party}`), isOk));
    accepted(
      await until(
        () => register('Another valley'),
        ({ status }) => status === 201,
      ),
    );
  });

  it.each<[fault: string, harm: () => Promise<unknown>, words: string, mend: () => Promise<unknown>]>([
    ['takes no writes', () => server.setReadOnly(true), 'PostgreSQL takes no writes', () => server.setReadOnly(false)],
    [
      'is full',
      async () => {
        await server.ask(`CREATE FUNCTION ${schema}.full_disk() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN RAISE EXCEPTION ''could not extend file: No space left on device'' USING ERRCODE = ''53100''; END'`);
        for (const table of ['data_key', 'credential', 'sign_in_try'])
          await server.ask(
            `CREATE TRIGGER full_disk BEFORE INSERT ON ${schema}.${table} FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.full_disk()`,
          );
      },
      'PostgreSQL has no room',
      () => server.ask(`DROP FUNCTION ${schema}.full_disk CASCADE`),
    ],
  ])('reads on while PostgreSQL %s, and writes under the keys that it has', async (_, harm, words, mend) => {
    await harm();
    accepted(await until(() => official.ask('GET', `/v1/parties/${party}`), isOk));
    accepted(await annotate(`A note while PostgreSQL ${words}`));
    // A new record wants a new key.
    const refused = await register('A third valley');
    expect([refused.status, refused.json()['code']]).toEqual([503, 'ledger.write-failed']);
    expect((await ready()).text).toContain(words);
    const { login } = official;
    expect((await ledger.nobody('POST', '/v1/tokens', { body: { login, password: PASSWORD } })).json()).toMatchObject({
      code: 'database-away',
    });
    await mend();
    accepted(
      await until(
        () => register('A third valley'),
        ({ status }) => status === 201,
      ),
    );
    await until(ready, isOk);
  });

  it('waits for a server that says nothing no longer than the limits say', async () => {
    const { ask } = official;
    const frozen = await server.ask("SELECT pid FROM pg_stat_activity WHERE usename = 'jirga'");
    for (const { pid } of frozen) process.kill(Number(pid), 'SIGSTOP');
    try {
      const begun = performance.now();
      const answer = await ask('GET', `/v1/parties/${party}`);
      expect([answer.status, answer.json()['code']]).toEqual([503, 'database-away']);
      expect(performance.now() - begun).toBeLessThan(POSTGRES_CONNECT_MS + POSTGRES_ANSWER_WAIT_MS + 5_000);
      // Nobody waits for it after the other.
      const next = performance.now();
      expect((await Promise.all([1, 2, 3].map(() => ask('GET', '/v1/me')))).map(({ status }) => status)).toEqual([503, 503, 503]);
      expect(performance.now() - next).toBeLessThan(POSTGRES_AWAY_MS);
    } finally {
      for (const { pid } of frozen) process.kill(Number(pid), 'SIGCONT');
    }
    accepted(await until(() => ask('GET', `/v1/parties/${party}`), isOk));
  });

  describe('at its next start', () => {
    let serving: Serving | undefined;
    const again = (over: Partial<Configuration> = {}): Promise<Serving> =>
      serve(configured(ledger.serving.house.files.folder, { origin: undefined, keys, ...over }));
    beforeAll(() => ledger.serving.close());
    afterAll(() => serving?.close());

    it('says that its keys are not in the folder, where it is not told where they are', async () => {
      await expect(again({ keys: undefined })).rejects.toThrow('where they lie in PostgreSQL, set JIRGA_KEYS=postgres');
    });

    it('says that they are not there, or are those of another ledger', async () => {
      const empty = new URL(await server.emptyPlace());
      empty.password = '';
      await expect(again({ keys: { ...keys, url: empty.href } })).rejects.toThrow('PostgreSQL holds no keys in the schema');
      await createKeysDatabase({ ...keys, url: empty.href, origin: 'other.example/ledger' });
      await expect(again({ keys: { ...keys, url: empty.href } })).rejects.toThrow('those of another ledger, other.example/ledger');
    });

    it('says that the server lets it not in', async () => {
      await server.setPassword('another');
      await expect(again()).rejects.toThrow(PostgresError);
      await server.setPassword(SECRET);
    });

    it('is restored from a dump, and says before what is missing', async () => {
      const { files } = ledger.serving.house;
      const address = server.url({ user: 'postgres' });
      const dump = join(temporaryFolder(), 'keys.dump');
      server.tool('pg_dump', '--format=custom', `--schema=${schema}`, `--file=${dump}`, address);
      await server.ask(`DROP SCHEMA ${schema} CASCADE`);
      expect(await jirga('verify', '--store', files.folder)).toEqual({
        code: 1,
        text: expect.stringContaining('or restore them from their dump'),
      });
      server.tool('pg_restore', '--exit-on-error', `--dbname=${address}`, dump);
      expect(await jirga('verify', '--store', files.folder)).toMatchObject({ code: 0 });
      const to = join(temporaryFolder(), 'restored');
      const restored = await jirga('restore', '--ledger', files.folder, '--master-key', files.masterKey, '--to', to);
      expect(restored).toEqual({ code: 0, text: expect.stringMatching(/Missing: command\.key\./) });
    });

    it('knows its people and its records', async () => {
      serving = await again();
      expect(serving.invitations).toEqual([]);
      const headers = { authorization: `Bearer ${official.token}` };
      const answer = await fetch(`${serving.address}/v1/parties/${party}`, { headers });
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('A valley (fictitious)')]);
    });
  });
});

describeWithPostgres('the tables of keys and accounts', () => {
  beforeAll(async () => {
    server = await temporaryPostgres();
  });

  it('are made once for a ledger, and never over the keys of another one', async () => {
    const place = { url: await server.emptyPlace(), origin: TEST_ORIGIN };
    await createKeysDatabase(place);
    // A first start that was cut off before anything lay in them is gone on with, also under another origin.
    await createKeysDatabase({ ...place, origin: 'other.example/ledger' });
    await createKeysDatabase(place);
    const schema = schemaOf(place.url);
    await server.ask(`INSERT INTO ${schema}.data_key VALUES ('a', 'party-a', 'PUBLIC', 0, NULL, 0, 'wrapped')`);
    await createKeysDatabase(place);
    const other = { ...place, origin: 'other.example/ledger' };
    await expect(createKeysDatabase(other)).rejects.toThrow(`lie the keys of the ledger ${TEST_ORIGIN} already`);
    await server.ask(`UPDATE ${schema}.keys_schema SET version = 99`);
    await expect(keysWarnings(place)).rejects.toThrow('Another version of this program');
  });

  it('lie in a schema that the program makes where it may, beside that of the boards, which may be dropped', async () => {
    const url = await server.emptyPlace();
    const schema = schemaOf(url);
    await server.ask(`DROP SCHEMA ${schema}`);
    const place = { url, origin: TEST_ORIGIN };
    await expect(createKeysDatabase(place)).rejects.toThrow('The user of PostgreSQL may not do this');
    await server.ask('GRANT CREATE ON DATABASE postgres TO jirga');
    await Promise.all([createKeysDatabase(place), createKeysDatabase(place)]);
    await server.ask('REVOKE CREATE ON DATABASE postgres FROM jirga');
    expect(await server.ask(`SELECT origin FROM ${schema}.keys_schema`)).toEqual([{ origin: TEST_ORIGIN }]);
  });

  it('are warned about where keys that are destroyed would live on', async () => {
    const place = { url: await server.emptyPlace(), origin: TEST_ORIGIN };
    await createKeysDatabase(place);
    const schema = schemaOf(place.url);
    const warnings = async (): Promise<string> => (await keysWarnings(place)).join('\n');
    // The server of the tests saves itself the flushes, and nothing else.
    expect(await keysWarnings(place)).toEqual([expect.stringContaining('fsync is off')]);
    await server.ask(`ALTER TABLE ${schema}.data_key SET (autovacuum_enabled = off)`);
    expect(await warnings()).toContain('autovacuum is off for the keys');
    await server.ask('CREATE PUBLICATION everything FOR ALL TABLES');
    expect(await warnings()).toContain('a publication holds the tables of the keys');
    await server.ask("SELECT pg_create_physical_replication_slot('kept')");
    expect(await warnings()).toContain('there are replication slots');
    await server.ask("SELECT pg_drop_replication_slot('kept')");
    await server.stop();
    await server.run(['archive_mode=on', 'wal_level=logical', 'wal_keep_size=16', 'autovacuum=off']);
    for (const words of ['archive_mode is on', 'wal_level is logical', 'wal_keep_size is not 0', 'autovacuum is off'])
      expect(await warnings()).toContain(words);
  });
});

it('who copies the keys of a folder that holds none is told that they may lie in PostgreSQL', async () => {
  const { folder, keys } = temporaryLedger();
  rmSync(keys);
  const said: string[] = [];
  const shell = { out: (line: string) => said.push(line), err: (line: string) => said.push(line), environment: {}, input: () => '' };
  expect(await run(['keys', 'backup', join(temporaryFolder(), 'copy'), '--store', folder], shell)).toBe(2);
  expect(said.join()).toContain('holds no keys.db; keys in PostgreSQL are dumped with its own tools');
});

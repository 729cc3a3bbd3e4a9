import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sql } from 'kysely';
import { boards } from '../../src/boards/boards';
import { commitmentTracker } from '../../src/boards/commitment-tracker/commitment-tracker.projection';
import { PREPARED_STATEMENTS_MAX } from '../../src/kernel/limits';
import { tableOf } from '../../src/views/board';
import type { BoardChange } from '../../src/views/changes';
import { openViews, openViewsToRead } from '../../src/views/open-views';
import { OtherDriverError } from '../../src/views/postgres-views';
import { marksOf, Runner } from '../../src/views/runner';
import type { ViewsDatabase } from '../../src/views/views-database';
import { Views } from '../../src/views/views';
import type { ViewsSettings } from '../../src/views/views-settings';
import { binding, drafted } from '../support/clearance-sample';
import { describeWithPostgres } from '../support/on-each-database';
import type { PostgresServer } from '../support/postgres';
import { nth, RecordedLedger } from '../support/recorded-ledger';
import { accepted, type Answer, type Ask, servedLedger } from '../support/serving';
import { TEST_ORIGIN, temporaryFolder } from '../support/temporary-ledger';
import { temporaryPostgres } from '../support/temporary-postgres';
import { trustSettingsOf } from '../support/temporary-trust';
import { until } from '../support/until';

jest.setTimeout(120_000);

const TAKEOVER_MS = 10_000;
const BOARD = commitmentTracker.name;

let server: PostgresServer;
const toClose: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

describeWithPostgres('a ledger whose boards lie in PostgreSQL', () => {
  const PASSWORD = 'it’s a secret: 100 % #1';
  let passwordFile: string;
  let auditor: Ask;
  let focal: Ask;
  let body: object;
  /** How many initiatives there are: the board has a row for each. */
  let initiatives = 0;

  /** Records one more initiative; gives its position. */
  const record = async (): Promise<string> => {
    const { position } = accepted(await focal('POST', '/v1/initiatives', { body })).json<{ position: string }>();
    initiatives++;
    return position;
  };
  const board = (atLeast: string) => auditor('GET', `/v1/boards/agreement-state?at-least=${atLeast}`);
  const ready = (): Promise<Answer> => auditor('GET', '/health/ready');
  const saying = (words: string) => (answer: Answer) => answer.status === 503 && answer.text.includes(words);
  const isOk = ({ status }: Answer): boolean => status === 200;

  beforeAll(async () => {
    server = await temporaryPostgres();
    passwordFile = join(temporaryFolder(), 'password');
    writeFileSync(passwordFile, `${PASSWORD}\n`);
    await server.setPassword(PASSWORD);
    const url = new URL(await server.emptyPlace());
    url.password = '';
    const ledger = await servedLedger({ stores: { postgres: { url: url.href, passwordFile } } });
    auditor = (await ledger.person(['AUDITOR'])).ask;
    focal = (await ledger.person(['FOCAL_PERSON'])).ask;
    const official = (await ledger.person(['PROVINCIAL_OFFICIAL'])).ask;
    const party = await official('POST', '/v1/parties', { body: { type: 'COMMUNITY', canonicalName: 'A valley (fictitious)' } });
    const sponsorPartyId = accepted(party).json<{ stream: { id: string } }>().stream.id;
    body = { title: 'Opening hours', sponsorPartyId, objectives: [{ code: 'O9', text: 'Patients reach the hospital' }] };
    expect(existsSync(ledger.serving.house.files.views)).toBe(false);
  });

  it('answers from there what was recorded before', async () => {
    expect(accepted(await board(await record())).json()).toMatchObject({ total: initiatives });
    expect(await server.ask('SELECT origin, version FROM views_1.views_schema')).toEqual([{ origin: TEST_ORIGIN, version: 1 }]);
  });

  it.each<[fault: string, harm: () => Promise<unknown>, words: string, mend: () => Promise<unknown>]>([
    ['has died', () => server.stop('SIGQUIT'), 'see that it runs', () => server.run()],
    [
      'takes no writes',
      () => server.setReadOnly(true),
      'PostgreSQL takes no writes: JIRGA_POSTGRES_URL must lead to the primary',
      () => server.setReadOnly(false),
    ],
    [
      'has another password',
      async () => {
        await server.setPassword('another');
        await server.hangUp();
      },
      'PostgreSQL refuses the password: see JIRGA_POSTGRES_PASSWORD_FILE',
      () => server.setPassword(PASSWORD),
    ],
    [
      'takes no more connections',
      () => server.limitConnections(0),
      'PostgreSQL takes no more connections: raise max_connections or the CONNECTION LIMIT',
      () => server.limitConnections(-1),
    ],
    [
      'lets nobody make a table',
      async () => {
        await server.ask('DROP SCHEMA views_1 CASCADE; CREATE SCHEMA views_1; GRANT USAGE ON SCHEMA views_1 TO jirga');
      },
      'The user of PostgreSQL may not do this',
      () => server.ask('GRANT CREATE ON SCHEMA views_1 TO jirga'),
    ],
    [
      'has lost all that was in it',
      () => server.ask('DROP SCHEMA views_1 CASCADE'),
      'make one (CREATE SCHEMA',
      () => server.ask('CREATE SCHEMA views_1 AUTHORIZATION jirga'),
    ],
  ])('goes on recording while PostgreSQL %s, says what to do, and its boards come back by themselves', async (_, harm, words, mend) => {
    await board(await record()).then(accepted);
    await harm();
    const position = await record();
    const said = await until(ready, saying(words));
    expect(said.text).not.toContain(PASSWORD);
    expect(await board(position)).toMatchObject({ status: 503 });
    expect((await board(position)).json()).toMatchObject({ code: 'view-behind' });
    await mend();
    await until(ready, isOk);
    const answer = accepted(await until(() => board(position), isOk));
    expect(answer.json()).toMatchObject({ total: initiatives });
  });

  it('learns of a new password from its file', async () => {
    await server.setPassword('a new one');
    await server.hangUp();
    await until(ready, saying('PostgreSQL refuses the password'));
    writeFileSync(passwordFile, 'a new one\n');
    await until(ready, isOk);
    await server.setPassword(PASSWORD);
    writeFileSync(passwordFile, `${PASSWORD}\n`);
  });
});

describeWithPostgres('views in PostgreSQL', () => {
  let ledger: RecordedLedger;
  let place: { readonly url: string; readonly origin: string };

  beforeAll(async () => {
    server = await temporaryPostgres();
  });

  const opened = async (origin = TEST_ORIGIN): Promise<ViewsDatabase> => {
    const views = await openViews({ ...place, origin });
    toClose.push(() => views.destroy());
    return views;
  };
  const empty = async (): Promise<void> => {
    place = { url: await server.emptyPlace(), origin: TEST_ORIGIN };
  };

  it('are built by one at a time, and by the next one once he has gone', async () => {
    await empty();
    const first = await openViews(place);
    await expect(opened()).rejects.toThrow(OtherDriverError);
    const elsewhere = await openViews({ url: await server.emptyPlace(), origin: TEST_ORIGIN });
    await elsewhere.destroy();
    await first.destroy();
    await opened();
  });

  it('are left alone where they are those of another ledger, or of a newer program', async () => {
    await empty();
    await (await openViews(place)).destroy();
    await expect(opened('other.example/ledger')).rejects.toThrow(`These are the views of another ledger, ${TEST_ORIGIN}`);
    const schema = new URL(place.url).searchParams.get('options')?.replace('-c search_path=', '') ?? '';
    await server.ask(`UPDATE ${schema}.views_schema SET version = 99`);
    await expect(opened()).rejects.toThrow('A newer program has made these views');
    expect(await server.ask(`SELECT version FROM ${schema}.views_schema`)).toEqual([{ version: 99 }]);
  });

  it('say where nobody is, and what may be wrong with the address', async () => {
    await empty();
    const at = (change: (url: URL) => void): Promise<ViewsDatabase> => {
      const url = new URL(place.url);
      change(url);
      return openViews({ ...place, url: url.href });
    };
    await expect(at((url) => url.searchParams.set('host', temporaryFolder()))).rejects.toThrow('PostgreSQL cannot be reached');
    await expect(at((url) => (url.pathname = '/nobody'))).rejects.toThrow('PostgreSQL has no such database');
    await expect(openViews({ ...place, passwordFile: '/nowhere' })).rejects.toThrow('JIRGA_POSTGRES_PASSWORD_FILE cannot be read');
  });

  it('keep so many statements parsed and no more, however many are asked', async () => {
    await empty();
    const views = await opened();
    for (let n = 0; n <= PREPARED_STATEMENTS_MAX; n++)
      expect(await sql.raw(`SELECT ${n} AS n`).execute(views)).toMatchObject({ rows: [{ n }] });
    // The driver has one connection only.
    const { rows } = await sql`SELECT count(*) AS statements FROM pg_prepared_statements`.execute(views);
    expect(rows).toEqual([{ statements: PREPARED_STATEMENTS_MAX }]);
  });

  it('are followed by whoever waits for the lead: he knows how far they are, and that something has changed', async () => {
    await empty();
    ledger = new RecordedLedger();
    ledger.add('commitment', nth(1), [drafted]);
    const settings = { log: ledger.files.log, views: place, trust: trustSettingsOf(ledger.files) };
    const [builder, follower] = [await Views.open(settings), await Views.open(settings)];
    toClose.push(
      () => builder.close(),
      () => follower.close(),
    );
    await builder.reached(BOARD, ledger.log.head(), TAKEOVER_MS);
    await follower.reached(BOARD, ledger.log.head(), TAKEOVER_MS);
    const heard: BoardChange[] = [];
    follower.onChange((changes) => heard.push(...changes));
    ledger.add('commitment', nth(2), [drafted]);
    builder.poke();
    await follower.reached(BOARD, ledger.log.head(), TAKEOVER_MS);
    expect(follower.failure()).toBeUndefined();
    expect(heard).toContainEqual({ board: BOARD, lane: tableOf(commitmentTracker), from: null, to: ledger.log.head(), rows: [] });
    await builder.close();
    ledger.add('commitment', nth(3), [drafted]);
    await follower.reached(BOARD, ledger.log.head(), TAKEOVER_MS);
  });

  describe('of several processes', () => {
    const HOOK = resolve(__dirname, '../support/typescript-worker.cjs');
    let settings: ViewsSettings;
    let reading: ViewsDatabase;

    async function started(): Promise<ChildProcess> {
      const child = spawn(
        process.execPath,
        ['--require', HOOK, resolve(__dirname, '../support/views-process.ts'), JSON.stringify(settings)],
        {
          stdio: ['pipe', 'pipe', 'inherit'],
        },
      );
      toClose.push(async () => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const exit = once(child, 'exit');
        child.kill('SIGKILL');
        await exit;
      });
      await once(child.stdout, 'data');
      return child;
    }
    const reached = async (): Promise<number> => {
      const marks = await marksOf(reading).catch(() => []);
      return marks.length < boards.length ? 0 : Math.min(...marks.map(({ position }) => position));
    };
    /** Who holds the lock, by the ids of the server's processes. */
    const drivers = () => server.ask("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted");
    const dump = (views: ViewsDatabase): Promise<unknown[]> =>
      Promise.all(boards.map((board) => views.selectFrom(tableOf(board)).selectAll().orderBy('stream').orderBy('id').execute()));

    it('are taken over within ten seconds when their builder is killed, with no event twice and none left out', async () => {
      await empty();
      ledger = new RecordedLedger();
      settings = { log: ledger.files.log, views: place, trust: trustSettingsOf(ledger.files) };
      reading = openViewsToRead(place);
      toClose.push(() => reading.destroy());
      let records = 0;
      const record = (): void => void ledger.add('commitment', nth(++records), records % 2 === 0 ? binding : [drafted]);
      for (let n = 0; n < 20; n++) record();

      let builder = await started();
      await until(reached, (position) => position > 0);
      for (let round = 0; round < 3; round++) {
        const next = await started();
        for (let n = 0; n < 20; n++) record();
        expect(await drivers()).toHaveLength(1);
        const [before] = await drivers();
        // In the midst of it: the builder is at work on what was recorded last.
        builder.kill('SIGKILL');
        for (let n = 0; n < 10; n++) record();
        const killed = performance.now();
        await until(reached, (position) => position === ledger.log.head());
        expect(performance.now() - killed).toBeLessThan(TAKEOVER_MS);
        expect(await drivers()).not.toEqual([before]);
        expect(await drivers()).toHaveLength(1);
        builder = next;
      }
      const alone = await ledger.views();
      await (await new Runner(alone, ledger.log, ledger.opener).start(boards)).catchUp();
      expect(await dump(reading)).toEqual(await dump(alone));
    });
  });
});

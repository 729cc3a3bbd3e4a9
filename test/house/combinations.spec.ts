import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { demo } from '../../src/demo/demo';
import type { KurrentDbPlace } from '../../src/ledger/kurrentdb/place';
import type { PostgresPlace } from '../../src/postgres/postgres-place';
import { served } from '../kurrentdb/served';
import { configured } from '../support/configured';
import { describeWithPostgres } from '../support/on-each-database';
import type { PostgresServer } from '../support/postgres';
import { temporaryFolder } from '../support/temporary-ledger';
import { temporaryPostgres } from '../support/temporary-postgres';

jest.setTimeout(300_000);

/** Where the log may lie. */
const LEDGERS = { sqlite: false, kurrentdb: true } as const;

describe.each(Object.entries(LEDGERS))('a ledger on %s', (_, onKurrentDb) => {
  const kurrentDb = async (): Promise<KurrentDbPlace | undefined> => (onKurrentDb ? { url: (await served()).url } : undefined);

  /** Played to its end it has checked what it prints, found nothing with `verify`, and closed. */
  async function plays(kurrentdb: KurrentDbPlace | undefined, postgres: PostgresPlace | undefined): Promise<void> {
    const configuration = configured(join(temporaryFolder(), 'demo'), { kurrentdb, postgres, keys: postgres });
    const said: string[] = [];
    const play = () => demo(configuration, { once: true, say: (line) => said.push(line) });
    await play();
    expect(said.join('\n')).toMatch(/Playing \d+ steps/);
    said.length = 0;
    await play();
    expect(said.join('\n')).toContain('nothing is recorded twice');
  }

  it('with its boards in SQLite plays the demonstration, and finds all of it again', async () => plays(await kurrentDb(), undefined));

  describeWithPostgres('and PostgreSQL', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await temporaryPostgres();
    });
    it('with its boards in PostgreSQL plays the demonstration, and finds all of it again', async () =>
      plays(await kurrentDb(), { url: await server.emptyPlace() }));
  });
});

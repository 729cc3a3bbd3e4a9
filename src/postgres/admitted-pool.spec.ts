import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as passing } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithPostgres, runningPostgres } from '../../test/support/on-each-database';
import { holdUp } from '../../test/support/hold-up';
import { AdmittedPool } from './admitted-pool';
import { poolConfigOf, setting } from './postgres-place';
import { PostgresDatabase } from './postgres-database';
import { inWords, PostgresBusyError, PostgresError } from './postgres-fault';

/** Milliseconds that a test's connection, or an answer, may take. */
const LIMIT_MS = 300;

describeWithPostgres('connections to PostgreSQL', () => {
  let pool: AdmittedPool;
  let url: string;
  beforeAll(async () => {
    url = await (await runningPostgres()).emptyPlace();
    pool = new AdmittedPool(poolConfigOf({ url }, { max: 1, options: '' }), undefined);
  });
  afterAll(() => pool.end());

  it('answer also where the table was made anew for which they have planned the statement; in a transaction that is lost they say so', async () => {
    const lent = await pool.connect();
    const makeAnew = async (type: string): Promise<void> => {
      await lent.query('DROP TABLE IF EXISTS it');
      await lent.query(`CREATE TABLE it (n ${type})`);
    };
    const asked = async (): Promise<readonly unknown[]> => (await lent.query('SELECT n FROM it')).rows;
    await makeAnew('integer');
    await asked();
    await makeAnew('text');
    expect(await asked()).toEqual([]);
    await lent.query('BEGIN');
    await expect(asked()).rejects.toThrow(PostgresError);
    await lent.query('ROLLBACK');
    expect(lent.isFaulty).toBe(true);
    lent.release();
  });
  it('are waited for where all are in use, and whoever has waited in vain does not take the server for away', async () => {
    const lent = await pool.connect();
    try {
      await expect(pool.connect()).rejects.toThrow(PostgresBusyError);
    } finally {
      lent.release();
    }
    const database = new PostgresDatabase({ url }, { max: 1, admission: async () => undefined });
    try {
      const turns = await Promise.allSettled(Array.from({ length: 4 }, () => database.ask('SELECT pg_sleep(2)')));
      expect(turns.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
      expect(turns.at(-1)).toMatchObject({ reason: expect.any(PostgresBusyError) });
      expect(await database.ask('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      await database.close();
    }
  }, 60_000);

  describe('while this thread gets no turns', () => {
    const hasty = async <Result>(at: string, work: (to: AdmittedPool) => Promise<Result>): Promise<Result> => {
      const config = { ...poolConfigOf({ url: at }, { max: 1, options: '' }), connectionTimeoutMillis: LIMIT_MS };
      const own = new AdmittedPool(config, undefined, LIMIT_MS);
      return work(own).finally(() => own.end());
    };

    it('are not given up', async () => {
      const rows = await hasty(url, async (to) => {
        await passing(1);
        const connecting = to.connect();
        holdUp(3 * LIMIT_MS);
        const lent = await connecting;
        await passing(1);
        const asking = lent.query('SELECT pg_sleep(0.1), 1 AS one');
        holdUp(3 * LIMIT_MS);
        return (await asking.finally(() => lent.release())).rows;
      });
      expect(rows).toMatchObject([{ one: 1 }]);
    });

    it('may lose a transaction that the server ends meanwhile, which is told of, whichever of both is heard first', async () => {
      const options = setting({ idle_in_transaction_session_timeout: LIMIT_MS });
      const own = new AdmittedPool(poolConfigOf({ url }, { max: 1, options }), undefined);
      const lent = await own.connect();
      await lent.query('BEGIN');
      holdUp(3 * LIMIT_MS);
      await expect(lent.query('SELECT 1')).rejects.toThrow(PostgresError);
      lent.release();
      await own.end();
      // What the server says before it ends the connection, where that was read; over a socket of this machine it never is.
      const said = Object.assign(new Error('terminating connection due to idle-in-transaction timeout'), { code: '25P03' });
      expect(String(inWords(said))).toContain('PostgreSQL has ended a transaction');
    });

    it('are given up all the same once it has them again, and the limit has passed', async () => {
      const slow = hasty(url, async (to) => {
        const lent = await to.connect();
        return lent.query('SELECT pg_sleep(60)').finally(() => lent.release());
      });
      await expect(slow).rejects.toThrow(/PostgreSQL does not answer/);
      const silent = createServer().listen(0, '127.0.0.1');
      await once(silent, 'listening');
      try {
        const begun = performance.now();
        const { port } = silent.address() as AddressInfo;
        await expect(hasty(`postgres://it@127.0.0.1:${port}/it`, (to) => to.connect())).rejects.toThrow(PostgresError);
        expect(performance.now() - begun).toBeLessThan(2 * LIMIT_MS);
      } finally {
        silent.close();
      }
    });
  });
});

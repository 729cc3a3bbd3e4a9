import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithPostgres, runningPostgres } from '../../test/support/on-each-database';
import { AdmittedPool } from './admitted-pool';
import { poolConfigOf } from './postgres-place';
import { PostgresError } from './postgres-fault';

describeWithPostgres('connections to PostgreSQL', () => {
  let pool: AdmittedPool;
  beforeAll(async () => {
    const url = await (await runningPostgres()).emptyPlace();
    pool = new AdmittedPool(poolConfigOf({ url }, { max: 2, options: '' }), undefined);
  });
  afterAll(() => pool.end());

  const asked = async (text: string): Promise<readonly unknown[]> => {
    const lent = await pool.connect();
    try {
      return (await lent.query(text)).rows;
    } finally {
      lent.release();
    }
  };

  it('that were made before the server was at fault on one of them are not used again', async () => {
    const both = await Promise.all([pool.connect(), pool.connect()]);
    await both[0].query('CREATE TABLE it (n integer)');
    // Each of them has planned it for a table that will be gone.
    for (const lent of both) await lent.query('SELECT n FROM it');
    await both[0].query('DROP TABLE it');
    await both[0].query('CREATE TABLE it (n text)');
    for (const lent of both) lent.release();
    await expect(asked('SELECT n FROM it')).rejects.toThrow(PostgresError);
    expect(await asked('SELECT n FROM it')).toEqual([]);
  });
});

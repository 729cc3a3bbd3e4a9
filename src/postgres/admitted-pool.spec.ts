import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithPostgres, runningPostgres } from '../../test/support/on-each-database';
import { AdmittedPool } from './admitted-pool';
import { poolConfigOf } from './postgres-place';
import { PostgresError } from './postgres-fault';

describeWithPostgres('connections to PostgreSQL', () => {
  let pool: AdmittedPool;
  beforeAll(async () => {
    const url = await (await runningPostgres()).emptyPlace();
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
});

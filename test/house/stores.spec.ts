import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { describeWithPostgres } from '../support/on-each-database';
import { servedLedger } from '../support/serving';

/* Some of the end-to-end specs, as they are, on the servers that several instances share; `npm run test:stores` runs all of them on each pair. */

const BEFORE = process.env['JIRGA_TEST_STORES'];

describeWithPostgres('on KurrentDB and PostgreSQL', () => {
  beforeAll(() => {
    process.env['JIRGA_TEST_STORES'] = 'kurrentdb+postgres';
  });
  afterAll(() => {
    if (BEFORE === undefined) delete process.env['JIRGA_TEST_STORES'];
    else process.env['JIRGA_TEST_STORES'] = BEFORE;
  });

  it('a served ledger leaves neither events, keys, accounts nor boards in its folder', async () => {
    const { files } = (await servedLedger()).serving.house;
    expect(existsSync(files.processes)).toBe(true);
    expect([files.ledger, files.keys, files.accounts, files.views].filter((file) => existsSync(file))).toEqual([]);
  });

  describe.each(['changes', 'reading', 'texts'])('%s', (spec) => {
    jest.requireActual(`../e2e/${spec}.spec`);
  });
});

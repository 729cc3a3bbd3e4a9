import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { describeWithPostgres } from '../support/on-each-database';
import { servedLedger } from '../support/serving';

/* Some of the specs that follow the stores they are told, as they are, on other stores; `npm run test:stores` runs all of them on each pair. */

const BEFORE = process.env['JIRGA_TEST_STORES'];

/** What is declared in a `describe` lies there. */
function lyingOn(stores: string): void {
  beforeAll(() => {
    process.env['JIRGA_TEST_STORES'] = stores;
  });
  afterAll(() => {
    if (BEFORE === undefined) delete process.env['JIRGA_TEST_STORES'];
    else process.env['JIRGA_TEST_STORES'] = BEFORE;
  });
}

describeWithPostgres('on KurrentDB and PostgreSQL', () => {
  lyingOn('kurrentdb+postgres');

  it('a served ledger leaves neither events, keys, accounts nor boards in its folder', async () => {
    const { files } = (await servedLedger()).serving.house;
    expect(existsSync(files.processes)).toBe(true);
    expect([files.ledger, files.keys, files.accounts, files.views].filter((file) => existsSync(file))).toEqual([]);
  });

  describe.each(['changes', 'reading', 'texts'])('%s', (spec) => {
    jest.requireActual(`../e2e/${spec}.spec`);
  });
});

describe('on KurrentDB, with keys, accounts and boards in a folder', () => {
  lyingOn('kurrentdb+sqlite');
  jest.requireActual('../faults/disk-full.spec');
});

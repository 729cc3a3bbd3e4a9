import { hash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verify } from '../../src/audit/verify/verify';
import { sizeHash } from '../../src/cli/verify.command';
import { ledgerFolder } from '../../src/ledger/folder';
import { SqliteLogReader } from '../../src/ledger/sqlite/sqlite-log-reader';
import { catalogues } from '../../src/negotiation/catalogues';
import { verification } from '../../src/negotiation/verification';
import type { Opener } from '../../src/trust/opener';
import { openerOf } from '../../src/trust/trust';
import { temporaryFolder } from '../support/temporary-ledger';
import { temporaryTrust } from '../support/temporary-trust';
import { statesOf } from './replay';

/* A ledger that an earlier build wrote (README.md): whatever is built later verifies and replays it unchanged. */

const fixed = <T>(name: string): T => JSON.parse(readFileSync(join(__dirname, name), 'utf8')) as T;
const known = fixed<{ sizeHash: string; sha256: string[] }>('records.json');

describe('the golden ledger', () => {
  // Git keeps no modes, and SQLite may want to write beside its files: so a copy is read.
  const files = ledgerFolder(join(temporaryFolder(), 'golden'));
  let log: SqliteLogReader;
  let opener: Opener;
  beforeAll(() => {
    mkdirSync(files.folder);
    for (const name of readdirSync(join(__dirname, 'ledger'))) {
      copyFileSync(join(__dirname, 'ledger', name), join(files.folder, name));
      chmodSync(join(files.folder, name), 0o600);
    }
    log = new SqliteLogReader(files.ledger);
    opener = openerOf(temporaryTrust(files), catalogues);
  });
  afterAll(() => {
    log.close();
  });

  it('verifies, with the SIZE:HASH of the day it was made', async () => {
    const report = await verify(files, { ...verification, expected: sizeHash(known.sizeHash) });
    expect(report).toMatchObject({
      origin: 'golden.example/jirga',
      findings: [],
      commandIds: 'CHECKED',
      bodies: { OPENED: known.sha256.length, ERASED: 0, SEALED: 0 },
    });
  });
  it('has the records it had', () => {
    expect(log.readAll(0, known.sha256.length + 1).map(({ record }) => hash('sha256', record, 'hex'))).toEqual(known.sha256);
  });
  it('replays to the states it had', () => {
    expect(statesOf(log, opener)).toEqual(fixed('states.json'));
  });
  it('opens to events that their schemas still accept', () => {
    for (const row of log.readAll(0, known.sha256.length)) {
      const { type, stream, data } = opener.open(row);
      expect({ type, accepted: catalogues.get(stream.slice(0, stream.indexOf('-')))?.schemas[type]?.accepts(data) }).toEqual({
        type,
        accepted: true,
      });
    }
  });
});

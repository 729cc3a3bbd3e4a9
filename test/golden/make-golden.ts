import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '../../src/audit/verify/verify';
import { copyKeys, copyLedger, copySecretFile, prepareTarget } from '../../src/ledger/backup';
import { createLedger } from '../../src/ledger/create-ledger';
import { ledgerFolder } from '../../src/ledger/folder';
import { readOrigin } from '../../src/ledger/sqlite/ledger-file';
import { SqliteLogReader } from '../../src/ledger/sqlite/sqlite-log-reader';
import { catalogues } from '../../src/negotiation/catalogues';
import { verification } from '../../src/negotiation/verification';
import { openerOf, openTrust } from '../../src/trust/trust';
import { Recorder } from './recorder';
import { play } from './scenario';
import { statesOf } from './replay';

/*
 * Makes test/golden/ledger and what is known of it; see README.md there. With `states` as its argument only states.json is written anew, from the
 * ledger that is there.
 */

const golden = ledgerFolder(join(__dirname, 'ledger'));
const ORIGIN = 'golden.example/jirga';

async function main(statesOnly: boolean): Promise<void> {
  if (!statesOnly) makeLedger();
  const log = new SqliteLogReader(golden.ledger);
  const trust = openTrust(
    { keys: { file: golden.keys }, masterKeyFile: golden.masterKey, origin: { log: readOrigin(golden.ledger), prog: '' } },
    { readOnly: true },
  );
  write('states.json', statesOf(log, openerOf(trust, catalogues)));
  if (!statesOnly) {
    const { head, findings } = await verify(golden, verification);
    if (findings.length > 0) throw new Error(JSON.stringify(findings));
    write('records.json', {
      sizeHash: `${head.size}:${head.root}`,
      sha256: log.readAll(0, head.size).map(({ record }) => hash('sha256', record, 'hex')),
    });
  }
  log.close();
  void trust.keyring.close();
}

function makeLedger(): void {
  const made = ledgerFolder(join(mkdtempSync(join(tmpdir(), 'golden-')), 'ledger'));
  createLedger(made, ORIGIN);
  const recorder = new Recorder(made);
  play(recorder);
  recorder.close();
  rmSync(golden.folder, { recursive: true, force: true });
  prepareTarget(golden.folder);
  copySecretFile(made.masterKey, golden.masterKey);
  copyKeys(made, golden);
  copyLedger(made, golden).finish();
  rmSync(made.folder, { recursive: true });
}

const write = (name: string, content: unknown): void => {
  writeFileSync(join(__dirname, name), `${JSON.stringify(content, null, 1)}\n`);
};

void main(process.argv[2] === 'states');

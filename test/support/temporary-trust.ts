import { afterAll } from '@jest/globals';
import type { LedgerFolder } from '../../src/ledger/folder';
import { readOrigin } from '../../src/ledger/sqlite/ledger-file';
import { openTrust, type Trust, type TrustSettings } from '../../src/trust/trust';
import { temporaryLedger } from './temporary-ledger';

const opened: Trust[] = [];
afterAll(async () => {
  for (const { keyring } of opened.splice(0)) await keyring.close();
});

export const TEST_PROGRAM = 'jirga-test';

export const trustSettingsOf = ({ keys, masterKey, ledger }: LedgerFolder): TrustSettings => ({
  keys: { file: keys },
  masterKeyFile: masterKey,
  origin: { log: readOrigin(ledger), prog: TEST_PROGRAM },
});

/** Keys and sealer of a ledger made for the test, or of the one given; closed after the test file. */
export function temporaryTrust(files = temporaryLedger()): Trust {
  const trust = openTrust(trustSettingsOf(files));
  opened.push(trust);
  return trust;
}

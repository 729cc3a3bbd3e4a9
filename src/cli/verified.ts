import { configurationFrom } from '../configuration';
import { type HeldEvidence, heldEvidence } from '../audit/evidence/held-evidence';
import type { Head } from '../audit/verify/joint';
import { type Report, verify, type VerifiedFiles } from '../audit/verify/verify';
import type { LedgerFolder } from '../ledger/folder';
import { verification } from '../negotiation/verification';
import { progressBar, type Shell } from './shell';

/** Holds every file of evidence against its hash, with a bar too. */
export const evidenceHeld = (shell: Shell, files: LedgerFolder): Promise<HeldEvidence> =>
  heldEvidence(files, configurationFrom(shell.environment).keys, progressBar(shell, 'reading evidence'));

/** Checks every event of a ledger, with a bar on a terminal that says what is done. */
export async function verified(shell: Shell, doing: string, files: VerifiedFiles, expected?: Head): Promise<Report> {
  const onProgress = progressBar(shell, doing);
  const { keys } = configurationFrom(shell.environment);
  const report = await verify(files, { ...verification, expected, keys, ...(onProgress && { onProgress }) });
  // How many there are is not always known beforehand, so the bar does not know by itself when it has come to its end.
  if (!('file' in files.log)) shell.draw?.('');
  return report;
}

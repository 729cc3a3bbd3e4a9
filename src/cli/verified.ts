import type { Head } from '../audit/verify/joint';
import { type Report, verify, type VerifiedFiles } from '../audit/verify/verify';
import { verification } from '../negotiation/verification';
import { progressBar, type Shell } from './shell';

/** Checks every event of a ledger, with a bar on a terminal that says what is done. @param expected what an earlier run found and somebody kept */
export function verified(shell: Shell, doing: string, files: VerifiedFiles, expected?: Head): Promise<Report> {
  const onProgress = progressBar(shell, doing);
  return verify(files, { ...verification, expected, ...(onProgress && { onProgress }) });
}

import { type Report, verify, type VerifiedFiles, type VerifyOptions } from '../audit/verify/verify';
import { verification } from '../negotiation/verification';
import { progressBar, type Shell } from './shell';

/** Checks every event of a ledger, with a bar on a terminal that says what is done. */
export async function verified(
  shell: Shell,
  doing: string,
  files: VerifiedFiles,
  { expected, log }: Pick<VerifyOptions, 'expected' | 'log'> = {},
): Promise<Report> {
  const onProgress = progressBar(shell, doing);
  const report = await verify(files, { ...verification, expected, log, ...(onProgress && { onProgress }) });
  // How many there are is not always known beforehand, so the bar does not know by itself when it has come to its end.
  if (log) shell.draw?.('');
  return report;
}

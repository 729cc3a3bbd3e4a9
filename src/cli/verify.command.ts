import { InvalidArgumentError } from 'commander';
import type { Head } from '../audit/verify/joint';
import { reportJson, reportLines } from './report';
import { type AddCommand, filesFor } from './shell';

interface Options {
  readonly store?: string;
  readonly masterKey?: string;
  readonly expect?: Head;
  readonly json?: true;
}

/** `jirga verify`: needs no server, and may run beside one. */
export const addVerify: AddCommand = (program, shell, leave) => {
  program
    .command('verify')
    .summary('check that nothing in a ledger was changed')
    .description(
      'Checks every event of a ledger, on all cores: form, spelling, chain, ids, and, where the keys are, that what lies in it is what it committed to.\n' +
        'Reads only; the server may run. Exits 1 where something was found.',
    )
    .option('--store <dir>', 'folder of the ledger (default: JIRGA_DATA)')
    .option('--master-key <file>', 'where the master key lies (default: in the folder)')
    .option('--expect <size:hash>', 'what an earlier run printed and you kept elsewhere: finds cut-off and exchanged events', sizeHash)
    .option('--json', 'answer in JSON')
    .action(async ({ expect: expected, json, ...where }: Options) => {
      const { verified } = await import('./verified.js');
      const report = await verified(shell, 'verifying', filesFor(shell, where), expected);
      if (json) shell.out(reportJson(report));
      else for (const line of reportLines(report)) shell.out(line);
      leave(report.findingsTotal === 0 ? 0 : 1);
    });
};

const SIZE_HASH = /^(0|[1-9]\d{0,14}):([A-Za-z0-9_-]{43})$/;

/** SIZE:HASH as `verify` prints it (docs/format.md 11). */
export function sizeHash(text: string): Head {
  const [, size, root] = SIZE_HASH.exec(text) ?? [];
  if (size === undefined || root === undefined)
    throw new InvalidArgumentError('Expected SIZE:HASH, a number, a colon and 43 characters, as verify prints it.');
  return { size: Number(size), root };
}

import { InvalidArgumentError } from 'commander';
import type { Head } from '../audit/verify/joint';
import { reportJson, reportLines, withEvidence } from './report';
import { type AddCommand, filesFor } from './shell';

interface Options {
  readonly store?: string;
  readonly masterKey?: string;
  readonly expect?: Head;
  readonly withoutEvidence?: true;
  readonly json?: true;
}

/** `jirga verify`: needs no server, and may run beside one. */
export const addVerify: AddCommand = (program, shell, leave) => {
  program
    .command('verify')
    .summary('check that nothing in a ledger was changed')
    .description(
      'Checks every event of a ledger, on all cores: form, spelling, chain, ids, and, where the keys are, that what lies in it is what it committed to;\n' +
        'and every file of evidence that is kept, against the hash in its event.\n' +
        'Reads only; the server may run. Exits 1 where something was found.',
    )
    .option('--store <dir>', 'folder of the ledger (default: JIRGA_DATA)')
    .option('--master-key <file>', 'where the master key lies (default: in the folder)')
    .option('--expect <size:hash>', 'what an earlier run printed and you kept elsewhere: finds cut-off and exchanged events', sizeHash)
    .option('--without-evidence', 'do not read the files of evidence, which may take long')
    .option('--json', 'answer in JSON')
    .action(async ({ expect: expected, json, withoutEvidence, ...where }: Options) => {
      const { evidenceHeld, verified } = await import('./verified.js');
      const files = filesFor(shell, where);
      const events = await verified(shell, 'verifying', files, expected);
      // What evidence there is only a log says that can be read.
      const evidence = withoutEvidence || events.byCheck.database !== undefined ? undefined : await evidenceHeld(shell, files);
      const report = evidence ? withEvidence(events, evidence) : events;
      if (json) shell.out(reportJson(report, evidence));
      else for (const line of reportLines(report, evidence)) shell.out(line);
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

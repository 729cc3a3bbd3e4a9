import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Report } from '../audit/verify/verify';
import { configurationFrom } from '../configuration';
import {
  copyKeys,
  copyLedger,
  copySecretFile,
  NoBackupError,
  prepareTarget,
  requireKeys,
  requireLedger,
  type UnfinishedCopy,
} from '../ledger/backup';
import { type LedgerFolder, ledgerFolder } from '../ledger/folder';
import { readSecretFile } from '../trust/master-key';
import { copyEvidence, evidenceLines } from './evidence-copy';
import { headText, reportLines } from './report';
import type { Head } from '../audit/verify/joint';
import { sizeHash } from './verify.command';
import { type AddCommand, counted, type Shell } from './shell';

interface Options {
  readonly ledger: string;
  readonly keys?: string;
  readonly masterKey?: string;
  readonly evidence?: string;
  readonly to: string;
  readonly expect?: Head;
}

/** Where a ledger was restored to, and whether its keys lie elsewhere. */
interface Restored {
  readonly to: LedgerFolder;
  readonly inPostgres: boolean;
  /** Where the copied files of evidence lie. */
  readonly evidence: string;
}

const IN_POSTGRES =
  'Nothing was restored: keys and accounts lie in PostgreSQL (JIRGA_KEYS=postgres). Restore their schema there with pg_restore, then the ledger without --keys; ' +
  'or leave JIRGA_KEYS out, and the folder gets the keys.';

/** `jirga restore`: a ledger from its copies, in an empty folder. */
export const addRestore: AddCommand = (program, shell, leave) => {
  program
    .command('restore')
    .summary('make a ledger from its backups, and verify it')
    .description(
      'Copies a backup of the ledger, and of its keys where they are given, into an empty folder and verifies every event.\n' +
        'The folder holds a ledger only if its form and chain are whole. What cannot be opened is said.',
    )
    .requiredOption('--ledger <dir>', 'what backup made')
    .option('--keys <dir>', 'what keys backup made; without them the ledger can be verified, but neither read nor served')
    .option('--evidence <dir>', 'the copied files of evidence (default: evidence in the folder of the ledger)')
    .option('--master-key <file>', 'the master key, which no backup holds')
    .requiredOption('--to <dir>', 'folder of the new ledger: empty, or not there yet')
    .option('--expect <size:hash>', 'what was kept of the ledger: finds a backup that is too old or not whole', sizeHash)
    .action(async (options: Options) => {
      const to = ledgerFolder(resolve(options.to));
      const from = ledgerFolder(resolve(options.ledger));
      const inPostgres = configurationFrom(shell.environment).keys !== undefined;
      if (inPostgres && options.keys !== undefined) throw new NoBackupError(IN_POSTGRES);
      const keys = options.keys === undefined ? undefined : ledgerFolder(resolve(options.keys));
      requireLedger(from);
      if (keys) requireKeys(keys);
      if (options.masterKey !== undefined) readSecretFile(options.masterKey);
      prepareTarget(to.folder);
      // Keys come first, so that a folder with a ledger has its keys.
      if (options.masterKey !== undefined) copySecretFile(resolve(options.masterKey), to.masterKey);
      if (keys) copyKeys(keys, to);
      const copy = copyLedger(from, to);
      const { verified } = await import('./verified.js');
      const report = await verified(shell, 'verifying', copy.files, options.expect);
      const evidence = options.evidence === undefined ? from.evidence : resolve(options.evidence);
      leave(await conclude(report, copy, { to, inPostgres, evidence }, shell));
    });
};

async function conclude(report: Report, copy: UnfinishedCopy, { to, inPostgres, evidence }: Restored, shell: Shell): Promise<0 | 1> {
  const { bodies, byCheck, findingsTotal, head } = report;
  const locked = byCheck.key ?? 0;
  const ofAnother = locked > 0 && bodies.OPENED === 0;
  if (findingsTotal > locked || ofAnother) {
    for (const line of reportLines(report)) shell.err(line);
    if (ofAnother) shell.err('None of the events can be opened: these are not the keys of this ledger, or not its master key.');
    shell.err(`No ledger was restored; what was copied is left in ${to.folder}.`);
    return 1;
  }
  const copied = await copyEvidence({ evidence }, to.evidence, copy.files.ledger);
  copy.finish();
  shell.out(`${counted(head.size, 'event')} restored to ${to.folder}; form and chain of every one were verified.`);
  shell.out(`SIZE:HASH  ${headText(head)}`);
  for (const line of evidenceLines(copied)) shell.out(line);
  for (const line of unopened(report, { to, inPostgres })) shell.out(line);
  return locked > 0 ? 1 : 0;
}

/** What of the restored ledger cannot be opened, and what is missing for it. */
function unopened({ bodies, byCheck }: Report, { to, inPostgres }: Omit<Restored, 'evidence'>): string[] {
  const missing = (
    [...(inPostgres ? [] : ([['keys.db', to.keys]] as const)), ['master.key', to.masterKey], ['command.key', to.commandSecret]] as const
  ).filter(([, file]) => !existsSync(file));
  return [
    ...(missing.length > 0
      ? [
          `Missing: ${missing.map(([name]) => name).join(', ')}. Put ${missing.length === 1 ? 'it' : 'them'} into the folder before it is served.`,
        ]
      : []),
    ...(bodies.SEALED > 0
      ? [`${counted(bodies.SEALED, 'event')} cannot be opened without the keys; what lies in them was not verified.`]
      : []),
    ...(bodies.ERASED > 0 ? [`${counted(bodies.ERASED, 'event')} stay erased: their keys were destroyed.`] : []),
    ...(byCheck.key !== undefined
      ? [`${counted(byCheck.key, 'event')} cannot be opened with these keys: their backup is older than that of the ledger, or damaged.`]
      : []),
  ];
}

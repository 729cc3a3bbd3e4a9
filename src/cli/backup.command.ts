import { resolve } from 'node:path';
import { configurationFrom } from '../configuration';
import { copyKeys, copyLedger, NoBackupError, prepareTarget, requireKeys, requireLedger } from '../ledger/backup';
import { ledgerFolder } from '../ledger/folder';
import { copyEvidence, evidenceLines } from './evidence-copy';
import { addEnrol } from './enrol-key.command';
import { addKeysMigrate } from './keys-migrate.command';
import { headText, reportLines } from './report';
import { type AddCommand, counted, filesFor } from './shell';

interface Options {
  readonly store?: string;
  readonly masterKey?: string;
  readonly evidence?: string;
}

const IN_POSTGRES =
  'Nothing was copied: keys and accounts lie in PostgreSQL (JIRGA_KEYS=postgres). Dump their schema with pg_dump, and copy command.key beside the dump; ' +
  'docs/operations.md says how.';

const ON_KURRENTDB =
  'Nothing was copied: the events lie on KurrentDB (JIRGA_LEDGER=kurrentdb), and a ledger.db beside them is what was there before. Copy the nodes as ' +
  'docs/operations.md says; with --store <dir> the ledger.db of a folder is copied all the same.';

/** `jirga backup`: the ledger alone, sealed as it is. */
export const addBackup: AddCommand = (program, shell, leave) => {
  program
    .command('backup')
    .summary('copy the ledger while it is used')
    .description(
      'Copies ledger.db as it stands at this moment into an empty folder, verifies the copy, and says its SIZE:HASH. The server may run.\n' +
        'The files of evidence come along, sealed as they are. Into a folder of their own they may be copied again and again: only what is not there yet is.\n' +
        'What lies in the copy is sealed: without the keys (see keys backup) nobody can read it.',
    )
    .argument('<dir>', 'folder to copy to: empty, or not there yet')
    .option('--store <dir>', 'folder of the ledger (default: JIRGA_DATA)')
    .option('--master-key <file>', 'where the master key lies (default: in the folder)')
    .option('--evidence <dir>', 'folder for the files of evidence, in which earlier copies may lie (default: evidence in <dir>)')
    .action(async (dir: string, where: Options) => {
      const [from, to] = [filesFor(shell, where), ledgerFolder(resolve(dir))];
      if (!('file' in from.log)) throw new NoBackupError(ON_KURRENTDB);
      requireLedger(from);
      prepareTarget(to.folder);
      const copy = copyLedger(from, to);
      const { verified } = await import('./verified.js');
      const report = await verified(shell, 'verifying the copy', { ...from, log: copy.files.log });
      if (report.findingsTotal > 0) {
        for (const line of reportLines(report)) shell.err(line);
        shell.err(`The copy was not made the backup; it is left as ${copy.files.ledger}.`);
        leave(1);
        return;
      }
      // After the ledger, and only what it speaks of: so that no file belongs to nothing.
      const evidence = await copyEvidence(from, where.evidence === undefined ? to.evidence : resolve(where.evidence), copy.files.ledger);
      copy.finish();
      shell.out(`${counted(report.head.size, 'event')} copied to ${to.folder} and verified.`);
      shell.out(`SIZE:HASH  ${headText(report.head)}`);
      for (const line of evidenceLines(evidence)) shell.out(line);
      leave(0);
    });
};

/** `jirga keys backup`: what opens the ledger, but for the master key; and `jirga keys enrol`, `jirga keys migrate`. */
export const addKeys: AddCommand = (program, shell, leave) => {
  const keys = program.command('keys').summary('enrol a key of your own, keep the keys of a ledger');
  addEnrol(keys, shell, leave);
  addKeysMigrate(keys, shell, leave);
  keys
    .command('backup')
    .summary('copy the keys, wrapped, apart from the ledger')
    .description(
      'Copies keys.db (every data key, wrapped), command.key and accounts.db into an empty folder. The server may run.\n' +
        'The master key is NOT copied: keep master.key on another medium, and never beside these keys, for together they open everything;\n' +
        'without it these keys open nothing. Make this copy after that of the ledger: a ledger may not be newer than its keys.\n' +
        'Whatever is shredded later lives on in this copy: destroy old ones on the date that the shredding names.',
    )
    .argument('<dir>', 'folder to copy to: empty, or not there yet')
    .option('--store <dir>', 'folder of the ledger (default: JIRGA_DATA)')
    .action((dir: string, where: Options) => {
      if (configurationFrom(shell.environment).keys) throw new NoBackupError(IN_POSTGRES);
      const [from, to] = [filesFor(shell, where), ledgerFolder(resolve(dir))];
      requireKeys(from);
      prepareTarget(to.folder);
      copyKeys(from, to);
      shell.out(`Wrapped keys, command secret and accounts copied to ${to.folder}. The master key was not: keep it on another medium.`);
      leave(0);
    });
};

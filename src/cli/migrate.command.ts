import { Option } from 'commander';
import { ConfigurationError, configurationFrom } from '../configuration';
import { AppendFailedError, StoreUnavailableError } from '../ledger/event-store';
import { forgetPlaces, type LedgerFolder } from '../ledger/folder';
import type { Migration, Present, Survey } from '../ledger/kurrentdb/migration';
import { type FolderLock, lockFolder } from '../ledger/sqlite/folder-lock';
import { readOrigin } from '../ledger/sqlite/ledger-file';
import { SqliteLogReader } from '../ledger/sqlite/sqlite-log-reader';
import { headText } from './report';
import { type AddCommand, count, counted, filesFor, progressBar, type Shell } from './shell';

interface Options {
  readonly dryRun?: true;
  readonly store?: string;
}

/** `jirga migrate`: from the embedded ledger to KurrentDB. */
export const addMigrate: AddCommand = (program, shell, leave) => {
  program
    .command('migrate')
    .summary('carry a ledger over to KurrentDB')
    .description(
      'Carries every event of ledger.db over to an empty KurrentDB, in the order of the log and byte for byte, reads all of it back, and says the SIZE:HASH of both.\n' +
        'It runs with the variables with which the ledger will be served from then on: JIRGA_LEDGER=kurrentdb, JIRGA_KURRENTDB_URL and the files of its secrets.\n' +
        'No server may serve the ledger meanwhile. If it is cut off, run it again: it holds what lies there against the ledger and goes on.',
    )
    .addOption(new Option('--from <store>', 'where the events lie').choices(['sqlite']).makeOptionMandatory())
    .addOption(new Option('--to <store>', 'where they shall lie').choices(['kurrentdb']).makeOptionMandatory())
    .option('--store <dir>', 'folder of the ledger (default: JIRGA_DATA)')
    .option('--dry-run', 'look at both sides, say what would be done, and write nothing; the server may run')
    .action(async ({ dryRun, store }: Options) => {
      const { kurrentdb } = configurationFrom(shell.environment);
      if (!kurrentdb)
        throw new ConfigurationError([
          'jirga migrate --to kurrentdb needs JIRGA_LEDGER=kurrentdb and JIRGA_KURRENTDB_URL, as the ledger will be served with',
        ]);
      const files = filesFor(shell, store === undefined ? {} : { store });
      const log = new SqliteLogReader(files.ledger);
      let lock: FolderLock | undefined;
      try {
        if (!dryRun) lock = lockFolder(files.lock);
        const { MigrationRefusedError, openMigration } = await import('./migration.js');
        try {
          const migration = await openMigration(log, kurrentdb);
          await (dryRun ? foreseen(migration, files, shell) : carriedOver(migration, files, shell)).finally(() => migration.close());
        } catch (error) {
          if (error instanceof MigrationRefusedError) shell.err(`Refused: ${error.message}.`);
          else if (error instanceof StoreUnavailableError || error instanceof AppendFailedError) {
            shell.err(`${error.message}.`);
            shell.err('What was carried over lies there. Mend it, and run the same command again: it goes on from there.');
          } else throw error;
          leave(1);
        }
      } finally {
        log.close();
        lock?.release();
      }
    });
};

/** What lies on both sides, said. */
async function looked(
  migration: Migration,
  { folder, ledger }: LedgerFolder,
  shell: Shell,
): Promise<{ readonly survey: Survey; readonly present: Present }> {
  const survey = migration.survey();
  const { head, streams, appends } = survey;
  shell.out(`Ledger     ${readOrigin(ledger)} in ${folder}`);
  shell.out(`Events     ${counted(head.size, 'event')} in ${counted(streams, 'stream')}; ${counted(appends, 'append')} to KurrentDB`);
  shell.out(`SIZE:HASH  ${headText(head)}`);
  const present = await migration.present(progress(shell, 'comparing', head.size));
  const { size } = present.head;
  shell.out(
    `KurrentDB  ${migration.hosts} holds ${size === 0 ? 'none of them' : `the first ${counted(size, 'event')}, each the same byte for byte`}`,
  );
  return { survey, present };
}

async function foreseen(migration: Migration, files: LedgerFolder, shell: Shell): Promise<void> {
  const { survey, present } = await looked(migration, files, shell);
  shell.out('');
  shell.out(`Nothing was written. Without --dry-run ${counted(survey.head.size - present.head.size, 'event')} would be carried over.`);
}

async function carriedOver(migration: Migration, files: LedgerFolder, shell: Shell): Promise<void> {
  const { survey, present } = await looked(migration, files, shell);
  const { size } = survey.head;
  await migration.carryOver(present, progress(shell, 'carrying over', size));
  const { head } = await migration.present(progress(shell, 'reading back', size));
  if (headText(head) !== headText(survey.head)) throw new Error(`${headText(head)} was carried over, of ${headText(survey.head)}`);
  forgetPlaces(files);
  shell.out('');
  shell.out(
    `${counted(size - present.head.size, 'event')} carried over. All ${count(size)} were read back: each is the same byte for byte.`,
  );
  shell.out(`SIZE:HASH  ${headText(survey.head)} in ledger.db`);
  shell.out(`           ${headText(head)} in KurrentDB`);
  for (const line of whatNext(files, shell)) shell.out(line);
}

const progress = (shell: Shell, doing: string, all: number): ((done: number) => void) | undefined => {
  const draw = progressBar(shell, doing);
  return draw && ((done) => draw(done, all));
};

const whatNext = ({ folder }: LedgerFolder, { environment }: Shell): string[] => [
  '',
  'What next:',
  '  Serve it with the variables of this command only. Served without them, ledger.db would go on as a second ledger of the same origin.',
  `  Keep ${folder}: the origin, the keys, the command secret and the accounts lie there, and ledger.db as it was at this moment.`,
  '  Boards and the marks of the processes were deleted, for they count places of ledger.db; the next start makes them anew.',
  ...(configurationFrom(environment).postgres
    ? ['  Boards in PostgreSQL count places of ledger.db too: drop their schema before the next start.']
    : []),
];

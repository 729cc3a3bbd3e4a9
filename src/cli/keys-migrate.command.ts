import { Option } from 'commander';
import { ConfigurationError, configurationFrom } from '../configuration';
import type { LedgerFolder } from '../ledger/folder';
import { lockFolder } from '../ledger/sqlite/folder-lock';
import { KeysFileError } from '../trust/keyring';
import { type AddCommand, counted, filesFor } from './shell';

interface Options {
  readonly store?: string;
}

/** `jirga keys migrate`: keys and accounts from the folder to PostgreSQL. */
export const addKeysMigrate: AddCommand = (keys, shell, leave) => {
  keys
    .command('migrate')
    .summary('carry keys and accounts over to PostgreSQL')
    .description(
      'Carries keys.db and accounts.db over to PostgreSQL, byte for byte and in one transaction: wrapped data keys, those that were destroyed, accounts,\n' +
        'sessions and tokens; and says count and hash, which are the same on both sides. It runs with the variables with which the ledger will be served from\n' +
        'then on: JIRGA_KEYS=postgres, JIRGA_POSTGRES_URL and the file of its password. No server may serve the folder meanwhile. The files stay as they are.\n' +
        'If it is cut off, nothing was written: run it again. What was carried over already is compared once more.',
    )
    .addOption(new Option('--from <store>', 'where they lie').choices(['sqlite']).makeOptionMandatory())
    .addOption(new Option('--to <store>', 'where they shall lie').choices(['postgres']).makeOptionMandatory())
    .option('--store <dir>', 'folder of the ledger (default: JIRGA_DATA)')
    .action(async ({ store }: Options) => {
      const { keys: place } = configurationFrom(shell.environment);
      if (!place)
        throw new ConfigurationError([
          'jirga keys migrate --to postgres needs JIRGA_KEYS=postgres and JIRGA_POSTGRES_URL, as the ledger will be served with',
        ]);
      const files = filesFor(shell, store === undefined ? {} : { store });
      const lock = lockFolder(files.lock);
      try {
        const { keysCarriedOver, KeysMigrationRefusedError } = await import('./keys-migration.js');
        try {
          const { origin, carried } = await keysCarriedOver(files, place);
          shell.out(`Ledger     ${origin} in ${files.folder}`);
          for (const { what, rows, carried: new_, hash } of carried)
            shell.out(
              `${counted(rows, what).padEnd(24)} ${counted(new_, 'carried over', 'carried over')}; SHA-256 ${hash}, here and in PostgreSQL`,
            );
          for (const line of whatNext(files)) shell.out(line);
        } catch (error) {
          if (!(error instanceof KeysMigrationRefusedError || error instanceof KeysFileError)) throw error;
          shell.err(`Refused: ${error.message}.`);
          leave(1);
        }
      } finally {
        lock.release();
      }
    });
};

const whatNext = ({ keys, accounts }: LedgerFolder): string[] => [
  '',
  'What next:',
  '  Serve it with the variables of this command only, and see that jirga verify finds nothing. Served without them, it would seal with keys that PostgreSQL does not know.',
  '  Dump the schema of the keys with pg_dump, and keep command.key with the dump; docs/operations.md says how.',
  `  Then delete ${keys} and ${accounts}, and what ends in -wal and -shm beside them: a key that is destroyed from now on would live on in them, as in older copies.`,
];

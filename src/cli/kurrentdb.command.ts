import { ConfigurationError, configurationFrom } from '../configuration';
import type { AddCommand } from './shell';

interface Options {
  readonly admin: string;
  readonly adminPasswordFile: string;
}

/** `jirga kurrentdb prepare`: what a server needs before it can hold our log. */
export const addKurrentDb: AddCommand = (program, shell, leave) => {
  program
    .command('kurrentdb')
    .summary('prepare a KurrentDB server for a ledger')
    .command('prepare')
    .summary('make the user of the program, and take from it what could erase the ledger')
    .description(
      'Makes, on the server of JIRGA_KURRENTDB_URL, the user that stands there, with the password of JIRGA_KURRENTDB_PASSWORD_FILE; lets nobody but\n' +
        'administrators delete streams or write their metadata, which every user may at first; lets the user read the whole log; and looks at the\n' +
        'server as that user. What is so already stays: it can be run again at any time.',
    )
    .requiredOption('--admin-password-file <file>', 'its first line is the password of the administrator')
    .option('--admin <login>', 'the administrator', 'admin')
    .action(async ({ admin, adminPasswordFile }: Options) => {
      const { kurrentdb } = configurationFrom(shell.environment);
      if (!kurrentdb)
        throw new ConfigurationError(['There is no KurrentDB to prepare: set JIRGA_LEDGER=kurrentdb and JIRGA_KURRENTDB_URL']);
      const { prepared } = await import('./prepared.js');
      const { steps, warnings } = await prepared(kurrentdb, { login: admin, passwordFile: adminPasswordFile });
      for (const { done, words } of steps) shell.out(`${(done ? 'done' : 'as it was').padEnd(9)}  ${words}`);
      for (const warning of warnings) shell.out(`WARNING    ${warning}`);
      leave(0);
    });
};

import { Command, CommanderError } from 'commander';
import { ListeningEndedError } from '../client/changes';
import { NoAnswerError, UnexpectedAnswerError } from '../client/client';
import { ConfigurationError } from '../configuration';
import { NoBackupError, TargetNotEmptyError } from '../ledger/backup';
import { StoreUnavailableError } from '../ledger/event-store';
import { KurrentDbPlaceError, ServerVersionError } from '../ledger/kurrentdb/place';
import { LedgerInUseError } from '../ledger/sqlite/folder-lock';
import { LedgerFileError } from '../ledger/sqlite/ledger-file';
import { PostgresError } from '../postgres/postgres-fault';
import { SecretFileError } from '../trust/master-key';
import { SigningKeyError } from '../trust/signing';
import { VERSION } from '../version';
import { addAccounts } from './accounts.command';
import { addAttempts } from './attempts.command';
import { addBackup, addKeys } from './backup.command';
import { addBoard } from './board.command';
import { addDemo } from './demo.command';
import { addDiff } from './diff.command';
import { addDoctor } from './doctor.command';
import { addEvidence } from './evidence.command';
import { addKurrentDb } from './kurrentdb.command';
import { addMigrate } from './migrate.command';
import { addRecord } from './record.command';
import { UsageError } from './remote';
import { addRestore } from './restore.command';
import { addShow } from './show.command';
import type { AddCommand, ExitCode, Shell } from './shell';
import { addTrail } from './trail.command';
import { addVerify } from './verify.command';
import { addWatch } from './watch.command';

/** Every command of `jirga`, in the order in which the help tells of them. */
const COMMANDS: readonly AddCommand[] = [
  addRecord,
  addShow,
  addEvidence,
  addBoard,
  addWatch,
  addTrail,
  addAttempts,
  addDiff,
  addAccounts,
  addDemo,
  addVerify,
  addBackup,
  addKeys,
  addRestore,
  addDoctor,
  addKurrentDb,
  addMigrate,
];

/** Errors that say what to do otherwise, and what each makes the program exit with. Anything else is a fault of ours and keeps its stack. */
const SAID: readonly (readonly [new (...of: never[]) => Error, ExitCode])[] = [
  [ConfigurationError, 2],
  [LedgerFileError, 2],
  [LedgerInUseError, 1],
  [KurrentDbPlaceError, 2],
  [StoreUnavailableError, 1],
  [ServerVersionError, 1],
  [NoBackupError, 2],
  [PostgresError, 1],
  [SecretFileError, 2],
  [SigningKeyError, 2],
  [TargetNotEmptyError, 1],
  [ListeningEndedError, 1],
  [NoAnswerError, 1],
  [UnexpectedAnswerError, 1],
  [UsageError, 2],
];

/** Runs `jirga` with these arguments (without those of node). Never throws for what a caller can do something about. */
export async function run(args: readonly string[], shell: Shell): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = new Command('jirga')
    .description('An event-sourced ledger for peace negotiations')
    .version(VERSION)
    .showHelpAfterError('(jirga --help says how)')
    .exitOverride()
    .configureOutput({ writeOut: (text) => shell.out(text.trimEnd()), writeErr: (text) => shell.err(text.trimEnd()) });
  for (const add of COMMANDS)
    add(program, shell, (left) => {
      code = left;
    });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has already said what is wrong; help and version are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const said = SAID.find(([type]) => error instanceof type);
    if (!said) throw error;
    shell.err((error as Error).message);
    return said[1];
  }
}

import { closeSync, constants, copyFileSync, existsSync, mkdirSync, openSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { WRITE_LOCK_WAIT_MS } from '../kernel/limits';
import { flush } from './create-ledger';
import type { LedgerFolder } from './folder';
import { LedgerFileError, openLedgerFile } from './sqlite/ledger-file';

/** A copy goes into a folder of its own: what lies there already would be taken for a part of it. */
export class TargetNotEmptyError extends Error {
  override readonly name = 'TargetNotEmptyError';
}

/** There is nothing to copy, or only the beginning of a copy. */
export class NoBackupError extends Error {
  override readonly name = 'NoBackupError';
}

/** Until it is whole and verified, a copy of ledger.db has this name, so that nobody takes it for a ledger. */
const unfinishedOf = (file: string): string => `${file}.unfinished`;

/** A copied ledger that is no ledger yet. */
export interface UnfinishedCopy {
  /** The files as they are now, to be verified. */
  readonly files: LedgerFolder;
  /** The copy becomes the ledger of its folder, durably. */
  finish(): void;
}

/** Makes the folder, or throws `TargetNotEmptyError`. */
export function prepareTarget(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [present] = readdirSync(folder);
  if (present !== undefined) throw new TargetNotEmptyError(`${folder} is not empty (it holds ${present}); nothing was copied`);
}

/** Throws `NoBackupError` where there is no ledger to copy, `LedgerFileError` where it is none. */
export function requireLedger({ folder, ledger }: LedgerFolder): void {
  if (!existsSync(ledger) && existsSync(unfinishedOf(ledger)))
    throw new NoBackupError(`${folder} holds the beginning of a copy that was interrupted, and no ledger`);
  if (!existsSync(ledger)) throw new NoBackupError(`there is no ledger in ${folder}`);
  openLedgerFile(ledger, { readOnly: true }).close();
}

/** Throws `NoBackupError` where keys or command secret are missing. */
export function requireKeys({ folder, keys, commandSecret }: LedgerFolder): void {
  if (!existsSync(keys))
    throw new NoBackupError(`${folder} holds no ${basename(keys)}; keys in PostgreSQL are dumped with its own tools (docs/operations.md)`);
  if (!existsSync(commandSecret)) throw new NoBackupError(`${folder} holds no ${basename(commandSecret)}`);
}

/**
 * Copies ledger.db as it stands at one moment, while a server writes to it or not: what is committed later is not in the copy. The place of every
 * event stays. Throws `LedgerFileError` where it cannot be read to its end.
 */
export function copyLedger(from: LedgerFolder, to: LedgerFolder): UnfinishedCopy {
  const unfinished = unfinishedOf(to.ledger);
  copyDatabase(from.ledger, unfinished);
  return {
    files: { ...to, ledger: unfinished, log: { file: unfinished } },
    finish: () => {
      renameSync(unfinished, to.ledger);
      flush(to.folder);
    },
  };
}

/**
 * Copies the wrapped keys, the command secret without which a repeated command is no longer known, and the accounts without which nobody could
 * sign in to what is restored (hashes of passwords and tokens; a ledger that was never served has none). The master key is not copied: whoever finds
 * this copy must not be able to open anything with it.
 */
export function copyKeys(from: LedgerFolder, to: LedgerFolder): void {
  copySecretFile(from.commandSecret, to.commandSecret);
  copyWhole(from.keys, to.keys);
  if (existsSync(from.accounts)) copyWhole(from.accounts, to.accounts);
  flush(to.folder);
}

/** Under its own name only once it is whole. */
function copyWhole(from: string, to: string): void {
  const unfinished = unfinishedOf(to);
  copyDatabase(from, unfinished);
  renameSync(unfinished, to);
}

/** Copies a file that only its owner may read, durably. */
export function copySecretFile(from: string, to: string): void {
  closeSync(openSync(to, 'wx', 0o600));
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  flush(to);
  flush(dirname(to));
}

/**
 * One transaction reads, so that the copy is of one moment; what lies on free pages is not copied, so that of a destroyed key nothing goes along;
 * and the copy needs no WAL beside it, so that it can be read from a medium that takes no writes.
 */
function copyDatabase(from: string, to: string): void {
  closeSync(openSync(to, 'wx', 0o600));
  const database = new DatabaseSync(from, { readOnly: true, timeout: WRITE_LOCK_WAIT_MS });
  try {
    database.prepare('VACUUM INTO ?').run(to);
  } catch (error) {
    throw new LedgerFileError(`${from} cannot be copied: ${(error as Error).message}`, { cause: error });
  } finally {
    database.close();
  }
  flush(to);
}

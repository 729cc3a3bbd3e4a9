import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { Keyring } from '../trust/keyring';
import { createSecretFile } from '../trust/master-key';
import type { LedgerFolder } from './folder';
import { originIn } from './open-log';
import { createLedgerFile } from './sqlite/ledger-file';

/** A ledger cannot be made here: one is there already, or parts of one. */
export class LedgerExistsError extends Error {
  override readonly name = 'LedgerExistsError';
}

/** The origin cannot name a log. */
export class InvalidOriginError extends Error {
  override readonly name = 'InvalidOriginError';
}

/** A schema-less URL: host, optional port and path, in ASCII without spaces and `+`, as C2SP wants the name of a log. */
const ORIGIN = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[A-Za-z0-9._~-]+)*$/;
const ORIGIN_LENGTH_MAX = 255;

/**
 * Makes an empty ledger with its keys. The origin, a schema-less URL such as `jirga.kp.example/ledger`, stands in every leaf and is for ever.
 * Nothing that exists is overwritten: `LedgerExistsError`. ledger.db comes last and whole, so that a folder with a ledger.db has its keys. Of a ledger
 * whose log lies on a server only the keys are made here.
 */
export function createLedger(files: LedgerFolder, origin: string): void {
  if (!ORIGIN.test(origin) || origin.length > ORIGIN_LENGTH_MAX)
    throw new InvalidOriginError(
      `${JSON.stringify(origin)} cannot be the origin of a ledger: expected a URL without its schema, such as jirga.kp.example/ledger`,
    );
  const parts = [files.ledger, files.keys, files.masterKey, files.commandSecret];
  const [present] = parts.filter((file) => existsSync(file));
  if (present !== undefined) throw new LedgerExistsError(`no ledger was made, for ${present} exists`);

  mkdirSync(files.folder, { recursive: true, mode: 0o700 });
  createSecretFile(files.masterKey);
  createSecretFile(files.commandSecret);
  Keyring.create(files.keys);
  for (const file of [files.masterKey, files.commandSecret, files.keys, dirname(files.masterKey), dirname(files.commandSecret)])
    flush(file);
  if ('file' in files.log) {
    const unfinished = `${files.ledger}.unfinished`;
    createLedgerFile(unfinished, origin);
    flush(unfinished);
    renameSync(unfinished, files.ledger);
  }
  flush(files.folder);
}

/**
 * Makes the ledger where there is none yet.
 * @param origin what it shall be, or is; made up for a new one where nobody says
 * @throws LedgerExistsError where the folder has a ledger of its own, and the log on the server is empty
 * @throws InvalidOriginError where the log on the server has another origin
 */
export async function createWhereNone(
  files: LedgerFolder,
  kinds: ReadonlySet<string>,
  { origin, madeUp }: { readonly origin: string | undefined; readonly madeUp: () => string },
): Promise<{ readonly origin: string; readonly created: boolean }> {
  const known = 'file' in files.log && !existsSync(files.ledger) ? undefined : await originIn(files, kinds);
  if (known !== undefined) {
    if (!('file' in files.log) && origin !== undefined && origin !== known)
      throw new InvalidOriginError(`the log on KurrentDB is that of ${known}, and not of ${origin}: check the server, or the origin`);
    return { origin: known, created: false };
  }
  const own = origin ?? madeUp();
  if (!('file' in files.log) && existsSync(files.ledger))
    throw new LedgerExistsError(
      `${files.folder} holds a ledger.db, and the log on KurrentDB is empty: carry it over with jirga migrate, or name another folder`,
    );
  // A start that was cut off before the first event has left its keys.
  const begun = !('file' in files.log) && existsSync(files.keys) && existsSync(files.commandSecret);
  if (!begun) createLedger(files, own);
  return { origin: own, created: true };
}

/** What was written lies on the disk when this returns: of a file its content, of a folder the names in it. */
export function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

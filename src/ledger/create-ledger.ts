import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { Keyring } from '../trust/keyring';
import { createSecretFile } from '../trust/master-key';
import type { LedgerFolder } from './folder';
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
 * Nothing that exists is overwritten: `LedgerExistsError`. ledger.db comes last and whole, so that a folder with a ledger.db has its keys.
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
  const unfinished = `${files.ledger}.unfinished`;
  createLedgerFile(unfinished, origin);
  for (const file of [files.masterKey, files.commandSecret, files.keys, unfinished, dirname(files.masterKey), files.folder]) flush(file);
  renameSync(unfinished, files.ledger);
  flush(files.folder);
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

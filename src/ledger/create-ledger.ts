import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { createSecretFile } from '../trust/master-key';
import { SqliteKeyring } from '../trust/sqlite-keyring';
import type { LedgerFolder } from './folder';
import { originIn } from './open-log';
import { createLedgerFile, readOrigin } from './sqlite/ledger-file';

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
 * @param ownKeys false where the keys lie in PostgreSQL
 */
export function createLedger(files: LedgerFolder, origin: string, { ownKeys = true } = {}): void {
  requireOrigin(origin);
  const parts = [files.ledger, files.keys, files.masterKey, files.commandSecret];
  const [present] = parts.filter((file) => existsSync(file));
  if (present !== undefined) throw new LedgerExistsError(`no ledger was made, for ${present} exists`);

  createKeys(files, { ownKeys });
  const unfinished = `${files.ledger}.unfinished`;
  createLedgerFile(unfinished, origin);
  flush(unfinished);
  renameSync(unfinished, files.ledger);
  flush(files.folder);
}

/** Makes what is not there yet: an operator may have handed in secrets that several instances share. */
function createKeys(files: LedgerFolder, { ownKeys }: { readonly ownKeys: boolean }): void {
  mkdirSync(files.folder, { recursive: true, mode: 0o700 });
  for (const file of [files.masterKey, files.commandSecret]) if (!existsSync(file)) createSecretFile(file);
  if (ownKeys && !existsSync(files.keys)) SqliteKeyring.create(files.keys);
  const made = [files.masterKey, files.commandSecret, ...(ownKeys ? [files.keys] : [])];
  for (const file of [...made, dirname(files.masterKey), dirname(files.commandSecret), files.folder]) flush(file);
}

function requireOrigin(origin: string): void {
  if (!ORIGIN.test(origin) || origin.length > ORIGIN_LENGTH_MAX)
    throw new InvalidOriginError(
      `${JSON.stringify(origin)} cannot be the origin of a ledger: expected a URL without its schema, such as jirga.kp.example/ledger`,
    );
}

/** What a new ledger shall be like. */
interface Wanted {
  /** What its origin shall be, or is; made up for a new one in a folder where nobody says. */
  readonly origin: string | undefined;
  readonly madeUp: () => string;
  /** Makes a place for its keys where they do not lie in the folder. */
  readonly makeKeys?: ((origin: string) => Promise<void>) | undefined;
}

/**
 * Makes the ledger where there is none yet.
 * @throws LedgerExistsError where the folder has a ledger of its own, and the log on the server is empty
 * @throws InvalidOriginError where the log on the server has another origin, or is empty and nobody says which it shall have
 */
export async function createWhereNone(
  files: LedgerFolder,
  kinds: ReadonlySet<string>,
  { origin, madeUp, makeKeys }: Wanted,
): Promise<{ readonly origin: string; readonly created: boolean }> {
  if (!('file' in files.log)) return createOnServer(files, await originIn(files, kinds), { origin, makeKeys });
  if (existsSync(files.ledger)) return { origin: readOrigin(files.ledger), created: false };
  const own = origin ?? madeUp();
  requireOrigin(own);
  // They come first, as those in the folder do, so that a ledger has its keys.
  await makeKeys?.(own);
  createLedger(files, own, { ownKeys: makeKeys === undefined });
  return { origin: own, created: true };
}

/** There the log begins with its first event; a start that was cut off before that is gone on with. */
async function createOnServer(
  files: LedgerFolder,
  known: string | undefined,
  { origin, makeKeys }: Omit<Wanted, 'madeUp'>,
): Promise<{ readonly origin: string; readonly created: boolean }> {
  if (known !== undefined) {
    if (origin !== undefined && origin !== known)
      throw new InvalidOriginError(`the log on KurrentDB is that of ${known}, and not of ${origin}: check the server, or JIRGA_ORIGIN`);
    // An instance that joins has nothing there yet but what it is given.
    mkdirSync(files.folder, { recursive: true, mode: 0o700 });
    return { origin: known, created: false };
  }
  if (existsSync(files.ledger))
    throw new LedgerExistsError(
      `${files.folder} holds a ledger.db, and the log on KurrentDB is empty: carry it over with jirga migrate, or name another folder`,
    );
  if (origin === undefined)
    throw new InvalidOriginError('a new ledger on KurrentDB wants an origin, which its instances share: set JIRGA_ORIGIN');
  requireOrigin(origin);
  await makeKeys?.(origin);
  createKeys(files, { ownKeys: makeKeys === undefined });
  return { origin, created: true };
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

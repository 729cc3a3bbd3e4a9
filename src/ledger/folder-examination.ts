import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { DISK_FREE_BYTES_MIN } from '../kernel/limits';
import { keysWarnings } from '../postgres/keys-database';
import type { PostgresPlace } from '../postgres/postgres-place';
import { readSecretFile } from '../trust/master-key';
import { openKeyring } from '../trust/trust';
import type { LedgerFolder } from './folder';
import { readOrigin } from './sqlite/ledger-file';

/* Looks that change nothing and may be taken beside a running server. Each returns what works and yet should be mended, in words; what does not work is thrown. */

/** Who may look into the folder, if it is there: the first start makes it. */
export const folderWarnings = ({ folder }: LedgerFolder): readonly string[] =>
  existsSync(folder)
    ? openWarnings(folder, '700')
    : [`there is no folder ${folder} yet: the first start makes it; if it should be there, set JIRGA_DATA right`];

/** The log in the folder. Throws `LedgerFileError` where there is none, or it cannot be read. */
export function ledgerFileWarnings({ ledger }: LedgerFolder): readonly string[] {
  readOrigin(ledger);
  return openWarnings(ledger, '600');
}

/** Throws `SecretFileError`, `KeysFileError` and `PostgresError` where the secrets do not open the ledger. @param elsewhere where the keys lie, if not in the folder */
export async function secretsWarnings(
  { keys, masterKey: masterKeyFile, commandSecret }: LedgerFolder,
  origin: string,
  elsewhere: PostgresPlace | undefined,
): Promise<readonly string[]> {
  readSecretFile(commandSecret);
  const settings = { keys: elsewhere ?? { file: keys }, masterKeyFile, origin: { log: origin, prog: '' } };
  const keyring = openKeyring(settings, { readOnly: true });
  try {
    await keyring.checkMaster();
  } finally {
    await keyring.close();
  }
  return elsewhere ? keysWarnings({ ...elsewhere, origin }) : openWarnings(keys, '600');
}

/** The files of evidence cannot be kept where they should lie. */
export class EvidenceFolderError extends Error {
  override readonly name = 'EvidenceFolderError';
}

/** Throws `EvidenceFolderError` where no file of evidence can be read or kept there. */
export function evidenceWarnings({ evidence }: LedgerFolder): readonly string[] {
  if (!existsSync(evidence))
    return [
      `there is no folder ${evidence} yet: the first file of evidence makes it; if it should be there, set JIRGA_EVIDENCE_FOLDER right`,
    ];
  if (!statSync(evidence).isDirectory()) throw new EvidenceFolderError(`${evidence} is no folder: set JIRGA_EVIDENCE_FOLDER right`);
  try {
    accessSync(evidence, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new EvidenceFolderError(`this user may not read and write in ${evidence}: let it own the folder`, { cause: error });
  }
  return [...openWarnings(evidence, '700'), ...diskWarnings({ folder: evidence })];
}

/** @param free bytes on the disk of the folder; as they are now by default */
export function diskWarnings({ folder }: Pick<LedgerFolder, 'folder'>, free = freeBesides(folder)): readonly string[] {
  return free >= DISK_FREE_BYTES_MIN
    ? []
    : [`${Math.floor(free / 1024 ** 2)} MiB are free on the disk of ${folder}: make room, for on a full disk nothing is recorded any more`];
}

function freeBesides(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** @param mode what it should be, in octal digits */
export function openWarnings(path: string, mode: '600' | '700'): readonly string[] {
  return (statSync(path).mode & 0o077) === 0 ? [] : [`others can reach ${path}: chmod ${mode} ${path}`];
}

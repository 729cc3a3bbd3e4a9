import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { newSigningKeyPem, SigningKeyError, signingKeyFrom } from '../trust/signing';

/* The key file with which somebody signs: PKCS #8 in PEM, mode 0600, encrypted where he wishes; `openssl` makes such files too. */

/** First line of a file, without its end: a passphrase, or a token. */
export function lineOf(file: string): string {
  const [line = ''] = readFileSync(file, 'utf8').split(/\r?\n/);
  if (line === '') throw new SigningKeyError(`${file} is empty`);
  return line;
}

const passphraseOf = (file: string | undefined): string | undefined => (file === undefined ? undefined : lineOf(file));

/** The private key of a file. Throws `SigningKeyError` where it is missing, is none for Ed25519, others may read it, or the passphrase is another one. */
export function readSigningKey(file: string, passphraseFile?: string): KeyObject {
  if (!existsSync(file)) throw new SigningKeyError(`there is no key file ${file}`);
  if ((statSync(file).mode & 0o077) !== 0) throw new SigningKeyError(`${file} can be read by others; expected mode 0600`);
  try {
    return signingKeyFrom(readFileSync(file, 'utf8'), passphraseOf(passphraseFile));
  } catch (error) {
    if (error instanceof SigningKeyError) throw new SigningKeyError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The same; where there is no such file it is made, with a new key. @returns the key, and whether it was made just now */
export function readOrMakeSigningKey(file: string, passphraseFile?: string): { readonly key: KeyObject; readonly made: boolean } {
  const made = !existsSync(file);
  if (made) writeFileSync(file, newSigningKeyPem(passphraseOf(passphraseFile)), { mode: 0o600, flag: 'wx' });
  return { key: readSigningKey(file, passphraseFile), made };
}

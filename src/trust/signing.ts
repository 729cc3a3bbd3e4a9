import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { AskedCommand } from '../kernel/envelope';
import { possessionText, signedText } from '../kernel/signature';

/* What a person's own program does with his private key (INV-46). The ledger never sees one. */

/** A private key that is none for Ed25519, or cannot be opened. */
export class SigningKeyError extends Error {
  override readonly name = 'SigningKeyError';
}

/** The public half, as it is enrolled. */
export const publicKeyOf = (privateKey: KeyObject): string => createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '';

const signText = (privateKey: KeyObject, text: string): string => sign(null, Buffer.from(text), privateKey).toString('base64url');

/** The signature that goes with a command: over exactly its canonical bytes (docs/format.md 8). */
export const signCommand = (privateKey: KeyObject, asked: AskedCommand): string => signText(privateKey, signedText(asked));

/** The `proof` of an enrolment: that who enrols the key has it. */
export const provePossession = (privateKey: KeyObject, { participantId, use }: { participantId: string; use: string }): string =>
  signText(privateKey, possessionText({ participantId, publicKey: publicKeyOf(privateKey), use }));

/**
 * A new key in PKCS #8, PEM, as OpenSSL writes and reads it.
 * @param passphrase it is encrypted under this, if given
 */
export function newSigningKeyPem(passphrase: string | undefined): string {
  const encryption = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  const { privateKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', ...encryption },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return privateKey;
}

/** Whether a key file wants a passphrase. */
export const isEncrypted = (pem: string): boolean => pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----');

/** The key of a file. Throws `SigningKeyError`. */
export function signingKeyFrom(pem: string, passphrase: string | undefined): KeyObject {
  if (isEncrypted(pem) && passphrase === undefined) throw new SigningKeyError('the key is encrypted, and no passphrase was given');
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) });
  } catch (error) {
    throw new SigningKeyError('the key cannot be opened: it is none, or under another passphrase', { cause: error });
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new SigningKeyError(`the key is one for ${key.asymmetricKeyType ?? 'nothing known'}, not Ed25519`);
  return key;
}

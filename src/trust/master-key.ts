import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';

/** Wraps data keys. The port behind which a file, an HSM or a KMS stands. A key opens only under the label it was wrapped with. */
export interface MasterKey {
  wrap(label: string, dataKey: Buffer): Buffer;
  unwrap(label: string, wrapped: Uint8Array): Buffer;
}

/** A secret file is missing, others may read it, or it is no secret. */
export class SecretFileError extends Error {
  override readonly name = 'SecretFileError';
}

export const SECRET_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A new secret file of 32 random bytes that only its owner can read. Throws where the file exists. */
export const createSecretFile = (file: string): void => writeFileSync(file, randomBytes(SECRET_BYTES), { mode: 0o600, flag: 'wx' });

/** Its 32 bytes. Throws `SecretFileError` where it is missing, others may read it, or its length differs. */
export function readSecretFile(file: string): Buffer {
  if (!existsSync(file)) throw new SecretFileError(`there is no secret file ${file}`);
  if ((statSync(file).mode & 0o077) !== 0) throw new SecretFileError(`${file} can be read by others; expected mode 0600`);
  const secret = readFileSync(file);
  if (secret.length !== SECRET_BYTES) throw new SecretFileError(`${file} has ${secret.length} bytes; expected ${SECRET_BYTES}`);
  return secret;
}

/** The embedded default: a secret file. Wrapped = iv (12) ‖ AES-256-GCM(data key) ‖ tag (16), associated data = the label. */
export function masterKeyFrom(file: string): MasterKey {
  const master = readSecretFile(file);
  return {
    wrap(label, dataKey) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', master, iv).setAAD(Buffer.from(label));
      return Buffer.concat([iv, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
    },
    unwrap(label, wrapped) {
      const bytes = Buffer.from(wrapped);
      const decipher = createDecipheriv('aes-256-gcm', master, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(label)).setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    },
  };
}

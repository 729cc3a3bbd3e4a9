import { isUtf8 } from 'node:buffer';
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { randomInto } from './random';

const SECRET = 32;
const IV = 12;
const TAG = 16;

/** What lies sealed in an event. */
export interface Body {
  /** Source of all salts of this event. As secret as the values themselves. */
  readonly secret: Buffer;
  /** Canonical JSON: `{"data":{…},"env":{…}}`. */
  readonly text: string;
}

export const sealedLength = (text: string): number => IV + SECRET + Buffer.byteLength(text) + TAG;

/**
 * The whole leaf is the associated data: the body opens under no other leaf, neither of another event nor an altered one.
 * iv (12) || AES-256-GCM(secret (32) || text) || tag (16), into `target`. The iv is random and never derived from stream and revision: a
 * decision taken again on a conflict seals other values for the same revision, and an iv used twice gives the key stream away.
 */
export function sealInto(target: Buffer, key: Buffer, leaf: Buffer, secret: Buffer, text: string): void {
  const iv = randomInto(target.subarray(0, IV));
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(leaf);
  secret.copy(target, IV);
  target.write(text, IV + SECRET);
  cipher.update(target.subarray(IV, target.length - TAG)).copy(target, IV);
  cipher.final();
  cipher.getAuthTag().copy(target, target.length - TAG);
}

/** Throws where a bit differs, or the body was made for another event. */
export function open(sealed: Buffer, key: Buffer, leaf: Buffer): Body {
  if (sealed.length < IV + SECRET + TAG) throw new Error(`a body of ${sealed.length} bytes`);
  // A short tag would weaken GCM without a word: its length is fixed here and not taken from the data.
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV), { authTagLength: TAG });
  decipher.setAAD(leaf);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const clear = decipher.update(sealed.subarray(IV, sealed.length - TAG));
  decipher.final();
  const text = clear.subarray(SECRET);
  // Ill-formed bytes would be read as U+FFFD: then two bodies would say the same.
  if (!isUtf8(text)) throw new Error('a body that is not UTF-8');
  return { secret: clear.subarray(0, SECRET), text: text.toString('utf8') };
}

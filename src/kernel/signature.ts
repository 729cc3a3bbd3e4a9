import { createPublicKey, verify } from 'node:crypto';
import { canonicalJson } from './canonical-json';
import type { AskedCommand } from './envelope';

/* Personal signatures (INV-46): Ed25519 (RFC 8032). Keys and signatures are written in base64url, each in its one spelling. */

/** A public key: 32 bytes. The last character holds two bits that stand for nothing, and are nought. */
export const PUBLIC_KEY = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
/** A signature: 64 bytes. */
export const SIGNATURE = /^[A-Za-z0-9_-]{85}[AQgw]$/;

/** What a person signs: exactly the canonical bytes of what he asks. */
export const signedText = (asked: AskedCommand): string => canonicalJson(asked);

/** What a new key signs, so that nobody enrols one that is not his. No command has these members, so that neither is taken for the other. */
export const possessionText = (key: { readonly participantId: string; readonly publicKey: string; readonly use: string }): string =>
  canonicalJson({ participantId: key.participantId, publicKey: key.publicKey, use: key.use });

/** Whether the holder of the key has signed this text. Never throws: what is no key, or no signature, has signed nothing. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  if (!PUBLIC_KEY.test(publicKey) || !SIGNATURE.test(signature) || hasSmallOrder(publicKey)) return false;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}

/**
 * Points of order 1, 2, 4 and 8, in every encoding that a library may take. Under such a "key" anybody can make signatures, for any text; RFC 8032
 * leaves it to whoever accepts keys to refuse them.
 */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

function hasSmallOrder(publicKey: string): boolean {
  const point = Buffer.from(publicKey, 'base64url');
  // The highest bit is the sign of x, which makes no difference here.
  point[31] = (point[31] ?? 0) & 0x7f;
  return SMALL_ORDER.has(point.toString('hex'));
}

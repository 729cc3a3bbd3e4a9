import { hash } from 'node:crypto';

/* UUIDs that follow from something (RFC 9562); those that follow from chance come from `node:crypto`. */

/** The first 16 of some bytes as a UUID: version and variant replace six bits, nothing else. */
export function uuidFrom(bytes: Uint8Array, version: 5 | 8): string {
  const own = Buffer.from(bytes.subarray(0, 16));
  own[6] = ((own[6] ?? 0) & 0x0f) | (version << 4);
  own[8] = ((own[8] ?? 0) & 0x3f) | 0x80;
  const hex = own.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** UUID v5 (RFC 9562, 5.5): SHA-1 of the name space's 16 bytes and the name's UTF-8 bytes. */
export const uuidV5 = (namespace: string, name: string): string =>
  uuidFrom(hash('sha1', Buffer.concat([Buffer.from(namespace.replaceAll('-', ''), 'hex'), Buffer.from(name)]), 'buffer'), 5);

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

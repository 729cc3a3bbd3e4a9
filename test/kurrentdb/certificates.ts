import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/* Certificates for a server on loopback, in as much of DER (X.690) and X.509 (RFC 5280) as a client looks at: Node reads them, and makes none. */

/** In PEM. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
  readonly keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly name: string;
}

const DAY_MS = 24 * 3_600_000;
const ECDSA_WITH_SHA256 = '06082a8648ce3d040302';
const COMMON_NAME = '0603550403';
const BASIC_CONSTRAINTS = '0603551d13';
const ALTERNATIVE_NAME = '0603551d11';

/**
 * An authority, or a server that one has certified for 127.0.0.1.
 * @param by who certifies it; itself where it is absent, and then it is an authority
 * @param endsInDays negative where it has expired
 */
export function certified(name: string, by?: Certified, endsInDays = 400): Certified {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(hex(ECDSA_WITH_SHA256));
  const extension = by
    ? sequence(hex(ALTERNATIVE_NAME), tagged(0x04, sequence(tagged(0x87, Buffer.from([127, 0, 0, 1])))))
    : sequence(hex(BASIC_CONSTRAINTS), tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))));
  const content = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.from([by ? 2 : 1])),
    algorithm,
    named(by?.name ?? name),
    sequence(time(Date.now() - 500 * DAY_MS), time(Date.now() + endsInDays * DAY_MS)),
    named(name),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(extension)),
  );
  const signature = sign('sha256', content, (by?.keys ?? keys).privateKey);
  const whole = sequence(content, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    name,
    keys,
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}

const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));

const named = (name: string): Buffer => sequence(tagged(0x31, sequence(hex(COMMON_NAME), tagged(0x0c, Buffer.from(name)))));

/** UTCTime, `261128160000Z`, as it is written before 2050. */
const time = (at: number): Buffer => tagged(0x17, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

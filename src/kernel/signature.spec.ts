import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSignedBy, possessionText, PUBLIC_KEY, SIGNATURE, signedText } from './signature';

const pair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
    sign: (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  };
};
const somebody = pair();
const TEXT = 'د ناروغانو لپاره خلاصه ده';

describe('a signature', () => {
  it('is that of the key over just this text', () => {
    const signature = somebody.sign(TEXT);
    expect(isSignedBy(somebody.publicKey, TEXT, signature)).toBe(true);
    expect(isSignedBy(somebody.publicKey, `${TEXT}.`, signature)).toBe(false);
    expect(isSignedBy(pair().publicKey, TEXT, signature)).toBe(false);
    expect(isSignedBy(somebody.publicKey, TEXT, pair().sign(TEXT))).toBe(false);
  });

  it('has one spelling, and so has a key', () => {
    const signature = somebody.sign(TEXT);
    expect([PUBLIC_KEY.test(somebody.publicKey), SIGNATURE.test(signature)]).toEqual([true, true]);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const next = (text: string): string => text.slice(0, -1) + (alphabet[alphabet.indexOf(text.slice(-1)) + 1] ?? '');
    for (const other of [next(signature), `${signature}==`, `${signature}\n`, signature.replace(/[-_]/, '+'), signature.slice(1), ''])
      if (other !== signature) expect(isSignedBy(somebody.publicKey, TEXT, other)).toBe(false);
    for (const other of [next(somebody.publicKey), `${somebody.publicKey}=`, somebody.publicKey.slice(1), '', 'x'])
      expect(isSignedBy(other, TEXT, signature)).toBe(false);
  });

  it('under a point of small order, for which anybody makes one, counts for nothing', () => {
    const identity = Buffer.alloc(32);
    identity[0] = 1;
    const forged = Buffer.concat([identity, Buffer.alloc(32)]).toString('base64url');
    expect(isSignedBy(identity.toString('base64url'), TEXT, forged)).toBe(false);
    // Under a point of order 8 one of eight tries is right, under one of order 2 or 4 more of them.
    const orderEight = Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex');
    for (const sign of [0, 0x80]) {
      const point = Buffer.from(orderEight);
      point[31] = (point[31] ?? 0) | sign;
      for (let n = 0; n < 64; n++) expect(isSignedBy(point.toString('base64url'), String(n), forged)).toBe(false);
    }
  });

  it('under what is no point at all is none', () => {
    for (const byte of [0x02, 0xff]) {
      const point = Buffer.alloc(32, byte).toString('base64url');
      expect(isSignedBy(point, TEXT, somebody.sign(TEXT))).toBe(false);
    }
  });
});

describe('what is signed', () => {
  const asked = {
    type: 'DecideReview',
    stream: 'federalReview-1',
    origin: 'jirga.example',
    ifMatch: null,
    idempotencyKey: 'k',
    input: { b: 1e21, a: 'é', 'z\u20ac': [true, null, -0] },
  };
  it('is the one spelling of what is asked', () => {
    expect(signedText(asked)).toBe(
      '{"idempotencyKey":"k","ifMatch":null,"input":{"a":"é","b":1e+21,"z€":[true,null,0]},"origin":"jirga.example","stream":"federalReview-1","type":"DecideReview"}',
    );
  });
  it('is never what a new key signs', () => {
    const text = possessionText({ participantId: 'p', publicKey: 'k', use: 'SIGN' });
    expect(text).toBe('{"participantId":"p","publicKey":"k","use":"SIGN"}');
    expect(Object.keys(JSON.parse(text) as object)).not.toContain('type');
  });
});

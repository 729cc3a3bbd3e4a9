import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { digestOf } from './commitments';

/** RFC 9901, 4.2.3, written as it stands there. */
const plainly = (...disclosure: unknown[]): string =>
  createHash('sha256')
    .update(Buffer.from(JSON.stringify(disclosure)).toString('base64url'))
    .digest('base64url');

const SALT = 'A'.repeat(24);

describe('the digest of a slot', () => {
  it.each([
    ['an empty text', ''],
    ['a short text', 'role'],
    ['a text in another script', 'دروازه د ناروغانو لپاره خلاصه ده'],
    ['a text beyond the basic plane', '🕊'.repeat(50)],
    ...[2_690, 2_710, 2_730, 8_192, 8_193, 100_000].map((length) => [`${length} characters`, 'د'.repeat(length)] as const),
  ])('is that of its disclosure: %s', (_, value) => {
    expect(digestOf(SALT, 'text', JSON.stringify(value))).toBe(plainly(SALT, 'text', value));
    // A shorter one after it holds nothing of it.
    expect(digestOf(SALT, 'role', '"x"')).toBe(plainly(SALT, 'role', 'x'));
  });

  it('of an unfilled slot is that of two elements', () => {
    expect(digestOf(SALT, 'sig', undefined)).toBe(plainly(SALT, 'sig'));
  });
});

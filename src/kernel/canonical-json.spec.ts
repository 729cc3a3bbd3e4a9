import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describeVectors } from '../../test/support/vectors';
import { canonicalJson, NotCanonicalError } from './canonical-json';

describeVectors('jcs', 'the vectors of RFC 8785', (path) => {
  const linesOf = (file: string): string[] => readFileSync(join(path, file), 'utf8').trimEnd().split('\n');

  it('gives every published document its published bytes', () => {
    const names = readdirSync(join(path, 'input')).map((file) => file.replace(/\.json$/, ''));
    expect(names).toHaveLength(4);
    for (const name of names) {
      const canonical = canonicalJson(JSON.parse(readFileSync(join(path, 'input', `${name}.json`), 'utf8')));
      expect(canonical).toBe(readFileSync(join(path, 'output', `${name}.json`), 'utf8'));
      expect(Buffer.from(canonical).toString('hex')).toBe(readFileSync(join(path, 'outhex', `${name}.txt`), 'utf8').replace(/\s/g, ''));
    }
  });

  it('writes every published number as it was published', () => {
    const numbers = linesOf('numbers.txt');
    expect(numbers).toHaveLength(1_000);
    for (const line of numbers) {
      const [bits = '', written] = line.split(',');
      const value = Buffer.from(bits.padStart(16, '0'), 'hex').readDoubleBE();
      expect(canonicalJson(value)).toBe(written);
    }
  });
});

describe('canonical JSON', () => {
  it('sorts members by UTF-16 code units, at every depth, and keeps the order of lists', () => {
    expect(canonicalJson({ b: [{ z: 1, a: 2 }, 3], a: null, 10: true, 9: false })).toBe(
      '{"10":true,"9":false,"a":null,"b":[{"a":2,"z":1},3]}',
    );
    // U+1F600 begins with a surrogate (D83D), which sorts before U+FB33 although its code point is higher.
    expect(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2 })).toBe('{"\u{1f600}":2,"\ufb33":1}');
  });

  it('leaves members out that are undefined, as JSON does', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it.each([
    ['half of a surrogate pair in a value', '\ud800'],
    ['half of a surrogate pair in a name', { '\udfff': 1 }],
    ['what is not a number', Number.NaN],
    ['what is not finite', Number.POSITIVE_INFINITY],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['undefined where a value must stand', [undefined]],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(NotCanonicalError);
  });

  it('says the same whatever the order in which members were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(object));
        expect(canonicalJson(JSON.parse(canonicalJson(object)))).toBe(canonicalJson(object));
      }),
    );
  });
});

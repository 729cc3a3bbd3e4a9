import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonicalText, isText, textOf } from './text';

const sha256 = (body: string): string => createHash('sha256').update(body, 'utf8').digest('hex');

describe('a text is hashed as it is shown (domain.md 4.3)', () => {
  it('the hash is SHA-256 of the UTF-8 bytes of the canonical body', () => {
    const text = textOf({ lang: 'ps', body: 'د ناروغانو دروازه به خلاصه وي.' });
    expect(text).toEqual({ lang: 'ps', body: 'د ناروغانو دروازه به خلاصه وي.', textHash: sha256('د ناروغانو دروازه به خلاصه وي.') });
  });

  it('one comma makes another text', () => {
    expect(textOf({ lang: 'en', body: 'open, daily' }).textHash).not.toBe(textOf({ lang: 'en', body: 'open daily' }).textHash);
  });

  it.each([
    ['composed and decomposed letters are the same (NFC)', 'Qala\u0301', 'Qal\u00e1'],
    ['Windows line ends are line ends', 'one\r\ntwo', 'one\ntwo'],
    ['old Mac line ends are line ends', 'one\rtwo', 'one\ntwo'],
    ['blanks at the end of a line do not count', 'one \t\ntwo\u00a0\u3000', 'one\ntwo'],
  ])('%s', (_, written, canonical) => {
    expect(canonicalText(written)).toBe(canonical);
  });

  it('blanks at the beginning, empty lines and a last line end do count', () => {
    expect(canonicalText('  one\n\n two\n')).toBe('  one\n\n two\n');
  });

  it('what is canonical stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (body) => {
        expect(canonicalText(canonicalText(body))).toBe(canonicalText(body));
      }),
    );
  });

  it('a text whose body is not canonical, or whose hash is another one, is none', () => {
    const text = textOf({ lang: 'en', body: 'open daily' });
    expect(isText(text)).toBe(true);
    expect(isText({ ...text, body: 'open  daily' })).toBe(false);
    expect(isText({ ...text, body: 'open daily ' })).toBe(false);
    expect(isText({ ...text, textHash: text.textHash.toUpperCase() })).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { unrepeated } from './repeats';
import { textOf } from './text';

const written = { lang: 'ps', body: 'd\u0301 a\r\nb ' };

describe('an event repeats what its command said', () => {
  it.each<[string, unknown, unknown]>([
    ['as it was said', { a: [1, 'x', null] }, { a: [1, 'x', null] }],
    ['in whatever order of members', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['as a text with its hash', textOf(written), written],
    ['as an instant to the millisecond', '2025-03-01T09:00:00.000Z', '2025-03-01T09:00:00Z'],
    ['as an empty list where none was given', [], undefined],
    ['as texts that were given ids', [{ id: 'x', text: 'Post the hours.' }], ['Post the hours.']],
    ['not at all, where nothing was said', undefined, undefined],
  ])('%s', (_, recorded, asked) => {
    expect(unrepeated({ it: recorded }, { it: asked }, ['it'])).toBeUndefined();
  });

  it.each<[string, unknown, unknown]>([
    ['another value', 'APPROVED', 'DECLINED'],
    ['a value where nothing was said', 'a', undefined],
    ['a list where nothing was said', ['a'], undefined],
    ['nothing where something was said', undefined, 'a'],
    ['an item more', ['a', 'b'], ['a']],
    ['an item less', ['a'], ['a', 'b']],
    ['another order', ['a', 'b'], ['b', 'a']],
    ['the hash of another text', { ...textOf(written), body: 'other' }, written],
    ['another hash', { ...textOf(written), textHash: '0'.repeat(64) }, written],
    ['another language', textOf({ ...written, lang: 'ur' }), written],
    ['another instant', '2025-03-01T09:00:00.001Z', '2025-03-01T09:00:00Z'],
    ['another instant than no instant', '2025-03-01T09:00:00.000Z', '2025-02-30T09:00:00Z'],
    ['another text with an id', [{ id: 'x', text: 'b' }], ['a']],
    ['a text with more than an id', [{ id: 'x', text: 'a', met: true }], ['a']],
    ['null', null, 'a'],
    ['an object', { a: 1 }, 1],
  ])('and not %s', (_, recorded, asked) => {
    expect(unrepeated({ same: 1, it: recorded }, { same: 1, it: asked }, ['same', 'it'])).toBe('it');
  });

  it('in those fields only', () => {
    expect(unrepeated({ it: 1, other: 2 }, { it: 1, other: 3 }, ['it'])).toBeUndefined();
  });
});

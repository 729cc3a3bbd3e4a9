import { describe, expect, it } from '@jest/globals';
import { namesTag, rangeIn } from './byte-range';

describe('a range of 10 bytes', () => {
  it.each<[header: string | undefined, range: ReturnType<typeof rangeIn>]>([
    ['bytes=0-3', { from: 0, to: 4 }],
    ['bytes=3-3', { from: 3, to: 4 }],
    ['bytes=4-', { from: 4, to: 10 }],
    ['bytes=4-99', { from: 4, to: 10 }],
    ['bytes=-3', { from: 7, to: 10 }],
    ['bytes=-99', { from: 0, to: 10 }],
    ['bytes=10-', 'UNSATISFIABLE'],
    ['bytes=-0', 'UNSATISFIABLE'],
    ['bytes=3-2', undefined],
    ['bytes=0-1,4-5', undefined],
    ['bytes=-', undefined],
    ['bytes=a-b', undefined],
    ['lines=1-2', undefined],
    [undefined, undefined],
  ])('%s', (header, range) => {
    expect(rangeIn(header, 10)).toEqual(range);
  });

  it('of nothing there is none', () => {
    expect([rangeIn('bytes=0-', 0), rangeIn('bytes=-1', 0)]).toEqual(['UNSATISFIABLE', 'UNSATISFIABLE']);
  });
});

it('a tag is named by itself, weakly, among others, or by a star', () => {
  expect(['"abc"', 'W/"abc"', '"x", "abc"', '*'].map((header) => namesTag(header, 'abc'))).toEqual([true, true, true, true]);
  expect([undefined, '"abcd"', 'abc', ''].map((header) => namesTag(header, 'abc'))).toEqual([false, false, false, false]);
});

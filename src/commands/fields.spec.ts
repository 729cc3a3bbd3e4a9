import { expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { TEXT_LENGTH_MAX } from '../kernel/limits';
import { TextPart } from './fields';

const faultyMembers = (body: string): string[] =>
  validateSync(Object.assign(new TextPart(), { lang: 'ps', body })).map(({ property }) => property);

it.each(['x', '\u0645'])('a text of %p is as long as it may be, and not a sign longer', (sign) => {
  expect(faultyMembers(sign.repeat(TEXT_LENGTH_MAX))).toEqual([]);
  expect(faultyMembers(sign.repeat(TEXT_LENGTH_MAX + 1))).toEqual(['body']);
});
it('two halves of a pair are two', () => {
  expect(faultyMembers('\u{1F54A}'.repeat(TEXT_LENGTH_MAX / 2))).toEqual([]);
  expect(faultyMembers(`${'\u{1F54A}'.repeat(TEXT_LENGTH_MAX / 2)}x`)).toEqual(['body']);
});

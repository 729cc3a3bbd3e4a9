import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CAVEATS,
  caveatBits,
  caveatsOf,
  highest,
  LEVELS,
  levelOf,
  type Marking,
  markingOf,
  rankOf,
  UNMARKED,
  visibility,
} from './classification';

const marks = fc.record({ level: fc.nat(LEVELS.length - 1), caveats: fc.nat(2 ** CAVEATS.length - 1) });
const mark = (level: (typeof LEVELS)[number], ...caveats: (typeof CAVEATS)[number][]): Marking => markingOf({ level, caveats });

describe('a mark as numbers', () => {
  it('levels rank from PUBLIC to TOP_SECRET, and each caveat is the bit of its place, for ever', () => {
    expect(LEVELS.map(rankOf)).toEqual([0, 1, 2, 3, 4]);
    expect(CAVEATS.map((caveat) => caveatBits([caveat]))).toEqual([1, 2, 4, 8, 16, 32]);
    expect(CAVEATS).toEqual(['FEDERAL_EYES_ONLY', 'KP_EYES_ONLY', 'NO_COUNTERPARTY', 'SOURCE_PROTECT', 'NO_EXPORT', 'ORIGINATOR_CONTROL']);
  });

  it('reads back as the words, and what nobody knows reads as the highest', () => {
    fc.assert(fc.property(marks, ({ level, caveats }) => rankOf(levelOf(level)) === level && caveatBits(caveatsOf(caveats)) === caveats));
    expect([levelOf(5), levelOf(-1)]).toEqual(['TOP_SECRET', 'TOP_SECRET']);
  });

  it('the highest of two is at least each of them in both respects', () => {
    expect(highest(mark('SECRET', 'NO_EXPORT'), mark('PUBLIC', 'SOURCE_PROTECT'))).toEqual(mark('SECRET', 'SOURCE_PROTECT', 'NO_EXPORT'));
    fc.assert(
      fc.property(marks, marks, (one, other) => {
        const both = highest(one, other);
        expect(both).toEqual(highest(other, one));
        expect([both.level >= one.level, (both.caveats & one.caveats) === one.caveats]).toEqual([true, true]);
      }),
    );
  });
});

describe('who sees what (INV-31)', () => {
  it('his level and his caveats suffice: shown', () => {
    expect(visibility(mark('SECRET', 'NO_EXPORT'), mark('SECRET', 'NO_EXPORT', 'KP_EYES_ONLY'))).toBe('SHOWN');
    expect(visibility(UNMARKED, UNMARKED)).toBe('SHOWN');
  });

  it('above his level, or under a caveat that he lacks: withheld in its place', () => {
    expect(visibility(mark('SECRET'), mark('CONFIDENTIAL'))).toBe('WITHHELD');
    expect(visibility(mark('PUBLIC', 'SOURCE_PROTECT'), mark('TOP_SECRET'))).toBe('WITHHELD');
  });

  it.each(['FEDERAL_EYES_ONLY', 'KP_EYES_ONLY'] as const)('%s that he lacks: not even that it exists', (caveat) => {
    expect(visibility(mark('PUBLIC', caveat), mark('TOP_SECRET'))).toBe('HIDDEN');
    expect(visibility(mark('TOP_SECRET', caveat, 'SOURCE_PROTECT'), UNMARKED)).toBe('HIDDEN');
  });

  it('whoever sees the higher of two records sees the lower, and more clearance never shows less', () => {
    const RANK = ['HIDDEN', 'WITHHELD', 'SHOWN'];
    const seen = (record: Marking, reader: Marking): number => RANK.indexOf(visibility(record, reader));
    fc.assert(
      fc.property(marks, marks, marks, (record, other, reader) => {
        expect(seen(record, reader)).toBeGreaterThanOrEqual(seen(highest(record, other), reader));
        expect(seen(record, highest(reader, other))).toBeGreaterThanOrEqual(seen(record, reader));
      }),
    );
  });
});

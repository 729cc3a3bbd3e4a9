import { describe, expect, it } from '@jest/globals';
import { daysAfter, earliest, isZone, latest, type Occurrence, occurrenceFaults, occurringAt } from './occurrence';

const KARACHI = { zone: 'Asia/Karachi', calendar: 'GREGORIAN' } as const;
const day = (from: string, zone = 'Asia/Karachi'): Occurrence => ({ from, precision: 'DAY', zone, calendar: 'GREGORIAN' });
const membersOf = (occurrence: Occurrence): string[] => occurrenceFaults(occurrence).map(({ member }) => member);

describe('the instants that a time can mean', () => {
  it('a day begins and ends where it was lived', () => {
    expect([earliest(day('2025-02-16')), latest(day('2025-02-16'))]).toEqual(['2025-02-15T19:00:00.000Z', '2025-02-16T18:59:59.999Z']);
    expect([earliest(day('2025-02-16', 'Asia/Kabul')), latest(day('2025-02-16', 'Asia/Kabul'))]).toEqual([
      '2025-02-15T19:30:00.000Z',
      '2025-02-16T19:29:59.999Z',
    ]);
  });

  it('a day on which the clock was moved has its own length', () => {
    // Karachi moved its clock on 1 June 2008: that day had 23 hours.
    expect([earliest(day('2008-06-01')), latest(day('2008-06-01'))]).toEqual(['2008-05-31T19:00:00.000Z', '2008-06-01T17:59:59.999Z']);
  });

  it('a month and a year last as long as the calendar says', () => {
    const month: Occurrence = { ...KARACHI, from: '2024-02', precision: 'MONTH' };
    const year: Occurrence = { ...KARACHI, from: '2024', precision: 'YEAR' };
    expect([earliest(month), latest(month)]).toEqual(['2024-01-31T19:00:00.000Z', '2024-02-29T18:59:59.999Z']);
    expect([earliest(year), latest(year)]).toEqual(['2023-12-31T19:00:00.000Z', '2024-12-31T18:59:59.999Z']);
  });

  it('a range reaches to the end of what it names last', () => {
    const range: Occurrence = { ...KARACHI, from: '2025-01', to: '2025-02', precision: 'RANGE' };
    expect([earliest(range), latest(range)]).toEqual(['2024-12-31T19:00:00.000Z', '2025-02-28T18:59:59.999Z']);
  });

  it('an instant is itself, in UTC with milliseconds, so that instants compare as text', () => {
    const instant: Occurrence = { ...KARACHI, from: '2025-02-16T10:00:00+05:00', precision: 'INSTANT' };
    expect([earliest(instant), latest(instant)]).toEqual(['2025-02-16T05:00:00.000Z', '2025-02-16T05:00:00.000Z']);
    expect(earliest(occurringAt('2025-03-01T09:00:00.000Z'))).toBe('2025-03-01T09:00:00.000Z');
  });

  it('what is not known has none', () => {
    const unknown: Occurrence = { ...KARACHI, from: null, precision: 'UNKNOWN', originalText: 'before the snow' };
    expect([earliest(unknown), latest(unknown)]).toEqual([undefined, undefined]);
  });
});

describe('a time is never invented (INV-35)', () => {
  it.each<[string, Occurrence]>([
    ['an instant with its offset', { ...KARACHI, from: '2025-02-16T10:00+05:00', precision: 'INSTANT' }],
    ['a leap day', day('2024-02-29')],
    ['a range of days', { ...KARACHI, from: '2025-02-15', to: '2025-02-16', precision: 'RANGE' }],
    ['a range within one day', { ...KARACHI, from: '2025-02-16', to: '2025-02-16', precision: 'RANGE' }],
    [
      'the words of the source in its own calendar',
      { from: '2014-08-08', precision: 'DAY', zone: 'Asia/Kabul', calendar: 'SOLAR_HIJRI', originalText: '17 Asad 1393' },
    ],
    ['an explained ignorance', { ...KARACHI, from: null, precision: 'UNKNOWN', originalText: 'the source names no day' }],
  ])('%s is accepted', (_, occurrence) => {
    expect(occurrenceFaults(occurrence)).toEqual([]);
  });

  it.each<[string, Occurrence, string[]]>([
    ['a day that does not exist', day('2025-02-30'), ['from']],
    ['a month that does not exist', { ...KARACHI, from: '2025-13', precision: 'MONTH' }, ['from']],
    ['the year nought', { ...KARACHI, from: '0000', precision: 'YEAR' }, ['from']],
    ['more precision than is claimed', { ...KARACHI, from: '2025-02-16', precision: 'MONTH' }, ['from']],
    ['less precision than is claimed', { ...KARACHI, from: '2025-02', precision: 'DAY' }, ['from']],
    ['an instant without an offset', { ...KARACHI, from: '2025-02-16T10:00:00', precision: 'INSTANT' }, ['from']],
    ['an hour that does not exist', { ...KARACHI, from: '2025-02-16T25:00:00Z', precision: 'INSTANT' }, ['from']],
    ['a known precision without a time', { ...KARACHI, from: null, precision: 'DAY' }, ['from']],
    ['an end where there is no range', { ...KARACHI, from: '2025-02-16', to: '2025-02-17', precision: 'DAY' }, ['to']],
    ['a range without an end', { ...KARACHI, from: '2025-02-16', precision: 'RANGE' }, ['to']],
    ['a range that ends before it begins', { ...KARACHI, from: '2025-02-16', to: '2025-02-15', precision: 'RANGE' }, ['to']],
    ['a zone that is an offset', day('2025-02-16', '+05:00'), ['zone']],
    ['a zone that nobody knows', day('2025-02-16', 'Asia/Kohat'), ['zone']],
    ['an unexplained ignorance', { ...KARACHI, from: null, precision: 'UNKNOWN' }, ['originalText']],
    ['a time for what is not known', { ...KARACHI, from: '2025', to: '2026', precision: 'UNKNOWN', originalText: 'x' }, ['from', 'to']],
    ['several faults at once', { from: 'soon', precision: 'DAY', zone: 'here', calendar: 'GREGORIAN' }, ['zone', 'from']],
  ])('%s is refused, and the fault names the member', (_, occurrence, members) => {
    expect(membersOf(occurrence)).toEqual(members);
  });
});

describe('zones and days', () => {
  it('a zone is a name of the tz database', () => {
    expect(['Asia/Karachi', 'Asia/Kabul', 'UTC', 'Etc/GMT+5'].map(isZone)).toEqual([true, true, true, true]);
    expect(['', 'Z', '+05:00', '../etc', 'Asia/', 'Nowhere/City'].filter(isZone)).toEqual([]);
  });

  it('days are counted over months and leap years', () => {
    expect(daysAfter('2024-02-28', 2)).toBe('2024-03-01');
    expect(daysAfter('2025-12-31', 1)).toBe('2026-01-01');
    expect(daysAfter('2025-03-01', -1)).toBe('2025-02-28');
  });
});

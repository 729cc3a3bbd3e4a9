import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { daysOf, inCalendars } from './calendar-days';
import type { Occurrence } from './occurrence';

const at = (from: string | null, precision: Occurrence['precision'], zone = 'Asia/Kabul', to?: string): Occurrence => ({
  from,
  precision,
  zone,
  calendar: 'GREGORIAN',
  ...(to !== undefined && { to }),
});

describe('a day in three calendars', () => {
  it.each([
    ['2025-02-16', '28 Dalw 1403', '17 Shaban 1446'],
    ['2025-03-20', '30 Hut 1403', '20 Ramadan 1446'],
    ['2025-03-21', '1 Hamal 1404', '21 Ramadan 1446'],
    ['2024-03-20', '1 Hamal 1403', '10 Ramadan 1445'],
    ['2021-08-15', '24 Asad 1400', '7 Muharram 1443'],
  ])('%s is %s and %s', (day, solar, islamic) => {
    const { gregorian, solarHijri, islamic: lunar } = inCalendars(day);
    expect([gregorian, solarHijri.text, lunar.text]).toEqual([day, solar, islamic]);
  });

  it('is the day on which it was lived: an evening in London is the next day in Kabul', () => {
    const evening = '2025-02-16T22:00:00Z';
    expect(daysOf(at(evening, 'INSTANT'))?.first.gregorian).toBe('2025-02-17');
    expect(daysOf(at(evening, 'INSTANT', 'Europe/London'))?.first.gregorian).toBe('2025-02-16');
    expect(daysOf(at(evening, 'INSTANT'))?.last).toEqual(daysOf(at(evening, 'INSTANT'))?.first);
  });

  it('is one day where a day is known, and two where only a month, a year or a range is', () => {
    const span = (occurrence: Occurrence) => {
      const days = daysOf(occurrence);
      return days && [days.first.gregorian, days.last.gregorian];
    };
    expect(span(at('2025-02-16', 'DAY'))).toEqual(['2025-02-16', '2025-02-16']);
    expect(span(at('2025-02', 'MONTH'))).toEqual(['2025-02-01', '2025-02-28']);
    expect(span(at('2024', 'YEAR'))).toEqual(['2024-01-01', '2024-12-31']);
    expect(span(at('2025-01', 'RANGE', 'Asia/Karachi', '2025-02'))).toEqual(['2025-01-01', '2025-02-28']);
    expect(daysOf(at(null, 'UNKNOWN'))).toBeNull();
  });

  it('follows the day before it in each calendar, through every month and leap year', () => {
    const DAY_MS = 24 * 3_600_000;
    const dayOf = (n: number): string => new Date(n * DAY_MS).toISOString().slice(0, 10);
    const follows = (before: { year: number; month: number; day: number }, after: { year: number; month: number; day: number }) => {
      const next = after.day === before.day + 1 && after.month === before.month && after.year === before.year;
      const begins = after.day === 1 && before.day >= 29 && after.month === (before.month % 12) + 1;
      return next || begins;
    };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36_500 }), (n) => {
        const [before, after] = [inCalendars(dayOf(n)), inCalendars(dayOf(n + 1))];
        expect([follows(before.solarHijri, after.solarHijri), follows(before.islamic, after.islamic)]).toEqual([true, true]);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { wallTimesOf } from './wall-times';

describe('one instant has two wall times (domain.md 2.2)', () => {
  const at = (from: string | null, precision: 'INSTANT' | 'DAY' | 'UNKNOWN') =>
    wallTimesOf({ from, precision, zone: 'Asia/Kabul', calendar: 'GREGORIAN' });

  it('half an hour apart, and past midnight on another day', () => {
    expect(at('2025-02-28T16:10:00+04:30', 'INSTANT')).toEqual({
      karachi: '2025-02-28T16:40:00+05:00',
      kabul: '2025-02-28T16:10:00+04:30',
    });
    expect(at('2025-02-28T19:15:00Z', 'INSTANT')).toEqual({ karachi: '2025-03-01T00:15:00+05:00', kabul: '2025-02-28T23:45:00+04:30' });
  });

  it('and none where nobody knows the instant', () => {
    expect(at('2025-02-28', 'DAY')).toBeNull();
    expect(at(null, 'UNKNOWN')).toBeNull();
  });
});

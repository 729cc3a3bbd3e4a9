import { Temporal } from 'temporal-polyfill';
import type { Occurrence } from './occurrence';

/** What the clocks on both sides of the border show at one instant (domain.md 2.2): `2025-02-28T16:40:00+05:00`. */
export interface WallTimes {
  readonly karachi: string;
  readonly kabul: string;
}

/** Null where the time is not known to the instant: a day has no wall time, and none is made up (S28). */
export function wallTimesOf({ from, precision }: Occurrence): WallTimes | null {
  if (precision !== 'INSTANT' || from === null) return null;
  const instant = Temporal.Instant.from(from);
  const at = (zone: string): string => instant.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' });
  return { karachi: at('Asia/Karachi'), kabul: at('Asia/Kabul') };
}

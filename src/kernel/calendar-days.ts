import { Temporal } from 'temporal-polyfill';
import { earliest, latest, type Occurrence } from './occurrence';

/*
 * One day in the three calendars by which people in the talks date it. Days are computed: of the Islamic month nobody here has sighted the
 * moon, so that its day may differ by one from the one that was lived.
 */

/** A day as one calendar counts it. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** For people: `28 Dalw 1403`. */
  readonly text: string;
}

/** The same day three times. */
export interface DayInCalendars {
  /** `2025-02-16`. */
  readonly gregorian: string;
  /** With the names of Afghanistan; Iran counts the same months under others. */
  readonly solarHijri: CalendarDay;
  /** Umm al-Qura, computed; outside the years that it is published for the arithmetical calendar stands in. */
  readonly islamic: CalendarDay;
}

const SOLAR_HIJRI_MONTHS = ['Hamal', 'Sawr', 'Jawza', 'Saratan', 'Asad', 'Sunbula', 'Mizan', 'Aqrab', 'Qaws', 'Jadi', 'Dalw', 'Hut'];
const ISLAMIC_MONTHS = [
  'Muharram',
  'Safar',
  'Rabi al-Awwal',
  'Rabi al-Thani',
  'Jumada al-Ula',
  'Jumada al-Akhira',
  'Rajab',
  'Shaban',
  'Ramadan',
  'Shawwal',
  'Dhu al-Qada',
  'Dhu al-Hijja',
];

/** Made once: a formatter costs far more than what it formats. It is asked at noon UTC of a day that was found before, so that no zone moves it. */
const formatterOf = (calendar: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, { timeZone: 'UTC', year: 'numeric', month: 'numeric', day: 'numeric' });
const SOLAR_HIJRI = formatterOf('persian');
const ISLAMIC = formatterOf('islamic-umalqura');

function counted(formatter: Intl.DateTimeFormat, months: readonly string[], date: Temporal.PlainDate): CalendarDay {
  const parts = formatter.formatToParts(date.toZonedDateTime({ timeZone: 'UTC', plainTime: '12:00' }).epochMilliseconds);
  const number = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const [year, month, day] = [number('year'), number('month'), number('day')];
  return { year, month, day, text: `${day} ${months[month - 1] ?? ''} ${year}` };
}

/** The days on which something happened, in its own zone: one day twice, or the first and the last that it can mean. */
export interface DaysOf {
  readonly first: DayInCalendars;
  readonly last: DayInCalendars;
}

/** A day (`2025-02-16`) in each calendar. */
export function inCalendars(gregorian: string): DayInCalendars {
  const date = Temporal.PlainDate.from(gregorian);
  return {
    gregorian,
    solarHijri: counted(SOLAR_HIJRI, SOLAR_HIJRI_MONTHS, date),
    islamic: counted(ISLAMIC, ISLAMIC_MONTHS, date),
  };
}

/** Null where nobody knows when it was. A month of one calendar lies in two of another: then its first and its last day differ. */
export function daysOf(occurrence: Occurrence): DaysOf | null {
  const [from, to] = [earliest(occurrence), latest(occurrence)];
  if (from === undefined || to === undefined) return null;
  const dayIn = (instant: string): DayInCalendars =>
    inCalendars(Temporal.Instant.from(instant).toZonedDateTimeISO(occurrence.zone).toPlainDate().toString());
  const first = dayIn(from);
  const last = dayIn(to);
  return { first, last };
}

import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Erased, isErased } from './erased';

/*
 * World time with the precision in which it is known (domain.md 4.1). It is never invented: what is known to the day stays a day, in its
 * own zone, and the instants that gates compare are computed from it.
 */

export const Precision = z.enum(['INSTANT', 'DAY', 'RANGE', 'MONTH', 'YEAR', 'UNKNOWN']);
export type Precision = z.infer<typeof Precision>;

/** In which calendar the source stated the date; `from` and `to` are ISO 8601 all the same, and `originalText` keeps its words. */
export const Calendar = z.enum(['GREGORIAN', 'SOLAR_HIJRI', 'ISLAMIC_HIJRI']);
export type Calendar = z.infer<typeof Calendar>;

export interface Occurrence {
  /** `2025-02-16T10:00:00+05:00` (INSTANT), `2025-02-16` (DAY), `2025-02` (MONTH), `2025` (YEAR), either end of a RANGE; null if UNKNOWN. */
  readonly from: string | null;
  /** Only of a RANGE: its last moment, or the last day, month or year that belongs to it. */
  readonly to?: string | undefined;
  readonly precision: Precision;
  /** IANA name: a day begins and ends where it was lived. */
  readonly zone: string;
  readonly calendar: Calendar;
  readonly originalText?: string | undefined;
}

/** An act that says nothing of its time happens when it is recorded. */
export const occurringAt = (instant: string): Occurrence => ({ from: instant, precision: 'INSTANT', zone: 'UTC', calendar: 'GREGORIAN' });

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const FORMS: Readonly<Record<'DAY' | 'MONTH' | 'YEAR', RegExp>> = { DAY: /^\d{4}-\d{2}-\d{2}$/, MONTH: /^\d{4}-\d{2}$/, YEAR: /^\d{4}$/ };

/** One fault of an occurrence: the member it concerns and a sentence. */
export interface OccurrenceFault {
  readonly member: 'from' | 'to' | 'zone' | 'originalText';
  readonly detail: string;
}

/** All that is wrong with an occurrence whose members have the right types; empty if nothing is. */
export function occurrenceFaults(occurrence: Occurrence): OccurrenceFault[] {
  const { from, to, precision, zone, originalText } = occurrence;
  const faults: OccurrenceFault[] = [];
  const fault = (member: OccurrenceFault['member'], detail: string): void => void faults.push({ member, detail });
  if (!isZone(zone)) fault('zone', 'must be an IANA time zone, such as Asia/Karachi or Asia/Kabul');
  if (precision === 'UNKNOWN') {
    if (from !== null) fault('from', 'must be null if the precision is UNKNOWN');
    if (to !== undefined) fault('to', 'must be absent if the precision is UNKNOWN');
    if (originalText === undefined) fault('originalText', 'must explain why the time is not known (INV-35)');
    return faults;
  }
  if (from === null || !hasForm(from, precision)) fault('from', `must be ${FORM_NAMES[precision]}`);
  if (precision === 'RANGE') {
    if (to === undefined || !hasForm(to, precision)) fault('to', `must be ${FORM_NAMES[precision]}`);
  } else if (to !== undefined) fault('to', 'must be absent unless the precision is RANGE');
  if (faults.length === 0 && to !== undefined && (earliest(occurrence) ?? '') > (latest(occurrence) ?? ''))
    fault('to', 'must not lie before from');
  return faults;
}

const FORM_NAMES: Readonly<Record<Exclude<Precision, 'UNKNOWN'>, string>> = {
  INSTANT: 'an instant with its offset, such as 2025-02-16T10:00:00+05:00',
  DAY: 'a day that exists, such as 2025-02-16',
  MONTH: 'a month, such as 2025-02',
  YEAR: 'a year, such as 2025',
  RANGE: 'an instant, a day, a month or a year that exists',
};

/** First instant that the occurrence can mean, UTC with milliseconds, so that instants compare as text; undefined if UNKNOWN. */
export function earliest({ from, zone }: Occurrence): string | undefined {
  return from === null ? undefined : startOf(from, zone);
}

/** Last instant that it can mean, to the millisecond; undefined if UNKNOWN. */
export function latest({ from, to, zone }: Occurrence): string | undefined {
  const last = to ?? from;
  return last === null ? undefined : endOf(last, zone);
}

/** Whether all of it lies before an instant; what is in no plan, or what nobody can date or read any more, does not pass. */
export function hasPassed(occurrence: Occurrence | Erased | null, instant: string): boolean {
  const end = occurrence === null || isErased(occurrence) ? undefined : latest(occurrence);
  return end !== undefined && end < instant;
}

function hasForm(moment: string, precision: Exclude<Precision, 'UNKNOWN'>): boolean {
  const forms = precision === 'INSTANT' ? [INSTANT] : precision === 'RANGE' ? [INSTANT, ...Object.values(FORMS)] : [FORMS[precision]];
  return forms.some((form) => form.test(moment)) && exists(moment);
}

function exists(moment: string): boolean {
  try {
    startOf(moment, 'UTC');
    return !moment.startsWith('0000');
  } catch {
    return false; // Temporal throws for what the calendar does not have; that is the answer here.
  }
}

export function isZone(zone: string): boolean {
  // An offset is no zone: it says nothing of the day on which the clock was moved.
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(zone)) return false;
  try {
    Temporal.Now.zonedDateTimeISO(zone);
    return true;
  } catch {
    return false; // Temporal throws for a name that the tz database does not have.
  }
}

const utc = (epochMilliseconds: number): string => new Date(epochMilliseconds).toISOString();

function startOf(moment: string, zone: string): string {
  if (INSTANT.test(moment)) return utc(Temporal.Instant.from(moment).epochMilliseconds);
  return utc(dayOf(moment).toZonedDateTime(zone).epochMilliseconds);
}

function endOf(moment: string, zone: string): string {
  if (INSTANT.test(moment)) return startOf(moment, zone);
  const unit = FORMS.DAY.test(moment) ? { days: 1 } : FORMS.MONTH.test(moment) ? { months: 1 } : { years: 1 };
  return utc(dayOf(moment).add(unit).toZonedDateTime(zone).epochMilliseconds - 1);
}

function dayOf(moment: string): Temporal.PlainDate {
  const [year, month = '01', day = '01'] = moment.split('-');
  return Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: 'reject' });
}

/** A calendar day plus a number of days, as `YYYY-MM-DD`. */
export const daysAfter = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

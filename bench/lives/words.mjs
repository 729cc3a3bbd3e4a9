import { hash } from 'node:crypto';

/* What all lives are told in: requests, what their answers say, and words for the fields. */

/** Stands for whatever an answer does not name: the echo knows of no event. */
const NOBODY = '00000000-0000-4000-8000-000000000000';
const DIGITS = 9;
const LINE =
  'The crossing shall be open to patients and one companion each, every day from six to twenty; دروازه د ناروغانو لپاره خلاصه ده.';

/** Opens a record. */
export const opening = (by, noun, body) => ({ by, noun, body });
/** An act upon a record. */
export const act = (by, { noun, id }, command, body) => ({ by, noun, id, command, body });
/** A report of what happened in the world. */
export const fact = (by, record, command, body) => ({ ...act(by, record, command, body), fact: true });

/** The same, of what happens at this moment. */
export const factNow = (by, record, command, body) => ({
  ...fact(by, record, command, body),
  at: { from: new Date().toISOString(), precision: 'INSTANT', zone: 'Asia/Karachi', calendar: 'GREGORIAN' },
});

/** @param answer as it came; only who wants to know what it says has it parsed */
const read = (answer) => JSON.parse(answer.toString());
export const recordOf = (noun, answer) => ({ noun, id: read(answer).stream.id });
export const eventOf = (answer) => read(answer).events?.[0].id ?? NOBODY;
/** Both of an answer that opened a record. */
export function openedBy(noun, answer) {
  const { stream, events } = read(answer);
  return { record: { noun, id: stream.id }, eventId: events?.[0].id ?? NOBODY };
}

let numbers = 0;
/** Never twice in a process, so that no words come twice. */
export const number = () => String(++numbers).padStart(DIGITS, '0');

/** Words as somebody says them, of about so many hundred bytes. */
export const words = (lines = 1) => `${number()} ${Array.from({ length: lines }, () => LINE).join(' ')}`;
/** Words as they are hashed and cleared. */
export const text = (lines) => ({ lang: 'en', body: words(lines) });
/** Of a text without a blank at its end; such a one is the same after the program has made it canonical. */
export const hashOf = ({ body }) => hash('sha256', body, 'hex');
export const sha256 = () => number().padStart(64, 'a');

import { accepted, type Person, type ServedLedger, servedLedger } from '../support/serving';
import { until } from '../support/until';
import { type Look, looking, type Seen } from './claims';

/* One initiative with all who act in it. Everybody and everything in it is invented. */

interface Somebody {
  readonly id: string;
  readonly look: Look;
  readonly token: string;
}

/** The ids that one chapter keeps for the next. */
export type Known = Record<string, string>;

export interface House {
  readonly ledger: ServedLedger;
  readonly focal: Somebody;
  readonly official: Somebody;
  readonly secondOfficial: Somebody;
  readonly negotiator: Somebody;
  readonly translator: Somebody;
  readonly liaison: Somebody;
  readonly reviewer: Somebody;
  readonly secondReviewer: Somebody;
  readonly administrator: Somebody;
  /** With all of RESTRICTED, and nothing above. */
  readonly onlooker: Somebody;
  readonly known: Known;
}

const somebody = ({ id, ask, token }: Person): Somebody => ({ id, token, look: looking(ask) });

export async function house(): Promise<House> {
  const ledger = await servedLedger();
  const person = async (...[roles, cleared]: Parameters<ServedLedger['person']>) => somebody(await ledger.person(roles, cleared));
  return {
    ledger,
    focal: await person(['FOCAL_PERSON']),
    official: await person(['PROVINCIAL_OFFICIAL']),
    secondOfficial: await person(['PROVINCIAL_OFFICIAL']),
    negotiator: await person(['NEGOTIATOR']),
    translator: await person(['TRANSLATOR']),
    liaison: await person(['FEDERAL_LIAISON']),
    reviewer: await person(['FEDERAL_REVIEWER']),
    secondReviewer: await person(['FEDERAL_REVIEWER']),
    administrator: somebody(ledger.administrators.PROVINCE),
    onlooker: await person(['NEGOTIATOR'], { level: 'RESTRICTED' }),
    known: {},
  };
}

export const body = (fields: object) => ({ body: fields });

/** A step that must be accepted. */
export async function done(answer: Promise<Seen>): Promise<Seen> {
  const seen = await answer;
  accepted(seen);
  return seen;
}

/** The id of the record that a step has opened. */
export const opened = async (answer: Promise<Seen>): Promise<string> => (await done(answer)).json<{ stream: { id: string } }>().stream.id;
/** The id of the first event that a step has recorded. */
export const eventOf = async (answer: Promise<Seen>): Promise<string> =>
  (await done(answer)).json<{ events: { id: string }[] }>().events[0]?.id ?? '';

/** What a record is, once some process has made that of it. */
export const become = (look: Look, path: string, holds: (state: Record<string, unknown>) => boolean): Promise<Seen> =>
  until(
    () => look('GET', path),
    (answer) => answer.status === 200 && holds(answer.json<{ state: Record<string, unknown> }>().state),
  );

/** A board, once it knows what was recorded before. */
export const board = (look: Look, path: string, holds: (rows: readonly Record<string, unknown>[]) => boolean): Promise<Seen> =>
  until(
    () => look('GET', path),
    (answer) => holds(answer.json<{ rows: Record<string, unknown>[] }>().rows),
  );

export const day = (from: string) => ({ from, precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' });
export const daysAgo = (days: number) => day(new Date(Date.now() - days * 24 * 3_600_000).toISOString().slice(0, 10));
export const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

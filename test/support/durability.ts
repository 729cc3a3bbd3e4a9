import type { SystemCall } from './strace';

const LEDGER = '/ledger.db-wal';
const KEYS = '/keys.db-wal';
const ACCOUNTS = '/accounts.db-wal';

const isAnswer = ({ on, text }: SystemCall): boolean => on.startsWith('TCP') && /HTTP\/1\.1 2\d\d/.test(text);
const isWrite =
  (file: string) =>
  ({ name, on }: SystemCall): boolean =>
    name === 'pwrite64' && on.endsWith(file);
const isFlush =
  (file: string) =>
  ({ name, on, result }: SystemCall): boolean =>
    (name === 'fsync' || name === 'fdatasync') && on.endsWith(file) && result === '0';

/** What was recorded, by an answer to a command. */
const eventsIn = ({ text }: SystemCall): string[] => {
  const [, events = ''] = /\\"events\\":\[(.*?)\]/.exec(text.replaceAll(/\\"flags\\":\[.*?\]/g, '')) ?? [];
  return [...events.matchAll(/\\"id\\":\\"([0-9a-f-]{36})\\"/g)].map(([, id = '']) => id);
};

/** What the watched calls prove. */
export interface Durability {
  /** Events that were answered for with a 2xx. */
  readonly events: number;
  /** Each promise that was made before the disk had confirmed it; empty if all were kept. */
  readonly faults: readonly string[];
}

/**
 * Holds the order of the calls against the promise "durable when answered": an answer of 2xx leaves the socket after a flush of the log that
 * began when its events had been written, a key lies on the disk before the log holds what was sealed with it, and so do credentials
 * before they are handed out. The page cache survives a kill; only this order shows what a power cut would leave.
 */
export function durabilityOf(calls: readonly SystemCall[]): Durability {
  /** A flush that began after one call had ended, and ended before another one began. */
  const isFlushed = (file: string, written: SystemCall, before: SystemCall): boolean =>
    calls.some((call) => isFlush(file)(call) && call.begun > written.ended && call.ended < before.begun);
  const lastWrite = (file: string, before: SystemCall): SystemCall | undefined =>
    calls.findLast((call) => isWrite(file)(call) && call.begun < before.begun);
  const faults: string[] = [];
  let events = 0;
  for (const answer of calls.filter(isAnswer)) {
    const credentials = lastWrite(ACCOUNTS, answer);
    if (credentials && !isFlushed(ACCOUNTS, credentials, answer)) faults.push('an answer left before accounts.db was flushed');
    for (const id of eventsIn(answer)) {
      events++;
      const written = calls.find((call) => isWrite(LEDGER)(call) && call.text.includes(id));
      if (!written || written.ended > answer.begun) faults.push(`event ${id} was answered before it was written`);
      else if (!isFlushed(LEDGER, written, answer)) faults.push(`event ${id} was answered before it was flushed`);
      const key = written && lastWrite(KEYS, written);
      if (written && key && !isFlushed(KEYS, key, written)) faults.push(`event ${id} was written before its key was flushed`);
    }
  }
  return { events, faults };
}

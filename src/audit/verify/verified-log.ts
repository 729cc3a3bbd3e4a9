import { once } from 'node:events';
import { EVENTS_PER_STRETCH } from '../../kernel/limits';
import { type ReadEvent, START } from '../../ledger/event-store';
import type { KurrentDbPlace } from '../../ledger/kurrentdb/place';
import { openServedLog } from '../../ledger/open-log';
import type { Awaitable } from '../../ledger/log-reader';
import { LedgerInspection } from '../../ledger/sqlite/ledger-inspection';
import { spawnWorker } from '../../ledger/sqlite/spawn';
import { leafIn } from '../../trust/record';
import type { Before } from './stretch';
import { beforeIn, type Stretch } from './stretch-reader';

/** A log under examination, wherever it lies. */
export interface VerifiedLog {
  /** That every leaf must name; `null` where it does not say one. */
  readonly origin: string | null;
  /** How many events there are; `undefined` where that is not known before they are read. */
  readonly events: number | undefined;
  /** As in StretchTools. */
  readonly gapless: boolean;
  /** The whole log in pieces, each ended only when somebody asks for it. */
  stretches(): AsyncGenerator<Stretch, void, undefined>;
  /** What is wrong with it beside its events, in words; of a server only once its stretches have been read. @param aside on a thread of its own */
  faults(how: { readonly aside: boolean }): Awaitable<readonly string[]>;
  close(): Awaitable<void>;
}

/** A ledger.db. What keeps it from being read at all is told as a fault of it. */
export function fileUnder(file: string): VerifiedLog {
  const faults: string[] = [];
  const attempt = <Value>(look: () => Value): Value | undefined => {
    try {
      return look();
    } catch (error) {
      faults.push((error as Error).message);
      return undefined;
    }
  };
  const inspection = attempt(() => new LedgerInspection(file));
  const origin = inspection && attempt(() => inspection.origin());
  if (origin === null) faults.push('the ledger does not say its origin');
  const events = inspection && attempt(() => inspection.events());
  return {
    origin: events === undefined ? null : (origin ?? null),
    events: events ?? 0,
    gapless: true,
    async *stretches() {
      if (!inspection) return;
      for (let after: number = START; ;) {
        const upTo = endOf(inspection, after, events ?? 0);
        if (upTo === undefined) return;
        yield { after, upTo };
        after = upTo;
      }
    },
    faults: async ({ aside }) => [...faults, ...(inspection ? await (aside ? faultsAside(file) : faultsOf(inspection)) : [])],
    close: () => inspection?.close(),
  };
}

/** Where the store cannot say where a stretch ends, by count. */
function endOf(inspection: LedgerInspection, after: number, events: number): number | undefined {
  try {
    return inspection.endOf(after, EVENTS_PER_STRETCH);
  } catch {
    // The page is damaged; that is found by SQLite itself, and what lies on it is read place by place.
    return after < events ? after + EVENTS_PER_STRETCH : undefined;
  }
}

function faultsOf(inspection: LedgerInspection): readonly string[] {
  try {
    return inspection.faults();
  } catch (error) {
    return [(error as Error).message];
  }
}

/** SQLite's own check reads the whole file: it runs beside the others. */
async function faultsAside(file: string): Promise<readonly string[]> {
  const worker = spawnWorker(__dirname, 'inspection.worker', file);
  try {
    return ((await once(worker, 'message')) as [readonly string[]])[0];
  } catch (error) {
    return [(error as Error).message];
  } finally {
    await worker.terminate();
  }
}

/**
 * A log on a server, read once, by the thread that hands it out. Its origin is what its first leaf says; that the others say the same is checked of each.
 * @param kinds of all streams of the ledger
 * @throws StoreUnavailableError
 */
export async function serverUnder(place: KurrentDbPlace, kinds: ReadonlySet<string>): Promise<VerifiedLog> {
  const log = await openServedLog(place, kinds);
  try {
    const [first] = await log.readAll(START, 1);
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    if (!first) end();
    return {
      origin: (first && leafIn(first.record)?.log) ?? null,
      events: undefined,
      gapless: false,
      async *stretches() {
        let before: Before | undefined;
        try {
          for (let after: number = START; ;) {
            const rows = (await log.readAll(after, EVENTS_PER_STRETCH)).map(alone);
            if (rows.length === 0) return;
            yield { rows, before };
            before = beforeIn(rows, before);
            after = rows.at(-1)?.position ?? after;
          }
        } finally {
          end();
        }
      },
      faults: async () => {
        await ended;
        return [log.failure() ?? []].flat();
      },
      close: () => log.close(),
    };
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** Without the buffer in which it came over the network, which would go to another thread along with it. */
const alone = (event: ReadEvent): ReadEvent => ({ ...event, record: Uint8Array.from(event.record) });

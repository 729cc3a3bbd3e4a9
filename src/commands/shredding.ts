import type { Clock } from './clock';
import { streamName } from '../kernel/happened';
import { EVENTS_PER_READ_MAX } from '../kernel/limits';
import type { EventStore } from '../ledger/event-store';
import type { InstanceLease } from '../postgres/instance-lease';
import type { Keyring } from '../trust/keyring';
import { keyIdsOf } from '../trust/record';
import { ELSEWHERE, NotForgottenError, type Remembering, type Shred } from '../trust/shred';

/** What is erased: a record, or an initiative with every record that belongs to it. */
export interface Subject {
  /** Of its stream. */
  readonly kind: string;
  readonly id: string;
}

/** What remembers beside the keyring itself, in the order in which it is told to forget. */
export type Place = 'THREAD' | 'STATES' | 'ROWS' | 'ANSWERS' | 'CHANGES' | 'DEADLINES';

/** What was done. */
export interface Shredded {
  readonly keys: readonly { readonly id: string; readonly stream: string }[];
  /** When the last of them was destroyed; UTC with milliseconds. */
  readonly destroyedAt: string;
  /** How much of it each place still had when it was told; nought where an earlier try had told it. */
  readonly forgotten: readonly { readonly place: Place | 'WRITER'; readonly count: number }[];
}

/** What shredding reaches. */
export interface ShreddingSurroundings {
  readonly store: EventStore;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly remembering: Readonly<Record<Place, Remembering>>;
  /** The other instances on this ledger, where there can be any. */
  readonly others?: Pick<InstanceLease, 'heard'> | undefined;
}

interface Told {
  readonly place: Place;
  readonly count: number | typeof ELSEWHERE;
}

const isWhole = (told: readonly Told[]): boolean => told.every(({ count }) => count !== ELSEWHERE);
const numberOf = (count: Told['count'] | undefined): number => (typeof count === 'number' ? count : 0);

/**
 * Makes records unreadable for ever: their keys are destroyed where events are sealed, then everything that may hold them in clear forgets it, in the
 * order of architecture 14. Whatever fails on the way is done by doing it again.
 */
export class Shredding {
  constructor(private readonly to: ShreddingSurroundings) {}

  /**
   * @param cause the same for what is repeated
   * @param before position in the log: only keys of events that lie before it are destroyed, however late it is repeated
   */
  async shred(subject: Subject, cause: string, before: number): Promise<Shredded> {
    const { store, clock, others } = this.to;
    const keys = await this.keysOf(subject, before);
    const shred = { keyIds: keys.map(({ id }) => id), streams: [...new Set(keys.map(({ stream }) => stream))] };
    const { destroyedAt, forgotten } = await store.destroyKeys(shred.keyIds, new Date(clock()).toISOString());
    const here = await this.forget(shred);
    const taken = others && !(await others.heard(cause, shred, isWhole(here))).shared ? await this.takeOver(cause, shred, others) : [];
    const counts = here.map(({ place, count }, n) => ({ place, count: numberOf(count) + numberOf(taken[n]?.count) }));
    return { keys, destroyedAt, forgotten: [{ place: 'WRITER', count: forgotten }, ...counts] };
  }

  /** What all share and nobody has seen to is taken from whoever had it in hand, and is gone or frozen. Throws `NotForgottenError`. */
  private async takeOver(cause: string, shred: Shred, others: Pick<InstanceLease, 'heard'>): Promise<readonly Told[]> {
    const told = await this.forget(shred, true);
    if (!isWhole(told)) throw new NotForgottenError('another instance has taken the lead of the boards meanwhile');
    await others.heard(cause, shred, true);
    return told;
  }

  /** What another instance has destroyed. @returns whether nothing is left to others */
  async hear(shred: Shred): Promise<boolean> {
    return isWhole(await this.forget(shred));
  }

  private async forget(shred: Shred, insists = false): Promise<readonly Told[]> {
    const told: Told[] = [];
    for (const [place, remembering] of Object.entries(this.to.remembering) as [Place, Remembering][])
      told.push({ place, count: await remembering.forget(shred, insists) });
    return told;
  }

  /** Told by the log, where every leaf names its key: what was sealed later lies under keys that this does not touch. */
  private async keysOf({ kind, id }: Subject, before: number): Promise<Shredded['keys']> {
    const streams = kind === 'initiative' ? await this.to.keyring.streamsOf(id) : [streamName(kind, id)];
    const keys: { id: string; stream: string }[] = [];
    for (const stream of streams) for (const key of await this.keysIn(stream, before)) keys.push({ id: key, stream });
    return keys;
  }

  private async keysIn(stream: string, before: number): Promise<readonly string[]> {
    const { store, keyring } = this.to;
    const named = new Set<string>();
    for (let from = 0, read = EVENTS_PER_READ_MAX; read === EVENTS_PER_READ_MAX; from += read) {
      const page = await store.readStream(stream, { from, limit: EVENTS_PER_READ_MAX });
      read = page.length;
      for (const key of keyIdsOf(page.filter(({ position }) => position < before))) named.add(key);
    }
    await keyring.fetch(named);
    // A leaf that somebody has planted must not take another record along.
    return [...named].filter((key) => keyring.isOf(key, stream));
  }
}

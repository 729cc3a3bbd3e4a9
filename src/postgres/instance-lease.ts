import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { LEASE_LOOK_MS, LEASE_MARGIN_MS, LEASE_MS, LEASE_RENEWAL_MS } from '../kernel/limits';
import { type KeysPlace, openKeysDatabase } from './keys-database';
import type { PostgresDatabase } from './postgres-database';

/** What is to be forgotten: keys that are destroyed, and the streams that lie under them. */
export interface Announced {
  readonly keyIds: readonly string[];
  readonly streams: readonly string[];
}

/** What became of it in the other instances. */
export interface Heard {
  /** Whether one of them has seen to what they share: the rows of the boards. */
  readonly shared: boolean;
}

/** Whoever has a lease is waited for, until it ends. */
const RENEW = `INSERT INTO instance_lease (instance, until) VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond')
  ON CONFLICT (instance) DO UPDATE SET until = excluded.until`;
/** What went without a word is gone by then; should it come back, it takes its lease anew. */
const CLEAR = "DELETE FROM instance_lease WHERE until < clock_timestamp() - interval '1 day'";
const RETIRE = 'DELETE FROM instance_lease WHERE instance = $1';
const JOIN = 'INSERT INTO shred_forgotten (shred, instance, shared) SELECT number, $1, false FROM shred';
const UNFORGOTTEN = `SELECT cause, key_ids AS "keyIds", streams FROM shred
  WHERE NOT EXISTS (SELECT FROM shred_forgotten WHERE shred = number AND instance = $1) ORDER BY number`;
const ANNOUNCE = 'INSERT INTO shred (cause, key_ids, streams) VALUES ($1, $2, $3) ON CONFLICT (cause) DO NOTHING';
const FORGOTTEN = `INSERT INTO shred_forgotten (shred, instance, shared) SELECT number, $2, $3 FROM shred WHERE cause = $1
  ON CONFLICT (shred, instance) DO UPDATE SET shared = shred_forgotten.shared OR excluded.shared`;
const AWAITED = `SELECT count(*)::integer AS awaited FROM instance_lease, shred WHERE cause = $1 AND until > clock_timestamp()
  AND NOT EXISTS (SELECT FROM shred_forgotten WHERE shred = number AND shred_forgotten.instance = instance_lease.instance)`;
const SHARED = 'SELECT EXISTS (SELECT FROM shred_forgotten, shred WHERE cause = $1 AND shred = number AND shared) AS shared';

/**
 * That this instance is known to be there, so that whoever destroys keys waits until it has forgotten them; or does not, once its lease has run out: by
 * then, by its own clock that nobody can set, it has stopped answering. Each renewal brings what is to be forgotten, also what was announced while an
 * earlier lease had run out, and counts only once that is done.
 */
export class InstanceLease {
  private readonly instance = randomUUID();
  private readonly stop = new AbortController();
  private renewing: Promise<void> = Promise.resolve();
  /** On this machine's monotonic clock. */
  private heldUntil = 0;
  private fault: string | undefined;
  private readonly waiting: (() => void)[] = [];

  private constructor(private readonly database: PostgresDatabase) {}

  /** Before anything is unwrapped: what was destroyed earlier this instance has never known. Throws `PostgresError`. */
  static async take(place: KeysPlace): Promise<InstanceLease> {
    const lease = new InstanceLease(openKeysDatabase(place));
    const begun = performance.now();
    try {
      await lease.database.ask(RENEW, [lease.instance, LEASE_MS]);
      await lease.database.ask(CLEAR);
      await lease.database.ask(JOIN, [lease.instance]);
    } catch (error) {
      await lease.database.close();
      throw error;
    }
    lease.heldUntil = begun + LEASE_MS - LEASE_MARGIN_MS;
    return lease;
  }

  /**
   * From here on it renews itself.
   * @param forget what others have destroyed; true where that has seen to what all share, too
   */
  keep(forget: (announced: Announced) => Promise<boolean>): void {
    this.renewing = this.renew(forget);
  }

  /** Whether anything may be answered from what this instance remembers. */
  get isHeld(): boolean {
    return performance.now() < this.heldUntil;
  }

  /** The same, once it is renewed, where that may still come: after a moment in which this machine did nothing. */
  async holds(waitMs: number): Promise<boolean> {
    if (this.isHeld) return true;
    const late = new AbortController();
    const renewed = new Promise<void>((resolve) => this.waiting.push(resolve));
    await Promise.race([renewed, delay(waitMs, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
    return this.isHeld;
  }

  /** Why it was not renewed lately, in words; `undefined` where it was. */
  failure(): string | undefined {
    return this.isHeld ? undefined : `the lease of this instance has run out: ${this.fault ?? 'it was not renewed in time'}`;
  }

  /**
   * Resolves once every other instance whose lease runs has forgotten it. May be repeated under the same cause.
   * @param shared whether this one has seen to what all share
   */
  async heard(cause: string, { keyIds, streams }: Announced, shared: boolean): Promise<Heard> {
    await this.database.ask(ANNOUNCE, [cause, keyIds, streams]);
    await this.database.ask(FORGOTTEN, [cause, this.instance, shared]);
    while ((await this.database.ask<{ awaited: number }>(AWAITED, [cause]))[0]?.awaited !== 0)
      await delay(LEASE_LOOK_MS, undefined, { signal: this.stop.signal });
    const [found] = await this.database.ask<Heard>(SHARED, [cause]);
    return { shared: found?.shared === true };
  }

  /** Nobody waits for this instance any more. */
  async close(): Promise<void> {
    this.stop.abort();
    await this.renewing;
    this.heldUntil = 0;
    // Where the server is away it runs out by itself.
    await this.database.ask(RETIRE, [this.instance]).catch(() => undefined);
    await this.database.close();
  }

  private async renew(forget: (announced: Announced) => Promise<boolean>): Promise<void> {
    while (!this.stop.signal.aborted) {
      const begun = performance.now();
      try {
        // The lease first, by itself: whoever announces something from here on sees that it must wait.
        await this.database.ask(RENEW, [this.instance, LEASE_MS]);
        const unforgotten = await this.database.ask<Announced & { cause: string }>(UNFORGOTTEN, [this.instance]);
        for (const { cause, ...announced } of unforgotten)
          await this.database.ask(FORGOTTEN, [cause, this.instance, await forget(announced)]);
        this.heldUntil = begun + LEASE_MS - LEASE_MARGIN_MS;
        this.fault = undefined;
        for (const look of this.waiting.splice(0)) look();
      } catch (error) {
        this.fault = String(error);
      }
      await delay(LEASE_RENEWAL_MS, undefined, { signal: this.stop.signal }).catch(() => undefined);
    }
  }
}

import { LOGIN_FAILURES_PER_ACCOUNT_MAX, LOGIN_FAILURES_PER_ADDRESS_MAX, LOGIN_WINDOW_MS, THROTTLED_NAMES_MAX } from '../kernel/limits';
import { Recent } from '../kernel/recent';

/** Too many wrong passwords lately; `retryAfterS` seconds until the next try. */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';
  constructor(readonly retryAfterS: number) {
    super(`too many attempts; try again in ${retryAfterS} s`);
  }
}

/**
 * Counts wrong passwords per account and per address in a sliding window. A right password does not clear the address, else somebody with
 * one account could try all others; and a name nobody has is counted like any other, so that the answer does not tell.
 */
export class Throttle {
  private readonly failures = new Recent<number[]>(THROTTLED_NAMES_MAX);

  constructor(private readonly clock: () => number) {}

  /** Throws `ThrottledError` where no further attempt is allowed now. */
  check(account: string, address: string): void {
    const waits = [
      this.waitFor(`account ${account}`, LOGIN_FAILURES_PER_ACCOUNT_MAX),
      this.waitFor(`address ${address}`, LOGIN_FAILURES_PER_ADDRESS_MAX),
    ];
    const wait = Math.max(...waits);
    if (wait > 0) throw new ThrottledError(Math.ceil(wait / 1000));
  }

  failed(account: string, address: string): void {
    for (const name of [`account ${account}`, `address ${address}`]) this.failures.set(name, [...this.lately(name), this.clock()]);
  }

  succeeded(account: string): void {
    this.failures.delete(`account ${account}`);
  }

  private waitFor(name: string, most: number): number {
    const lately = this.lately(name);
    const [oldest] = lately.slice(-most);
    return lately.length < most || oldest === undefined ? 0 : oldest + LOGIN_WINDOW_MS - this.clock();
  }

  private lately(name: string): number[] {
    const since = this.clock() - LOGIN_WINDOW_MS;
    return (this.failures.get(name) ?? []).filter((at) => at > since);
  }
}

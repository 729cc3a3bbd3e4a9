import { LOGIN_FAILURES_PER_ACCOUNT_MAX, LOGIN_FAILURES_PER_ADDRESS_MAX, LOGIN_WINDOW_MS, THROTTLED_NAMES_MAX } from '../kernel/limits';
import { Recent } from '../kernel/recent';

/** Too many wrong passwords lately; `retryAfterS` seconds until the next try. */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';
  constructor(readonly retryAfterS: number) {
    super(`too many attempts; try again in ${retryAfterS} s`);
  }
}

/** One try that is under way. */
export interface Attempt {
  /** The password was right: the account starts anew, and this try was none against the address. */
  succeeded(): void;
}

/**
 * Counts tries per account and per address in a sliding window. A try counts from its beginning, for the password takes its time to be
 * checked, and who sends a hundred at once must not be asked only afterwards. A right password does not clear the address, else somebody
 * with one account could try all others; and a name nobody has is counted like any other, so that the answer does not tell.
 */
export class Throttle {
  private readonly tries = new Recent<number[]>(THROTTLED_NAMES_MAX);

  constructor(private readonly clock: () => number) {}

  /** Throws `ThrottledError` where no further attempt is allowed now. */
  attempt(account: string, address: string): Attempt {
    const [ofAccount, ofAddress] = [`account ${account}`, `address ${address}`];
    const wait = Math.max(this.waitFor(ofAccount, LOGIN_FAILURES_PER_ACCOUNT_MAX), this.waitFor(ofAddress, LOGIN_FAILURES_PER_ADDRESS_MAX));
    if (wait > 0) throw new ThrottledError(Math.ceil(wait / 1000));
    const now = this.clock();
    for (const name of [ofAccount, ofAddress]) this.tries.set(name, [...this.lately(name), now]);
    return {
      succeeded: () => {
        this.tries.delete(ofAccount);
        const others = this.lately(ofAddress);
        others.splice(others.indexOf(now), others.includes(now) ? 1 : 0);
        this.tries.set(ofAddress, others);
      },
    };
  }

  private waitFor(name: string, most: number): number {
    const lately = this.lately(name);
    const [oldest] = lately.slice(-most);
    return lately.length < most || oldest === undefined ? 0 : oldest + LOGIN_WINDOW_MS - this.clock();
  }

  private lately(name: string): number[] {
    const since = this.clock() - LOGIN_WINDOW_MS;
    return (this.tries.get(name) ?? []).filter((at) => at > since);
  }
}

import { LOGIN_FAILURES_PER_ACCOUNT_MAX, LOGIN_FAILURES_PER_ADDRESS_MAX, LOGIN_WINDOW_MS } from '../kernel/limits';

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
  succeeded(): Promise<void>;
}

/** Tries of the window that lie behind, oldest first; epoch milliseconds. */
export interface Lately {
  readonly ofAccount: readonly number[];
  readonly ofAddress: readonly number[];
}

/**
 * Port: counts tries per account and per address in a sliding window. A try counts from its beginning, for the password takes its time to be
 * checked, and who sends a hundred at once must not be asked only afterwards. A right password does not clear the address, else somebody
 * with one account could try all others; and a name nobody has is counted like any other, so that the answer does not tell.
 */
export abstract class Throttle {
  /** Throws `ThrottledError` where no further attempt is allowed now. */
  abstract attempt(account: string, address: string): Promise<Attempt>;
}

export function requireAllowed({ ofAccount, ofAddress }: Lately, now: number): void {
  const wait = Math.max(
    waitAfter(ofAccount, LOGIN_FAILURES_PER_ACCOUNT_MAX, now),
    waitAfter(ofAddress, LOGIN_FAILURES_PER_ADDRESS_MAX, now),
  );
  if (wait > 0) throw new ThrottledError(Math.ceil(wait / 1000));
}

function waitAfter(lately: readonly number[], most: number, now: number): number {
  const [oldest] = lately.slice(-most);
  return lately.length < most || oldest === undefined ? 0 : oldest + LOGIN_WINDOW_MS - now;
}

import { CLOCK_BEHIND_MAX_MS } from '../kernel/limits';
import { ClockBehindError } from './outcome';

/** Now, in milliseconds of the epoch. Tests hand in their own, so that a year passes in a second. */
export type Clock = () => number;

/** What the ledger takes for now: its own clock, never before what it has already recorded. */
export class LedgerClock {
  private last: string;

  /** @param last `at` of the ledger's last event; empty if there is none */
  constructor(
    readonly clock: Clock,
    last: string,
  ) {
    this.last = last;
  }

  /** UTC with milliseconds. Throws `ClockBehindError` where our clock stands more than the tolerance behind the last event. */
  now(): string {
    const read = this.clock();
    const now = new Date(read).toISOString();
    if (now >= this.last) return now;
    if (Date.parse(this.last) - read > CLOCK_BEHIND_MAX_MS)
      throw new ClockBehindError(`the clock says ${now}, but the ledger has recorded events at ${this.last}`);
    return this.last;
  }

  recorded(at: string): void {
    if (at > this.last) this.last = at;
  }
}

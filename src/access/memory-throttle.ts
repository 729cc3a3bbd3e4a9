import { LOGIN_WINDOW_MS, THROTTLED_NAMES_MAX } from '../kernel/limits';
import { Recent } from '../kernel/recent';
import { type Attempt, requireAllowed, Throttle } from './throttle';

/** Counts in the memory of the one process that serves. */
export class MemoryThrottle extends Throttle {
  private readonly tries = new Recent<number[]>(THROTTLED_NAMES_MAX);

  /** @param clock epoch milliseconds */
  constructor(private readonly clock: () => number) {
    super();
  }

  override async attempt(account: string, address: string): Promise<Attempt> {
    const [ofAccount, ofAddress] = [`account ${account}`, `address ${address}`];
    const now = this.clock();
    requireAllowed({ ofAccount: this.lately(ofAccount), ofAddress: this.lately(ofAddress) }, now);
    for (const name of [ofAccount, ofAddress]) this.tries.set(name, [...this.lately(name), now]);
    return {
      succeeded: async () => {
        this.tries.delete(ofAccount);
        const others = this.lately(ofAddress);
        others.splice(others.indexOf(now), others.includes(now) ? 1 : 0);
        this.tries.set(ofAddress, others);
      },
    };
  }

  private lately(name: string): number[] {
    const since = this.clock() - LOGIN_WINDOW_MS;
    return (this.tries.get(name) ?? []).filter((at) => at > since);
  }
}

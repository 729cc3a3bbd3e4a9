import { randomUUID } from 'node:crypto';
import { LOGIN_WINDOW_MS } from '../kernel/limits';
import type { PostgresDatabase } from '../postgres/postgres-database';
import { hashOf } from './account-store';
import { type Attempt, requireAllowed, Throttle } from './throttle';

/** Counts for all instances that share a database, so that nobody has as many tries as there are instances. By hashes: it is no list of who came when. */
export class PostgresThrottle extends Throttle {
  /** @param clock epoch milliseconds; between the instances clocks may differ by little against the window */
  constructor(
    private readonly database: PostgresDatabase,
    private readonly clock: () => number,
  ) {
    super();
  }

  override async attempt(account: string, address: string): Promise<Attempt> {
    const [ofAccount, ofAddress] = [hashOf(`account ${account}`), hashOf(`address ${address}`)];
    const id = randomUUID();
    const now = this.clock();
    await this.database.transaction(async (ask) => {
      // Counted and noted in one: two at once must not both be the last one allowed. In one order, so that none waits for the other.
      for (const name of [ofAccount, ofAddress].sort()) await ask('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
      const tries = await ask<{ name: string; at: number }>(
        'SELECT name, at FROM sign_in_try WHERE name IN ($1, $2) AND at > $3 ORDER BY at',
        [ofAccount, ofAddress, now - LOGIN_WINDOW_MS],
      );
      const of = (own: string): number[] => tries.filter(({ name }) => name === own).map(({ at }) => at);
      requireAllowed({ ofAccount: of(ofAccount), ofAddress: of(ofAddress) }, now);
      await ask('DELETE FROM sign_in_try WHERE at <= $1', [now - LOGIN_WINDOW_MS]);
      await ask('INSERT INTO sign_in_try (id, name, at) VALUES ($1, $2, $4), ($1, $3, $4)', [id, ofAccount, ofAddress, now]);
    });
    return {
      succeeded: async () => void (await this.database.ask('DELETE FROM sign_in_try WHERE name = $1 OR id = $2', [ofAccount, id])),
    };
  }
}

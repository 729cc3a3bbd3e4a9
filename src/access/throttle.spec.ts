import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { accountsIn, describeOnEachKeysDatabase } from '../../test/support/keys-databases';
import { LOGIN_FAILURES_PER_ACCOUNT_MAX, LOGIN_FAILURES_PER_ADDRESS_MAX, LOGIN_WINDOW_MS } from '../kernel/limits';
import type { AccountStore } from './account-store';
import { type AccountsIn, openAccounts } from './open-accounts';
import type { Throttle } from './throttle';

describeOnEachKeysDatabase('tries to sign in', ({ name, keys, say }) => {
  let now: number;
  let place: AccountsIn;
  /** In PostgreSQL two instances take turns; in the memory of one there is only one. */
  let throttles: Throttle[];
  let tries = 0;
  const opened: AccountStore[] = [];

  const open = (): Throttle => {
    const { accounts, throttle } = openAccounts(place, () => now);
    opened.push(accounts);
    return throttle;
  };
  const attempt = (account: string, address: string) => throttles[tries++ % throttles.length]!.attempt(account, address);
  const many = async (count: number, account: (n: number) => string, address: (n: number) => string): Promise<void> => {
    for (let n = 0; n < count; n++) await attempt(account(n), address(n));
  };

  beforeEach(async () => {
    now = 1_750_000_000_000;
    place = accountsIn(await keys());
    throttles = name === 'PostgreSQL' ? [open(), open()] : [open()];
  });
  afterEach(async () => {
    for (const accounts of opened.splice(0)) await accounts.close();
  });

  it('are so many for an account, wherever they come from, and again when the first of them is past', async () => {
    await many(
      LOGIN_FAILURES_PER_ACCOUNT_MAX,
      () => 'zarmina',
      (n) => `10.0.0.${n}`,
    );
    now += 1_000;
    await expect(attempt('zarmina', '10.0.0.99')).rejects.toMatchObject({
      name: 'ThrottledError',
      retryAfterS: LOGIN_WINDOW_MS / 1000 - 1,
    });
    await attempt('gulalai', '10.0.0.99');
    now += LOGIN_WINDOW_MS - 1_000;
    await attempt('zarmina', '10.0.0.99');
  });

  it('are so many from an address, whatever account they are for', async () => {
    await many(
      LOGIN_FAILURES_PER_ADDRESS_MAX,
      (n) => `somebody ${n}`,
      () => '10.0.0.1',
    );
    await expect(attempt('zarmina', '10.0.0.1')).rejects.toThrow('too many attempts');
    await attempt('zarmina', '10.0.0.2');
  });

  it('begin anew for an account with a right password, which counts against no address and clears none', async () => {
    await many(
      LOGIN_FAILURES_PER_ADDRESS_MAX - 1,
      (n) => `somebody ${n}`,
      () => '10.0.0.1',
    );
    await many(
      LOGIN_FAILURES_PER_ACCOUNT_MAX - 1,
      () => 'zarmina',
      () => '10.0.0.2',
    );
    await (await attempt('zarmina', '10.0.0.1')).succeeded();
    await many(
      LOGIN_FAILURES_PER_ACCOUNT_MAX,
      () => 'zarmina',
      () => '10.0.0.3',
    );
    await expect(attempt('zarmina', '10.0.0.3')).rejects.toThrow('too many attempts');
    await attempt('gulalai', '10.0.0.1');
    await expect(attempt('gulalai', '10.0.0.1')).rejects.toThrow('too many attempts');
  });

  it('are counted from their beginning: of many at once no more are let through', async () => {
    const all = await Promise.allSettled(Array.from({ length: 4 * LOGIN_FAILURES_PER_ACCOUNT_MAX }, () => attempt('zarmina', '10.0.0.1')));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(LOGIN_FAILURES_PER_ACCOUNT_MAX);
  });

  if (name === 'PostgreSQL')
    it('leave nothing behind when they are past, and no name or address', async () => {
      await many(
        3,
        () => 'zarmina',
        () => '10.0.0.1',
      );
      const lie = place as Exclude<AccountsIn, { file: string }>;
      const kept = await say(lie, 'SELECT * FROM sign_in_try');
      expect(kept).toHaveLength(6);
      expect(JSON.stringify(kept)).not.toMatch(/zarmina|10\.0\.0/);
      now += LOGIN_WINDOW_MS;
      await attempt('gulalai', '10.0.0.2');
      expect(await say(lie, 'SELECT * FROM sign_in_try')).toHaveLength(2);
    });
});

import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { clientIn } from '../../test/support/keys-databases';
import { describeWithPostgres } from '../../test/support/on-each-database';
import type { PostgresServer } from '../../test/support/postgres';
import { TEST_ORIGIN } from '../../test/support/temporary-ledger';
import { temporaryPostgres } from '../../test/support/temporary-postgres';
import { until } from '../../test/support/until';
import { LEASE_MARGIN_MS, LEASE_MS } from '../kernel/limits';
import { type Announced, InstanceLease } from './instance-lease';
import { createKeysDatabase, type KeysPlace } from './keys-database';

const ABSENT = '11111111-1111-4111-8111-111111111111';
const SHRED = { keyIds: ['a key'], streams: ['party-one'] };

describeWithPostgres('the lease of an instance', () => {
  let server: PostgresServer;
  let place: KeysPlace;
  const taken: InstanceLease[] = [];

  beforeEach(async () => {
    server = await temporaryPostgres();
    place = { url: await server.emptyPlace(), origin: TEST_ORIGIN };
    await createKeysDatabase(place);
  }, 60_000);
  afterEach(async () => {
    for (const lease of taken.splice(0)) await lease.close();
    await server.stop();
  });

  const take = async (forget?: (announced: Announced) => Promise<boolean>): Promise<InstanceLease> => {
    const lease = await InstanceLease.take(place);
    taken.push(lease);
    if (forget) lease.keep(forget);
    return lease;
  };
  const say = async (statement: string): Promise<Record<string, unknown>[]> => {
    const client = await clientIn(place);
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  };

  it('makes whoever destroys keys wait until it has forgotten them', async () => {
    const here = await take(async () => false);
    const forgotten: Announced[] = [];
    await take(async (announced) => forgotten.push(announced) > 0);
    expect(await here.heard('an erasure', SHRED, false)).toEqual({ shared: true });
    expect(forgotten).toEqual([SHRED]);
    expect(await here.heard('an erasure', SHRED, false)).toEqual({ shared: true });
    expect(forgotten).toHaveLength(1);
  }, 60_000);

  it('says that nobody has seen to what all share, where nobody has', async () => {
    const here = await take(async () => false);
    await take(async () => false);
    expect(await here.heard('an erasure', SHRED, false)).toEqual({ shared: false });
    expect(await here.heard('another', SHRED, true)).toEqual({ shared: true });
  }, 60_000);

  it('is waited for no longer than it runs', async () => {
    const here = await take(async () => true);
    await say(`INSERT INTO instance_lease VALUES ('${ABSENT}', clock_timestamp() + interval '3 seconds')`);
    const begun = performance.now();
    await here.heard('an erasure', SHRED, true);
    expect(performance.now() - begun).toBeGreaterThan(2_000);
    expect(await say('SELECT count(*)::integer AS running FROM instance_lease WHERE until > clock_timestamp()')).toEqual([{ running: 1 }]);
  }, 60_000);

  it('does not last once the instance has ended', async () => {
    const here = await take(async () => true);
    const other = await take(async () => true);
    await taken.splice(1)[0]?.close();
    expect(await say('SELECT count(*)::integer AS there FROM instance_lease')).toEqual([{ there: 1 }]);
    expect(other.isHeld).toBe(false);
    await here.heard('an erasure', SHRED, true);
  }, 60_000);

  it('brings nothing that was destroyed before it was taken', async () => {
    const here = await take(async () => true);
    await here.heard('an erasure', SHRED, true);
    const forgotten: Announced[] = [];
    await take(async (announced) => forgotten.push(announced) > 0);
    await here.heard('another', { ...SHRED, keyIds: ['another key'] }, true);
    expect(forgotten).toEqual([{ ...SHRED, keyIds: ['another key'] }]);
  }, 60_000);

  it('has run out here before it has there, where the server lets it in no more, and comes back only with what is to be forgotten', async () => {
    let lets: () => void = () => undefined;
    const forgotten: Announced[] = [];
    const lease = await take(async (announced) => {
      forgotten.push(announced);
      await new Promise<void>((resolve) => (lets = resolve));
      return true;
    });
    expect([lease.isHeld, lease.failure()]).toEqual([true, undefined]);
    await server.setPassword('another one');
    await server.hangUp();
    const begun = performance.now();
    await until(
      async () => lease.isHeld,
      (isHeld) => !isHeld,
    );
    expect(performance.now() - begun).toBeLessThan(LEASE_MS - LEASE_MARGIN_MS + 500);
    expect(lease.failure()).toContain('the lease of this instance has run out');
    await server.ask(`INSERT INTO views_1_keys.shred (cause, key_ids, streams) VALUES ('an erasure', '{a key}', '{party-one}')`);
    await server.setPassword('a password of tests');
    await until(
      async () => forgotten,
      ({ length }) => length > 0,
    );
    expect([forgotten, lease.isHeld]).toEqual([[SHRED], false]);
    lets();
    await until(
      async () => lease.isHeld,
      (isHeld) => isHeld,
    );
  }, 90_000);

  it('runs out where forgetting fails', async () => {
    const lease = await take(() => Promise.reject(new Error('the disk is full')));
    await say(`INSERT INTO shred (cause, key_ids, streams) VALUES ('an erasure', '{a key}', '{party-one}')`);
    await until(
      async () => lease.failure(),
      (failure) => failure?.includes('the disk is full') === true,
    );
    expect(lease.isHeld).toBe(false);
  }, 60_000);
});

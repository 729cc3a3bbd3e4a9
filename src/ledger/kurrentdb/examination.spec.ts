import { beforeEach, describe, expect, it } from '@jest/globals';
import { certified } from '../../../test/kurrentdb/certificates';
import type { KurrentDbDouble } from '../../../test/kurrentdb/kurrentdb-double';
import {
  administrator,
  authority,
  caFile,
  fileWith,
  IMPATIENT,
  placeOf,
  served,
  servedSecurely,
  storeOn,
} from '../../../test/kurrentdb/served';
import { KURRENTDB_CERTIFICATE_DAYS_MIN, KURRENTDB_CLOCK_SKEW_MAX_MS } from '../../kernel/limits';
import { StoreUnavailableError } from '../event-store';
import { KurrentDbConnection } from './connection';
import { examine } from './examination';
import { type KurrentDbPlace, ServerVersionError } from './place';
import { prepare } from './preparation';

const PASSWORD = 'a password of ours';

const examined = async (place: KurrentDbPlace): Promise<readonly string[]> => {
  const connection = new KurrentDbConnection(place, IMPATIENT);
  try {
    return await examine(connection, 'sample');
  } finally {
    await connection.close();
  }
};

describe('a server without TLS', () => {
  let server: KurrentDbDouble;
  let place: KurrentDbPlace;
  beforeEach(async () => {
    server = await served();
    place = { url: server.url };
  });
  const found = async (): Promise<string> => (await examined(place)).slice(1).join('\n');

  it('can hold a ledger, and is told of', async () => {
    expect(await examined(place)).toEqual([expect.stringContaining('runs without TLS and without users')]);
  });

  it.each([
    ['ahead of', 1],
    ['behind', -1],
  ])('whose clock is %s ours is told of, with what to do', async (words, sign) => {
    // The time is told in whole seconds: half of one is lost either way.
    server.clockAheadMs = sign * (KURRENTDB_CLOCK_SKEW_MAX_MS - 1_000);
    expect(await found()).toBe('');
    server.clockAheadMs = sign * 30_000;
    expect(await found()).toMatch(
      new RegExp(`clock of the node ${server.address} of KurrentDB is (29|30|31) s ${words} ours: have NTP set both`),
    );
  });

  it('of whose cluster a node is down, or cannot be reached from here, is told of with that node', async () => {
    server.others.set('127.0.0.1:2', false);
    server.others.set('127.0.0.1:1', true);
    expect((await found()).split('\n')).toEqual([
      expect.stringContaining('the node 127.0.0.1:2 of KurrentDB is down'),
      expect.stringMatching(/KurrentDB at 127.0.0.1:1 cannot be reached .*advertises this address/),
    ]);
  });

  it('is told of by the store that was opened on it', async () => {
    expect((await storeOn(server.url)).warnings()).toEqual([expect.stringContaining('without TLS')]);
  });

  it.each([
    ['has no leader', () => void (server.readFault = () => 'UNAVAILABLE'), StoreUnavailableError],
    ['may lose events', () => void (server.version = '25.0.0'), ServerVersionError],
  ])('that %s stops the start', async (_, spoil, error) => {
    spoil();
    await expect(examined(place)).rejects.toThrow(error);
  });
});

describe('a server with TLS and users', () => {
  let server: KurrentDbDouble;
  beforeEach(async () => {
    server = await servedSecurely();
  });

  it('is refused before it was prepared, and says what prepares it', async () => {
    await expect(storeOn(placeOf(server))).rejects.toThrow('does not know our user with this password');
    server.accounts.accounts.set('jirga', { password: PASSWORD, groups: [] });
    await expect(storeOn(placeOf(server))).rejects.toThrow('may read $all and write our streams, which jirga kurrentdb prepare grants');
  });

  it('has nothing to be told of once it was, and is left as it was by whoever looks', async () => {
    await prepare(placeOf(server), administrator, 'sample', IMPATIENT);
    const { length } = server.log.events;
    expect((await storeOn(placeOf(server))).warnings()).toEqual([]);
    expect(server.log.events).toHaveLength(length);
  });

  it('is told of where our user may erase, hide, or is an administrator', async () => {
    expect(await examined({ url: `esdb://admin:changeit@${server.address}`, caFile })).toEqual([
      expect.stringContaining('may delete streams'),
      expect.stringContaining('may write the metadata of streams'),
      expect.stringContaining('our user admin is in $admins'),
    ]);
  });

  it('is refused where our user may not write', async () => {
    await prepare(placeOf(server), administrator, 'sample', IMPATIENT);
    server.log.writeOwn('$settings', '$settings', Buffer.from(JSON.stringify({ $userStreamAcl: { $w: '$admins' } })));
    await expect(storeOn(placeOf(server))).rejects.toThrow('may read $all and write our streams');
  });

  it('is refused by whoever does not believe its certificate, in words', async () => {
    const { address } = server;
    const other = fileWith(certified('Other').certificate);
    await expect(storeOn({ ...placeOf(server), caFile: other })).rejects.toThrow('name that authority in JIRGA_KURRENTDB_CA_FILE');
    await expect(storeOn({ url: `esdb://${address}?tls=false` })).rejects.toThrow('both sides use TLS or neither');
    const plain = await served();
    await expect(storeOn({ ...placeOf(server), url: `esdb://jirga@${plain.address}` })).rejects.toThrow('speaks no TLS');
  });

  it('is refused once its certificate has expired, and told of before', async () => {
    const expired = await served(server.log, 0, certified('node', authority, -1));
    await expect(storeOn(placeOf(expired))).rejects.toThrow('has a certificate that has expired: renew it');
    await prepare(placeOf(server), administrator, 'sample', IMPATIENT);
    const soon = await served(server.log, 0, certified('node', authority, KURRENTDB_CERTIFICATE_DAYS_MIN));
    for (const [login, account] of server.accounts.accounts) soon.accounts.accounts.set(login, account);
    expect(await examined(placeOf(soon))).toEqual([expect.stringMatching(/certificate of the node .* ends in 29 days: renew it/)]);
  });

  it('never shows the password to whoever reads its messages', async () => {
    const error: unknown = await storeOn({ ...placeOf(server), passwordFile: fileWith('another s3cret') }).catch(
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toContain('mend the password');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/s3cret|a password of ours/);
  });
});

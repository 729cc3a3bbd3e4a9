import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { certified } from '../../../test/kurrentdb/certificates';
import { storeOn } from '../../../test/kurrentdb/served';
import { StoreUnavailableError } from '../event-store';
import { addressOf, type KurrentDbPlace, KurrentDbPlaceError } from './place';

const folder = mkdtempSync(join(tmpdir(), 'jirga-place-'));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const passwordFile = file('password', 'a:s@cr/t\r\nanother line\n');

describe('where KurrentDB is', () => {
  it('is said by an address with a user, and a file with the password', () => {
    expect(addressOf({ url: 'esdb://jirga%40kp@one:2113,two?gossipTimeout=2', passwordFile })).toEqual({
      hosts: 'one:2113,two',
      connectionString: 'esdb://one:2113,two?gossipTimeout=2',
      credentials: { username: 'jirga@kp', password: 'a:s@cr/t' },
      isSecure: true,
      ca: undefined,
    });
    expect(addressOf({ url: 'esdb+discover://jirga:a%20secret@one/' })).toMatchObject({
      connectionString: 'esdb+discover://one',
      credentials: { username: 'jirga', password: 'a secret' },
    });
  });

  it('is believed by the authority of a file, which the address may name as well', () => {
    const { certificate } = certified('Authority');
    const caFile = file('ca.crt', certificate);
    const named = `esdb://jirga:x@one?tlsCAFile=${encodeURIComponent(caFile)}`;
    expect(addressOf({ url: 'esdb://jirga:x@one', caFile })).toMatchObject({
      ca: certificate,
      connectionString: named.replace('jirga:x@', ''),
    });
    expect(addressOf({ url: named })).toMatchObject({ ca: certificate, connectionString: named.replace('jirga:x@', '') });
  });

  it('is an address alone where there is no TLS, for nobody asks there who we are', () => {
    expect(addressOf({ url: 'esdb://127.0.0.1:2113?tls=false' })).toMatchObject({ isSecure: false, hosts: '127.0.0.1:2113' });
  });

  it.each<[fault: string, place: KurrentDbPlace, says: string]>([
    ['another kind of address', { url: 'http://jirga:s3cret@127.0.0.1:2113' }, 'such as esdb://user@host:2113'],
    ['no user', { url: 'esdb://127.0.0.1:2113' }, '127.0.0.1:2113 names no user'],
    ['no password', { url: 'esdb://jirga@127.0.0.1:2113' }, 'needs a password: name the file'],
    ['two passwords', { url: 'esdb://jirga:s3cret@127.0.0.1:2113', passwordFile }, 'leave one of them out'],
    ['an @ in the password', { url: 'esdb://jirga:p@s3cret@127.0.0.1:2113' }, '%40'],
    ['a / in the password', { url: 'esdb://jirga:p/s3cret@127.0.0.1:2113' }, '%40'],
    ['a ? in the password', { url: 'esdb://jirga:p?s3cret@127.0.0.1:2113' }, '%40'],
    ['a % in the password', { url: 'esdb://jirga:%s3cret@127.0.0.1:2113' }, '%40'],
    ['a key without a value', { url: 'esdb://jirga:s3cret@127.0.0.1:2113?tls' }, 'expected ?key=value'],
    ['a password for a server that knows no users', { url: 'esdb://jirga@127.0.0.1:2113?tls=false', passwordFile }, 'leave out tls=false'],
    ['an authority for a server without TLS', { url: 'esdb://127.0.0.1:2113?tls=false', caFile: passwordFile }, 'leave out tls=false'],
    [
      'two files of authorities',
      { url: 'esdb://jirga:s3cret@h?tlsCAFile=a.crt', caFile: passwordFile },
      'names a file of authorities, and there is another one',
    ],
    ['a file of authorities that holds none', { url: 'esdb://jirga:s3cret@h', caFile: passwordFile }, 'holds no certificate in PEM'],
    ['a file that is not there', { url: 'esdb://jirga@h', passwordFile: join(folder, 'none') }, 'cannot be read: ENOENT'],
    ['a file with nothing in it', { url: 'esdb://jirga@h', passwordFile: file('empty', '\n') }, 'is empty'],
  ])('is refused in words, and never with the password: %s', async (_, place, says) => {
    const error: unknown = await storeOn(place).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KurrentDbPlaceError);
    expect(String(error)).toContain(says);
    expect(String(error)).not.toMatch(/s3cret|s@cr/);
  });

  it('is told without the password where nobody answers', async () => {
    const open = storeOn({ url: 'esdb://jirga:s3cret@127.0.0.1:1' }, { answerMs: 50 });
    const error: unknown = await open.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(String(error)).toContain('KurrentDB at 127.0.0.1:1 cannot be reached');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('s3cret');
  });
});

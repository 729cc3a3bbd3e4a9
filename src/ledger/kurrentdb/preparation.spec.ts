import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KurrentDbDouble } from '../../../test/kurrentdb/kurrentdb-double';
import { administrator, fileWith, IMPATIENT, placeOf, served, servedSecurely } from '../../../test/kurrentdb/served';
import { prepare } from './preparation';

describe('jirga kurrentdb prepare', () => {
  let server: KurrentDbDouble;
  beforeEach(async () => {
    server = await servedSecurely();
  });
  const prepared = async () => prepare(placeOf(server), administrator, 'sample', IMPATIENT);
  const last = (stream: string) => JSON.parse(Buffer.from(server.log.stream(stream).at(-1)?.data ?? []).toString()) as unknown;

  it('makes the user, closes the streams to deletion, opens $all to reading, and does none of it twice', async () => {
    const { steps, warnings } = await prepared();
    expect(steps.map(({ done }) => done)).toEqual([true, true, true]);
    expect(warnings).toEqual([]);
    expect(server.accounts.accounts.get('jirga')).toEqual({ password: 'a password of ours', groups: [] });
    expect(last('$settings')).toEqual({ $userStreamAcl: { $r: '$all', $w: '$all', $mr: '$all', $d: '$admins', $mw: '$admins' } });
    expect(last('$$$all')).toEqual({ $acl: { $r: ['$admins', 'jirga'] } });
    const { length } = server.log.events;
    expect((await prepared()).steps.map(({ done }) => done)).toEqual([false, false, false]);
    expect(server.log.events).toHaveLength(length);
  });

  it('keeps what else stands in the settings', async () => {
    const write = (stream: string, json: unknown) => {
      const event = { id: randomUUID(), type: 'x', contentType: 'application/json', metadata: new Uint8Array() };
      server.log.append(stream, 'any', [{ ...event, data: Buffer.from(JSON.stringify(json)) }]);
    };
    write('$settings', { $systemStreamAcl: { $r: '$ops' }, $userStreamAcl: { $r: 'somebody', $d: '$all' } });
    write('$$$all', { note: 'ours', $acl: { $r: ['auditor'], $w: '$admins' } });
    await prepared();
    expect(last('$settings')).toEqual({
      $systemStreamAcl: { $r: '$ops' },
      $userStreamAcl: { $r: 'somebody', $w: '$all', $mr: '$all', $d: '$admins', $mw: '$admins' },
    });
    expect(last('$$$all')).toEqual({ note: 'ours', $acl: { $r: ['auditor', '$admins', 'jirga'], $w: '$admins' } });
  });

  it('goes on where it was interrupted', async () => {
    server.accounts.accounts.set('jirga', { password: 'a password of ours', groups: [] });
    expect((await prepared()).steps.map(({ done }) => done)).toEqual([false, true, true]);
  });

  it.each([
    [
      'the password of the administrator is another one',
      { login: 'admin', passwordFile: fileWith('another') },
      'does not know our user|does not take admin',
    ],
    ['he is no administrator', { login: 'ops', passwordFile: fileWith('changeit') }, 'does not take ops for an administrator'],
    ['he is the user of the program too', { login: 'jirga', passwordFile: fileWith('changeit') }, 'name another user in the address'],
  ])('says so where %s, and changes nothing', async (_, somebody, says) => {
    const { length } = server.log.events;
    await expect(prepare(placeOf(server), somebody, 'sample', IMPATIENT)).rejects.toThrow(new RegExp(says));
    expect([server.log.events.length, server.accounts.accounts.has('jirga')]).toEqual([length, false]);
  });

  it.each([
    ['is disabled', { password: 'a password of ours', groups: [], disabled: true }, 'is disabled'],
    ['has another password', { password: 'another', groups: [] }, 'does not know our user with this password'],
  ])('says so where our user %s', async (_, account, says) => {
    server.accounts.accounts.set('jirga', account);
    await expect(prepared()).rejects.toThrow(says);
  });

  it('says what it finds as our user', async () => {
    server.accounts.accounts.set('jirga', { password: 'a password of ours', groups: ['$ops'] });
    expect((await prepared()).warnings).toEqual([expect.stringContaining('our user jirga is in $ops')]);
  });

  it('has nothing to do where there are no users', async () => {
    const plain = await served();
    await expect(prepare({ url: plain.url }, administrator, 'sample', IMPATIENT)).rejects.toThrow('knows no users');
  });
});

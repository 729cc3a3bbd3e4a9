import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { accountsIn, describeOnEachKeysDatabase } from '../../test/support/keys-databases';
import { type AccountStore, type Credential, hashOf, newSecret } from './account-store';
import { type AccountsIn, openAccounts } from './open-accounts';

const PASSWORD = 'a sentence of my own';
const PARTICIPANT = 'e60bde9c-e42c-541e-9520-e30f5043a3df';
const account = { id: 'd79431ac-7e39-5019-8950-036448ed5529', login: 'Zarmina', participantId: PARTICIPANT };
const enrolment = {
  kind: 'ENROLMENT',
  participantId: PARTICIPANT,
  accountId: null,
  issuedBy: 'administrator',
  expiresAt: 1_900_000_000_000,
} as const;

describeOnEachKeysDatabase('accounts', ({ keys, say }) => {
  let place: AccountsIn;
  let tell: (statement: string) => Promise<Record<string, unknown>[]>;
  /** As two instances have them open. */
  let one: AccountStore;
  let other: AccountStore;
  const opened: AccountStore[] = [];

  const open = (): AccountStore => {
    const { accounts } = openAccounts(place, Date.now);
    opened.push(accounts);
    return accounts;
  };
  const invited = async (token = newSecret()): Promise<string> => {
    await one.issue(token, enrolment);
    return hashOf(token);
  };

  beforeEach(async () => {
    const lie = await keys();
    place = accountsIn(lie);
    tell = (statement) => say('file' in place ? place : lie, statement);
    [one, other] = [open(), open()];
  });
  afterEach(async () => {
    for (const accounts of opened.splice(0)) await accounts.close();
  });

  it('are opened by their passwords alone, whoever is asked and however the name is written', async () => {
    expect(await one.enrol(account, PASSWORD, await invited())).toBe('MADE');
    const known = { ...account, login: 'zarmina' };
    expect(await other.verify('ＺＡＲＭＩＮＡ', PASSWORD)).toEqual(known);
    expect(await other.verify('zarmina', `${PASSWORD}!`)).toBeUndefined();
    expect(await other.verify('nobody', PASSWORD)).toBeUndefined();
    expect(await other.isTaken('ZARMINA')).toBe(true);
    expect(await other.isTaken('nobody')).toBe(false);
  });

  it('are made once for one enrolment, and one for a name, however many come at once', async () => {
    const token = await invited();
    const tries = ['first', 'second', 'third'].map((login, n) =>
      (n === 1 ? other : one).enrol({ ...account, id: login, login }, PASSWORD, token),
    );
    expect((await Promise.all(tries)).sort()).toEqual(['MADE', 'USED_UP', 'USED_UP']);
    const tokens = [await invited(), await invited()];
    const named = tokens.map((own, n) => (n === 1 ? other : one).enrol({ ...account, id: `of ${n}` }, PASSWORD, own));
    expect((await Promise.all(named)).sort()).toEqual(['MADE', 'TAKEN']);
    // Whoever chose a name that was taken chooses another.
    expect(await tell("SELECT hash FROM credential WHERE kind = 'ENROLMENT'")).toHaveLength(1);
  });

  it('have credentials that are found whoever is asked, until they are revoked, used up or expired', async () => {
    const session: Omit<Credential, 'hash' | 'csrfHash'> = { ...enrolment, kind: 'SESSION', accountId: account.id, expiresAt: 2_000 };
    await one.issue('a token', session, 'a csrf token');
    expect(await other.find('a token')).toEqual({ ...session, hash: hashOf('a token'), csrfHash: hashOf('a csrf token') });
    expect(await other.findAgain(hashOf('a token'))).toMatchObject({ kind: 'SESSION', expiresAt: 2_000 });
    expect(await other.revoke(hashOf('a token'))).toBe(true);
    expect(await one.revoke(hashOf('a token'))).toBe(false);
    expect(await one.find('a token')).toBeUndefined();

    await one.issue('soon', session);
    await one.issue('later', { ...session, expiresAt: 2_001 });
    await other.removeExpired(2_000);
    expect([await one.find('soon'), await one.find('later')]).toEqual([undefined, expect.objectContaining({ expiresAt: 2_001 })]);

    await invited('an invitation');
    await other.revokeKind('ENROLMENT', PARTICIPANT);
    expect([await one.find('an invitation'), await one.find('later')]).toEqual([undefined, expect.anything()]);
  });

  it('hold no secret as it is', async () => {
    await one.enrol(account, PASSWORD, await invited());
    await one.issue('a token', { ...enrolment, kind: 'BEARER' }, 'a csrf token');
    const kept = JSON.stringify([await tell('SELECT * FROM account'), await tell('SELECT * FROM credential')]);
    for (const secret of [PASSWORD, 'a token', 'a csrf token']) {
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });
});

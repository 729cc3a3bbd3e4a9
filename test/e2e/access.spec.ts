import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { hashOf } from '../../src/access/account-store';
import {
  BEARER_LIFETIME_MS,
  ENROLMENT_LIFETIME_MS,
  LOGIN_FAILURES_PER_ACCOUNT_MAX,
  LOGIN_FAILURES_PER_ADDRESS_MAX,
  LOGIN_WINDOW_MS,
  PASSWORD_LENGTH_MAX,
  PASSWORD_LENGTH_MIN,
  SESSION_LIFETIME_MS,
} from '../../src/kernel/limits';
import { clientIn } from '../support/keys-databases';
import {
  accepted,
  type Answer,
  type Ask,
  asking,
  invitationOf,
  PASSWORD,
  type Person,
  registered,
  type ServedLedger,
  servedLedger,
} from '../support/serving';

const SOME_ID = '7e57ab1e-0000-4000-8000-000000000001';

let ledger: ServedLedger;
let now = Date.parse('2026-03-01T09:00:00Z');
let official: Person;
beforeAll(async () => {
  ledger = await servedLedger({ clock: () => now });
  official = await ledger.person(['PROVINCIAL_OFFICIAL']);
});

/** All of an answer that somebody could learn from, but the time of day. */
const seen = ({ status, headers, text }: Answer) => ({
  status,
  text,
  headers: [...headers].filter(([name]) => name !== 'date').sort(),
});

interface Session {
  readonly cookie: string;
  readonly csrfToken: string;
  readonly setCookie: string;
}

async function sessionOf({ login, password }: Person): Promise<Session> {
  const answer = accepted(await ledger.nobody('POST', '/v1/sessions', { body: { login, password } }));
  const setCookie = answer.headers.get('set-cookie') ?? '';
  return { setCookie, cookie: setCookie.split(';')[0] ?? '', csrfToken: answer.json<{ csrfToken: string }>().csrfToken };
}

const tokenOf = async ({ login, password }: Person): Promise<string> =>
  accepted(await ledger.nobody('POST', '/v1/tokens', { body: { login, password } })).json<{ token: string }>().token;

const withHeaders = (headers: Readonly<Record<string, string>>): Ask => asking(ledger.serving.address, headers);

/** Anew for every test: the clock here runs past what a token lives. */
const administrator = async (): Promise<Ask> => ledger.as(await tokenOf(ledger.administrators.PROVINCE));

const newcomer = async (ask: Ask): Promise<string> => {
  const id = await registered(ask, 'Somebody new (fictitious)');
  accepted(await ask('POST', `/v1/participants/${id}/grant-role`, { body: { role: 'NEGOTIATOR' } }));
  return id;
};

const newInvitation = async (): Promise<string> => {
  const ask = await administrator();
  return invitationOf(ask, await newcomer(ask));
};

/** All that somebody finds there who has the database of the accounts. */
async function storedAccounts(): Promise<string> {
  const { keys } = ledger.configuration;
  const { accounts } = ledger.serving.house.files;
  if (!keys) return ['', '-wal'].map((ending) => readFileSync(`${accounts}${ending}`, 'latin1')).join('');
  const client = await clientIn(keys);
  try {
    const { rows } = await client.query<{ all: string }>(`SELECT schema_to_xml(current_schema(), true, false, '') AS "all"`);
    return rows[0]?.all ?? '';
  } finally {
    await client.end();
  }
}

describe('secrets', () => {
  it('lie with the accounts as hashes only', async () => {
    const token = await tokenOf(official);
    const { cookie, csrfToken } = await sessionOf(official);
    const invitation = await newInvitation();
    const stored = await storedAccounts();
    const secrets = [token, cookie.slice(cookie.indexOf('=') + 1), csrfToken, invitation];
    for (const secret of [...secrets, PASSWORD]) expect(stored).not.toContain(secret);
    for (const secret of secrets) expect(stored).toContain(hashOf(secret));
    expect(stored).toContain(official.login);
  });

  it('are answered in one and the same way, whatever is wrong with them', async () => {
    const revoked = await tokenOf(official);
    accepted(await ledger.as(revoked)('DELETE', '/v1/tokens/current'));
    const expired = await tokenOf(official);
    now += BEARER_LIFETIME_MS;
    const { cookie } = await sessionOf(official);
    const session = cookie.slice(cookie.indexOf('=') + 1);
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const none = seen(await ledger.nobody('GET', '/v1/me'));
    expect(none.status).toBe(401);
    expect(JSON.parse(none.text)).toMatchObject({ status: 401, code: 'unauthenticated', type: '/problems/unauthenticated' });
    expect(none.headers).toContainEqual(['www-authenticate', expect.stringContaining('Bearer')]);
    expect(none.headers).toContainEqual(['content-type', expect.stringContaining('application/problem+json')]);
    const bad: Record<string, Record<string, string>> = {
      'of another ledger': bearer(`jirga_${'A'.repeat(43)}`),
      'not of our form': bearer('x'),
      'too long': bearer('x'.repeat(4_000)),
      'with a blank in it': bearer('a b'),
      'of another scheme': { authorization: `Basic ${Buffer.from(`${official.login}:${PASSWORD}`).toString('base64')}` },
      'an empty header': { authorization: '' },
      revoked: bearer(revoked),
      expired: bearer(expired),
      'an invitation': bearer(await newInvitation()),
      'a session as a bearer token': bearer(session),
      'an empty cookie': { cookie: 'jirga_session=' },
      'a cookie of another ledger': { cookie: `jirga_session=jirga_${'A'.repeat(43)}` },
      'a bearer token as a cookie': { cookie: `jirga_session=${await tokenOf(official)}` },
      'a bad header beside a good cookie': { ...bearer('x'), cookie },
    };
    for (const [name, headers] of Object.entries(bad))
      expect({ name, ...seen(await withHeaders(headers)('GET', '/v1/me')) }).toEqual({ name, ...none });
  });

  it('expire to the millisecond', async () => {
    const ask = ledger.as(await tokenOf(official));
    now += BEARER_LIFETIME_MS - 1;
    expect((await ask('GET', '/v1/me')).status).toBe(200);
    now += 1;
    expect((await ask('GET', '/v1/me')).status).toBe(401);
  });

  it('are revoked one by one', async () => {
    const [one, other] = [ledger.as(await tokenOf(official)), ledger.as(await tokenOf(official))];
    expect((await one('DELETE', '/v1/tokens/current')).status).toBe(204);
    expect((await one('GET', '/v1/me')).status).toBe(401);
    expect((await other('GET', '/v1/me')).status).toBe(200);
  });
});

describe('a browser session', () => {
  it('travels in a cookie that no script reads and no other site sends', async () => {
    const { setCookie } = await sessionOf(official);
    const attributes = setCookie.split('; ').slice(1);
    expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/', `Max-Age=${SESSION_LIFETIME_MS / 1000}`]));
  });

  it('reads without the CSRF token and changes nothing without it', async () => {
    const { cookie, csrfToken } = await sessionOf(official);
    const { csrfToken: foreign } = await sessionOf(official);
    const body = { type: 'COMMUNITY', canonicalName: 'A valley (fictitious)' };
    const post = (headers: Record<string, string>) => withHeaders({ cookie, ...headers })('POST', '/v1/parties', { body });
    expect((await withHeaders({ cookie })('GET', '/v1/me')).status).toBe(200);
    for (const headers of [{}, { 'x-csrf-token': '' }, { 'x-csrf-token': foreign }, { 'x-csrf-token': `${csrfToken}x` }]) {
      const answer = await post(headers);
      expect([answer.status, answer.json()['code']]).toEqual([403, 'csrf']);
    }
    expect((await post({ 'x-csrf-token': csrfToken })).status).toBe(201);
  });

  it.each([
    ['DELETE', '/v1/sessions/current'],
    ['DELETE', '/v1/tokens/current'],
    ['POST', '/v1/house-rules/set'],
    ['POST', `/v1/parties/${SOME_ID}/annotate`],
  ])('needs the CSRF token for %s %s', async (method, path) => {
    const { cookie } = await sessionOf(official);
    expect((await withHeaders({ cookie })(method, path)).json()).toMatchObject({ status: 403, code: 'csrf' });
    expect((await withHeaders({ cookie })('GET', '/v1/me')).status).toBe(200);
  });

  it('is not looked at where a bearer token comes along', async () => {
    const { cookie } = await sessionOf(official);
    const { id } = ledger.administrators.FEDERAL;
    const token = await tokenOf(ledger.administrators.FEDERAL);
    const answer = await withHeaders({ cookie, authorization: `Bearer ${token}` })('GET', '/v1/me');
    expect(answer.json()['participantId']).toBe(id);
  });

  it('ends when asked, and after its time', async () => {
    const { cookie, csrfToken } = await sessionOf(official);
    const left = await withHeaders({ cookie, 'x-csrf-token': csrfToken })('DELETE', '/v1/sessions/current');
    expect([left.status, left.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect((await withHeaders({ cookie })('GET', '/v1/me')).status).toBe(401);
    const next = await sessionOf(official);
    now += SESSION_LIFETIME_MS;
    expect((await withHeaders({ cookie: next.cookie })('GET', '/v1/me')).status).toBe(401);
  });

  it('opens with a one-time token, once, however many come with it at the same time', async () => {
    const { accounts, access } = ledger.serving.house;
    const account = await accounts.verify(official.login, official.password);
    const { token } = await access.issue('SIGN_IN', official.id, account?.id ?? '', official.id);
    const tries = await Promise.all([1, 2, 3].map(() => ledger.nobody('POST', '/v1/sessions/one-time', { body: { token } })));
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 401, 401]);
    expect((await ledger.nobody('POST', '/v1/sessions/one-time', { body: { token } })).status).toBe(401);
  });
});

describe('signing in', () => {
  const signIn = (login: string, password: string) => ledger.nobody('POST', '/v1/tokens', { body: { login, password } });

  it('answers in the same way for a wrong password and for an account that is not there', async () => {
    const wrong = seen(await signIn(official.login, 'another long phrase'));
    const unknown = seen(await signIn('nobody', 'another long phrase'));
    expect(wrong.status).toBe(401);
    expect(unknown).toEqual(wrong);
    now += LOGIN_WINDOW_MS;
  });

  it.each(['an account that is there', 'an account that is not'])(
    'lets %s wait after a few wrong passwords, in whatever spelling',
    async (which) => {
      const login = which === 'an account that is there' ? official.login : 'nobody-at-all';
      const tries: number[] = [];
      for (let n = 0; n < LOGIN_FAILURES_PER_ACCOUNT_MAX; n++)
        tries.push((await signIn(n % 2 === 0 ? login : login.toUpperCase(), 'another long phrase')).status);
      expect(tries).toEqual(tries.map(() => 401));
      const throttled = await signIn(login, PASSWORD);
      expect([throttled.status, throttled.json()['code']]).toEqual([429, 'throttled']);
      expect(Number(throttled.headers.get('retry-after'))).toBe(LOGIN_WINDOW_MS / 1000);
      now += LOGIN_WINDOW_MS - 1;
      expect((await signIn(login, PASSWORD)).status).toBe(429);
      now += 1;
      expect((await signIn(login, PASSWORD)).status).toBe(which === 'an account that is there' ? 201 : 401);
      now += LOGIN_WINDOW_MS;
    },
  );

  it('counts what comes at once, not only what came before', async () => {
    const tries = await Promise.all(Array.from({ length: 12 }, () => signIn(official.login, 'another long phrase')));
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(LOGIN_FAILURES_PER_ACCOUNT_MAX);
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(12 - LOGIN_FAILURES_PER_ACCOUNT_MAX);
    now += LOGIN_WINDOW_MS;
  });

  it('lets an address wait that tries one account after the other', async () => {
    const names = Array.from({ length: LOGIN_FAILURES_PER_ADDRESS_MAX }, (_, n) => `nobody-${n}`);
    const tries = await Promise.all(names.map((name) => signIn(name, 'another long phrase')));
    expect(tries.map(({ status }) => status)).toEqual(names.map(() => 401));
    const throttled = await signIn(official.login, PASSWORD);
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, String(LOGIN_WINDOW_MS / 1000)]);
    now += LOGIN_WINDOW_MS;
    expect((await signIn(official.login, PASSWORD)).status).toBe(201);
  });
});

describe('enrolment', () => {
  const enrol = (token: string, login: string, password = PASSWORD) =>
    ledger.nobody('POST', '/v1/enrolments', { body: { token, login, password } });

  it('makes one account of one token, however many come with it at the same time', async () => {
    const token = await newInvitation();
    const tries = await Promise.all(['zarghun', 'spogmai', 'palwasha'].map((login) => enrol(token, login)));
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 401, 401]);
    const made = tries.find(({ status }) => status === 201)?.json<{ login: string }>().login ?? '';
    expect((await ledger.nobody('POST', '/v1/tokens', { body: { login: made, password: PASSWORD } })).status).toBe(201);
    expect((await enrol(token, 'later')).status).toBe(401);
  });

  it('gives a name to one account only, also where two ask for it at the same time, and keeps the token of the other', async () => {
    const tokens = [await newInvitation(), await newInvitation()];
    const tries = await Promise.all(tokens.map((token, n) => enrol(token, n === 0 ? 'gulmina' : 'GULMINA')));
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 409]);
    const other = tokens[tries.findIndex(({ status }) => status === 409)] ?? '';
    expect(tries.find(({ status }) => status === 409)?.json()).toMatchObject({ code: 'access.login-taken' });
    expect((await enrol(other, 'gulmina-2')).status).toBe(201);
  });

  it('asks for a password that is long enough and not too long, and keeps the token', async () => {
    const [token, other] = [await newInvitation(), await newInvitation()];
    for (const length of [PASSWORD_LENGTH_MIN - 1, PASSWORD_LENGTH_MAX + 1]) {
      const answer = await enrol(token, 'toorpekai', 'p'.repeat(length));
      expect([answer.status, answer.json()['errors']]).toEqual([400, [expect.objectContaining({ pointer: '/password' })]]);
    }
    expect((await enrol(token, 'toorpekai', 'p'.repeat(PASSWORD_LENGTH_MIN))).status).toBe(201);
    expect((await enrol(other, 'toorpekai-2', 'p'.repeat(PASSWORD_LENGTH_MAX))).status).toBe(201);
  });

  it('ends with its time, and with the next invitation of the same person', async () => {
    const late = await newInvitation();
    now += ENROLMENT_LIFETIME_MS;
    expect((await enrol(late, 'too-late')).status).toBe(401);
    const ask = await administrator();
    const id = await newcomer(ask);
    const [first, second] = [await invitationOf(ask, id), await invitationOf(ask, id)];
    expect([(await enrol(first, 'first')).status, (await enrol(second, 'second')).status]).toEqual([401, 201]);
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM_ID } from '../../src/negotiation/singletons';
import {
  accepted,
  type Answer,
  type Ask,
  invitationOf,
  PASSWORD,
  type Person,
  registered,
  type ServedLedger,
  servedLedger,
} from '../support/serving';

/* INV-47 from outside: who is somebody, and who may make him so. */

const RANDOM_ID = '7e57ab1e-0000-4000-8000-000000000001';

let ledger: ServedLedger;
let province: Ask;
let federal: Ask;
beforeAll(async () => {
  ledger = await servedLedger();
  province = ledger.administrators.PROVINCE.ask;
  federal = ledger.administrators.FEDERAL.ask;
});

const grant = (ask: Ask, id: string, role: string) => ask('POST', `/v1/participants/${id}/grant-role`, { body: { role } });
const codeOf = (answer: Answer) => [answer.status, answer.json()['code'], answer.json()['invariant']];

interface Event {
  readonly id: string;
  readonly type: string;
}

/** The last event of a type in a participant's stream. */
async function eventOf(ask: Ask, id: string, type: string): Promise<string> {
  const events = accepted(await ask('GET', `/v1/participants/${id}/events`)).json<Event[]>();
  return events.findLast((event) => event.type === type)?.id ?? '';
}

describe('a provincial administrator', () => {
  it.each(['FEDERAL_REVIEWER', 'FEDERAL_LIAISON', 'FEDERAL_ADMINISTRATOR'])('makes neither himself nor anybody else %s', async (role) => {
    const other = await registered(province, 'Somebody (fictitious)');
    expect(codeOf(await grant(province, ledger.administrators.PROVINCE.id, role))).toEqual([409, 'participant.own-grant', 'INV-47']);
    expect(codeOf(await grant(province, other, role))).toEqual([409, 'participant.other-side', 'INV-47']);
    expect((await province('GET', '/v1/me')).json()['roles']).toEqual(['ADMINISTRATOR']);
  });

  it('does not reach the people of the other side, nor the other side his', async () => {
    const [theirs, ours] = [await ledger.person(['FEDERAL_REVIEWER']), await ledger.person(['NEGOTIATOR'])];
    for (const [ask, { id }, role] of [
      [province, theirs, 'AUDITOR'],
      [federal, ours, 'AUDITOR'],
    ] as const) {
      expect(codeOf(await grant(ask, id, role))).toEqual([409, 'participant.other-side', 'INV-47']);
      expect(
        codeOf(await ask('POST', `/v1/participants/${id}/grant-clearance-level`, { body: { level: 'TOP_SECRET', caveats: [] } })),
      ).toEqual([409, 'participant.other-side', 'INV-47']);
      expect(codeOf(await ask('POST', `/v1/participants/${id}/enrolment-tokens`))).toEqual([409, 'access.other-side', 'INV-47']);
      const bindingEventId = await eventOf(ask, id, 'AccountBound');
      expect(codeOf(await ask('POST', `/v1/participants/${id}/unbind-account`, { body: { bindingEventId } }))).toEqual([
        409,
        'participant.other-side',
        'INV-47',
      ]);
    }
    expect((await theirs.ask('GET', '/v1/me')).status).toBe(200);
  });

  it('does not clear anybody for what is for federal eyes only', async () => {
    const id = await registered(province, 'Somebody (fictitious)');
    const body = { level: 'SECRET', caveats: ['FEDERAL_EYES_ONLY'] };
    expect(codeOf(await province('POST', `/v1/participants/${id}/grant-clearance-level`, { body }))).toEqual([
      409,
      'participant.other-side',
      'INV-47',
    ]);
    expect((await federal('POST', `/v1/participants/${id}/grant-clearance-level`, { body })).status).toBe(200);
  });
});

it.each(['AUDITOR', 'DASHBOARD_VIEWER'])('%s is on neither side and is granted by either', async (role) => {
  for (const ask of [province, federal]) expect((await grant(ask, await registered(ask, 'Somebody (fictitious)'), role)).status).toBe(200);
});

describe('SYSTEM', () => {
  it('is nobody: no role, no account', async () => {
    expect(codeOf(await grant(province, SYSTEM_ID, 'NEGOTIATOR'))).toEqual([409, 'participant.reserved', 'INV-47']);
    expect((await province('POST', `/v1/participants/${SYSTEM_ID}/enrolment-tokens`)).status).toBe(409);
    expect(codeOf(await grant(province, await registered(province, 'Somebody (fictitious)'), 'SYSTEM'))).toEqual([
      409,
      'participant.reserved',
      'INV-47',
    ]);
  });

  it('binds accounts itself: there is no route for it', async () => {
    expect((await province('POST', `/v1/participants/${RANDOM_ID}/bind-account`, { body: {} })).status).toBe(404);
  });
});

describe('an invitation', () => {
  it('is for administrators, and for somebody who is there', async () => {
    const official = await ledger.person(['PROVINCIAL_OFFICIAL']);
    expect(codeOf(await official.ask('POST', `/v1/participants/${official.id}/enrolment-tokens`)).slice(0, 2)).toEqual([403, 'forbidden']);
    for (const id of [RANDOM_ID, 'not-an-id']) expect((await province('POST', `/v1/participants/${id}/enrolment-tokens`)).status).toBe(404);
  });

  it('waits until a side answers for the person', async () => {
    const id = await registered(province, 'Somebody (fictitious)');
    expect(codeOf(await province('POST', `/v1/participants/${id}/enrolment-tokens`))).toEqual([409, 'access.other-side', 'INV-47']);
    accepted(await grant(province, id, 'RAPPORTEUR'));
    expect((await province('POST', `/v1/participants/${id}/enrolment-tokens`)).status).toBe(201);
  });

  it('binds the account with an event that names who invited', async () => {
    const id = await registered(province, 'Somebody (fictitious)');
    accepted(await grant(province, id, 'RAPPORTEUR'));
    const token = await invitationOf(province, id);
    accepted(await ledger.nobody('POST', '/v1/enrolments', { body: { token, login: 'spinkai', password: PASSWORD } }));
    const events = (await province('GET', `/v1/participants/${id}/events`)).json<{ type: string; recordedBy: string; data: object }[]>();
    expect(events.at(-1)).toMatchObject({
      type: 'AccountBound',
      recordedBy: SYSTEM_ID,
      data: { invitedBy: ledger.administrators.PROVINCE.id },
    });
  });
});

describe('what was taken away', () => {
  let person: Person;
  beforeAll(async () => {
    person = await ledger.person(['PROVINCIAL_OFFICIAL', 'NEGOTIATOR']);
  });
  const register = () => person.ask('POST', '/v1/parties', { body: { type: 'COMMUNITY', canonicalName: 'A valley (fictitious)' } });

  it('is gone at the next request: a role', async () => {
    expect((await register()).status).toBe(201);
    const events = (await province('GET', `/v1/participants/${person.id}/events`)).json<(Event & { data: { role?: string } })[]>();
    const grantEventId = events.find(({ data }) => data.role === 'PROVINCIAL_OFFICIAL')?.id;
    accepted(await province('POST', `/v1/participants/${person.id}/withdraw-role`, { body: { grantEventId } }));
    expect(codeOf(await register()).slice(0, 2)).toEqual([403, 'forbidden']);
    expect((await person.ask('GET', '/v1/me')).json()['roles']).toEqual(['NEGOTIATOR']);
  });

  it('is gone at the next request: a level', async () => {
    accepted(await province('POST', `/v1/participants/${person.id}/grant-clearance-level`, { body: { level: 'PUBLIC', caveats: [] } }));
    expect((await person.ask('GET', '/v1/me')).json()['clearance']).toBe('PUBLIC');
    expect((await person.ask('GET', `/v1/participants/${person.id}`)).json()).toEqual({ withheld: 'RESTRICTED' });
  });

  it('is gone at the next request: the account, with all its tokens, sessions and its password', async () => {
    const { login, password } = person;
    const session = accepted(await ledger.nobody('POST', '/v1/sessions', { body: { login, password } }));
    const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
    const bindingEventId = await eventOf(province, person.id, 'AccountBound');
    accepted(await province('POST', `/v1/participants/${person.id}/unbind-account`, { body: { bindingEventId } }));
    expect((await person.ask('GET', '/v1/me')).status).toBe(401);
    expect((await ledger.nobody('GET', '/v1/me', { headers: { cookie } })).status).toBe(401);
    for (const way of ['tokens', 'sessions'])
      expect((await ledger.nobody('POST', `/v1/${way}`, { body: { login, password } })).status).toBe(401);
  });
});

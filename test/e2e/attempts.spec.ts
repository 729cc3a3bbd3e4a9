import { beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, type Ask, type Person, type ServedLedger, servedLedger } from '../support/serving';

/* INV-49 from outside: what somebody was refused, and who reads of it. */

const MONTH = '2025-03';
const RANDOM_ID = '7e57ab1e-0000-4000-8000-000000000001';

let ledger: ServedLedger;
let auditor: Person;
beforeAll(async () => {
  const begun = Date.now();
  ledger = await servedLedger({ clock: () => Date.parse('2025-03-01T09:30:00.000Z') + Date.now() - begun });
  auditor = await ledger.person(['AUDITOR']);
});

interface Entry {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly leaf: string;
}
const attemptsOf = async ({ id }: Person, ask: Ask = auditor.ask): Promise<Entry[]> =>
  accepted(await ask('GET', `/v1/audit/attempts?participant=${id}&month=${MONTH}`)).json<{ events: Entry[] }>().events;
const head = (): Promise<number> => ledger.serving.house.store.head();

const redLine = { topic: 'SECURITY', text: { lang: 'en', body: 'No text.' }, effect: 'PROHIBITED', examples: [] };

describe('an act for which somebody has not the role', () => {
  it('is refused as ever, and kept for the auditor and the liaison', async () => {
    const negotiator = await ledger.person(['NEGOTIATOR']);
    const liaison = await ledger.person(['FEDERAL_LIAISON']);
    const answer = await negotiator.ask('POST', '/v1/policy-framework/declare-red-line', { body: redLine });
    expect([answer.status, answer.json()['code']]).toEqual([403, 'forbidden']);
    const [entry, ...others] = await attemptsOf(negotiator);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      type: 'AttemptRefused',
      data: { participantId: negotiator.id, command: 'DeclareRedLine', code: 'forbidden', input: JSON.stringify(redLine) },
    });
    expect(entry?.leaf).not.toMatch(/BROKEN/);
    expect(await attemptsOf(negotiator, liaison.ask)).toHaveLength(1);
    for (const reader of [negotiator, await ledger.person(['FOCAL_PERSON'])]) {
      const told = await reader.ask('GET', `/v1/audit/attempts?participant=${negotiator.id}&month=${MONTH}`);
      expect([told.status, told.json()['code']]).toEqual([403, 'forbidden']);
      expect((await reader.ask('GET', `/v1/audit/trail?stream=attempts-${RANDOM_ID}`)).status).toBe(403);
    }
  });

  it('is not kept where he only asks what would be', async () => {
    const negotiator = await ledger.person(['NEGOTIATOR']);
    const before = await head();
    expect((await negotiator.ask('POST', '/v1/policy-framework/declare-red-line?dry-run=true', { body: redLine })).status).toBe(403);
    accepted(await negotiator.ask('GET', '/v1/policy-framework/actions'));
    expect(await head()).toBe(before);
    expect(await attemptsOf(negotiator)).toEqual([]);
  });
});

describe('an act that a rule refuses', () => {
  it('is kept with the rule, where it is one of those', async () => {
    const [official, focal] = [await ledger.person(['PROVINCIAL_OFFICIAL']), await ledger.person(['FOCAL_PERSON'])];
    const party = accepted(
      await official.ask('POST', '/v1/parties', { body: { type: 'PROVINCIAL_GOVERNMENT', canonicalName: 'A province' } }),
    ).json<{ stream: { id: string } }>().stream.id;
    const objectives = [{ code: 'O1', text: 'Peace' }];
    const proposal = { title: 'Dialogue', sponsorPartyId: party, objectives };
    const opened = accepted(await focal.ask('POST', '/v1/initiatives', { body: proposal })).json<{ stream: { id: string } }>();
    const statement = {
      initiativeId: opened.stream.id,
      mode: 'DIRECT',
      place: { name: 'Peshawar', country: 'PK', placePrecision: 2 },
      plannedFor: null,
      clearanceIds: [],
      speakerId: focal.id,
      text: { lang: 'ur', body: 'ہم بات کریں گے۔' },
      refersTo: [],
    };
    const asked = (query = '') => focal.ask('POST', `/v1/contacts/public-statements${query}`, { body: statement });
    expect((await asked('?dry-run=true')).json()['code']).toBe('contact.not-spokesman');
    expect(await attemptsOf(focal)).toEqual([]);
    const answer = await asked();
    expect([answer.status, answer.json()['code'], answer.json()['invariant']]).toEqual([409, 'contact.not-spokesman', 'INV-41']);
    expect(await attemptsOf(focal)).toMatchObject([
      { data: { command: 'SchedulePublicStatement', code: 'contact.not-spokesman', invariant: 'INV-41' } },
    ]);
    // A rule of the register is none of those that are kept.
    expect((await focal.ask('POST', '/v1/initiatives', { body: { ...proposal, sponsorPartyId: RANDOM_ID } })).status).toBe(409);
    expect(await attemptsOf(focal)).toHaveLength(1);
  });
});

it('names a person and a month', async () => {
  for (const query of ['', `?participant=${auditor.id}`, `?participant=x&month=${MONTH}`, `?participant=${auditor.id}&month=2025-13`])
    expect((await auditor.ask('GET', `/v1/audit/attempts${query}`)).status).toBe(400);
  expect((await auditor.ask('GET', `/v1/audit/attempts?participant=${auditor.id}&month=${MONTH}&more=1`)).status).toBe(400);
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { jirga, type Said } from '../../test/support/cli';
import { accepted, type Person, type ServedLedger, servedLedger } from '../../test/support/serving';

let ledger: ServedLedger;
let focal: Person;
let initiativeId: string;
let position: string;
beforeAll(async () => {
  ledger = await servedLedger();
  focal = await ledger.person(['PROVINCIAL_OFFICIAL', 'FOCAL_PERSON']);
  const id = async (path: string, body: object): Promise<string> => {
    const recorded = accepted(await focal.ask('POST', path, { body })).json<{ stream: { id: string }; position: string }>();
    position = recorded.position;
    return recorded.stream.id;
  };
  const sponsorPartyId = await id('/v1/parties', { type: 'PROVINCIAL_GOVERNMENT', canonicalName: 'The province (fictitious)' });
  initiativeId = await id('/v1/initiatives', { title: 'دوه پلاوي', sponsorPartyId, objectives: [{ code: 'O1', text: 'Peace' }] });
});

const asked = (...args: readonly string[]): Promise<Said> =>
  jirga(args, { environment: { JIRGA_URL: ledger.serving.address, JIRGA_TOKEN: focal.token } });
const board = (...args: readonly string[]): Promise<Said> => asked('board', 'agreement-state', '--at-least', position, ...args);

describe('jirga board', () => {
  it('shows the rows, how many, and of when', async () => {
    const { code, out } = await board('--initiativeId', initiativeId);
    expect(code).toBe(0);
    expect(out).toMatch(/title +دوه پلاوي/);
    expect(out).toMatch(/\n1 row; as of \d{4}-\S+$/);
  });

  it('shows chosen columns as a table', async () => {
    const { out } = await board('--columns', 'title,federalStanding');
    expect(out.split('\n').slice(0, 2)).toEqual(['title      federalStanding', 'دوه پلاوي  NONE']);
    expect(await board('--columns', 'titel')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean title?') });
  });

  it('in the language of whoever reads, and says where a machine chose the words; what people wrote stays', async () => {
    const { out, err } = await board('--columns', 'title,federalStanding', '--lang', 'ur');
    expect(out).toMatch(/^title +وفاقی موقف\nدوه پلاوي +کوئی نہیں\n/);
    expect(err).toMatch(/^DRAFT: /);
    const environment = { JIRGA_URL: ledger.serving.address, JIRGA_TOKEN: focal.token, JIRGA_LANG: 'ur' };
    const args = ['board', 'agreement-state', '--at-least', position, '--columns', 'title,federalStanding'];
    expect((await jirga(args, { environment })).out.split('\n')[0]).toBe(out.split('\n')[0]);
    expect(await jirga([...args, '--lang', 'en'], { environment })).toMatchObject({
      err: '',
      out: expect.stringMatching(/دوه پلاوي +none/),
    });
    expect(await board('--lang', 'fr')).toMatchObject({ code: 2, err: expect.stringContaining('Allowed choices are en, ur, ps') });
  });

  it('as of another day', async () => {
    expect((await asked('board', 'agreement-state', '--known-at', '2020-01-01')).out).toMatch(
      /^\n0 rows; as of \S+, as known at 2020-01-01T/,
    );
  });

  it('prints what the ledger answers unchanged for machines', async () => {
    expect(JSON.parse((await board('--json')).out)).toMatchObject({ rows: [{ initiativeId }], total: 1 });
  });

  it('says which boards and filters there are', async () => {
    expect(await asked('board')).toMatchObject({ code: 2, out: expect.stringContaining('federal-review-queue  ') });
    expect(await asked('board', '--help')).toMatchObject({ code: 0, out: expect.stringMatching(/--columns[\s\S]*agreement-state/) });
    expect((await asked('board', 'agreement-state', '--help')).out).toMatch(/--federalStanding +Those[\s\S]*--page-size/);
  });

  it('suggests what was meant, and tells what the ledger finds wrong', async () => {
    expect(await asked('board', 'agrement-state')).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean agreement-state?'),
    });
    expect(await board('--initiativId', 'x')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean --initiativeId?') });
    expect(await board('--known-at', 'soon')).toMatchObject({ code: 2, err: expect.stringContaining('?known-at  must be an instant') });
  });
});

describe('jirga trail', () => {
  it('tells who did what, when, in which role, and what it changed', async () => {
    const { code, out } = await asked('trail', 'initiatives', initiativeId);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^InitiativeProposed\n {2}by Person 1 \(fictitious\) as FOCAL_PERSON\n {2}recorded \S+\n[\s\S]*title {2}- → دوه پلاوي\n[\s\S]*leaf OK$/,
    );
  });

  it('also of what there is once, and unchanged for machines', async () => {
    expect(await asked('trail', 'policy-framework')).toMatchObject({ code: expect.any(Number) });
    expect(JSON.parse((await asked('trail', 'initiatives', initiativeId, '--json')).out)).toMatchObject({
      stream: `initiative-${initiativeId}`,
    });
    expect(await asked('trail', 'initiatives', '00000000-0000-4000-8000-000000000000')).toMatchObject({
      code: 1,
      err: expect.stringContaining('not-found'),
    });
  });
});

describe('jirga attempts', () => {
  it('tells what somebody was refused, by which rule, and what he had asked', async () => {
    const auditor = await ledger.person(['AUDITOR']);
    const asAuditor = (...args: readonly string[]): Promise<Said> =>
      jirga(['attempts', ...args], { environment: { JIRGA_URL: ledger.serving.address, JIRGA_TOKEN: auditor.token } });
    const month = new Date().toISOString().slice(0, 7);
    expect(await asAuditor(focal.id)).toEqual({ code: 0, out: `0 entries in ${month}`, err: '' });
    const path = `/v1/initiatives/${initiativeId}/raise-federal-objection`;
    const body = { byOffice: 'An office', ground: 'POLICY', text: 'No.', public: false };
    expect((await focal.ask('POST', path, { body })).status).toBe(403);
    const { code, out } = await asAuditor(focal.id, '--month', month);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^RaiseFederalObjection on initiative-${initiativeId}\\n {2}refused {2}forbidden\\n`));
    expect(out).toMatch(/\n {2}asked {2}\{"byOffice":"An office"[\s\S]*\n {2}leaf OK\n\n1 entry in /);
    expect(JSON.parse((await asAuditor(focal.id, '--json')).out)).toMatchObject({ participantId: focal.id, events: [{}] });
    expect(await asAuditor(focal.id, '--month', 'May')).toMatchObject({ code: 2, err: expect.stringContaining('such as 2025-03') });
    expect(await asked('attempts', focal.id)).toMatchObject({ code: 1, err: expect.stringContaining('forbidden') });
  });
});

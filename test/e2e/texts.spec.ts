import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { jirga, type Said } from '../support/cli';
import { accepted, type Person, type ServedLedger, servedLedger } from '../support/serving';

/* A text on the table as it is read: on paper, revision by revision, clause by clause. Everybody and everything in it is invented. */

let ledger: ServedLedger;
let negotiator: Person;
let path: string;
let id: string;
let tribe: string;
let position: string;

async function recorded(person: Person, to: string, body: object): Promise<string> {
  const answer = accepted(await person.ask('POST', to, { body })).json<{ stream: { id: string }; position: string }>();
  ({ position } = answer);
  return answer.stream.id;
}

const clean = (text: string) => [{ state: 'CLEAN', text }];
const PASHTO = 'لومړۍ ماده\nتورخم د ورځې پرانیستی دی.\n\nناروغان د یوه ملګري سره تېرېږي.';

beforeAll(async () => {
  ledger = await servedLedger();
  const official = await ledger.person(['PROVINCIAL_OFFICIAL', 'FOCAL_PERSON']);
  negotiator = await ledger.person(['NEGOTIATOR']);
  const province = await recorded(official, '/v1/parties', { type: 'PROVINCIAL_GOVERNMENT', canonicalName: 'The province (fictitious)' });
  tribe = await recorded(official, '/v1/parties', { type: 'TRIBE', canonicalName: 'A tribe (fictitious)' });
  const initiativeId = await recorded(official, '/v1/initiatives', {
    title: 'Two delegations',
    sponsorPartyId: province,
    objectives: [{ code: 'O1', text: 'Peace' }],
  });
  const proposal = {
    initiativeId,
    title: 'Opening hours',
    topic: 'CROSS_BORDER_COLLABORATION',
    subTopics: ['CROSSING_POINTS'],
    authorPartyId: province,
    singleUndertaking: false,
    lang: 'ps',
    parties: [
      { partyId: province, mark: 'پښ' },
      { partyId: tribe, mark: 'قب' },
    ],
    clauses: [
      { eId: 'art_1', heading: 'لومړۍ ماده', segments: clean('تورخم د ورځې پرانیستی دی.') },
      { eId: 'art_2', segments: clean('ناروغان د یوه ملګري سره تېرېږي.') },
    ],
  };
  id = await recorded(negotiator, '/v1/proposals', proposal);
  path = `/v1/proposals/${id}`;
  const segments = [
    { state: 'CLEAN', text: 'تورخم ' },
    { state: 'BRACKETED', text: 'د شپې', by: [tribe] },
    { state: 'CLEAN', text: ' پرانیستی دی.' },
  ];
  const clauses = [{ eId: 'art_1', heading: 'لومړۍ ماده', segments }];
  await recorded(negotiator, `${path}/revise`, { baseRevision: 1, clauses, reason: 'They want the night.' });
});

const sha256 = (text: string, encoding: 'hex' | 'base64' = 'hex'): string => createHash('sha256').update(text, 'utf8').digest(encoding);

describe('GET /v1/proposals/:id/text', () => {
  it('is exactly the bytes that are hashed and cleared', async () => {
    const { state } = accepted(await negotiator.ask('GET', path)).json<{ state: { text: { textHash: string } } }>();
    const answer = accepted(await negotiator.ask('GET', `${path}/text`));
    expect(answer.text).toContain('تورخم [قب: د شپې] پرانیستی دی.');
    expect(sha256(answer.text)).toBe(state.text.textHash);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('content-language')).toBe('ps');
    expect(answer.headers.get('repr-digest')).toBe(`sha-256=:${sha256(answer.text, 'base64')}:`);
    const first = accepted(await negotiator.ask('GET', `${path}/text?revision=1`));
    expect(first.text).toBe(PASHTO);
  });

  it('says with what it is, where that is asked for', async () => {
    const answer = accepted(await negotiator.ask('GET', `${path}/text?revision=1&format=json`));
    expect(answer.json()).toEqual({ id, revision: 1, lang: 'ps', body: PASHTO, textHash: sha256(PASHTO) });
  });

  it.each([
    ['?revision=0', '?revision'],
    ['?revision=3', '?revision'],
    ['?revision=one', '?revision'],
    ['?format=pdf', '?format'],
    ['?colour=red', '?colour'],
  ])('refuses %s', async (query, pointer) => {
    const answer = await negotiator.ask('GET', `${path}/text${query}`);
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'invalid-input', errors: [{ pointer }] });
  });
});

describe('GET /v1/proposals/:id/diff', () => {
  it('says word by word what changed', async () => {
    const answer = accepted(await negotiator.ask('GET', `${path}/diff?from=1&to=2`));
    expect(answer.json()).toMatchObject({
      id,
      lang: 'ps',
      from: { revision: 1, textHash: sha256(PASHTO) },
      to: { revision: 2 },
      unchanged: 1,
      clauses: [
        {
          eId: 'art_1',
          change: 'REWORDED',
          words: [
            { kind: 'KEPT', text: 'لومړۍ ماده\nتورخم ' },
            { kind: 'ADDED', text: '[قب: ' },
            { kind: 'KEPT', text: 'د ' },
            { kind: 'REMOVED', text: 'ورځې' },
            { kind: 'ADDED', text: 'شپې]' },
            { kind: 'KEPT', text: ' پرانیستی دی.' },
          ],
        },
      ],
    });
    expect(accepted(await negotiator.ask('GET', `${path}/diff`)).text).toBe(answer.text);
  });

  it.each([
    ['?from=7', '?from'],
    ['?to=7', '?to'],
    ['?since=1', '?since'],
  ])('refuses %s', async (query, pointer) => {
    const answer = await negotiator.ask('GET', `${path}/diff${query}`);
    expect([answer.status, answer.json<{ errors: unknown }>().errors]).toMatchObject([400, [{ pointer }]]);
  });

  it.each(['text', 'diff'])('shows nothing to whoever may not see the record: %s', async (what) => {
    const onlooker = await ledger.person(['NEGOTIATOR'], { level: 'PUBLIC' });
    expect((await onlooker.ask('GET', `${path}/${what}`)).json()).toEqual({ withheld: 'RESTRICTED' });
    expect((await negotiator.ask('GET', `/v1/proposals/${tribe}/${what}`)).status).toBe(404);
    expect((await ledger.nobody('GET', `${path}/${what}`)).status).toBe(401);
  });
});

describe('jirga', () => {
  const asked = (...args: readonly string[]): Promise<Said> =>
    jirga(args, { environment: { JIRGA_URL: ledger.serving.address, JIRGA_TOKEN: negotiator.token } });

  it('show --text prints the words alone, letter for letter, and beside them their hash', async () => {
    expect(await asked('show', 'proposals', id, '--text', '--revision', '1')).toEqual({
      code: 0,
      out: PASHTO,
      err: `revision 1, SHA-256 ${sha256(PASHTO)}`,
    });
    expect(JSON.parse((await asked('show', 'proposals', id, '--text', '--json')).out)).toMatchObject({ revision: 2 });
    expect(await asked('show', 'proposals', id, '--text', '--revision', '9')).toMatchObject({ code: 2 });
    expect(await asked('show', 'proposals', id, '--text', '--events')).toMatchObject({ code: 2 });
    expect(await asked('show', 'proposals', id, '--revision', '1')).toMatchObject({ code: 2 });
  });

  it('diff tells what went and what came, each on its own line', async () => {
    const { code, out } = await asked('diff', 'proposals', id, '--from', '1', '--to', '2');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      `proposals ${id}  revision 1 → 2`,
      '',
      'art_1  REWORDED',
      '    لومړۍ ماده',
      '    تورخم',
      '  + [قب:',
      '    د',
      '  - ورځې',
      '  + شپې]',
      '    پرانیستی دی.',
      '',
      '1 clause changed, 1 unchanged',
    ]);
    expect(JSON.parse((await asked('diff', 'proposals', id, '--json')).out)).toMatchObject({ unchanged: 1 });
    expect(await asked('diff', 'proposals', id, '--from', '9')).toMatchObject({ code: 2, err: expect.stringContaining('from') });
  });
});

describe('the board of clauses', () => {
  it('has a row for each clause, as of now as it is live', async () => {
    const board = async (query = '') =>
      accepted(await negotiator.ask('GET', `/v1/boards/clause-matrix?proposalId=${id}&at-least=${position}${query}`)).json<{
        rows: object[];
        total: number;
      }>();
    const live = await board();
    expect(live).toMatchObject({
      total: 2,
      rows: [
        { eId: 'art_1', state: 'BRACKETED', bracketCount: 1, revision: 2, wordedIn: 2 },
        { eId: 'art_2', state: 'CLEAN', wordedIn: 1, parties: [{ mark: 'پښ' }, { partyId: tribe, stance: 'NO_POSITION_STATED' }] },
      ],
    });
    const now = new Date().toISOString();
    expect((await board(`&known-at=${now}&effective-at=${now}`)).rows).toEqual(live.rows);
    expect(await board('&known-at=2025-01-01T00:00:00Z')).toMatchObject({ total: 0 });
  });
});

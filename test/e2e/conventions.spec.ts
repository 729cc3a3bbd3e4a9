import { beforeAll, describe, expect, it } from '@jest/globals';
import { mandateIdOf } from '../../src/negotiation/mandate/mandate.state';
import { accepted, type Answer, asking, type Person, type ServedLedger, servedLedger } from '../support/serving';

/* What is the same for every endpoint (api.md), so that whoever knows one knows them all. */

const RANDOM_ID = '7e57ab1e-0000-4000-8000-000000000001';
const PARTIES = '/v1/parties';
const VALLEY = { type: 'COMMUNITY', canonicalName: 'A valley (fictitious)' };

let ledger: ServedLedger;
let official: Person;
let colleague: Person;
/** Cleared for less than what is recorded here. */
let junior: Person;
let liaison: Person;
beforeAll(async () => {
  ledger = await servedLedger();
  official = await ledger.person(['PROVINCIAL_OFFICIAL'], { level: 'SECRET' });
  colleague = await ledger.person(['PROVINCIAL_OFFICIAL'], { level: 'SECRET' });
  junior = await ledger.person(['PROVINCIAL_OFFICIAL'], { level: 'RESTRICTED' });
  liaison = await ledger.person(['FEDERAL_LIAISON'], { level: 'SECRET', caveats: ['FEDERAL_EYES_ONLY'] });
});

const head = (): Promise<number> => ledger.serving.house.store.head();
const etag = ({ headers }: Answer): string | null => headers.get('etag');
const isReplayed = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true';

interface RecordedSeen {
  readonly stream: { readonly type: string; readonly id: string; readonly revision: number };
  readonly position: string;
  readonly events: readonly { readonly id: string; readonly type: string; readonly revision: number; readonly flags: readonly string[] }[];
}

const register = (person: Person, body: object = VALLEY, headers: Record<string, string> = {}) =>
  person.ask('POST', PARTIES, { body, headers });
async function newParty(person = official, record?: object): Promise<string> {
  const answer = accepted(await register(person, record ? { ...VALLEY, record } : VALLEY));
  return `${PARTIES}/${answer.json<RecordedSeen>().stream.id}`;
}
const designate = (person: Person, path: string, name: string, headers: Record<string, string> = {}) =>
  person.ask('POST', `${path}/record-designation`, {
    headers,
    body: { name, lang: 'ps', script: 'Arab', usedByPartyId: path.slice(PARTIES.length + 1) },
  });

describe('what was recorded', () => {
  it('is answered 201 with where it is, at which revision, and what happened', async () => {
    const before = await head();
    const answer = await register(official);
    const { stream, position, events, ...rest } = answer.json<RecordedSeen>();
    expect([answer.status, etag(answer), answer.headers.get('location')]).toEqual([201, '"0"', `${PARTIES}/${stream.id}`]);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(stream).toMatchObject({ type: 'party', revision: 0 });
    expect(events).toEqual([{ id: expect.any(String), type: 'PartyRegistered', revision: 0, flags: [] }]);
    expect(rest).toEqual({ deviations: [] });
    expect(Number(position)).toBeGreaterThan(before);
    expect(await head()).toBe(Number(position));
    const read = await official.ask('GET', answer.headers.get('location') ?? '');
    expect([read.status, etag(read)]).toEqual([200, '"0"']);
    expect(read.json()).toMatchObject({ id: stream.id, revision: 0, classification: { level: 'RESTRICTED' } });
  });

  it('is answered 200 where the record was there before', async () => {
    const path = await newParty();
    const answer = await designate(official, path, 'دره');
    expect([answer.status, etag(answer), answer.headers.get('location')]).toEqual([200, '"1"', path]);
    expect(etag(await official.ask('GET', path))).toBe('"1"');
  });
});

describe('Idempotency-Key', () => {
  it('makes a repeat safe: the same answer, and nothing more is recorded', async () => {
    const first = await register(official, VALLEY, { 'idempotency-key': 'once' });
    const recorded = await head();
    const again = await register(official, VALLEY, { 'idempotency-key': 'once' });
    expect([first.status, again.status, isReplayed(first), isReplayed(again)]).toEqual([201, 201, false, true]);
    expect([again.text, etag(again), again.headers.get('location')]).toEqual([first.text, etag(first), first.headers.get('location')]);
    expect(await head()).toBe(recorded);
  });

  it('also where both come at the same time', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => register(official, VALLEY, { 'idempotency-key': 'at once' })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter((answer) => !isReplayed(answer))).toHaveLength(1);
  });

  it('is refused with other input, and the first act stands', async () => {
    const path = await newParty();
    accepted(await designate(official, path, 'One', { 'idempotency-key': 'name' }));
    const recorded = await head();
    const other = await designate(official, path, 'Other', { 'idempotency-key': 'name' });
    expect(other.json()).toMatchObject({ status: 422, code: 'key-reused' });
    const record = { classification: { level: 'SECRET' } };
    expect((await register(official, { ...VALLEY, record }, { 'idempotency-key': 'once' })).status).toBe(422);
    expect(await head()).toBe(recorded);
  });

  it("is each person's own, and each record's", async () => {
    const [mine, theirs] = [
      await register(official, VALLEY, { 'idempotency-key': 'shared' }),
      await register(colleague, VALLEY, { 'idempotency-key': 'shared' }),
    ];
    expect([theirs.status, isReplayed(theirs)]).toEqual([201, false]);
    expect(theirs.headers.get('location')).not.toBe(mine.headers.get('location'));
    for (const path of [await newParty(), await newParty()])
      expect(isReplayed(await designate(official, path, 'Same', { 'idempotency-key': 'same' }))).toBe(false);
  });

  it('does not remember a refusal', async () => {
    const designation = (path: string) => designate(official, path, 'Early', { 'idempotency-key': 'early' });
    expect((await designation(`${PARTIES}/${RANDOM_ID}`)).status).toBe(404);
    expect((await designation(await newParty())).status).toBe(200);
  });
});

describe('If-Match', () => {
  it('records on the revision that was seen, and on no other', async () => {
    const path = await newParty();
    expect((await designate(official, path, 'First', { 'if-match': '"0"' })).status).toBe(200);
    const recorded = await head();
    for (const stale of ['"0"', '"2"'])
      expect((await designate(official, path, 'Late', { 'if-match': stale })).json()).toMatchObject({
        status: 412,
        code: 'precondition-failed',
      });
    expect(await head()).toBe(recorded);
    expect((await designate(official, path, 'Second', { 'if-match': '"1"' })).status).toBe(200);
  });
});

describe('what there is one of for each', () => {
  let focal: Person;
  let initiativeId: string;
  beforeAll(async () => {
    focal = await ledger.person(['FOCAL_PERSON']);
    const sponsorPartyId = (await newParty()).slice(PARTIES.length + 1);
    const body = { title: 'Dialogue', sponsorPartyId, objectives: [{ code: 'O1', text: 'Peace' }] };
    initiativeId = accepted(await focal.ask('POST', '/v1/initiatives', { body })).json<RecordedSeen>().stream.id;
  });
  const draft = (headers: Record<string, string> = {}, delegationsMax = 2, dryRun = '') =>
    focal.ask('POST', `/v1/mandates${dryRun}`, {
      headers,
      body: {
        initiativeId,
        text: { lang: 'en', body: 'The delegations listen.' },
        topics: ['SECURITY'],
        acts: { phase1: ['LISTEN'], phase2: [] },
        counterpartKinds: [],
        counterpartPartyIds: [],
        delegationsMax,
        places: [],
        validFrom: '2025-03-01T00:00:00Z',
        reportingRule: 'After each return.',
      },
    });

  it('is opened once, under an id that follows from what it is for', async () => {
    const id = mandateIdOf(initiativeId);
    expect((await draft({ 'if-match': '"0"' })).status).toBe(412);
    expect((await draft({}, 2, '?dry-run=true')).json<RecordedSeen>()).toMatchObject({ stream: { id, revision: 0 }, position: '' });
    const first = await draft({ 'idempotency-key': 'mandate' });
    expect([first.status, first.headers.get('location'), etag(first)]).toEqual([201, `/v1/mandates/${id}`, '"0"']);
    expect(first.json()).toMatchObject({ stream: { type: 'mandate', id, revision: 0 }, events: [{ type: 'MandateDrafted' }] });
    const again = await draft({ 'idempotency-key': 'mandate' });
    expect([again.status, isReplayed(again), again.text]).toEqual([201, true, first.text]);
    expect((await draft({ 'idempotency-key': 'mandate' }, 3)).status).toBe(422);
    const recorded = await head();
    const second = await draft();
    expect([second.status, second.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'record.exists-already', stream: `mandate-${id}`, revision: 0 }),
    ]);
    expect((await draft({ 'if-match': '"0"' })).json()).toMatchObject({ code: 'record.exists-already' });
    expect((await draft({ 'if-match': '"1"' })).status).toBe(412);
    expect(await head()).toBe(recorded);
  });

  it('and OpenAPI says so', async () => {
    const { paths } = (await ledger.nobody('GET', '/openapi.json')).json<{ paths: Record<string, { post: { description: string } }> }>();
    expect(paths['/v1/mandates']?.post.description).toMatch(
      /^Opens a new mandate; its id follows from what you send, so that there is one at most\./,
    );
    expect(paths['/v1/initiatives']?.post.description).toMatch(/^Opens a new initiative\./);
  });
});

describe('dry-run', () => {
  it('answers as if, and records nothing', async () => {
    const path = await newParty();
    const recorded = await head();
    const created = await official.ask('POST', `${PARTIES}?dry-run=true`, { body: VALLEY });
    expect([created.status, created.json()['position']]).toEqual([200, '']);
    const { id } = created.json<RecordedSeen>().stream;
    expect((await official.ask('GET', `${PARTIES}/${id}`)).status).toBe(404);
    const body = { name: 'As if', lang: 'ps', script: 'Arab', usedByPartyId: RANDOM_ID };
    expect((await official.ask('POST', `${path}/record-designation?dry-run=true`, { body })).json()).toMatchObject({
      status: 409,
      code: 'party.user-unknown',
    });
    expect(etag(await official.ask('GET', path))).toBe('"0"');
    expect(await head()).toBe(recorded);
  });

  it('leaves the key for the act itself', async () => {
    const headers = { 'idempotency-key': 'tried' };
    accepted(await official.ask('POST', `${PARTIES}?dry-run=true`, { body: VALLEY, headers }));
    const act = await official.ask('POST', `${PARTIES}?dry-run=false`, { body: VALLEY, headers });
    expect([act.status, isReplayed(act)]).toEqual([201, false]);
  });
});

describe('a refusal', () => {
  it('says rule, reason and remedy in words, and its type is a page', async () => {
    const path = await newParty();
    const body = { name: 'Of nobody', lang: 'ps', script: 'Arab', usedByPartyId: RANDOM_ID };
    const answer = await official.ask('POST', `${path}/record-designation`, { body });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.json()).toEqual({
      type: '/problems/party.user-unknown',
      status: 409,
      title: expect.stringMatching(/\w+ \w+/),
      detail: expect.stringMatching(/\w+ \w+.*\.$/),
      remedy: expect.stringMatching(/\w+ \w+.*\.$/),
      code: 'party.user-unknown',
      stream: `party-${path.slice(PARTIES.length + 1)}`,
      revision: 0,
    });
  });

  it('names no record where none was opened', async () => {
    const record = { classification: { level: 'TOP_SECRET' } };
    const answer = (await register(official, { ...VALLEY, record })).json();
    expect(answer).toMatchObject({ status: 409, code: 'record.level-not-yours' });
    expect(answer).not.toHaveProperty('stream');
    expect(answer).not.toHaveProperty('revision');
  });

  it.each([
    'not-found',
    'forbidden',
    'withheld',
    'unauthenticated',
    'csrf',
    'throttled',
    'invalid-input',
    'precondition-failed',
    'key-reused',
    'conflicts-in-a-row',
    'too-large',
    'not-json',
    'bad-request',
    'internal',
    'record.unreadable',
    'closing',
    'queue-full',
    'view-behind',
    'database-away',
    'too-many-streams',
    'slow-reader',
    'clearance-lowered',
    'process-behind',
    'clock-behind',
    'ledger.disk-full',
    'ledger.write-failed',
    'ledger.unavailable',
    'access.login-taken',
    'access.other-side',
    'party.user-unknown',
    'commitment.out-of-turn',
    'record.occurred-in-future',
    'federal.rule',
  ])('explains %s on a page for whoever asks', async (code) => {
    const page = await ledger.nobody('GET', `/problems/${code}`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain(`<code>${code}</code>`);
  });
});

describe('actions', () => {
  interface ActionSeen {
    readonly command: string;
    readonly summary: string;
    readonly href: string;
    readonly possible: boolean;
    readonly because?: { readonly code: string; readonly detail: string };
    readonly checkedWhenRecorded?: true;
  }

  it('say what this person may do now, and which rule stops the rest, in words', async () => {
    const path = await newParty();
    const actions = (await official.ask('GET', `${path}/actions`)).json<ActionSeen[]>();
    expect(actions.find(({ command }) => command === 'RecordDesignation')).toEqual({
      command: 'RecordDesignation',
      summary: expect.stringMatching(/\w+ \w+/),
      method: 'POST',
      href: `${path}/record-designation`,
      possible: true,
      checkedWhenRecorded: true,
    });
    expect(actions.map(({ command }) => command)).not.toContain('RegisterParty');
    const auditor = await ledger.person(['AUDITOR'], { level: 'SECRET' });
    const theirs = (await auditor.ask('GET', `${path}/actions`)).json<ActionSeen[]>();
    expect(theirs.map(({ href }) => href)).toEqual(actions.map(({ href }) => href));
    for (const { possible, because } of theirs)
      expect([possible, because]).toEqual([false, { code: 'forbidden', detail: expect.stringMatching(/^This is for [A-Z_, ]+\.$/) }]);
  });

  it('lead to routes that there are', async () => {
    const path = await newParty();
    const { paths } = (await ledger.nobody('GET', '/openapi.json')).json<{ paths: Record<string, { post?: object }> }>();
    const hrefs = [path, '/v1/house-rules'].map(async (record) => (await official.ask('GET', `${record}/actions`)).json<ActionSeen[]>());
    for (const { href } of (await Promise.all(hrefs)).flat()) expect(paths[href.replace(path, `${PARTIES}/{id}`)]?.post).toBeDefined();
  });
});

describe('a record that a caveat hides', () => {
  /** Everything of an answer that could tell, with the id that was asked for taken out. */
  const told = ({ status, headers, text }: Answer, id: string) => ({
    status,
    text: text.replaceAll(id, 'ID'),
    headers: [...headers].filter(([name]) => name !== 'date').sort(),
  });

  it('answers in everything like a random id', async () => {
    const path = await newParty(liaison, { classification: { level: 'RESTRICTED', caveats: ['FEDERAL_EYES_ONLY'] } });
    const id = path.slice(PARTIES.length + 1);
    expect((await liaison.ask('GET', path)).status).toBe(200);
    const note = { targetEventId: RANDOM_ID, text: 'A note' };
    const questions: readonly (readonly [string, string, object?, Record<string, string>?])[] = [
      ['GET', ''],
      ['GET', '/events'],
      ['GET', '/actions'],
      ['HEAD', ''],
      ['POST', '/annotate', note],
      ['POST', '/annotate', note, { 'if-match': '"0"' }],
      ['POST', '/annotate', note, { 'if-match': '"7"' }],
      ['POST', '/annotate', note, { 'idempotency-key': 'peek' }],
      ['POST', '/annotate?dry-run=true', note],
      ['POST', '/record-designation', { name: 'A name', lang: 'ps', script: 'Arab', usedByPartyId: RANDOM_ID }],
      ['POST', '/record-designation', { name: 'A name', lang: 'ps', script: 'Arab', usedByPartyId: id }],
    ];
    for (const [method, below, body, headers = {}] of questions) {
      const asking = { headers, ...(body !== undefined && { body }) };
      const hidden = told(await official.ask(method, `${path}${below}`, asking), id);
      const random = told(await official.ask(method, `${PARTIES}/${RANDOM_ID}${below}`, asking), RANDOM_ID);
      expect({ method, below, ...hidden }).toEqual({ method, below, ...random });
      expect(hidden.status).toBe(404);
    }
  });

  it('is no party for whoever names it, like a random id', async () => {
    const id = (await newParty(liaison, { classification: { level: 'RESTRICTED', caveats: ['FEDERAL_EYES_ONLY'] } })).slice(
      PARTIES.length + 1,
    );
    const path = await newParty();
    const naming = async (usedByPartyId: string) =>
      told(
        await official.ask('POST', `${path}/record-designation`, { body: { name: 'A name', lang: 'ps', script: 'Arab', usedByPartyId } }),
        usedByPartyId,
      );
    expect(await naming(id)).toEqual(await naming(RANDOM_ID));
  });
});

describe('a record above the reader', () => {
  it('stands in place without its content, and is written by nobody who may not read it', async () => {
    const path = await newParty(official, { classification: { level: 'SECRET' } });
    for (const below of ['', '/actions']) {
      const answer = await junior.ask('GET', `${path}${below}`);
      expect([answer.status, answer.json(), etag(answer)]).toEqual([200, { withheld: 'SECRET' }, null]);
    }
    expect((await junior.ask('GET', `${path}/events`)).json()).toEqual([{ withheld: 'SECRET' }]);
    const recorded = await head();
    expect((await designate(junior, path, 'A name')).json()).toMatchObject({ status: 403, code: 'withheld' });
    expect(await head()).toBe(recorded);
  });

  it('does not tell its revision to whoever guesses it', async () => {
    const path = await newParty(official, { classification: { level: 'SECRET' } });
    const [right, wrong] = [
      await designate(junior, path, 'A name', { 'if-match': '"0"' }),
      await designate(junior, path, 'A name', { 'if-match': '"9"' }),
    ];
    expect([right.status, right.text]).toEqual([403, wrong.text]);
  });
});

describe('the description of it all', () => {
  it('is OpenAPI 3.1 and can be read by whoever asks', async () => {
    const document = (await ledger.nobody('GET', '/openapi.json')).json<{ openapi: string; info: { title: string } }>();
    expect([document.openapi, document.info.title]).toEqual(['3.1.0', 'Jirga']);
    expect((await ledger.nobody('GET', '/docs')).status).toBe(200);
  });

  it('refers to nothing that it does not have', async () => {
    const { text } = await ledger.nobody('GET', '/openapi.json');
    const { schemas } = (JSON.parse(text) as { components: { schemas: Record<string, object> } }).components;
    const referred = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name));
    expect([...referred].filter((name) => !(name in schemas))).toEqual([]);
  });
});

describe('the words of programs', () => {
  it('are there for whoever is signed in, in each language, and say where a machine translated them', async () => {
    for (const [language, draft] of [
      ['en', false],
      ['ur', true],
      ['ps', true],
    ] as const) {
      const answer = await official.ask('GET', `/v1/labels/${language}`);
      expect(answer.status).toBe(200);
      expect(answer.json()).toMatchObject({ draft, words: { NONE: expect.any(String) } });
    }
    expect((await official.ask('GET', '/v1/labels/fr')).status).toBe(404);
    expect((await asking(ledger.serving.address, {})('GET', '/v1/labels/en')).status).toBe(401);
  });
});

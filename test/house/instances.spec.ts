import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { verify } from '../../src/audit/verify/verify';
import { LOGIN_FAILURES_PER_ACCOUNT_MAX } from '../../src/kernel/limits';
import { leafIn } from '../../src/trust/record';
import { verification } from '../../src/negotiation/verification';
import { serve, type Serving } from '../../src/serve';
import { KurrentDbDouble } from '../kurrentdb/kurrentdb-double';
import { Listener } from '../support/listener';
import { describeWithPostgres } from '../support/on-each-database';
import type { PostgresServer } from '../support/postgres';
import { accepted, anotherInstanceOf, type Ask, asking, PASSWORD, type Person, type ServedLedger, servedLedger } from '../support/serving';
import { signing } from '../support/signer';
import { TEST_ORIGIN } from '../support/temporary-ledger';
import { temporaryPostgres } from '../support/temporary-postgres';
import { until } from '../support/until';

/** Longer than anything takes on a busy machine. */
const WAIT_MS = 45_000;

/** Two instances of the program, each with a folder of its own, on one log, one database and the same secrets. */
describeWithPostgres('two instances of one ledger', () => {
  let server: KurrentDbDouble;
  let postgres: PostgresServer;
  let ledger: ServedLedger;
  let other: Serving;
  let official: Person;
  let focal: Person;
  let reviewer: Person;

  /** As the same person, who is answered by the other instance. */
  const elsewhere = ({ id, token }: Person): Ask => signing(asking(other.address, { authorization: `Bearer ${token}` }), id, TEST_ORIGIN);
  const idOf = async (answer: ReturnType<Ask>): Promise<string> => accepted(await answer).json<{ stream: { id: string } }>().stream.id;
  const party = (name: string) => ({ body: { type: 'COMMUNITY', canonicalName: name } });

  beforeAll(async () => {
    [server, postgres] = await Promise.all([KurrentDbDouble.start(), temporaryPostgres()]);
    const place = { url: await postgres.emptyPlace() };
    ledger = await servedLedger({ stores: { kurrentdb: { url: server.url }, postgres: place, keys: place } });
    other = await anotherInstanceOf(ledger);
    official = await ledger.person(['PROVINCIAL_OFFICIAL']);
    focal = await ledger.person(['FOCAL_PERSON']);
    reviewer = await ledger.person(['FEDERAL_REVIEWER'], { level: 'SECRET' });
  });

  afterAll(async () => {
    await other.close();
    await ledger.serving.close();
    server.stop();
  });

  it('know each other’s accounts and tokens, and invite no second first administrator', async () => {
    expect(other).toMatchObject({ created: false, invitations: [] });
    expect(accepted(await elsewhere(official)('GET', '/v1/me')).json()).toMatchObject({ participantId: official.id });
    const body = { login: official.login, password: PASSWORD };
    const { token } = accepted(await asking(other.address, {})('POST', '/v1/tokens', { body })).json<{ token: string }>();
    accepted(await ledger.as(token)('GET', '/v1/me'));
    expect((await ledger.as(token)('DELETE', '/v1/tokens/current')).status).toBeLessThan(300);
    expect((await asking(other.address, { authorization: `Bearer ${token}` })('GET', '/v1/me')).status).toBe(401);
  });

  it('hand out and verify the evidence that was put at the other; put at both at once, it is one file', async () => {
    const content = randomBytes(500_000);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const capturedAt = { from: '2025-02-20', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' };
    const body = { sha256, bytes: content.length, mediaType: 'image/jpeg', capturedAt, lang: 'zxx', kind: 'PHOTO' };
    const id = await idOf(official.ask('POST', '/v1/evidence', { body }));
    const path = `/v1/evidence/${id}/bytes`;
    const sent = { raw: content, headers: { 'content-type': 'image/jpeg' } };
    const puts = await Promise.all([official.ask, elsewhere(official)].map(async (ask) => accepted(await ask('PUT', path, sent))));
    expect(puts.map(({ text }) => text)).toEqual(Array(2).fill(JSON.stringify({ id, sha256, bytes: 500_000 })));
    expect(readdirSync(ledger.serving.house.files.evidence)).toEqual([id]);
    for (const { address } of [ledger.serving, other]) {
      const response = await fetch(`${address}${path}`, { headers: { authorization: `Bearer ${official.token}` } });
      expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    }
    const custodian = await ledger.person(['EVIDENCE_CUSTODIAN']);
    accepted(await elsewhere(custodian)('POST', `/v1/evidence/${id}/verify`, { body: {} }));
    expect(accepted(await official.ask('GET', `/v1/evidence/${id}`)).json()).toMatchObject({ state: { status: 'VERIFIED' } });
  });

  it('answer a repeated command alike, whoever recorded it, and record it once', async () => {
    const headers = { 'idempotency-key': 'asked of both' };
    const first = accepted(await official.ask('POST', '/v1/parties', { ...party('A valley'), headers }));
    const again = accepted(await elsewhere(official)('POST', '/v1/parties', { ...party('A valley'), headers }));
    expect(again.json()).toEqual(first.json());
    const differently = await elsewhere(official)('POST', '/v1/parties', { ...party('Another one'), headers });
    expect([differently.status, differently.json()['code']]).toEqual([422, 'key-reused']);
  });

  it('decide on what the other has recorded, however long they have known the record', async () => {
    const id = await idOf(official.ask('POST', '/v1/parties', party('Known to both')));
    const read = async (ask: Ask) => accepted(await ask('GET', `/v1/parties/${id}`)).json<{ revision: number }>().revision;
    expect([await read(official.ask), await read(elsewhere(official))]).toEqual([0, 0]);
    const note = { body: { targetEventId: (await eventsOf(official.ask, id))[0], text: 'As the sign says.' } };
    accepted(await official.ask('POST', `/v1/parties/${id}/annotate`, note));
    expect(await read(elsewhere(official))).toBe(1);
    accepted(await elsewhere(official)('POST', `/v1/parties/${id}/annotate`, { ...note, headers: { 'if-match': '"1"' } }));
    expect(await read(official.ask)).toBe(2);
  });
  const eventsOf = async (ask: Ask, id: string): Promise<string[]> =>
    accepted(await ask('GET', `/v1/parties/${id}/events`))
      .json<{ id: string }[]>()
      .map(({ id: event }) => event);

  it('let many write to one record at once: each gets in, or is told when to come again, and nothing is doubled', async () => {
    const id = await idOf(official.ask('POST', '/v1/parties', party('Hot')));
    const [targetEventId = ''] = await eventsOf(official.ask, id);
    const asks = [official.ask, elsewhere(official)];
    const annotate = (n: number) =>
      until(
        async () => {
          const headers = { 'idempotency-key': `note ${n}` };
          const answer = await (asks[n % 2] as Ask)('POST', `/v1/parties/${id}/annotate`, {
            body: { targetEventId, text: `${n}` },
            headers,
          });
          if (answer.status >= 300) expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
          return answer.status;
        },
        (status) => status < 300,
      );
    await Promise.all(Array.from({ length: 16 }, (_, n) => annotate(n)));
    expect(await eventsOf(official.ask, id)).toHaveLength(17);
  });

  it('show on any board what was recorded at either, once one asks for that', async () => {
    const title = { title: 'Opening hours', objectives: [{ code: 'O9', text: 'Patients can cross' }] };
    const sponsorPartyId = await idOf(official.ask('POST', '/v1/parties', party('Sponsor')));
    for (const [here, there] of [
      [focal.ask, elsewhere(reviewer)],
      [elsewhere(focal), reviewer.ask],
    ] as const) {
      const recorded = accepted(await here('POST', '/v1/initiatives', { body: { ...title, sponsorPartyId } }));
      const { stream, position } = recorded.json<{ stream: { id: string }; position: string }>();
      const timeline = accepted(await there('GET', `/v1/boards/timeline?at-least=${position}`));
      expect(timeline.text).toContain(stream.id);
    }
  });

  it('tell listeners of what is recorded at the other, and go on where the other has stopped', async () => {
    const sponsorPartyId = await idOf(official.ask('POST', '/v1/parties', party('Listened to')));
    const body = { title: 'Heard elsewhere', sponsorPartyId, objectives: [{ code: 'O9', text: 'Patients can cross' }] };
    const path = '/v1/boards/timeline/changes';
    const listener = await Listener.open(other.address, path, reviewer.token);
    accepted(await focal.ask('POST', '/v1/initiatives', { body }));
    const { id: last = '' } = await listener.until(({ event }) => event === 'changed' || event === 'reset');
    listener.close();
    const missed = accepted(await focal.ask('POST', '/v1/initiatives', { body })).json<{ position: string }>();
    const resumed = await Listener.open(ledger.serving.address, path, reviewer.token, { 'last-event-id': last });
    await resumed.until(({ id }) => Number(id) >= Number(missed.position));
    resumed.close();
  });

  it('do once what follows by itself, and have nothing to say against each other’s acts', async () => {
    const text = { lang: 'en', body: 'Open to patients.' };
    const sponsorPartyId = await idOf(official.ask('POST', '/v1/parties', party('Party to it')));
    const objectives = [{ code: 'O9', text: 'Patients can cross' }];
    const initiativeId = await idOf(focal.ask('POST', '/v1/initiatives', { body: { title: 'Dialogue', sponsorPartyId, objectives } }));
    const line = { topic: 'SECURITY', text: { lang: 'en', body: 'No armed group is a party.' }, effect: 'PROHIBITED', examples: [] };
    accepted(await reviewer.ask('POST', '/v1/policy-framework/declare-red-line', { body: line }));
    const framework = accepted(await reviewer.ask('GET', '/v1/policy-framework')).json<{ state: { redLines: object } }>();
    const published = { redLineIds: Object.keys(framework.state.redLines), effectiveFrom: '2025-01-01' };
    accepted(await elsewhere(reviewer)('POST', '/v1/policy-framework/publish-framework-version', { body: published }));
    const parties = [{ partyId: sponsorPartyId, side: 'PK' }];
    const drafted = {
      ...{ initiativeId, text, kind: 'FACILITATION', topic: 'CROSS_BORDER_COLLABORATION', subTopics: ['MEDICAL_TRAVEL'] },
      ...{ pillar: 'DEVELOPMENT', competence: 'FEDERAL', responsible: parties, beneficiaries: parties },
      ...{ due: { kind: 'CONTINUOUS', reportEveryDays: 30 }, verification: { method: 'Counts', by: 'A committee' } },
    };
    const commitment = `/v1/commitments/${await idOf(focal.ask('POST', '/v1/commitments', { body: drafted }))}`;
    accepted(await elsewhere(focal)('POST', `${commitment}/assess-alignment`, { body: { result: 'ALIGNED', redLineIds: [] } }));
    const submitted = { urgency: 'ROUTINE', question: 'May it be entered?' };
    accepted(await focal.ask('POST', `${commitment}/submit-for-clearance`, { body: submitted }));
    const { reviewId } = accepted(await focal.ask('GET', commitment)).json<{ state: { reviewId: string } }>().state;
    accepted(
      await until(
        () => reviewer.ask('GET', `/v1/federal-reviews/${reviewId}`),
        ({ status }) => status === 200,
      ),
    );
    const head = await other.house.store.head();
    for (const { house } of [ledger.serving, other])
      for (const { process } of house.processes.health()) expect(await house.processes.passed(process, head, WAIT_MS)).toBe(true);
    const events = (await other.house.store.readAll(0, 10_000)).map(({ record, stream }) => ({ stream, type: leafIn(record)?.type }));
    expect(events.filter(({ stream, type }) => stream === `federalReview-${reviewId}` && type === 'ReviewSubmitted')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'ConsistencyExceptionRaised')).toEqual([]);
  });

  it('name an act beside which the other has taken away what it rested on', async () => {
    const { PROVINCE: administrator } = ledger.administrators;
    const grants = accepted(await administrator.ask('GET', `/v1/participants/${official.id}/events`)).json<
      { id: string; type: string }[]
    >();
    const grantEventId = grants.findLast(({ type }) => type === 'RoleGranted')?.id;
    let withdrawn: Promise<unknown> | undefined;
    let isWithdrawn = false;
    // Its append is on its way, and comes to the server only once the role is gone.
    server.appendFault = (_, stream) => {
      if (!stream.startsWith('party-') || isWithdrawn) return undefined;
      withdrawn ??= elsewhere(administrator)('POST', `/v1/participants/${official.id}/withdraw-role`, { body: { grantEventId } }).then(
        (answer) => {
          accepted(answer);
          isWithdrawn = true;
        },
      );
      return 'UNAVAILABLE';
    };
    const id = await idOf(official.ask('POST', '/v1/parties', party('On the way')));
    await withdrawn;
    server.appendFault = () => undefined;
    const exception = await until(
      async () => (await other.house.streams.history(`party-${id}`)).find(({ type }) => type === 'ConsistencyExceptionRaised'),
      (event) => event !== undefined,
    );
    expect(exception?.data).toMatchObject({ rule: 'forbidden' });
    accepted(await administrator.ask('POST', `/v1/participants/${official.id}/grant-role`, { body: { role: 'PROVINCIAL_OFFICIAL' } }));
  });

  it('count together how often somebody has tried to sign in', async () => {
    const wrong = { body: { login: focal.login, password: 'not the right phrase' } };
    const doors = [ledger.serving.address, other.address].map((address) => asking(address, {}));
    for (let n = 0; n < LOGIN_FAILURES_PER_ACCOUNT_MAX; n++)
      expect((await (doors[n % 2] as Ask)('POST', '/v1/tokens', wrong)).status).toBe(401);
    for (const door of doors) expect((await door('POST', '/v1/tokens', wrong)).status).toBe(429);
  });

  it('leave a log in which nothing is found, that either may verify', async () => {
    const { keys } = ledger.configuration;
    const [mine, its] = [ledger.serving, other].map(({ house }) => verify(house.files, { ...verification, keys, threads: 1 }));
    const report = await mine;
    expect(report).toMatchObject({ findings: [], bodies: { SEALED: 0 }, commandIds: 'CHECKED' });
    expect((await its)?.head).toEqual(report?.head);
  });

  it('go on alone where the other one is stopped, and take what comes meanwhile up again', async () => {
    await other.close();
    const id = await idOf(official.ask('POST', '/v1/parties', party('Meanwhile')));
    const { masterKey, commandSecret } = ledger.serving.house.files;
    const { folder: data } = other.house.files;
    other = await serve({ ...ledger.configuration, data, masterKeyFile: masterKey, commandSecretFile: commandSecret });
    expect(accepted(await elsewhere(official)('GET', `/v1/parties/${id}`)).text).toContain('Meanwhile');
  });
});

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { LEASE_MS } from '../../src/kernel/limits';
import type { Serving } from '../../src/serve';
import { KurrentDbDouble } from '../kurrentdb/kurrentdb-double';
import { describeWithPostgres } from '../support/on-each-database';
import type { PostgresServer } from '../support/postgres';
import { accepted, anotherInstanceOf, type Ask, asking, type Person, type ServedLedger, servedLedger } from '../support/serving';
import { signing } from '../support/signer';
import { TEST_ORIGIN } from '../support/temporary-ledger';
import { temporaryPostgres } from '../support/temporary-postgres';

const LEGAL_BASIS = 'Order 7 of the archives (fictitious)';
const OBJECTIVES = [{ code: 'O9', text: 'Patients can cross' }];

/** Two instances of the program, as in instances.spec.ts, which share keys, accounts and boards. */
describeWithPostgres('what is erased at one of two instances', () => {
  let server: KurrentDbDouble;
  let postgres: PostgresServer;
  let ledger: ServedLedger;
  let other: Serving;
  let people: Record<'focal' | 'records' | 'liaison', Person>;
  let sponsorPartyId: string;

  const elsewhere = ({ id, token }: Person): Ask => signing(asking(other.address, { authorization: `Bearer ${token}` }), id, TEST_ORIGIN);
  const recorded = async (answer: ReturnType<Ask>) => accepted(await answer).json<{ stream: { id: string }; position: string }>();
  const today = () => new Date().toISOString().slice(0, 10);

  beforeAll(async () => {
    [server, postgres] = await Promise.all([KurrentDbDouble.start(), temporaryPostgres()]);
    const place = { url: await postgres.emptyPlace() };
    ledger = await servedLedger({ stores: { kurrentdb: { url: server.url }, postgres: place, keys: place } });
    other = await anotherInstanceOf(ledger);
    people = {
      focal: await ledger.person(['FOCAL_PERSON']),
      records: await ledger.person(['RECORDS_OFFICER']),
      liaison: await ledger.person(['FEDERAL_LIAISON']),
    };
    const official = await ledger.person(['PROVINCIAL_OFFICIAL']);
    const party = { type: 'COMMUNITY', canonicalName: 'A valley' };
    sponsorPartyId = (await recorded(official.ask('POST', '/v1/parties', { body: party }))).stream.id;
  });

  afterAll(async () => {
    await other.close();
    await ledger.serving.close();
    server.stop();
  });

  /** An initiative of this title that both have read, and its erasure, proposed and not approved. */
  const readByBoth = async (title: string): Promise<{ initiative: string; approve: () => ReturnType<Ask> }> => {
    const { focal, records, liaison } = people;
    const body = { title, sponsorPartyId, objectives: OBJECTIVES };
    const { stream, position } = await recorded(focal.ask('POST', '/v1/initiatives', { body }));
    const subject = { kind: 'initiative', id: stream.id };
    for (const ask of [focal.ask, elsewhere(focal)]) {
      for (const rest of ['', '/events']) expect(accepted(await ask('GET', `/v1/initiatives/${stream.id}${rest}`)).text).toContain(title);
      expect(accepted(await ask('GET', `/v1/boards/agreement-state?at-least=${position}`)).text).toContain(title);
    }
    const proposal = { subject, legalBasis: LEGAL_BASIS, reason: 'The time for which it is kept is over.' };
    const erasure = (await recorded(records.ask('POST', '/v1/erasures', { body: proposal }))).stream.id;
    const approval = { subject, legalBasis: LEGAL_BASIS, lastBackupGoneBy: today() };
    return { initiative: stream.id, approve: () => liaison.ask('POST', `/v1/erasures/${erasure}/approve`, { body: approval }) };
  };

  const isErasedAtBoth = async (initiative: string, title: string): Promise<void> => {
    const { focal } = people;
    for (const ask of [elsewhere(focal), focal.ask]) {
      for (const rest of ['', '/events']) {
        const { text } = accepted(await ask('GET', `/v1/initiatives/${initiative}${rest}`));
        expect([text.includes('"erased"'), text.includes(title)]).toEqual([true, false]);
      }
      const board = accepted(await ask('GET', '/v1/boards/agreement-state')).text;
      expect([board.includes(initiative), board.includes(title)]).toEqual([true, false]);
    }
    expect(await postgres.tablesHold(title)).toBe(false);
  };

  it('is erased at the other as well by the time it is answered', async () => {
    const { initiative, approve } = await readByBoth('The well of Karkanai');
    accepted(await approve());
    await isErasedAtBoth(initiative, 'The well of Karkanai');
  });

  it('is answered when the lease of an instance that says nothing any more has run out', async () => {
    const { initiative, approve } = await readByBoth('The mill of Tirah');
    const absent = "'11111111-1111-4111-8111-111111111111'";
    const ends = `clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'`;
    await postgres.ask(`INSERT INTO views_1_keys.instance_lease VALUES (${absent}, ${ends})`);
    const approved = await approve();
    const [lease] = await postgres.ask(
      `SELECT until < clock_timestamp() AS over FROM views_1_keys.instance_lease WHERE instance = ${absent}`,
    );
    expect([accepted(approved).status, lease]).toEqual([200, { over: true }]);
    await isErasedAtBoth(initiative, 'The mill of Tirah');
  });

  it('is erased on the boards, also where whoever builds them has stopped in the midst of it and keeps the lead', async () => {
    const { initiative, approve } = await readByBoth('The orchard of Swat');
    // Like a process that stands still: nobody there gives up the connection which has the lead.
    const houses = [ledger.serving.house, other.house];
    for (const { views } of houses) Object.assign(views, { forget: neverLed(views.forget.bind(views)) });
    accepted(await approve());
    for (const { views } of houses) Reflect.deleteProperty(views, 'forget');
    await isErasedAtBoth(initiative, 'The orchard of Swat');
  });
});

type Forget = Serving['house']['views']['forget'];

/** As if another process built the boards. */
const neverLed =
  (forget: Forget): Forget =>
  (shred, insists) =>
    insists === true ? forget(shred, true) : Promise.resolve('ELSEWHERE');

import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, jest } from '@jest/globals';
import { verify } from '../../src/audit/verify/verify';
import { ERASURE_RECORDED_WITHIN_MS } from '../../src/kernel/limits';
import type { LedgerFolder } from '../../src/ledger/folder';
import { verification } from '../../src/negotiation/verification';
import { createKeysDatabase } from '../../src/postgres/keys-database';
import { keyIdsOf } from '../../src/trust/record';
import { type KeysIn, openTrust } from '../../src/trust/trust';
import { PROGRAM } from '../../src/version';
import { isHeldBelow } from '../support/held';
import { Listener } from '../support/listener';
import { describeOn, runningPostgres } from '../support/on-each-database';
import { accepted, type Ask, type Person, type ServedLedger, servedLedger, type ServedOptions } from '../support/serving';
import { TEST_ORIGIN, temporaryFolder } from '../support/temporary-ledger';

/** Stands in every record that is erased, and nowhere else. */
const SECRET = 'the-well-of-Karkanai';
const SUBJECT = { title: `Talks at ${SECRET}`, objectives: [{ code: 'O9', text: `Water from ${SECRET}` }] };
const PROPOSAL = { legalBasis: 'Order 7 of the archives (fictitious)', reason: 'The time for which it is kept is over.' };

/** Where all of it lies that is not in the folder. */
interface Elsewhere {
  readonly name: 'SQLite' | 'PostgreSQL';
  readonly options: () => Promise<ServedOptions>;
  /** Whether the word stands in clear in the folder of a ledger, or where its keys and boards lie. */
  readonly holds: (ledger: ServedLedger, word: string) => Promise<boolean>;
  /** Where the keys as they are now can be opened later. */
  readonly backup: (files: LedgerFolder) => Promise<KeysIn>;
}

const folder: Elsewhere = {
  name: 'SQLite',
  options: () => Promise.resolve({ stores: {} }),
  holds: ({ serving }, word) => Promise.resolve(isHeldBelow(serving.house.files.folder, word)),
  backup: (files) => {
    const file = join(temporaryFolder(), 'keys.db');
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(`${files.keys}${suffix}`)) copyFileSync(`${files.keys}${suffix}`, `${file}${suffix}`);
    return Promise.resolve({ file });
  },
};

const postgres: Elsewhere = {
  name: 'PostgreSQL',
  options: async () => {
    const place = { url: await (await runningPostgres()).emptyPlace() };
    return { stores: { postgres: place, keys: place } };
  },
  holds: async (ledger, word) => (await folder.holds(ledger, word)) || (await (await runningPostgres()).tablesHold(word)),
  backup: async () => {
    const server = await runningPostgres();
    const kept = { url: await server.emptyPlace() };
    await createKeysDatabase({ ...kept, origin: TEST_ORIGIN });
    const [from, to] = [1, 2].map((n) => `views_${n}_keys`);
    await server.ask(`INSERT INTO ${to}.data_key SELECT * FROM ${from}.data_key`);
    return kept;
  },
};

describeOn('what two people have erased', folder, postgres, ({ options, holds, backup }) => {
  let ledger: ServedLedger;
  let focal: Person;
  let records: Person;
  let liaison: Person;
  let official: Person;
  let auditor: Person;
  let initiative: string;
  let commitment: string;
  let kept: KeysIn;
  let keysBefore: readonly string[];
  let approved: { position: string };

  const idOf = async (answer: ReturnType<Ask>): Promise<string> => accepted(await answer).json<{ stream: { id: string } }>().stream.id;
  const drafted = (initiativeId: string, partyId: string) => {
    const parties = [{ partyId, side: 'PK' }];
    return {
      ...{ initiativeId, text: { lang: 'en', body: `Nobody is turned away from ${SECRET}.` }, kind: 'FACILITATION' },
      ...{ topic: 'CROSS_BORDER_COLLABORATION', subTopics: ['MEDICAL_TRAVEL'], pillar: 'DEVELOPMENT', competence: 'FEDERAL' },
      ...{ responsible: parties, beneficiaries: parties, due: { kind: 'CONTINUOUS', reportEveryDays: 30 } },
      verification: { method: 'Counts', by: 'A committee' },
    };
  };
  const read = async (path: string) => accepted(await focal.ask('GET', path)).json<{ state: Record<string, unknown> }>().state;
  const board = async (name: string, rest = '') => accepted(await focal.ask('GET', `/v1/boards/${name}${rest}`)).text;
  const today = () => new Date().toISOString().slice(0, 10);

  beforeAll(async () => {
    ledger = await servedLedger(await options());
    [focal, records, liaison, official, auditor] = await Promise.all([
      ledger.person(['FOCAL_PERSON']),
      ledger.person(['RECORDS_OFFICER']),
      ledger.person(['FEDERAL_LIAISON']),
      ledger.person(['PROVINCIAL_OFFICIAL']),
      ledger.person(['AUDITOR']),
    ]);
    const sponsorPartyId = await idOf(official.ask('POST', '/v1/parties', { body: { type: 'COMMUNITY', canonicalName: 'A valley' } }));
    initiative = await idOf(focal.ask('POST', '/v1/initiatives', { body: { ...SUBJECT, sponsorPartyId } }));
    const drafting = accepted(await focal.ask('POST', '/v1/commitments', { body: drafted(initiative, sponsorPartyId) }));
    const { stream, position } = drafting.json<{ stream: { id: string }; position: string }>();
    commitment = stream.id;
    expect(await board('commitment-tracker', `?at-least=${position}`)).toContain(SECRET);
    expect(await board('commitment-tracker', `?known-at=${new Date().toISOString()}`)).toContain(SECRET);
    expect(accepted(await focal.ask('GET', `/v1/commitments/${commitment}/events`)).text).toContain(SECRET);
    expect(await holds(ledger, SECRET)).toBe(true);
    kept = await backup(ledger.serving.house.files);
    keysBefore = await ledger.serving.house.trust.keyring.streamsOf(initiative);
  });

  it('is destroyed once the other side has approved exactly what was proposed', async () => {
    const listener = await Listener.open(ledger.serving.address, '/v1/boards/commitment-tracker/changes', focal.token);
    const subject = { kind: 'initiative', id: initiative };
    const erasure = `/v1/erasures/${await idOf(records.ask('POST', '/v1/erasures', { body: { subject, ...PROPOSAL } }))}`;
    const { legalBasis } = PROPOSAL;
    const body = { subject, legalBasis, lastBackupGoneBy: today() };
    const other = { ...body, subject: { kind: 'commitment', id: commitment } };
    expect((await liaison.ask('POST', `${erasure}/approve`, { body: other })).json()).toMatchObject({ code: 'erasure.other-subject' });
    approved = accepted(await liaison.ask('POST', `${erasure}/approve`, { body })).json();
    const done = await liaison.ask('GET', erasure);
    expect(accepted(done).json()).toMatchObject({
      state: { status: 'DESTROYED', proposedBy: records.id, approvedBy: liaison.id, lastBackupGoneBy: today() },
    });
    const { keys, forgotten } = done.json<{ state: { keys: { stream: string }[]; forgotten: { place: string; count: number }[] } }>().state;
    expect(keys.map(({ stream }) => stream).sort()).toEqual([...keysBefore].sort());
    expect(keysBefore).toEqual(expect.arrayContaining([`initiative-${initiative}`, `commitment-${commitment}`]));
    expect(new Map(forgotten.map(({ place, count }) => [place, count > 0]))).toEqual(
      new Map(Object.entries({ WRITER: true, THREAD: true, STATES: true, ROWS: true, ANSWERS: true, CHANGES: true, DEADLINES: false })),
    );
    expect(done.text).not.toContain(SECRET);
    await listener.until(({ event }) => event === 'reset');
    listener.close();
  });

  it('stands in clear nowhere on the disk', async () => {
    expect(await holds(ledger, SECRET)).toBe(false);
  });

  it('is told as erased wherever it is asked for', async () => {
    const erased = { erased: expect.any(String) };
    expect(await read(`/v1/commitments/${commitment}`)).toMatchObject({ text: erased });
    expect(await read(`/v1/initiatives/${initiative}`)).toMatchObject({ title: erased });
    for (const rest of ['', `?at-least=${approved.position}`, `?known-at=${new Date().toISOString()}`]) {
      const rows = await board('commitment-tracker', rest);
      expect(rows).toContain('"erased"');
      expect(rows).not.toContain(SECRET);
    }
    for (const path of [`/v1/commitments/${commitment}/events`, `/v1/audit/trail?stream=commitment-${commitment}`]) {
      const history = accepted(await auditor.ask('GET', path)).text;
      expect(history).toContain('"erased"');
      expect(history).not.toContain(SECRET);
    }
  });

  it('is proven all the same, also when it must have been recorded long since', async () => {
    const later = Date.now() + 2 * ERASURE_RECORDED_WITHIN_MS;
    const now = jest.spyOn(Date, 'now').mockReturnValue(later);
    try {
      const { house } = ledger.serving;
      const report = await verify(house.files, { ...verification, threads: 1, keys: ledger.configuration.keys });
      expect(report.findings).toEqual([]);
      expect(report.bodies.ERASED).toBeGreaterThan(0);
    } finally {
      now.mockRestore();
    }
  });

  it('could still be opened with a backup of the keys, as long as there is one', async () => {
    const { files, store } = ledger.serving.house;
    const settings = { keys: kept, masterKeyFile: files.masterKey, origin: { log: TEST_ORIGIN, prog: PROGRAM } };
    const { keyring, sealer } = openTrust(settings, { readOnly: true });
    const [first] = await store.readStream(`initiative-${initiative}`);
    await keyring.fetch(keyIdsOf(first ? [first] : []));
    expect(JSON.stringify(first && sealer.unseal(first.record).secret)).toContain(SECRET);
    await keyring.close();
  });

  it('goes on as a record of which only the rest is known: what is recorded in it later lies under another key', async () => {
    const text = { lang: 'en', body: 'Nobody is turned away.' };
    accepted(await focal.ask('POST', `/v1/commitments/${commitment}/redraft`, { body: { text } }));
    expect(await read(`/v1/commitments/${commitment}`)).toMatchObject({ text, due: { erased: expect.any(String) } });
  });
});

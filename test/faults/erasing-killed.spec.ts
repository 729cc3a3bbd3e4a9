import { setTimeout as passing } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, it, jest } from '@jest/globals';
import { verify } from '../../src/audit/verify/verify';
import { ERASURE_RECORDED_WITHIN_MS } from '../../src/kernel/limits';
import { openLogReader } from '../../src/ledger/open-log';
import { verification } from '../../src/negotiation/verification';
import { leafIn } from '../../src/trust/record';
import { kindsOf } from '../../src/trust/slots';
import type { KeysIn } from '../../src/trust/trust';
import { clientIn } from '../support/keys-databases';
import { Program } from '../support/program';
import { accepted, type Ask, type Person, servedLedger } from '../support/serving';
import { signing } from '../support/signer';
import { environmentOf } from '../support/stores';
import { TEST_ORIGIN } from '../support/temporary-ledger';
import { until } from '../support/until';

jest.setTimeout(300_000);

/** Rounds in which the program may have recorded what it did before the signal was there: they prove nothing. */
const ROUNDS_MAX = 10;
const DESTROYED = 'SELECT id FROM data_key WHERE destroyed_at IS NOT NULL ORDER BY destroyed_at';
const BASIS = { legalBasis: 'Order 7 of the archives (fictitious)', reason: 'The time for which it is kept is over.' };

/** Ids of the keys that are destroyed, oldest first, on a connection that stays: they are asked for again and again. */
async function lookedAt(
  keys: KeysIn,
): Promise<{ readonly destroyed: () => Promise<readonly unknown[]>; readonly close: () => Promise<void> }> {
  const idsOf = (rows: readonly unknown[]): readonly unknown[] => rows.map((row) => (row as { readonly id: string }).id);
  if (!('file' in keys)) {
    const client = await clientIn(keys);
    return { destroyed: async () => idsOf((await client.query(DESTROYED)).rows), close: () => client.end() };
  }
  const database = new DatabaseSync(keys.file, { readOnly: true });
  const statement = database.prepare(DESTROYED);
  return {
    destroyed: async () => {
      await passing(1);
      return idsOf(statement.all());
    },
    close: async () => database.close(),
  };
}

it('a program that is killed after it has destroyed keys and before it has recorded that does it again at its next start, and records it', async () => {
  const ledger = await servedLedger();
  const [official, records, liaison] = [
    await ledger.person(['PROVINCIAL_OFFICIAL']),
    await ledger.person(['RECORDS_OFFICER']),
    await ledger.person(['FEDERAL_LIAISON']),
  ];
  const { configuration } = ledger;
  const { files } = ledger.serving.house;
  await ledger.serving.close();

  const keys = configuration.keys ?? { file: files.keys };
  const { destroyed, close } = await lookedAt(keys);
  const recordedIn = async (stream: string): Promise<readonly unknown[]> => {
    const log = await openLogReader(files.log, kindsOf(verification.slots));
    try {
      return (await log.readStream(stream)).map(({ record }) => leafIn(record)?.type);
    } finally {
      await log.close();
    }
  };
  const start = (): Promise<Program> => Program.start(files.folder, { environment: environmentOf(configuration) });
  const at = (program: Program, { id, token }: Person): Ask => signing(program.as(token), id, TEST_ORIGIN);
  const idOf = async (answer: ReturnType<Ask>): Promise<string> => accepted(await answer).json<{ stream: { id: string } }>().stream.id;

  for (let round = 0, wasBetween = false; !wasBetween; round++) {
    expect(round).toBeLessThan(ROUNDS_MAX);
    const doomed = await start();
    const party = { type: 'COMMUNITY', canonicalName: `The well of Karkanai, ${round}` };
    const subject = { kind: 'party', id: await idOf(at(doomed, official)('POST', '/v1/parties', { body: party })) };
    const erasure = await idOf(at(doomed, records)('POST', '/v1/erasures', { body: { subject, ...BASIS } }));
    const approval = { subject, legalBasis: BASIS.legalBasis, lastBackupGoneBy: new Date().toISOString().slice(0, 10) };
    const before = (await destroyed()).length;
    const approving = at(doomed, liaison)('POST', `/v1/erasures/${erasure}/approve`, { body: approval }).catch(() => undefined);
    while ((await destroyed()).length === before);
    doomed.signal('SIGKILL');
    await Promise.all([doomed.exited, approving]);
    wasBetween = !(await recordedIn(`erasure-${erasure}`)).includes('KeysDestroyed');

    const program = await start();
    const erased = await until(
      () => at(program, liaison)('GET', `/v1/erasures/${erasure}`),
      ({ status, text }) => status === 200 && text.includes('"status":"DESTROYED"'),
    );
    expect(erased.json<{ state: { keys: { id: string }[] } }>().state.keys.map(({ id }) => id)).toEqual([(await destroyed()).at(-1)]);
    const read = accepted(await at(program, official)('GET', `/v1/parties/${subject.id}`)).text;
    expect([read.includes('"erased"'), read.includes('Karkanai')]).toEqual([true, false]);
    program.signal('SIGTERM');
    expect(await program.exited).toBe(0);
  }

  await close();
  // Also when it must have been recorded long since.
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * ERASURE_RECORDED_WITHIN_MS);
  const { findings } = await verify(files, { ...verification, threads: 1, keys: configuration.keys });
  now.mockRestore();
  expect(findings).toEqual([]);
});

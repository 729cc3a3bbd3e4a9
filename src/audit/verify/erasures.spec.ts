import { beforeEach, expect, it } from '@jest/globals';
import { temporaryTrust } from '../../../test/support/temporary-trust';
import { ERASURE_RECORDED_WITHIN_MS } from '../../kernel/limits';
import type { Keyring, KeyLabel } from '../../trust/keyring';
import type { Leaf } from '../../trust/leaf';
import { Erasures, ErasuresHere } from './erasures';
import type { Content } from './signing';

const INITIATIVE = '11111111-1111-4111-8111-111111111111';
const OF_INITIATIVE = 'commitment-22222222-2222-4222-8222-222222222222';
const PARTY = 'party-33333333-3333-4333-8333-333333333333';
const ERASURE = 'erasure-44444444-4444-4444-8444-444444444444';
const AT = '2025-03-02T00:00:00.000Z';
/** When it was destroyed so long ago that it must have been recorded. */
const LATER = Date.parse(AT) + ERASURE_RECORDED_WITHIN_MS + 1;

let keyring: Keyring;
interface Key {
  readonly id: string;
  readonly stream: string;
}
let commitment: Key;
let party: Key;
let keys: readonly Key[];

const keyOf = async (stream: string, initiativeId: string | null): Promise<Key> => {
  const label: KeyLabel = { stream, level: 'RESTRICTED', generation: 0, initiativeId, caveats: 0 };
  await keyring.provide([label]);
  return { id: keyring.keyFor(label).id, stream };
};

beforeEach(async () => {
  ({ keyring } = temporaryTrust());
  keys = [(commitment = await keyOf(OF_INITIATIVE, INITIATIVE)), (party = await keyOf(PARTY, null))];
});

type Act = readonly [type: 'ErasureApproved' | 'KeysDestroyed', data: Content['data']];
const approved = (kind: string, id: string): Act => ['ErasureApproved', { subject: { kind, id } }];
const destroyed = (...named: readonly unknown[]): Act => ['KeysDestroyed', { keys: named }];

/** What is found of a log in which events lie under these keys, at 1, 2, …, and then come these acts. */
async function found(lain: readonly Key[], acts: readonly Act[], now = LATER): Promise<string[]> {
  const here = new ErasuresHere();
  for (const [n, { id, stream }] of lain.entries()) {
    const { destroyedAt } = keyring.recordOf(id);
    here.take(
      n + 1,
      { key: id, stream, type: 'It' } as Leaf,
      destroyedAt === null ? { seen: 'OPENED', content: { data: {}, env: {} } } : { seen: 'ERASED', destroyedAt },
    );
  }
  for (const [n, [type, data]] of acts.entries())
    here.take(lain.length + n + 1, { key: 'of the erasure', stream: ERASURE, type, at: AT } as Leaf, {
      seen: 'OPENED',
      content: { data, env: {} },
    });
  const erasures = new Erasures(now);
  return [...erasures.take(structuredClone(await here.seen(keyring))), ...erasures.end()].map(
    ({ check, position, detail }) => `${check} ${position}: ${detail}`,
  );
}

const destroy = (...ids: readonly string[]): Promise<string> => keyring.destroy(ids, AT);

it('finds nothing where what was approved was done, for a record and for all of an initiative', async () => {
  await destroy(commitment.id, party.id);
  expect(
    await found(keys, [approved('initiative', INITIATIVE), destroyed(commitment), approved('party', PARTY.slice(6)), destroyed(party)]),
  ).toEqual([]);
});

it('finds a destroyed key that no erasure names, once it must have been recorded', async () => {
  await destroy(commitment.id, party.id);
  const acts = [approved('party', PARTY.slice(6)), destroyed(party)];
  const finding = `erasure 1: the key ${commitment.id} of ${OF_INITIATIVE} was destroyed at ${AT}, and no erasure names it`;
  expect(await found(keys, acts)).toEqual([finding]);
  expect(await found(keys, acts, LATER - 2)).toEqual([]);
  expect((await found(keys, [])).map((line) => line.slice(0, 9))).toEqual(['erasure 1', 'erasure 2']);
  expect(await found(keys, [...acts, ['KeysDestroyed', { keys: 'all of them' }]])).toEqual([finding]);
});

it('finds what is named and nobody has approved: it explains no destroyed key', async () => {
  await destroy(commitment.id, party.id);
  const unapproved = ({ id, stream }: Key) =>
    expect.stringMatching(`erasure \\d: names the key ${id} of ${stream} as destroyed, which nobody`);
  const unexplained = expect.stringContaining('no erasure names it');
  expect(await found(keys, [destroyed(commitment), approved('initiative', INITIATIVE), destroyed(party)])).toEqual([
    ...[unapproved(commitment), unapproved(party)],
    ...[unexplained, unexplained],
  ]);
});

it('finds keys that are there again, as after a restore of old ones, and names that never were keys', async () => {
  const acts = [approved('initiative', INITIATIVE), destroyed(commitment, { id: 'none', stream: OF_INITIATIVE })];
  expect(await found(keys, acts)).toEqual([
    `erasure 4: names the key ${commitment.id} of ${OF_INITIATIVE} as destroyed, and it is there: what was erased can be read`,
    'erasure 4: names the key none as destroyed, which the keyring has never known',
  ]);
  // While it is erased beside the check, the key may have been looked up before it was destroyed.
  expect(await found(keys, [approved('initiative', INITIATIVE), destroyed(commitment)], LATER - 2)).toEqual([]);
});

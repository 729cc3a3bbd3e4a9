import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryTrust } from '../../test/support/temporary-trust';
import { recorded, TestRoad } from '../../test/support/test-road';
import { isErased } from '../kernel/erased';
import { ProposeInitiative } from '../negotiation/initiative/initiative.commands';
import { party } from '../negotiation/party/party.state';
import { RecordDesignation, RegisterParty } from '../negotiation/party/party.commands';
import { leafIn } from '../trust/record';
import { NotForgottenError, type Remembering, type Shred } from '../trust/shred';
import type { Trust } from '../trust/trust';
import { type Place, Shredding } from './shredding';

let road: TestRoad;
let trust: Trust;
let official: string;
let now: number;
let told: [Place, Shred][];
let fails: Place | undefined;

const PLACES: readonly Place[] = ['THREAD', 'STATES', 'ROWS', 'ANSWERS', 'CHANGES', 'DEADLINES'];

beforeEach(async () => {
  road = TestRoad.open();
  trust = temporaryTrust(road.files);
  official = await road.person(['PROVINCIAL_OFFICIAL', 'FOCAL_PERSON']);
  now = Date.parse('2025-03-02T00:00:00.000Z');
  told = [];
  fails = undefined;
});

const place = (name: Place): readonly [Place, Remembering] => {
  const forget = (shred: Shred): number => {
    if (fails === name) throw new NotForgottenError(name);
    return told.push([name, shred]);
  };
  return [name, { forget }];
};
const shredding = (): Shredding =>
  new Shredding({
    store: road.store,
    keyring: trust.keyring,
    clock: () => now,
    remembering: Object.fromEntries(PLACES.map(place)) as Readonly<Record<Place, Remembering>>,
  });
const registered = async (): Promise<string> => {
  const fields = { type: 'COMMUNITY', canonicalName: 'A valley' } as const;
  return recorded(await road.act(RegisterParty, fields, { by: official })).stream.id;
};
const keysOf = async (stream: string): Promise<unknown[]> => (await road.store.readStream(stream)).map(({ record }) => leafIn(record)?.key);
const isReadable = async (stream: string): Promise<boolean[]> => {
  const { sealer } = temporaryTrust(road.files);
  const events = await road.store.readStream(stream);
  return events.map(({ record }) => !isErased(sealer.unseal(record).secret));
};

describe('shredding', () => {
  it('destroys the keys of one record, and tells every place in its order which keys and streams these are', async () => {
    const [one, other] = [await registered(), await registered()];
    const done = await shredding().shred({ kind: 'party', id: one }, 'a cause', Infinity);
    const [key] = await keysOf(`party-${one}`);
    expect(done.keys).toEqual([{ id: key, stream: `party-${one}` }]);
    expect(done.destroyedAt).toBe('2025-03-02T00:00:00.000Z');
    expect(done.forgotten.map(({ place: at }) => at)).toEqual(['WRITER', ...PLACES]);
    expect(told).toEqual(PLACES.map((at) => [at, { keyIds: [key], streams: [`party-${one}`] }]));
    expect([await isReadable(`party-${one}`), await isReadable(`party-${other}`)]).toEqual([[false], [true]]);
  });

  it('of an initiative reaches every record that belongs to it, and no other', async () => {
    const [sponsorPartyId, other] = [await registered(), await registered()];
    const fields = { title: 'Dialogue', sponsorPartyId, objectives: [{ code: 'O9', text: 'Patients can cross' }] } as const;
    const { id } = recorded(await road.act(ProposeInitiative, fields, { by: official })).stream;
    const { keys } = await shredding().shred({ kind: 'initiative', id }, 'a cause', Infinity);
    expect(keys.map(({ stream }) => stream)).toEqual([`initiative-${id}`]);
    expect([await isReadable(`party-${sponsorPartyId}`), await isReadable(`party-${other}`)]).toEqual([[true], [true]]);
  });

  it('done again later destroys nothing that was recorded since, and says the same', async () => {
    const id = await registered();
    const before = (await road.head()) + 1;
    const first = await shredding().shred({ kind: 'party', id }, 'a cause', before);
    const designation = { name: 'A name', lang: 'en', script: 'Latn', usedByPartyId: await registered() } as const;
    recorded(await road.act(RecordDesignation, designation, { by: official, on: id }));
    expect(await isReadable(`party-${id}`)).toEqual([false, true]);
    now += 86_400_000;
    const again = await shredding().shred({ kind: 'party', id }, 'a cause', before);
    expect([again.keys, again.destroyedAt]).toEqual([first.keys, first.destroyedAt]);
    expect(await isReadable(`party-${id}`)).toEqual([false, true]);
  });

  it('fails as long as one place has not forgotten, and tells all of them when it is done again', async () => {
    const id = await registered();
    fails = 'ROWS';
    await expect(shredding().shred({ kind: 'party', id }, 'a cause', Infinity)).rejects.toThrow(NotForgottenError);
    expect(told.map(([at]) => at)).toEqual(['THREAD', 'STATES']);
    fails = undefined;
    await shredding().shred({ kind: 'party', id }, 'a cause', Infinity);
    expect(told.slice(2).map(([at]) => at)).toEqual(PLACES);
  });

  it('takes no other record along where somebody has planted a leaf that names its key', async () => {
    const [one, other] = [await registered(), await registered()];
    const [planted] = await road.store.readStream(`party-${other}`);
    const readStream = road.store.readStream.bind(road.store);
    road.store.readStream = async (stream, stretch) => [
      ...(await readStream(stream, stretch)),
      ...(planted && stream === `party-${one}` ? [{ ...planted, stream }] : []),
    ];
    await shredding().shred({ kind: 'party', id: one }, 'a cause', Infinity);
    expect(await isReadable(`party-${other}`)).toEqual([true]);
  });
});

it('a record that was forgotten while an act on it was under way is read again, and not known from that act', async () => {
  const id = await registered();
  road.deliversTwice = false;
  const append = road.store.append.bind(road.store);
  let forgotten = 0;
  road.store.append = async (...all) => {
    const appended = await append(...all);
    road.forget('party', id);
    forgotten = road.streams.forget({ keyIds: [], streams: [`party-${id}`, 'party-unknown'] });
    return appended;
  };
  const designation = { name: 'A name', lang: 'en', script: 'Latn', usedByPartyId: id } as const;
  recorded(await road.act(RecordDesignation, designation, { by: official, on: id }));
  expect(forgotten).toBe(1);
  const after = await road.again();
  expect((await after.streams.load(party, id)).state).toMatchObject({ canonicalName: { erased: expect.any(String) } });
  const reads: string[] = [];
  const readStream = road.store.readStream.bind(road.store);
  road.store.readStream = (stream, stretch) => (reads.push(stream), readStream(stream, stretch));
  await road.streams.load(party, id);
  expect(reads).toEqual([`party-${id}`]);
});

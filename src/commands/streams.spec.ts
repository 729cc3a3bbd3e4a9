import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BuildGate, CountPatients, gate, gates, OpenGate } from '../../test/support/gate';
import { recorded, TestRoad } from '../../test/support/test-road';
import { streamName } from '../kernel/happened';
import { EVENTS_PER_READ_MAX } from '../kernel/limits';
import { occurringAt } from '../kernel/occurrence';
import { ProposeInitiative } from '../negotiation/initiative/initiative.commands';
import { RegisterParty } from '../negotiation/party/party.commands';
import { RectifyRecord } from './record.commands';

let road: TestRoad;
let negotiator: string;
let focalPerson: string;
let id: string;

beforeEach(async () => {
  road = TestRoad.open(gates);
  focalPerson = await road.person(['FOCAL_PERSON']);
  negotiator = await road.person(['NEGOTIATOR']);
  const official = await road.person(['PROVINCIAL_OFFICIAL']);
  const registered = await road.act(RegisterParty, { type: 'PROVINCIAL_GOVERNMENT', canonicalName: 'Province' }, { by: official });
  const fields = {
    title: 'Dialogue',
    sponsorPartyId: recorded(registered).stream.id,
    objectives: [{ code: 'O1', text: 'Peace' }],
  } as const;
  const initiativeId = recorded(await road.act(ProposeInitiative, fields, { by: focalPerson })).stream.id;
  id = recorded(await road.act(BuildGate, { initiativeId, name: 'Torkham' }, { by: focalPerson })).stream.id;
});

const counted = async (by: TestRoad = road): Promise<void> => {
  const record = { occurredAt: occurringAt('2025-03-01T08:00:00.000Z') };
  recorded(await by.act(CountPatients, { patients: 1 }, { by: negotiator, on: id, record }));
};
const stream = (): string => streamName('gate', id);

/** The next read of the gate's stream ends only when it is let go; what it found it found at once. */
function heldRead(): { readonly begun: Promise<void>; readonly letGo: () => void } {
  const read = road.store.readStream.bind(road.store);
  let letGo = (): void => undefined;
  let began = (): void => undefined;
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  const begun = new Promise<void>((resolve) => (began = resolve));
  jest.spyOn(road.store, 'readStream').mockImplementationOnce(async (...asked) => {
    const found = await read(...asked);
    began();
    await gone;
    return found;
  });
  return { begun, letGo };
}

describe('a history is read in pages', () => {
  it.each([EVENTS_PER_READ_MAX - 1, EVENTS_PER_READ_MAX, EVENTS_PER_READ_MAX + 1])(
    'of a stream of %i events, each once and in order',
    async (length) => {
      const first = await road.store.readStream(stream());
      const read = jest
        .spyOn(road.store, 'readStream')
        .mockImplementation(async (_, { from = 0, limit = Infinity } = {}) =>
          Array.from({ length: Math.max(0, Math.min(limit, length - from)) }, (__, n) => ({ ...first[0], revision: from + n }) as never),
        );
      const revisions = (await road.streams.history(stream())).map(({ revision }) => revision);
      expect(revisions).toEqual(Array.from({ length }, (_, n) => n));
      expect(read).toHaveBeenCalledTimes(length < EVENTS_PER_READ_MAX ? 1 : 2);
      read.mockClear();
      expect(await road.streams.history(stream(), EVENTS_PER_READ_MAX - 2)).toHaveLength(EVENTS_PER_READ_MAX - 1);
      expect(read).toHaveBeenCalledTimes(1);
    },
  );

  it('up to a revision, none for a stream that did not exist then, all by default', async () => {
    await counted();
    await counted();
    const lengths = [-1, 0, 1, 2, 3].map(async (upTo) => (await road.streams.history(stream(), upTo)).length);
    expect(await Promise.all(lengths)).toEqual([0, 1, 2, 3, 3]);
    expect(await road.streams.history(stream())).toHaveLength(3);
    expect(await road.streams.history('gate-none')).toEqual([]);
  });
});

describe('a state is read once, and kept', () => {
  it('for all who ask at the same time', async () => {
    const again = await road.again();
    const read = jest.spyOn(road.store, 'readStream');
    const [one, two] = await Promise.all([0, 1].map(async () => again.streams.load(gate, id)));
    expect(read).toHaveBeenCalledTimes(1);
    expect(two).toBe(one);
    expect(await again.streams.load(gate, id)).toBe(one);
  });

  it('until an event of it has been seen that it does not have; what is as new is not read again', async () => {
    await counted(await road.again());
    expect((await road.streams.load(gate, id)).revision).toBe(0);
    road.streams.atLeast(stream(), 1);
    const loaded = await road.streams.load(gate, id);
    expect(loaded.revision).toBe(1);
    road.streams.atLeast(stream(), 1);
    expect(road.streams.load(gate, id)).toBe(loaded);
  });

  it('a read that fails is told to all who wait for it, and the next one reads anew', async () => {
    const again = await road.again();
    jest.spyOn(road.store, 'readStream').mockRejectedValueOnce(new Error('no disk'));
    const waiting = [0, 1].map(async () => again.streams.load(gate, id));
    expect(await Promise.allSettled(waiting)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    expect((await again.streams.load(gate, id)).revision).toBe(0);
  });

  it('a slow read does not overwrite what was written meanwhile', async () => {
    road.streams.drop(stream());
    const { begun, letGo } = heldRead();
    const slow = road.streams.load(gate, id);
    await begun;
    await counted(await road.again());
    await road.streams.refresh(gate, id);
    letGo();
    expect((await slow).revision).toBe(0);
    expect((await road.streams.load(gate, id)).revision).toBe(1);
  });

  it('nor one that began before a correction, after which the whole stream is read anew', async () => {
    road.streams.drop(stream());
    const { begun, letGo } = heldRead();
    const slow = road.streams.load(gate, id);
    await begun;
    road.streams.drop(stream());
    const [target] = await road.history('gate', id);
    const asked = { pointer: '/name', newValue: 'Chaman', reason: 'CLERICAL_ERROR', effective: 'AB_INITIO' } as const;
    recorded(await road.act(RectifyRecord, { targetEventId: target?.id ?? '', ...asked }, { by: focalPerson, on: id }, 'gate'));
    letGo();
    await slow;
    expect((await road.streams.load(gate, id)).state).toMatchObject({ name: 'Chaman' });
  });

  it('and of a stream that others wrote to, only what is missing is read; a command’s events are counted once', async () => {
    await road.streams.load(gate, id);
    const other = await road.again();
    recorded(await other.act(OpenGate, { staff: 1 }, { by: negotiator, on: id, key: 'a' }));
    await counted(other);
    const read = jest.spyOn(road.store, 'readStream');
    const [one, two] = await Promise.all([road.streams.refresh(gate, id), road.streams.refresh(gate, id)]);
    expect(read.mock.calls.map(([, options]) => options?.from)).toEqual([1, 1]);
    expect(one).toEqual(two);
    expect([...one.earlier.values()].map(({ events }) => events.length)).toEqual([1, 1, 1]);
    expect(one).toEqual(await (await road.again()).streams.load(gate, id));
  });
});

describe('the state that an earlier decision saw', () => {
  it('is that of the revision its basis names, with no later correction', async () => {
    await counted();
    const [target] = await road.history('gate', id);
    const asked = { pointer: '/name', newValue: 'Chaman', reason: 'CLERICAL_ERROR', effective: 'AB_INITIO' } as const;
    recorded(await road.act(RectifyRecord, { targetEventId: target?.id ?? '', ...asked }, { by: focalPerson, on: id }, 'gate'));
    const states = [-1, 0, 1, 2].map((revision) => road.streams.stateAt(gate, id, revision));
    expect(await Promise.all(states)).toMatchObject([
      { status: 'NONE' },
      { name: 'Torkham', patients: 0 },
      { name: 'Torkham', patients: 1 },
      { name: 'Chaman', patients: 1 },
    ]);
  });
});

describe('what others have written', () => {
  it('is read before anything is decided on it, where others may write', async () => {
    const elsewhere = await road.again();
    await counted();
    const known = await road.streams.load(gate, id);
    await counted(elsewhere);
    expect((await road.streams.load(gate, id)).revision).toBe(known.revision);
    Object.defineProperty(road.store, 'isSole', { value: false });
    expect((await road.streams.load(gate, id)).revision).toBe(known.revision + 1);
  });
});

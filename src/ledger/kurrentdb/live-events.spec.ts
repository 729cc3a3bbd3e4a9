import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KurrentDbDouble } from '../../../test/kurrentdb/kurrentdb-double';
import { served, storeOn } from '../../../test/kurrentdb/served';
import { EVENTS_PER_COMMAND_MAX } from '../../kernel/limits';
import { sampleDraft, sampleStream } from '../event-store.contract.sample';
import { type ReadEvent, START } from '../event-store';
import type { KurrentDbEventStore } from './kurrentdb-event-store';

const A = sampleStream(1);
const drafts = (count: number) => Array.from({ length: count }, (_, n) => sampleDraft(String(n)));

describe('a subscription to KurrentDB', () => {
  let server: KurrentDbDouble;
  let store: KurrentDbEventStore;
  let aborts: AbortController;
  let seen: ReadEvent[];
  let following: Promise<void>;
  beforeEach(async () => {
    server = await served();
    store = await storeOn(server.url);
    aborts = new AbortController();
    seen = [];
  });

  const follow = (after = START): void => {
    following = (async () => {
      for await (const event of store.subscribe(after, aborts.signal)) seen.push(event);
    })();
  };
  const until = async (isIt: () => boolean): Promise<void> => {
    while (!isIt()) await new Promise(setImmediate);
  };
  const append = async (count: number): Promise<void> => {
    const last = server.log.stream(A).length - 1;
    await store.append(A, drafts(count), last < 0 ? 'none' : last, { basis: [] });
  };
  /** What was seen is what lies in the log, once and in order. */
  const sawAll = async (): Promise<void> => {
    await until(() => seen.length >= server.log.stream(A).length);
    aborts.abort();
    await following;
    expect(seen.map(({ position }) => position)).toEqual(server.log.stream(A).map(({ position }) => position));
  };

  it.each(['end', 'drop', 'mute'] as const)(
    'that the server interrupts (%s) goes on after the last event, without a gap or a repeat',
    async (how) => {
      await append(3);
      follow();
      await until(() => seen.length === 3);
      server.interrupt(how);
      await append(2);
      await until(() => seen.length === 5);
      server.interrupt(how);
      await append(2);
      await sawAll();
    },
  );

  it('whose server is gone for a while goes on with the one that comes in its place, and says meanwhile what is wrong', async () => {
    await append(3);
    follow();
    await until(() => seen.length === 3);
    server.stop();
    await until(() => store.failure() !== undefined);
    expect(store.failure()).toContain(`KurrentDB at ${server.address} cannot be reached`);
    const [, port] = server.address.split(':');
    server = await served(server.log, Number(port));
    await append(2);
    await sawAll();
    expect(store.failure()).toBeUndefined();
  });

  it('that is dropped as too slow, because large appends come while it is live, misses nothing', async () => {
    follow();
    await until(() => server.subscriptions === 1);
    for (let n = 0; n < 5; n++) {
      await append(EVENTS_PER_COMMAND_MAX);
      await until(() => seen.length === server.log.stream(A).length);
    }
    await sawAll();
    expect(server.dropped).toBeGreaterThan(0);
  });

  it('that needs longer for its first word than it may be silent is given more time, and begins', async () => {
    await append(3);
    server.firstWordAfterMs = 1_000;
    follow();
    await sawAll();
  });

  it('that is silent has the server asked once at a time whether it is behind, however long that takes', async () => {
    store = await storeOn(server.url, { answerMs: 1_000 });
    follow();
    await until(() => server.subscriptions === 1);
    let [asked, atOnce] = [0, 0];
    server.readFault = () => {
      asked++;
      atOnce = Math.max(atOnce, server.unanswered + 1);
      return 'SILENT';
    };
    await until(() => asked === 3);
    server.readFault = () => undefined;
    expect(atOnce).toBe(1);
    await append(2);
    await sawAll();
  });

  it('whose consumer leaves is ended on the server as well', async () => {
    await append(3);
    for await (const { revision } of store.subscribe(START, aborts.signal)) if (revision === 1) break;
    await until(() => server.subscriptions === 0);
  });

  it('counts nobody else’s events, and begins again after one of ours all the same', async () => {
    await append(1);
    for (let n = 0; n < 50; n++) server.log.writeOwn('somebody-else');
    follow();
    await until(() => seen.length === 1);
    server.interrupt('drop');
    await append(1);
    await sawAll();
  });

  it.each([
    ['deletes a stream of ours', () => server.log.tombstone(A), `somebody has deleted ${A}`],
    ['hides its events by metadata', () => server.log.writeOwn(`$$${A}`, '$metadata'), `somebody has written metadata of ${A}`],
  ])('that sees how somebody %s raises an alarm that stays', async (_, tamper, alarm) => {
    await append(1);
    follow();
    await until(() => seen.length === 1);
    server.log.writeOwn('$$somebody-else', '$metadata');
    tamper();
    await store.append(sampleStream(2), drafts(1), 'none', { basis: [] });
    await until(() => seen.length === 2);
    expect(store.failure()).toContain(alarm);
    expect(seen.map(({ stream }) => stream)).toEqual([A, sampleStream(2)]);
  });
});

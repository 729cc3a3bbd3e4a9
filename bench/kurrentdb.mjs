import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { binaryEvent } from '@eventstore/db-client';
import { emptyLedger, goldenCommands, slots, temporaryFolder, trustOf } from './made-ledger.mjs';
import { compare, interleaved, rateOf } from './report.mjs';

const require = createRequire(import.meta.url);
const built = (path) => require(`../dist/${path}.js`);
const { KurrentDbConnection, PATIENCE } = built('ledger/kurrentdb/connection');
const { KurrentDbEventStore } = built('ledger/kurrentdb/kurrentdb-event-store');
const { positionFrom, readEventOf } = built('ledger/kurrentdb/stored-event');
const { catalogues } = built('negotiation/catalogues');
const { openerOf, scribeOf } = built('trust/trust');

const WHOLE = { alone: 2_000, atOnce: 6_400, basis: 1_600 };
const QUICK = { alone: 50, atOnce: 640, basis: 320 };
const AT_ONCE = 64;
const url = process.env.JIRGA_TEST_KURRENTDB;

export const pinned = () => 'nothing: the program and the server share the cores where they are on one machine';

export const lacks = () =>
  url === undefined
    ? 'bench kurrentdb needs a server of EventStoreDB or KurrentDB, whose log it fills: JIRGA_TEST_KURRENTDB=esdb://127.0.0.1:2113?tls=false npm run bench -- kurrentdb'
    : undefined;

/** One draft of each kind that the golden ledger has; the store does not ask what an event means. */
const sampleDrafts = () => {
  const drafts = new Map();
  for (const { kind, events } of goldenCommands()) {
    const [{ leaf, data, env }] = events;
    const { actor, at, caus, cmd, corr, id, tv, type } = leaf;
    if (!drafts.has(kind)) drafts.set(kind, { open: { actor, at, basis: [], caus, cmd, corr, id, tv, type }, data, env });
  }
  return [...drafts];
};

export async function run({ rounds, quick }) {
  const size = quick ? QUICK : WHOLE;
  const trust = trustOf(emptyLedger(temporaryFolder('kurrentdb')));
  const scribe = scribeOf(trust, slots);
  const store = await KurrentDbEventStore.open({ url, slots, scribe });
  const { client, call } = new KurrentDbConnection({ url }, PATIENCE);
  const samples = sampleDrafts();

  /** New streams with an event each, so that their keys are there, and drafts for the rest. */
  const writers = async (count, each, write) => {
    const made = Array.from({ length: count }, (_, n) => {
      const [kind, draft] = samples[n % samples.length];
      const stream = `${kind}-${randomUUID()}`;
      return { stream, drafts: Array.from({ length: each + 1 }, () => ({ ...draft, open: { ...draft.open, id: randomUUID() } })) };
    });
    return Promise.all(made.map(write));
  };
  /** As many writers as are told, each waiting for its answer before it asks again. @returns events a second */
  const timed = (lines) =>
    rateOf(async () => {
      await Promise.all(
        lines.map(async (line) => {
          for (const append of line) await append();
        }),
      );
      return lines.flat().length;
    });
  const throughAdapter = (count, events, basisOf) => async () => {
    const append = async (stream, draft, revision, basis = []) => {
      const answer = await store.append(stream, [draft], revision < 0 ? 'none' : revision, { basis });
      if (!('position' in answer)) throw new Error(`not appended: ${JSON.stringify(answer)}`);
    };
    const lines = await writers(count, events / count, async ({ stream, drafts: [first, ...rest] }) => {
      await append(stream, first, -1);
      return rest.map((draft, n) => () => append(stream, draft, n, basisOf?.()));
    });
    return timed(lines);
  };
  /** The same events by the client alone, each chained to the one before and sealed when its turn comes, or all of them before the clock runs. */
  const bare = (count, events, sealsBefore) => async () => {
    const append = ({ stream, record, type }, expectedRevision) =>
      client.appendToStream(stream, [binaryEvent({ id: randomUUID(), type, data: record })], {
        ...call,
        deadline: PATIENCE.answerMs,
        expectedRevision,
      });
    const lines = await writers(count, events / count, async ({ stream, drafts }) => {
      await scribe.provideKeys([{ stream, firstRevision: 0, events: drafts }]);
      let before = null;
      const next = (n) => {
        const [{ record, leafHash }] = scribe.seal(stream, n, before, [drafts[n]]);
        before = leafHash;
        return { stream, record, type: drafts[n].open.type };
      };
      await append(next(0), 'no_stream');
      const revisions = drafts.slice(1).map((_, n) => n);
      if (!sealsBefore) return revisions.map((n) => () => append(next(n + 1), BigInt(n)));
      const sealed = revisions.map((n) => next(n + 1));
      return revisions.map((n) => () => append(sealed[n], BigInt(n)));
    });
    return timed(lines);
  };

  const begin = await store.head();
  const [basis] = await writers(1, 0, async ({ stream, drafts: [first] }) => {
    await store.append(stream, [first], 'none', { basis: [] });
    return [[stream, 0]];
  });
  const ways = {
    adapterAlone: throughAdapter(1, size.alone),
    bareAlone: bare(1, size.alone),
    sealedAlone: bare(1, size.alone, true),
    adapterAtOnce: throughAdapter(AT_ONCE, size.atOnce),
    bareAtOnce: bare(AT_ONCE, size.atOnce),
    sealedAtOnce: bare(AT_ONCE, size.atOnce, true),
    onBasis: throughAdapter(AT_ONCE, size.basis, () => basis),
  };
  for (const way of Object.values(ways)) await way();
  const rates = await interleaved(ways, rounds);

  const opener = openerOf(trust, catalogues);
  const end = await store.head();
  const catchUp = {
    adapter: () =>
      rateOf(async () => {
        const abort = new AbortController();
        let events = 0;
        for await (const event of store.subscribe(begin, abort.signal)) {
          opener.open(event);
          events++;
          if (event.position >= end) break;
        }
        return events;
      }),
    bare: () =>
      rateOf(async () => {
        const subscription = client.subscribeToAll({ ...call, fromPosition: positionFrom(begin) });
        let events = 0;
        for await (const { event } of subscription) {
          if (!event || event.streamId.startsWith('$')) continue;
          opener.open(readEventOf(event));
          events++;
          if (event.position.commit >= BigInt(end)) break;
        }
        await subscription.unsubscribe();
        return events;
      }),
  };
  for (const way of Object.values(catchUp)) await way();
  const caughtUp = await interleaved(catchUp, rounds);
  await store.close();
  await client.dispose();
  trust.keyring.close();

  const unit = 'events/s';
  const against = 'the bare client on the same path, which seals the same events';
  const sealedBefore = 'the same, with records that were sealed before';
  return [
    compare({ measure: 'appends, one after the other', unit, against, aim: 0.9 }, rates.adapterAlone, rates.bareAlone),
    compare({ measure: 'appends, one after the other', unit, against: sealedBefore }, rates.adapterAlone, rates.sealedAlone),
    compare({ measure: `appends, ${AT_ONCE} at once`, unit, against, aim: 0.9 }, rates.adapterAtOnce, rates.bareAtOnce),
    compare({ measure: `appends, ${AT_ONCE} at once`, unit, against: sealedBefore }, rates.adapterAtOnce, rates.sealedAtOnce),
    compare({ measure: `appends, ${AT_ONCE} at once, each resting on another stream`, unit, against }, rates.onBasis, rates.bareAtOnce),
    compare(
      { measure: 'catching up', unit, against: 'the bare subscription with the same unsealing and parsing', aim: 0.8 },
      caughtUp.adapter,
      caughtUp.bare,
    ),
  ];
}

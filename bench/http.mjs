import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS, Coverage } from './coverage.mjs';
import { wordsDisputed } from './lives/commitments.mjs';
import { lastActs } from './lives/last.mjs';
import { connectionLife } from './lives/mix.mjs';
import { drive, speaker } from './load.mjs';
import { canPin, CORES, pin } from './machine.mjs';
import { temporaryFolder } from './made-ledger.mjs';
import { prepare } from './prepared.mjs';
import { compare, interleaved } from './report.mjs';
import { startServer } from './server.mjs';

const WHOLE = {
  connections: 64,
  standingEach: 16,
  clearedEach: 6,
  warmUp: { seconds: 2, answersMin: 5_000 },
  // As many answers as it takes for every command to come, also where seconds bring few.
  measured: { seconds: 5, answersMin: 7_600 },
};
const QUICK = {
  connections: 8,
  standingEach: 5,
  clearedEach: 3,
  warmUp: { seconds: 0, answersMin: 64 },
  measured: { seconds: 0.5, answersMin: 1_600 },
};

/** All but the generator's, where more than one is left: on one core its threads would wait for each other. */
const SERVER_CORES = CORES > 2 ? `1-${CORES - 1}` : `0-${CORES - 1}`;

export const pinned = () =>
  canPin ? `the generator: core 0; the server, which has several threads: cores ${SERVER_CORES}` : 'nothing (no taskset, or one core)';

async function serving(folder, variant, work) {
  const server = await startServer(folder, variant);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

/** What lives take from, anew for each run. */
const copiesOf = ({ cleared, led, founded, deviating, toSign, bound }) => ({
  ...{ cleared: [...cleared], led: [...led], founded: [...founded], deviating: [...deviating], toSign: [...toSign], bound: [...bound] },
});

export async function run({ rounds, quick }) {
  const { connections, standingEach, clearedEach, warmUp, measured } = quick ? QUICK : WHOLE;
  const places = Array.from({ length: connections }, (_, place) => place);
  const records = connections * standingEach;
  const folder = temporaryFolder('http');
  const prepared = join(folder, 'prepared');
  mkdirSync(prepared);
  const counts = { standing: records, cleared: connections * clearedEach, initiatives: connections };
  const asPrepared = await serving(prepared, undefined, (server) => prepare(server, counts));
  console.log(`asked: ${COMMANDS} commands, upon at least ${records} streams and a hot one`);
  pin(process.pid, '0');

  let runs = 0;
  const onPrepared = async (variant, work) => {
    const own = join(folder, `run-${runs++}`);
    cpSync(prepared, own, { recursive: true });
    return serving(own, variant, async ({ pid, port, turnOn }) => {
      pin(pid, SERVER_CORES);
      turnOn();
      return work(port);
    });
  };
  const mixed = (variant) => () =>
    onPrepared(variant, async (port) => {
      const world = { ...asPrepared, ...copiesOf(asPrepared) };
      const share = (place) => world.standing.slice(place * standingEach, (place + 1) * standingEach);
      const speakers = places.map((place) => speaker(connectionLife(world, { place, of: connections }, share(place))));
      const coverage = new Coverage();
      await drive({ ...warmUp, port, speakers, onAsk: () => undefined });
      const rate = await drive({ ...measured, port, speakers, last: speaker(lastActs(world)), onAsk: (asked) => coverage.note(asked) });
      coverage.assertWhole(records);
      return rate;
    });
  const hot = () =>
    onPrepared(undefined, async (port) => {
      const load = { port, speakers: places.map(() => speaker(wordsDisputed(asPrepared, asPrepared.hot))), onAsk: () => undefined };
      await drive({ ...warmUp, ...load });
      return drive({ ...measured, ...load });
    });
  const ways = {
    durable: mixed(),
    unsealed: mixed('unsealed'),
    unwritten: mixed('unwritten'),
    echo: mixed('echo'),
    ...(!quick && { hot }),
  };
  const rates = await interleaved(ways, rounds);
  const line = { measure: `acts over HTTP, ${connections} at once`, unit: 'acts/s' };
  return [
    compare({ ...line, against: 'the same unsealed', aim: 0.9 }, rates.durable, rates.unsealed),
    compare({ ...line, against: 'the same neither sealed nor written', aim: 0.75 }, rates.durable, rates.unwritten),
    compare({ ...line, against: 'a route that authenticates, validates and echoes', aim: 0.4 }, rates.durable, rates.echo),
    ...(rates.hot
      ? [compare({ measure: 'acts upon one record', unit: 'acts/s', against: 'acts upon all of them' }, rates.hot, rates.durable)]
      : []),
  ];
}

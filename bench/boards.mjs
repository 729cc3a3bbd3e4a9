import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { standingLife } from './lives/mix.mjs';
import { drive, speaker, VoidRunError } from './load.mjs';
import { temporaryFolder } from './made-ledger.mjs';
import { prepare } from './prepared.mjs';
import { compare, quantile } from './report.mjs';
import { startServer } from './server.mjs';

/** Of what the server takes at most. */
const SHARE_OF_WRITES = 0.3;
const WHOLE = { connections: 64, standingEach: 16, warmUp: 5_000, seconds: 5, reads: 1_000 };
const QUICK = { connections: 8, standingEach: 5, warmUp: 64, seconds: 1, reads: 50 };
/** Between two questions of the one reader: he reads, and does not wear the server out. */
const PAUSE_MS = 5;
const BOARDS = ['agreement-state', 'commitment-tracker', 'federal-review-queue'];

export const pinned = () => 'nothing: reader and writers are one process, the server another';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** So many readings of each board, in turns. @returns milliseconds of each, by board */
async function readings(address, { token }, count) {
  const times = Object.fromEntries(BOARDS.map((board) => [board, []]));
  for (let n = 0; n < count; n++)
    for (const board of BOARDS) {
      const start = performance.now();
      const response = await fetch(`${address}/v1/boards/${board}`, { headers: { authorization: `Bearer ${token}` } });
      await response.text();
      times[board].push(performance.now() - start);
      if (!response.ok) throw new VoidRunError(`${board} was answered ${response.status}`);
      await pause(PAUSE_MS);
    }
  return times;
}

export async function run({ rounds, quick }) {
  const { connections, standingEach, warmUp, seconds, reads } = quick ? QUICK : WHOLE;
  const folder = temporaryFolder('boards');
  mkdirSync(join(folder, 'served'));
  const server = await startServer(join(folder, 'served'));
  try {
    const counts = { standing: connections * standingEach, cleared: 0, initiatives: 0, readers: 1 };
    const world = await prepare(server, counts);
    const share = (place) => world.standing.slice(place * standingEach, (place + 1) * standingEach);
    const speakers = Array.from({ length: connections }, (_, place) => speaker(standingLife(world, share(place))));
    const [reader] = world.readers;
    const load = { port: server.port, speakers, onAsk: () => undefined };
    await drive({ ...load, seconds: 0, answersMin: warmUp });
    await readings(server.address, reader, Math.ceil(reads / 10));
    const idle = Object.fromEntries(BOARDS.map((board) => [board, []]));
    const loaded = Object.fromEntries(BOARDS.map((board) => [board, []]));
    const note = (into, times) => BOARDS.forEach((board) => into[board].push(quantile(times[board], 0.99)));
    for (let round = 0; round < rounds; round++) {
      const most = await drive({ ...load, seconds });
      note(idle, await readings(server.address, reader, reads));
      let read = false;
      const writing = drive({ ...load, seconds: 0, perSecond: SHARE_OF_WRITES * most, until: () => read });
      try {
        note(loaded, await readings(server.address, reader, reads));
      } finally {
        read = true;
        await writing;
      }
    }
    return BOARDS.map((board) =>
      compare(
        {
          measure: `p99 of ${board} under ${SHARE_OF_WRITES * 100} % of the most writes`,
          unit: 'ms',
          against: 'its p99 while nobody writes',
          aim: 5,
          atMost: true,
        },
        loaded[board],
        idle[board],
      ),
    );
  } finally {
    await server.stop();
  }
}

import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { drive } from './load.mjs';
import { canPin, CORES, pin } from './machine.mjs';
import { temporaryFolder } from './made-ledger.mjs';
import { prepare } from './prepared.mjs';
import { compare, interleaved } from './report.mjs';
import { startServer } from './server.mjs';

const CONNECTIONS = 64;
/** Of so many requests one goes to the hot record. */
const HOT_EVERY = 8;
const STREAMS = 1_000;
const STREAMS_QUICK = 40;

export const pinned = () =>
  canPin ? `the generator: core 0; the server, which has several threads: cores 0-${CORES - 1}` : 'nothing (no taskset, or one core)';

/** Commands in turns, each upon the next of its records. */
function mixOf({ commands, hot }) {
  const lists = Object.values(commands);
  return (number) => {
    if (number % HOT_EVERY === 0) return hot;
    const list = lists[number % lists.length];
    return list[Math.floor(number / lists.length) % list.length];
  };
}

async function serving(folder, variant, work) {
  const server = await startServer(folder, variant);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

export async function run({ rounds, quick }) {
  const folder = temporaryFolder('http');
  const prepared = join(folder, 'prepared');
  mkdirSync(prepared);
  const asked = await serving(prepared, undefined, (server) => prepare(server, quick ? STREAMS_QUICK : STREAMS));
  pin(process.pid, '0');

  let runs = 0;
  const way = (next, variant) => async () => {
    const own = join(folder, `run-${runs++}`);
    cpSync(prepared, own, { recursive: true });
    return serving(own, variant, async ({ pid, port, turnOn }) => {
      pin(pid, `0-${CORES - 1}`);
      turnOn();
      const load = { port, connections: CONNECTIONS, next };
      await drive({ ...load, seconds: quick ? 0 : 2, answersMin: quick ? 64 : 5_000 });
      return drive({ ...load, seconds: quick ? 0.5 : 5 });
    });
  };
  const mix = mixOf(asked);
  const ways = {
    durable: way(mix),
    unsealed: way(mix, 'unsealed'),
    unwritten: way(mix, 'unwritten'),
    echo: way(mix, 'echo'),
    ...(!quick && { hot: way(() => asked.hot) }),
  };
  const { durable, unsealed, unwritten, echo, hot } = await interleaved(ways, rounds);
  const line = { measure: `acts over HTTP, ${CONNECTIONS} at once`, unit: 'acts/s' };
  return [
    compare({ ...line, against: 'the same unsealed', aim: 0.9 }, durable, unsealed),
    compare({ ...line, against: 'the same neither sealed nor written', aim: 0.75 }, durable, unwritten),
    compare({ ...line, against: 'a route that authenticates, validates and echoes', aim: 0.4 }, durable, echo),
    ...(hot ? [compare({ measure: 'acts upon one record', unit: 'acts/s', against: 'acts upon all of them' }, hot, durable)] : []),
  ];
}

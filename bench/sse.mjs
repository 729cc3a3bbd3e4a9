import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { wordsDisputed } from './lives/commitments.mjs';
import { drive, speaker, VoidRunError } from './load.mjs';
import { temporaryFolder } from './made-ledger.mjs';
import { prepare } from './prepared.mjs';
import { inTime } from './report.mjs';
import { startServer } from './server.mjs';

const require = createRequire(import.meta.url);
const { STREAMS_PER_PERSON_MAX } = require('../dist/kernel/limits.js');

const PER_SECOND = 50;
const WITHIN_MS = 1_000;
const READERS = 500;
const READERS_QUICK = 20;
const DRAFTS = 25;
/** How long the last message may be on its way before the run is void. */
const STRAGGLERS_MS = 30_000;
const PATH = '/v1/boards/commitment-tracker/changes';

/** Somebody with an open stream: when he had heard of everything up to which position. */
class Reader {
  heard = [];

  static async open(port, token) {
    const reader = new Reader();
    reader.socket = connect({ port, host: '127.0.0.1' });
    await once(reader.socket, 'connect');
    reader.socket.write(`GET ${PATH} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${token}\r\n\r\n`);
    let text = '';
    reader.socket.setEncoding('utf8').on('data', (chunk) => {
      const at = performance.now();
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop();
      for (const block of blocks) {
        if (block.includes('event: end')) reader.ended = block;
        const [, id] = /^id: (\d+)$/m.exec(block) ?? [];
        if (id !== undefined) reader.heard.push({ at, position: Number(id) });
      }
    });
    while (reader.heard.length === 0) {
      if (text.startsWith('HTTP/1.1 ') && !text.startsWith('HTTP/1.1 200')) throw new VoidRunError(text);
      await pause(5);
    }
    return reader;
  }

  get position() {
    return this.heard.at(-1).position;
  }

  /** Of each act, how long after it was asked for he had heard of it. */
  timesOf(acts) {
    let n = 0;
    return acts.map(({ at, position }) => {
      while (this.heard[n].position < position) n++;
      return this.heard[n].at - at;
    });
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const pinned = () => 'nothing: readers and writers are one process, the server another';

/** Acts of several people who wait for no reader; when each was asked for, which is before its commit, and its position. */
async function acts(port, speakers, seconds) {
  const done = [];
  const onHear = (answer, at) => done.push({ at, position: Number(JSON.parse(answer.toString()).position) });
  await drive({ port, speakers, seconds, perSecond: PER_SECOND, onAsk: () => undefined, onHear });
  return done.sort((one, other) => one.position - other.position);
}

export async function run({ rounds, quick, size = quick ? READERS_QUICK : READERS }) {
  const seconds = quick ? 2 : 20;
  const server = await startServer(join(temporaryFolder('sse'), 'served'));
  const readers = [];
  try {
    const people = Math.ceil(size / STREAMS_PER_PERSON_MAX);
    const world = await prepare(server, { standing: 0, cleared: 0, initiatives: 0, drafts: DRAFTS, readers: people });
    // Each act must change the board: of one that changes nothing there nobody is told, and he would hear of it with the next heartbeat.
    const speakers = world.drafts.map((record) => speaker(wordsDisputed(world, record)));
    for (let n = 0; n < size; n++) readers.push(await Reader.open(server.port, world.readers[n % people].token));
    await acts(server.port, speakers, quick ? 1 : 3);
    const times = [];
    for (let round = 0; round < rounds; round++) {
      const done = await acts(server.port, speakers, seconds);
      const last = done.at(-1).position;
      const end = performance.now() + STRAGGLERS_MS;
      while (readers.some(({ position }) => position < last)) {
        const gone = readers.find(({ ended }) => ended);
        if (gone || performance.now() > end) throw new VoidRunError(gone?.ended ?? 'a reader has not heard of everything');
        await pause(5);
      }
      times.push(readers.flatMap((reader) => reader.timesOf(done)));
      for (const reader of readers) reader.heard = reader.heard.slice(-1);
    }
    return [
      inTime(
        { measure: `messages to ${size} readers at ${PER_SECOND} acts/s, from asking for the act`, withinMs: WITHIN_MS, aim: 1 },
        times,
      ),
    ];
  } finally {
    for (const { socket } of readers) socket.destroy();
    await server.stop();
  }
}

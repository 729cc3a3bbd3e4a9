import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Copyist, emptyLedger, goldenCommands, slots, temporaryFolder } from './made-ledger.mjs';
import { compare, interleaved, rateOf } from './report.mjs';

const require = createRequire(import.meta.url);
const built = (path) => require(`../dist/${path}.js`);
const { APPENDS_PER_MESSAGE_MAX } = built('kernel/limits');
const { SqliteEventStore } = built('ledger/sqlite/sqlite-event-store');
const { readSecretFile } = built('trust/master-key');

const AT_ONCE = 64;

/** The sending side of the store, with a worker behind it that only inserts: what one turn gathers goes to it together. */
class Inserter {
  unsent = [];
  waiting = [];

  static async open(file) {
    const inserter = new Inserter();
    inserter.worker = new Worker(new URL('./insert.worker.mjs', import.meta.url), { workerData: { file } });
    await once(inserter.worker, 'message');
    inserter.worker.on('message', (answers) => inserter.waiting.splice(0, answers.length).forEach((resolve, n) => resolve(answers[n])));
    return inserter;
  }

  append(append) {
    const gathered = this.unsent.push(JSON.stringify(append));
    if (gathered === APPENDS_PER_MESSAGE_MAX) this.send();
    else if (gathered === 1) setImmediate(() => this.send());
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  send() {
    if (this.unsent.length === 0) return;
    this.worker.postMessage({ appends: `[${this.unsent.join(',')}]` });
    this.unsent = [];
  }

  async close() {
    this.worker.postMessage('CLOSE');
    await once(this.worker, 'exit');
  }
}

/** Inserts one row after the other in groups as large as the load, of as many bytes: nobody asks, nobody answers. */
async function bareLoop(file, rows, bytes) {
  const worker = new Worker(new URL('./insert.worker.mjs', import.meta.url), {
    workerData: { file, bare: { rows, bytes, group: AT_ONCE } },
  });
  const [seconds] = await once(worker, 'message');
  await once(worker, 'exit');
  return rows / seconds;
}

export const pinned = () => 'nothing: caller and writer are two threads of one process in all ways alike';

export async function run({ rounds, quick }) {
  const folder = temporaryFolder('append');
  const files = emptyLedger(join(folder, 'ledger'));
  const store = await SqliteEventStore.open(files, { slots, prog: 'jirga-bench/1' });
  const inserter = await Inserter.open(join(folder, 'inserts.db'));
  const copyist = new Copyist(readSecretFile(files.commandSecret));
  const commands = goldenCommands().slice(0, quick ? 60 : undefined);
  const none = (expectedRevision) => (expectedRevision === -1 ? 'none' : expectedRevision);
  const toStore = async ({ stream, events, expectedRevision, basis }) => {
    const answer = await store.append(stream, events, none(expectedRevision), { basis });
    if (!('position' in answer)) throw new Error(`not appended: ${JSON.stringify(answer)}`);
  };
  let copies = 0;
  for (const append of copyist.copy(commands, copies++)) await toStore(append);

  /** As many clients as are told, each waiting for its answer before it asks again; what they will ask is made before the clock runs. */
  const load = (append) => async () => {
    const lives = Array.from({ length: AT_ONCE }, () => [...copyist.copy(commands, copies++)]);
    const events = lives.flat().reduce((sum, { events: own }) => sum + own.length, 0);
    return rateOf(async () => {
      await Promise.all(
        lives.map(async (life) => {
          for (const each of life) await append(each);
        }),
      );
      return events;
    });
  };
  // The size of what the store writes: the leaf and the sealing come on top of the draft.
  const [sample] = await store.readAll(20, 1);
  let bare = 0;
  const ways = {
    store: load(toStore),
    inserts: load((append) => inserter.append(append)),
    bare: () => bareLoop(join(folder, `bare-${bare++}.db`), quick ? 1_000 : 5_000, sample.record.length),
  };
  try {
    for (const way of Object.values(ways)) await way();
    const { store: own, inserts, bare: least } = await interleaved(ways, rounds);
    const measure = `durable appends, ${AT_ONCE} at once`;
    const unit = 'events/s';
    return [
      compare({ measure, unit, against: 'a worker that only inserts', aim: 0.8 }, own, inserts),
      compare({ measure, unit, against: 'a bare loop of inserts' }, own, least),
    ];
  } finally {
    await store.close();
    await inserter.close();
  }
}

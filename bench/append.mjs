// Durable appends, 64 at once, against a worker that gets the same messages and only inserts, and against a bare loop.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { maker, PROGRAM, rateOf, redrafted, slots, SqliteEventStore, temporaryFiles } from './made-ledger.mjs';

const require = createRequire(import.meta.url);
const { APPENDS_PER_MESSAGE_MAX } = require('../dist/kernel/limits');
const AT_ONCE = 64;

/** The store's sending side: what one turn gathers goes to the worker together. */
class Inserter {
  unsent = [];
  waiting = [];

  constructor(file) {
    this.worker = new Worker(new URL('./insert.worker.mjs', import.meta.url), { workerData: { file } });
    this.worker.on('message', (answers) => {
      if (answers !== 'READY') for (const answer of answers) this.waiting.shift()(answer);
    });
  }

  append(stream, events, expectedRevision) {
    const gathered = this.unsent.push(JSON.stringify({ stream, expectedRevision, events, basis: [] }));
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

export async function prepare({ quick }) {
  const each = quick ? 5 : 200;
  const { files, remove } = temporaryFiles();
  const make = maker(files);
  const store = await SqliteEventStore.open(files, { slots, prog: PROGRAM });
  const inserter = new Inserter(join(files.folder, 'yardstick.db'));
  await once(inserter.worker, 'message');
  const load = async (append) => {
    const one = async (n) => {
      let streamId;
      for (let revision = 0; revision < each; revision++) {
        const { stream, id, drafts } = make('commitment', streamId, [redrafted(n)]);
        streamId = id;
        await append(stream, drafts, revision === 0 ? 'none' : revision - 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => one(n)));
  };
  const bare = async () => {
    inserter.worker.postMessage({ bare: AT_ONCE * each });
    await once(inserter.worker, 'message');
  };
  return {
    runs: {
      'durable appends, 64 at once': () => rateOf(AT_ONCE * each, () => load((stream, drafts, expected) => store.append(stream, drafts, expected, { basis: [] }))),
      'a worker that only inserts': () => rateOf(AT_ONCE * each, () => load((stream, drafts, expected) => inserter.append(stream, drafts, expected))),
      'a bare loop': () => rateOf(AT_ONCE * each, bare),
    },
    comparisons: [
      { measure: 'durable appends, 64 at once', against: 'a worker that only inserts', aim: 0.8, unit: 'events/s' },
      { measure: 'durable appends, 64 at once', against: 'a bare loop', aim: 0, unit: 'events/s' },
    ],
    close: async () => {
      await store.close();
      await inserter.close();
      remove();
    },
  };
}

import { createRequire } from 'node:module';
import { madeLedger, readerOf, temporaryFolder } from './made-ledger.mjs';
import { pin, pinnedToOne } from './machine.mjs';
import { compare, interleaved, rateOf } from './report.mjs';

const require = createRequire(import.meta.url);
const built = (path) => require(`../dist/${path}.js`);
const { effectiveEvents } = built('kernel/effective-events');
const { replay } = built('kernel/fold');
const { kindOf } = built('kernel/happened');
const { EVENTS_PER_VIEWS_BATCH_MAX } = built('kernel/limits');
const { declarations } = built('negotiation/nouns');

const folds = new Map(declarations.map(({ fold }) => [fold.events.stream, fold]));

/** Reads, unseals and parses every event of the log; how many there were. */
export function readOnce({ log, opener }) {
  let position = 0;
  for (;;) {
    const rows = log.readAll(position, EVENTS_PER_VIEWS_BATCH_MAX);
    for (const row of rows) position = opener.open(row).position;
    if (rows.length < EVENTS_PER_VIEWS_BATCH_MAX) return position;
  }
}

export const pinned = pinnedToOne;

/** What holds now in every stream, as a command finds it out that meets an empty cache. */
function replayAll({ log, opener }, streams) {
  for (const stream of streams) {
    const history = log.readStream(stream).map((row) => opener.open(row));
    replay(folds.get(kindOf(stream)), effectiveEvents(history));
  }
}

export async function run({ rounds, quick }) {
  const { files, events } = madeLedger(temporaryFolder('replay'), quick ? 2_000 : 24_000);
  const reader = readerOf(files);
  const streams = new Set(reader.log.readAll(0, events).map(({ stream }) => stream));
  const ways = {
    rows: () => rateOf(() => reader.log.readAll(0, events).length),
    read: () => rateOf(() => readOnce(reader)),
    replay: () => rateOf(() => (replayAll(reader, streams), events)),
  };
  pin(process.pid, '1');
  for (const way of Object.values(ways)) await way();
  const { rows, read, replay: folded } = await interleaved(ways, rounds);
  reader.close();
  const unit = 'events/s';
  return [
    compare({ measure: 'reading, unsealing and parsing', unit, against: 'reading the rows alone' }, read, rows),
    compare({ measure: 'replay of every stream', unit, against: 'reading, unsealing and parsing the same rows once' }, folded, read),
  ];
}

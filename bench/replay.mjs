// Folding every stream of a ledger, against reading, unsealing and parsing the same rows.
import { createRequire } from 'node:module';
import { madeLedger, rateOf } from './made-ledger.mjs';
import { reader } from './reading.mjs';

const require = createRequire(import.meta.url);
const { effectiveEvents } = require('../dist/kernel/effective-events');
const { replay } = require('../dist/kernel/fold');
const { kindOf } = require('../dist/kernel/happened');
const { commitment } = require('../dist/negotiation/commitment/commitment.state');

export async function prepare({ quick }) {
  const { files, remove, events } = await madeLedger({ commitments: quick ? 50 : 2_000, redrafts: 9 });
  const { log, opener, readAll, close } = reader(files);
  const streams = [...new Set(log.readAll(0, events).map(({ stream }) => stream))].filter((stream) => kindOf(stream) === 'commitment');
  const fold = () => {
    for (const stream of streams) replay(commitment, effectiveEvents(log.readStream(stream).map((stored) => opener.open(stored))));
  };
  return {
    runs: {
      'replay of every stream': () => rateOf(events, async () => fold()),
      'reading, unsealing, parsing': () => rateOf(events, async () => readAll()),
    },
    comparisons: [{ measure: 'replay of every stream', against: 'reading, unsealing, parsing', aim: 0.6, unit: 'events/s' }],
    close: async () => {
      close();
      remove();
    },
  };
}

import { createRequire } from 'node:module';
import { madeLedger, readerOf, slots, temporaryFolder } from './made-ledger.mjs';
import { CORES, canPin, pin, unpin } from './machine.mjs';
import { compare, interleaved, rateOf } from './report.mjs';

const require = createRequire(import.meta.url);
const built = (path) => require(`../dist/${path}.js`);
const { verify } = built('audit/verify/verify');
const { canonicalJson } = built('kernel/canonical-json');
const { ENVELOPE_MEMBERS } = built('kernel/envelope');
const { open } = built('trust/body');
const { commitmentOf, commitmentsText, saltsFrom } = built('trust/commitments');
const { leafHash, leafText } = built('trust/leaf');
const { partsOf } = built('trust/record');
const { SlotBook } = built('trust/slots');
const { verification } = built('negotiation/verification');

/**
 * What no verifier can do without, and nothing else: of leaf and body each one parse and one canonicalisation; the leaf's hash, the opening of the
 * body, its salts, the digest of each slot, their commitment. Records, keys and slots lie in memory already, nothing is compared and nothing kept.
 */
function leastWork({ rows, keys, book }) {
  for (const { record, stream } of rows) {
    const { leaf: text, leafBytes, body } = partsOf(record);
    const leaf = JSON.parse(text);
    leafText(leaf);
    leafHash(text);
    const { secret, text: clear } = open(body, keys.get(leaf.key), leafBytes);
    const { data, env } = JSON.parse(clear);
    const { fields, names } = book.of(stream.slice(0, stream.indexOf('-')), leaf.type, leaf.tv);
    const values = {};
    for (const field of fields) if (data[field] !== undefined) values[field] = canonicalJson(data[field]);
    for (const member of ENVELOPE_MEMBERS) if (env[member] !== undefined) values[`env.${member}`] = canonicalJson(env[member]);
    commitmentOf(commitmentsText(names, saltsFrom(secret, names.length), values));
  }
  return rows.length;
}

function inMemory(files, events) {
  const { log, keyring, close } = readerOf(files);
  const rows = log.readAll(0, events);
  const ids = rows.map(({ record }) => JSON.parse(partsOf(record).leaf).key);
  const keys = new Map(ids.map((id) => [id, keyring.unwrap(id)]));
  close();
  return { rows, keys, book: new SlotBook(slots) };
}

export const pinned = () =>
  canPin && CORES > 1
    ? 'the loop and verify on one thread: core 1; verify on two threads: cores 0 and 1'
    : 'nothing (no taskset, or one core)';

export async function run({ rounds, quick }) {
  const { files, events } = madeLedger(temporaryFolder('verify'), quick ? 2_000 : 96_000);
  const material = inMemory(files, events);
  const verifyOn = (threads) => async () => {
    const { findingsTotal, bodies } = await verify(files, { ...verification, threads });
    if (findingsTotal > 0 || bodies.OPENED !== events)
      throw new Error(`verify on ${threads}: ${findingsTotal} findings, ${bodies.OPENED} opened`);
    return events;
  };
  const onOneCore = (work) => async () => {
    pin(process.pid, '1');
    try {
      return await rateOf(work);
    } finally {
      unpin(process.pid);
    }
  };
  const ways = {
    least: onOneCore(() => leastWork(material)),
    one: onOneCore(verifyOn(1)),
    two: () => rateOf(verifyOn(2)),
  };
  for (const way of Object.values(ways)) await way();
  const { least, one, two } = await interleaved(ways, rounds);
  const unit = 'events/s';
  return [
    compare({ measure: 'verify, one core', unit, against: 'the least work on one core', aim: 0.4 }, one, least),
    compare({ measure: 'verify, two cores', unit, against: 'verify on one core', aim: 1.6 }, two, one),
  ];
}

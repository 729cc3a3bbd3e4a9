import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { partyBody } from './lives/parties.mjs';
import { act, opening, recordOf, words } from './lives/words.mjs';
import { readerOf, temporaryFolder } from './made-ledger.mjs';
import { prepare } from './prepared.mjs';
import { compare, interleaved, median } from './report.mjs';
import { pathOf } from './request.mjs';
import { startServer } from './server.mjs';

const require = createRequire(import.meta.url);
const built = (path) => require(`../dist/${path}.js`);
const { clauseMatrix } = built('boards/clause-matrix/clause-matrix.projection');
const { clauseAnswers } = built('boards/clause-matrix/clause-matrix.queries');
const { TEXT_LENGTH_MAX } = built('kernel/limits');
const { ledgerFolder } = built('ledger/folder');
const { BoardFold, historyFor } = built('views/fold');

const PARTIES = 8;
const WHOLE = { clauses: 300, revisions: 200, each: 40, readings: 10 };
const QUICK = { clauses: 30, revisions: 20, each: 10, readings: 3 };
/** What a clause of a small text has: about a kilobyte in two clauses. */
const SMALL = { clauses: 2, length: 500 };

export const pinned = () => 'nothing: whoever asks is one process, the server another';

const clean = (eId, text) => ({ eId, segments: [{ state: 'CLEAN', text }] });
/** Words of exactly this length, and never twice the same. */
const wordsOf = (length) => {
  const line = words(Math.ceil(length / 100));
  return `${line
    .slice(0, length - 1)
    .trimEnd()
    .padEnd(length - 1, '.')}.`;
};

async function told(address, { by, body, ...record }) {
  const response = await fetch(`${address}${pathOf(record)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${by.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`POST ${pathOf(record)} was answered ${response.status}: ${answer}`);
  return answer;
}

/** A text on the table of so many clauses, each of so many characters; and its next revisions. */
async function tabled({ address }, world, { clauses, length }) {
  const { negotiator, partyId, elder, table, others } = world;
  const parties = [partyId, elder.partyId, ...others].map((id, n) => ({ partyId: id, mark: `P${n}` }));
  const its = Array.from({ length: clauses }, (_, n) => clean(`art_${n + 1}`, wordsOf(length)));
  const proposed = { initiativeId: table.initiativeId, title: words(), topic: 'CROSS_BORDER_COLLABORATION', subTopics: [] };
  const draft = { ...proposed, authorPartyId: partyId, singleUndertaking: true, lang: 'en', parties, clauses: its };
  const record = recordOf('proposals', await told(address, opening(negotiator, 'proposals', draft)));
  const handing = { contactId: table.contactId, toPartyIds: [elder.partyId], nature: 'FORMAL' };
  await told(address, act(negotiator, record, 'table', { revision: 1, ...handing }));
  const stance = (from, revision, eIds) => act(negotiator, record, 'record-stance', { partyId: from, revision, stance: 'ACCEPT', ...eIds });
  for (const { partyId: from } of parties) await told(address, stance(from, 1, {}));
  let revision = 1;
  return {
    record,
    parties,
    /** Words some of the clauses anew. */
    revise: async (some) => {
      const worded = Array.from({ length: some }, (_, n) => clean(`art_${((revision + n) % clauses) + 1}`, wordsOf(length)));
      await told(address, act(negotiator, record, 'revise', { baseRevision: revision, clauses: worded, reason: 'They want it so.' }));
      revision += 1;
    },
    /** A party speaks to the clause that was worded last. */
    accept: (nth) => {
      const eIds = [`art_${((revision - 1) % clauses) + 1}`];
      return told(address, stance(parties[nth % parties.length].partyId, revision, { eIds }));
    },
  };
}

/** Milliseconds of one act, the median of so many. */
async function msOf(times, work) {
  const taken = [];
  for (let n = 0; n < times; n++) {
    const start = performance.now();
    await work(n);
    taken.push(performance.now() - start);
  }
  return median(taken);
}

/** What a text costs whoever revises it: large and small in turns. */
async function revising(server, world, { clauses, each }, rounds) {
  const large = await tabled(server, world, { clauses, length: Math.floor(TEXT_LENGTH_MAX / clauses) - 2 });
  const small = await tabled(server, world, SMALL);
  const ways = {
    large: () => msOf(each, () => large.revise(1)),
    small: () => msOf(each, () => small.revise(1)),
    rewritten: () => msOf(Math.ceil(each / 4), () => large.revise(clauses)),
  };
  for (const way of Object.values(ways)) await way();
  const taken = await interleaved(ways, rounds);
  const line = { unit: 'ms', against: 'that of a text of 1 kB', atMost: true };
  return [
    compare(
      { ...line, measure: `a revision of a text of ${TEXT_LENGTH_MAX} characters, one of its ${clauses} clauses`, aim: 3 },
      taken.large,
      taken.small,
    ),
    compare({ ...line, measure: 'the same, every clause worded anew', aim: null }, taken.rewritten, taken.small),
  ];
}

/** A text with its history, as a ledger keeps it. */
async function negotiated(server, world, { clauses, revisions }) {
  const text = await tabled(server, world, { clauses, length: Math.floor(TEXT_LENGTH_MAX / clauses) - 2 });
  for (let n = 0; n < revisions; n++) {
    await text.revise(1);
    await text.accept(n);
  }
  return text.record;
}

/** The matrix of one text as somebody asks for it who was not there, against reading its stream. */
async function matrixOf(folder, { id }, { readings, clauses, revisions }, rounds) {
  const reader = readerOf(ledgerFolder(join(folder, 'ledger')));
  const stream = `proposal-${id}`;
  const read = () => reader.log.readStream(stream).map((row) => reader.opener.open(row));
  const beside = { framework: undefined, entered: new Set(), cleared: undefined };
  const matrix = () => {
    const fold = new BoardFold(clauseMatrix);
    for (const event of historyFor(clauseMatrix, read())) fold.apply(event);
    const rows = clauseAnswers(fold.rows.get(id).row, beside);
    if (rows.length !== clauses || rows[0].revision < revisions) throw new Error(`no matrix: ${rows.length} rows`);
    return JSON.stringify(rows);
  };
  const ways = { matrix: () => msOf(readings, matrix), read: () => msOf(readings, read) };
  for (const way of Object.values(ways)) await way();
  const taken = await interleaved(ways, rounds);
  reader.close();
  const measure = `clause matrix of ${clauses} clauses, ${PARTIES} parties, ${revisions} revisions`;
  return compare({ measure, unit: 'ms', against: 'reading its stream', aim: 2, atMost: true }, taken.matrix, taken.read);
}

export async function run({ rounds, quick }) {
  const size = quick ? QUICK : WHOLE;
  const folder = temporaryFolder('text');
  const served = join(folder, 'served');
  mkdirSync(served);
  const server = await startServer(served);
  const results = [];
  let record;
  try {
    const world = await prepare(server, { standing: 0, cleared: 0, initiatives: 0 });
    world.others = [];
    while (world.others.length < PARTIES - 2) {
      const { id } = recordOf('parties', await told(server.address, opening(world.official, 'parties', partyBody('TRIBE'))));
      world.others.push(id);
    }
    results.push(...(await revising(server, world, size, rounds)));
    record = await negotiated(server, world, size);
  } finally {
    await server.stop();
  }
  return [...results, await matrixOf(served, record, size, rounds)];
}

'use strict';
/*
 * Loaded before dist/main.js, into each of its threads: takes out a part of the program, so that what it costs can be seen. Nothing of this is in the
 * program itself. A variant begins once the file SWITCH is there: until then the ledger is prepared in the ordinary way.
 */
const { existsSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const { BENCH_VARIANT: variant, BENCH_SWITCH: file } = process.env;
let on = false;
const isOn = () => (on ||= existsSync(file));

const CLEAR = '{"data":';

/** A record with everything in it that can be read, and nothing that takes work: no digest, no chain, no cipher, no key. */
function recordInClear(stream, revision, { open, data, env }) {
  const { recordFor } = require('../dist/trust/record.js');
  const { leafText } = require('../dist/trust/leaf.js');
  const leaf = leafText({ ...open, stream, prev: null, rev: String(revision), c: '', key: '', log: '', prog: '', v: '' });
  const text = Buffer.from(JSON.stringify({ data, env }));
  const { record, body } = recordFor(leaf, text.length);
  text.copy(body);
  return record;
}

function readRecordsInClear() {
  const { Sealer } = require('../dist/trust/sealer.js');
  const { partsOf } = require('../dist/trust/record.js');
  const { unseal } = Sealer.prototype;
  Sealer.prototype.unseal = function (record) {
    const { leaf, body } = partsOf(record);
    if (body.toString('latin1', 0, CLEAR.length) !== CLEAR) return unseal.call(this, record);
    return { leaf: JSON.parse(leaf), secret: JSON.parse(body.toString()) };
  };
}

const variants = {
  /** Records as they were decided: nothing canonical, no slot, no digest, no chain, no cipher, no key. */
  unsealed() {
    const { Scribe } = require('../dist/trust/scribe.js');
    const { provideKeys, seal } = Scribe.prototype;
    Scribe.prototype.provideKeys = function (appends) {
      if (!isOn()) provideKeys.call(this, appends);
    };
    Scribe.prototype.seal = function (stream, firstRevision, before, drafts) {
      if (!isOn()) return seal.call(this, stream, firstRevision, before, drafts);
      return drafts.map((draft, n) => ({ id: draft.open.id, record: recordInClear(stream, firstRevision + n, draft), leafHash: '' }));
    };
    readRecordsInClear();
  },

  /** The writer answers whole groups as it takes them, and neither seals nor writes. What it took is remembered, for corrections read it back. */
  unwritten() {
    const { Writer } = require('../dist/ledger/sqlite/writer.js');
    const { commit } = Writer.prototype;
    let last = 0;
    Writer.prototype.commit = function (appends) {
      if (!isOn()) {
        const answers = commit.call(this, appends);
        for (const { position } of answers) last = Math.max(last, position ?? 0);
        return answers;
      }
      return appends.map(({ expectedRevision, events }) => ({
        // Never beyond what is in the file: who follows the log would wait for it.
        position: last,
        revision: expectedRevision + events.length,
        at: events[0].open.at,
      }));
    };
    if (!isMainThread) return;
    const { SqliteEventStore } = require('../dist/ledger/sqlite/sqlite-event-store.js');
    const { append, readStream } = SqliteEventStore.prototype;
    const taken = new Map();
    SqliteEventStore.prototype.append = async function (stream, events, expectedRevision, options) {
      const appended = await append.call(this, stream, events, expectedRevision, options);
      if (!isOn()) return appended;
      const first = appended.revision - events.length + 1;
      const later = events.map((draft, n) => ({ draft, revision: first + n, position: appended.position }));
      const before = taken.get(stream);
      if (before) before.push(...later);
      else taken.set(stream, later);
      return appended;
    };
    SqliteEventStore.prototype.readStream = async function (stream, stretch) {
      const written = await readStream.call(this, stream, stretch);
      const { from = 0, limit = Infinity } = stretch ?? {};
      const later = (taken.get(stream) ?? []).filter(({ revision }) => revision >= from).slice(0, limit - written.length);
      return [
        ...written,
        ...later.map(({ draft, ...place }) => ({ ...place, stream, record: recordInClear(stream, place.revision, draft) })),
      ];
    };
    readRecordsInClear();
  },

  /** The route alone: authenticates, checks the role, reads and validates the body, and sends it back. */
  echo() {
    if (!isMainThread) return;
    const { CommandBus } = require('@nestjs/cqrs');
    const { execute } = CommandBus.prototype;
    const stream = { type: 'echo', id: '00000000-0000-4000-8000-000000000000', revision: 0 };
    CommandBus.prototype.execute = function (command, ...rest) {
      if (!isOn()) return execute.call(this, command, ...rest);
      return Promise.resolve({ replayed: false, stream, ...command });
    };
  },
};

variants[variant]();

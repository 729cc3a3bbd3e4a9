import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';

/*
 * The yardstick of appends: the writer's messages, columns, indexes and commit groups, and nothing else. Nothing is checked, numbered, chained or sealed,
 * no key is made, no trigger asked; a draft is stored as the JSON it came as.
 */
const require = createRequire(import.meta.url);
const { DatabaseSync } = require('@photostructure/sqlite');
const { APPENDS_PER_COMMIT_MAX, APPENDS_PER_MESSAGE_MAX } = require('../dist/kernel/limits.js');

const { file, bare } = workerData;
const database = new DatabaseSync(file);
database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE event (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, record BLOB NOT NULL, UNIQUE (stream, revision)
  ) STRICT`);
const begin = database.prepare('BEGIN IMMEDIATE');
const commit = database.prepare('COMMIT');
const insert = database.prepare('INSERT INTO event (stream, revision, record) VALUES (?, ?, ?)');

function write({ stream, expectedRevision, events }) {
  let revision = expectedRevision;
  let position = 0;
  for (const event of events) position = Number(insert.run(stream, ++revision, Buffer.from(JSON.stringify(event))).lastInsertRowid);
  return { position, revision };
}

function take(first) {
  const group = [];
  let message = first;
  while (message !== undefined && message !== 'CLOSE') {
    group.push(...JSON.parse(message.appends));
    const full = group.length + APPENDS_PER_MESSAGE_MAX > APPENDS_PER_COMMIT_MAX;
    message = full ? undefined : receiveMessageOnPort(parentPort)?.message;
  }
  if (group.length > 0) {
    begin.run();
    const answers = group.map(write);
    commit.run();
    parentPort.postMessage(answers);
  }
  if (message === 'CLOSE') {
    database.close();
    parentPort.close();
  }
}

function insertAlone({ rows, bytes, group }) {
  const record = Buffer.alloc(bytes, 'x');
  const start = performance.now();
  for (let row = 0; row < rows; row += group) {
    begin.run();
    for (let n = row; n < Math.min(rows, row + group); n++) insert.run(`bare-${n}`, 0, record);
    commit.run();
  }
  const seconds = (performance.now() - start) / 1000;
  database.close();
  parentPort.postMessage(seconds);
}

if (bare) insertAlone(bare);
else {
  parentPort.on('message', take);
  parentPort.postMessage('READY');
}

// The yardstick of appends: the same messages, columns, indexes and commit groups; nothing is checked, chained or sealed.
import { createRequire } from 'node:module';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';

const require = createRequire(import.meta.url);
const { DatabaseSync } = require('@photostructure/sqlite');
const { APPENDS_PER_COMMIT_MAX, APPENDS_PER_MESSAGE_MAX } = require('../dist/kernel/limits');

const database = new DatabaseSync(workerData.file);
database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE event (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, record BLOB NOT NULL, UNIQUE (stream, revision)) STRICT`);
const insert = database.prepare('INSERT INTO event (stream, revision, record) VALUES (?, ?, ?)');
let bare = 0;

parentPort.on('message', (first) => {
  if (first.bare) {
    const record = Buffer.alloc(2_400, 'x');
    for (let n = 0; n < first.bare; n += 64) {
      database.exec('BEGIN IMMEDIATE');
      for (let m = 0; m < 64; m++) insert.run(`bare-${++bare}`, 0, record);
      database.exec('COMMIT');
    }
    parentPort.postMessage([]);
    return;
  }
  const group = [];
  let message = first;
  while (message !== undefined && message !== 'CLOSE') {
    group.push(...JSON.parse(message.appends));
    message = group.length + APPENDS_PER_MESSAGE_MAX > APPENDS_PER_COMMIT_MAX ? undefined : receiveMessageOnPort(parentPort)?.message;
  }
  if (group.length > 0) {
    database.exec('BEGIN IMMEDIATE');
    const answers = group.map(({ stream, expectedRevision, events }) => {
      let position;
      for (const [n, event] of events.entries())
        position = insert.run(stream, (expectedRevision === 'none' ? 0 : expectedRevision + 1) + n, Buffer.from(JSON.stringify(event))).lastInsertRowid;
      return { position: Number(position) };
    });
    database.exec('COMMIT');
    parentPort.postMessage(answers);
  }
  if (message === 'CLOSE') {
    database.close();
    parentPort.close();
  }
});
parentPort.postMessage('READY');

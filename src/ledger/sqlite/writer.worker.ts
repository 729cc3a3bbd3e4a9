import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { APPENDS_PER_COMMIT_MAX, APPENDS_PER_MESSAGE_MAX, COMMIT_TEXT_LENGTH_MAX } from '../../kernel/limits';
import { openTrust, scribeOf } from '../../trust/trust';
import { openLedgerFile } from './ledger-file';
import { Writer } from './writer';
import type { Append, FromWriter, ToWriter, WriterSettings } from './writer-messages';

const port = parentPort;
if (!port) throw new Error('the writer runs in a thread of its own');
const { file, trust: settings, slots } = workerData as WriterSettings;
const trust = openTrust(settings);
const writer = new Writer(openLedgerFile(file), scribeOf(trust, slots));
const answer = (message: FromWriter): void => port.postMessage(message);

/** What has come in by now goes into one transaction: the more load, the larger the groups, and neither side waits idle. */
port.on('message', (first: ToWriter) => {
  const group: Append[] = [];
  let textLength = 0;
  let message: ToWriter | undefined = first;
  while (message !== undefined && message !== 'CLOSE') {
    group.push(...(JSON.parse(message.appends) as Append[]));
    textLength += message.appends.length;
    const full = group.length + APPENDS_PER_MESSAGE_MAX > APPENDS_PER_COMMIT_MAX || textLength > COMMIT_TEXT_LENGTH_MAX;
    message = full ? undefined : (receiveMessageOnPort(port)?.message as ToWriter | undefined);
  }
  if (group.length > 0) answer(writer.commit(group));
  if (message === 'CLOSE') {
    writer.close();
    trust.keyring.close();
    port.close();
  }
});

answer('READY');

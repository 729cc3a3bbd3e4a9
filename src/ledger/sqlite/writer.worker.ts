import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { APPENDS_PER_COMMIT_MAX, APPENDS_PER_MESSAGE_MAX, COMMIT_TEXT_LENGTH_MAX } from '../../kernel/limits';
import type { Destroyed } from '../../trust/scribe';
import { openTrust, scribeOf } from '../../trust/trust';
import { openLedgerFile } from './ledger-file';
import { Writer } from './writer';
import type { Append, Failed, FromWriter, ToWriter, WriterSettings } from './writer-messages';

const port = parentPort;
if (!port) throw new Error('the writer runs in a thread of its own');
const { file, trust: settings, slots } = workerData as WriterSettings;
const trust = openTrust(settings);
const scribe = scribeOf(trust, slots);
const writer = new Writer(openLedgerFile(file), scribe);
const answer = (message: FromWriter): void => port.postMessage(message);

/** What came while a group waited for its keys. */
const held: ToWriter[] = [];
let busy = false;
const next = (): ToWriter | undefined => held.shift() ?? (receiveMessageOnPort(port)?.message as ToWriter | undefined);

/** What has come in by now goes into one transaction: the more load, the larger the groups, and neither side waits idle. */
async function work(first: ToWriter): Promise<void> {
  busy = true;
  for (let message: ToWriter | undefined = first; message !== undefined; message = held.shift()) {
    const group: Append[] = [];
    let textLength = 0;
    while (message !== undefined && message !== 'CLOSE' && 'appends' in message) {
      group.push(...(JSON.parse(message.appends) as Append[]));
      textLength += message.appends.length;
      const full = group.length + APPENDS_PER_MESSAGE_MAX > APPENDS_PER_COMMIT_MAX || textLength > COMMIT_TEXT_LENGTH_MAX;
      message = full ? undefined : next();
    }
    if (group.length > 0) {
      const keys = writer.provideKeys(group);
      if (keys) await keys;
      answer(writer.commit(group));
    }
    if (message === undefined) continue;
    if (message === 'CLOSE') {
      writer.close();
      await trust.keyring.close();
      port?.close();
      return;
    }
    // What came before is written: whoever was told so has had his keys.
    if ('destroy' in message) answer({ destroyed: await destroyed(message.destroy, message.at) });
  }
  busy = false;
}

const destroyed = (keyIds: readonly string[], at: string): Promise<Destroyed | Failed> =>
  scribe.destroyKeys(keyIds, at).catch((error: unknown) => ({ failed: 'FAILED', message: String(error) }));

port.on('message', (message: ToWriter) => {
  if (busy) held.push(message);
  else void work(message);
});

answer('READY');

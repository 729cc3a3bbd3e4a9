import { chmodSync, writeFileSync } from 'node:fs';
import type { AskedCommand, Envelope } from '../../src/kernel/envelope';
import { isConflict } from '../../src/ledger/event-store';
import type { LedgerFolder } from '../../src/ledger/folder';
import { openLedgerFile } from '../../src/ledger/sqlite/ledger-file';
import { Writer } from '../../src/ledger/sqlite/writer';
import { verification } from '../../src/negotiation/verification';
import { commandIdOf, eventIdOf, streamIdOf } from '../../src/trust/ids';
import type { Draft } from '../../src/trust/scribe';
import { openTrust, scribeOf } from '../../src/trust/trust';
import { temporaryLedger } from './temporary-ledger';
import { temporaryTrust, trustSettingsOf } from './temporary-trust';
import { TEST_COMMAND_SECRET, type TestRoad } from './test-road';

/*
 * Somebody who holds all keys of a ledger, but nobody's own: he takes it apart, changes what he likes, and makes it anew, with every id, hash, chain and seal as
 * an honest program would have made them.
 */

/** An event as he sees it. */
export interface Forged {
  stream: string;
  open: { -readonly [Member in keyof Draft['open']]: Draft['open'][Member] };
  data: Record<string, unknown>;
  env: { -readonly [Member in keyof Envelope]: Envelope[Member] };
  /** Of the leaf; that of the house by default. */
  prog?: string;
}

/** All events of a ledger, in the order of the log. */
export async function takenApart(road: TestRoad): Promise<Forged[]> {
  const { sealer } = temporaryTrust(road.files);
  return (await road.store.readAll(0, Infinity)).map(({ record, stream }): Forged => {
    const { leaf, secret } = sealer.unseal(record);
    if ('erased' in secret) throw new Error(`${stream} is erased`);
    const { actor, at, basis, caus, cmd, corr, id, tv, type } = leaf;
    return {
      stream,
      open: { actor, at, basis, caus, cmd, corr, id, tv, type },
      data: secret.data as Forged['data'],
      env: { ...secret.env },
    };
  });
}

/** The ids of a command as they follow from what was asked and who asked it. @param nth which event of the command it is */
export function withIds(event: Forged, nth = 0): Forged {
  const { type, stream, idempotencyKey } = event.env.command as AskedCommand;
  const cmd = commandIdOf(TEST_COMMAND_SECRET, {
    participantId: event.open.actor,
    commandType: type,
    stream: stream ?? '-',
    idempotencyKey,
  });
  return {
    ...event,
    stream: stream ?? `${event.stream.slice(0, event.stream.indexOf('-'))}-${streamIdOf(cmd)}`,
    open: { ...event.open, cmd, corr: cmd, id: eventIdOf(cmd, nth) },
  };
}

/** The whole ledger, made anew of these events. */
export function madeAnew(events: readonly Forged[]): LedgerFolder {
  const files = temporaryLedger();
  chmodSync(files.commandSecret, 0o600);
  writeFileSync(files.commandSecret, TEST_COMMAND_SECRET);
  const settings = trustSettingsOf(files);
  // The sealer keeps what it is given: each event is written as by the program that its leaf shall name.
  const origin = { log: settings.origin.log, prog: '' };
  const trust = openTrust({ ...settings, origin });
  const writer = new Writer(openLedgerFile(files.ledger), scribeOf(trust, verification.slots));
  const ends = new Map<string, number>();
  for (const { stream, open, data, env, prog = 'jirga-ledger/0.1.0' } of events) {
    origin.prog = prog;
    const expectedRevision = ends.get(stream) ?? -1;
    const [answer] = writer.commit([{ stream, expectedRevision, events: [{ open, data, env }], basis: [] }]);
    if (!answer || 'failed' in answer || isConflict(answer)) throw new Error(`${open.type} could not be forged: ${JSON.stringify(answer)}`);
    ends.set(stream, answer.revision);
  }
  writer.close();
  void trust.keyring.close();
  return files;
}

import { sampleDraft } from '../../src/ledger/event-store.contract.sample';
import { isConflict } from '../../src/ledger/event-store';
import type { LedgerFolder } from '../../src/ledger/folder';
import { openLedgerFile, readOrigin } from '../../src/ledger/sqlite/ledger-file';
import { Writer } from '../../src/ledger/sqlite/writer';
import type { Append } from '../../src/ledger/sqlite/writer-messages';
import { defineEvents } from '../../src/kernel/events';
import { streamName } from '../../src/kernel/happened';
import { recordEvents } from '../../src/kernel/record.events';
import { commandIdOf, eventIdOf, streamIdOf } from '../../src/trust/ids';
import { readSecretFile } from '../../src/trust/master-key';
import type { Draft } from '../../src/trust/scribe';
import { slotTableOf } from '../../src/trust/slots';
import { openTrust, scribeOf } from '../../src/trust/trust';
import { temporaryLedger } from './temporary-ledger';
import { trustSettingsOf } from './temporary-trust';

/** A kind that the house knows, with the events that every record can undergo: what they mean here nobody asks. */
export const MADE_KIND = 'party';
export const MADE_TYPE = 'RecordAnnotated';
export const madeSlots = slotTableOf(new Map([[MADE_KIND, defineEvents(MADE_KIND, recordEvents.schemas)]]));

const ACTOR = '0b8f4c0e-6c1e-4f0a-9d5e-3a2b1c0d9e8f';
const BEGINNING = Date.UTC(2025, 2, 1, 9);

/** What one made command is. */
interface Made {
  /** Absent: the command opens a stream. */
  readonly stream?: string;
  readonly expectedRevision: number;
  readonly events: number;
  readonly basis?: readonly (readonly [stream: string, revision: number])[] | undefined;
}

/**
 * A ledger as the command road would have written it, of notes: commands of one to three events, each resting on the stream
 * before it, ids that follow from the ledger's command secret. Written at once, without a server.
 */
export class LedgerMaker {
  private readonly writer: Writer;
  private readonly secret: Buffer;
  private readonly origin: string;
  private readonly trust;
  private readonly ends = new Map<string, number>();
  private commands = 0;

  constructor(readonly files: LedgerFolder = temporaryLedger()) {
    this.trust = openTrust(trustSettingsOf(files));
    this.writer = new Writer(openLedgerFile(files.ledger), scribeOf(this.trust, madeSlots));
    this.secret = readSecretFile(files.commandSecret);
    this.origin = readOrigin(files.ledger);
  }

  /** As many streams, in turns, with a command of three, two and one event each: six events a stream. */
  streams(count: number): this {
    const appends: Append[] = [];
    const names: string[] = [];
    for (let n = 0; n < count; n++) {
      const append = this.append({ expectedRevision: -1, events: 3, basis: basisOn(names[n - 1], 2) });
      names.push(append.stream);
      appends.push(append);
    }
    names.forEach((stream, n) => appends.push(this.append({ stream, expectedRevision: 2, events: 2, basis: basisOn(names[n - 1], 4) })));
    for (const stream of names) appends.push(this.append({ stream, expectedRevision: 4, events: 1 }));
    this.write(appends);
    return this;
  }

  /** One command on a stream that exists or, without one, on a new one. */
  command({ stream, events = 1 }: { readonly stream?: string; readonly events?: number } = {}): string {
    const append = this.append({
      expectedRevision: stream === undefined ? -1 : (this.ends.get(stream) ?? -1),
      events,
      ...(stream !== undefined && { stream }),
    });
    this.write([append]);
    return append.stream;
  }

  /** New streams, one event each, recorded at the same moment. */
  together(count: number): this {
    const number = this.commands;
    const appends = Array.from({ length: count }, () => this.append({ expectedRevision: -1, events: 1 }, number));
    this.write(appends);
    return this;
  }

  close(): LedgerFolder {
    this.writer.close();
    void this.trust.keyring.close();
    return this.files;
  }

  private append({ stream: known, expectedRevision, events, basis = [] }: Made, moment = this.commands): Append {
    const number = this.commands++;
    const idempotencyKey = `key-${number}`;
    const identity = { participantId: ACTOR, commandType: 'AnnotateRecord', stream: known ?? '-', idempotencyKey };
    const cmd = commandIdOf(this.secret, identity);
    const stream = known ?? streamName(MADE_KIND, streamIdOf(cmd));
    const at = new Date(BEGINNING + moment * 1000).toISOString();
    const asked = {
      origin: this.origin,
      type: 'AnnotateRecord',
      stream: known ?? null,
      idempotencyKey,
      ifMatch: null,
      input: { text: `سپوږمۍ ${number}` },
    };
    const drafts = Array.from({ length: events }, (_, nth): Draft => {
      const draft = sampleDraft('', { at, id: eventIdOf(cmd, nth) });
      const open = {
        ...draft.open,
        type: MADE_TYPE,
        actor: ACTOR,
        cmd,
        corr: cmd,
        basis: basis.map(([name, revision]) => [name, String(revision)] as const),
      };
      const data = { targetEventId: ACTOR, text: `note ${number}.${nth}, د ناروغانو لپاره` };
      return { open, data, env: { ...draft.env, ...(nth === 0 && { command: asked }) } };
    });
    return { stream, expectedRevision, events: drafts, basis };
  }

  private write(appends: readonly Append[]): void {
    this.writer.commit(appends).forEach((answer, n) => {
      if ('failed' in answer || isConflict(answer)) throw new Error(`append ${n}: ${JSON.stringify(answer)}`);
      this.ends.set(appends[n]?.stream ?? '', answer.revision);
    });
  }
}

const basisOn = (stream: string | undefined, revision: number): Made['basis'] => (stream === undefined ? [] : [[stream, revision]]);

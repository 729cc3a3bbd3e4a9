import { sampleCatalogues, sampleDraft, sampleSlots } from '../../src/ledger/event-store.contract.sample';
import { isConflict } from '../../src/ledger/event-store';
import type { LedgerFolder } from '../../src/ledger/folder';
import { openLedgerFile, readOrigin } from '../../src/ledger/sqlite/ledger-file';
import { Writer } from '../../src/ledger/sqlite/writer';
import type { Append } from '../../src/ledger/sqlite/writer-messages';
import { streamName } from '../../src/kernel/happened';
import { commandIdOf, eventIdOf, streamIdOf } from '../../src/trust/ids';
import { readSecretFile } from '../../src/trust/master-key';
import type { Draft } from '../../src/trust/scribe';
import { openTrust, scribeOf } from '../../src/trust/trust';
import { temporaryLedger } from './temporary-ledger';
import { trustSettingsOf } from './temporary-trust';

export const madeSlots = sampleSlots;
export const madeCatalogues = sampleCatalogues;

const ACTOR = '0b8f4c0e-6c1e-4f0a-9d5e-3a2b1c0d9e8f';
const BEGINNING = Date.UTC(2025, 2, 1, 9);

/** What one made command is. */
interface Made {
  /** Absent: the command opens a stream. */
  readonly stream?: string;
  readonly expectedRevision: number;
  readonly events: number;
  readonly basis?: readonly (readonly [stream: string, revision: number])[];
}

/**
 * A ledger as the command road would have written it, of sample events: commands of one to three events, each resting on the stream
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
    const append = this.append({ expectedRevision: stream === undefined ? -1 : (this.ends.get(stream) ?? -1), events, ...(stream !== undefined && { stream }) });
    this.write([append]);
    return append.stream;
  }

  close(): LedgerFolder {
    this.writer.close();
    this.trust.keyring.close();
    return this.files;
  }

  private append({ stream: known, expectedRevision, events, basis = [] }: Made): Append {
    const number = this.commands++;
    const idempotencyKey = `key-${number}`;
    const identity = { participantId: ACTOR, commandType: 'TakeSample', stream: known ?? '-', idempotencyKey };
    const cmd = commandIdOf(this.secret, identity);
    const stream = known ?? streamName('sample', streamIdOf(cmd));
    const at = new Date(BEGINNING + number * 1000).toISOString();
    const asked = { origin: this.origin, type: 'TakeSample', stream: known ?? null, idempotencyKey, ifMatch: null, input: { text: `سپوږمۍ ${number}` } };
    const drafts = Array.from({ length: events }, (_, nth): Draft => {
      const draft = sampleDraft(`sample ${number}.${nth}, د ناروغانو لپاره`, { at, id: eventIdOf(cmd, nth) });
      const open = { ...draft.open, actor: ACTOR, cmd, corr: cmd, basis: basis.map(([name, revision]) => [name, String(revision)] as const) };
      return { ...draft, open, env: { ...draft.env, ...(nth === 0 && { command: asked }) } };
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


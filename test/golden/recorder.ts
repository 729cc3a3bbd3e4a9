import type { Caveat, Level } from '../../src/kernel/classification';
import type { Envelope } from '../../src/kernel/envelope';
import type { DomainEvent } from '../../src/kernel/events';
import { streamName } from '../../src/kernel/happened';
import { type Occurrence, occurringAt } from '../../src/kernel/occurrence';
import { isConflict } from '../../src/ledger/event-store';
import type { LedgerFolder } from '../../src/ledger/folder';
import { openLedgerFile, readOrigin } from '../../src/ledger/sqlite/ledger-file';
import { Writer } from '../../src/ledger/sqlite/writer';
import { catalogues } from '../../src/negotiation/catalogues';
import { commandIdOf, eventIdOf, streamIdOf } from '../../src/trust/ids';
import { readSecretFile } from '../../src/trust/master-key';
import { slotTableOf } from '../../src/trust/slots';
import { openTrust, scribeOf, type Trust } from '../../src/trust/trust';

/** One command as it is recorded: who did what, with which events. */
export interface Act {
  readonly command: string;
  readonly actor: string;
  readonly role: string;
  /** Of the stream; without an id the command opens it. */
  readonly kind: string;
  readonly id?: string;
  readonly events: readonly DomainEvent[];
  readonly level?: Level;
  readonly caveats?: readonly Caveat[];
  readonly initiativeId?: string;
  readonly occurredAt?: Occurrence;
  readonly envelope?: Partial<Envelope>;
  /** Names of the streams the decision read, as they stand. */
  readonly reads?: readonly string[];
}

/** What an act left: its stream, and the ids of its events. */
export interface Recorded {
  readonly id: string;
  readonly eventIds: readonly string[];
}

const PROGRAM = 'jirga-golden/1';
const BEGINNING = Date.UTC(2025, 2, 1, 4);
const MINUTE_MS = 60_000;

/** Writes acts straight into a ledger, sealed and chained as the command road does it; one a minute. */
export class Recorder {
  private readonly trust: Trust;
  private readonly writer: Writer;
  private readonly secret: Buffer;
  private readonly log: string;
  private readonly ends = new Map<string, number>();
  private acts = 0;

  constructor(files: LedgerFolder) {
    this.log = readOrigin(files.ledger);
    this.trust = openTrust({ keys: { file: files.keys }, masterKeyFile: files.masterKey, origin: { log: this.log, prog: PROGRAM } });
    this.writer = new Writer(openLedgerFile(files.ledger), scribeOf(this.trust, slotTableOf(catalogues)));
    this.secret = readSecretFile(files.commandSecret);
  }

  record(act: Act): Recorded {
    const number = this.acts++;
    const at = new Date(BEGINNING + number * MINUTE_MS).toISOString();
    const { command: commandType, actor, role, kind, events, reads = [] } = act;
    const idempotencyKey = `golden ${number}`;
    const known = act.id === undefined ? undefined : streamName(kind, act.id);
    const cmd = commandIdOf(this.secret, { participantId: actor, commandType, stream: known ?? '-', idempotencyKey });
    const id = act.id ?? streamIdOf(cmd);
    const stream = streamName(kind, id);
    const basis = reads.filter((name) => name !== stream).map((name) => [name, this.ends.get(name) ?? -1] as const);
    const asked = {
      origin: this.log,
      type: commandType,
      stream: known ?? null,
      idempotencyKey,
      ifMatch: null,
      input: events[0]?.data as Record<string, unknown>,
    };
    const env: Envelope = {
      ...(act.initiativeId !== undefined && { initiativeId: act.initiativeId }),
      occurredAt: act.occurredAt ?? occurringAt(at),
      capture: { mode: 'ONLINE' },
      role,
      classification: { level: act.level ?? 'RESTRICTED', caveats: act.caveats ?? [], authorityId: actor },
      flags: [],
      ...act.envelope,
    };
    const drafts = events.map(({ type, version, data }, n) => {
      catalogues.get(kind)?.schemas[type]?.check(data);
      const ids = { actor, at, caus: null, cmd, corr: cmd, id: eventIdOf(cmd, n) };
      const open = { ...ids, basis: basis.map(([name, revision]) => [name, String(revision)] as const), tv: String(version), type };
      return { open, data: data as object, env: n === 0 ? { ...env, command: asked } : env };
    });
    const [answer] = this.writer.commit([{ stream, expectedRevision: this.ends.get(stream) ?? -1, events: drafts, basis }]);
    if (!answer || 'failed' in answer || isConflict(answer)) throw new Error(`${commandType} was not recorded: ${JSON.stringify(answer)}`);
    this.ends.set(stream, answer.revision);
    return { id, eventIds: drafts.map(({ open }) => open.id) };
  }

  close(): void {
    this.writer.close();
    void this.trust.keyring.close();
  }
}

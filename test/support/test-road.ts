import type { KeyObject } from 'node:crypto';
import { expect } from '@jest/globals';
import { LedgerAuthority } from '../../src/access/ledger-authority';
import type { CommandClass } from '../../src/commands/act';
import { LedgerClock } from '../../src/commands/clock';
import { CommandRoad } from '../../src/commands/command-road';
import { type Issue, issue } from '../../src/commands/issue';
import { type CommandType, commandTypesOf, type Declaration, kindOfNoun, streamIdFrom } from '../../src/commands/noun';
import { type Outcome, type Recorded, Refused } from '../../src/commands/outcome';
import { controlTypesOf, RecordControl } from '../../src/commands/record-control';
import type { RecordPart } from '../../src/commands/record-part';
import { RecordQueries } from '../../src/commands/record.queries';
import { Streams } from '../../src/commands/streams';
import { SystemActs } from '../../src/commands/system-acts';
import { caveatsOf, HIDING, type Classification, markingOf } from '../../src/kernel/classification';
import { defineEvents, type EventCatalogue } from '../../src/kernel/events';
import { type Happened, streamName } from '../../src/kernel/happened';
import type { Occurrence } from '../../src/kernel/occurrence';
import { recordEvents } from '../../src/kernel/record.events';
import { type Role, sideOf } from '../../src/kernel/roles';
import { catalogues } from '../../src/negotiation/catalogues';
import { declarations } from '../../src/negotiation/nouns';
import { EnrolKey, GrantClearanceLevel, GrantRole, RegisterParticipant } from '../../src/negotiation/participant/participant.commands';
import { SYSTEM_ID } from '../../src/negotiation/singletons';
import type { LedgerFolder } from '../../src/ledger/folder';
import type { Scribe } from '../../src/trust/scribe';
import { signCommand } from '../../src/trust/signing';
import { slotTableOf } from '../../src/trust/slots';
import { openerOf, scribeOf } from '../../src/trust/trust';
import { destroyKeysOf } from './destroyed-keys';
import { MemoryEventStore } from './memory-event-store';
import { TEST_ORIGIN, temporaryLedger } from './temporary-ledger';
import { temporaryTrust } from './temporary-trust';
import type { Fields } from './decider-spec';
import { enrolment, keyFrom, wanted } from './signer';

/** Under which this road makes command ids. */
export const TEST_COMMAND_SECRET = Buffer.alloc(32, 7);

/** Begin of every test, which then turns its own clock. */
const BEGIN = Date.parse('2025-03-01T09:00:00.000Z');

/** Another process writes first, as often as a test tells it to. */
class ContestedStore extends MemoryEventStore {
  /** Each is done before one of the next appends; their own appends meet no rival. */
  readonly rivals: (() => Promise<unknown>)[] = [];
  /** Whether it holds what a decision read against what lies there by now; not every store can. */
  holdsBasis = true;
  private rivalling = false;

  override async append(
    ...[stream, events, expected, options]: Parameters<MemoryEventStore['append']>
  ): ReturnType<MemoryEventStore['append']> {
    if (!this.rivalling) {
      this.rivalling = true;
      await this.rivals.shift()?.();
      this.rivalling = false;
    }
    return super.append(stream, events, expected, this.holdsBasis ? options : { basis: [] });
  }
}

/** Somebody with roles and a clearance; a participant of the ledger. */
export interface Cleared {
  readonly level?: Classification['level'];
  readonly caveats?: Classification['caveats'];
}

/** How an act is done beside its fields; on a new record, under a key of its own, unless said. */
export interface Told extends Partial<Omit<Issue, 'type' | 'actor' | 'streamId' | 'idempotencyKey' | 'record'>> {
  readonly by: string;
  readonly on?: string;
  readonly key?: string;
  /** It is not signed, whatever it is; by default it is where it must be, with a key that follows from the actor's id. */
  readonly unsigned?: true;
  /** The body's `record` member, as one sends it. */
  readonly record?: Fields<Omit<RecordPart, 'occurredAt'>> & { readonly occurredAt?: Occurrence };
}

interface Ledger {
  readonly files: LedgerFolder;
  readonly nouns: readonly Declaration[];
  readonly store: ContestedStore;
}

/** The command road of a ledger without disk and web: the house's own nouns and rules, real keys and seals, a clock that tests turn. */
export class TestRoad {
  now: number;
  readonly streams: Streams;
  readonly road: CommandRoad;
  readonly queries: RecordQueries;
  readonly clock: LedgerClock;
  /** Processes, clocks and the first start act through it. */
  readonly system: SystemActs;
  private readonly types: readonly CommandType[];
  private keys = 0;
  /**
   * Every act that is recorded is delivered a second time, with its key: the answer is the same, and nothing more is recorded. Not where a
   * test does several at once, for others then record in between.
   */
  deliversTwice = true;

  private constructor(
    private readonly ledger: Ledger,
    begun: { readonly now: number; readonly last: string },
  ) {
    const { files, nouns, store } = ledger;
    const trust = temporaryTrust(files);
    this.now = begun.now;
    this.clock = new LedgerClock(() => this.now, begun.last);
    this.streams = new Streams(store, openerOf(trust, cataloguesOf(nouns)));
    this.queries = new RecordQueries(this.streams);
    const authority = new LedgerAuthority();
    const control = new RecordControl(nouns, this.streams, authority);
    const commandSecret = TEST_COMMAND_SECRET;
    this.road = new CommandRoad({
      store,
      streams: this.streams,
      authority,
      control,
      clock: this.clock,
      commandSecret,
      origin: TEST_ORIGIN,
      // Nothing lies beside the log here.
      found: () => Promise.resolve({ status: 'NONE' }),
      // There are no processes here that could be behind.
      passed: () => Promise.resolve(true),
    });
    this.system = new SystemActs(this.road, nouns, SYSTEM_ID);
    this.types = nouns.flatMap((noun) => [...commandTypesOf(noun), ...controlTypesOf(noun)]);
  }

  /** A new ledger. @param more nouns that only the test has */
  static open(...more: readonly Declaration[]): TestRoad {
    const files = temporaryLedger();
    const nouns = [...declarations, ...more];
    const scribe: Scribe = scribeOf(temporaryTrust(files), slotTableOf(cataloguesOf(nouns)));
    return new TestRoad({ files, nouns, store: new ContestedStore(scribe) }, { now: BEGIN, last: '' });
  }

  get files(): LedgerFolder {
    return this.ledger.files;
  }

  get store(): ContestedStore {
    return this.ledger.store;
  }

  /** Another process on the same ledger, or this one after a restart: it remembers nothing but what lies in the log. */
  async again(): Promise<TestRoad> {
    const log = await this.store.readAll(0, Infinity);
    const last = log.length === 0 ? '' : (await this.eventOf(log.length)).recordedAt;
    return new TestRoad(this.ledger, { now: this.now, last });
  }

  /** Somebody in these roles, who may read all up to SECRET unless said. */
  async person(roles: readonly Role[], { level = 'SECRET', caveats = [] }: Cleared = {}): Promise<string> {
    const key = `person ${this.keys++}`;
    const registered = await this.system.record(RegisterParticipant, { displayName: `${key} (fictitious)`, languages: [] }, { key });
    const streamId = recorded(registered).stream.id;
    for (const role of roles) recorded(await this.system.record(GrantRole, { role }, { streamId, key: role }));
    // What hides a side's records is granted by an administrator of that side, so the first start cannot do it.
    const hiding = caveatsOf(markingOf({ level, caveats }).caveats & HIDING);
    const side = roles.some((role) => sideOf(role) === 'FEDERAL') ? 'FEDERAL_ADMINISTRATOR' : 'ADMINISTRATOR';
    const fields = { level, caveats: [...caveats] };
    if (hiding.length === 0) recorded(await this.system.record(GrantClearanceLevel, fields, { streamId, key: 'clearance' }));
    else recorded(await this.act(GrantClearanceLevel, fields, { by: await this.person([side]), on: streamId }));
    return streamId;
  }

  /** One act on the road, as the web would hand it on. @param kind the record's, for the acts that every record can undergo */
  async act<C extends object>(
    command: new () => C,
    fields: Fields<C>,
    { by, on, key, record, unsigned, ...told }: Told,
    kind?: string,
  ): Promise<Outcome> {
    const type = this.typeOf(command, kind);
    const asked = (): C => Object.assign(new command(), structuredClone(fields));
    const streamId = on ?? streamIdFrom(type, asked());
    const idempotencyKey = key ?? `key ${this.keys++}`;
    const issued: Issue = { type, actor: { participantId: by }, streamId, idempotencyKey, record: record as RecordPart, ...told };
    const travel = (more: Partial<Issue> = {}): Promise<Outcome> => this.road.travel(type, issue(asked(), { ...issued, ...more }));
    let outcome = await travel();
    const want = outcome instanceof Refused && unsigned !== true && told.signature === undefined ? wanted(outcome.code) : undefined;
    if (want === 'KEY') recorded(await this.act(EnrolKey, enrolment(keyFrom(by), by), { by, on: by }));
    if (want !== undefined) outcome = await travel({ signature: this.signatureOf(keyFrom(by), issued, fields) });
    if (this.deliversTwice && typeof outcome !== 'string' && 'stream' in outcome && told.dryRun !== true) {
      const head = await this.head();
      const again = await travel();
      // Who has taken his own role from himself may not ask at all any more.
      if (again !== 'FORBIDDEN' || streamId !== by) expect(again).toEqual({ ...outcome, replayed: true });
      expect(await this.head()).toBe(head);
    }
    return outcome;
  }

  /** Over what the road will take this act for. */
  signatureOf(key: KeyObject, { type, streamId, idempotencyKey, ifMatch, record }: Issue, fields: object): string {
    const stream = streamId === undefined ? null : streamName(kindOfNoun(type.noun), streamId);
    const input = { ...fields, ...(record !== undefined && { record }) };
    return signCommand(key, { origin: TEST_ORIGIN, type: type.name, stream, idempotencyKey, ifMatch: ifMatch ?? null, input });
  }

  typeOf(command: CommandClass, kind?: string): CommandType {
    const type = this.types.find((it) => it.class === command && (kind === undefined || kindOfNoun(it.noun) === kind));
    if (!type) throw new Error(`no noun has the command ${command.name}`);
    return type;
  }

  /** Everything that was recorded of one record. */
  history(kind: string, id: string): Promise<Happened[]> {
    return this.streams.history(streamName(kind, id));
  }

  async head(): Promise<number> {
    return this.store.head();
  }

  /** Who has unwrapped a key keeps it until he starts again. */
  forget(kind: string, id: string): void {
    destroyKeysOf(this.ledger.files, streamName(kind, id));
  }

  private async eventOf(position: number): Promise<Happened> {
    const [stored] = await this.store.readAll(position - 1, 1);
    if (!stored) throw new Error(`nothing lies at ${position}`);
    const history = await this.streams.history(stored.stream);
    const event = history.find((it) => it.position === position);
    if (!event) throw new Error(`nothing lies at ${position}`);
    return event;
  }
}

/** What was recorded; the test fails where it was refused. */
export function recorded(outcome: Outcome): Recorded {
  if (typeof outcome === 'string' || !('stream' in outcome)) expect(outcome).toBe('recorded');
  return outcome as Recorded;
}

function cataloguesOf(nouns: readonly Declaration[]): ReadonlyMap<string, EventCatalogue> {
  const known = new Map(catalogues);
  for (const noun of nouns) {
    const { stream, schemas } = noun.fold.events;
    if (!known.has(stream)) known.set(stream, defineEvents(stream, { ...schemas, ...recordEvents.schemas }));
  }
  return known;
}

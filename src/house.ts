import { Access } from './access/access';
import { Attempts } from './access/attempts';
import type { AccountStore } from './access/account-store';
import { LedgerAuthority } from './access/ledger-authority';
import { openAccounts } from './access/open-accounts';
import { Trails } from './audit/trail/trail';
import { BoardDesk } from './boards/board-desk';
import { LiveBoards, type LiveSettings } from './boards/live-boards';
import { FolderBlobStore } from './blobs/folder-blob-store';
import type { Authority } from './commands/authority';
import { type Clock, LedgerClock } from './commands/clock';
import { CommandRoad } from './commands/command-road';
import { RecordControl } from './commands/record-control';
import { RecordQueries } from './commands/record.queries';
import { Shredding } from './commands/shredding';
import { Streams } from './commands/streams';
import { SystemActs } from './commands/system-acts';
import { requireCommandSecret } from './ledger/command-secret';
import { type EventStore, START } from './ledger/event-store';
import type { LedgerFolder } from './ledger/folder';
import { originIn } from './ledger/open-log';
import { openStore } from './ledger/open-store';
import { LedgerFileError } from './ledger/sqlite/ledger-file';
import { catalogues } from './negotiation/catalogues';
import { EvidenceBytes } from './negotiation/evidence/evidence.bytes';
import { declarations } from './negotiation/nouns';
import { processes, processesBetweenInstances } from './negotiation/processes/processes';
import { SYSTEM_ID } from './negotiation/singletons';
import { InstanceLease } from './postgres/instance-lease';
import type { PostgresPlace } from './postgres/postgres-place';
import { ProcessMarks } from './processes/process-marks';
import { Processes } from './processes/processes';
import { readSecretFile } from './trust/master-key';
import type { Opener } from './trust/opener';
import { leafIn } from './trust/record';
import { SlotBook, slotTableOf } from './trust/slots';
import { openerOf, openTrust, scribeOf, type Trust } from './trust/trust';
import { PROGRAM } from './version';
import { BoardReader } from './views/board-reader';
import { Views } from './views/views';
import { viewsSettingsOf } from './views/views-settings';

/** Of every stream there can be. */
export const KINDS: ReadonlySet<string> = new Set(catalogues.keys());

/** All rooms of one ledger, opened and joined; without the web around them. */
export interface House {
  readonly files: LedgerFolder;
  /** The origin that stands in every leaf. */
  readonly origin: string;
  readonly store: EventStore;
  readonly trust: Trust;
  readonly opener: Opener;
  readonly streams: Streams;
  readonly authority: Authority;
  readonly road: CommandRoad;
  readonly system: SystemActs;
  readonly queries: RecordQueries;
  readonly accounts: AccountStore;
  readonly access: Access;
  readonly attempts: Attempts;
  readonly clock: LedgerClock;
  readonly views: Views;
  readonly boards: BoardDesk;
  readonly live: LiveBoards;
  readonly trails: Trails;
  readonly processes: Processes;
  readonly evidence: EvidenceBytes;
  /** Where there can be other instances: while it does not run, nothing is answered. */
  readonly lease: InstanceLease | undefined;
  /** Each room in its turn: what was accepted is written first. */
  close(): Promise<void>;
}

/** What a house may be told beside its folder. */
export interface HouseOptions {
  /** Now, in milliseconds of the epoch; tests hand in their own. */
  readonly clock?: Clock | undefined;
  /** Limits of those who listen to boards; those of the house by default. */
  readonly live?: Partial<LiveSettings> | undefined;
  /** The origin of the ledger, for whoever has looked already; that of a log on a server in which nothing is recorded yet must be said. */
  readonly origin?: string | undefined;
  /** Where the boards lie, if not in the folder. */
  readonly postgres?: PostgresPlace | undefined;
  /** Where keys and accounts lie, if not in the folder. */
  readonly keys?: PostgresPlace | undefined;
}

/**
 * Opens the ledger of a folder for this process. Throws what the store throws: `LedgerFileError` where there is none (`createLedger` makes
 * one), `LedgerInUseError` where another process has it; `SecretFileError`, `KeysFileError` and `PostgresError` where its secrets are not at hand.
 */
export async function openHouse(
  files: LedgerFolder,
  { clock = Date.now, live, postgres, keys, origin: known }: HouseOptions = {},
): Promise<House> {
  const slots = slotTableOf(catalogues);
  const origin = known ?? (await originIn(files, KINDS));
  if (origin === undefined) throw new LedgerFileError('nothing has been recorded on KurrentDB yet');
  const settings = { keys: keys ?? { file: files.keys }, masterKeyFile: files.masterKey, origin: { log: origin, prog: PROGRAM } };
  // Before anything can be written: without the right secrets nothing that is recorded could be read.
  const commandSecret = readSecretFile(files.commandSecret);
  // Only a log on a server can have several instances.
  const lease = keys && !('file' in files.log) ? await InstanceLease.take({ ...keys, origin }) : undefined;
  const trust = openTrust(settings, { readOnly: 'file' in files.log });
  await trust.keyring.checkMaster();
  const store = await openStore(files, { slots, prog: PROGRAM, keys, scribe: () => scribeOf(trust, slots) });
  const opener = openerOf(trust, catalogues);
  await requireCommandSecret(commandSecret, store, opener).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const streams = new Streams(store, opener);
  const blobs = new FolderBlobStore(files.evidence);
  await blobs.sweep();
  const authority = new LedgerAuthority();
  const control = new RecordControl(declarations, streams, authority);
  const last = await store.last();
  const ledgerClock = new LedgerClock(clock, (last && leafIn(last.record)?.at) ?? '');
  const evidence = new EvidenceBytes({ streams, blobs, keyring: trust.keyring, origin });
  const road = new CommandRoad({
    store,
    streams,
    authority,
    control,
    clock: ledgerClock,
    commandSecret,
    origin,
    found: ({ streamId }) => evidence.find(streamId),
    // The processes act through the road, so the road learns of them last.
    passed: (process, position, waitMs) => following.passed(process, position, waitMs),
  });
  const { accounts, throttle } = openAccounts(keys ? { ...keys, origin } : { file: files.accounts }, clock);
  const viewsSettings = viewsSettingsOf(files, settings, postgres);
  const views = await Views.open(viewsSettings);
  const reader = new BoardReader(viewsSettings);
  const listening = new LiveBoards(views, () => store.head(), live);
  const stopPoking = pokeOnAppend(store, last?.position ?? START, views);
  const marks = new ProcessMarks(files.processes);
  const system = new SystemActs(road, declarations, SYSTEM_ID);
  const shredding = new Shredding({
    store,
    keyring: trust.keyring,
    clock,
    // In the order of architecture 14: whoever reads comes after what he reads from.
    remembering: { THREAD: trust.keyring, STATES: streams, ROWS: views, ANSWERS: reader, CHANGES: listening, DEADLINES: marks },
    others: lease,
  });
  lease?.keep((announced) => shredding.hear(announced));
  const following: Processes = new Processes(store.isSole ? processes : [...processes, ...processesBetweenInstances], {
    marks,
    store,
    opener,
    streams,
    system,
    clock,
    shred: (subject, cause, before) => shredding.shred(subject, cause, before),
  });
  return {
    files,
    origin,
    store,
    trust,
    opener,
    streams,
    authority,
    road,
    system,
    queries: new RecordQueries(streams),
    accounts,
    access: new Access(accounts, streams, authority, throttle, clock),
    attempts: new Attempts(streams, system, clock),
    clock: ledgerClock,
    views,
    processes: following,
    evidence,
    trails: new Trails({
      store,
      opener,
      streams,
      authority,
      origin,
      tools: { slots: new SlotBook(slots), keyring: trust.keyring, commandSecret },
    }),
    boards: new BoardDesk(views, reader, store, clock),
    live: listening,
    lease,
    close: once(async () => {
      await listening.close();
      // Whoever waits in a process for other instances is let go by this.
      await lease?.close();
      await following.close();
      stopPoking();
      await store.close();
      await reader.close();
      await views.close();
      await trust.keyring.close();
      await accounts.close();
    }),
  };
}

/** The views are told that there is more as soon as it is durable; they read it from the log themselves. */
function pokeOnAppend(store: EventStore, after: number, views: Views): () => void {
  const stop = new AbortController();
  void (async () => {
    for await (const _ of store.subscribe(after, stop.signal)) views.poke();
  })();
  return () => {
    stop.abort();
  };
}

/** However often it is asked for, it happens one time. */
function once(close: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | undefined;
  return () => (closed ??= close());
}

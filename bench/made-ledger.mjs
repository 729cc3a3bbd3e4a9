import { createRequire } from 'node:module';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const built = (path) => require(`../dist/${path}.js`);
const { catalogues } = built('negotiation/catalogues');
const { createLedger } = built('ledger/create-ledger');
const { ledgerFolder } = built('ledger/folder');
const { openLedgerFile } = built('ledger/sqlite/ledger-file');
const { SqliteLogReader } = built('ledger/sqlite/sqlite-log-reader');
const { Writer } = built('ledger/sqlite/writer');
const { commandIdOf, eventIdOf, streamIdOf } = built('trust/ids');
const { readSecretFile } = built('trust/master-key');
const { slotTableOf } = built('trust/slots');
const { openTrust, openerOf, scribeOf } = built('trust/trust');

const GOLDEN = join(dirname(fileURLToPath(import.meta.url)), '../test/golden/ledger');
const ORIGIN = 'bench.example/jirga';
/** That of the acts that are copied: it asked for no signatures. */
const PROGRAM = 'jirga-golden/1';
const BEGINNING = Date.UTC(2025, 2, 1, 4);
const COMMANDS_PER_COMMIT = 256;
/** Of these every ledger has one, or few: the copies share those of the first. */
const SHARED = new Set(['participant', 'policyFramework', 'houseRules']);
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

export const slots = slotTableOf(catalogues);

/** A folder for one benchmark, gone with the process. */
export function temporaryFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `jirga-bench-${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function emptyLedger(folder) {
  const files = ledgerFolder(folder);
  createLedger(files, ORIGIN);
  return files;
}

export const trustOf = (files, options) =>
  openTrust({ keys: { file: files.keys }, masterKeyFile: files.masterKey, origin: { log: ORIGIN, prog: PROGRAM } }, options);

/** What a thread that reads the log needs: the log, and what opens its records. */
export function readerOf(files) {
  const trust = trustOf(files, { readOnly: true });
  const log = new SqliteLogReader(files.ledger);
  return { log, ...trust, opener: openerOf(trust, catalogues), close: () => (log.close(), trust.keyring.close()) };
}

/** Commands of the golden ledger in their order: its streams live through every event of every noun. */
export function goldenCommands() {
  const folder = temporaryFolder('golden');
  cpSync(GOLDEN, folder, { recursive: true });
  const files = ledgerFolder(folder);
  // Git keeps no modes, and a key that others can read is refused.
  for (const secret of [files.masterKey, files.commandSecret]) chmodSync(secret, 0o600);
  const { log, sealer, close } = readerOf(files);
  const commands = [];
  for (const { stream, record } of log.readAll(0, 10_000)) {
    const { leaf, secret } = sealer.unseal(record);
    const event = { leaf, data: secret.data, env: secret.env };
    if (secret.env.command) commands.push({ stream, kind: stream.slice(0, stream.indexOf('-')), events: [event] });
    else commands.at(-1).events.push(event);
  }
  close();
  return commands;
}

/**
 * Copies of the golden ledger's commands as appends, with ids and texts of their own, as the command road would have made them: ids follow from the
 * ledger's command secret, decisions rest on streams as they stand.
 */
export class Copyist {
  constructor(secret) {
    this.secret = secret;
    this.ends = new Map();
    this.made = 0;
  }

  /** @param nth from 0; only the first brings the streams that all share */
  *copy(commands, nth) {
    const renamed = new Map();
    for (const command of commands) if (nth === 0 || !SHARED.has(command.kind)) yield this.append(command, nth, renamed);
  }

  append({ stream: goldenStream, kind, events }, nth, renamed) {
    const rename = (value) => JSON.parse(JSON.stringify(value).replace(UUID, (id) => renamed.get(id) ?? id));
    const [{ leaf, env }] = events;
    const goldenId = goldenStream.slice(kind.length + 1);
    // A review is opened under an id that the submission has named; every other stream under one that follows from its command.
    if (leaf.rev === '0' && nth > 0) renamed.set(goldenId, eventIdOf(goldenId, nth));
    const stream = env.command.stream === null ? null : rename(goldenStream);
    const idempotencyKey = `copy ${nth} of ${env.command.idempotencyKey}`;
    const identity = { participantId: leaf.actor, commandType: env.command.type, stream: stream ?? '-', idempotencyKey };
    const cmd = commandIdOf(this.secret, identity);
    if (stream === null) renamed.set(goldenId, streamIdOf(cmd));
    events.forEach((event, n) => renamed.set(event.leaf.id, eventIdOf(cmd, n)));
    const own = rename(goldenStream);
    const basis = leaf.basis.map(([name]) => rename(name)).map((name) => [name, this.ends.get(name) ?? -1]);
    const at = new Date(BEGINNING + this.made++ * 1000).toISOString();
    const drafts = events.map((event, n) => ({
      open: {
        ...{ actor: leaf.actor, at, caus: null, cmd, corr: cmd, id: eventIdOf(cmd, n), tv: event.leaf.tv, type: event.leaf.type },
        basis: basis.map(([name, revision]) => [name, String(revision)]),
      },
      data: rename(event.data),
      env: { ...rename(event.env), ...(n === 0 && { command: { ...rename(event.env.command), origin: ORIGIN, stream, idempotencyKey } }) },
    }));
    const expectedRevision = this.ends.get(own) ?? -1;
    this.ends.set(own, expectedRevision + drafts.length);
    return { stream: own, expectedRevision, events: drafts, basis };
  }
}

/**
 * A ledger of at least so many events, of every type there is, written by the store's own writer; how many there are; and the next commands, which
 * go on with it.
 */
export function madeLedger(folder, eventsMin) {
  const files = emptyLedger(folder);
  const trust = trustOf(files);
  const writer = new Writer(openLedgerFile(files.ledger), scribeOf(trust, slots));
  const copyist = new Copyist(readSecretFile(files.commandSecret));
  const commands = goldenCommands();
  let events = 0;
  let copies = 0;
  let group = [];
  const write = () => {
    for (const answer of writer.commit(group)) if (!('position' in answer)) throw new Error(`not written: ${JSON.stringify(answer)}`);
    group = [];
  };
  while (events < eventsMin)
    for (const append of copyist.copy(commands, copies++)) {
      events += append.events.length;
      if (group.push(append) === COMMANDS_PER_COMMIT) write();
    }
  write();
  writer.close();
  trust.keyring.close();
  return { files, events, more: () => copyist.copy(commands, copies++) };
}

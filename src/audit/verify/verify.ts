import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { EVENTS_PER_STRETCH, FINDINGS_LISTED_MAX } from '../../kernel/limits';
import type { LedgerFolder } from '../../ledger/folder';
import { LedgerFileError } from '../../ledger/sqlite/ledger-file';
import { spawnWorker } from '../../ledger/sqlite/spawn';
import { PostgresError } from '../../postgres/postgres-fault';
import type { PostgresPlace } from '../../postgres/postgres-place';
import { SecretFileError } from '../../trust/master-key';
import { kindsOf, type SlotTable } from '../../trust/slots';
import { type KeysIn, openKeyring } from '../../trust/trust';
import type { DecisiveBook } from '../../commands/decisive';
import type { Seen } from './body-check';
import { Checker, type CheckSettings } from './checker';
import { Erasures } from './erasures';
import type { Check, Finding } from './finding';
import { type Head, Joint } from './joint';
import { type KnownKey, type SignatureCounts, Signatures } from './signatures';
import { HASH_BYTES, type StretchReport } from './stretch';
import type { Stretch } from './stretch-reader';
import { fileUnder, serverUnder } from './verified-log';

export interface VerifyOptions {
  /** Of every event there can be. */
  readonly slots: SlotTable;
  /** Of every event that bears a signature. */
  readonly decisive: DecisiveBook;
  /** SIZE:HASH that somebody kept. Without it a tail that was cut off, a dropped stream and events that changed places leave no trace. */
  readonly expected?: Head | undefined;
  /** Where the keys lie, if not in keys.db. */
  readonly keys?: PostgresPlace | undefined;
  /** All cores by default. */
  readonly threads?: number;
  /** Told how many events have been checked, of how many; `undefined` where that is not known before they are read. */
  readonly onProgress?: (checked: number, events: number | undefined) => void;
}

/** What `verify` found out. */
export interface Report {
  /** `null` where the file does not even say whose ledger it is. */
  readonly origin: string | null;
  /** What there is now; to be kept, outside of this machine. */
  readonly head: Head;
  readonly expected: Head | null;
  /** Events by what could be said of their bodies. */
  readonly bodies: Readonly<Record<Seen, number>>;
  /** Acts by what could be said of their signatures; nothing is said where bodies stay shut. */
  readonly signatures: SignatureCounts;
  /** Every key that was enrolled, oldest first. That it is its owner's only he can say. */
  readonly keys: readonly KnownKey[];
  /** Whether the command secret was at hand, so that no id can be made up. */
  readonly commandIds: 'CHECKED' | 'NOT_CHECKED';
  /** In the order of the log, those that only its end shows last; at most `FINDINGS_LISTED_MAX`. */
  readonly findings: readonly Finding[];
  readonly findingsTotal: number;
  /** All findings, by check. */
  readonly byCheck: Readonly<Partial<Record<Check, number>>>;
}

/** Files of the ledger that are verified; keys and command secret are used where they are. */
export type VerifiedFiles = Pick<LedgerFolder, 'log' | 'keys' | 'masterKey' | 'commandSecret'>;

/**
 * Checks every event of a ledger that may be in use. Reads only; needs no server but that on which the log lies. Damage is a finding and no error.
 * Throws `LedgerFileError` where there is no file, `StoreUnavailableError` where its server cannot be read, `PostgresError` where keys in PostgreSQL cannot be
 * asked for, and an error where a secret file can be read by others.
 */
export async function verify(files: VerifiedFiles, options: VerifyOptions): Promise<Report> {
  const { slots, decisive, expected } = options;
  const place = files.log;
  if ('file' in place && !existsSync(place.file)) throw new LedgerFileError(`there is no ledger at ${place.file}`);
  const account = new Account(expected, 'file' in place);
  const commandSecret = existsSync(files.commandSecret) ? { commandSecretFile: files.commandSecret } : {};
  const log = 'file' in place ? fileUnder(place.file) : await serverUnder(place, kindsOf(slots));
  try {
    const { origin, events, gapless } = log;
    const commandIds = 'commandSecretFile' in commandSecret ? 'CHECKED' : 'NOT_CHECKED';
    if (origin === null) {
      account.addOfFile(await log.faults({ aside: false }));
      return account.report(null, commandIds);
    }
    const keys = await keysOf(files, origin, options.keys, account);
    const settings: CheckSettings = { log: place, gapless, origin, slots, decisive, ...commandSecret, ...keys };
    const take = (stretch: StretchReport): void => {
      account.take(stretch);
      options.onProgress?.(account.checked, events);
    };
    const threads = Math.min(options.threads ?? availableParallelism(), Math.ceil((events ?? Infinity) / EVENTS_PER_STRETCH));
    if (threads <= 1) await checkHere(settings, log.stretches(), take);
    const [faults] = await Promise.all([
      log.faults({ aside: threads > 1 }),
      threads > 1 ? checkOnThreads(settings, log.stretches(), threads, take) : undefined,
    ]);
    account.addOfFile(faults);
    return account.report(origin, commandIds);
  } finally {
    await log.close();
  }
}

/** What has been found so far. */
export class Account {
  checked = 0;
  private readonly joint: Joint;
  private readonly bodies = { OPENED: 0, ERASED: 0, SEALED: 0 };
  private readonly signatures = new Signatures();
  private readonly erasures = new Erasures(Date.now());
  /** What concerns the file and no event in it, by whatever thread it is found and when. */
  private readonly ofFile: Finding[] = [];
  private readonly findings: Finding[] = [];
  private findingsTotal = 0;
  private readonly byCheck: Partial<Record<Check, number>> = {};

  /** @param gapless as in StretchTools */
  constructor(
    private readonly expected: Head | undefined,
    gapless: boolean,
  ) {
    this.joint = new Joint(expected, gapless);
  }

  /** Stretches in their order. */
  take(stretch: StretchReport): void {
    const signatures = this.signatures.take(stretch.signings, stretch.askedFrom);
    const erasures = this.erasures.take(stretch.erasures);
    this.add(
      [...stretch.findings, ...this.joint.join(stretch), ...signatures, ...erasures].sort((one, other) => one.position - other.position),
    );
    for (const seen of ['OPENED', 'ERASED', 'SEALED'] as const) this.bodies[seen] += stretch.bodies[seen];
    this.checked += stretch.hashes.length / HASH_BYTES;
  }

  add(findings: readonly Finding[]): void {
    this.count(findings);
    this.findings.push(...findings.slice(0, FINDINGS_LISTED_MAX - this.findings.length));
  }

  addOfFile(details: readonly string[]): void {
    const findings = details.map((detail): Finding => ({ check: 'database', position: 0, detail }));
    this.ofFile.push(...findings);
    this.count(findings);
  }

  private count(findings: readonly Finding[]): void {
    this.findingsTotal += findings.length;
    for (const { check } of findings) this.byCheck[check] = (this.byCheck[check] ?? 0) + 1;
  }

  report(origin: string | null, commandIds: Report['commandIds']): Report {
    const { head, findings: atTheEnd } = this.joint.end();
    this.add([...this.erasures.end(), ...atTheEnd]);
    const { bodies, findingsTotal, byCheck } = this;
    const findings = [...this.ofFile, ...this.findings].slice(0, FINDINGS_LISTED_MAX);
    const expected = this.expected ?? null;
    return { origin, head, expected, bodies, ...this.signatures.report(), commandIds, findings, findingsTotal, byCheck };
  }
}

/** The keys, where they and the master key are at hand. Keys that cannot be opened are a finding; then the rest is checked without them. */
async function keysOf(
  { keys, masterKey: masterKeyFile }: VerifiedFiles,
  log: string,
  postgres: PostgresPlace | undefined,
  account: Account,
): Promise<Pick<CheckSettings, 'keys'>> {
  if ((!postgres && !existsSync(keys)) || !existsSync(masterKeyFile)) return {};
  const lie: KeysIn = postgres ?? { file: keys };
  try {
    const keyring = openKeyring({ keys: lie, masterKeyFile, origin: { log, prog: '' } }, { readOnly: true });
    try {
      // Asked before any thread is: what PostgreSQL says to a thread would arrive without its words.
      if (postgres) await keyring.checkMaster();
    } finally {
      await keyring.close();
    }
    return { keys: { lie, masterKeyFile } };
  } catch (error) {
    if (error instanceof PostgresError || error instanceof SecretFileError) throw error;
    account.add([{ check: 'key', position: 0, detail: `the keys cannot be read: ${(error as Error).message}` }]);
    return {};
  }
}

async function checkHere(
  settings: CheckSettings,
  stretches: Iterable<Stretch> | AsyncIterable<Stretch>,
  take: (report: StretchReport) => void,
): Promise<void> {
  const checker = await Checker.open(settings);
  try {
    for await (const stretch of stretches) take(await checker.check(stretch));
  } finally {
    await checker.close();
  }
}

/** Stretches are checked in any order and taken in theirs. */
async function checkOnThreads(
  settings: CheckSettings,
  stretches: AsyncIterator<Stretch, void>,
  threads: number,
  take: (report: StretchReport) => void,
): Promise<void> {
  const early = new Map<number, StretchReport>();
  let asked = 0;
  let taken = 0;
  const work = async (): Promise<void> => {
    const worker = spawnWorker(__dirname, 'verify.worker', settings);
    try {
      for (;;) {
        // They come in the order in which they are asked for.
        const number = asked++;
        const next = await stretches.next();
        if (next.done === true) return;
        worker.postMessage(next.value);
        early.set(number, ((await once(worker, 'message')) as [StretchReport])[0]);
        for (let report = early.get(taken); report; report = early.get(taken)) {
          early.delete(taken++);
          take(report);
        }
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
}

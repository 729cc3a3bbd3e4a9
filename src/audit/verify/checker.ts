import { SqliteLogReader } from '../../ledger/sqlite/sqlite-log-reader';
import { Keyring } from '../../trust/keyring';
import { masterKeyFrom, readSecretFile } from '../../trust/master-key';
import { SlotBook, type SlotTable } from '../../trust/slots';
import type { DecisiveBook } from '../../commands/decisive';
import { CorrectedEvents } from './corrected-events';
import type { Finding } from './finding';
import type { SigningTools } from './signing';
import { StretchCheck, type StretchReport } from './stretch';
import { eventBefore, readStretch, type Stretch } from './stretch-reader';

/** What a thread needs to know to check stretches; plain JSON. */
export interface CheckSettings {
  /** ledger.db */
  readonly file: string;
  /** The origin that every leaf must name. */
  readonly log: string;
  readonly slots: SlotTable;
  readonly decisive: DecisiveBook;
  /** Absent: what lies in the bodies is not looked at. */
  readonly keys?: { readonly keysFile: string; readonly masterKeyFile: string };
  readonly commandSecretFile?: string;
}

/** Checks stretches in the thread that makes it, with a connection and a keyring of its own. */
export class Checker {
  private readonly log: SqliteLogReader;
  private readonly keyring: Keyring | undefined;
  private readonly slots: SlotBook;
  private readonly commandSecret: Buffer | undefined;
  private readonly signing: SigningTools | undefined;

  constructor(private readonly settings: CheckSettings) {
    const { file, keys, slots, decisive, commandSecretFile } = settings;
    this.log = new SqliteLogReader(file);
    this.keyring = keys && Keyring.open(keys.keysFile, masterKeyFrom(keys.masterKeyFile), { readOnly: true });
    this.slots = new SlotBook(slots);
    this.commandSecret = commandSecretFile === undefined ? undefined : readSecretFile(commandSecretFile);
    this.signing = this.keyring && { book: decisive, corrected: new CorrectedEvents(this.log, this.keyring, decisive) };
  }

  check(stretch: Stretch): StretchReport {
    const { slots, keyring, commandSecret, signing } = this;
    const unreadable: Finding[] = [];
    const rows = readStretch(this.log, stretch, unreadable);
    const report = StretchCheck.of(rows, this.settings.log, { slots, keyring, commandSecret, signing }, eventBefore(this.log, stretch));
    report.findings.push(...unreadable);
    return report;
  }

  close(): void {
    this.log.close();
    this.keyring?.close();
  }
}

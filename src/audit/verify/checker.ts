import type { DecisiveBook } from '../../commands/decisive';
import type { LogPlace } from '../../ledger/folder';
import { openLogReader } from '../../ledger/open-log';
import type { LogReader } from '../../ledger/log-reader';
import type { Keyring } from '../../trust/keyring';
import { readSecretFile } from '../../trust/master-key';
import { keyIdsOf } from '../../trust/record';
import { kindsOf, SlotBook, type SlotTable } from '../../trust/slots';
import { type KeysIn, openKeyring } from '../../trust/trust';
import { CorrectedEvents } from './corrected-events';
import type { Finding } from './finding';
import type { SigningTools } from './signing';
import { StretchCheck, type StretchReport } from './stretch';
import { readStretch, type Stretch } from './stretch-reader';

/** What a thread needs to know to check stretches; plain JSON. */
export interface CheckSettings {
  readonly log: LogPlace;
  /** As in StretchTools. */
  readonly gapless: boolean;
  /** That every leaf must name. */
  readonly origin: string;
  readonly slots: SlotTable;
  readonly decisive: DecisiveBook;
  /** Absent: what lies in the bodies is not looked at. */
  readonly keys?: { readonly lie: KeysIn; readonly masterKeyFile: string };
  readonly commandSecretFile?: string;
}

/** Checks stretches in the thread that makes it, with a connection and a keyring of its own. */
export class Checker {
  private readonly slots: SlotBook;
  private readonly commandSecret: Buffer | undefined;
  private readonly signing: SigningTools | undefined;

  private constructor(
    private readonly settings: CheckSettings,
    private readonly log: LogReader,
    private readonly keyring: Keyring | undefined,
  ) {
    const { slots, decisive, commandSecretFile } = settings;
    this.slots = new SlotBook(slots);
    this.commandSecret = commandSecretFile === undefined ? undefined : readSecretFile(commandSecretFile);
    this.signing = keyring && { book: decisive, corrected: new CorrectedEvents(log, keyring, decisive) };
  }

  static async open(settings: CheckSettings): Promise<Checker> {
    const { log, slots, keys } = settings;
    const origin = { log: settings.origin, prog: '' };
    const keyring = keys && openKeyring({ keys: keys.lie, masterKeyFile: keys.masterKeyFile, origin }, { readOnly: true });
    return new Checker(settings, await openLogReader(log, kindsOf(slots)), keyring);
  }

  /** Throws `PostgresError` where the keys lie there and cannot be asked for: that is no finding. */
  async check(stretch: Stretch): Promise<StretchReport> {
    const { slots, keyring, commandSecret, signing } = this;
    const { origin, gapless } = this.settings;
    const unreadable: Finding[] = [];
    const { rows, before } = 'rows' in stretch ? stretch : await readStretch(this.log, stretch, unreadable);
    await keyring?.fetch(keyIdsOf(rows));
    const report = await StretchCheck.of(rows, origin, { slots, keyring, commandSecret, signing, gapless }, before);
    report.findings.push(...unreadable);
    return report;
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.keyring?.close();
  }
}

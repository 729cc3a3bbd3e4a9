import { afterEach } from '@jest/globals';
import type { Caveat, Level } from '../../src/kernel/classification';
import type { Envelope } from '../../src/kernel/envelope';
import type { DomainEvent } from '../../src/kernel/events';
import { streamName } from '../../src/kernel/happened';
import type { Occurrence } from '../../src/kernel/occurrence';
import type { LedgerFolder } from '../../src/ledger/folder';
import { SqliteLogReader } from '../../src/ledger/sqlite/sqlite-log-reader';
import { catalogues } from '../../src/negotiation/catalogues';
import type { Opener } from '../../src/trust/opener';
import { openerOf, type Trust } from '../../src/trust/trust';
import { openViews } from '../../src/views/open-views';
import type { ViewsDatabase } from '../../src/views/views-database';
import type { ViewsPlace } from '../../src/views/views-settings';
import { Recorder } from '../golden/recorder';
import { FOCAL_PERSON, INITIATIVE } from './clearance-sample';
import { temporaryLedger } from './temporary-ledger';
import { temporaryTrust } from './temporary-trust';

/** How a made event is marked, when it happened, and what it rests on. */
export interface Marked {
  readonly level?: Level;
  readonly caveats?: readonly Caveat[];
  readonly occurredAt?: Occurrence;
  readonly envelope?: Pick<Envelope, 'sources' | 'evidence'>;
}

/** A ledger of a test's own events, one command a minute from 2025-03-01T04:00Z, and what views are made from; closed after each test. */
export class RecordedLedger {
  readonly files: LedgerFolder = temporaryLedger();
  readonly trust: Trust;
  readonly log: SqliteLogReader;
  readonly opener: Opener;
  private readonly recorder: Recorder;
  private readonly databases: ViewsDatabase[] = [];
  private commands = 0;

  constructor() {
    this.recorder = new Recorder(this.files);
    this.trust = temporaryTrust(this.files);
    this.log = new SqliteLogReader(this.files.ledger);
    this.opener = openerOf(this.trust, catalogues);
    opened.push(this);
  }

  /** One command for each event, in this order; gives the ids of the events. */
  add(kind: string, id: string, events: readonly DomainEvent[], { level = 'RESTRICTED', ...marked }: Marked = {}): string[] {
    return events.flatMap((event) => {
      const act = { command: `Command${++this.commands}`, actor: FOCAL_PERSON, role: 'FOCAL_PERSON', initiativeId: INITIATIVE };
      return this.recorder.record({ ...act, kind, id, events: [event], level, ...marked }).eventIds;
    });
  }

  /** When the last event was recorded. */
  get now(): string {
    const [last] = this.log.readAll(this.log.head() - 1, 1);
    if (!last) throw new Error('nothing is recorded yet');
    return this.opener.open(last).recordedAt;
  }

  eventsOf(kind: string, id: string) {
    return this.log.readStream(streamName(kind, id)).map((row) => this.opener.open(row));
  }

  async views(place: ViewsPlace = { file: this.files.views }): Promise<ViewsDatabase> {
    const database = await openViews(place);
    this.databases.push(database);
    return database;
  }

  async close(): Promise<void> {
    for (const database of this.databases.splice(0)) await database.destroy();
    this.log.close();
    this.recorder.close();
  }
}

const opened: RecordedLedger[] = [];
afterEach(async () => {
  for (const ledger of opened.splice(0)) await ledger.close();
});

/** `<kind of id>0000-0000-4000-8000-<n>`: the nth invented record. */
export const nth = (n: number): string => `a0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

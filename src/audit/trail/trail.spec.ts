import { beforeEach, describe, expect, it } from '@jest/globals';
import { binding, drafted, FOCAL_PERSON, INITIATIVE, OBSERVER, PROOF, somebody } from '../../../test/support/clearance-sample';
import { nth, RecordedLedger } from '../../../test/support/recorded-ledger';
import { TEST_ORIGIN } from '../../../test/support/temporary-ledger';
import { LedgerAuthority } from '../../access/ledger-authority';
import type { Standing } from '../../commands/authority';
import { kindOfNoun } from '../../commands/noun';
import type { Withheld } from '../../commands/record.queries';
import { Streams } from '../../commands/streams';
import { type Clearance, rankOf } from '../../kernel/classification';
import { recordEvents } from '../../kernel/record.events';
import type { EventStore } from '../../ledger/event-store';
import { catalogues } from '../../negotiation/catalogues';
import { commitmentEvents } from '../../negotiation/commitment/commitment.events';
import { declarations } from '../../negotiation/nouns';
import { readSecretFile } from '../../trust/master-key';
import { SlotBook, slotTableOf } from '../../trust/slots';
import { type TrailEntry, Trails } from './trail';

const auditor = ({ level, caveats }: Clearance): Standing => ({
  participantId: OBSERVER,
  displayName: 'An auditor (fictitious)',
  roles: ['AUDITOR'],
  clearance: { level, caveats },
});
const EVERYTHING = auditor({ level: rankOf('TOP_SECRET'), caveats: 0x3f });
const OFFICER = auditor({ level: rankOf('RESTRICTED'), caveats: 0 });

describe('the trail of a record', () => {
  let ledger: RecordedLedger;

  beforeEach(() => {
    ledger = new RecordedLedger();
    ledger.add('participant', FOCAL_PERSON, [somebody], { level: 'PUBLIC' });
  });

  /** @param lost revisions that somebody has taken out of the store */
  const trail = (reader: Standing, lost: readonly number[] = []): Promise<readonly (TrailEntry | Withheld)[] | undefined> => {
    const readStream: EventStore['readStream'] = (stream, { from = 0, limit } = {}) => {
      const rows = ledger.log.readStream(stream, { from, ...(limit !== undefined && { limit }) });
      return Promise.resolve(rows.filter(({ revision }) => !lost.includes(revision)));
    };
    const store = { readStream } as EventStore;
    const { opener, trust, files } = ledger;
    const tools = {
      slots: new SlotBook(slotTableOf(catalogues)),
      keyring: trust.keyring,
      commandSecret: readSecretFile(files.commandSecret),
    };
    const streams = new Streams(store, opener);
    const trails = new Trails({ store, opener, streams, authority: new LedgerAuthority(), origin: TEST_ORIGIN, tools });
    const noun = declarations.find((declaration) => kindOfNoun(declaration) === 'commitment');
    if (!noun) throw new Error('there are no commitments');
    return trails.of(noun, nth(1), reader);
  };
  const entries = async (reader = EVERYTHING, lost?: readonly number[]): Promise<TrailEntry[]> =>
    (await trail(reader, lost)) as TrailEntry[];
  const note = (targetEventId: string) => recordEvents.RecordAnnotated({ targetEventId, text: 'a note' });

  it('tells who did what, as whom, what was asked, and what changed by it', async () => {
    ledger.add('commitment', nth(1), binding);
    const told = await entries();
    expect(told.map(({ type, leaf }) => [type, leaf])).toEqual(binding.map(({ type }) => [type, 'OK']));
    expect(told[0]).toMatchObject({
      who: { participantId: FOCAL_PERSON, name: 'Palwasha (fictitious)' },
      role: 'FOCAL_PERSON',
      asked: { input: { topic: 'CROSS_BORDER_COLLABORATION' } },
      classification: 'RESTRICTED',
    });
    expect(told[5]?.changes).toEqual([{ field: 'status', before: 'ENTERED', after: 'IN_FORCE' }]);
  });

  it('shows a corrected value before and after, with the correction at the event it corrects', async () => {
    const [target = ''] = ledger.add('commitment', nth(1), binding);
    const about = { targetEventId: target, reason: 'CLERICAL_ERROR', effective: 'AB_INITIO', authorityId: FOCAL_PERSON } as const;
    const values = { pointer: '/due/date', oldValue: '2025-06-30', newValue: '2025-07-31' };
    const [correction] = ledger.add('commitment', nth(1), [recordEvents.RecordRectified({ ...about, ...values })]);
    const told = await entries();
    expect(told[0]?.correctedBy).toEqual([correction]);
    expect(told.at(-1)?.changes).toContainEqual({ field: 'dueDate', before: '2025-06-30', after: '2025-07-31' });
  });

  it('keeps the place of events above the reader, and the changes to himself that cannot be told without them', async () => {
    ledger.add('commitment', nth(1), binding);
    const report = { level: 1, periodFrom: '2025-02-01', periodTo: '2025-02-28', assessorId: OBSERVER, evidenceIds: [PROOF] };
    ledger.add('commitment', nth(1), [commitmentEvents.ImplementationReported(report)], { level: 'SECRET' });
    const told = (await trail(OFFICER)) ?? [];
    expect(told).toHaveLength(binding.length + 1);
    expect(told.at(-1)).toEqual({ withheld: 'SECRET' });
    expect(told.slice(0, -1).every((entry) => 'changes' in entry && entry.changes === null)).toBe(true);
    expect((await entries()).at(-1)?.changes).not.toBeNull();
  });

  it('does not lower the mark of an event because it was annulled', async () => {
    const [target = ''] = ledger.add('commitment', nth(1), [drafted, ...binding.slice(1, 2)]);
    const [, assessment = ''] = ledger.eventsOf('commitment', nth(1)).map(({ id }) => id);
    const to = { level: 'SECRET', caveats: [] } as { level: 'SECRET'; caveats: [] };
    ledger.add('commitment', nth(1), [
      recordEvents.ClassificationChanged({ targetEventId: assessment, to, authorityId: FOCAL_PERSON }),
      recordEvents.RecordAnnulled({ targetEventId: assessment, reason: 'entered twice' }),
      note(target),
    ]);
    const told = (await trail(OFFICER)) ?? [];
    expect(told.map((entry) => ('withheld' in entry ? entry.withheld : entry.type))).toEqual([
      'CommitmentDrafted',
      'SECRET',
      'SECRET',
      'SECRET',
      'RecordAnnotated',
    ]);
  });

  it('is not there for whoever may not know of the record', async () => {
    expect(await trail(EVERYTHING)).toBeUndefined();
    ledger.add('commitment', nth(1), [drafted], { level: 'PUBLIC', caveats: ['FEDERAL_EYES_ONLY'] });
    expect(await trail(auditor({ level: rankOf('TOP_SECRET'), caveats: 0 }))).toBeUndefined();
    expect(await trail(EVERYTHING)).toHaveLength(1);
  });

  it('says where an event is missing from the chain', async () => {
    const [target = ''] = ledger.add('commitment', nth(1), binding);
    ledger.add('commitment', nth(1), [note(target), note(target), note(INITIATIVE)]);
    const told = await entries(EVERYTHING, [7]);
    expect(told.map(({ leaf }) => leaf).filter((leaf) => leaf !== 'OK')).toEqual(['BROKEN: it names another leaf as the one before it']);
    expect(told.at(-1)?.leaf).toMatch('BROKEN');
  });
});

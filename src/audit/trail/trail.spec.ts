import { beforeEach, describe, expect, it } from '@jest/globals';
import { binding, drafted, FOCAL_PERSON, OBSERVER, PROOF, somebody } from '../../../test/support/clearance-sample';
import { destroyKeysOf } from '../../../test/support/destroyed-keys';
import { nth, RecordedLedger } from '../../../test/support/recorded-ledger';
import { TEST_ORIGIN } from '../../../test/support/temporary-ledger';
import { LedgerAuthority } from '../../access/ledger-authority';
import type { Standing } from '../../commands/authority';
import { kindOfNoun } from '../../commands/noun';
import type { Withheld } from '../../commands/record.queries';
import { Streams } from '../../commands/streams';
import { type Clearance, rankOf } from '../../kernel/classification';
import { TRAIL_EVENTS_MAX } from '../../kernel/limits';
import { recordEvents } from '../../kernel/record.events';
import type { EventStore, ReadEvent } from '../../ledger/event-store';
import { catalogues } from '../../negotiation/catalogues';
import { commitmentEvents } from '../../negotiation/commitment/commitment.events';
import { declarations } from '../../negotiation/nouns';
import { readSecretFile } from '../../trust/master-key';
import { SlotBook, slotTableOf } from '../../trust/slots';
import { type TrailEntry, Trails, TrailTooLongError } from './trail';

const auditor = ({ level, caveats }: Clearance): Standing => ({
  participantId: OBSERVER,
  displayName: 'An auditor (fictitious)',
  roles: ['AUDITOR'],
  clearance: { level, caveats },
});
const EVERYTHING = auditor({ level: rankOf('TOP_SECRET'), caveats: 0x3f });
const OFFICER = auditor({ level: rankOf('RESTRICTED'), caveats: 0 });

type Tampering = (rows: readonly ReadEvent[]) => readonly ReadEvent[];

const without =
  (lost: number): Tampering =>
  (rows) =>
    rows.filter(({ revision }) => revision !== lost);

/** One bit of a row's record is another. */
const flipped =
  (where: number, byte: number): Tampering =>
  (rows) =>
    rows.map((row) => {
      const record = Buffer.from(row.record);
      if (row.revision === where) record[byte < 0 ? record.length + byte : byte] = (record.at(byte) ?? 0) ^ 1;
      return { ...row, record };
    });
const IN_THE_BODY = -1;
const IN_THE_LEAF = 0;

describe('the trail of a record', () => {
  let ledger: RecordedLedger;

  beforeEach(() => {
    ledger = new RecordedLedger();
    ledger.add('participant', FOCAL_PERSON, [somebody], { level: 'PUBLIC' });
  });

  /** @param tampered what somebody has done to the rows of the record behind the program's back */
  const trail = (reader: Standing, tampered: Tampering = (rows) => rows): Promise<readonly (TrailEntry | Withheld)[] | undefined> => {
    const readStream: EventStore['readStream'] = (stream, { from = 0, limit } = {}) => {
      const rows = ledger.log.readStream(stream);
      const seen = stream.startsWith('commitment') ? tampered(rows) : rows;
      return Promise.resolve(seen.slice(from, limit === undefined ? undefined : from + limit));
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
  const entries = async (reader = EVERYTHING, tampered?: Tampering): Promise<TrailEntry[]> =>
    (await trail(reader, tampered)) as TrailEntry[];
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

  it('tells as many events as it may, and none of a record that has one more', async () => {
    ledger.add('commitment', nth(1), binding.slice(0, 1));
    const crowd =
      (count: number): Tampering =>
      ([row]) =>
        row ? Array.from({ length: count }, () => row) : [];
    expect(await trail(EVERYTHING, crowd(TRAIL_EVENTS_MAX))).toHaveLength(TRAIL_EVENTS_MAX);
    await expect(trail(EVERYTHING, crowd(TRAIL_EVENTS_MAX + 1))).rejects.toThrow(TrailTooLongError);
  }, 120_000);

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

  describe('states with each event', () => {
    const evidence = [{ evidenceId: PROOF, sha256: 'c'.repeat(64), locator: 'page 2' }];
    const sources = [{ sourceId: nth(77), reliability: 'B', credibility: 2, basis: 'DOCUMENT' }] as const;
    const caveats = ['SOURCE_PROTECT', 'NO_EXPORT'] as const;
    const stated = ({ caveats, evidence, sources }: TrailEntry) => ({ caveats, evidence, sources });

    it('its caveats as they are now, what proves it, and its sources; none where nobody named any (INV-31)', async () => {
      const [first = ''] = ledger.add('commitment', nth(1), [drafted], { caveats, envelope: { evidence, sources } });
      ledger.add('commitment', nth(1), binding.slice(1, 2));
      expect((await entries()).map(stated)).toEqual([
        { caveats, evidence, sources },
        { caveats: [], evidence: [], sources: [] },
      ]);
      const to = { level: 'CONFIDENTIAL' as const, caveats: ['ORIGINATOR_CONTROL' as const] };
      ledger.add('commitment', nth(1), [recordEvents.ClassificationChanged({ targetEventId: first, to, authorityId: FOCAL_PERSON })]);
      expect((await entries())[0]).toMatchObject({ classification: 'CONFIDENTIAL', caveats: ['ORIGINATOR_CONTROL'], evidence, sources });
    });

    it('nothing of it where the event is above the reader', async () => {
      ledger.add('commitment', nth(1), [drafted], { caveats, envelope: { evidence, sources } });
      expect(await trail(OFFICER)).toEqual([{ withheld: 'RESTRICTED' }]);
    });

    it('that they are gone where the event is erased; its caveats stay', async () => {
      ledger.add('commitment', nth(1), [drafted], { caveats: ['KP_EYES_ONLY'], envelope: { evidence, sources } });
      destroyKeysOf(ledger.files, `commitment-${nth(1)}`);
      const [entry] = await entries();
      expect(entry).toMatchObject({ leaf: 'ERASED', caveats: ['KP_EYES_ONLY'], evidence: null, sources: null });
    });

    it('of one whose body does not open the marks of its key, and no evidence or source', async () => {
      ledger.add('commitment', nth(1), [drafted], { caveats: ['KP_EYES_ONLY'], envelope: { evidence, sources } });
      const [entry] = await entries(EVERYTHING, flipped(0, IN_THE_BODY));
      expect(entry).toMatchObject({ data: null, caveats: ['KP_EYES_ONLY'], evidence: [], sources: [] });
    });
  });

  it('is not there for whoever may not know of the record', async () => {
    expect(await trail(EVERYTHING)).toBeUndefined();
    ledger.add('commitment', nth(1), [drafted], { level: 'PUBLIC', caveats: ['FEDERAL_EYES_ONLY'] });
    expect(await trail(auditor({ level: rankOf('TOP_SECRET'), caveats: 0 }))).toBeUndefined();
    expect(await trail(EVERYTHING)).toHaveLength(1);
  });

  it('says where an event is missing from the chain, and from there on nothing of what changed', async () => {
    ledger.add('commitment', nth(1), binding);
    const told = await entries(EVERYTHING, without(2));
    expect(told.map(({ revision, leaf }) => [revision, leaf.startsWith('BROKEN')])).toEqual([
      [0, false],
      [1, false],
      [3, true],
      [4, false],
      [5, false],
    ]);
    expect(told.map(({ changes }) => changes === null)).toEqual([false, false, true, true, true]);
  });

  it('tells of an event whose body was altered what its leaf says, and the others as they are', async () => {
    ledger.add('commitment', nth(1), binding);
    const intact = await entries();
    const told = await entries(OFFICER, flipped(2, IN_THE_BODY));
    expect(told.map(({ leaf }) => leaf.startsWith('BROKEN'))).toEqual([false, false, true, false, false, false]);
    const { id, type, recordedAt, who, basis } = intact[2] as TrailEntry;
    expect(told[2]).toMatchObject({ revision: 2, id, type, recordedAt, who, basis, data: null, asked: null, role: null, changes: null });
    expect(told.slice(0, 2)).toEqual(intact.slice(0, 2));
    expect(told.slice(3)).toEqual(intact.slice(3).map((entry) => ({ ...entry, changes: null })));
  });

  it('tells of an event whose leaf was altered only its place, to who may see everything', async () => {
    ledger.add('commitment', nth(1), binding);
    const told = await entries(EVERYTHING, flipped(0, IN_THE_LEAF));
    expect(told).toHaveLength(binding.length);
    expect(told[0]).toMatchObject({ revision: 0, id: null, type: null, who: { participantId: null, name: null }, data: null });
    expect(told[0]?.leaf).toMatch('BROKEN');
    expect((await trail(OFFICER, flipped(0, IN_THE_LEAF)))?.[0]).toEqual({ withheld: 'TOP_SECRET' });
  });

  it.each([IN_THE_BODY, IN_THE_LEAF])('keeps hidden what was hidden when byte %s of its first event is altered', async (byte) => {
    ledger.add('commitment', nth(1), binding.slice(0, 2), { level: 'PUBLIC', caveats: ['FEDERAL_EYES_ONLY'] });
    expect(await trail(auditor({ level: rankOf('TOP_SECRET'), caveats: 0 }), flipped(0, byte))).toBeUndefined();
    expect(await trail(EVERYTHING, flipped(0, byte))).toHaveLength(2);
  });

  it('keeps the place of an altered event above the reader', async () => {
    ledger.add('commitment', nth(1), binding);
    const report = { level: 1, periodFrom: '2025-02-01', periodTo: '2025-02-28', assessorId: OBSERVER, evidenceIds: [PROOF] };
    ledger.add('commitment', nth(1), [commitmentEvents.ImplementationReported(report)], { level: 'SECRET' });
    expect((await trail(OFFICER, flipped(binding.length, IN_THE_BODY)))?.at(-1)).toEqual({ withheld: 'SECRET' });
  });
});

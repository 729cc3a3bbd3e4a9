import { beforeEach, describe, expect, it } from '@jest/globals';
import { OBSERVER } from '../../../test/support/clearance-sample';
import { destroyKeysOf } from '../../../test/support/destroyed-keys';
import { accepts, drafted, onTable, OTHER_PROPOSAL, shorter, textHash, TRIBE } from '../../../test/support/proposal-sample';
import { RecordedLedger } from '../../../test/support/recorded-ledger';
import type { Standing } from '../../commands/authority';
import { RecordQueries } from '../../commands/record.queries';
import { Streams } from '../../commands/streams';
import { caveatBits, rankOf } from '../../kernel/classification';
import { recordEvents } from '../../kernel/record.events';
import { Rejection } from '../../kernel/rejection';
import { textOf } from '../../kernel/text';
import type { EventStore } from '../../ledger/event-store';
import { proposalEvents } from '../../negotiation/proposal/proposal.events';
import { NoSuchRevision, Revisions } from './revisions';

const PROPOSAL = '80000000-0000-4000-8000-000000000001';
const reader = (level: Parameters<typeof rankOf>[0], caveats = 0): Standing => ({
  participantId: OBSERVER,
  displayName: 'An auditor (fictitious)',
  roles: ['AUDITOR'],
  clearance: { level: rankOf(level), caveats },
});
const READER = reader('CONFIDENTIAL');
const revised = proposalEvents.ProposalRevised({ revision: 2, baseRevision: 1, text: shorter, reason: 'Too long.' });
const FIRST = 'Article 1\nTorkham is open from 06:00 to 20:00.\n\nPatients cross with one companion.';
const SECOND = 'Article 1\nTorkham is open from 06:00 to 20:00.\n\nNo.';

describe('the revisions of a text', () => {
  let ledger: RecordedLedger;
  let revisions: Revisions;
  beforeEach(() => {
    ledger = new RecordedLedger();
    const readStream: EventStore['readStream'] = (stream, { from = 0 } = {}) => Promise.resolve(ledger.log.readStream(stream).slice(from));
    const streams = new Streams({ readStream } as EventStore, ledger.opener);
    revisions = new Revisions(new RecordQueries(streams), streams);
  });
  const record = (...events: Parameters<RecordedLedger['add']>[2][number][]) => ledger.add('proposal', PROPOSAL, events);

  it('read as on paper: the one that stands, and each before it', async () => {
    record(...onTable, accepts(TRIBE), revised, accepts(TRIBE, 2));
    expect(await revisions.text(PROPOSAL, READER)).toEqual({
      id: PROPOSAL,
      revision: 2,
      lang: 'en',
      body: SECOND,
      textHash: textOf({ lang: 'en', body: SECOND }).textHash,
    });
    expect(await revisions.text(PROPOSAL, READER, 1)).toMatchObject({ revision: 1, body: FIRST, textHash });
    expect(await revisions.text(PROPOSAL, READER, 3)).toEqual(new NoSuchRevision('revision', 2));
  });

  it('are compared: the last two by default, any two where they are named, also the other way round', async () => {
    record(...onTable, revised);
    const words = (removed: string, added: string) => [
      { kind: 'REMOVED', text: removed },
      { kind: 'ADDED', text: added },
      { kind: 'KEPT', text: '.' },
    ];
    const gone = 'Patients cross with one companion';
    expect(await revisions.diff(PROPOSAL, READER, {})).toMatchObject({
      id: PROPOSAL,
      lang: 'en',
      from: { revision: 1, textHash },
      to: { revision: 2, textHash: shorter.textHash },
      unchanged: 1,
      clauses: [{ eId: 'art_2', change: 'REWORDED', words: words(gone, 'No') }],
    });
    expect(await revisions.diff(PROPOSAL, READER, { from: 2, to: 1 })).toMatchObject({ clauses: [{ words: words('No', gone) }] });
    expect(await revisions.diff(PROPOSAL, READER, { from: 2 })).toMatchObject({ clauses: [], unchanged: 2 });
    expect(await revisions.diff(PROPOSAL, READER, { to: 1 })).toMatchObject({ from: { revision: 1 }, to: { revision: 1 }, clauses: [] });
    expect(await revisions.diff(PROPOSAL, READER, { from: 9 })).toEqual(new NoSuchRevision('from', 2));
    expect(await revisions.diff(PROPOSAL, READER, { to: 9 })).toEqual(new NoSuchRevision('to', 2));
  });

  it('do not have what was annulled', async () => {
    const [, , revisionId = ''] = record(...onTable, revised);
    record(recordEvents.RecordAnnulled({ targetEventId: revisionId, reason: 'entered twice' }));
    expect(await revisions.text(PROPOSAL, READER)).toMatchObject({ revision: 1, body: FIRST });
    expect(await revisions.text(PROPOSAL, READER, 2)).toEqual(new NoSuchRevision('revision', 1));
  });

  it('are seen by whoever may see the record', async () => {
    ledger.add('proposal', PROPOSAL, [drafted], { level: 'SECRET', caveats: ['FEDERAL_EYES_ONLY'] });
    expect(await revisions.text(PROPOSAL, READER)).toBe('NOT_FOUND');
    expect(await revisions.diff(PROPOSAL, READER, {})).toBe('NOT_FOUND');
    const federal = caveatBits(['FEDERAL_EYES_ONLY']);
    expect(await revisions.text(PROPOSAL, reader('CONFIDENTIAL', federal))).toEqual({ withheld: 'SECRET' });
    expect(await revisions.diff(PROPOSAL, reader('CONFIDENTIAL', federal), {})).toEqual({ withheld: 'SECRET' });
    expect(await revisions.text(PROPOSAL, reader('SECRET', federal))).toMatchObject({ body: FIRST });
  });

  it('are none of what there is not, and of what is erased nothing can be read', async () => {
    expect(await revisions.text(OTHER_PROPOSAL, READER)).toBe('NOT_FOUND');
    record(...onTable);
    destroyKeysOf(ledger.files, `proposal-${PROPOSAL}`);
    expect(await revisions.text(PROPOSAL, READER)).toMatchObject({ code: 'record.erased' });
    expect(await revisions.diff(PROPOSAL, READER, {})).toBeInstanceOf(Rejection);
  });
});

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { boardOf } from '../../../test/support/board-rows';
import { annulled, rowsAfter, type Told } from '../../../test/support/board-spec';
import { INITIATIVE, PROVINCE, TRIBE } from '../../../test/support/clearance-sample';
import { day, ELDER, held, NEGOTIATOR, SECOND_ELDER } from '../../../test/support/contact-sample';
import { eventId, gone, NOW } from '../../../test/support/decider-spec';
import { describeOnEach } from '../../../test/support/view-databases';
import type { Clearance } from '../../kernel/classification';
import type { DomainEvent } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { type AttributionMode, contactEvents } from '../../negotiation/contact/contact.events';
import { tableOf } from '../../views/board';
import type { BoardPage, BoardQuestion } from '../../views/board-query';
import { createIndexes } from '../../views/views-database';
import { readableBy } from '../../views/visibility';
import { partyOf, partyPositionHistory, type SpeakingRow } from './party-position-history.projection';
import { partyPositionHistoryQuery, type SaidAnswer } from './party-position-history.queries';

const CONTACT = '80000000-0000-4000-8000-000000000003';
const IN_PUBLIC = '80000000-0000-4000-8000-000000000004';
const question: BoardQuestion = { filters: {}, sort: 'statedAt', size: 20, now: NOW };
const EVERYTHING: Clearance = { level: 4, caveats: 0x3f };

const { ContactHeld, ParticipantAttended, PositionStated, StatementRecorded } = contactEvents;
const words = textOf({ lang: 'ps', body: 'موږ به خپله دروازه خلاصه وساتو.' });
const position = (stance: 'ACCEPT' | 'OPPOSE' | 'AD_REFERENDUM') =>
  PositionStated({ partyId: TRIBE, topic: 'TRADE', stance, text: words, rationale: 'The market lives of it.', basis: 'ECONOMIC' });
const statement = (attribution: AttributionMode, speakerId = ELDER) =>
  StatementRecorded({ speakerId, text: words, attribution, topic: 'TRADE', verbatim: true });
const inPublic = ContactHeld({ ...held.data, kind: 'PUBLIC_STATEMENT' });
const came = (participantId: string, partyId?: string) =>
  ParticipantAttended({ participantId, capacity: 'DELEGATE', ...(partyId !== undefined && { partyId }) });

const on = (from: string, event: DomainEvent): Told => ({ event, occurredAt: day(from), initiativeId: INITIATIVE });
const rows = (contactId: string, ...events: readonly (DomainEvent | Told)[]) =>
  rowsAfter(partyPositionHistory, 'contact', contactId, ...events);
const speaking = (...events: readonly DomainEvent[]): SpeakingRow => rows(CONTACT, ...events).get(CONTACT) as SpeakingRow;

describe('what each party has said', () => {
  it('keeps a position as it was stated: for whom, on what, how and why', () => {
    expect(rows(CONTACT, held, on('2025-02-27', position('OPPOSE'))).get(eventId(2))).toMatchObject({
      kind: 'POSITION',
      contactId: CONTACT,
      initiativeId: INITIATIVE,
      partyId: TRIBE,
      topic: 'TRADE',
      stance: 'OPPOSE',
      text: { lang: 'ps' },
      rationale: 'The market lives of it.',
      basis: 'ECONOMIC',
      clauseRef: null,
      statedAt: day('2025-02-27'),
      speakerId: null,
    });
  });

  it('has no position that was annulled', () => {
    expect(rows(CONTACT, held, position('OPPOSE'), annulled(2)).has(eventId(2))).toBe(false);
  });

  it('keeps the promise under which somebody spoke', () => {
    const said = (event: DomainEvent) => rows(CONTACT, held, event).get(eventId(2));
    expect(said(statement('ATTRIBUTABLE'))).toMatchObject({ kind: 'STATEMENT', speakerId: ELDER, attribution: 'ATTRIBUTABLE' });
    expect(said(statement('NOT_FOR_ATTRIBUTION'))).toMatchObject({ speakerId: null, text: { lang: 'ps' } });
    expect(said(statement('CHATHAM_HOUSE'))).toBeUndefined();
    expect(said(statement('OFF_THE_RECORD'))).toBeUndefined();
    expect(said(gone(statement('ATTRIBUTABLE'), 'attribution'))).toBeUndefined();
  });

  it('knows for which party somebody came: as a counterpart, or as he attended', () => {
    const party = (participantId: string, ...events: readonly DomainEvent[]) => partyOf(speaking(held, ...events), `|${participantId}=`);
    expect(party(ELDER)).toBe(TRIBE);
    expect(party(NEGOTIATOR)).toBeNull();
    expect(party(NEGOTIATOR, came(NEGOTIATOR, PROVINCE))).toBe(PROVINCE);
    expect(party(ELDER, came(NEGOTIATOR, PROVINCE), came(ELDER, PROVINCE))).toBe(TRIBE);
    expect(party(SECOND_ELDER, came(SECOND_ELDER), came(NEGOTIATOR, PROVINCE))).toBeNull();
    expect(partyOf(speaking(gone(held, 'counterparts'), came(NEGOTIATOR, PROVINCE)), `|${NEGOTIATOR}=`)).toBe(PROVINCE);
    expect(partyOf(speaking(held), null)).toBeNull();
  });

  describeOnEach('as its reader gets it', (there) => {
    interface Put {
      readonly contactId: string;
      readonly level?: number;
      readonly events: readonly (DomainEvent | Told)[];
    }

    async function answers(contacts: readonly Put[], asked: Partial<BoardQuestion> = {}, clearance: Clearance = EVERYTHING) {
      const { database, put } = await boardOf(partyPositionHistory, there);
      for (const { contactId, level = 0, events } of contacts)
        for (const [id, row] of rows(contactId, ...events))
          await put({ id: `${contactId} ${id}`, level: 'parties' in row ? level : 0, caveats: 0, row });
      const readable = readableBy(database, partyPositionHistory, clearance);
      return (await partyPositionHistoryQuery.ask(readable, { ...question, ...asked })) as BoardPage<SaidAnswer>;
    }
    const shown = ({ rows: page }: BoardPage<SaidAnswer>) => page;

    it('has room for contacts to which many come, also behind its indexes', async () => {
      const { database, put } = await boardOf(partyPositionHistory, there);
      const parties = Array.from({ length: 300 }, () => `|${randomUUID()}=${randomUUID()}|`).join('');
      await createIndexes(database, partyPositionHistory);
      await put({ id: CONTACT, level: 0, caveats: 0, row: { ...speaking(held), parties } });
      expect(await database.selectFrom(tableOf(partyPositionHistory)).select('parties').execute()).toEqual([{ parties }]);
    });

    it('is told in the order of the world, with the contact in which it was said', async () => {
      const table = [held, on('2025-03-02', position('ACCEPT')), on('2025-02-27', position('OPPOSE'))];
      const page = await answers([{ contactId: CONTACT, events: table }]);
      expect(page).toMatchObject({ total: 2, rows: [{ stance: 'OPPOSE', statedAt: day('2025-02-27') }, { stance: 'ACCEPT' }] });
      expect(page.rows[0]).toMatchObject({ venue: 'TABLE', contact: { contactId: CONTACT, kind: 'MEETING' }, consistency: null });
      for (const inner of ['of', 'moment', 'speaksAs']) expect(page.rows[0]).not.toHaveProperty(inner);
    });

    it('finds a statement by the party of who made it, without naming him where it is not for attribution', async () => {
      const events = [held, statement('NOT_FOR_ATTRIBUTION'), statement('ATTRIBUTABLE', NEGOTIATOR), came(NEGOTIATOR, PROVINCE)];
      const all = [{ contactId: CONTACT, events: [...events, position('OPPOSE')] }];
      const theirs = await answers(all, { filters: { partyId: TRIBE } });
      expect(theirs.total).toBe(2);
      expect(shown(theirs)).toMatchObject([
        { kind: 'STATEMENT', partyId: TRIBE, speakerId: null, attribution: 'NOT_FOR_ATTRIBUTION' },
        { kind: 'POSITION', partyId: TRIBE },
      ]);
      expect(JSON.stringify(theirs)).not.toContain(ELDER);
      expect(shown(await answers(all, { filters: { partyId: PROVINCE, topic: 'TRADE' } }))).toMatchObject([{ speakerId: NEGOTIATOR }]);
      expect((await answers(all, { filters: { partyId: TRIBE, topic: 'REFUGEES' } })).total).toBe(0);
    });

    it('puts what was said in public beside what was said at the table only where both are known, and judges neither', async () => {
      const table = { contactId: CONTACT, events: [held, on('2025-02-26', position('OPPOSE')), on('2025-02-27', position('ACCEPT'))] };
      const open = { contactId: IN_PUBLIC, events: [inPublic, on('2025-02-28', position('AD_REFERENDUM'))] };
      const both = await answers([table, open]);
      const consistency = { public: { stance: 'AD_REFERENDUM', contactId: IN_PUBLIC }, table: { stance: 'ACCEPT', contactId: CONTACT } };
      expect(both.rows).toMatchObject([{ consistency }, { consistency }, { consistency, venue: 'PUBLIC' }]);
      expect((await answers([open])).rows).toMatchObject([{ consistency: null }]);
    });

    it('tells nothing of a contact that its reader may not see: neither what it was, nor who spoke for whom', async () => {
      const secret = { contactId: CONTACT, level: 3, events: [held, statement('ATTRIBUTABLE'), position('OPPOSE')] };
      const officer: Clearance = { level: 1, caveats: 0 };
      const open = { contactId: IN_PUBLIC, events: [inPublic, position('AD_REFERENDUM')] };
      const page = await answers([secret, open], { filters: { contactId: CONTACT } }, officer);
      const contact = { withheld: 'SECRET' };
      expect(page.rows).toMatchObject([
        { kind: 'STATEMENT', partyId: null, contact, venue: null },
        { kind: 'POSITION', partyId: TRIBE, contact, venue: null, consistency: null },
      ]);
      expect((await answers([secret, open], { filters: { partyId: TRIBE } }, officer)).total).toBe(2);
    });
  });
});

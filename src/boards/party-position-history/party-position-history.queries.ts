import { sql } from 'kysely';
import type { Erased } from '../../kernel/erased';
import { type BoardPage, type BoardQuery, type BoardQuestion, ofKind, pageOf, rowsBy, sortedBy } from '../../views/board-query';
import { isWithheld, type Readable, type Withheld } from '../../views/visibility';
import { type HistoryRow, partyOf, partyPositionHistory, type SaidRow, type SpeakingRow } from './party-position-history.projection';

/** Said to everybody, or to those at the table. */
export type Venue = 'PUBLIC' | 'TABLE';

/** A position as it is put beside another. */
export interface PositionThere {
  readonly eventId: string;
  readonly contactId: string;
  readonly stance: string | null;
}

/** What a party last said on a topic in public and at the table; whether these agree is for people to judge. */
export interface Beside {
  readonly public: PositionThere;
  readonly table: PositionThere;
}

/** What was said, with the contact in which it was and the party for which, as far as this reader may see them. */
export interface SaidAnswer extends Omit<SaidRow, 'of' | 'moment' | 'speaksAs' | 'partyId'> {
  readonly partyId: string | Erased | null;
  readonly contact: Pick<SpeakingRow, 'contactId' | 'kind' | 'track' | 'heldAt'> | Withheld | null;
  readonly venue: Venue | null;
  /** Null unless both are known to this reader. */
  readonly consistency: Beside | null;
}

type Contacts = ReadonlyMap<string, HistoryRow | Withheld>;

function contactOf(contacts: Contacts, contactId: string): SpeakingRow | undefined {
  const found = contacts.get(contactId);
  return found && !isWithheld(found) ? (found as SpeakingRow) : undefined;
}

function venueOf(contact: SpeakingRow | undefined): Venue | null {
  if (typeof contact?.kind !== 'string') return null;
  return contact.kind === 'PUBLIC_STATEMENT' ? 'PUBLIC' : 'TABLE';
}

const contactsOf = (readable: Readable<HistoryRow>, contactIds: readonly string[]): Promise<Contacts> =>
  rowsBy(ofKind(readable, 'CONTACT'), 'contactId', contactIds);

/** Positions of the party, and statements of those who came for it to a contact that this reader may see. */
function saidFor(readable: Readable<HistoryRow>, partyId: string | number | undefined): Readable<HistoryRow> {
  const said = ofKind(readable, 'SAID');
  if (partyId === undefined) return said;
  const contacts = ofKind(readable, 'CONTACT').rows.select(['contactId', 'parties'] as never);
  const its = sql<boolean>`("partyId" = ${partyId} OR EXISTS (
    SELECT 1 FROM ${contacts} AS spoken
    WHERE spoken."contactId" = "rows"."contactId" AND instr(spoken."parties", "rows"."speaksAs" || ${`${partyId}|`}) > 0
  ))`;
  // For whom it was said is content: what is withheld is not found by it.
  const rows = said.rows.where(its);
  return { ...said, rows, present: rows };
}

const keyOf = (partyId: unknown, topic: unknown): string => JSON.stringify([partyId, topic]);

interface Stated extends PositionThere {
  readonly partyId: string | null;
  readonly topic: string | null;
}

/** The last positions of these parties, by party and topic, for those of which both kinds are known. */
async function besideEachOther(readable: Readable<HistoryRow>, partyIds: readonly string[]): Promise<ReadonlyMap<string, Beside>> {
  if (partyIds.length === 0) return new Map();
  const found = await ofKind(readable, 'SAID')
    .rows.where(sql<boolean>`kind = 'POSITION'`)
    .where('partyId' as never, 'in', [...new Set(partyIds)] as never)
    .select(['id as eventId', 'contactId', 'partyId', 'topic', 'stance'] as never)
    // What nobody can date is never the last.
    .orderBy(sql`moment IS NOT NULL`)
    .orderBy('moment' as never)
    .orderBy('id' as never)
    .execute();
  const stated = found as unknown as Stated[];
  const contacts = await contactsOf(
    readable,
    stated.map(({ contactId }) => contactId),
  );
  const last = new Map<string, Partial<Record<'public' | 'table', PositionThere>>>();
  for (const { partyId, topic, ...position } of stated) {
    const venue = venueOf(contactOf(contacts, position.contactId));
    if (venue === null) continue;
    const key = keyOf(partyId, topic);
    last.set(key, { ...last.get(key), [venue === 'PUBLIC' ? 'public' : 'table']: position });
  }
  return new Map([...last].flatMap(([key, { public: open, table }]) => (open && table ? [[key, { public: open, table }]] : [])));
}

async function ask(readable: Readable<HistoryRow>, question: BoardQuestion): Promise<BoardPage<SaidAnswer>> {
  const { partyId, ...filters } = question.filters;
  const own = sortedBy(saidFor(readable, partyId), { statedAt: 'moment' });
  const { rows, next, total } = await pageOf(own, { ...question, filters }, (row) => row as SaidRow);
  const contacts = await contactsOf(
    readable,
    rows.flatMap((row) => (isWithheld(row) ? [] : [row.contactId])),
  );
  const partyOfRow = (row: SaidRow): SaidAnswer['partyId'] => {
    if (row.kind === 'POSITION') return row.partyId;
    const contact = contactOf(contacts, row.contactId);
    return contact ? partyOf(contact, row.speaksAs) : null;
  };
  const parties = rows.flatMap((row) => {
    const id = isWithheld(row) ? null : partyOfRow(row);
    return typeof id === 'string' ? [id] : [];
  });
  const beside = await besideEachOther(readable, parties);
  const answerOf = ({ of: _, moment: __, speaksAs: ___, ...row }: SaidRow, its: SaidAnswer['partyId']): SaidAnswer => {
    const found = contacts.get(row.contactId);
    const contact = contactOf(contacts, row.contactId);
    const shown = contact && { contactId: contact.contactId, kind: contact.kind, track: contact.track, heldAt: contact.heldAt };
    return {
      ...row,
      partyId: its,
      contact: shown ?? (found && isWithheld(found) ? found : null),
      venue: venueOf(contact),
      consistency: beside.get(keyOf(its, row.topic)) ?? null,
    };
  };
  return { next, total, rows: rows.map((row) => (isWithheld(row) ? row : answerOf(row, partyOfRow(row)))) };
}

export const partyPositionHistoryQuery: BoardQuery<HistoryRow> = {
  board: partyPositionHistory,
  summary: 'What each party said on each topic, in which contact and when, as far as it may be said who said it',
  filters: {
    initiativeId: 'What was said in one initiative',
    partyId: 'What was said for one party',
    topic: 'What was said on one topic',
    kind: 'POSITION or STATEMENT',
    stance: 'Positions of one stance',
    contactId: 'What was said in one contact',
    speakerId: 'What one person said for attribution',
  },
  sorts: ['statedAt', 'topic'],
  ask,
};

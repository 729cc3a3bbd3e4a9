import type { Erased, Legible } from '../../kernel/erased';
import { isErased } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import type { Happened } from '../../kernel/happened';
import type { Occurrence } from '../../kernel/occurrence';
import { type AttributionMode, contactEvents } from '../../negotiation/contact/contact.events';
import { type Board, changes, opens } from '../../views/board';
import type { ContactRow } from '../contact-row';
import { momentOf } from '../world-time';

type Position = Legible<DataOf<typeof contactEvents, 'PositionStated'>>;
type Statement = Legible<DataOf<typeof contactEvents, 'StatementRecorded'>>;
type Attended = Legible<DataOf<typeof contactEvents, 'ParticipantAttended'>>;
type Held = Legible<DataOf<typeof contactEvents, 'ContactHeld'>>;

/** Something that was said in a contact, as far as whoever said it may be named for it. */
export interface SaidRow extends Record<string, unknown> {
  readonly of: 'SAID';
  readonly kind: 'POSITION' | 'STATEMENT';
  readonly eventId: string;
  readonly contactId: string;
  readonly initiativeId: string | null;
  /** For whom it was said. Of a statement the contact says it: null here. */
  readonly partyId: Position['partyId'] | null;
  /** Who said it; null of a position, which is the party's, and of what is not for attribution. */
  readonly speakerId: Statement['speakerId'] | null;
  /** By which the contact tells the party of a statement: `|<participant>=`. Never shown. */
  readonly speaksAs: string | null;
  readonly topic: Position['topic'] | null;
  readonly attribution: AttributionMode | null;
  readonly stance: Position['stance'] | null;
  readonly text: Position['text'];
  readonly verbatim: Statement['verbatim'] | null;
  readonly rationale: Position['rationale'] | null;
  readonly basis: Position['basis'] | null;
  readonly clauseRef: Position['clauseRef'] | null;
  readonly statedAt: Occurrence | Erased;
  /** By its first instant, then in the order of the ledger; null where nobody knows when it was. */
  readonly moment: string | null;
  readonly recordedAt: string;
  readonly recordedBy: string;
}

/** A contact with who spoke in it for which party. */
export interface SpeakingRow extends Pick<ContactRow, 'of' | 'contactId' | 'kind' | 'track' | 'heldAt'>, Record<string, unknown> {
  /** `|<participant>=<party>|…`: the party of each who is known to have come for one. */
  readonly parties: string;
}

export type HistoryRow = SaidRow | SpeakingRow;

/**
 * Under which promises words may stand beside their party. The Chatham House Rule keeps also the affiliation back, and what is off the record
 * is not used at all; where the promise is erased, none is broken.
 */
const SHOWN: ReadonlySet<unknown> = new Set<AttributionMode>(['ATTRIBUTABLE', 'NOT_FOR_ATTRIBUTION']);

/** What was said has a row of its own, unless it may not stand under a party; everything else is the contact's. */
export function rowOf({ type, id, streamId, data }: Happened): string | undefined {
  if (type === 'PositionStated') return id;
  if (type === 'StatementRecorded') return SHOWN.has(data['attribution']) ? id : undefined;
  return streamId;
}

const saidIn = (event: Happened) =>
  ({
    of: 'SAID',
    eventId: event.id,
    contactId: event.streamId,
    initiativeId: event.initiativeId ?? null,
    statedAt: event.occurredAt,
    moment: momentOf(event),
    recordedAt: event.recordedAt,
    recordedBy: event.recordedBy,
  }) as const;

/** How the party of a speaker is found in `parties`. */
const speaking = (participantId: string): string => `|${participantId}=`;

function partiesOf(counterparts: Held['counterparts']): string {
  if (isErased(counterparts)) return '|';
  return `${counterparts.map(({ participantId, partyId }) => `${speaking(participantId)}${partyId}`).join('')}|`;
}

/** Who was named first keeps his party; each is named once. */
function withSpeaker(parties: string, { participantId, partyId }: Attended): string {
  if (typeof participantId !== 'string' || typeof partyId !== 'string' || parties.includes(speaking(participantId))) return parties;
  return `${parties.slice(0, -1)}${speaking(participantId)}${partyId}|`;
}

/** The party for which somebody spoke; null where the contact does not say. */
export function partyOf({ parties }: Pick<SpeakingRow, 'parties'>, speaksAs: string | null): string | null {
  const at = speaksAs === null ? -1 : parties.indexOf(speaksAs);
  return at < 0 || speaksAs === null ? null : (parties.slice(at + speaksAs.length).split('|')[0] ?? null);
}

const spoken = ({ streamId, data, occurredAt }: Happened<string, Pick<Held, 'kind' | 'track' | 'counterparts'>>): SpeakingRow => ({
  of: 'CONTACT',
  contactId: streamId,
  kind: data.kind,
  track: data.track,
  heldAt: occurredAt,
  parties: partiesOf(data.counterparts),
});

/** Positions and statements as they followed one another, with the contacts in which they were made (domain.md 5). */
export const partyPositionHistory: Board<HistoryRow, typeof contactEvents> = {
  name: 'party-position-history',
  version: 1,
  events: [contactEvents],
  columns: {
    of: 'text',
    kind: 'text',
    contactId: 'text',
    initiativeId: 'text',
    partyId: 'text',
    speakerId: 'text',
    speaksAs: 'text',
    topic: 'text',
    stance: 'text',
    moment: 'text',
    parties: 'list',
  },
  row: rowOf,
  on: {
    ContactHeld: opens((event) => spoken(event)),
    UnsanctionedContactReported: opens((event) => spoken(event)),
    ParticipantAttended: changes<HistoryRow, Happened<'ParticipantAttended', Attended>>((row, { data }) => ({
      ...row,
      parties: withSpeaker(String(row.parties), data),
    })),
    PositionStated: opens((event) => ({
      ...saidIn(event),
      kind: 'POSITION',
      partyId: event.data.partyId,
      speakerId: null,
      speaksAs: null,
      topic: event.data.topic,
      attribution: null,
      stance: event.data.stance,
      text: event.data.text,
      verbatim: null,
      rationale: event.data.rationale ?? null,
      basis: event.data.basis ?? null,
      clauseRef: event.data.clauseRef ?? null,
    })),
    StatementRecorded: opens((event) => ({
      ...saidIn(event),
      kind: 'STATEMENT',
      partyId: null,
      speakerId: event.data.attribution === 'ATTRIBUTABLE' ? event.data.speakerId : null,
      speaksAs: isErased(event.data.speakerId) ? null : speaking(event.data.speakerId),
      topic: event.data.topic ?? null,
      attribution: isErased(event.data.attribution) ? null : event.data.attribution,
      stance: null,
      text: event.data.text,
      verbatim: event.data.verbatim,
      rationale: null,
      basis: null,
      clauseRef: null,
    })),
  },
};

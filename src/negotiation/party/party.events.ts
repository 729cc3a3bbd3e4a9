import type { z } from 'zod';
import { act, defineEvents, fact } from '../../kernel/events';
import { id, language, occurrence, oneOf, text } from '../../kernel/fields';

/** Who can be a party (domain.md 4.3.14). */
export const PartyType = oneOf(
  'PROVINCIAL_GOVERNMENT',
  'FEDERAL_GOVERNMENT',
  'DE_FACTO_AUTHORITY',
  'COMMUNITY',
  'TRIBE',
  'POLITICAL_PARTY',
  'RELIGIOUS_BODY',
  'NON_STATE_ARMED_GROUP',
  'INTERNATIONAL_ORGANISATION',
  'THIRD_STATE',
  'CIVIL_SOCIETY',
);
export type PartyType = z.infer<typeof PartyType>;

/** ISO 15924, as far as the field writes in it. */
export const Script = oneOf('Arab', 'Latn', 'Cyrl');
export type Script = z.infer<typeof Script>;

/** How one party stands to another, as long as it does. */
export const PartyRelation = oneOf('PART_OF', 'KIN_OF', 'ALLIED', 'OPPOSED', 'SPLIT_FROM');
export type PartyRelation = z.infer<typeof PartyRelation>;

/** What a list says of a party from some day on, until it says something else. */
export const ListingStatus = oneOf('LISTED', 'PROSCRIBED', 'DELISTED');
export type ListingStatus = z.infer<typeof ListingStatus>;

/** What can have happened to a party (domain.md 4.3.14). */
export const partyEvents = defineEvents('party', {
  PartyRegistered: act({ type: PartyType, canonicalName: text(200) }),
  /** A name by which one party calls this one; names stand side by side, and none is forced on anybody (domain.md 1.1, S4). */
  DesignationRecorded: act({ name: text(200), lang: language, script: Script, usedByPartyId: id }),
  /** This party stands so to the other one since the event's own time. */
  PartyRelationRecorded: fact({
    toPartyId: id,
    relation: PartyRelation,
    /** Its end, where that is known already. */
    until: occurrence.optional(),
  }),
  PartyRelationEnded: fact({
    /** The event that recorded the relation. */
    relationId: id,
  }),
  /** Since the event's own time; lists say different things of the same party, and none of them speaks for another. */
  ListingStatusRecorded: fact({
    /** Which list it is, in the words of whoever keeps it. */
    list: text(200),
    status: ListingStatus,
  }),
});

import type { z } from 'zod';
import { act, defineEvents } from '../../kernel/events';
import { id, language, oneOf, text } from '../../kernel/fields';

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

/** What can have happened to a party (domain.md 4.3.14). */
export const partyEvents = defineEvents('party', {
  PartyRegistered: act({ type: PartyType, canonicalName: text(200) }),
  /** A name by which one party calls this one; names stand side by side, and none is forced on anybody (domain.md 1.1, S4). */
  DesignationRecorded: act({ name: text(200), lang: language, script: Script, usedByPartyId: id }),
});

import type { z } from 'zod';
import { Caveat, Level } from '../../kernel/classification';
import { act, defineEvents, fact } from '../../kernel/events';
import { flag, id, instant, list, oneOf, publicKey, text } from '../../kernel/fields';
import { GovernmentSide, Role } from '../../kernel/roles';
import { MandatedAct } from '../terms';

/** What somebody is in the world; beside the roles in which he may act here, and never the same thing (S5, S6, S14). */
export const Post = oneOf(
  'HEAD_OF_PROVINCIAL_GOVERNMENT',
  'SPOKESMAN',
  'ADVISER',
  'FOCAL_PERSON',
  'GOVERNMENT_OFFICIAL',
  'TRIBAL_ELDER',
  'RELIGIOUS_SCHOLAR',
  'POLITICAL_LEADER',
  'KEY_STAKEHOLDER',
  'FEDERAL_OFFICER',
  'COUNTERPART',
  'EXPERT_COMMENTATOR',
  'MONITOR',
  'OTHER',
);
export type Post = z.infer<typeof Post>;

export const CounterpartKind = oneOf('AFGHAN_TRIBAL_LEADER', 'AFGHAN_GOVERNMENT_REPRESENTATIVE');
export type CounterpartKind = z.infer<typeof CounterpartKind>;

/** To what somebody consents, or no longer does: to be met as a counterpart; to be named as one who speaks in public. */
export const ConsentPurpose = oneOf('TAKING_PART', 'BEING_NAMED');
export type ConsentPurpose = z.infer<typeof ConsentPurpose>;

/** What somebody's key signs: his acts, or what a device of his recorded without a network (INV-36, INV-46). */
export const KeyUse = oneOf('SIGN', 'DEVICE');
export type KeyUse = z.infer<typeof KeyUse>;

/** What can have happened to a participant (domain.md 4.3.14, 4.3.17). The keys of this stream are the person's own. */
export const participantEvents = defineEvents('participant', {
  ParticipantRegistered: act({ displayName: text(200), languages: list(text(20), 20) }),
  RoleAssumed: fact({ role: Post, partyId: id, counterpartKind: CounterpartKind.optional(), note: text(500).optional() }),
  RoleRelinquished: fact({ roleEventId: id }),
  /** Somebody may do this for a party, since the event's own time (VCLT 2(1)(c); waak). */
  AuthorityConferred: fact({
    byPartyId: id,
    acts: list(MandatedAct, MandatedAct.options.length).min(1),
    validUntil: instant.optional(),
  }),
  AuthorityRevoked: fact({
    /** The event that conferred it. */
    conferralId: id,
  }),
  ConsentRecorded: fact({ purpose: ConsentPurpose, given: flag }),
  /** From here on this is his name; the earlier one is gone from what is shown. */
  ParticipantPseudonymised: act({ pseudonym: text(200) }),
  /** He takes no part any more: he died, left, or must not be endangered. */
  ParticipantDeactivated: act({ reason: text(2_000) }),
  ParticipantReactivated: act({
    /** The event that it undoes. */
    deactivationId: id,
    reason: text(2_000),
  }),
  RoleGranted: act({ role: Role, side: GovernmentSide }),
  RoleWithdrawn: act({ grantEventId: id, side: GovernmentSide }),
  ClearanceLevelGranted: act({ level: Level, caveats: list(Caveat, 6), side: GovernmentSide }),
  AccountBound: act({ accountId: id, invitedBy: id }),
  AccountUnbound: act({ bindingEventId: id, side: GovernmentSide }),
  KeyEnrolled: act({ publicKey, use: KeyUse }),
  KeyRevoked: act({ keyEventId: id, reason: text(2_000) }),
});

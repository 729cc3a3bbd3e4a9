import { Act } from '../../commands/act';
import { Flag, Id, Instant, Languages, OneOf, PublicKey, Signature, SomeOf, Text } from '../../commands/fields';
import { Caveat, Level } from '../../kernel/classification';
import { Role } from '../../kernel/roles';
import { MandatedAct } from '../terms';
import { ConsentPurpose, CounterpartKind, KeyUse, Post } from './participant.events';

/** Whoever may record at all may have to sign; administrators first, for one who revokes somebody else's key acts as such. */
const SIGNERS: readonly Role[] = [
  'ADMINISTRATOR',
  'FEDERAL_ADMINISTRATOR',
  ...Role.options.filter((role) => !['ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR', 'AUDITOR', 'DASHBOARD_VIEWER', 'SYSTEM'].includes(role)),
];

@Act({
  summary: 'Register a participant',
  creates: true,
  by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON', 'ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR', 'SYSTEM'],
})
export class RegisterParticipant {
  @Text(200, 'The name under which the participant appears; a pseudonym where the person needs one') displayName!: string;
  @Languages(20, 'Languages, BCP 47') languages!: string[];
}

@Act({ summary: 'Report what a participant is in the world', fact: true, by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON'] })
export class AssumeRole {
  @OneOf({ Post }, 'The post') role!: Post;
  @Id('For which party') partyId!: string;
  @OneOf({ CounterpartKind }, 'Which kind of counterpart, on the other side', { optional: true }) counterpartKind?: CounterpartKind;
  @Text(500, 'Its exact title', { optional: true }) note?: string;
}

@Act({ summary: 'Report that a participant has given up a post', fact: true, by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON'] })
export class RelinquishRole {
  @Id('The event with which the post was assumed') roleEventId!: string;
}

@Act({ summary: 'Report that a party has given a participant authority', fact: true, by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON'] })
export class ConferAuthority {
  @Id('The party whose authority it is') byPartyId!: string;
  @SomeOf({ MandatedAct }, 'For what', { minItems: 1 }) acts!: MandatedAct[];
  @Instant('Until when, where an end is named', { optional: true }) validUntil?: string;
}

@Act({ summary: 'Report that authority has been taken back', fact: true, by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON'] })
export class RevokeAuthority {
  @Id('The event that conferred it') conferralId!: string;
}

@Act({ summary: 'Report that a participant consents, or no longer does', fact: true, by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON'] })
export class RecordConsent {
  @OneOf({ ConsentPurpose }, 'To what') purpose!: ConsentPurpose;
  @Flag('Whether he consents; false withdraws it') given!: boolean;
}

@Act({ summary: 'Let a participant appear under a pseudonym from now on', by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON'] })
export class PseudonymiseParticipant {
  @Text(200, 'What he is called from now on; nothing in it should tell who he is') pseudonym!: string;
}

@Act({
  summary: 'Record that a participant takes no part any more; an account of his opens nothing',
  by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON', 'ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR'],
})
export class DeactivateParticipant {
  @Text(2_000, 'Why') reason!: string;
}

@Act({
  summary: 'Record that a participant takes part again',
  by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON', 'ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR'],
})
export class ReactivateParticipant {
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Grant a role in which somebody may act here', by: ['ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR', 'SYSTEM'] })
export class GrantRole {
  @OneOf({ Role }, 'The role') role!: Role;
}

@Act({ summary: 'Withdraw a role', by: ['ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR'] })
export class WithdrawRole {
  @Id('The event that granted it') grantEventId!: string;
}

@Act({
  summary: 'Grant a clearance level and caveats; it replaces the one before',
  by: ['ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR', 'SYSTEM'],
})
export class GrantClearanceLevel {
  @OneOf({ Level }, 'Up to which level') level!: Level;
  @SomeOf({ Caveat }, 'Which need-to-know marks') caveats!: Caveat[];
}

@Act({ summary: 'Bind an account to a participant', by: ['SYSTEM'] })
export class BindAccount {
  @Id('The account') accountId!: string;
  @Id('The administrator who invited') invitedBy!: string;
}

@Act({ summary: 'Unbind an account: nobody acts with it any more', by: ['ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR'] })
export class UnbindAccount {
  @Id('The event that bound it') bindingEventId!: string;
}

@Act({ summary: 'Enrol a key of one’s own, with which one signs', personal: true, by: SIGNERS })
export class EnrolKey {
  @PublicKey('The public half of an Ed25519 key, base64url') publicKey!: string;
  @OneOf({ KeyUse }, 'SIGN for acts, which comes first; DEVICE for what a device records without a network') use!: KeyUse;
  @Signature('That the key is one’s own: its signature over the canonical JSON of participantId, publicKey and use') proof!: string;
}

@Act({ summary: 'Revoke a key: nothing is signed with it any more', personal: true, by: SIGNERS })
export class RevokeKey {
  @Id('The event that enrolled it') keyEventId!: string;
  @Text(2_000, 'Why') reason!: string;
}

import { Act } from '../../commands/act';
import { Flag, Id, IdList, Instant, OneOf, OrNull, Part, Parts, Text, type TextPart, WrittenText } from '../../commands/fields';
import { OccurrencePart } from '../../commands/record-part';
import {
  DEPOSIT_ITEMS_MAX,
  ESCORTED_MAX,
  NAMED_MAX,
  ReconciliationForm,
  ReconciliationOutcome,
  SESSIONS_MAX,
  TruceForm,
} from './contact.jirga.events';
import { DepositItem, JirgaBasis, Money, SpokenWord, TruceSanction } from './contact.jirga.parts';

/* What is reported of a jirga, by the names of its own instruments (domain.md 2.3, 4.5): facts, whoever does them. */

const AS_SPOKEN = 'What it was called, as it was spoken';

@Act({ summary: 'Report that a party handed the jirga authority to decide for it', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class ConferWaak {
  @Id('Whose authority it is') fromPartyId!: string;
  @Text(10_000, 'What the jirga may decide') scope!: string;
  @Flag('Whether the party may take it back') revocable!: boolean;
  @Instant('From when on it no longer counts, where an end was named', { optional: true }) validUntil?: string;
  @Part(SpokenWord, AS_SPOKEN, { optional: true }) spoken?: SpokenWord;
}

@Act({ summary: 'Report that a party took its authority back', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class WithdrawWaak {
  @Id('The event that recorded it') waakId!: string;
  @Text(2_000, 'Why') reason!: string;
}

@Act({
  summary: 'Report what the jirga decided; without the authority of each party it is about, it is recommended',
  fact: true,
  by: ['FOCAL_PERSON', 'NEGOTIATOR'],
})
export class AnnounceJirgaDecision {
  @WrittenText('The decision, in the language in which it was announced') text!: TextPart;
  @Part(JirgaBasis, 'By which law it was decided') basis!: JirgaBasis;
  @IdList(NAMED_MAX, 'The parties that it is about', { minItems: 1 }) partyIds!: string[];
  @Flag('Whether all agreed') unanimous!: boolean;
  @IdList(SESSIONS_MAX, 'Other contacts in which authority was handed over that it rests on') sessionIds!: string[];
  @Part(SpokenWord, AS_SPOKEN, { optional: true }) spoken?: SpokenWord;
}

@Act({ summary: 'Report that a truce was declared', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class DeclareTruce {
  @OneOf({ TruceForm }, 'TEEGA is that of a jirga') form!: TruceForm;
  @IdList(NAMED_MAX, 'Whom it holds back; one alone where it is unilateral', { minItems: 1 }) partyIds!: string[];
  @Text(2_000, 'Where it holds, and against what') coverage!: string;
  @OrNull(Part(OccurrencePart, 'Until when; null where no end was named')) until!: OccurrencePart | null;
  @Flag('Whether it is by word of mouth alone') oral!: boolean;
  @Part(TruceSanction, 'What becomes of who breaks it', { optional: true }) sanction?: TruceSanction;
  @Part(SpokenWord, AS_SPOKEN, { optional: true }) spoken?: SpokenWord;
}

@Act({ summary: 'Report that a truce was ended', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class EndTruce {
  @Id('The event that declared it') truceId!: string;
  @Id('Who ended it, where one party did', { optional: true }) byPartyId?: string;
  @Text(2_000, 'Why, or by what') reason!: string;
}

@Act({ summary: 'Report that a party left a deposit with the jirga', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class LodgeSecurityDeposit {
  @Id('Whose it is') partyId!: string;
  @Parts(DepositItem, DEPOSIT_ITEMS_MAX, 'What was left', { minItems: 1 }) items!: DepositItem[];
  @Id('Who keeps it') custodianId!: string;
  @Id('The event that declared the truce which it secures, where it secures one', { optional: true }) truceId?: string;
  @Part(SpokenWord, AS_SPOKEN, { optional: true }) spoken?: SpokenWord;
}

@Act({ summary: 'Report that a deposit was forfeited', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class ForfeitSecurityDeposit {
  @Id('The event that recorded it as lodged') depositId!: string;
  @Id('Who gets it') toPartyId!: string;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Report that a deposit was given back', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class ReturnSecurityDeposit {
  @Id('The event that recorded it as lodged') depositId!: string;
}

@Act({ summary: 'Report that a party sought reconciliation', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class SeekReconciliation {
  @OneOf({ ReconciliationForm }, 'NANAWATAI is going in to ask forgiveness or refuge') form!: ReconciliationForm;
  @Id('Who seeks it') byPartyId!: string;
  @Id('Of whom') ofPartyId!: string;
  @Part(SpokenWord, AS_SPOKEN, { optional: true }) spoken?: SpokenWord;
}

@Act({ summary: 'Report that reconciliation was accepted', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class AcceptReconciliation {
  @Id('The event by which it was sought') soughtId!: string;
  @OneOf({ ReconciliationOutcome }, 'ROGHA is peace between the two, SAZ that with compensation') outcome!: ReconciliationOutcome;
  @Part(Money, 'The compensation, where it is a sum', { optional: true }) compensation?: Money;
  @Part(SpokenWord, AS_SPOKEN, { optional: true }) spoken?: SpokenWord;
}

@Act({ summary: 'Report that a prayer was offered', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class OfferPrayer {
  @Id('Who led it', { optional: true }) ledById?: string;
  @Text(500, 'At what point of it, or for what') occasion!: string;
}

@Act({ summary: 'Report a safe escort of those who came, or went', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class GiveBadragga {
  @Id('Who answers for their safety') guarantorPartyId!: string;
  @IdList(ESCORTED_MAX, 'Who is escorted', { minItems: 1 }) participantIds!: string[];
  @Text(2_000, 'From where to where') route!: string;
  @OrNull(Part(OccurrencePart, 'Until when; null where no end was named')) until!: OccurrencePart | null;
  @Part(SpokenWord, AS_SPOKEN, { optional: true }) spoken?: SpokenWord;
}

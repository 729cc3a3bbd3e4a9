import { Act } from '../../commands/act';
import { Id, Language, OneOf, Part, Text } from '../../commands/fields';
import { OccurrencePart } from '../../commands/record-part';
import { ListingStatus, PartyRelation, PartyType, Script } from './party.events';

@Act({ summary: 'Register a party', creates: true, by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON'] })
export class RegisterParty {
  @OneOf({ PartyType }, 'What kind of party it is') type!: PartyType;
  @Text(200, 'The name of the register; how others call the party stands beside it as designations') canonicalName!: string;
}

@Act({ summary: 'Record by which name a party is called, and by whom', by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON'] })
export class RecordDesignation {
  @Text(200, 'The name, in its own script') name!: string;
  @Language('Language of the name, BCP 47') lang!: string;
  @OneOf({ Script }, 'Script of the name, ISO 15924') script!: Script;
  @Id('The party that uses it; it may be the party itself') usedByPartyId!: string;
}

@Act({
  summary: 'Report how the party stands, or stood, to another one since some time',
  fact: true,
  by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON'],
})
export class RecordPartyRelation {
  @Id('The other party') toPartyId!: string;
  @OneOf({ PartyRelation }, 'How this one stands to it') relation!: PartyRelation;
  @Part(OccurrencePart, 'Until when, where it is over already', { optional: true }) until?: OccurrencePart;
}

@Act({ summary: 'Report that the party no longer stands so to another one', fact: true, by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON'] })
export class EndPartyRelation {
  @Id('The event that recorded the relation') relationId!: string;
}

@Act({
  summary: 'Report that a list names the party since some time, or no longer does',
  fact: true,
  by: ['PROVINCIAL_OFFICIAL', 'FEDERAL_LIAISON'],
})
export class RecordListingStatus {
  @Text(200, 'The list, in the words of whoever keeps it') list!: string;
  @OneOf({ ListingStatus }, 'What it says; that it no longer names the party is for the federal side to report') status!: ListingStatus;
}

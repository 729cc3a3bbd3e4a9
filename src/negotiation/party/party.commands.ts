import { Act } from '../../commands/act';
import { Id, Language, OneOf, Text } from '../../commands/fields';
import { PartyType, Script } from './party.events';

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

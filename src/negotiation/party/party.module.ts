import { nounModule } from '../../commands/noun.module';
import * as commands from './party.commands';
import { partyDecider } from './party.decider';
import { refuse } from './party.refusals';
import { party } from './party.state';

export const PartyModule = nounModule({
  collection: 'parties',
  title: 'Parties',
  fold: party,
  decider: partyDecider,
  commands,
  refusals: refuse.catalogue,
  // On it rests with whom a contact may be planned (INV-32).
  secondPersonFor: ['ListingStatusRecorded'],
});

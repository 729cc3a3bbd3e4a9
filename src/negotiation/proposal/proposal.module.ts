import { nounModule } from '../../commands/noun.module';
import * as commands from './proposal.commands';
import { proposalDecider } from './proposal.decider';
import { refuse } from './proposal.refusals';
import { proposal } from './proposal.state';

export const ProposalModule = nounModule({
  collection: 'proposals',
  title: 'Proposals',
  fold: proposal,
  decider: proposalDecider,
  commands,
  refusals: refuse.catalogue,
});

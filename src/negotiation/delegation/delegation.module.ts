import { nounModule } from '../../commands/noun.module';
import * as commands from './delegation.commands';
import { delegationDecider } from './delegation.decider';
import { refuse } from './delegation.refusals';
import { delegation } from './delegation.state';

export const DelegationModule = nounModule({
  collection: 'delegations',
  title: 'Delegations',
  fold: delegation,
  decider: delegationDecider,
  commands,
  refusals: refuse.catalogue,
});

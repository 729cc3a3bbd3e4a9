import { nounModule } from '../../commands/noun.module';
import * as commands from './commitment.commands';
import { commitmentDecider } from './commitment.decider';
import { refuse } from './commitment.refusals';
import { commitment } from './commitment.state';

export const CommitmentModule = nounModule({
  collection: 'commitments',
  title: 'Commitments',
  fold: commitment,
  decider: commitmentDecider,
  commands,
  refusals: refuse.catalogue,
});

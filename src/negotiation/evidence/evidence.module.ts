import { nounModule } from '../../commands/noun.module';
import * as commands from './evidence.commands';
import { evidenceDecider } from './evidence.decider';
import { refuse } from './evidence.refusals';
import { evidence } from './evidence.state';

export const EvidenceModule = nounModule({
  collection: 'evidence',
  title: 'Evidence',
  fold: evidence,
  decider: evidenceDecider,
  commands,
  refusals: refuse.catalogue,
});

import { nounModule } from '../../commands/noun.module';
import * as commands from './measure.commands';
import { measureDecider } from './measure.decider';
import { refuse } from './measure.refusals';
import { measure } from './measure.state';

export const MeasureModule = nounModule({
  collection: 'measures',
  title: 'Confidence-building measures',
  abbreviation: 'Cbm',
  fold: measure,
  decider: measureDecider,
  commands,
  refusals: refuse.catalogue,
});

import { nounModule } from '../../commands/noun.module';
import * as commands from './deviations.commands';
import { deviationsDecider } from './deviations.decider';
import { refuse } from './deviations.refusals';
import { deviations } from './deviations.state';

export const DeviationsModule = nounModule({
  collection: 'deviations',
  title: 'Deviations',
  abbreviation: 'Deviation',
  fold: deviations,
  decider: deviationsDecider,
  commands,
  refusals: refuse.catalogue,
  neverCorrected: ['ProtocolDeviationRecorded'],
});

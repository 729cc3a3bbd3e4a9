import { nounModule } from '../../commands/noun.module';
import * as commands from './attempts.commands';
import { attemptsDecider } from './attempts.decider';
import { attemptsEvents } from './attempts.events';
import { refuse } from './attempts.refusals';
import { attempts } from './attempts.state';

export const AttemptsModule = nounModule({
  collection: 'attempts',
  title: 'Attempts',
  fold: attempts,
  decider: attemptsDecider,
  commands,
  refusals: refuse.catalogue,
  readers: ['AUDITOR', 'FEDERAL_LIAISON'],
  neverCorrected: Object.keys(attemptsEvents.schemas),
});

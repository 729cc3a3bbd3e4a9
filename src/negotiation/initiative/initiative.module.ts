import { nounModule } from '../../commands/noun.module';
import * as commands from './initiative.commands';
import { initiativeDecider } from './initiative.decider';
import { refuse } from './initiative.refusals';
import { initiative } from './initiative.state';

export const InitiativeModule = nounModule({
  collection: 'initiatives',
  title: 'Initiatives',
  fold: initiative,
  decider: initiativeDecider,
  commands,
  refusals: refuse.catalogue,
  decisive: {
    RaiseFederalObjection: { FederalObjectionRaised: ['byOffice', 'ground', 'text', 'public'] },
    LiftFederalObjection: { FederalObjectionLifted: ['objectionId', 'reason'] },
  },
});

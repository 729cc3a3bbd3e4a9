import { nounModule } from '../../commands/noun.module';
import * as commands from './mandate.commands';
import { mandateDecider } from './mandate.decider';
import { refuse } from './mandate.refusals';
import { mandate } from './mandate.state';

export const MandateModule = nounModule({
  collection: 'mandates',
  title: 'Mandates (terms of reference)',
  fold: mandate,
  decider: mandateDecider,
  commands,
  refusals: refuse.catalogue,
  // What may be done, and until when, is cleared word for word: other terms are an amendment, and take their own clearance.
  neverCorrected: ['MandateDrafted', 'MandateAmended', 'MandateApproved', 'MandateRevoked', 'MandateExpired'],
});

import { nounModule } from '../../commands/noun.module';
import * as commands from './erasure.commands';
import { erasureDecider } from './erasure.decider';
import { refuse } from './erasure.refusals';
import { erasure } from './erasure.state';

export const ErasureModule = nounModule({
  collection: 'erasures',
  title: 'Erasures',
  fold: erasure,
  decider: erasureDecider,
  commands,
  refusals: refuse.catalogue,
  decisive: {
    ProposeErasure: { ErasureProposed: ['subject', 'legalBasis', 'reason'] },
    ApproveErasure: { ErasureApproved: ['subject', 'legalBasis', 'lastBackupGoneBy'] },
  },
  // What two people have signed, and what was done upon it, stands.
  neverCorrected: ['ErasureProposed', 'ErasureApproved', 'KeysDestroyed'],
});

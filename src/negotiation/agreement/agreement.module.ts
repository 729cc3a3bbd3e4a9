import { nounModule } from '../../commands/noun.module';
import * as commands from './agreement.commands';
import { agreementDecider } from './agreement.decider';
import { refuse } from './agreement.refusals';
import { agreement } from './agreement.state';

export const AgreementModule = nounModule({
  collection: 'agreements',
  title: 'Agreements',
  fold: agreement,
  decider: agreementDecider,
  commands,
  refusals: refuse.catalogue,
  decisive: { SignAgreement: { AgreementSigned: ['partyId', 'signatoryId', 'capacity', 'adReferendum', 'clearanceId'] } },
});

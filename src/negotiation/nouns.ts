import type { NounModule } from '../commands/noun.module';
import { AgreementModule } from './agreement/agreement.module';
import { AttemptsModule } from './attempts/attempts.module';
import { CommitmentModule } from './commitment/commitment.module';
import { ContactModule } from './contact/contact.module';
import { DelegationModule } from './delegation/delegation.module';
import { DeviationsModule } from './deviations/deviations.module';
import { ErasureModule } from './erasure/erasure.module';
import { EvidenceModule } from './evidence/evidence.module';
import { FederalReviewModule } from './federal-review/federal-review.module';
import { HouseRulesModule } from './house-rules/house-rules.module';
import { InitiativeModule } from './initiative/initiative.module';
import { MandateModule } from './mandate/mandate.module';
import { MeasureModule } from './measure/measure.module';
import { ParticipantModule } from './participant/participant.module';
import { PartyModule } from './party/party.module';
import { ProposalModule } from './proposal/proposal.module';
import { PolicyFrameworkModule } from './policy-framework/policy-framework.module';

/** Every noun of the house, in the order in which its reference and OpenAPI tell of them. */
export const nouns: readonly NounModule[] = [
  InitiativeModule,
  MandateModule,
  DeviationsModule,
  DelegationModule,
  ContactModule,
  ProposalModule,
  MeasureModule,
  CommitmentModule,
  AgreementModule,
  FederalReviewModule,
  PolicyFrameworkModule,
  PartyModule,
  ParticipantModule,
  EvidenceModule,
  ErasureModule,
  HouseRulesModule,
  AttemptsModule,
];

/** Everything every noun declares, without what Nest makes of it. */
export const declarations = nouns.map(({ noun }) => noun);

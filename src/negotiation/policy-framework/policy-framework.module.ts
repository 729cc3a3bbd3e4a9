import { nounModule } from '../../commands/noun.module';
import { POLICY_FRAMEWORK_ID } from '../singletons';
import * as commands from './policy-framework.commands';
import { policyFrameworkDecider } from './policy-framework.decider';
import { policyFrameworkEvents } from './policy-framework.events';
import { refuse } from './policy-framework.refusals';
import { policyFramework } from './policy-framework.state';

export const PolicyFrameworkModule = nounModule({
  collection: 'policy-framework',
  title: 'Policy framework',
  fold: policyFramework,
  decider: policyFrameworkDecider,
  commands,
  refusals: refuse.catalogue,
  singleton: POLICY_FRAMEWORK_ID,
  decisive: {
    DeclareRedLine: { RedLineDeclared: ['topic', 'text', 'effect', 'examples'] },
    AmendRedLine: { RedLineAmended: ['redLineId', 'text', 'effect'] },
    WithdrawRedLine: { RedLineWithdrawn: ['redLineId', 'reason'] },
    PublishFrameworkVersion: { FrameworkVersionPublished: ['redLineIds', 'effectiveFrom'], FrameworkVersionSuperseded: [] },
  },
  // What the federation binds itself and others to is not corrected by one person alone.
  secondPersonFor: Object.keys(policyFrameworkEvents.schemas),
});

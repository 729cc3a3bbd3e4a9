import { nounModule } from '../../commands/noun.module';
import { HOUSE_RULES_ID } from '../singletons';
import * as commands from './house-rules.commands';
import { houseRulesDecider } from './house-rules.decider';
import { refuse } from './house-rules.refusals';
import { houseRules } from './house-rules.state';

export const HouseRulesModule = nounModule({
  collection: 'house-rules',
  title: 'House rules',
  fold: houseRules,
  decider: houseRulesDecider,
  commands,
  refusals: refuse.catalogue,
  neverCorrected: ['HouseRuleSet'],
  singleton: HOUSE_RULES_ID,
});

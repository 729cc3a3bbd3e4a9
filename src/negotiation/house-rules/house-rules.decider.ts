import { type Decider, when } from '../../kernel/decider';
import type * as commands from './house-rules.commands';
import { houseRulesEvents } from './house-rules.events';
import { refuse } from './house-rules.refusals';
import { DEFAULT_RULES, type houseRules } from './house-rules.state';

const { HouseRuleSet } = houseRulesEvents;

/** What may happen next to the house rules (domain.md 4.3.17, 7). */
export const houseRulesDecider: Decider<typeof houseRules, typeof commands> = {
  SetHouseRule: when('IN_FORCE', (_, { rule, value }, { actor }) => {
    const { side, max } = DEFAULT_RULES[rule];
    const own = actor.role === 'FEDERAL_REVIEWER' ? 'FEDERAL' : 'PROVINCE';
    if (own !== side) return refuse.otherSide(`${rule} is set by the ${side === 'FEDERAL' ? 'federal side' : 'province'}.`);
    if (value > max) return refuse.outOfRange(`${rule} lies between 0 and ${max}.`);
    return [HouseRuleSet({ rule, value, side })];
  }),
};

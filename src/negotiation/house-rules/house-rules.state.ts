import { isErased } from '../../kernel/erased';
import { type Fold, from, type States } from '../../kernel/fold';
import type { GovernmentSide } from '../../kernel/roles';
import { HouseRule, houseRulesEvents } from './house-rules.events';

/** What holds where nobody has set anything, and who may set it (domain.md 7). */
export const DEFAULT_RULES: Readonly<Record<HouseRule, { readonly value: number; readonly side: GovernmentSide; readonly max: number }>> = {
  LATE_RECORDED_HOURS: { value: 72, side: 'PROVINCE', max: 24 * 366 },
  // Who must at least be in a delegation (INV-05, INV-06).
  DELEGATION_ELDERS_MIN: { value: 2, side: 'PROVINCE', max: 50 },
  DELEGATION_SCHOLARS_MIN: { value: 2, side: 'PROVINCE', max: 50 },
  DELEGATION_STAKEHOLDERS_MIN: { value: 2, side: 'PROVINCE', max: 50 },
};

export type RuleValues = Readonly<Record<HouseRule, number>>;

/** It has rules before anything is set, so it begins where other nouns are after their first event. */
export type HouseRules = States<{ IN_FORCE: { readonly values: RuleValues } }>;

function defaults(): RuleValues {
  return Object.fromEntries(HouseRule.options.map((rule) => [rule, DEFAULT_RULES[rule].value])) as RuleValues;
}

export const houseRules: Fold<HouseRules, typeof houseRulesEvents> = {
  events: houseRulesEvents,
  initial: { status: 'IN_FORCE', values: defaults() },
  evolve: {
    HouseRuleSet: from('IN_FORCE', (it, { rule, value }) =>
      isErased(rule) || isErased(value) ? it : { ...it, values: { ...it.values, [rule]: value } },
    ),
  },
};

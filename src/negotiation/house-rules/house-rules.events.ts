import { z } from 'zod';
import { act, defineEvents } from '../../kernel/events';
import { oneOf } from '../../kernel/fields';
import { GovernmentSide } from '../../kernel/roles';

/** Numbers of domain.md section 7 that may be set; each is read as a fact, so that a decision's basis keeps its version. */
export const HouseRule = oneOf('LATE_RECORDED_HOURS', 'DELEGATION_ELDERS_MIN', 'DELEGATION_SCHOLARS_MIN', 'DELEGATION_STAKEHOLDERS_MIN');
export type HouseRule = z.infer<typeof HouseRule>;

/** What can have happened to the house rules (domain.md 4.3.17). */
export const houseRulesEvents = defineEvents('houseRules', {
  HouseRuleSet: act({ rule: oneOf('LATE_RECORDED_HOURS'), value: z.int().min(0), side: GovernmentSide }).next(
    { rule: HouseRule, value: z.int().min(0), side: GovernmentSide },
    (old) => old,
  ),
});

import { describe, expect, it } from '@jest/globals';
import { gone, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import { SetHouseRule } from './house-rules.commands';
import { houseRulesDecider } from './house-rules.decider';
import { HouseRule, houseRulesEvents } from './house-rules.events';
import { DEFAULT_RULES, houseRules } from './house-rules.state';

const { given, stateAfter } = specOf(houseRules, houseRulesDecider);
const { HouseRuleSet } = houseRulesEvents;

const twoDays = HouseRuleSet({ rule: 'LATE_RECORDED_HOURS', value: 48, side: 'PROVINCE' });

describe('the house has rules before anybody sets one (domain.md 7)', () => {
  it.each(HouseRule.options)('%s has its default', (rule) => {
    expect(stateAfter()).toEqual({ status: 'IN_FORCE', values: expect.objectContaining({ [rule]: DEFAULT_RULES[rule].value }) as never });
  });

  it('and what is late is later than three days', () => {
    expect(stateAfter().values.LATE_RECORDED_HOURS).toBe(72);
  });
});

describe('a house rule is set by a named person (architecture 13)', () => {
  it('of the side it belongs to, and holds from then on', () => {
    given()
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(SetHouseRule, { rule: 'LATE_RECORDED_HOURS', value: 48 })
      .then(twoDays)
      .leaving({ values: { ...stateAfter().values, LATE_RECORDED_HOURS: 48 } });
  });

  it('the last word counts', () => {
    const never = HouseRuleSet({ rule: 'LATE_RECORDED_HOURS', value: 0, side: 'PROVINCE' });
    expect(stateAfter(twoDays, never).values.LATE_RECORDED_HOURS).toBe(0);
    given(twoDays).by(SOMEBODY, 'ADMINISTRATOR').when(SetHouseRule, { rule: 'LATE_RECORDED_HOURS', value: 0 }).then(never);
  });

  it('not by the other side', () => {
    given()
      .by(SOMEBODY, 'FEDERAL_REVIEWER')
      .when(SetHouseRule, { rule: 'LATE_RECORDED_HOURS', value: 48 })
      .thenRefused('houseRules.other-side');
  });

  it('up to its largest value, and not one more', () => {
    const { max } = DEFAULT_RULES.LATE_RECORDED_HOURS;
    given()
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(SetHouseRule, { rule: 'LATE_RECORDED_HOURS', value: max })
      .then(HouseRuleSet({ rule: 'LATE_RECORDED_HOURS', value: max, side: 'PROVINCE' }));
    given()
      .by(SOMEBODY, 'ADMINISTRATOR')
      .when(SetHouseRule, { rule: 'LATE_RECORDED_HOURS', value: max + 1 })
      .thenRefused('houseRules.out-of-range');
  });

  it('and where the last word is erased, the one before holds', () => {
    expect(stateAfter(twoDays, gone(HouseRuleSet({ ...twoDays.data, value: 0 }), 'rule', 'value')).values.LATE_RECORDED_HOURS).toBe(48);
  });
});

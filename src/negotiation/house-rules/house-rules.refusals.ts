import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('houseRules', {
  otherSide: { title: 'A house rule is set by the side it belongs to', remedy: 'Ask the other side to set it.' },
  outOfRange: { title: 'The rule does not take this value', remedy: 'Name a value in the range that the detail gives.' },
});

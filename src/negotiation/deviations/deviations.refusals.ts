import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('deviations', {
  knownAlready: {
    title: 'This deviation is recorded',
    remedy: 'Nothing needs to be done.',
  },
  deviationUnknown: {
    title: 'There is no such deviation',
    remedy: 'Take the id of the event that recorded it from the history of the register.',
  },
  dispositioned: {
    title: 'The federal side has disposed of this deviation',
    remedy: 'Nothing needs to be done. Only one that was referred is decided again.',
  },
});

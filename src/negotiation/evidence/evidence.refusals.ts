import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('evidence', {
  collectorUnknown: {
    title: 'Who collected it is not registered',
    remedy: 'Register the participant first, or leave the collector away if it is you. A source is never named here (INV-30).',
  },
});

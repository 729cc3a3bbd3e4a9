import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('attempts', {
  keptAlready: { invariant: 'INV-49', title: 'This attempt is kept', remedy: 'Nothing needs to be done.' },
  countedAlready: { invariant: 'INV-49', title: 'As many attempts of this hour are counted', remedy: 'Nothing needs to be done.' },
});

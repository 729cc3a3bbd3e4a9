import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('initiative', {
  sponsorUnknown: {
    title: 'An initiative has a registered party that stands behind it',
    remedy: 'Register the party first, and name its id as sponsor.',
  },
  participantUnknown: {
    title: 'The focal person is a registered participant',
    remedy: 'Register the participant first.',
  },
  focalPersonInOffice: {
    invariant: 'INV-03',
    title: 'One focal person per initiative at any instant',
    remedy: 'The office is handed over, not given twice.',
  },
  documentUnknown: {
    invariant: 'INV-01',
    title: 'A formal notification has a document that is in the ledger',
    remedy: 'Record the letter as evidence first, and name its id.',
  },
  alreadyAcknowledged: {
    title: 'This notification has been acknowledged',
    remedy: 'Nothing needs to be done.',
  },
});

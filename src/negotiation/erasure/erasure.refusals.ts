import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('erasure', {
  subjectUnknown: {
    title: 'There is no such record to erase',
    remedy: 'Check kind and id; what you may not know of is proposed by somebody who may.',
  },
  inOffice: {
    title: 'Who still has a role is not erased',
    invariant: 'INV-47',
    remedy: 'Have his roles withdrawn first: power ends by acts of its own, and not because nobody can read of it any more.',
  },
  ownProposal: {
    title: 'An erasure is proposed by one person and approved by another',
    invariant: 'INV-46',
    remedy: 'Ask another federal liaison officer.',
  },
  otherSubject: {
    title: 'This is not what was proposed',
    invariant: 'INV-46',
    remedy: 'Name subject and legal basis exactly as the proposal does, so that your signature is for these.',
  },
  backupsGone: {
    title: 'The last backup cannot have been gone before the keys are destroyed',
    remedy: 'Name today where there is no backup of the keys, and otherwise the day on which the last one is destroyed.',
  },
  namedAlready: {
    title: 'These keys are recorded as destroyed already',
    remedy: 'Nothing need be done.',
  },
  notYours: {
    title: 'A proposal is withdrawn by the one who made it',
    remedy: 'Ask the one who proposed it, or the federal liaison officer to refuse it.',
  },
});

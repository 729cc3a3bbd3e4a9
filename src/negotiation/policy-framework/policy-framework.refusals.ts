import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('policyFramework', {
  evidenceUnknown: {
    title: 'An instrument is registered with its text as evidence',
    remedy: 'Record the text as evidence first, and name its id.',
  },
  redLineUnknown: {
    title: 'There is no such red line, or it has been withdrawn',
    remedy: 'Take the id from the framework. What was withdrawn is declared anew.',
  },
  notYetEffective: {
    title: 'A version is in force from its publication, not from a later day',
    remedy: 'Publish it on the day from which it is to hold. Until then the version in force goes on.',
  },
  prohibitionDropped: {
    invariant: 'INV-12',
    title: 'A prohibition leaves the framework only by its own withdrawal or amendment',
    remedy: 'Name every prohibiting red line of the version in force, or withdraw or amend it first and say why.',
  },
});

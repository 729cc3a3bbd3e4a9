import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('mandate', {
  initiativeUnknown: {
    title: 'A mandate belongs to an open initiative',
    remedy: 'Name the id of an initiative that has been proposed and not ended.',
  },
  partyUnknown: {
    invariant: 'INV-32',
    title: 'A counterpart that is named is registered',
    remedy: 'Register the party first, and name its id.',
  },
  beyondPhase1: {
    invariant: 'INV-10',
    title: 'In the first phase no text is negotiated',
    remedy: 'Leave NEGOTIATE_TEXT and what goes beyond it to the second phase; the first lays the foundation.',
  },
  sameTerms: {
    title: 'These are the terms that stand already',
    remedy: 'Nothing needs to be done.',
  },
  otherReview: {
    title: 'Another review is about the terms that stand now',
    remedy: 'Nothing needs to be done: what was decided of earlier terms does not touch these.',
  },
  notCleared: {
    invariant: 'INV-11',
    title: 'Exactly these terms are not cleared yet, with every condition met',
    remedy: 'Wait for the decision of the review; the federal reviewer confirms each condition with its evidence.',
  },
  neverInForce: {
    title: 'The terms and their clearance have no time in common',
    remedy: 'Word the validity of the terms anew, and submit them again.',
  },
  nothingInForce: {
    title: 'No approved terms are in force, now or later',
    remedy: 'Nothing needs to be done.',
  },
  notYetOver: {
    title: 'The validity is not over',
    remedy: 'Nothing needs to be done.',
  },
});

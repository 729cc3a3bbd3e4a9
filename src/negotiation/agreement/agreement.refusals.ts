import { defineRefusals } from '../../kernel/rejection';
import { MISALIGNED } from '../alignment.refusals';
import { UNDECIDED } from '../clearance.refusals';
import { UNMANDATED } from '../powers.refusals';

export const refuse = defineRefusals('agreement', {
  initiativeUnknown: {
    title: 'An agreement belongs to an initiative; a new one to an open one',
    remedy: 'Name the id of an initiative that has been proposed and, for a new draft, not ended.',
  },
  proposalUnknown: {
    title: 'An agreement is made of a text that lies on the table of its initiative',
    remedy: 'Name a proposal of the same initiative.',
  },
  commitmentUnknown: {
    title: 'An agreement holds commitments of its own initiative',
    remedy: 'Draft the commitments first, and name their ids.',
  },
  partyUnknown: {
    title: 'Whoever is named is registered',
    remedy: 'Register the party or participant first, and name its id.',
  },
  sameText: {
    title: 'These are the words that stand already',
    remedy: 'Nothing needs to be done.',
  },
  otherText: {
    title: 'This is not the text that stands',
    remedy: 'What is adopted is exactly one text; take its hash from the agreement.',
  },
  proposalNotAgreed: {
    invariant: 'INV-18',
    title: 'The text on the table of which it is made is not agreed, or says something else',
    remedy: 'Have the text agreed ad referendum, and draft the agreement in exactly its words.',
  },
  ...UNMANDATED,
  notByAll: {
    title: 'What concerns all parties is done by all of them',
    remedy: 'Name every party that the agreement binds, or is to bind, once it has agreed.',
  },
  ...MISALIGNED,
  redLine: {
    invariant: 'INV-12',
    title: 'A text across a prohibiting red line binds nobody',
    remedy: 'Only the amendment or withdrawal of the red line by the federal side opens the way.',
    because: 'framework',
  },
  inClearance: {
    title: 'Exactly these words are before the federal side for this step',
    remedy: 'Wait for the decision; the federal review queue shows its age.',
  },
  otherReview: {
    title: 'Another review is about the words that stand now',
    remedy: 'Nothing needs to be done: what was decided of earlier words does not touch these.',
  },
  ...UNDECIDED,
  notCleared: {
    invariant: 'INV-11',
    title: 'Exactly this text is not cleared for this',
    remedy:
      'Submit it; signature and ratification are cleared apart, and a clearance that does not cover it, or no longer counts, cannot be mended.',
  },
  deviationsOpen: {
    invariant: 'INV-43',
    title: 'Deviations wait for a disposition by the federal side',
    remedy: 'The federal liaison disposes of each; the deviation register lists them.',
    because: 'deviations',
  },
  hiddenDeviationsOpen: {
    invariant: 'INV-43',
    title: 'Deviations that not everybody knows of wait for a disposition',
    remedy: 'The federal liaison disposes of each.',
    because: 'hiddenDeviations',
  },
  commitmentNotEntered: {
    invariant: 'INV-16',
    title: 'What our side signs or consents to holds only commitments that are entered',
    remedy: 'Have each commitment cleared and entered first; it has its own clearance.',
    because: 'held',
  },
  notOurs: {
    title: 'Only our own side signs and consents under a federal clearance',
    remedy: 'Record what another party does as its signature or its consent.',
  },
  ours: {
    invariant: 'INV-11',
    title: 'Our own side signs and consents only under a federal clearance',
    remedy: 'Sign or consent with the clearance; what was signed without one is reported as an unauthorised undertaking.',
  },
  notAParty: {
    title: 'It is none of the parties of this agreement',
    remedy: 'Name a party that adopted it and has not withdrawn.',
  },
  alreadySigned: {
    title: 'It has signed already',
    remedy: 'Nothing needs to be done. A signature ad referendum is confirmed by one that is not.',
  },
  alreadyConsented: {
    title: 'It has consented to be bound already',
    remedy: 'Nothing needs to be done.',
  },
  notSigned: {
    title: 'Who has not signed definitively is not bound by a signature',
    remedy: 'Have it signed, or the signature ad referendum confirmed; or name another way of consent.',
  },
  reservationLate: {
    title: 'A reservation is formulated when one signs or consents, not afterwards',
    remedy: 'A party that is bound may propose an amendment.',
  },
  reservationUnknown: {
    title: 'No such reservation stands',
    remedy: 'Take the id from the agreement.',
  },
  reservationsFull: {
    title: 'There are as many reservations or objections as one text can have',
    remedy: 'Withdraw what is settled.',
  },
  alreadyApplied: {
    title: 'It is applied provisionally already',
    remedy: 'Nothing needs to be done.',
  },
  wordsUnknown: {
    title: 'The words at fault are not there exactly once',
    remedy: 'Quote them as they stand in the text of that language, and enough of them to be found once.',
  },
  tooLong: {
    title: 'A text with its schedule is no longer than one that can be cleared',
    remedy: 'Put what is longer into an annex that is an agreement of its own.',
  },
  otherLanguages: {
    invariant: 'INV-22',
    title: 'A text is authentic in the languages that the parties have chosen, in each of them',
    remedy: 'Name the text in every language in which the agreement is authentic, and in no other.',
  },
  otherChange: {
    invariant: 'INV-24',
    title: 'After authentication the text changes only as was proposed to all',
    remedy: 'Name the last proposal of a change; it stands in the agreement.',
  },
  notLater: {
    title: 'A renewal ends later than what it renews',
    remedy: 'Name a later day.',
  },
  thirdPartiesFull: {
    title: 'As many third parties stand beside it as one text can have',
    remedy: 'Name those that matter.',
  },
  alreadyBeside: {
    title: 'It stands beside the agreement in this role already',
    remedy: 'Nothing needs to be done.',
  },
  issuesFull: {
    title: 'As many issues of it are coded as one text can have',
    remedy: 'Code the whole text instead of its clauses.',
  },
});

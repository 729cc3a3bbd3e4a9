import { defineRefusals } from '../../kernel/rejection';
import { MISALIGNED } from '../alignment.refusals';
import { UNDECIDED } from '../clearance.refusals';

const NEW_CLEARANCE = 'Submit the text again; a clearance that does not cover it cannot be mended.';

export const refuse = defineRefusals('commitment', {
  initiativeUnknown: {
    title: 'A commitment belongs to an open initiative',
    remedy: 'Name the id of an initiative that has been proposed and not ended.',
  },
  partyUnknown: {
    invariant: 'INV-27',
    title: 'Whoever is named is registered',
    remedy: 'Register the party or participant first, and name its id.',
  },
  competence: {
    invariant: 'INV-16',
    title: 'The province alone is not competent for this',
    remedy: 'Refugees, borders, visas and customs are FEDERAL or SHARED.',
  },
  clauseUnknown: {
    title: 'A commitment comes from a clause that lies on the table',
    remedy: 'Name a proposal of this initiative, the revision that stands, and a clause of it.',
  },
  proposalNotAgreed: {
    invariant: 'INV-18',
    title: 'The text that it comes from is not agreed',
    remedy: 'Have exactly that text agreed ad referendum first.',
  },
  packageNotAgreed: {
    invariant: 'INV-18',
    title: 'Nothing of a package is agreed until everything in it is',
    remedy: 'Name every proposal of the package once each is agreed ad referendum.',
  },
  sameText: {
    title: 'These are the words that stand already',
    remedy: 'Nothing needs to be done.',
  },
  ...MISALIGNED,
  ...UNDECIDED,
  notCleared: {
    invariant: 'INV-11',
    title: 'The text is not cleared',
    remedy: 'Name the review that has cleared this commitment; if there is none, submit the text.',
  },
  otherText: {
    invariant: 'INV-11',
    title: 'This is not the text that was cleared',
    remedy: 'A clearance covers exactly one text in one language. Enter that one, letter by letter, or submit this one.',
  },
  otherPurpose: {
    invariant: 'INV-11',
    title: 'The clearance is for something else',
    remedy: NEW_CLEARANCE,
  },
  conditionOpen: {
    invariant: 'INV-11',
    title: 'A condition of the clearance is not met yet',
    remedy: 'The federal reviewer confirms each condition with its evidence.',
  },
  clearanceOver: {
    invariant: 'INV-11',
    title: 'The clearance is not valid at this time',
    remedy: NEW_CLEARANCE,
  },
  clearanceRevoked: {
    invariant: 'INV-11',
    title: 'The clearance has been revoked',
    remedy: NEW_CLEARANCE,
  },
  clearanceUsed: {
    invariant: 'INV-11',
    title: 'The clearance has been used',
    remedy: NEW_CLEARANCE,
  },
  redLine: {
    invariant: 'INV-12',
    title: 'A text across a prohibiting red line cannot be entered',
    remedy: 'Only the amendment or withdrawal of the red line by the federal side opens the way.',
    because: 'framework',
  },
  otherReview: {
    title: 'Another review is about the words that stand now',
    remedy: 'Nothing needs to be done: what was decided of earlier words does not touch these.',
  },
  alreadyFlagged: {
    title: 'It is flagged for this already',
    remedy: 'Nothing needs to be done.',
  },
  evidenceUnknown: {
    invariant: 'INV-25',
    title: 'Implementation is reported with evidence that is in the ledger',
    remedy: 'Record the evidence first, and name its id.',
  },
  otherReport: {
    invariant: 'INV-25',
    title: 'This is not the last report',
    remedy: 'Take the id of the last report from the history of the commitment.',
  },
  beyondReport: {
    invariant: 'INV-25',
    title: 'Nobody verifies more than was reported',
    remedy: 'Report the level first, with its evidence.',
  },
  notAmongVerifiers: {
    invariant: 'INV-25',
    title: 'Who verifies records it himself',
    remedy: 'Somebody of those who verified it records it; by then holds his id as well.',
  },
  ownVerification: {
    invariant: 'INV-26',
    title: 'Who is responsible does not verify alone',
    remedy: 'Somebody verifies it, or verifies it with them, who is not of a responsible party.',
  },
  notFulfilled: {
    invariant: 'INV-26',
    title: 'A commitment is fulfilled when full implementation is verified',
    remedy: 'Report level 3 with evidence, and have it verified by somebody else.',
  },
  continuous: {
    invariant: 'INV-26',
    title: 'A continuous commitment is never fulfilled, only ended',
    remedy: 'Terminate it, and say on what ground.',
  },
  notResponsible: {
    title: 'This party is not responsible for it',
    remedy: 'Name one of the responsible parties of the commitment.',
  },
  dueIsFixed: {
    title: 'Its due date follows from its rule',
    remedy: 'Only a relative or conditional rule is resolved to a day, once. A day is extended, and a continuous rule has none.',
  },
  notLater: {
    title: 'An extension ends later than what it extends',
    remedy: 'Name a later day. A wrong day is rectified, not extended.',
  },
  notAgreedByAll: {
    title: 'A due date is extended by agreement of all who are responsible',
    remedy: 'Name every responsible party in agreedBy once it has agreed.',
  },
  breachOutOfTurn: {
    title: 'Not at this point of the breach procedure',
    remedy: 'An allegation is investigated, then found upon, then remedied; one at a time.',
  },
});

import { defineRefusals } from '../../kernel/rejection';
import { UNDECIDED } from '../clearance.refusals';
import { UNMANDATED } from '../powers.refusals';

export const refuse = defineRefusals('measure', {
  initiativeUnknown: {
    title: 'A measure belongs to an open initiative',
    remedy: 'Name the id of an initiative that has been proposed and not ended.',
  },
  partyUnknown: {
    title: 'Whoever is named is registered',
    remedy: 'Register the party or participant first, and name its id.',
  },
  competence: {
    invariant: 'INV-16',
    title: 'The province alone is not competent for this',
    remedy: 'Refugees, borders, visas and customs are FEDERAL or SHARED.',
  },
  sameText: {
    title: 'These are the words that stand already',
    remedy: 'Nothing needs to be done.',
  },
  otherText: {
    title: 'This is not the text that stands',
    remedy: 'Agreement is to exactly one text; take its hash from the measure.',
  },
  notAgreedByBoth: {
    title: 'Both ends agree, or it is not agreed',
    remedy: 'Name the parties at both ends once they have agreed.',
  },
  ...UNMANDATED,
  notAgreed: {
    title: 'What both sides are to do is agreed before it is submitted',
    remedy: 'Record that both ends agree to exactly this text.',
  },
  submittedAlready: {
    title: 'Exactly these words are before the federal side, or were declined',
    remedy: 'Wait for the decision, or word the measure anew.',
  },
  otherReview: {
    title: 'Another review is about the words that stand now',
    remedy: 'Nothing needs to be done: what was decided of earlier words does not touch these.',
  },
  ...UNDECIDED,
  notCleared: {
    invariant: 'INV-16',
    title: 'The measure is not cleared',
    remedy: 'Submit exactly this text; a clearance that does not cover it, or no longer counts, cannot be mended.',
  },
  evidenceUnknown: {
    title: 'A delivery is proved by evidence that is in the ledger',
    remedy: 'Record the evidence first, and name its id.',
  },
  notAmongVerifiers: {
    title: 'Who verifies records it himself',
    remedy: 'Somebody of those who verified it records it; by then holds his id as well.',
  },
  ownVerification: {
    title: 'Who does it does not verify it alone',
    remedy: 'Somebody verifies it, or verifies it with them, who is not of a party that did it.',
  },
  measureUnknown: {
    invariant: 'INV-28',
    title: 'A measure is answered under its own initiative',
    remedy: 'Name a measure of the same initiative.',
  },
  notDelivered: {
    invariant: 'INV-28',
    title: 'Only what was delivered is answered, by what was delivered',
    remedy: 'Record the delivery first.',
  },
  sameSide: {
    invariant: 'INV-28',
    title: 'Nobody answers himself',
    remedy: 'Name a measure of the other side.',
  },
  outsideWindow: {
    invariant: 'INV-28',
    title: 'It does not lie inside the window',
    remedy: 'Record it by itself; it answers nothing.',
  },
  alreadyAnswered: {
    invariant: 'INV-28',
    title: 'It is among those that answer this measure',
    remedy: 'Nothing needs to be done.',
  },
  notAnEnd: {
    title: 'A measure is withdrawn by a party at one of its ends',
    remedy: 'Name the party that does it, or for whom it is done.',
  },
});

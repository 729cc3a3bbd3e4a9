import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('federalReview', {
  submittedByItsRecord: {
    invariant: 'INV-13',
    title: 'The text of a record is submitted with the record',
    remedy:
      'Submit it with submit-for-clearance on the commitment, or with submit on the mandate; a review of its own is for the amendment of a commitment that is entered.',
  },
  subjectUnknown: {
    title: 'There is no such record to be reviewed',
    remedy: 'Name the id of the commitment, or of the delegation that is to travel, as subjectId.',
  },
  textMissing: {
    invariant: 'INV-11',
    title: 'A clearance names exactly one text',
    remedy: 'Submit the words themselves, in their language.',
  },
  notAssessed: {
    invariant: 'INV-13',
    title: 'Exactly this text is assessed against the framework in force before it is submitted, and does not conflict with it',
    remedy: 'Assess its alignment on the commitment, naming its hash; redraft what conflicts.',
  },
  otherRequest: {
    title: 'This is not the request that waits for an answer',
    remedy: 'Take the id of the last request from the history of the review.',
  },
  evidenceUnknown: {
    title: 'The evidence named is not in the ledger',
    remedy: 'Record the evidence first, and name its id.',
  },
  ownSubmission: {
    invariant: 'INV-17',
    title: 'Who submits does not decide',
    remedy: 'Another federal reviewer decides.',
  },
  ofTheInitiative: {
    invariant: 'INV-17',
    title: 'Who goes with the delegations does not decide',
    remedy: 'A federal reviewer who has no part in the initiative decides.',
  },
  otherText: {
    invariant: 'INV-11',
    title: 'A clearance names exactly the text that was submitted',
    remedy: 'Read the review again and name the hash of its text. Other words are a submission of their own.',
  },
  authorityNotFederal: {
    invariant: 'INV-17',
    title: 'A clearance is given in the name of the federal government',
    remedy: 'Name as authorityId a registered party of the type FEDERAL_GOVERNMENT for which you hold your post.',
  },
  otherPurpose: {
    invariant: 'INV-11',
    title: 'What is submitted is cleared for its own purpose',
    remedy: 'Terms of reference are cleared to START: name that as purpose.',
  },
  alreadyOver: {
    title: 'The validity named is over already',
    remedy: 'Name an end that lies ahead; a clearance cannot be given for the past.',
  },
  redLine: {
    invariant: 'INV-12',
    title: 'A text across a prohibiting red line cannot be cleared',
    remedy: 'Return or decline it. Only the amendment or withdrawal of the red line by the federal side opens the way.',
    because: 'framework',
  },
  conditionUnknown: {
    title: 'There is no such condition that is still open',
    remedy: 'Take the id from the clearance of the review.',
  },
  clearanceNotLive: {
    title: 'The clearance is no longer live',
    remedy: 'What was used, revoked or has expired stays so. A new clearance is a new review.',
  },
  notYetOver: {
    title: 'The validity is not over',
    remedy: 'Nothing needs to be done.',
  },
  otherReceipt: {
    title: 'This event has recorded no such decision',
    remedy: 'Take the id of the receipt from the history of the record.',
  },
  samePerson: {
    invariant: 'INV-48',
    title: 'What arrived on paper is confirmed by a second person',
    remedy: 'Somebody else who may record it confirms it.',
  },
});

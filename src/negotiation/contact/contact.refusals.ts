import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('contact', {
  initiativeUnknown: {
    title: 'A contact belongs to an initiative',
    remedy:
      'Name an initiative of this ledger. What is scheduled needs one that goes on; what happened is reported of one that is over, too.',
  },
  delegationUnknown: {
    title: 'The delegation that meets them is one of the same initiative',
    remedy: 'Take the id of the delegation from those of the initiative, or name none.',
  },
  participantUnknown: {
    title: 'Somebody named is not registered',
    remedy: 'Register the participant first; a pseudonym will do.',
  },
  partyUnknown: {
    title: 'A party named is not registered',
    remedy: 'Register the party first.',
  },
  evidenceUnknown: {
    title: 'The evidence named is not in the ledger',
    remedy: 'Record the evidence first, and name its id.',
  },

  planInThePast: {
    title: 'What lies in the past is not planned',
    remedy: 'Report it as what it was: held without a plan, or without leave.',
  },
  notNotified: {
    invariant: 'INV-01',
    title: 'The federal government is told before the other side is met',
    remedy: 'Notify the federal government, with reference and document. What has happened all the same is reported as unsanctioned.',
    because: 'initiative',
  },
  noActs: {
    invariant: 'INV-10',
    title: 'A contact with the other side names what is to be done in it',
    remedy: 'Name the acts, from LISTEN upwards.',
  },
  noMandate: {
    invariant: 'INV-10',
    title: 'A contact with the other side is held under a mandate in force, in an open phase',
    remedy: 'Have the terms of reference approved and open the phase, or plan it for when they are in force.',
    because: 'mandate',
  },
  actNotMandated: {
    invariant: 'INV-10',
    title: 'The mandate does not list this act for this phase',
    remedy: 'Plan less, or have the mandate amended.',
    because: 'mandate',
  },
  counterpartNotMandated: {
    invariant: 'INV-10',
    title: 'The mandate does not provide for this kind of counterpart',
    remedy: 'Plan it with others, or have the mandate amended: by the kind, or by naming the party.',
    because: 'mandate',
  },
  listedParty: {
    invariant: 'INV-32',
    title: 'A listed party is met only where the mandate names it, and so the federal side has cleared it',
    remedy: 'Have the mandate amended so that it names the party, and have that cleared. What has happened all the same is reported.',
    because: 'mandate',
  },
  notOfficial: {
    invariant: 'INV-10',
    title: 'Only on track 1 is more done than to listen and explore',
    remedy: 'Plan it as an official contact, or for listening and exploring only.',
  },
  topicNotMandated: {
    invariant: 'INV-08',
    title: 'The agenda keeps to the mandated topics',
    remedy: 'Leave the topic away, or have the mandate amended. What the other side raises by itself is recorded all the same.',
    because: 'mandate',
  },

  consentWithdrawn: {
    title: 'Nobody is met, or speaks in public, who has withdrawn his consent to it',
    remedy: 'Plan it without him. If he consents again, have that recorded first.',
  },

  notSpokesman: {
    invariant: 'INV-41',
    title: 'For the province the focal person speaks in public, or a designated spokesman',
    remedy: 'The focal person in office schedules it, or somebody who holds the post of spokesman for the party behind the initiative.',
    because: 'initiative',
  },
  recordUnknown: {
    title: 'A record referred to is not in the ledger',
    remedy: 'Name the kind and id of a record that you can read.',
  },
  statementNotCleared: {
    invariant: 'INV-41',
    title: 'What is not public is spoken of in public with a clearance of exactly these words',
    remedy: 'Submit the text for review as PUBLIC_STATEMENT of the initiative, and name the review once it is cleared to PUBLISH.',
    because: 'referred',
  },

  endedBeforeItBegan: {
    title: 'A contact ends after it began, and before it is reported',
    remedy: 'Look at endedAt, which is in UTC, and at when it happened.',
  },
  alreadyAttended: {
    title: 'His attendance is recorded',
    remedy: 'Nothing needs to be done. A wrong capacity is rectified.',
  },
  notExpected: {
    title: 'Who did not come is one of the counterparts who were named, and is not recorded as there',
    remedy: 'Take the id from the counterparts of the contact; annul the attendance where it is wrong.',
  },

  undertakingUnknown: {
    invariant: 'INV-23',
    title: 'No such promise is reported of this contact',
    remedy: 'Take the id of the report from the history of the contact.',
  },
  undertakingSettled: {
    invariant: 'INV-23',
    title: 'This promise has been disavowed or confirmed',
    remedy: 'Nothing needs to be done.',
  },
  notCarriedByCommitment: {
    invariant: 'INV-23',
    title: 'A promise is confirmed by a commitment that was entered with its own clearance',
    remedy: 'Draft the commitment, have exactly its text cleared and enter it; then confirm the promise by it.',
  },

  sameMinutes: {
    title: 'The minutes say exactly this already',
    remedy: 'Nothing needs to be done. Who no longer disputes them confirms them.',
  },
  otherMinutes: {
    title: 'These are not the minutes as they stand',
    remedy: 'Read them again and name the hash of their text. What was confirmed of earlier words counts for those.',
  },
  notOfTheMinutes: {
    title: 'This party is not among those whose minutes they are',
    remedy: 'Name the parties that stand with the minutes in the record. Draft the minutes anew where one is missing.',
  },
  alreadyConfirmed: {
    title: 'The party has confirmed these minutes',
    remedy: 'Nothing needs to be done.',
  },
  alreadyDisputed: {
    title: 'The party disputes these minutes already',
    remedy: 'Draft them anew, or report its confirmation. A further passage belongs into the first report; rectify that.',
  },

  originalUnknown: {
    invariant: 'INV-37',
    title: 'There is no such text in this contact',
    remedy: 'Name the event that holds the original: a statement, a position, a promise or the minutes.',
  },
  sameLanguage: {
    invariant: 'INV-37',
    title: 'A translation is in another language than its original',
    remedy: 'A wrong word of the original is annulled and recorded anew, not translated.',
  },
  translationUnknown: {
    title: 'There is no such translation that is still a draft',
    remedy: 'Take the id of the translation from the history of the contact.',
  },
  ownTranslation: {
    invariant: 'INV-37',
    title: 'A translation is verified by somebody else',
    remedy: 'Another translator verifies it.',
  },

  notFitting: {
    title: 'This is not done in a contact of this kind',
    remedy: 'Report it of the contact in which it was done; a wrong kind is rectified.',
  },
  waakUnknown: {
    title: 'There is no such authority that has not been taken back',
    remedy: 'Take the id of the event that recorded it from the history of the contact.',
  },
  waakIrrevocable: {
    title: 'This authority was handed over for good',
    remedy: 'Record what the party said as a statement. The authority stands until its own end.',
  },
  sessionUnknown: {
    title: 'A decision rests on authority handed over in contacts that were held under the same initiative',
    remedy: 'Name contacts of this initiative that were held. This one need not be named.',
  },
  truceUnknown: {
    title: 'No such truce was declared in this contact',
    remedy: 'Take the id of the event that declared it from the history of the contact.',
  },
  truceOver: {
    title: 'A truce ends once',
    remedy: 'Nothing needs to be done where it has ended or run out. A wrong end is annulled, a wrong time rectified.',
  },
  overBeforeItBegan: {
    title: 'What holds for a time ends after it begins',
    remedy: 'Look at the end, and at when it happened.',
  },
  depositUnknown: {
    title: 'No such deposit was lodged in this contact',
    remedy: 'Take the id of the event that recorded it from the history of the contact.',
  },
  depositSettled: {
    title: 'A deposit is forfeited or returned once',
    remedy: 'Nothing needs to be done. What was wrong is annulled and reported anew.',
  },
  sameParty: {
    title: 'Reconciliation is sought of somebody else',
    remedy: 'Name who seeks it, and of whom.',
  },
  reconciliationUnknown: {
    title: 'No such reconciliation that is still to be accepted was sought in this contact',
    remedy: 'Take the id of the event by which it was sought from the history of the contact.',
  },

  actionUnknown: {
    title: 'There is no such follow-up that is still to be done',
    remedy: 'Take the id of the assignment from the history of the contact.',
  },
});

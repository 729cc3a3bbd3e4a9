import { defineRefusals } from '../kernel/rejection';

/** Why an act is refused whatever the record is. */
export const refuseRecord = defineRefusals('record', {
  erased: {
    title: 'A text that this act needs has been erased',
    remedy: 'Nothing brings it back. Record the matter anew in a record of its own.',
  },
  occurredInFuture: {
    invariant: 'INV-35',
    title: 'What is reported as a fact lies in the future',
    remedy: 'Check date and zone. A plan is recorded as a plan, with its own date.',
  },
  levelTooLow: {
    invariant: 'INV-31',
    title: 'A record is at least as high as what it comes from',
    remedy: 'Leave the classification away, or name a level that is not below that of the record and its initiative.',
  },
  levelNotYours: {
    invariant: 'INV-31',
    title: 'Nobody marks higher than he may read',
    remedy: 'Ask somebody who is cleared for that level to record it.',
  },
  hidesTooLate: {
    invariant: 'INV-31',
    title: 'A mark that hides existence belongs to a record from its creation',
    remedy: 'Record the matter in a new record that carries the mark from its first event.',
  },
  evidenceUnknown: {
    title: 'The evidence named is not in the ledger, or its hash differs',
    remedy: 'Record the evidence first, and name its id and the SHA-256 it was recorded with.',
  },
  roleNotYours: {
    title: 'The role named is not one of yours for this act',
    remedy: 'Leave the role away, or name one that GET /v1/me lists and the act allows.',
  },
  targetUnknown: {
    title: 'The event named is not one of this record',
    remedy: 'Take the id from the history of the record; a correction speaks of an event that lies before it.',
  },
  notYourEvent: {
    invariant: 'INV-31',
    title: 'Only who may record an event may correct it, only its originating authority may lower its mark',
    remedy: 'Ask the person or office that recorded it.',
  },
  notRectifiable: {
    title: 'This value cannot be rectified',
    remedy: 'Identities, hashes and hashed texts are never rectified: annul the event and record it anew, or redraft the text.',
  },
  neverCorrected: {
    invariant: 'INV-47',
    title: 'What gives or takes power is not corrected',
    remedy: 'Take it back by an act of its own, such as withdrawing the role, setting the rule anew or amending the mandate.',
  },
  existsAlready: {
    title: 'What would be opened is there already',
    remedy: 'There is one for each at most. Read it under the id in this answer; what it says is changed by acts of its own.',
  },
  alreadySo: {
    title: 'It already says so',
    remedy: 'Read the record again; somebody may have corrected it before you.',
  },
  secondPersonMissing: {
    invariant: 'INV-31',
    title: 'This correction needs a second person',
    remedy: 'Name as secondPersonId another person who may record such an event.',
  },
  signatureMissing: {
    invariant: 'INV-46',
    title: 'A decisive act carries the signature of whoever does it',
    remedy: 'Sign exactly this command with a key that you have enrolled, and send it again with Jirga-Signature.',
  },
  noSigningKey: {
    invariant: 'INV-46',
    title: 'Nobody does a decisive act without a key of his own',
    remedy: 'Enrol one with jirga keys enrol, or with enrol-key on your own record; then sign the command with it.',
  },
  signatureWrong: {
    invariant: 'INV-46',
    title: 'The signature is not one of yours over this command',
    remedy:
      'Sign the canonical JSON of idempotencyKey, ifMatch, input, origin, stream and type, as docs/format.md says, with a key of yours that is in force.',
  },
  stoodUpon: {
    title: 'Later events stand upon this one',
    remedy: 'Name them in dependants as well, or correct the value instead of annulling the event.',
  },
  nothingBroken: {
    invariant: 'INV-44',
    title: 'What rested on the corrected record would have been allowed all the same',
    remedy: 'Nothing needs to be done.',
  },
  nothingToReverse: {
    title: 'There is no such rectification in force',
    remedy: 'Take the id of the rectification from the history of the record.',
  },
});

/** Refused by a record that the actor may not see: more is not said (domain.md 5, "Visibility"). */
export const refuseFederal = defineRefusals('federal', {
  rule: {
    title: 'A rule that you may not see does not allow this',
    remedy: 'Give the reference in this answer to the federal liaison officer, who can look it up.',
  },
});

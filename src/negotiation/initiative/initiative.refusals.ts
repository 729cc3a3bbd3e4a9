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
  notInOffice: {
    invariant: 'INV-03',
    title: 'Only an office that somebody holds is handed over, and to somebody else',
    remedy: 'Designate a focal person where there is none; name another participant as toId.',
  },
  officeOverlaps: {
    invariant: 'INV-03',
    title: 'One focal person per initiative at any instant',
    remedy: 'Name a time at which the one before has begun, or has left, his office.',
  },
  gapInOffice: {
    invariant: 'INV-03',
    title: 'Only an initiative that rests, or has not begun, can be without a focal person',
    remedy: 'Name a successor as toId, or suspend the initiative first; designate a focal person before it goes on.',
  },
  successorNotAbroad: {
    invariant: 'INV-03',
    title: 'While a delegation is abroad the office goes to somebody who is with it',
    remedy: 'Name a member of the delegation, or hand over once it is back.',
    because: 'delegations',
  },
  documentUnknown: {
    invariant: 'INV-01',
    title: 'A formal notification has a document that is in the ledger',
    remedy: 'Record the letter as evidence first, and name its id.',
  },
  alreadyAcknowledged: {
    title: 'Every notification has been acknowledged',
    remedy: 'Nothing needs to be done.',
  },
  objectionOpen: {
    title: 'While the federal side objects, nothing goes forward with the other side',
    remedy:
      'Submit, answer, notify and report as before. Only the federal side lifts its objection; then the act can be done as it was asked now.',
    because: 'objecting',
  },
  objectionUnknown: {
    title: 'There is no such objection that still stands',
    remedy: 'Take the id of the event that raised it from the history of the initiative.',
  },
  otherPhase: {
    title: 'The phases come one after the other',
    remedy: 'Read the status of the initiative: it says which phase is under way, or comes next.',
  },
  notCleared: {
    title: 'The first phase needs the federal clearance of the start, or of the terms of reference',
    remedy: 'Name as clearanceId a review that cleared one of them for START, and that is live at this moment.',
    because: 'review',
  },
  noMandate: {
    invariant: 'INV-10',
    title: 'A phase needs terms of reference that are in force',
    remedy: 'Draft and submit the mandate of the initiative; when the federal side has cleared it, it comes into force.',
    because: 'terms',
  },
  evidenceUnknown: {
    title: 'The evidence named is not in the ledger',
    remedy: 'Record the evidence first, and name its id.',
  },
  criterionNotMet: {
    invariant: 'INV-04',
    title: 'A foundation is laid when every criterion is met',
    remedy: 'Conclude the phase as FOUNDATION_NOT_LAID, or go on until the criterion is met and evidenced.',
  },
  deviationsOpen: {
    invariant: 'INV-43',
    title: 'A foundation is not laid while a deviation from the protocol is open',
    remedy: 'The federal liaison disposes of each deviation; a letter of notification that came before is recorded with its own date.',
    because: 'deviations',
  },
  hiddenDeviationsOpen: {
    invariant: 'INV-43',
    title: 'A foundation is not laid while a deviation from the protocol is open',
    remedy: 'The federal liaison disposes of each deviation. What is hidden from the federal side cannot be disposed of.',
    because: 'hiddenDeviations',
  },
  notEngaged: {
    invariant: 'INV-09',
    title: 'The second phase has spoken with Afghan tribal leaders and with government representatives',
    remedy:
      'Name counterparts of both kinds, each with a contact of this initiative in which he took part; or conclude with NO_AGREEMENT and its reasons.',
  },
  noOutcome: {
    title: 'A tangible outcome is at least one text that was entered (S26)',
    remedy: 'Name commitments of this initiative that are entered, or conclude with NO_AGREEMENT and its reasons.',
  },
  objectiveUnknown: {
    title: 'The initiative has no such objective',
    remedy: 'Name one of those with which it was proposed.',
  },
});

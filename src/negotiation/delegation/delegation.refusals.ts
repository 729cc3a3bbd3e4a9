import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('delegation', {
  initiativeUnknown: {
    title: 'A delegation belongs to an open initiative',
    remedy: 'Name the id of an initiative that has been proposed, goes on and has not ended.',
  },
  participantUnknown: {
    title: 'Who goes is a registered participant who takes part',
    remedy: 'Register the participant first; a pseudonym will do.',
  },
  partyUnknown: {
    title: 'Who guarantees safe passage is registered',
    remedy: 'Register the party first, and name its id.',
  },
  evidenceUnknown: {
    title: 'The document named is not in the ledger',
    remedy: 'Record the document as evidence first, and name its id.',
  },
  beyondMandate: {
    invariant: 'INV-07',
    title: 'There are two delegations, one of each number, and no more than the mandate in force allows',
    remedy: 'Have the mandate amended so that it allows more delegations.',
    because: 'mandate',
  },
  planInThePast: {
    title: 'What lies in the past is not planned',
    remedy: 'Name a time that lies ahead, or none; report what happened as what it was.',
  },

  withoutFocalPerson: {
    invariant: 'INV-03',
    title: 'Each delegation contains the focal person in office',
    remedy: 'Appoint the focal person; designate one where the office is vacant.',
    because: 'initiative',
  },
  firstIncomplete: {
    invariant: 'INV-05',
    title: 'The first delegation has tribal elders and a senior official of the province beside the focal person',
    remedy: 'Appoint whoever is missing: the detail says how many. A departure all the same is reported as unsanctioned.',
  },
  laterIncomplete: {
    invariant: 'INV-06',
    title: 'A later delegation has elders, scholars and key stakeholders, and is larger than the first',
    remedy: 'Appoint whoever is missing: the detail says how many. A departure all the same is reported as unsanctioned.',
  },
  withoutPost: {
    title: 'An official goes by a post that he holds for the province',
    remedy: 'Record the post of GOVERNMENT_OFFICIAL for the party behind the initiative first, or appoint him as something else.',
  },
  alreadyDelegate: {
    title: 'Who is appointed is not in the delegation yet',
    remedy: 'Nothing needs to be done; who is to be something else is withdrawn and appointed again.',
  },
  notDelegate: {
    title: 'Nobody of this id is in the delegation',
    remedy: 'Take the id from the members of the delegation.',
  },
  alreadyHead: {
    title: 'This member leads the delegation',
    remedy: 'Nothing needs to be done.',
  },
  full: {
    title: 'A delegation has a limit',
    remedy: 'Withdraw somebody first.',
  },

  noMandate: {
    invariant: 'INV-10',
    title: 'Credentials are given under a mandate in force',
    remedy: 'Have the terms of reference approved, or let the credentials begin when they are in force.',
    because: 'mandate',
  },
  actNotMandated: {
    invariant: 'INV-10',
    title: 'Credentials give no more than the mandate lists for this phase',
    remedy: 'Name fewer acts, or have the mandate amended.',
    because: 'mandate',
  },
  credentialsOver: {
    title: 'Credentials that are over already serve nobody',
    remedy: 'Name an end that lies ahead.',
  },
  credentialsMissing: {
    title: 'Everybody who departs has credentials that are valid then',
    remedy: 'Issue them anew. A departure all the same is reported as unsanctioned.',
  },

  legUnknown: {
    title: 'There is no such leg in the itinerary',
    remedy: 'Take the id of the leg from the itinerary; what no leg was planned for is reported without one.',
  },
  itineraryFull: {
    title: 'An itinerary has a limit',
    remedy: 'Change one of its legs.',
  },

  notNotified: {
    invariant: 'INV-01',
    title: 'The federal government is told before a delegation departs',
    remedy: 'Notify the federal government, with reference and document. What has happened all the same is reported as unsanctioned.',
    because: 'initiative',
  },
  objected: {
    title: 'Nobody departs while the federal side objects',
    remedy: 'Wait until the objection is lifted. A departure all the same is reported as unsanctioned.',
    because: 'initiative',
  },
  notCleared: {
    title: 'Travel needs a federal clearance of exactly this delegation',
    remedy: 'Submit it for review as TRAVEL with the id of the delegation, and name the review once it is cleared to TRAVEL.',
    because: 'review',
  },
  foundationNotLaid: {
    invariant: 'INV-04',
    title: 'The second visit waits for the foundation of the first',
    remedy: 'Conclude the first phase as FOUNDATION_LAID, with its criteria and their evidence.',
    because: 'initiative',
  },
  firstNotDebriefed: {
    invariant: 'INV-04',
    title: 'The second visit waits until the first delegation is back and has told what it brings',
    remedy: 'Record the return of the first delegation, and file its debrief.',
    because: 'first',
  },
  reportNotApproved: {
    invariant: 'INV-04',
    title: 'The second visit waits until the federal side has approved the report on the first phase',
    remedy:
      'Submit the report for review as PHASE_REPORT with the id of the initiative, and name that review as phaseReportId once it is decided APPROVED or NO_OBJECTION.',
    because: 'report',
  },

  notDeparted: {
    title: 'Who comes back has departed with the delegation',
    remedy: 'Take the ids from those who departed.',
  },
});

import { delegationEvents, type DelegateCategory } from '../../src/negotiation/delegation/delegation.events';
import { delegationIdOf } from '../../src/negotiation/delegation/delegation.state';
import { federalReviewEvents, type ReviewSubject } from '../../src/negotiation/federal-review/federal-review.events';
import { initiativeEvents, type PhaseOutcome } from '../../src/negotiation/initiative/initiative.events';
import { participantEvents } from '../../src/negotiation/participant/participant.events';
import * as clearance from './clearance-sample';
import { day, notification, phase1 } from './contact-sample';
import { happened } from './decider-spec';

/* Two delegations of an initiative, and what must come before they travel. Everybody and everything in them is invented. */

export const { INITIATIVE, PROVINCE, TRIBE, FOCAL_PERSON, NOTHING, PROOF, FEDERATION } = clearance;
export const [ELDER, SECOND_ELDER, OFFICIAL, SCHOLAR, SECOND_SCHOLAR, TRADER, DOCTOR, POLITICIAN] = [1, 2, 3, 4, 5, 6, 7, 8].map(
  (n) => `40000000-0000-4000-8000-0000000000c${n}`,
) as [string, string, string, string, string, string, string, string];
export const TRAVEL_REVIEW = '70000000-0000-4000-8000-0000000000d1';
export const REPORT_REVIEW = '70000000-0000-4000-8000-0000000000d2';
export const FIRST = delegationIdOf(INITIATIVE, 1);
export const SECOND = delegationIdOf(INITIATIVE, 2);

/** What is said of somebody who goes. */
export const seat = (participantId: string, category: DelegateCategory) => ({
  participantId,
  category,
  ...(category === 'GOVERNMENT_OFFICIAL' && { senior: true }),
  ...(category === 'KEY_STAKEHOLDER' && { constituency: 'Traders of a bazaar (fictitious)' }),
  languages: ['ps'],
});

export const firstSeats = [
  seat(FOCAL_PERSON, 'POLITICAL_LEADER'),
  seat(ELDER, 'TRIBAL_ELDER'),
  seat(SECOND_ELDER, 'TRIBAL_ELDER'),
  seat(OFFICIAL, 'GOVERNMENT_OFFICIAL'),
];
export const secondSeats = [
  seat(FOCAL_PERSON, 'POLITICAL_LEADER'),
  seat(ELDER, 'TRIBAL_ELDER'),
  seat(SECOND_ELDER, 'TRIBAL_ELDER'),
  seat(SCHOLAR, 'RELIGIOUS_SCHOLAR'),
  seat(SECOND_SCHOLAR, 'RELIGIOUS_SCHOLAR'),
  seat(TRADER, 'KEY_STAKEHOLDER'),
  seat(DOCTOR, 'KEY_STAKEHOLDER'),
];
const idsOf = (seats: readonly { readonly participantId: string }[]): string[] => seats.map(({ participantId }) => participantId);
export const firstMembers = idsOf(firstSeats);
export const secondMembers = idsOf(secondSeats);

/** Without a date: nobody has named one (S28). */
export const plan = { plannedFor: null, plannedText: 'very soon' } as const;
export const constitutedAs = (ordinal: number) =>
  delegationEvents.DelegationConstituted({ initiativeId: INITIATIVE, ordinal, purpose: 'It lays the foundation.', ...plan });
export const appointed = delegationEvents.DelegateAppointed;

/** What is valid from the beginning of February to the end of the year. */
export const validity = { validFrom: '2025-02-01T00:00:00.000Z', validUntil: '2025-12-31T00:00:00.000Z' } as const;
export const credentialsOf = (participantId: string) =>
  delegationEvents.CredentialsIssued({ participantId, acts: ['LISTEN'], ...validity, documentEvidenceId: PROOF });

/** With these seats, and the credentials of all. */
export const constitutedWith = (ordinal: number, seats: readonly ReturnType<typeof seat>[]) => [
  constitutedAs(ordinal),
  ...seats.map((it) => appointed(it)),
  ...idsOf(seats).map(credentialsOf),
];
export const firstConstituted = constitutedWith(1, firstSeats);
export const secondConstituted = constitutedWith(2, secondSeats);
export const authorised = delegationEvents.TravelAuthorised({ clearanceId: TRAVEL_REVIEW });
export const secondAuthorised = delegationEvents.TravelAuthorised({ clearanceId: TRAVEL_REVIEW, phaseReportId: REPORT_REVIEW });
export const firstDeparted = delegationEvents.DelegationDeparted({ members: firstMembers });
export const firstReturned = delegationEvents.DelegationReturned({ members: firstMembers });
export const debriefed = delegationEvents.DebriefFiled({ evidenceId: PROOF, summary: 'They will receive a second one.' });
/** The first delegation, debriefed. */
export const firstBack = [...firstConstituted, authorised, firstDeparted, firstReturned, debriefed];

/** The initiative, notified on 20 February, with its first phase open since the 22nd and its focal person in office since the first. */
export const inOffice = happened(clearance.designated, { occurredAt: day('2025-02-01') });
export const inPhase1 = [clearance.proposed, inOffice, happened(notification, { occurredAt: day('2025-02-20') }), phase1];
/** The first phase came to this on 25 February. */
export const concluded = (outcome: PhaseOutcome) =>
  happened(initiativeEvents.PhaseConcluded({ phase: 1, outcome, criteria: [], engaged: [], commitmentIds: [], landscape: null }), {
    occurredAt: day('2025-02-25'),
  });
export const founded = [...inPhase1, concluded('FOUNDATION_LAID')];

export const official = participantEvents.RoleAssumed({ role: 'GOVERNMENT_OFFICIAL', partyId: PROVINCE });

/** A review of a record without a text, and its clearance. */
export function reviewed(
  subject: ReviewSubject,
  subjectId: string,
  over: Partial<Parameters<typeof federalReviewEvents.ClearanceGranted>[0]> = {},
) {
  const { opened, underReview, granted } = clearance.reviewOf(subjectId);
  const { text: _, ...asked } = opened.data;
  const { textHash: __, lang: ___, ...cleared } = granted.data;
  return [
    federalReviewEvents.ReviewSubmitted({ ...asked, subject }),
    ...underReview.slice(1),
    federalReviewEvents.ClearanceGranted({ ...cleared, ...validity, subject, purpose: 'TRAVEL', ...over }),
  ];
}

import type { ReviewSeen, Seen } from './seen';

/* What the scenario must come to. Each function answers with a sentence for each thing that came out otherwise. */

/** An age is told in tenths of an hour, and a busy machine needs its time between two looks. */
const AGE_TOLERANCE_HOURS = 0.3;

/** A review while nobody answered. */
export interface Silence {
  readonly days: number;
  readonly before: ReviewSeen;
  readonly after: ReviewSeen;
}

/** INV-14: silence makes a review older, and does nothing else to it. */
export function silenceOtherwise({ days, before, after }: Silence): readonly string[] {
  const grown = after.ageHours - before.ageHours;
  return [
    ...(Math.abs(grown - days * 24) <= AGE_TOLERANCE_HOURS
      ? []
      : [
          `In ${days} days without an answer the review's age should have grown by ${days * 24} h; it went from ${before.ageHours} h to ${after.ageHours} h.`,
        ]),
    ...(['state', 'decision', 'clearance'] as const).flatMap((member) =>
      differing(`In ${days} days without an answer the review's ${member}`, after[member], before[member]),
    ),
  ];
}

/** What the scenario knows its records by, and the due date of the first commitment before and after it was rectified. */
export interface Known {
  readonly initiative: string;
  readonly mandateReview: string;
  readonly promiseReview: string;
  readonly review: string;
  readonly secondReview: string;
  readonly commitment: string;
  readonly secondCommitment: string;
  readonly dueDate: string;
  readonly rectifiedDueDate: string;
}

/** The boards, the trail and the red line, held against the scenario. */
export const outcomeOtherwise = (seen: Seen, known: Known): readonly string[] => [
  ...agreementOtherwise(seen, known),
  ...reviewsOtherwise(seen, known),
  ...leaveOtherwise(seen, known),
  ...commitmentsOtherwise(seen, known),
  ...textOtherwise(seen),
  ...delegationsOtherwise(seen),
  ...measuresOtherwise(seen),
  ...trailOtherwise(seen, known),
  ...differing('The number of red lines in the framework', seen.redLines.length, 1),
];

function agreementOtherwise({ agreements }: Seen, known: Known): readonly string[] {
  const what = 'On the board "Agreement state" the initiative';
  const row = agreements.find(({ initiativeId }) => initiativeId === known.initiative);
  if (!row) return [`${what} is missing.`];
  const { byLegalState, pillarBalance } = row.commitments;
  return [
    ...differing(`${what}'s phase`, row.phase, 'PHASE_2'),
    ...differing(`${what}'s federal standing`, row.federalStanding, 'OBJECTION_LIFTED'),
    ...differing(`${what}'s commitments by legal state`, counted(totals(byLegalState)), 'ENTERED 1, IN_CLEARANCE 1'),
    ...differing(`${what}'s entered texts by pillar`, counted(pillarBalance), 'DEVELOPMENT 1'),
    ...differing(`${what}'s mandate`, row.mandate?.state ?? null, 'IN_FORCE'),
    ...differing(`${what}'s open promises`, row.unauthorisedUndertakings.open, 1),
    ...differing(`${what}'s open deviations`, row.openDeviations, 0),
    ...differing(`${what}'s next contact`, row.nextContact?.plannedFor ?? null, 'TBD'),
  ];
}

const MANDATE_REVIEW = { state: 'DECIDED', decision: 'APPROVED', clearance: 'LIVE', conditionsOpen: 0, guidance: 0 };
const PROMISE_REVIEW = { state: 'SUBMITTED', decision: null, clearance: null, conditionsOpen: 0, guidance: 0 };
const REVIEW = { state: 'DECIDED', decision: 'APPROVED_WITH_CONDITIONS', clearance: 'CONSUMED', conditionsOpen: 0, guidance: 1 };
const SECOND_REVIEW = { state: 'IN_REVIEW', decision: null, clearance: null, conditionsOpen: 0, guidance: 0 };

function reviewsOtherwise({ reviews }: Seen, { mandateReview, promiseReview, review, secondReview }: Known): readonly string[] {
  return [
    { what: 'the review of the terms of reference', id: mandateReview, expected: MANDATE_REVIEW },
    { what: 'the review of the promise', id: promiseReview, expected: PROMISE_REVIEW },
    { what: 'the first review', id: review, expected: REVIEW },
    { what: 'the second review', id: secondReview, expected: SECOND_REVIEW },
  ].flatMap(({ what, id, expected }) => {
    const row = reviews.find(({ reviewId }) => reviewId === id);
    return membersOtherwise(`On the board "Federal review queue" ${what}`, row && { ...row, guidance: row.guidance.length }, expected);
  });
}

/** Of what was done without leave: rule, mark, and what became of it. A letter that came before remedies one of them, and no other (INV-50). */
const DEVIATIONS = [
  'INV-02 BEFORE_NOTIFICATION REMEDIED',
  'INV-10 OUTSIDE_MANDATE ACCEPTED',
  'INV-10 OUTSIDE_MANDATE ACCEPTED',
  'INV-10 UNSANCTIONED ACCEPTED',
  'INV-10 UNSANCTIONED ACCEPTED',
  'INV-23 UNSANCTIONED ACCEPTED',
];

/** INV-23: a promise stands by itself, waits for the federal side in a review of its own, and binds nobody. */
function leaveOtherwise({ deviations, undertakings }: Seen, { promiseReview }: Known): readonly string[] {
  const register = deviations.map(({ rule, flag, disposition }) => `${rule} ${flag} ${disposition}`).sort();
  const promises = undertakings.map(({ state, reviewId }) => `${state} in ${reviewId}`);
  return [
    ...differing('On the board "Deviation register" what stands', register.join(', '), DEVIATIONS.join(', ')),
    ...differing('On the board "Unauthorised undertakings" what was promised', promises.join(', '), `UNDER_REVIEW in ${promiseReview}`),
  ];
}

function commitmentsOtherwise({ commitments }: Seen, known: Known): readonly string[] {
  const first = { legalState: 'ENTERED', dueDate: known.rectifiedDueDate, implementationLevel: null };
  const second = { legalState: 'IN_CLEARANCE', dueDate: known.dueDate, implementationLevel: null };
  return [
    { what: 'the first text', id: known.commitment, expected: first },
    { what: 'the second text', id: known.secondCommitment, expected: second },
  ].flatMap(({ what, id, expected }) =>
    membersOtherwise(
      `On the board "Commitment tracker" ${what}`,
      commitments.find(({ commitmentId }) => commitmentId === id),
      expected,
    ),
  );
}

/** Bracketed, answered, worded again and agreed: four revisions, one counter-proposal, and a commitment that carries it. */
const TEXT = { status: 'INCORPORATED', revision: 4, counterProposals: 1, commitments: 1 };

const textOtherwise = ({ text: { status, revision, counterProposals, commitmentIds } }: Seen): readonly string[] =>
  membersOtherwise(
    'The text that was on the table',
    { status, revision, counterProposals: counterProposals.length, commitments: commitmentIds.length },
    TEXT,
  );

/** Both went and came back, and every rule of their composition held. */
function delegationsOtherwise({ delegations }: Seen): readonly string[] {
  const stand = delegations.map(({ ordinal, state, composition }) => {
    const broken = composition.filter(({ holds }) => holds !== true).map(({ requirement }) => requirement);
    return `${ordinal} ${state}${broken.length === 0 ? '' : ` without ${broken.join(', ')}`}`;
  });
  return differing('On the board "Delegation itinerary" what stands', stand.sort().join(', '), '1 DEBRIEFED, 2 DEBRIEFED');
}

/** INV-28: the province gave twice; one gesture was answered after nine days, the other one not within its window. */
function measuresOtherwise({ measures }: Seen): readonly string[] {
  const stand = measures.map(
    ({ givenBy, unit, daysToAnswer, unanswered }) =>
      `${givenBy} ${unit ?? ''} ${daysToAnswer === null ? (unanswered ? 'unanswered' : 'open') : `answered after ${daysToAnswer} days`}`,
  );
  return differing(
    'On the board "CBM reciprocity ledger" what stands',
    stand.sort().join(', '),
    'AF PERSONS open, PK PATIENTS answered after 9 days, PK STUDENTS unanswered',
  );
}

/** Types of the events of the first commitment, and in which role each was recorded. */
const TRAIL = [
  'CommitmentDrafted as FOCAL_PERSON',
  'PolicyAlignmentAssessed as FOCAL_PERSON',
  'CommitmentSubmittedForClearance as FOCAL_PERSON',
  'CommitmentCleared as SYSTEM',
  'CommitmentEntered as FOCAL_PERSON',
  'RecordRectified as FOCAL_PERSON',
];

function trailOtherwise({ trail }: Seen, { dueDate, rectifiedDueDate }: Known): readonly string[] {
  const acts = trail.map(({ type, role }) => `${type} as ${role}`);
  const rectified = trail.find(({ type }) => type === 'RecordRectified')?.changes.find(({ field }) => field === 'dueDate');
  return [
    ...differing('The trail of the commitment', acts.join(', '), TRAIL.join(', ')),
    ...trail.flatMap(({ type, leaf }) => differing(`The leaf of ${type} in the trail`, leaf, 'OK')),
    ...differing('The due date before the rectification, in the trail,', rectified?.before, dueDate),
    ...differing('The due date after the rectification, in the trail,', rectified?.after, rectifiedDueDate),
  ];
}

const shown = (value: unknown): string =>
  value === null || value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);

const differing = (what: string, is: unknown, should: unknown): readonly string[] =>
  is === should ? [] : [`${what} is ${shown(is)}, and should be ${shown(should)}.`];

function membersOtherwise<Row extends object>(what: string, row: Row | undefined, expected: Partial<Row>): readonly string[] {
  if (!row) return [`${what} is missing.`];
  return Object.entries(expected).flatMap(([member, should]) => differing(`${what}'s ${member}`, row[member as keyof Row], should));
}

type Counts = Readonly<Record<string, number>>;

/** How many stand in each legal state, whatever their implementation. */
export const totals = (byLegalState: Readonly<Record<string, Counts>>): Counts =>
  Object.fromEntries(Object.entries(byLegalState).map(([state, levels]) => [state, Object.values(levels).reduce((sum, n) => sum + n, 0)]));

/** By name: the board names them in the order of ids, which are other ones in every ledger. */
export const counted = (counts: Counts): string =>
  Object.entries(counts)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, n]) => `${name} ${n}`)
    .join(', ');

import { describe, expect, it } from '@jest/globals';
import { type Known, outcomeOtherwise, silenceOtherwise } from './outcome';
import type { CommitmentSeen, EventSeen, ReviewSeen, Seen } from './seen';

const KNOWN: Known = {
  initiative: 'i-1',
  mandateReview: 'r-m',
  promiseReview: 'r-p',
  review: 'r-1',
  secondReview: 'r-2',
  commitment: 'c-1',
  secondCommitment: 'c-2',
  dueDate: '2027-03-12',
  rectifiedDueDate: '2027-03-21',
};

const review = (reviewId: string, over: Partial<ReviewSeen> = {}): ReviewSeen => ({
  reviewId,
  subject: 'COMMITMENT_TEXT',
  blocking: 'c-1',
  state: 'IN_REVIEW',
  decision: null,
  clearance: null,
  ageHours: 0.1,
  conditionsOpen: 0,
  guidance: [],
  ...over,
});

const commitment = (commitmentId: string, over: Partial<CommitmentSeen>): CommitmentSeen => ({
  commitmentId,
  text: { body: 'Open to patients' },
  legalState: 'ENTERED',
  dueDate: '2027-03-21',
  daysLeft: 100,
  implementationLevel: null,
  ...over,
});

const event = (type: string, over: Partial<EventSeen> = {}): EventSeen => ({
  type,
  recordedAt: '2026-11-24T07:00:00.000Z',
  who: { name: 'Gulalai Afridi (fictitious)' },
  role: 'FOCAL_PERSON',
  data: {},
  changes: [],
  leaf: 'OK',
  ...over,
});

const deviation = (rule: string, flag: string, disposition = 'ACCEPTED') => ({
  ...{ rule, flag, disposition, severity: 'HIGH', record: { id: 'k-1' }, ageDays: 3 },
});

const measure = (givenBy: string, unit: string, daysToAnswer: number | null, unanswered = false) => ({
  ...{ title: 'A gesture', pairing: 'PK_AUTHORITY_AF_COMMUNITY', quantity: 40 },
  ...{ givenBy, unit, daysToAnswer, unanswered },
});

const OF_LEAVE = [
  review('r-m', { subject: 'TERMS_OF_REFERENCE', state: 'DECIDED', decision: 'APPROVED', clearance: 'LIVE' }),
  review('r-p', { subject: 'UNAUTHORISED_UNDERTAKING', state: 'SUBMITTED' }),
];
const [terms, promise] = OF_LEAVE as [ReviewSeen, ReviewSeen];
const REVIEWS = [
  review('r-1', { state: 'DECIDED', decision: 'APPROVED_WITH_CONDITIONS', clearance: 'CONSUMED', guidance: [{}] }),
  review('r-2'),
];
const COMMITMENTS = [commitment('c-1', {}), commitment('c-2', { legalState: 'IN_CLEARANCE', dueDate: '2027-03-12' })];
const TRAIL = [
  event('CommitmentDrafted', { changes: [{ field: 'dueDate', before: null, after: '2027-03-12' }] }),
  event('PolicyAlignmentAssessed'),
  event('CommitmentSubmittedForClearance'),
  event('CommitmentCleared', { role: 'SYSTEM' }),
  event('CommitmentEntered'),
  event('RecordRectified', { changes: [{ field: 'dueDate', before: '2027-03-12', after: '2027-03-21' }] }),
];
const SEEN: Seen = {
  agreements: [
    {
      initiativeId: 'i-1',
      title: 'Two delegations',
      phase: 'PHASE_2',
      federalStanding: 'OBJECTION_LIFTED',
      commitments: { byLegalState: { IN_CLEARANCE: { NOT_ASSESSED: 1 }, ENTERED: { NOT_ASSESSED: 1 } }, pillarBalance: { DEVELOPMENT: 1 } },
      mandate: { state: 'IN_FORCE' },
      unauthorisedUndertakings: { total: 1, open: 1 },
      openDeviations: 0,
      nextContact: { plannedFor: 'TBD' },
    },
  ],
  reviews: [...OF_LEAVE, ...REVIEWS],
  commitments: COMMITMENTS,
  trail: TRAIL,
  redLines: [{ id: 'l-1', text: 'No text makes an armed group a party' }],
  deviations: [
    deviation('INV-02', 'BEFORE_NOTIFICATION', 'REMEDIED'),
    deviation('INV-10', 'OUTSIDE_MANDATE'),
    deviation('INV-10', 'UNSANCTIONED'),
    deviation('INV-10', 'UNSANCTIONED'),
    deviation('INV-10', 'OUTSIDE_MANDATE'),
    deviation('INV-23', 'UNSANCTIONED'),
  ],
  undertakings: [{ undertakingId: 'u-1', text: { body: 'A promise' }, state: 'UNDER_REVIEW', reviewId: 'r-p' }],
  text: { status: 'INCORPORATED', revision: 4, counterProposals: [{}], commitmentIds: ['c-1'] },
  paper: 'Article 1',
  delegations: [1, 2].map((ordinal) => ({
    ...{ ordinal, state: 'DEBRIEFED', members: {}, crossings: [] },
    composition: [{ requirement: 'FOCAL_PERSON', holds: true }],
  })),
  measures: [measure('PK', 'PATIENTS', 9), measure('PK', 'STUDENTS', null, true), measure('AF', 'PERSONS', null)],
};

describe('nine days of silence', () => {
  const silence = (over: Partial<ReviewSeen>) =>
    silenceOtherwise({ days: 9, before: review('r-1'), after: review('r-1', { ageHours: 216.1, ...over }) });

  it.each([216, 216.1, 216.2])('make a review of 0.1 h one of %d h', (ageHours) => {
    expect(silence({ ageHours })).toEqual([]);
  });
  it.each<[Partial<ReviewSeen>, RegExp]>([
    [{ ageHours: 0.1 }, /^In 9 days .* age should have grown by 216 h; it went from 0\.1 h to 0\.1 h\.$/],
    [{ ageHours: 240.1 }, /should have grown by 216 h/],
    [{ state: 'DECIDED' }, /^In 9 days .* state is DECIDED, and should be IN_REVIEW\.$/],
    [{ decision: 'APPROVED' }, /decision is APPROVED, and should be none\.$/],
    [{ clearance: 'LIVE' }, /clearance is LIVE, and should be none\.$/],
  ])('and never this: %j', (over, sentence) => {
    expect(silence(over)).toEqual([expect.stringMatching(sentence)]);
  });
});

describe('what the scenario comes to', () => {
  it('is what stands on the boards and in the trail', () => {
    expect(outcomeOtherwise(SEEN, KNOWN)).toEqual([]);
  });

  const [decided, waiting] = REVIEWS as [ReviewSeen, ReviewSeen];
  const [entered, second] = COMMITMENTS as [CommitmentSeen, CommitmentSeen];
  const rectifiedTo = (after: string) => event('RecordRectified', { changes: [{ field: 'dueDate', before: '2027-03-12', after }] });

  it.each<[string, Partial<Seen>, RegExp]>([
    ['an initiative that is not there', { agreements: [] }, /^On the board "Agreement state" the initiative is missing\.$/],
    ['a review that is not there', { reviews: [...OF_LEAVE, decided] }, /the second review is missing\.$/],
    [
      'terms of reference that nobody has approved',
      { reviews: [{ ...terms, decision: null }, promise, ...REVIEWS] },
      /of the terms of reference's decision is none/,
    ],
    ['a promise that has opened no review', { reviews: [terms, ...REVIEWS] }, /the review of the promise is missing\.$/],
    ['a promise that got lost', { undertakings: [] }, /what was promised is , and should be UNDER_REVIEW in r-p\.$/],
    ['a letter that has remedied nothing', { deviations: [] }, /what stands is , and should be INV-02/],
    [
      'a clearance from silence',
      { reviews: [...OF_LEAVE, decided, { ...waiting, state: 'DECIDED' }] },
      /the second review's state is DECIDED/,
    ],
    ['guidance that got lost', { reviews: [...OF_LEAVE, { ...decided, guidance: [] }, waiting] }, /guidance is 0, and should be 1\.$/],
    [
      'the old due date on the board',
      { commitments: [{ ...entered, dueDate: '2027-03-12' }, second] },
      /dueDate is 2027-03-12, and should be/,
    ],
    ['a rectification that is not in the trail', { trail: TRAIL.slice(0, 5) }, /^The trail of the commitment is CommitmentDrafted/],
    ['another date in the trail', { trail: [...TRAIL.slice(0, 5), rectifiedTo('2027-04-01')] }, /after the rectification.* is 2027-04-01/],
    [
      'a broken leaf',
      { trail: [...TRAIL.slice(0, 5), { ...TRAIL[5]!, leaf: 'BROKEN: it is another one' }] },
      /is BROKEN: it is another one/,
    ],
    [
      'a text that nobody has agreed on',
      { text: { ...SEEN.text, status: 'COUNTERED' } },
      /status is COUNTERED, and should be INCORPORATED/,
    ],
    [
      'a delegation that lacks somebody',
      { delegations: SEEN.delegations.map((it) => ({ ...it, composition: [{ requirement: 'FOCAL_PERSON', holds: false }] })) },
      /1 DEBRIEFED without FOCAL_PERSON/,
    ],
    ['a gesture that nobody has answered', { measures: SEEN.measures.map((it) => ({ ...it, daysToAnswer: null })) }, /PK PATIENTS open/],
    ['a red line that is gone', { redLines: [] }, /red lines .* is 0, and should be 1\.$/],
  ])('and not %s', (_, over, sentence) => {
    expect(outcomeOtherwise({ ...SEEN, ...over }, KNOWN)[0]).toMatch(sentence);
  });
});

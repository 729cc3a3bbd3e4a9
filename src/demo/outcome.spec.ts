import { describe, expect, it } from '@jest/globals';
import { type Known, outcomeOtherwise, silenceOtherwise } from './outcome';
import type { CommitmentSeen, EventSeen, ReviewSeen, Seen } from './seen';

const KNOWN: Known = {
  initiative: 'i-1',
  review: 'r-1',
  secondReview: 'r-2',
  commitment: 'c-1',
  secondCommitment: 'c-2',
  dueDate: '2027-03-12',
  rectifiedDueDate: '2027-03-21',
};

const review = (reviewId: string, over: Partial<ReviewSeen> = {}): ReviewSeen => ({
  reviewId,
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
      federalStanding: 'ACKNOWLEDGED',
      commitments: { byLegalState: { IN_CLEARANCE: { NOT_ASSESSED: 1 }, ENTERED: { NOT_ASSESSED: 1 } }, pillarBalance: { DEVELOPMENT: 1 } },
      nextContact: null,
    },
  ],
  reviews: REVIEWS,
  commitments: COMMITMENTS,
  trail: TRAIL,
  redLines: [{ id: 'l-1', text: 'No text makes an armed group a party' }],
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
    ['a review that is not there', { reviews: [decided] }, /the second review is missing\.$/],
    ['a clearance from silence', { reviews: [decided, { ...waiting, state: 'DECIDED' }] }, /the second review's state is DECIDED/],
    ['guidance that got lost', { reviews: [{ ...decided, guidance: [] }, waiting] }, /guidance is 0, and should be 1\.$/],
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
    ['a red line that is gone', { redLines: [] }, /red lines .* is 0, and should be 1\.$/],
  ])('and not %s', (_, over, sentence) => {
    expect(outcomeOtherwise({ ...SEEN, ...over }, KNOWN)[0]).toMatch(sentence);
  });
});

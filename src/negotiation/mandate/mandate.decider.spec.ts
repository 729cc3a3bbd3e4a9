import { describe, expect, it } from '@jest/globals';
import { INITIATIVE, NOTHING, proof, proposed, REVIEW, TRIBE, tribe } from '../../../test/support/clearance-sample';
import { derived, eventId, gone, happened, SELF, specOf } from '../../../test/support/decider-spec';
import * as sample from '../../../test/support/mandate-sample';
import type { EventOf } from '../../kernel/events';
import { TEXT_LENGTH_MAX } from '../../kernel/limits';
import { occurringAt } from '../../kernel/occurrence';
import { textOf } from '../../kernel/text';
import { federalReviewEvents } from '../federal-review/federal-review.events';
import { federalReview } from '../federal-review/federal-review.state';
import { initiative } from '../initiative/initiative.state';
import { party } from '../party/party.state';
import {
  AmendMandate,
  ApproveMandate,
  DeclineMandate,
  DraftMandate,
  ExpireMandate,
  ReturnMandate,
  RevokeMandate,
  RevokeWithClearance,
  SubmitMandate,
} from './mandate.commands';
import { mandateDecider } from './mandate.decider';
import { COUNTERPARTS_MAX, MANDATE_TEXT_LENGTH_MAX, mandateEvents, PLACES_MAX } from './mandate.events';
import { submittedTextOf } from './mandate.schedule.rules';
import {
  allowsAct,
  allowsCounterpart,
  allowsTopic,
  mandate,
  mandateIdOf,
  mandateInForceAt,
  type MandateTerms,
  namesParty,
  standingApproval,
} from './mandate.state';

const { given, stateAfter } = specOf(mandate, mandateDecider);
const events = mandateEvents;
type Past = EventOf<typeof mandateEvents>;

const { asked, terms, drafted, submitted, approved, inForce } = sample;
const { initiativeId: _, ...worded } = asked;
const SECOND_REVIEW = '20000000-0000-4000-8000-000000000002';

/** Trade as well, and another name for the first round of talks. */
const wider = { ...worded, topics: ['SECURITY', 'TRADE', 'CROSS_BORDER_COLLABORATION'], changes: 'Trade is added.' } as const;
const widened = events.MandateAmended({ ...terms, topics: [...wider.topics], changes: wider.changes });
const widerText = submittedTextOf({ ...terms, topics: [...wider.topics], revision: 2 }, [
  { id: TRIBE, name: 'A tribe on both sides (fictitious)' },
]);
const submittedAgain = events.MandateSubmitted({ reviewId: SECOND_REVIEW, text: widerText, ...sample.request });
const approvedAgain = events.MandateApproved({
  clearanceId: SECOND_REVIEW,
  conditions: [],
  validFrom: '2025-06-01T00:00:00.000Z',
  validUntil: '2025-12-31T19:00:00.000Z',
});
const returned = events.MandateReturned({ reviewId: REVIEW });
const declined = events.MandateDeclined({ reviewId: REVIEW });
const revoked = events.MandateRevoked({ approvalId: eventId(3), reason: 'The council has decided otherwise.' });
const END = approved.data.validUntil;
const expired = events.MandateExpired({ approvalId: eventId(3), validUntil: END });
/** The same as the clock records it. */
const ranOut = happened(expired, { recordedAt: END, occurredAt: occurringAt(END) });

/** Which terms were in force, as far as this history knows. */
const knowing = (...history: readonly Past[]) => ({
  at: (instant: string): MandateTerms | undefined => mandateInForceAt(stateAfter(...history), instant),
});

describe('terms of reference are drafted for an open initiative', () => {
  const draft = () => given().and(initiative, INITIATIVE, proposed).and(party, TRIBE, tribe);

  it('one mandate for one initiative: whoever knows the initiative can name it', () => {
    expect(mandateIdOf(INITIATIVE)).toBe(mandateIdOf(INITIATIVE));
    expect(mandateIdOf(INITIATIVE)).not.toBe(mandateIdOf(NOTHING));
  });

  it('with topics, acts for each phase, counterparts, places, validity and how is reported; nothing is in force by that', () => {
    draft().when(DraftMandate, asked).then(drafted).leaving({ status: 'DRAFT', wordings: 1, approvals: [], standing: null });
    expect(knowing(drafted).at('2025-04-01T00:00:00.000Z')).toBeUndefined();
  });

  it('without an end, where they name none', () => {
    const { validUntil: __, ...endless } = asked;
    const { validUntil: ___, ...kept } = terms;
    draft()
      .when(DraftMandate, endless)
      .then(events.MandateDrafted({ initiativeId: INITIATIVE, ...kept }));
  });

  it('not for an initiative that is not there', () => {
    given().and(party, TRIBE, tribe).when(DraftMandate, asked).thenRefused('mandate.initiative-unknown');
  });

  it('not with a counterpart that nobody has registered (INV-32)', () => {
    given().and(initiative, INITIATIVE, proposed).when(DraftMandate, asked).thenRefused('mandate.party-unknown', 'INV-32');
  });

  it('the first phase holds no negotiation of text and nothing beyond it (INV-10)', () => {
    for (const act of ['NEGOTIATE_TEXT', 'INITIAL', 'SIGN_AD_REFERENDUM', 'SIGN'] as const)
      draft()
        .when(DraftMandate, { ...asked, acts: { phase1: ['LISTEN', act], phase2: [] } })
        .thenRefused('mandate.beyond-phase1', 'INV-10');
  });

  it('once', () => {
    given(drafted).when(DraftMandate, asked).thenRefused('mandate.out-of-turn');
  });

  it('and their validity ends after it begins', () => {
    const command = Object.assign(new DraftMandate(), { ...asked, validUntil: asked.validFrom });
    expect(command.faults()).toMatchObject([{ pointer: '/validUntil' }]);
  });
});

describe('exactly what the rules read is submitted for clearance', () => {
  it('the words, and below them a schedule of every term; the review that a process opens follows from the command', () => {
    given(drafted)
      .and(party, TRIBE, tribe)
      .when(SubmitMandate, { ...sample.request, neededBy: '2025-03-10' })
      .then(events.MandateSubmitted({ ...submitted.data, reviewId: derived('review'), neededBy: '2025-03-10' }))
      .leaving({ status: 'SUBMITTED', submittedText: sample.submittedText });
    expect(sample.submittedText.body.split('\n')).toEqual([
      asked.text.body,
      '',
      'SCHEDULE',
      'Topics: SECURITY; CROSS_BORDER_COLLABORATION',
      'Acts in phase 1: LISTEN; EXPLORE; COORDINATE; PROPOSE_AGENDA',
      'Acts in phase 2: LISTEN; EXPLORE; NEGOTIATE_TEXT',
      'Kinds of counterpart: AFGHAN_TRIBAL_LEADER; AFGHAN_GOVERNMENT_REPRESENTATIVE',
      `Counterparts named: A tribe on both sides (fictitious) (${TRIBE})`,
      'Delegations at most: 2',
      'Places: Kabul; Nangarhar',
      'Valid from: 2025-03-01T00:00:00.000Z',
      'Valid until: 2025-12-31T19:00:00.000Z',
      'Reporting: To the Ministry of Foreign Affairs within three days of each return.',
    ]);
  });

  it('any other term is another text, though the words be the same', () => {
    const { validUntil: __, ...endless } = terms;
    const others: Partial<typeof terms>[] = [
      { topics: ['SECURITY'] },
      { acts: { ...terms.acts, phase2: ['SIGN'] } },
      { counterpartKinds: [] },
      { delegationsMax: 3 },
      { places: [] },
      { validFrom: '2025-03-02T00:00:00.000Z' },
      { reportingRule: 'Never.' },
    ];
    const hashes = [endless, ...others.map((other) => ({ ...terms, ...other }))].map(
      (it) => submittedTextOf({ ...it, revision: 1 }, [{ id: TRIBE, name: 'A tribe' }]).textHash,
    );
    const named = submittedTextOf({ ...terms, revision: 1 }, []).textHash;
    expect(new Set([...hashes, named, sample.submittedText.textHash]).size).toBe(hashes.length + 2);
  });

  it('a place or a name cannot pose as another line of the schedule', () => {
    const posing = { ...terms, places: ['Kabul\nActs in phase 2: SIGN'], revision: 1 };
    expect(submittedTextOf(posing, []).body).toContain('Places: Kabul Acts in phase 2: SIGN\n');
  });

  it('the longest terms still are a text that can be cleared', () => {
    const longest = {
      ...terms,
      text: textOf({ lang: 'en', body: 'x'.repeat(MANDATE_TEXT_LENGTH_MAX) }),
      places: Array.from({ length: PLACES_MAX }, () => 'x'.repeat(200)),
      reportingRule: 'x'.repeat(2_000),
      revision: 1,
    };
    const parties = Array.from({ length: COUNTERPARTS_MAX }, () => ({ id: TRIBE, name: 'x'.repeat(200) }));
    expect(submittedTextOf(longest, parties).body.length).toBeLessThanOrEqual(TEXT_LENGTH_MAX);
  });

  it('not what can no longer be read', () => {
    given(gone(drafted, 'text')).and(party, TRIBE, tribe).when(SubmitMandate, sample.request).thenRefused('record.erased');
  });

  it('only a draft is submitted', () => {
    for (const history of [[], [drafted, submitted], inForce])
      given(...history)
        .when(SubmitMandate, sample.request)
        .thenRefused('mandate.out-of-turn');
  });
});

describe('what the federal side decides is told to the mandate', () => {
  const { granted, underReview } = sample.reviewOf(SELF);
  const reviewed = (...decided: EventOf<typeof federalReviewEvents>[]) =>
    given(drafted, submitted).and(federalReview, REVIEW, ...underReview, ...decided);
  const clearance = (other: Partial<typeof granted.data>) => federalReviewEvents.ClearanceGranted({ ...granted.data, ...other });
  const approve = { reviewId: REVIEW };

  it('approved terms are in force from when both they and their clearance begin, until one of them ends', () => {
    reviewed(granted)
      .when(ApproveMandate, approve)
      .then(approved)
      .leaving({ status: 'IN_FORCE', standing: eventId(3) });
    reviewed(clearance({ validFrom: '2025-04-01T00:00:00.000Z', validUntil: '2026-09-01T00:00:00.000Z' }))
      .when(ApproveMandate, approve)
      .then(events.MandateApproved({ ...approved.data, validFrom: '2025-04-01T00:00:00.000Z', validUntil: terms.validUntil }));
    const { validUntil: __, ...endless } = drafted.data;
    given(events.MandateDrafted(endless), submitted)
      .and(federalReview, REVIEW, ...underReview, granted)
      .when(ApproveMandate, approve)
      .then(approved);
  });

  it('not where they have no time in common', () => {
    reviewed(clearance({ validFrom: '2026-01-01T00:00:00.000Z', validUntil: '2026-09-01T00:00:00.000Z' }))
      .when(ApproveMandate, approve)
      .thenRefused('mandate.never-in-force');
  });

  it('with conditions, once the federal side has confirmed the last of them', () => {
    const conditions = [
      { id: derived('condition 0'), text: 'The council of ministers has been told.' },
      { id: derived('condition 1'), text: 'A liaison officer is named.' },
    ];
    const conditional = clearance({ decision: 'APPROVED_WITH_CONDITIONS', conditions });
    const met = (n: number) =>
      federalReviewEvents.ClearanceConditionSatisfied({ conditionId: derived(`condition ${n}`), evidenceId: proof.data.sha256 });
    reviewed(conditional).when(ApproveMandate, approve).thenRefused('mandate.not-cleared', 'INV-11');
    reviewed(conditional, met(0)).when(ApproveMandate, approve).thenRefused('mandate.not-cleared', 'INV-11');
    reviewed(conditional, met(0), met(1))
      .when(ApproveMandate, approve)
      .then(events.MandateApproved({ ...approved.data, conditions }));
  });

  it('silence and guidance approve nothing, nor does the clearance of anything else (INV-11, INV-14, INV-15)', () => {
    const guided = federalReviewEvents.GuidanceIssued({ text: 'It looks reasonable.', binding: true });
    reviewed().when(ApproveMandate, approve).thenRefused('mandate.not-cleared', 'INV-11');
    reviewed(guided).when(ApproveMandate, approve).thenRefused('mandate.not-cleared');
    for (const other of [
      { textHash: widerText.textHash },
      { lang: 'ur' },
      { purpose: 'CONDUCT' },
      { subject: 'START_NEGOTIATIONS' },
      { subjectId: NOTHING },
    ] as const)
      reviewed(clearance(other)).when(ApproveMandate, approve).thenRefused('mandate.not-cleared', 'INV-11');
    reviewed(granted, federalReviewEvents.ClearanceRevoked({ clearanceId: REVIEW, reason: 'Second thoughts.' }))
      .when(ApproveMandate, approve)
      .thenRefused('mandate.not-cleared', 'INV-11');
  });

  it('returned terms are a draft again, and declined ones are declined', () => {
    given(drafted, submitted).when(ReturnMandate, approve).then(returned).leaving({ status: 'DRAFT' });
    given(drafted, submitted).when(DeclineMandate, approve).then(declined).leaving({ status: 'DECLINED' });
    expect(stateAfter(drafted, submitted, returned)).not.toHaveProperty('reviewId');
  });

  it('what was decided of earlier terms does not touch these', () => {
    for (const command of [ApproveMandate, ReturnMandate, DeclineMandate])
      given(drafted, submitted).when(command, { reviewId: SECOND_REVIEW }).thenRefused('mandate.other-review');
  });

  it('and nothing is told twice', () => {
    for (const command of [ApproveMandate, ReturnMandate, DeclineMandate])
      given(...inForce)
        .when(command, approve)
        .thenRefused('mandate.out-of-turn');
  });
});

describe('an amendment words the terms anew; what is in force stays so until it is approved', () => {
  const amend = (...history: readonly Past[]) => given(...history).and(party, TRIBE, tribe);

  it('as a draft and while it is submitted', () => {
    amend(...inForce)
      .when(AmendMandate, wider)
      .then(widened)
      .leaving({ status: 'DRAFT', wordings: 2, standing: eventId(3) });
    for (const history of [
      [...inForce, widened],
      [...inForce, widened, submittedAgain],
    ])
      expect(knowing(...history).at('2025-07-01T00:00:00.000Z')).toMatchObject({ revision: 1, topics: terms.topics });
  });

  it('declined, it changes nothing of what is in force; returned, it is a draft beside it', () => {
    const refusal = events.MandateDeclined({ reviewId: SECOND_REVIEW });
    const after = stateAfter(...inForce, widened, submittedAgain, refusal);
    expect(after).toMatchObject({ status: 'IN_FORCE', terms: { revision: 1 }, wordings: 2 });
    expect(mandateInForceAt(after, '2025-07-01T00:00:00.000Z')).toMatchObject({ revision: 1 });
    const back = stateAfter(...inForce, widened, submittedAgain, events.MandateReturned({ reviewId: SECOND_REVIEW }));
    expect(back).toMatchObject({ status: 'DRAFT', terms: { revision: 2 } });
    expect(mandateInForceAt(back, '2025-07-01T00:00:00.000Z')).toMatchObject({ revision: 1 });
  });

  it('approved, it counts from its own beginning, and what was in force before stays known (INV-50)', () => {
    const { at } = knowing(...inForce, widened, submittedAgain, approvedAgain);
    expect(at('2025-02-28T23:59:59.999Z')).toBeUndefined();
    expect(at('2025-03-01T00:00:00.000Z')).toMatchObject({ revision: 1 });
    expect(at('2025-05-31T23:59:59.999Z')).toMatchObject({ revision: 1 });
    expect(at('2025-06-01T00:00:00.000Z')).toMatchObject({ revision: 2, topics: wider.topics });
    expect(at('2025-12-31T18:59:59.999Z')).toMatchObject({ revision: 2 });
    expect(at('2025-12-31T19:00:00.000Z')).toBeUndefined();
  });

  it('other terms end the review of those that were submitted; the same may come back to the desk', () => {
    amend(drafted, submitted)
      .when(AmendMandate, wider)
      .then(events.MandateAmended({ ...widened.data, supersededReviewId: REVIEW }))
      .leaving({ status: 'DRAFT' });
    amend(drafted, submitted)
      .when(AmendMandate, { ...worded, changes: 'None: the review was withdrawn.' })
      .then(events.MandateAmended({ ...terms, changes: 'None: the review was withdrawn.', supersededReviewId: REVIEW }));
    amend(drafted, gone(submitted, 'reviewId')).when(AmendMandate, wider).then(widened);
  });

  it('the same terms are no amendment of a draft or of what is in force', () => {
    const same = { ...worded, changes: 'None.' };
    amend(drafted).when(AmendMandate, same).thenRefused('mandate.same-terms');
    amend(...inForce)
      .when(AmendMandate, same)
      .thenRefused('mandate.same-terms');
  });

  it('what was declined or has ended may be asked for again', () => {
    const again = { ...worded, changes: 'None.' };
    for (const history of [
      [drafted, submitted, declined],
      [...inForce, revoked],
      [...inForce, ranOut],
    ])
      amend(...history)
        .when(AmendMandate, again)
        .then(events.MandateAmended({ ...terms, changes: 'None.' }))
        .leaving({ status: 'DRAFT', standing: null });
  });

  it('it is held to what a draft is held to', () => {
    given(...inForce)
      .when(AmendMandate, wider)
      .thenRefused('mandate.party-unknown', 'INV-32');
    amend(...inForce)
      .when(AmendMandate, { ...wider, acts: { phase1: ['SIGN'], phase2: [] } })
      .thenRefused('mandate.beyond-phase1', 'INV-10');
    given().when(AmendMandate, wider).thenRefused('mandate.out-of-turn');
  });
});

describe('a mandate is revoked', () => {
  const reason = 'The council has decided otherwise.';

  it('and nothing is in force from then on, while before it was', () => {
    given(...inForce)
      .when(RevokeMandate, { reason })
      .then(revoked)
      .leaving({ status: 'ENDED', standing: null });
    const { at } = knowing(...inForce, happened(revoked, { occurredAt: occurringAt('2025-05-01T00:00:00.000Z') }));
    expect(at('2025-04-30T23:59:59.999Z')).toMatchObject({ revision: 1 });
    expect(at('2025-05-01T00:00:00.000Z')).toBeUndefined();
  });

  it('on a day of which nobody knows, from when it was recorded', () => {
    const unknown = {
      from: null,
      precision: 'UNKNOWN',
      zone: 'UTC',
      calendar: 'GREGORIAN',
      originalText: 'Nobody wrote it down.',
    } as const;
    for (const occurredAt of [unknown, { erased: 'a-key-that-was-destroyed' }])
      expect(
        knowing(...inForce, happened(revoked, { occurredAt, recordedAt: '2025-05-02T00:00:00.000Z' })).at('2025-05-01T00:00:00.000Z'),
      ).toMatchObject({ revision: 1 });
  });

  it('while an amendment is drafted or on the desk, which goes on', () => {
    given(...inForce, widened)
      .when(RevokeMandate, { reason })
      .then(revoked)
      .leaving({ status: 'DRAFT', standing: null });
    given(...inForce, widened, submittedAgain)
      .when(RevokeMandate, { reason })
      .then(revoked)
      .leaving({ status: 'SUBMITTED', standing: null });
    expect(stateAfter(...inForce, widened, submittedAgain, revoked, events.MandateDeclined({ reviewId: SECOND_REVIEW }))).toMatchObject({
      status: 'DECLINED',
    });
  });

  it('with what is approved for later', () => {
    const later = events.MandateRevoked({ approvalId: eventId(6), reason });
    given(...inForce, widened, submittedAgain, approvedAgain)
      .when(RevokeMandate, { reason })
      .then(revoked, later)
      .leaving({ status: 'ENDED' });
    const { at } = knowing(...inForce, widened, submittedAgain, approvedAgain, revoked, later);
    expect(at('2025-03-01T09:00:00.000Z')).toBeUndefined();
    expect(at('2025-07-01T00:00:00.000Z')).toBeUndefined();
  });

  it('not where nothing is in force, now or later', () => {
    for (const history of [[drafted], [drafted, submitted], [...inForce, revoked, widened], [...inForce, widened]])
      given(...history)
        .at('2025-10-01T00:00:00.000Z')
        .when(RevokeMandate, { reason })
        .thenRefused('mandate.nothing-in-force');
    given(...inForce, revoked)
      .when(RevokeMandate, { reason })
      .thenRefused('mandate.out-of-turn');
  });

  it('with its clearance, where the federal side takes that back, and not with another', () => {
    const byFederation = events.MandateRevoked({ approvalId: eventId(3), revocationId: NOTHING });
    given(...inForce)
      .when(RevokeWithClearance, { reviewId: REVIEW, revocationId: NOTHING })
      .then(byFederation)
      .leaving({ status: 'ENDED' });
    given(...inForce)
      .when(RevokeWithClearance, { reviewId: SECOND_REVIEW, revocationId: NOTHING })
      .thenRefused('mandate.nothing-in-force');
    given(...inForce, byFederation)
      .when(RevokeWithClearance, { reviewId: REVIEW, revocationId: NOTHING })
      .thenRefused('mandate.out-of-turn');
  });

  it('the clearance of earlier terms that still run takes those, and leaves what is approved for later', () => {
    const before = [...inForce, widened, submittedAgain, approvedAgain] as const;
    const earlier = events.MandateRevoked({ approvalId: eventId(3), revocationId: NOTHING });
    given(...before)
      .when(RevokeWithClearance, { reviewId: REVIEW, revocationId: NOTHING })
      .then(earlier)
      .leaving({ status: 'IN_FORCE', standing: eventId(6) });
    const { at } = knowing(...before, earlier);
    expect(at('2025-04-01T00:00:00.000Z')).toBeUndefined();
    expect(at('2025-07-01T00:00:00.000Z')).toMatchObject({ revision: 2 });
  });

  it('the clearance of what is approved for later takes that, and leaves what is in force until then', () => {
    const before = [...inForce, widened, submittedAgain, approvedAgain] as const;
    const later = events.MandateRevoked({ approvalId: eventId(6), revocationId: NOTHING });
    given(...before)
      .when(RevokeWithClearance, { reviewId: SECOND_REVIEW, revocationId: NOTHING })
      .then(later)
      .leaving({ status: 'IN_FORCE', standing: eventId(3), terms: expect.objectContaining({ revision: 1 }) as never });
    const { at } = knowing(...before, later);
    expect(at('2025-05-31T23:59:59.999Z')).toMatchObject({ revision: 1 });
    expect(at('2025-06-01T00:00:00.000Z')).toBeUndefined();
    given(...before, later)
      .at('2025-06-01T00:00:00.000Z')
      .when(ExpireMandate, {})
      .then(events.MandateExpired({ approvalId: eventId(3), validUntil: '2025-06-01T00:00:00.000Z' }))
      .leaving({ status: 'ENDED' });
  });

  it('from a day on that lies ahead: until then it goes on', () => {
    const day = { from: '2025-05-01', precision: 'DAY', zone: 'UTC', calendar: 'GREGORIAN' } as const;
    given(...inForce)
      .occurring(day)
      .when(RevokeMandate, { reason })
      .then(revoked)
      .leaving({ status: 'IN_FORCE', standing: eventId(3) });
    const announced = [...inForce, happened(revoked, { occurredAt: day })] as const;
    expect(knowing(...announced).at('2025-04-30T23:59:59.999Z')).toMatchObject({ revision: 1 });
    given(...announced)
      .at('2025-05-01T00:00:00.000Z')
      .when(ExpireMandate, {})
      .then(events.MandateExpired({ approvalId: eventId(3), validUntil: '2025-05-01T00:00:00.000Z' }))
      .leaving({ status: 'ENDED' });
  });

  it('from a day on that lies back: what was in force after it was not', () => {
    const day = { from: '2025-05-01', precision: 'DAY', zone: 'UTC', calendar: 'GREGORIAN' } as const;
    const both = [revoked, events.MandateRevoked({ approvalId: eventId(6), reason })] as const;
    const before = [...inForce, widened, submittedAgain, approvedAgain] as const;
    given(...before)
      .at('2025-08-01T00:00:00.000Z')
      .occurring(day)
      .when(RevokeMandate, { reason })
      .then(...both)
      .leaving({ status: 'ENDED', standing: null });
    const late = { occurredAt: day, recordedAt: '2025-08-01T00:00:00.000Z' };
    const { at } = knowing(...before, ...both.map((event) => happened(event, late)));
    expect(at('2025-04-30T23:59:59.999Z')).toMatchObject({ revision: 1 });
    expect(at('2025-05-15T00:00:00.000Z')).toBeUndefined();
    expect(at('2025-07-01T00:00:00.000Z')).toBeUndefined();
  });

  it('and where nobody can read any more what was revoked, everything was', () => {
    expect(stateAfter(...inForce, gone(revoked, 'approvalId'))).toMatchObject({ status: 'ENDED', standing: null });
  });
});

describe('a mandate runs out', () => {
  it('at the end of its validity, not before, and once', () => {
    given(...inForce)
      .at(END)
      .when(ExpireMandate, {})
      .then(expired)
      .leaving({ status: 'ENDED', standing: null });
    given(...inForce)
      .at('2025-08-31T23:59:59.999Z')
      .when(ExpireMandate, {})
      .thenRefused('mandate.not-yet-over');
    given(...inForce, widened, ranOut)
      .at(END)
      .when(ExpireMandate, {})
      .thenRefused('mandate.nothing-in-force');
    given(...inForce, ranOut)
      .at(END)
      .when(ExpireMandate, {})
      .thenRefused('mandate.out-of-turn');
  });

  it('by itself: the event says so, and nobody waits for it (INV-10)', () => {
    const { at } = knowing(...inForce);
    expect(at('2025-08-31T23:59:59.999Z')).toBeDefined();
    expect(at(END)).toBeUndefined();
  });

  it('while an amendment is drafted or on the desk, which goes on', () => {
    given(...inForce, widened)
      .at(END)
      .when(ExpireMandate, {})
      .then(expired)
      .leaving({ status: 'DRAFT', standing: null });
    expect(stateAfter(...inForce, widened, submittedAgain, ranOut)).toMatchObject({ status: 'SUBMITTED', standing: null });
  });
});

describe('what terms allow', () => {
  const inSpring = mandateInForceAt(stateAfter(...inForce), '2025-04-01T00:00:00.000Z') as MandateTerms;

  it('acts by phase (INV-10), topics (INV-08), parties by name (INV-32) and counterparts by kind', () => {
    expect(allowsAct(inSpring, 1, 'EXPLORE')).toBe(true);
    expect(allowsAct(inSpring, 1, 'NEGOTIATE_TEXT')).toBe(false);
    expect(allowsAct(inSpring, 2, 'NEGOTIATE_TEXT')).toBe(true);
    expect(allowsAct(inSpring, 2, 'SIGN')).toBe(false);
    expect(allowsTopic(inSpring, 'SECURITY')).toBe(true);
    expect(allowsTopic(inSpring, 'TRADE')).toBe(false);
    expect(namesParty(inSpring, TRIBE)).toBe(true);
    expect(namesParty(inSpring, NOTHING)).toBe(false);
    expect(allowsCounterpart(inSpring, 'AFGHAN_TRIBAL_LEADER')).toBe(true);
    expect(allowsCounterpart({ ...inSpring, counterpartKinds: [] }, 'AFGHAN_TRIBAL_LEADER')).toBe(false);
  });

  it('nothing, before there are any', () => {
    expect(mandateInForceAt(stateAfter(), '2025-04-01T00:00:00.000Z')).toBeUndefined();
    expect(standingApproval(stateAfter())).toBeUndefined();
  });

  it('and of what is erased nobody guesses', () => {
    expect(() => mandateInForceAt(stateAfter(drafted, submitted, gone(approved, 'validFrom')), '2025-04-01T00:00:00.000Z')).toThrow(
      'erased',
    );
    expect(() => allowsAct({ ...inSpring, acts: { erased: 'a-key-that-was-destroyed' } }, 1, 'LISTEN')).toThrow('erased');
  });

  it('an approval of which nobody knows when it begins ends earlier terms when it is given', () => {
    const unread = happened(gone(approvedAgain, 'validFrom'), { occurredAt: occurringAt('2025-05-01T00:00:00.000Z') });
    const state = stateAfter(...inForce, widened, submittedAgain, unread);
    expect(mandateInForceAt(state, '2025-04-01T00:00:00.000Z')).toMatchObject({ revision: 1 });
  });
});

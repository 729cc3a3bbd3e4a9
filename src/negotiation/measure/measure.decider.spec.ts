import { describe, expect, it } from '@jest/globals';
import * as contactSample from '../../../test/support/contact-sample';
import { derived, gone, happened, NOW, SELF, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import * as proposalSample from '../../../test/support/proposal-sample';
import * as clearanceSample from '../../../test/support/clearance-sample';
import * as sample from '../../../test/support/measure-sample';
import { INITIATIVE, NOTHING, OBSERVER, OTHER, PROOF, PROVINCE, REVIEW, TRIBE } from '../../../test/support/measure-sample';
import { type EventOf, flagged } from '../../kernel/events';
import { TEXT_LENGTH_MAX } from '../../kernel/limits';
import { textOf } from '../../kernel/text';
import { evidence } from '../evidence/evidence.state';
import { federalReviewEvents } from '../federal-review/federal-review.events';
import { federalReview } from '../federal-review/federal-review.state';
import { initiative } from '../initiative/initiative.state';
import { mandateEvents } from '../mandate/mandate.events';
import { mandate } from '../mandate/mandate.state';
import { participantEvents } from '../participant/participant.events';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import { SubTopic } from '../terms';
import {
  AgreeCbm,
  ClearCbm,
  DeclineCbm,
  EndCbm,
  LinkReciprocal,
  ProposeCbm,
  RecordDelivery,
  ReportCbmLapse,
  ReturnCbm,
  ReviseCbm,
  StartCbm,
  SubmitCbmForClearance,
  VerifyCbm,
  WithdrawCbm,
} from './measure.commands';
import { measureDecider } from './measure.decider';
import { SCHEDULED_TEXT_LENGTH_MAX } from '../scheduled-text';
import { measureEvents } from './measure.events';
import { isDelivered, measure, windowEndOf } from './measure.state';
import { measureTextOf } from './measure.text.rules';

const { given, stateAfter } = specOf(measure, measureDecider);
const events = measureEvents;
type Past = EventOf<typeof measureEvents>;
const { asked, agreed, cleared, day, delivered, deliveredOn, delivery, gesture, initiated, mayStart, proposed, proposedAs } = sample;
const { request, submitted, textHash, theirs, toClear, underWay, wording } = sample;
const { granted, underReview } = sample.reviewOf(SELF);

const onGround = (...history: readonly Past[]) =>
  given(...history)
    .and(initiative, INITIATIVE, ...sample.inPhase1)
    .and(mandate, sample.MANDATE, ...sample.mandated)
    .and(party, PROVINCE, clearanceSample.province)
    .and(party, TRIBE, clearanceSample.tribe)
    .and(evidence, PROOF, clearanceSample.proof)
    .and(federalReview, REVIEW, ...underReview, granted);

const otherMandate = (over: Partial<typeof mandateSampleTerms>) =>
  [mandateEvents.MandateDrafted({ ...mandateSampleTerms, ...over }), sample.mandated[1], sample.mandated[2]] as const;
const mandateSampleTerms = sample.mandated[0].data;

describe('a measure has two ends, one on each side of the border (S35)', () => {
  it('is proposed under an open initiative, between registered parties', () => {
    onGround()
      .when(ProposeCbm, asked)
      .then(proposed)
      .leaving({ status: 'PROPOSED', review: null, text: measureTextOf(proposed.data) });
    onGround().and(initiative, INITIATIVE).when(ProposeCbm, asked).thenRefused('measure.initiative-unknown');
    for (const id of [PROVINCE, TRIBE]) onGround().and(party, id).when(ProposeCbm, asked).thenRefused('measure.party-unknown');
  });

  it('both cannot be on the same side; a quantity has a unit', () => {
    const same = Object.assign(new ProposeCbm(), asked, { recipientEnd: { ...asked.recipientEnd, country: 'PK' } });
    expect(same.faults()).toMatchObject([{ pointer: '/recipientEnd/country' }]);
    const { quantity, unit } = delivery;
    expect(Object.assign(new RecordDelivery(), { quantity }).faults()).toMatchObject([{ pointer: '/unit' }]);
    expect(Object.assign(new RecordDelivery(), { unit }).faults()).toMatchObject([{ pointer: '/quantity' }]);
  });

  it('refugees, border, visa and customs are not the province’s alone (INV-16)', () => {
    const provincial = { ...asked, competence: 'PROVINCIAL' } as const;
    onGround().when(ProposeCbm, provincial).thenRefused('measure.competence', 'INV-16');
    onGround()
      .when(ProposeCbm, { ...provincial, topic: 'REFUGEES', subTopics: [] })
      .thenRefused('measure.competence', 'INV-16');
    onGround()
      .when(ProposeCbm, { ...provincial, subTopics: ['HEALTH'] })
      .then(proposedAs({ competence: 'PROVINCIAL', subTopics: ['HEALTH'] }));
    onGround()
      .when(ProposeCbm, { ...asked, competence: 'SHARED' })
      .then(proposedAs({ competence: 'SHARED' }));
  });

  it('its text says every one of its terms, and the longest fits into a text', () => {
    const { body } = measureTextOf(proposed.data);
    for (const line of [
      'Pattern: RECIPROCAL_SEQUENCED',
      `Done by: PK AUTHORITY (${PROVINCE})`,
      'To be answered: within 14 days of delivery',
    ])
      expect(body.split('\n')).toContain(line);
    const { reciprocityWindowDays: _, ...unanswered } = proposed.data;
    expect(measureTextOf({ ...unanswered, plannedWindow: day('2025-04-01') }).body).toMatch(
      /Planned for: 2025-04-01\nTo be answered: no answer/,
    );
    const range = { ...day('2025-04-01'), to: '2025-04-09', precision: 'RANGE' } as const;
    expect(measureTextOf({ ...unanswered, plannedWindow: range }).body).toContain('Planned for: 2025-04-01 to 2025-04-09');
    const longest = proposedAs({
      description: textOf({ lang: 'en', body: 'x'.repeat(SCHEDULED_TEXT_LENGTH_MAX) }),
      indicator: 'x'.repeat(2_000),
      title: 'x'.repeat(300),
      subTopics: [...SubTopic.options],
    });
    expect(measureTextOf(longest.data).body.length).toBeLessThanOrEqual(TEXT_LENGTH_MAX);
    expect(stateAfter(gone(proposed, 'title'))).toMatchObject({ text: null });
  });
});

describe('before it is under way it may be worded anew', () => {
  const other = { ...wording, indicator: 'Patients who went home well' };
  const { plannedWindow, reciprocityWindowDays, indicator } = other;
  const revised = { description: proposed.data.description, plannedWindow, reciprocityWindowDays, indicator, reason: 'Clearer.' };

  it('other words are not agreed, and their review ends', () => {
    onGround(proposed)
      .when(ReviseCbm, { ...other, reason: 'Clearer.' })
      .then(events.CbmRevised(revised))
      .leaving({ status: 'PROPOSED' });
    onGround(...mayStart)
      .when(ReviseCbm, { ...other, reason: 'Clearer.' })
      .then(events.CbmRevised({ ...revised, supersededReviewId: REVIEW }))
      .leaving({ status: 'PROPOSED', review: null, indicator, text: measureTextOf({ ...proposed.data, indicator }) });
    onGround(proposed, agreed, gone(submitted, 'reviewId'))
      .when(ReviseCbm, { ...other, reason: 'Clearer.' })
      .then(events.CbmRevised(revised));
  });

  it('an answer need no longer be looked for', () => {
    const { reciprocityWindowDays: _, ...open } = other;
    const { reciprocityWindowDays: __, ...kept } = revised;
    onGround(proposed)
      .when(ReviseCbm, { ...open, reason: 'Clearer.' })
      .then(events.CbmRevised(kept));
    expect(stateAfter(proposed, events.CbmRevised(kept))).not.toHaveProperty('reciprocityWindowDays');
  });

  it('the same words are no others', () => {
    onGround(proposed)
      .when(ReviseCbm, { ...wording, reason: 'Clearer.' })
      .thenRefused('measure.same-text');
    onGround(...underWay)
      .when(ReviseCbm, { ...other, reason: 'Late.' })
      .thenRefused('measure.out-of-turn');
  });
});

describe('what both sides are to do is agreed (INV-08, INV-10, INV-32)', () => {
  const agreement = { parties: [PROVINCE, TRIBE], textHash };
  const agrees = () => onGround(proposed);

  it('by both ends, to exactly one text', () => {
    agrees().when(AgreeCbm, agreement).then(agreed).leaving({ status: 'AGREED' });
    agrees()
      .when(AgreeCbm, { ...agreement, textHash: 'b'.repeat(64) })
      .thenRefused('measure.other-text');
    agrees()
      .when(AgreeCbm, { ...agreement, parties: [PROVINCE] })
      .thenRefused('measure.not-agreed-by-both');
    agrees()
      .when(AgreeCbm, { ...agreement, parties: [PROVINCE, TRIBE, NOTHING] })
      .thenRefused('measure.party-unknown');
    onGround(...mayStart)
      .when(AgreeCbm, agreement)
      .thenRefused('measure.out-of-turn');
  });

  it('under a mandate in force that lists to coordinate, on its topic', () => {
    agrees().and(mandate, sample.MANDATE).when(AgreeCbm, agreement).thenRefused('measure.no-mandate', 'INV-10');
    agrees()
      .and(initiative, INITIATIVE, ...contactSample.notified)
      .when(AgreeCbm, agreement)
      .thenRefused('measure.no-mandate', 'INV-10');
    const acts = { phase1: ['LISTEN' as const], phase2: [] };
    agrees()
      .and(mandate, sample.MANDATE, ...otherMandate({ acts }))
      .when(AgreeCbm, agreement)
      .thenRefused('measure.act-not-mandated', 'INV-10');
    agrees()
      .and(mandate, sample.MANDATE, ...otherMandate({ topics: ['SECURITY'] }))
      .when(AgreeCbm, agreement)
      .thenRefused('measure.topic-not-mandated', 'INV-08');
  });

  it('with a listed party only where the mandate names it', () => {
    const listed = () => agrees().and(party, TRIBE, ...proposalSample.listedTribe);
    listed().when(AgreeCbm, agreement).then(agreed);
    listed()
      .and(mandate, sample.MANDATE, ...otherMandate({ counterpartPartyIds: [] }))
      .when(AgreeCbm, agreement)
      .thenRefused('measure.listed-party', 'INV-32');
  });

  it('not while the federal side objects', () => {
    agrees()
      .and(initiative, INITIATIVE, ...sample.inPhase1, sample.objected)
      .when(AgreeCbm, agreement)
      .thenRefused('initiative.objection-open');
  });
});

describe('exactly its text is submitted to the federal side', () => {
  const own = events.CbmSubmittedForClearance({ ...request, textHash, reviewId: derived('review') });

  it('once it is agreed, or where nobody else need agree', () => {
    onGround(proposed, agreed).when(SubmitCbmForClearance, request).then(own).leaving({ status: 'AGREED' });
    onGround(proposed).when(SubmitCbmForClearance, request).thenRefused('measure.not-agreed');
    onGround(gesture)
      .when(SubmitCbmForClearance, request)
      .then(events.CbmSubmittedForClearance({ ...own.data, textHash: measureTextOf(gesture.data).textHash }));
  });

  it('the same words again only where they were returned', () => {
    onGround(...toClear)
      .when(SubmitCbmForClearance, request)
      .thenRefused('measure.submitted-already');
    onGround(...toClear, events.CbmDeclined({ reviewId: REVIEW }))
      .when(SubmitCbmForClearance, request)
      .thenRefused('measure.submitted-already');
    onGround(...toClear, events.CbmReturned({ reviewId: REVIEW }))
      .when(SubmitCbmForClearance, request)
      .then(own);
  });

  it('what is decided of it stands in it, of other words it does not', () => {
    const it = () => onGround(...toClear);
    const reviewId = REVIEW;
    it()
      .when(ClearCbm, { reviewId })
      .then(cleared)
      .leaving({ status: 'CLEARED', review: { reviewId, standing: 'CLEARED' } });
    it()
      .when(ReturnCbm, { reviewId })
      .then(events.CbmReturned({ reviewId }))
      .leaving({ status: 'AGREED', review: { reviewId, standing: 'RETURNED' } });
    it()
      .when(DeclineCbm, { reviewId })
      .then(events.CbmDeclined({ reviewId }))
      .leaving({ status: 'AGREED', review: { reviewId, standing: 'DECLINED' } });
    for (const command of [ClearCbm, ReturnCbm, DeclineCbm]) {
      it().when(command, { reviewId: NOTHING }).thenRefused('measure.other-review');
      onGround(...toClear, events.CbmReturned({ reviewId }))
        .when(command, { reviewId })
        .thenRefused('measure.other-review');
      onGround(proposed).when(command, { reviewId }).thenRefused('measure.other-review');
    }
    const own = sample.proposedAs({ pattern: 'UNILATERAL' });
    for (const [command, event] of [
      [ClearCbm, cleared],
      [ReturnCbm, events.CbmReturned({ reviewId })],
      [DeclineCbm, events.CbmDeclined({ reviewId })],
    ] as const)
      onGround(own, submitted).when(command, { reviewId }).then(event);
  });
});

describe('nothing is begun that is not cleared (INV-16)', () => {
  it('but for what the province does by itself within its own competence', () => {
    onGround(...mayStart)
      .when(StartCbm, {})
      .then(initiated)
      .leaving({ status: 'UNDER_WAY' });
    onGround(gesture).when(StartCbm, {}).then(events.CbmInitiated({}));
    onGround(gesture, agreed).when(StartCbm, {}).then(events.CbmInitiated({}));
    onGround(proposedAs({ pattern: 'UNILATERAL' }))
      .when(StartCbm, {})
      .thenRefused('measure.not-cleared', 'INV-16');
    onGround(proposedAs({ ...gesture.data, competence: 'SHARED' }))
      .when(StartCbm, {})
      .thenRefused('measure.not-cleared', 'INV-16');
    onGround(proposedAs({ ...gesture.data, pattern: 'JOINT' }))
      .when(StartCbm, {})
      .thenRefused('measure.not-cleared', 'INV-16');
  });

  it('silence and guidance clear nothing (INV-14, INV-15)', () => {
    const waits = () => onGround(...toClear);
    waits()
      .and(federalReview, REVIEW, ...underReview)
      .when(StartCbm, {})
      .thenRefused('measure.silence-is-no-consent', 'INV-14');
    const guidance = federalReviewEvents.GuidanceIssued({ text: 'Go on.', binding: true });
    waits()
      .and(federalReview, REVIEW, ...underReview, guidance)
      .when(StartCbm, {})
      .thenRefused('measure.guidance-is-no-clearance', 'INV-15');
    waits().when(StartCbm, {}).thenRefused('measure.not-cleared', 'INV-16');
  });

  it('a clearance that does not cover it, or no longer counts, is none', () => {
    const revoked = federalReviewEvents.ClearanceRevoked({ clearanceId: REVIEW, reason: 'No.' });
    const used = federalReviewEvents.ClearanceConsumed({ clearanceId: REVIEW, by: PROOF });
    const other = (over: Partial<typeof granted.data>) => [federalReviewEvents.ClearanceGranted({ ...granted.data, ...over })];
    for (const decided of [
      [federalReviewEvents.ReviewDeclined({ reason: 'No.', redLineIds: [] })],
      [granted, revoked],
      [granted, used],
      other({ textHash: 'b'.repeat(64) }),
      other({ purpose: 'PUBLISH' }),
      other({ validUntil: NOW }),
      other({ conditions: [{ id: PROOF, text: 'Count them.' }] }),
    ])
      onGround(...mayStart)
        .and(federalReview, REVIEW, ...underReview, ...decided)
        .when(StartCbm, {})
        .thenRefused('measure.not-cleared', 'INV-16');
  });

  it('nor without a mandate, nor while the federal side objects', () => {
    onGround(gesture).and(mandate, sample.MANDATE).when(StartCbm, {}).thenRefused('measure.no-mandate', 'INV-10');
    onGround(...mayStart)
      .and(initiative, INITIATIVE, ...sample.inPhase1, sample.objected)
      .when(StartCbm, {})
      .thenRefused('initiative.objection-open');
  });
});

describe('what was delivered is recorded whatever the rules say, and marked', () => {
  const reported = events.CbmDelivered({ ...delivery, evidenceIds: [PROOF], answersMeasureIds: [] });
  const on = (...history: readonly Past[]) => onGround(...history).occurring(day('2025-03-01'));

  it('in units, with what proves it', () => {
    on(...underWay)
      .when(RecordDelivery, delivery)
      .then(reported)
      .leaving({ status: 'DELIVERED', verification: null, answeredBy: [] });
    on(...underWay)
      .and(evidence, PROOF)
      .when(RecordDelivery, delivery)
      .thenRefused('measure.evidence-unknown');
    on(...underWay)
      .when(RecordDelivery, { evidenceIds: [], answersMeasureIds: [] })
      .then(events.CbmDelivered({ evidenceIds: [], answersMeasureIds: [] }));
    on(...delivered)
      .when(RecordDelivery, delivery)
      .thenRefused('measure.out-of-turn');
  });

  it('without clearance, or against an objection, it is not sanctioned', () => {
    for (const history of [[proposed], [proposed, agreed]])
      on(...history)
        .when(RecordDelivery, delivery)
        .then(flagged(reported, ['UNSANCTIONED']));
    const unsanctioned = flagged(reported, ['UNSANCTIONED']);
    const revoked = happened(federalReviewEvents.ClearanceRevoked({ clearanceId: REVIEW, reason: 'No.' }), {
      occurredAt: day('2025-02-28'),
    });
    on(...underWay)
      .and(federalReview, REVIEW, ...underReview, granted, revoked)
      .when(RecordDelivery, delivery)
      .then(unsanctioned);
    on(gesture).when(RecordDelivery, delivery).then(reported);
    on(...mayStart)
      .when(RecordDelivery, delivery)
      .then(reported);
    on(gesture)
      .and(initiative, INITIATIVE, ...sample.inPhase1, sample.objected)
      .when(RecordDelivery, delivery)
      .then(unsanctioned);
    on(...underWay)
      .occurring({ from: null, precision: 'UNKNOWN', zone: 'UTC', calendar: 'GREGORIAN', originalText: 'They did not say.' })
      .when(RecordDelivery, delivery)
      .then(unsanctioned);
  });

  it('before the notification, or outside the mandate of that time (INV-50)', () => {
    on(gesture)
      .occurring(day('2025-02-19'))
      .when(RecordDelivery, delivery)
      .then(flagged(reported, ['BEFORE_NOTIFICATION', 'OUTSIDE_MANDATE']));
    const outside = flagged(reported, ['OUTSIDE_MANDATE']);
    on(gesture).occurring(day('2025-02-21')).when(RecordDelivery, delivery).then(outside);
    for (const over of [{ topics: ['SECURITY' as const] }, { acts: { phase1: ['LISTEN' as const], phase2: [] } }])
      on(gesture)
        .and(mandate, sample.MANDATE, ...otherMandate(over))
        .when(RecordDelivery, delivery)
        .then(outside);
  });

  it('what was begun in order needs no further powers', () => {
    on(gesture, events.CbmInitiated({}))
      .and(initiative, INITIATIVE, ...contactSample.proposed)
      .and(mandate, sample.MANDATE)
      .when(RecordDelivery, delivery)
      .then(reported);
  });

  it('what the other side does by itself is not ours to allow; what is done together is', () => {
    const early = (first: Past) => on(first).occurring(day('2025-02-01')).when(RecordDelivery, delivery);
    early(theirs).then(reported);
    early(proposedAs({ ...theirs.data, pattern: 'JOINT' })).then(
      flagged(reported, ['BEFORE_NOTIFICATION', 'OUTSIDE_MANDATE', 'UNSANCTIONED']),
    );
  });
});

describe('it is verified by somebody who did not do it', () => {
  const verification = { by: [SOMEBODY], method: 'Counted at the ward', result: 'CONFIRMED' as const };
  const verifiedAs = (result: 'CONFIRMED' | 'PARTIAL' | 'NOT_CONFIRMED') => events.CbmVerified({ ...verification, by: [SOMEBODY], result });
  const postFor = (partyId: string) => [
    clearanceSample.somebody,
    happened(participantEvents.RoleAssumed({ role: 'ADVISER', partyId }), { occurredAt: day('2025-01-01') }),
  ];
  const verifies = (...history: readonly Past[]) => onGround(...history).and(participant, SOMEBODY, clearanceSample.somebody);

  it('confirmed it is verified; in part it stays delivered, and may be verified again', () => {
    verifies(...delivered)
      .when(VerifyCbm, verification)
      .then(verifiedAs('CONFIRMED'))
      .leaving({ status: 'VERIFIED', verification });
    for (const result of ['PARTIAL', 'NOT_CONFIRMED'] as const)
      verifies(...delivered)
        .when(VerifyCbm, { ...verification, result })
        .then(verifiedAs(result))
        .leaving({ status: 'DELIVERED', verification: { ...verification, result } });
    verifies(...delivered, verifiedAs('CONFIRMED'))
      .when(VerifyCbm, { ...verification, result: 'PARTIAL' })
      .then(verifiedAs('PARTIAL'));
    verifies(...delivered, events.CbmReciprocated({ byMeasureId: OTHER }))
      .when(VerifyCbm, verification)
      .then(verifiedAs('CONFIRMED'))
      .leaving({ status: 'RECIPROCATED', verification });
    expect(stateAfter(...delivered, gone(verifiedAs('CONFIRMED'), 'result'))).toMatchObject({ status: 'DELIVERED' });
  });

  it('not by those who did it alone, nor by somebody unknown, nor on behalf of others', () => {
    const it = () => verifies(...delivered);
    it()
      .and(participant, SOMEBODY, ...postFor(PROVINCE))
      .when(VerifyCbm, verification)
      .thenRefused('measure.own-verification');
    it()
      .and(participant, SOMEBODY, ...postFor(TRIBE))
      .when(VerifyCbm, verification)
      .then(verifiedAs('CONFIRMED'));
    it()
      .when(VerifyCbm, { ...verification, by: [SOMEBODY, NOTHING] })
      .thenRefused('measure.party-unknown');
    it()
      .and(participant, OBSERVER, clearanceSample.somebody)
      .when(VerifyCbm, { ...verification, by: [OBSERVER] })
      .thenRefused('measure.not-among-verifiers');
    const official = participantEvents.RoleGranted({ role: 'PROVINCIAL_OFFICIAL', side: 'PROVINCE' });
    it()
      .and(participant, SOMEBODY, clearanceSample.somebody, official)
      .when(VerifyCbm, verification)
      .thenRefused('measure.own-verification');
  });

  it('both do what is done together', () => {
    verifies(proposedAs({ pattern: 'JOINT' }), deliveredOn('2025-03-01'))
      .and(participant, SOMEBODY, ...postFor(TRIBE))
      .when(VerifyCbm, verification)
      .thenRefused('measure.own-verification');
  });
});

describe('one measure answers another (INV-28)', () => {
  const answering = (from: string, over: Partial<typeof theirs.data> = {}) => [proposedAs({ ...theirs.data, ...over }), deliveredOn(from)];
  const link = { byMeasureId: OTHER };
  const linked = events.CbmReciprocated(link);
  const answeredBy = (...counter: readonly Past[]) => onGround(...delivered).and(measure, OTHER, ...counter);

  it('delivered, of the other side, inside the window to its last day', () => {
    for (const from of ['2025-03-01', '2025-03-10', '2025-03-15'])
      answeredBy(...answering(from))
        .when(LinkReciprocal, link)
        .then(linked)
        .leaving({ status: 'RECIPROCATED', answeredBy: [OTHER] });
    for (const from of ['2025-02-28', '2025-03-16'])
      answeredBy(...answering(from))
        .when(LinkReciprocal, link)
        .thenRefused('measure.outside-window', 'INV-28');
  });

  it('not by what is not delivered, of the same side, of another initiative, or itself', () => {
    answeredBy(theirs).when(LinkReciprocal, link).thenRefused('measure.not-delivered', 'INV-28');
    answeredBy(proposed, deliveredOn('2025-03-02')).when(LinkReciprocal, link).thenRefused('measure.same-side', 'INV-28');
    answeredBy().when(LinkReciprocal, link).thenRefused('measure.measure-unknown', 'INV-28');
    answeredBy(...answering('2025-03-02', { initiativeId: NOTHING }))
      .when(LinkReciprocal, link)
      .thenRefused('measure.measure-unknown', 'INV-28');
    onGround(proposedAs({ pattern: 'JOINT' }), deliveredOn('2025-03-01'))
      .when(LinkReciprocal, { byMeasureId: SELF })
      .thenRefused('measure.same-side', 'INV-28');
  });

  it('once; another one may answer it as well', () => {
    onGround(...delivered, linked)
      .and(measure, OTHER, ...answering('2025-03-02'))
      .when(LinkReciprocal, link)
      .thenRefused('measure.already-answered', 'INV-28');
    onGround(...delivered, events.CbmReciprocated({ byMeasureId: NOTHING }))
      .and(measure, OTHER, ...answering('2025-03-02'))
      .when(LinkReciprocal, link)
      .then(linked);
  });

  it('what has ended is answered if something of it was delivered', () => {
    const ended = events.CbmEnded({ summary: 'It is done.' });
    onGround(...delivered, ended)
      .and(measure, OTHER, ...answering('2025-03-02'))
      .when(LinkReciprocal, link)
      .then(linked)
      .leaving({ status: 'ENDED', answeredBy: [OTHER] });
    onGround(...underWay, ended)
      .and(measure, OTHER, ...answering('2025-03-02'))
      .when(LinkReciprocal, link)
      .thenRefused('measure.not-delivered', 'INV-28');
    expect(isDelivered(stateAfter(...underWay, ended))).toBe(false);
    const verified = events.CbmVerified({ by: [SOMEBODY], method: 'Counted', result: 'CONFIRMED' });
    onGround(...delivered, verified)
      .and(measure, OTHER, ...answering('2025-03-02'))
      .when(LinkReciprocal, link)
      .then(linked)
      .leaving({ status: 'RECIPROCATED' });
  });

  it('without a window at any time afterwards; what nobody can date answers nothing', () => {
    const { reciprocityWindowDays: _, ...open } = proposed.data;
    onGround(events.CbmProposed(open), deliveredOn('2025-03-01'))
      .and(measure, OTHER, ...answering('2026-03-01'))
      .when(LinkReciprocal, link)
      .then(linked);
    const undated = { from: null, precision: 'UNKNOWN', zone: 'UTC', calendar: 'GREGORIAN', originalText: 'Nobody said.' } as const;
    answeredBy(theirs, happened(deliveredOn('2025-03-02'), { occurredAt: undated }))
      .when(LinkReciprocal, link)
      .thenRefused('measure.outside-window', 'INV-28');
    onGround(proposed, happened(deliveredOn('2025-03-02'), { occurredAt: undated }))
      .and(measure, OTHER, ...answering('2025-03-02'))
      .when(LinkReciprocal, link)
      .thenRefused('measure.outside-window', 'INV-28');
    expect(windowEndOf(undated, 14)).toBeNull();
    expect(windowEndOf(day('2025-03-01'), 14)).toBe('2025-03-15T19:29:59.999Z');
  });

  it('a delivery names what it answers, if it does', () => {
    const answers = { ...delivery, answersMeasureIds: [OTHER] };
    const delivers = (...other: readonly Past[]) =>
      onGround(theirs)
        .and(measure, OTHER, ...other)
        .occurring(day('2025-03-09'));
    delivers(...delivered)
      .when(RecordDelivery, answers)
      .then(events.CbmDelivered({ ...delivery, evidenceIds: [PROOF], answersMeasureIds: [OTHER] }));
    delivers().when(RecordDelivery, answers).thenRefused('measure.measure-unknown', 'INV-28');
    delivers(...underWay)
      .when(RecordDelivery, answers)
      .thenRefused('measure.not-delivered', 'INV-28');
    delivers(...delivered)
      .occurring(day('2025-03-16'))
      .when(RecordDelivery, answers)
      .thenRefused('measure.outside-window', 'INV-28');
    delivers(theirs, deliveredOn('2025-03-01')).when(RecordDelivery, answers).thenRefused('measure.same-side', 'INV-28');
  });
});

describe('it comes to an end', () => {
  it('before anything is delivered it lapses, or is withdrawn by a party at one of its ends', () => {
    for (const history of [[proposed], [proposed, agreed], mayStart, underWay]) {
      const withdrawn = { byPartyId: TRIBE, reason: 'Snow.' };
      onGround(...history)
        .when(ReportCbmLapse, { reason: 'Snow.' })
        .then(events.CbmLapsed({ reason: 'Snow.' }))
        .leaving({ status: 'LAPSED' });
      onGround(...history)
        .when(WithdrawCbm, withdrawn)
        .then(events.CbmWithdrawn(withdrawn))
        .leaving({ status: 'WITHDRAWN' });
      onGround(...history)
        .when(WithdrawCbm, { ...withdrawn, byPartyId: NOTHING })
        .thenRefused('measure.not-an-end');
    }
    onGround(...delivered)
      .when(WithdrawCbm, { byPartyId: TRIBE, reason: 'Late.' })
      .thenRefused('measure.out-of-turn');
    onGround(...delivered)
      .when(ReportCbmLapse, { reason: 'Late.' })
      .thenRefused('measure.out-of-turn');
  });

  it('under way or afterwards it is ended', () => {
    const verified = events.CbmVerified({ by: [SOMEBODY], method: 'Counted', result: 'CONFIRMED' });
    for (const history of [underWay, delivered, [...delivered, verified], [...delivered, events.CbmReciprocated({ byMeasureId: OTHER })]])
      onGround(...history)
        .when(EndCbm, { summary: 'Done.' })
        .then(events.CbmEnded({ summary: 'Done.' }))
        .leaving({ status: 'ENDED' });
    onGround(...mayStart)
      .when(EndCbm, { summary: 'Done.' })
      .thenRefused('measure.out-of-turn');
  });
});

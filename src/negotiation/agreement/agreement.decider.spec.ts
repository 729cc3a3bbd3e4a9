import { describe, expect, it } from '@jest/globals';
import * as sample from '../../../test/support/agreement-sample';
import {
  COMMITMENT,
  FEDERATION,
  INITIATIVE,
  KABUL,
  MANDATE,
  NOTHING,
  PROVINCE,
  RED_LINE,
  REVIEW,
  SECOND_REVIEW,
  SIGNATORY,
  TRIBE,
} from '../../../test/support/agreement-sample';
import * as clearance from '../../../test/support/clearance-sample';
import * as contactSample from '../../../test/support/contact-sample';
import { derived, eventId, gone, SELF, specOf } from '../../../test/support/decider-spec';
import * as proposalSample from '../../../test/support/proposal-sample';
import type { EventOf } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { commitment } from '../commitment/commitment.state';
import { deviationsEvents } from '../deviations/deviations.events';
import { deviations, deviationsIdOf } from '../deviations/deviations.state';
import { federalReviewEvents } from '../federal-review/federal-review.events';
import { federalReview } from '../federal-review/federal-review.state';
import { initiative } from '../initiative/initiative.state';
import { mandate } from '../mandate/mandate.state';
import { renderedOf } from '../negotiating-text';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import { policyFramework } from '../policy-framework/policy-framework.state';
import { proposal } from '../proposal/proposal.state';
import { POLICY_FRAMEWORK_ID } from '../singletons';
import {
  AdoptAgreement,
  AssessAgreementAlignment,
  AuthenticateAgreement,
  BeginProvisionalApplication,
  ClearAgreement,
  DeclineAgreement,
  DraftAgreement,
  ExpressConsent,
  FormulateReservation,
  ObjectToReservation,
  RecordAgreementInForce,
  RecordCounterpartConsent,
  RecordCounterpartSignature,
  RedraftAgreement,
  ReturnAgreement,
  SignAgreement,
  SubmitAgreementForClearance,
  WithdrawAgreementReservation,
} from './agreement.commands';
import { agreementDecider } from './agreement.decider';
import { AGREEMENT_RESERVATIONS_MAX, agreementEvents } from './agreement.events';
import { agreement, boundBy, isDrawnUp } from './agreement.state';
import { instrumentTextOf, leadingTextOf } from './agreement.text.rules';

const { given, stateAfter } = specOf(agreement, agreementDecider);
const events = agreementEvents;
type Past = EventOf<typeof agreementEvents>;
const { adopted, asked, assessedAs, authenticated, bothSigned, bound, drafted, draftedAs, mandatedTo, ratified, request } = sample;
const { signed, signing, submittedFor, text, textHash, theirSigning, theyConsented, theySigned, toSign, wording } = sample;
const ALL = [PROVINCE, TRIBE];

const onGround = (...history: readonly Past[]) =>
  given(...history)
    .and(initiative, INITIATIVE, ...sample.inPhase2)
    .and(mandate, MANDATE, ...sample.mandated)
    .and(policyFramework, POLICY_FRAMEWORK_ID, ...clearance.framework)
    .and(party, PROVINCE, clearance.province)
    .and(party, TRIBE, clearance.tribe)
    .and(participant, SIGNATORY, clearance.somebody)
    .and(commitment, COMMITMENT, ...clearance.binding)
    .and(federalReview, REVIEW, ...sample.clearedFor(SELF, 'SIGNATURE'))
    .and(federalReview, SECOND_REVIEW, ...sample.clearedFor(SELF, 'RATIFICATION'));

const adhoc = { ...signing, adReferendum: true };
const signedAdReferendum = events.AgreementSigned(adhoc);
const deviation = deviationsEvents.ProtocolDeviationRecorded({
  initiativeId: INITIATIVE,
  rule: 'INV-02',
  flag: 'BEFORE_NOTIFICATION',
  eventId: NOTHING,
  record: { kind: 'contact', id: NOTHING },
  severity: 'HIGH',
  explanation: 'It happened before the federal government was notified.',
});

describe('an agreement is drawn up under an initiative', () => {
  it('of commitments of that initiative, in one or several languages', () => {
    onGround().when(DraftAgreement, asked).then(drafted).leaving({ status: 'DRAFT', text, parties: null });
    onGround().and(initiative, INITIATIVE).when(DraftAgreement, asked).thenRefused('agreement.initiative-unknown');
    onGround().and(commitment, COMMITMENT).when(DraftAgreement, asked).thenRefused('agreement.commitment-unknown');
    const elsewhere = { ...clearance.drafted, data: { ...clearance.drafted.data, initiativeId: NOTHING } };
    onGround().and(commitment, COMMITMENT, elsewhere).when(DraftAgreement, asked).thenRefused('agreement.commitment-unknown');
  });

  it('of a text that lies on the table of the same initiative, where it is made of one', () => {
    const proposalId = proposalSample.OTHER_PROPOSAL;
    const made = { ...asked, proposalId };
    onGround().when(DraftAgreement, made).thenRefused('agreement.proposal-unknown');
    onGround()
      .and(proposal, proposalId, ...proposalSample.onTable)
      .when(DraftAgreement, made)
      .then(draftedAs({ proposalId }));
  });

  it('two texts are in two languages, and one that prevails is among several (INV-22)', () => {
    const faultsOf = (over: object) => Object.assign(new DraftAgreement(), structuredClone(asked), over).faults();
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ texts: [asked.texts[0], asked.texts[0]], prevailingLanguage: 'en' })).toMatchObject([{ pointer: '/texts' }]);
    expect(faultsOf({ prevailingLanguage: 'ur' })).toMatchObject([{ pointer: '/prevailingLanguage' }]);
    expect(faultsOf({ texts: [asked.texts[0]], prevailingLanguage: 'en' })).toMatchObject([{ pointer: '/prevailingLanguage' }]);
  });

  it('what is adopted and cleared says the leading words and every one of its terms', () => {
    expect(leadingTextOf(drafted.data).lang).toBe('ps');
    const lines = text.body.split('\n');
    for (const line of ['SCHEDULE', 'Form: MOU', 'Where texts differ: ps prevails', `Commitment 1: ${COMMITMENT}`])
      expect(lines).toContain(line);
    const { prevailingLanguage: _, ...equal } = drafted.data;
    expect(leadingTextOf(equal).lang).toBe('en');
    expect(instrumentTextOf(equal).body).toContain('Where texts differ: they are equal');
    expect(instrumentTextOf({ ...equal, texts: equal.texts.slice(0, 1) }).body).toContain('Where texts differ: there is one');
    expect(stateAfter(gone(drafted, 'title'))).toMatchObject({ text: null });
    expect(() => leadingTextOf({ texts: [] })).toThrow('without a text');
  });
});

describe('its words may be changed by whoever drafts them until they are authenticated', () => {
  it('other words, once adopted, have to be adopted again', () => {
    const { prevailingLanguage: _, ...equal } = wording;
    const data = { ...equal, texts: equal.texts.map(textOf), commitmentIds: [COMMITMENT] };
    onGround(drafted, adopted)
      .when(RedraftAgreement, equal)
      .then(events.AgreementRedrafted(data))
      .leaving({ status: 'DRAFT', parties: null, text: instrumentTextOf(data) });
    expect(stateAfter(drafted, events.AgreementRedrafted(data))).not.toHaveProperty('prevailingLanguage');
    onGround(drafted).when(RedraftAgreement, wording).thenRefused('agreement.same-text');
    onGround(drafted, adopted)
      .when(RedraftAgreement, wording)
      .then(events.AgreementRedrafted({ ...wording, texts: wording.texts.map(textOf), commitmentIds: [COMMITMENT] }));
    onGround(drafted).and(commitment, COMMITMENT).when(RedraftAgreement, equal).thenRefused('agreement.commitment-unknown');
    onGround(...toSign)
      .when(RedraftAgreement, equal)
      .thenRefused('agreement.out-of-turn');
  });
});

describe('its text is adopted by those whom it is to bind, exactly as it stands', () => {
  it('by at least two, each named once', () => {
    onGround(drafted).when(AdoptAgreement, { textHash, parties: ALL }).then(adopted).leaving({ status: 'ADOPTED', parties: ALL });
    onGround(drafted)
      .when(AdoptAgreement, { textHash: 'a'.repeat(64), parties: ALL })
      .thenRefused('agreement.other-text');
    onGround(drafted).and(party, TRIBE).when(AdoptAgreement, { textHash, parties: ALL }).thenRefused('agreement.party-unknown');
    expect(Object.assign(new AdoptAgreement(), { parties: [PROVINCE, PROVINCE] }).faults()).toMatchObject([{ pointer: '/parties' }]);
    expect(Object.assign(new AdoptAgreement(), { parties: ALL }).faults()).toEqual([]);
  });

  it('where it is made of a text on the table, that is agreed, and says exactly this (INV-18)', () => {
    const proposalId = proposalSample.OTHER_PROPOSAL;
    const { prevailingLanguage: _, ...data } = draftedAs({ proposalId, texts: [renderedOf(proposalSample.drafted.data.text)] }).data;
    const drawn = events.AgreementDrafted(data);
    const adopting = { textHash: instrumentTextOf(data).textHash, parties: ALL };
    const onTable = (...source: readonly EventOf<(typeof proposal)['events']>[]) => onGround(drawn).and(proposal, proposalId, ...source);
    onTable(...proposalSample.accepted, proposalSample.agreed)
      .when(AdoptAgreement, adopting)
      .then(events.AgreementTextAdopted(adopting));
    onTable(...proposalSample.accepted)
      .when(AdoptAgreement, adopting)
      .thenRefused('agreement.proposal-not-agreed', 'INV-18');
    onGround(draftedAs({ proposalId }))
      .and(proposal, proposalId, ...proposalSample.accepted, proposalSample.agreed)
      .when(AdoptAgreement, { textHash, parties: ALL })
      .thenRefused('agreement.proposal-not-agreed', 'INV-18');
  });

  it('under terms of reference that provide for it (INV-08, INV-10), and not under an objection', () => {
    const adopting = { textHash, parties: ALL };
    const { onOtherTopic, listedTribe, namingNobody } = proposalSample;
    onGround(drafted).and(mandate, MANDATE).when(AdoptAgreement, adopting).thenRefused('agreement.no-mandate', 'INV-10');
    onGround(drafted)
      .and(initiative, INITIATIVE, ...contactSample.notified)
      .when(AdoptAgreement, adopting)
      .thenRefused('agreement.no-mandate', 'INV-10');
    onGround(drafted)
      .and(mandate, MANDATE, ...mandatedTo('SIGN'))
      .when(AdoptAgreement, adopting)
      .thenRefused('agreement.act-not-mandated', 'INV-10');
    onGround(drafted)
      .and(mandate, MANDATE, ...onOtherTopic)
      .when(AdoptAgreement, adopting)
      .thenRefused('agreement.topic-not-mandated', 'INV-08');
    onGround(drafted)
      .and(party, TRIBE, ...listedTribe)
      .when(AdoptAgreement, adopting)
      .then(adopted);
    onGround(drafted)
      .and(party, TRIBE, ...listedTribe)
      .and(mandate, MANDATE, ...namingNobody)
      .when(AdoptAgreement, adopting)
      .thenRefused('agreement.listed-party', 'INV-32');
    onGround(drafted)
      .and(initiative, INITIATIVE, ...sample.inPhase2, contactSample.objected)
      .when(AdoptAgreement, adopting)
      .thenRefused('initiative.objection-open');
  });
});

describe('it is authenticated by all of them (VCLT 10)', () => {
  it('by initials or a final act, for which one has to be mandated, or by signatures ad referendum', () => {
    const by = (how: 'INITIALLED' | 'SIGNED_AD_REFERENDUM' | 'FINAL_ACT') => ({ how, by: ALL });
    onGround(drafted, adopted).when(AuthenticateAgreement, by('INITIALLED')).then(authenticated).leaving({ status: 'AUTHENTICATED' });
    for (const [how, act] of [
      ['INITIALLED', 'INITIAL'],
      ['FINAL_ACT', 'INITIAL'],
      ['SIGNED_AD_REFERENDUM', 'SIGN_AD_REFERENDUM'],
    ] as const) {
      const other = act === 'INITIAL' ? 'SIGN_AD_REFERENDUM' : 'INITIAL';
      onGround(drafted, adopted)
        .and(mandate, MANDATE, ...mandatedTo(act))
        .when(AuthenticateAgreement, by(how))
        .then(events.AgreementAuthenticated(by(how)));
      onGround(drafted, adopted)
        .and(mandate, MANDATE, ...mandatedTo(other))
        .when(AuthenticateAgreement, by(how))
        .thenRefused('agreement.act-not-mandated');
    }
    onGround(drafted, adopted)
      .when(AuthenticateAgreement, { how: 'INITIALLED', by: [PROVINCE, KABUL] })
      .thenRefused('agreement.not-by-all');
  });
});

describe('before anybody is asked to clear it, it is held against the framework (INV-13)', () => {
  it('as it stands, or another text that is named', () => {
    const result = { result: 'ALIGNED', redLineIds: [] } as const;
    onGround(drafted).when(AssessAgreementAlignment, result).then(assessedAs(textHash));
    onGround(drafted)
      .when(AssessAgreementAlignment, { ...result, textHash: 'b'.repeat(64), note: 'Before it is proposed.' })
      .then(events.PolicyAlignmentAssessed({ ...assessedAs('b'.repeat(64)).data, note: 'Before it is proposed.' }));
    onGround(drafted)
      .and(policyFramework, POLICY_FRAMEWORK_ID)
      .when(AssessAgreementAlignment, result)
      .thenRefused('agreement.no-framework', 'INV-13');
    onGround(drafted)
      .when(AssessAgreementAlignment, { ...result, redLineIds: [NOTHING] })
      .thenRefused('agreement.red-line-unknown');
  });

  it('what nobody has assessed, or what conflicts, is not submitted', () => {
    const asking = { step: 'SIGNATURE', ...request } as const;
    onGround(...toSign)
      .when(SubmitAgreementForClearance, asking)
      .thenRefused('agreement.not-assessed', 'INV-13');
    onGround(...toSign, assessedAs(textHash, 'CONFLICT'))
      .when(SubmitAgreementForClearance, asking)
      .thenRefused('agreement.conflict', 'INV-13');
    onGround(...toSign, assessedAs(textHash))
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...clearance.movedFramework)
      .when(SubmitAgreementForClearance, asking)
      .thenRefused('agreement.not-assessed', 'INV-13');
  });
});

describe('signature and ratification are cleared apart', () => {
  const mayBeSubmitted = [...toSign, assessedAs(textHash)] as const;
  const asking = { step: 'SIGNATURE', ...request } as const;
  const reviewId = derived('review');

  it('each is submitted as exactly the text that stands, and not twice while nobody has decided', () => {
    onGround(...mayBeSubmitted)
      .when(SubmitAgreementForClearance, asking)
      .then(events.AgreementSubmittedForClearance({ reviewId, ...asking, textHash, supersededReviewIds: [] }))
      .leaving({ reviews: [{ reviewId, step: 'SIGNATURE', textHash, standing: 'SUBMITTED' }] });
    const [opened] = sample.clearedFor(SELF, 'SIGNATURE');
    const waiting = () => onGround(...mayBeSubmitted, submittedFor('SIGNATURE')).and(federalReview, REVIEW, opened);
    waiting().when(SubmitAgreementForClearance, asking).thenRefused('agreement.in-clearance');
    waiting()
      .when(SubmitAgreementForClearance, { ...asking, step: 'RATIFICATION' })
      .then(events.AgreementSubmittedForClearance({ reviewId, ...asking, step: 'RATIFICATION', textHash, supersededReviewIds: [] }));
    // What was withdrawn, returned or declined may be asked again.
    waiting()
      .and(federalReview, REVIEW, opened, federalReviewEvents.SubmissionWithdrawn({ reason: 'Too early.' }))
      .when(SubmitAgreementForClearance, asking)
      .then(events.AgreementSubmittedForClearance({ reviewId, ...asking, textHash, supersededReviewIds: [] }));
    onGround(drafted, adopted).when(SubmitAgreementForClearance, asking).thenRefused('agreement.out-of-turn');
  });

  it('other words end the review of those that nobody has decided on', () => {
    const [opened] = sample.clearedFor(SELF, 'SIGNATURE');
    onGround(...mayBeSubmitted, submittedFor('SIGNATURE', 'd'.repeat(64)))
      .and(federalReview, REVIEW, opened)
      .when(SubmitAgreementForClearance, asking)
      .then(events.AgreementSubmittedForClearance({ reviewId, ...asking, textHash, supersededReviewIds: [REVIEW] }));
  });

  it('it is told what was decided, once, of the review that is meant', () => {
    const submitted = [...mayBeSubmitted, submittedFor('SIGNATURE'), submittedFor('RATIFICATION')] as const;
    for (const [command, event, standing] of [
      [ClearAgreement, events.AgreementCleared({ reviewId: REVIEW }), 'CLEARED'],
      [ReturnAgreement, events.AgreementReturned({ reviewId: REVIEW }), 'RETURNED'],
      [DeclineAgreement, events.AgreementDeclined({ reviewId: REVIEW }), 'DECLINED'],
    ] as const) {
      onGround(...submitted)
        .when(command, { reviewId: REVIEW })
        .then(event)
        .leaving({
          reviews: [
            { reviewId: REVIEW, step: 'SIGNATURE', textHash, standing },
            { reviewId: SECOND_REVIEW, step: 'RATIFICATION', textHash, standing: 'SUBMITTED' },
          ],
        });
      onGround(...submitted)
        .when(command, { reviewId: NOTHING })
        .thenRefused('agreement.other-review');
      onGround(...submitted, event)
        .when(command, { reviewId: REVIEW })
        .thenRefused('agreement.other-review');
    }
  });
});

describe('our side signs exactly the text that was cleared for signature (INV-11)', () => {
  it('once: then it waits for the others', () => {
    onGround(...toSign)
      .when(SignAgreement, signing)
      .then(signed)
      .leaving({ status: 'AUTHENTICATED', clearanceIds: [REVIEW] });
    onGround(...toSign, theySigned)
      .when(SignAgreement, signing)
      .then(signed)
      .leaving({ status: 'SIGNED' });
    onGround(...toSign, signed)
      .when(SignAgreement, { ...signing, clearanceId: SECOND_REVIEW })
      .thenRefused('agreement.already-signed');
  });

  it('not without a clearance of this text, for this step, by a decision that still counts', () => {
    const [opened, acknowledged, assigned, granted] = sample.clearedFor(SELF, 'SIGNATURE');
    const reviewed = (...review: readonly EventOf<typeof federalReviewEvents>[]) =>
      onGround(...toSign).and(federalReview, REVIEW, ...review);
    reviewed().when(SignAgreement, signing).thenRefused('agreement.not-cleared', 'INV-11');
    reviewed(opened).when(SignAgreement, signing).thenRefused('agreement.silence-is-no-consent', 'INV-14');
    reviewed(opened, federalReviewEvents.GuidanceIssued({ text: 'Go on.', binding: true }))
      .when(SignAgreement, signing)
      .thenRefused('agreement.guidance-is-no-clearance', 'INV-15');
    const data = granted.data;
    const grantedAs = (over: Partial<typeof data>) => federalReviewEvents.ClearanceGranted({ ...data, ...over });
    for (const shortfall of [
      [grantedAs({ textHash: 'e'.repeat(64) })],
      [grantedAs({ purpose: 'ENTER' })],
      [grantedAs({ subject: 'RATIFICATION' })],
      [grantedAs({ validUntil: '2025-03-01T08:00:00.000Z' })],
      [grantedAs({ conditions: [{ id: NOTHING, text: 'Tell Parliament first.' }] })],
      [granted, federalReviewEvents.ClearanceRevoked({ clearanceId: REVIEW, reason: 'No.' })],
      [granted, federalReviewEvents.ClearanceConsumed({ clearanceId: REVIEW, by: NOTHING })],
    ])
      reviewed(opened, acknowledged, assigned, ...shortfall)
        .when(SignAgreement, signing)
        .thenRefused('agreement.not-cleared', 'INV-11');
    reviewed(...sample.clearedFor(SELF, 'RATIFICATION'))
      .when(SignAgreement, signing)
      .thenRefused('agreement.not-cleared', 'INV-11');
    onGround(...toSign, signedAdReferendum)
      .when(SignAgreement, signing)
      .thenRefused('agreement.not-cleared', 'INV-11');
  });

  it('not across a red line (INV-12)', () => {
    onGround(...toSign, assessedAs(textHash, 'ALIGNED', [RED_LINE]))
      .when(SignAgreement, signing)
      .thenRefused('agreement.red-line', 'INV-12');
    onGround(...toSign, assessedAs(textHash, 'ALIGNED', [RED_LINE]))
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...clearance.openedFramework)
      .when(SignAgreement, signing)
      .then(signed);
  });

  it('not while a deviation waits for a disposition (INV-43)', () => {
    onGround(...toSign)
      .and(deviations, deviationsIdOf(INITIATIVE, []), deviation)
      .when(SignAgreement, signing)
      .thenRefused('agreement.deviations-open', 'INV-43');
    onGround(...toSign)
      .and(deviations, deviationsIdOf(INITIATIVE, ['FEDERAL_EYES_ONLY']), deviation)
      .when(SignAgreement, signing)
      .thenRefused('agreement.hidden-deviations-open', 'INV-43');
    const disposed = deviationsEvents.DeviationDispositioned({ deviationId: eventId(1), result: 'ACCEPTED', reason: 'Known beforehand.' });
    onGround(...toSign)
      .and(deviations, deviationsIdOf(INITIATIVE, []), deviation, disposed)
      .when(SignAgreement, signing)
      .then(signed);
  });

  it('not before every commitment that it holds is entered (INV-16)', () => {
    const held = (...history: readonly EventOf<(typeof commitment)['events']>[]) =>
      onGround(...toSign).and(commitment, COMMITMENT, ...history);
    held(clearance.drafted).when(SignAgreement, signing).thenRefused('agreement.commitment-not-entered', 'INV-16');
    const { entered } = clearance;
    held(...clearance.binding.slice(0, -2), entered)
      .when(SignAgreement, signing)
      .then(signed);
  });

  it('by somebody who is registered, for a party of it that is of our side, with the powers for it', () => {
    onGround(...toSign)
      .and(participant, SIGNATORY)
      .when(SignAgreement, signing)
      .thenRefused('agreement.party-unknown');
    onGround(...toSign)
      .when(SignAgreement, { ...signing, partyId: KABUL })
      .thenRefused('agreement.not-a-party');
    onGround(...toSign)
      .when(SignAgreement, { ...signing, partyId: TRIBE })
      .thenRefused('agreement.not-ours');
    onGround(...toSign)
      .and(party, PROVINCE, clearance.federation)
      .when(SignAgreement, signing)
      .then(signed);
    onGround(...toSign)
      .and(mandate, MANDATE, ...mandatedTo('SIGN_AD_REFERENDUM'))
      .when(SignAgreement, signing)
      .thenRefused('agreement.act-not-mandated', 'INV-10');
    onGround(...toSign)
      .and(mandate, MANDATE, ...mandatedTo('SIGN_AD_REFERENDUM'))
      .when(SignAgreement, adhoc)
      .then(signedAdReferendum);
    onGround(...toSign)
      .and(mandate, MANDATE, ...mandatedTo('SIGN'))
      .when(SignAgreement, adhoc)
      .thenRefused('agreement.act-not-mandated', 'INV-10');
  });

  it('ad referendum it binds nobody until another signature confirms it (VCLT 12)', () => {
    expect(stateAfter(...toSign, signedAdReferendum, theySigned)).toMatchObject({ status: 'SIGNED_AD_REFERENDUM' });
    onGround(...toSign, signedAdReferendum, theySigned)
      .and(federalReview, SECOND_REVIEW, ...sample.clearedFor(SELF, 'SIGNATURE').slice(0, 3), grantedAgain)
      .when(SignAgreement, { ...signing, clearanceId: SECOND_REVIEW })
      .then(events.AgreementSigned({ ...signing, clearanceId: SECOND_REVIEW }))
      .leaving({ status: 'SIGNED', clearanceIds: [REVIEW, SECOND_REVIEW] });
  });

  const [, , , lastGranted] = sample.clearedFor(SELF, 'SIGNATURE');
  const grantedAgain = federalReviewEvents.ClearanceGranted({ ...lastGranted.data, clearanceId: SECOND_REVIEW });
});

describe('what another party does is reported, and refused by no rule of ours', () => {
  it('its signature', () => {
    onGround(...toSign, signed)
      .and(mandate, MANDATE)
      .and(initiative, INITIATIVE, ...sample.inPhase2, contactSample.objected)
      .when(RecordCounterpartSignature, theirSigning)
      .then(theySigned)
      .leaving({ status: 'SIGNED' });
    onGround(...toSign)
      .when(RecordCounterpartSignature, theirSigning)
      .then(theySigned)
      .leaving({ status: 'AUTHENTICATED' });
    onGround(...toSign, theySigned)
      .when(RecordCounterpartSignature, theirSigning)
      .thenRefused('agreement.already-signed');
    onGround(...bothSigned)
      .when(RecordCounterpartSignature, theirSigning)
      .thenRefused('agreement.out-of-turn');
    onGround(...toSign)
      .and(participant, SIGNATORY)
      .when(RecordCounterpartSignature, theirSigning)
      .thenRefused('agreement.party-unknown');
    onGround(...toSign)
      .when(RecordCounterpartSignature, { ...theirSigning, partyId: KABUL })
      .thenRefused('agreement.not-a-party');
    for (const government of [clearance.province, clearance.federation])
      onGround(...toSign)
        .and(party, PROVINCE, government)
        .when(RecordCounterpartSignature, { ...theirSigning, partyId: PROVINCE })
        .thenRefused('agreement.ours', 'INV-11');
  });

  it('and its consent', () => {
    const consent = { partyId: TRIBE, how: 'JIRGA_CONSENT' } as const;
    onGround(...toSign)
      .when(RecordCounterpartConsent, consent)
      .then(events.CounterpartConsented(consent))
      .leaving({ status: 'AUTHENTICATED', consents: [consent] });
    onGround(...bothSigned, ratified)
      .when(RecordCounterpartConsent, { partyId: TRIBE, how: 'SIGNATURE' })
      .then(theyConsented)
      .leaving({ status: 'CONSENT_EXPRESSED' });
    onGround(...toSign)
      .when(RecordCounterpartConsent, { partyId: TRIBE, how: 'SIGNATURE' })
      .thenRefused('agreement.not-signed');
    onGround(...bothSigned, theyConsented)
      .when(RecordCounterpartConsent, consent)
      .thenRefused('agreement.already-consented');
    onGround(...toSign)
      .when(RecordCounterpartConsent, { ...consent, partyId: PROVINCE })
      .thenRefused('agreement.ours', 'INV-11');
    onGround(...toSign)
      .when(RecordCounterpartConsent, { ...consent, partyId: KABUL })
      .thenRefused('agreement.not-a-party');
  });
});

describe('our side is bound by its signature, or by ratification that is cleared apart', () => {
  const ratifying = { partyId: PROVINCE, how: 'RATIFICATION', clearanceId: SECOND_REVIEW } as const;

  it('ratification, acceptance, approval and the consent of a jirga take a clearance of exactly this text', () => {
    onGround(...bothSigned)
      .when(ExpressConsent, ratifying)
      .then(ratified)
      .leaving({ status: 'SIGNED', clearanceIds: [REVIEW, SECOND_REVIEW] });
    onGround(...bothSigned, theyConsented)
      .when(ExpressConsent, ratifying)
      .then(ratified)
      .leaving({ status: 'CONSENT_EXPRESSED' });
    onGround(...bothSigned)
      .when(ExpressConsent, { ...ratifying, clearanceId: REVIEW })
      .thenRefused('agreement.not-cleared', 'INV-11');
    onGround(...bothSigned)
      .and(federalReview, SECOND_REVIEW, ...sample.clearedFor(SELF, 'SIGNATURE'))
      .when(ExpressConsent, ratifying)
      .thenRefused('agreement.not-cleared', 'INV-11');
    onGround(...bothSigned, ratified)
      .when(ExpressConsent, ratifying)
      .thenRefused('agreement.already-consented');
  });

  it('and is no way around what must be settled before it signs (INV-16, INV-43)', () => {
    const { entered, drafted: first } = clearance;
    onGround(...toSign)
      .and(commitment, COMMITMENT, first)
      .when(ExpressConsent, ratifying)
      .thenRefused('agreement.commitment-not-entered', 'INV-16');
    onGround(...toSign)
      .and(commitment, COMMITMENT, ...clearance.binding.slice(0, -2), entered)
      .when(ExpressConsent, ratifying)
      .then(ratified);
    onGround(...toSign)
      .and(deviations, deviationsIdOf(INITIATIVE, []), deviation)
      .when(ExpressConsent, ratifying)
      .thenRefused('agreement.deviations-open', 'INV-43');
  });

  it('a signature binds by itself, where it is definitive', () => {
    const bySignature = { partyId: PROVINCE, how: 'SIGNATURE' } as const;
    onGround(...bothSigned)
      .when(ExpressConsent, bySignature)
      .then(events.ConsentToBeBoundExpressed(bySignature))
      .leaving({ clearanceIds: [REVIEW] });
    onGround(...toSign, signedAdReferendum)
      .when(ExpressConsent, bySignature)
      .thenRefused('agreement.not-signed');
    const faultsOf = (over: object) => Object.assign(new ExpressConsent(), over).faults();
    expect(faultsOf({ how: 'SIGNATURE', clearanceId: REVIEW })).toMatchObject([{ pointer: '/clearanceId' }]);
    expect(faultsOf({ how: 'RATIFICATION' })).toMatchObject([{ pointer: '/clearanceId' }]);
    expect(faultsOf(bySignature)).toEqual([]);
  });

  it('for a party of it that is of our side, with the powers to sign, and not under an objection', () => {
    onGround(...bothSigned)
      .when(ExpressConsent, { ...ratifying, partyId: TRIBE })
      .thenRefused('agreement.not-ours');
    onGround(...bothSigned)
      .when(ExpressConsent, { ...ratifying, partyId: FEDERATION })
      .thenRefused('agreement.not-a-party');
    onGround(...bothSigned)
      .and(mandate, MANDATE, ...mandatedTo('INITIAL'))
      .when(ExpressConsent, ratifying)
      .thenRefused('agreement.act-not-mandated', 'INV-10');
    onGround(...bothSigned)
      .and(initiative, INITIATIVE, ...sample.inPhase2, contactSample.objected)
      .when(ExpressConsent, ratifying)
      .thenRefused('initiative.objection-open');
  });

  it('of whom it was, nobody knows any more where that is erased: it binds nobody', () => {
    expect(stateAfter(...bothSigned, ratified, gone(theyConsented, 'partyId'))).toMatchObject({ status: 'SIGNED' });
    expect(stateAfter(...toSign, gone(signed, 'adReferendum'), theySigned)).toMatchObject({ status: 'SIGNED_AD_REFERENDUM' });
    expect(stateAfter(drafted, gone(adopted, 'parties'), authenticated, signed)).toMatchObject({ status: 'ERASED' });
  });
});

describe('a party reserves something when it signs or consents, and others object (VCLT 19 to 23)', () => {
  const reserving = { partyId: TRIBE, eId: 'art_1', text: 'Not on Fridays.' } as const;
  const formulated = events.ReservationFormulated(reserving);
  const reservationId = eventId(6);
  const objecting = { reservationId, partyId: PROVINCE, text: 'Fridays as well.' };
  const objected = events.ReservationObjected(objecting);

  it('not once it is bound', () => {
    onGround(...bothSigned)
      .when(FormulateReservation, reserving)
      .then(formulated)
      .leaving({ reservations: [{ ...reserving, reservationId, objections: [] }] });
    onGround(...bothSigned, theyConsented)
      .when(FormulateReservation, reserving)
      .thenRefused('agreement.reservation-late');
    onGround(...bothSigned)
      .when(FormulateReservation, { ...reserving, partyId: KABUL })
      .thenRefused('agreement.not-a-party');
    const many = Array.from({ length: AGREEMENT_RESERVATIONS_MAX }, () => formulated);
    onGround(...bothSigned, ...many)
      .when(FormulateReservation, reserving)
      .thenRefused('agreement.reservations-full');
    onGround(...bothSigned, ...many.slice(1))
      .when(FormulateReservation, reserving)
      .then(formulated);
  });

  it('another party objects, and it may be withdrawn, as long as the agreement lives', () => {
    onGround(...bothSigned, formulated)
      .when(ObjectToReservation, objecting)
      .then(objected)
      .leaving({ reservations: [{ ...reserving, reservationId, objections: [objecting] }] });
    onGround(...bothSigned)
      .when(ObjectToReservation, objecting)
      .thenRefused('agreement.reservation-unknown');
    onGround(...bothSigned, formulated)
      .when(ObjectToReservation, { ...objecting, partyId: KABUL })
      .thenRefused('agreement.not-a-party');
    const many = Array.from({ length: AGREEMENT_RESERVATIONS_MAX }, () => objected);
    onGround(...bothSigned, formulated, ...many)
      .when(ObjectToReservation, objecting)
      .thenRefused('agreement.reservations-full');
    onGround(...bothSigned, formulated)
      .when(WithdrawAgreementReservation, { reservationId })
      .then(events.ReservationWithdrawn({ reservationId }))
      .leaving({ reservations: [] });
    onGround(...bothSigned)
      .when(WithdrawAgreementReservation, { reservationId })
      .thenRefused('agreement.reservation-unknown');
  });
});

describe('it enters into force once all have consented', () => {
  it('and is applied provisionally before, if they so agree (VCLT 25), never on a signature ad referendum', () => {
    const began = events.ProvisionalApplicationBegan({ text: 'Article 1, by an exchange of letters.' });
    onGround(...bothSigned)
      .when(BeginProvisionalApplication, began.data)
      .then(began)
      .leaving({ status: 'SIGNED', provisionallyApplied: true });
    onGround(...bound)
      .when(BeginProvisionalApplication, began.data)
      .then(began);
    onGround(...bothSigned, began)
      .when(BeginProvisionalApplication, began.data)
      .thenRefused('agreement.already-applied');
    onGround(...toSign, signedAdReferendum, theySigned)
      .when(BeginProvisionalApplication, began.data)
      .thenRefused('agreement.out-of-turn');
    onGround(...bothSigned)
      .and(mandate, MANDATE)
      .when(BeginProvisionalApplication, began.data)
      .thenRefused('agreement.no-mandate', 'INV-10');
    onGround(...bound, began)
      .when(RecordAgreementInForce, { rule: 'Once both have consented.' })
      .then(sample.inForce)
      .leaving({ status: 'IN_FORCE', provisionallyApplied: false, until: null });
  });

  it('not before; and it says how long it holds, where it does', () => {
    onGround(...bothSigned)
      .when(RecordAgreementInForce, { rule: 'At once.' })
      .thenRefused('agreement.out-of-turn');
    const limited = { rule: 'At once.', until: '2026-03-01' };
    onGround(...bound)
      .when(RecordAgreementInForce, limited)
      .then(events.AgreementEnteredIntoForce(limited))
      .leaving({ until: '2026-03-01' });
  });

  it('whom it binds is known from its adoption', () => {
    const it = stateAfter(...bound);
    if (!isDrawnUp(it)) throw new Error('it was drawn up');
    expect(boundBy(it)).toEqual(ALL);
    expect(isDrawnUp(stateAfter())).toBe(false);
  });
});

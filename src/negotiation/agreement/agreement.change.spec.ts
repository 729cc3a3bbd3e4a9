import { describe, expect, it } from '@jest/globals';
import * as sample from '../../../test/support/agreement-sample';
import {
  INITIATIVE,
  KABUL,
  MANDATE,
  PROVINCE,
  REVIEW,
  SECOND_REVIEW,
  SIGNATORY,
  THIRD_REVIEW,
  TRIBE,
} from '../../../test/support/agreement-sample';
import * as clearance from '../../../test/support/clearance-sample';
import * as contactSample from '../../../test/support/contact-sample';
import { eventId, gone, happened, SELF, specOf } from '../../../test/support/decider-spec';
import * as proposalSample from '../../../test/support/proposal-sample';
import { type EventOf, flagged } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { federalReview } from '../federal-review/federal-review.state';
import { initiative } from '../initiative/initiative.state';
import { mandate } from '../mandate/mandate.state';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import { policyFramework } from '../policy-framework/policy-framework.state';
import { SCHEDULED_TEXT_LENGTH_MAX } from '../scheduled-text';
import { POLICY_FRAMEWORK_ID } from '../singletons';
import {
  AmendAgreement,
  CodeIssue,
  CorrectAuthenticText,
  JoinThirdParty,
  LapseAgreement,
  ProposeAmendment,
  ProposeCorrection,
  RecordPartyWithdrawal,
  RegisterAgreement,
  RenewAgreement,
  ResumeAgreement,
  SuspendAgreement,
  TerminateAgreement,
} from './agreement.commands';
import { agreementDecider } from './agreement.decider';
import { agreementEvents, ISSUES_MAX, THIRD_PARTIES_MAX } from './agreement.events';
import { agreement, isDrawnUp, textBefore } from './agreement.state';
import { instrumentTextOf } from './agreement.text.rules';

const { given, stateAfter } = specOf(agreement, agreementDecider);
const events = agreementEvents;
type Past = EventOf<typeof agreementEvents>;
const { adopted, assessedAs, binding, bothSigned, bound, correctedText, correctedTexts, correction, drafted, submittedFor } = sample;
const { text, textHash, toSign } = sample;
const ALL = [PROVINCE, TRIBE];

/** On which a text other than the one of the draft has been cleared for signature. */
const onGround = (history: readonly Past[], cleared = correctedText) =>
  given(...history)
    .and(initiative, INITIATIVE, ...sample.inPhase2)
    .and(mandate, MANDATE, ...sample.mandated)
    .and(policyFramework, POLICY_FRAMEWORK_ID, ...clearance.framework)
    .and(party, PROVINCE, clearance.province)
    .and(party, TRIBE, clearance.tribe)
    .and(participant, SIGNATORY, clearance.somebody)
    .and(federalReview, THIRD_REVIEW, ...sample.clearedFor(SELF, 'SIGNATURE', cleared));

const proposed = events.CorrectionProposed({ ...correction, texts: correctedTexts });

describe('an error in the authentic text is corrected with the concurrence of all (INV-24, VCLT 79)', () => {
  const changeId = eventId(toSign.length + 1);
  const correcting = { changeId, concurrence: ALL };
  const corrected = events.AuthenticTextCorrected({ ...correcting, textHash: correctedText.textHash, supersededReviewIds: [] });

  it('what is wrong is quoted from one of its languages, and is found there once', () => {
    onGround(toSign)
      .when(ProposeCorrection, correction)
      .then(proposed)
      .leaving({ change: { changeId, kind: 'CORRECTION', texts: correctedTexts, text: correctedText } });
    onGround(toSign)
      .when(ProposeCorrection, { ...correction, old: '22:00' })
      .thenRefused('agreement.words-unknown');
    onGround(toSign)
      .when(ProposeCorrection, { ...correction, old: ':00' })
      .thenRefused('agreement.words-unknown');
    onGround(toSign)
      .when(ProposeCorrection, { ...correction, lang: 'ur' })
      .thenRefused('agreement.other-languages', 'INV-22');
    onGround(toSign)
      .when(ProposeCorrection, { ...correction, new: 'x'.repeat(SCHEDULED_TEXT_LENGTH_MAX) })
      .thenRefused('agreement.too-long');
    // Words that look otherwise and are the same.
    onGround(toSign)
      .when(ProposeCorrection, { ...correction, old: 'patients', new: 'patients ' })
      .then(events.CorrectionProposed({ ...correction, old: 'patients', new: 'patients ', texts: doubledBlank }));
    const faults = Object.assign(new ProposeCorrection(), { ...correction, new: correction.old }).faults();
    expect(faults).toMatchObject([{ pointer: '/new' }]);
    expect(Object.assign(new ProposeCorrection(), correction).faults()).toEqual([]);
  });
  const doubledBlank = [textOf({ lang: 'en', body: 'Torkham is open to patients  from 06:00 to 20:00.' }), ...correctedTexts.slice(1)];

  it('and changes as all concur; what is in review then is about words that no longer stand', () => {
    onGround([...toSign, proposed])
      .when(CorrectAuthenticText, correcting)
      .then(corrected)
      .leaving({ texts: correctedTexts, text: correctedText, change: null });
    const reviewed = [...toSign, assessedAs(textHash), submittedFor('SIGNATURE'), submittedFor('RATIFICATION', correctedText.textHash)];
    onGround([...reviewed, proposed])
      .when(CorrectAuthenticText, { ...correcting, changeId: eventId(reviewed.length + 1) })
      .then(events.AuthenticTextCorrected({ ...corrected.data, changeId: eventId(reviewed.length + 1), supersededReviewIds: [REVIEW] }));
    onGround([...reviewed, events.AgreementDeclined({ reviewId: REVIEW }), proposed])
      .when(CorrectAuthenticText, { ...correcting, changeId: eventId(reviewed.length + 2) })
      .then(events.AuthenticTextCorrected({ ...corrected.data, changeId: eventId(reviewed.length + 2) }));
  });

  it('not by some of them, nor otherwise than was proposed last', () => {
    onGround([...toSign, proposed])
      .when(CorrectAuthenticText, { ...correcting, concurrence: [PROVINCE, KABUL] })
      .thenRefused('agreement.not-by-all');
    onGround(toSign).when(CorrectAuthenticText, correcting).thenRefused('agreement.other-change', 'INV-24');
    onGround([...toSign, proposed, proposed])
      .when(CorrectAuthenticText, correcting)
      .thenRefused('agreement.other-change', 'INV-24');
    expect(() => stateAfter(...toSign, corrected)).toThrow('not the last one proposed');
    expect(stateAfter(...toSign, proposed, gone(corrected, 'changeId'))).toMatchObject({ status: 'ERASED' });
    expect(stateAfter(...toSign, gone(proposed, 'texts'))).toMatchObject({ change: { text: null } });
  });

  it('once our side has signed, only as the federal side has cleared it (INV-11)', () => {
    const history = [...bothSigned, { ...proposed }];
    const later = { changeId: eventId(history.length), concurrence: ALL };
    onGround(history).when(CorrectAuthenticText, later).thenRefused('agreement.not-cleared', 'INV-11');
    onGround(history)
      .when(CorrectAuthenticText, { ...later, clearanceId: THIRD_REVIEW })
      .then(events.AuthenticTextCorrected({ ...corrected.data, ...later, clearanceId: THIRD_REVIEW }))
      .leaving({ status: 'SIGNED', clearanceIds: [REVIEW, THIRD_REVIEW], text: correctedText });
    onGround(history, text)
      .when(CorrectAuthenticText, { ...later, clearanceId: THIRD_REVIEW })
      .thenRefused('agreement.not-cleared', 'INV-11');
    onGround(history)
      .and(initiative, INITIATIVE, ...sample.inPhase2, contactSample.objected)
      .when(CorrectAuthenticText, { ...later, clearanceId: THIRD_REVIEW })
      .thenRefused('initiative.objection-open');
  });

  it('what is submitted meanwhile is the text as it is to read', () => {
    const it = stateAfter(...toSign, proposed);
    if (!isDrawnUp(it)) throw new Error('it was drawn up');
    expect(textBefore(it)).toEqual(correctedText);
  });
});

describe('it is amended by agreement of all whom it binds (INV-24)', () => {
  const texts = [{ lang: 'en', body: 'Torkham is open to patients by day and by night.' }, sample.wording.texts[1]] as const;
  const amendedTexts = texts.map(textOf);
  const amendedText = instrumentTextOf({ ...drafted.data, texts: amendedTexts });
  const amendment = events.AmendmentProposed({ texts: amendedTexts, reason: 'Patients come at night.' });
  const changeId = eventId(binding.length + 1);
  const agreeing = { changeId, agreedBy: ALL, clearanceId: THIRD_REVIEW };
  const assessed = assessedAs(amendedText.textHash);

  it('in every language in which it is authentic, in other words than now', () => {
    onGround(binding)
      .when(ProposeAmendment, { texts, reason: 'Patients come at night.' })
      .then(amendment)
      .leaving({ change: { changeId, kind: 'AMENDMENT', texts: amendedTexts, text: amendedText } });
    onGround(binding)
      .when(ProposeAmendment, { texts: texts.slice(0, 1), reason: 'x' })
      .thenRefused('agreement.other-languages', 'INV-22');
    onGround(binding)
      .when(ProposeAmendment, { texts: [...texts, { lang: 'ur', body: 'x' }], reason: 'x' })
      .thenRefused('agreement.other-languages', 'INV-22');
    onGround(binding).when(ProposeAmendment, { texts: sample.wording.texts, reason: 'x' }).thenRefused('agreement.same-text');
    onGround(bothSigned).when(ProposeAmendment, { texts, reason: 'x' }).thenRefused('agreement.out-of-turn');
    const twice = Object.assign(new ProposeAmendment(), { texts: [texts[0], texts[0]] });
    expect(twice.faults()).toMatchObject([{ pointer: '/texts' }]);
  });

  it('with a clearance of exactly the amended text, which is held against the framework first', () => {
    const history = [...binding, amendment, assessed];
    onGround(history, amendedText)
      .when(AmendAgreement, agreeing)
      .then(events.AgreementAmended({ ...agreeing, textHash: amendedText.textHash, supersededReviewIds: [] }))
      .leaving({ status: 'IN_FORCE', texts: amendedTexts, text: amendedText, change: null });
    onGround(history).when(AmendAgreement, agreeing).thenRefused('agreement.not-cleared', 'INV-11');
    onGround([...binding, amendment], amendedText)
      .when(AmendAgreement, agreeing)
      .thenRefused('agreement.not-assessed', 'INV-13');
    onGround(history, amendedText)
      .when(AmendAgreement, { ...agreeing, agreedBy: [TRIBE] })
      .thenRefused('agreement.not-by-all');
    onGround(history, amendedText)
      .and(mandate, MANDATE, ...sample.mandatedTo('INITIAL'))
      .when(AmendAgreement, agreeing)
      .thenRefused('agreement.act-not-mandated', 'INV-10');
  });

  it('a correction is no amendment, nor the reverse', () => {
    onGround([...binding, proposed, assessed], amendedText)
      .when(AmendAgreement, agreeing)
      .thenRefused('agreement.other-change', 'INV-24');
    onGround([...binding, amendment])
      .when(CorrectAuthenticText, { changeId, concurrence: ALL, clearanceId: THIRD_REVIEW })
      .thenRefused('agreement.other-change', 'INV-24');
  });
});

describe('its life goes on, and ends', () => {
  it('a party suspends it, and it is resumed', () => {
    const suspending = { byPartyId: TRIBE, scope: 'All of it', ground: 'The gate is shut.' };
    const suspended = events.AgreementSuspended(suspending);
    const suspensionId = eventId(binding.length + 1);
    onGround(binding).when(SuspendAgreement, suspending).then(suspended).leaving({ status: 'SUSPENDED', suspensionId });
    onGround(binding)
      .when(SuspendAgreement, { ...suspending, byPartyId: KABUL })
      .thenRefused('agreement.not-a-party');
    const resumed = events.AgreementResumed({ suspensionId, reason: 'It is open again.' });
    onGround([...binding, suspended])
      .when(ResumeAgreement, { reason: 'It is open again.' })
      .then(resumed)
      .leaving({ status: 'IN_FORCE' });
    expect(stateAfter(...binding, suspended, resumed)).not.toHaveProperty('suspensionId');
  });

  it('a party withdraws; what binds only one binds nobody', () => {
    const withdrawing = { partyId: TRIBE, text: 'We are no longer bound.' };
    onGround(binding)
      .when(RecordPartyWithdrawal, withdrawing)
      .then(events.PartyWithdrew(withdrawing))
      .leaving({ status: 'WITHDRAWN', withdrawn: [TRIBE] });
    onGround(binding)
      .when(RecordPartyWithdrawal, { ...withdrawing, partyId: KABUL })
      .thenRefused('agreement.not-a-party');
    const three = [drafted, events.AgreementTextAdopted({ textHash, parties: [...ALL, KABUL] }), ...bothSigned.slice(2)] as const;
    expect(stateAfter(...three)).toMatchObject({ status: 'AUTHENTICATED' });
    onGround(three)
      .when(RecordPartyWithdrawal, { ...withdrawing, partyId: KABUL })
      .then(events.PartyWithdrew({ ...withdrawing, partyId: KABUL }))
      .leaving({ status: 'SIGNED' });
    const inForce = [
      ...three,
      events.CounterpartConsented({ partyId: KABUL, how: 'ACCEPTANCE' }),
      ...bound.slice(-2),
      sample.inForce,
    ] as const;
    expect(stateAfter(...inForce, events.PartyWithdrew({ ...withdrawing, partyId: KABUL }))).toMatchObject({ status: 'IN_FORCE' });
  });

  it('it is renewed to a later day by all, as the federal side has cleared', () => {
    const limited = [...bound, events.AgreementEnteredIntoForce({ rule: 'At once.', until: '2025-12-31' })] as const;
    const renewing = { until: '2026-12-31', agreedBy: ALL, clearanceId: THIRD_REVIEW };
    onGround(limited, text)
      .when(RenewAgreement, renewing)
      .then(events.AgreementRenewed(renewing))
      .leaving({ until: '2026-12-31', clearanceIds: [REVIEW, SECOND_REVIEW, THIRD_REVIEW] });
    onGround(limited, text)
      .when(RenewAgreement, { ...renewing, until: '2025-12-31' })
      .thenRefused('agreement.not-later');
    onGround(binding, text).when(RenewAgreement, renewing).thenRefused('agreement.not-later');
    onGround(limited, text)
      .when(RenewAgreement, { ...renewing, agreedBy: [PROVINCE] })
      .thenRefused('agreement.not-by-all');
    onGround(limited).when(RenewAgreement, renewing).thenRefused('agreement.not-cleared', 'INV-11');
    onGround(limited, text).and(mandate, MANDATE).when(RenewAgreement, renewing).thenRefused('agreement.no-mandate', 'INV-10');
  });

  it('it is terminated, or given up before it was in force', () => {
    const ending = { ground: 'BREACH', text: 'The gate stayed shut.' } as const;
    onGround(binding)
      .when(TerminateAgreement, ending)
      .then(events.AgreementTerminated(ending))
      .leaving({ status: 'TERMINATED', ground: 'BREACH' });
    onGround([drafted]).when(TerminateAgreement, ending).thenRefused('agreement.out-of-turn');
    for (const history of [[drafted], [drafted, adopted], bound])
      onGround(history)
        .when(LapseAgreement, { reason: 'No agreement.' })
        .then(events.AgreementLapsed({ reason: 'No agreement.' }))
        .leaving({ status: 'LAPSED' });
    onGround(binding).when(LapseAgreement, { reason: 'x' }).thenRefused('agreement.out-of-turn');
  });
});

describe('an agreement that was made without this ledger is known as its source tells it (S45)', () => {
  const { INITIATIVE: initiativeId } = sample;
  const truce = {
    initiativeId,
    title: 'A truce of 2022 (invented)',
    form: 'JIRGA_DECISION_ORAL',
    stage: 'CEA',
    subStage: 'CEAS',
    status: 'STATUS_UNCLEAR',
    nature: 'INTRA',
    sourceRef: 'A newspaper (invented)',
    preLedger: true,
    signatoriesVerbatim: 'Elders of both sides',
  } as const;
  const registered = events.AgreementRegistered(truce);

  it('of an initiative that is known, whether it is open or not', () => {
    onGround([])
      .when(RegisterAgreement, truce)
      .then(flagged(registered, ['PRE_LEDGER']))
      .leaving({ status: 'REGISTERED', statusTold: 'STATUS_UNCLEAR', thirdParties: [], issues: [] });
    onGround([])
      .when(RegisterAgreement, { ...truce, preLedger: false })
      .then(events.AgreementRegistered({ ...truce, preLedger: false }));
    onGround([]).and(initiative, initiativeId).when(RegisterAgreement, truce).thenRefused('agreement.initiative-unknown');
    const faults = Object.assign(new RegisterAgreement(), { ...truce, subStage: 'PROC' }).faults();
    expect(faults).toMatchObject([{ pointer: '/subStage', detail: expect.stringContaining('CEAS, REL, CEAMIX') }]);
    expect(Object.assign(new RegisterAgreement(), truce).faults()).toEqual([]);
  });

  it('that it ended is recorded with its reason, in the month in which it did', () => {
    const ending = { ground: 'BREACH', text: 'Each blamed the other.' } as const;
    const month = { from: '2022-11', precision: 'MONTH', zone: 'Asia/Karachi', calendar: 'GREGORIAN' } as const;
    onGround([registered])
      .occurring(month)
      .when(TerminateAgreement, ending)
      .then(flagged(events.AgreementTerminated(ending), ['PRE_LEDGER']))
      .leaving({ status: 'TERMINATED', ground: 'BREACH' });
    onGround([events.AgreementRegistered({ ...truce, preLedger: false })])
      .when(TerminateAgreement, ending)
      .then(events.AgreementTerminated(ending));
    expect(stateAfter(registered, happened(events.AgreementTerminated(ending), { occurredAt: month }))).toMatchObject(truceWithout);
  });
  const { status: _, ...truceWithout } = truce;
});

describe('what stands beside an agreement', () => {
  const witness = { partyId: KABUL, role: 'WITNESS', verbatim: 'as witnesses' } as const;
  const joined = events.ThirdPartyJoined(witness);
  const coding = { code: 'StXbor', eId: 'art_1', detail: 2, coderId: SIGNATORY } as const;
  const coded = events.IssueCoded(coding);

  it('third parties, each in the words of the text', () => {
    const beside = (...history: readonly Past[]) => onGround(history).and(party, KABUL, proposalSample.kabul);
    beside(drafted)
      .when(JoinThirdParty, witness)
      .then(joined)
      .leaving({ thirdParties: [witness] });
    onGround([drafted]).when(JoinThirdParty, witness).thenRefused('agreement.party-unknown');
    beside(drafted, joined).when(JoinThirdParty, witness).thenRefused('agreement.already-beside');
    beside(drafted, joined)
      .when(JoinThirdParty, { ...witness, role: 'GUARANTOR' })
      .then(events.ThirdPartyJoined({ ...witness, role: 'GUARANTOR' }));
    const many = Array.from({ length: THIRD_PARTIES_MAX }, (_, n) => events.ThirdPartyJoined({ ...witness, partyId: eventId(n + 1) }));
    beside(drafted, ...many)
      .when(JoinThirdParty, witness)
      .thenRefused('agreement.third-parties-full');
  });

  it('how far it deals with an issue (PA-X), as last coded', () => {
    onGround([drafted])
      .when(CodeIssue, coding)
      .then(coded)
      .leaving({ issues: [coding] });
    onGround([drafted]).and(participant, SIGNATORY).when(CodeIssue, coding).thenRefused('agreement.party-unknown');
    onGround([drafted, coded, events.AgreementLapsed({ reason: 'x' })])
      .when(CodeIssue, { ...coding, detail: 3 })
      .then(events.IssueCoded({ ...coding, detail: 3 }))
      .leaving({ issues: [{ ...coding, detail: 3 }] });
    const { eId: _, ...whole } = coding;
    expect(stateAfter(drafted, coded, events.IssueCoded(whole))).toMatchObject({ issues: [coding, whole] });
    const many = Array.from({ length: ISSUES_MAX }, (__, n) => events.IssueCoded({ ...whole, code: `C${n}` }));
    onGround([drafted, ...many])
      .when(CodeIssue, coding)
      .thenRefused('agreement.issues-full');
    onGround([drafted, ...many.slice(1), coded])
      .when(CodeIssue, { ...coding, detail: 0 })
      .then(events.IssueCoded({ ...coding, detail: 0 }));
  });
});

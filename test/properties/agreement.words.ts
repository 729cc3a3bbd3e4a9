import { legible } from '../../src/kernel/erased';
import type * as commands from '../../src/negotiation/agreement/agreement.commands';
import { type Agreement, type AgreementReview, isDrawnUp } from '../../src/negotiation/agreement/agreement.state';
import * as sample from '../support/agreement-sample';
import { RED_LINE } from '../support/clearance-sample';
import type { Scene, Words } from './scene';
import { PEOPLE } from './world';

/* What may be said of an agreement between a province and a tribe. */

const BOTH = [sample.PROVINCE, sample.TRIBE];
const because = { reason: 'For a reason.' } as const;
const said = { text: 'As it was said.' } as const;

/** A clearance that nothing has used yet, mostly. */
const freshClearance = ({ draw }: Scene): string => `20000000-0000-4000-8000-${String(draw.below(1_000)).padStart(12, '0')}`;
const party = ({ draw }: Scene): string => draw.mostly(draw.of(sample.PROVINCE, sample.TRIBE), sample.NOTHING);
const all = ({ draw }: Scene): string[] => draw.mostly(BOTH, [sample.TRIBE, sample.FEDERATION]);

/** Other words each time, in both languages. */
const texts = ({ draw }: Scene) => [{ lang: 'en', body: `Torkham is open on ${draw.below(100)} days.` }, { ...sample.wording.texts[1] }];
const wording = (scene: Scene) => ({ ...sample.wording, texts: texts(scene) });

/** A review that waits for an answer, mostly. */
function reviewOf({ state, draw }: Scene<Agreement>): string {
  const waiting = isDrawnUp(state) ? state.reviews.filter(({ standing }) => standing === 'SUBMITTED') : [];
  const review: AgreementReview | undefined = waiting[draw.below(Math.max(1, waiting.length))];
  return draw.mostly(review ? legible(review.reviewId) : sample.NOTHING, sample.NOTHING);
}

/** A reservation that stands, mostly. */
function reservationOf({ state, draw }: Scene<Agreement>): string {
  const standing = isDrawnUp(state) ? state.reservations : [];
  return draw.mostly(standing[draw.below(Math.max(1, standing.length))]?.reservationId ?? sample.NOTHING, sample.NOTHING);
}

/** Words that are there once. */
function words({ state, draw }: Scene<Agreement>): string {
  const body = isDrawnUp(state) ? legible(state.texts)[0]?.body : undefined;
  return draw.mostly(body ?? 'nothing', 'e');
}

export const agreementWords: Words<typeof commands, Agreement> = {
  RegisterAgreement: ({ draw }) => ({
    initiativeId: draw.mostly<string>(sample.INITIATIVE, sample.NOTHING),
    title: 'A truce (invented)',
    form: 'JIRGA_DECISION_ORAL',
    stage: 'CEA',
    subStage: 'CEAS',
    status: 'STATUS_UNCLEAR',
    nature: 'INTRA',
    sourceRef: 'A newspaper (invented)',
    preLedger: draw.once(2),
  }),
  DraftAgreement: (scene) => ({
    ...sample.asked,
    initiativeId: scene.draw.mostly<string>(sample.INITIATIVE, sample.NOTHING),
    texts: texts(scene),
  }),
  RedraftAgreement: wording,
  AdoptAgreement: ({ state, draw }) => ({
    textHash: draw.mostly((isDrawnUp(state) ? state.text?.textHash : undefined) ?? sample.textHash, sample.textHash),
    parties: BOTH,
  }),
  AuthenticateAgreement: (scene) => ({ how: scene.draw.of('INITIALLED', 'SIGNED_AD_REFERENDUM', 'FINAL_ACT'), by: all(scene) }),
  AssessAgreementAlignment: ({ draw }) => ({
    result: draw.of('ALIGNED', 'ALIGNED', 'ALIGNED', 'CONFLICT', 'POTENTIAL_CONFLICT'),
    redLineIds: draw.mostly<string[]>([], draw.mostly<string[]>([], [RED_LINE])),
  }),
  SubmitAgreementForClearance: ({ draw }) => ({ step: draw.of('SIGNATURE', 'RATIFICATION'), ...sample.request }),
  ClearAgreement: (scene) => ({ reviewId: reviewOf(scene) }),
  ReturnAgreement: (scene) => ({ reviewId: reviewOf(scene) }),
  DeclineAgreement: (scene) => ({ reviewId: reviewOf(scene) }),
  SignAgreement: (scene) => ({
    ...sample.signing,
    signatoryId: scene.draw.of(...PEOPLE),
    adReferendum: scene.draw.once(2),
    clearanceId: freshClearance(scene),
  }),
  RecordCounterpartSignature: ({ draw }) => ({ ...sample.theirSigning, signatoryId: draw.of(...PEOPLE), adReferendum: draw.once(2) }),
  ExpressConsent: (scene) =>
    scene.draw.once(2)
      ? { partyId: sample.PROVINCE, how: 'SIGNATURE' }
      : { partyId: sample.PROVINCE, how: 'RATIFICATION', clearanceId: freshClearance(scene) },
  RecordCounterpartConsent: ({ draw }) => ({ partyId: sample.TRIBE, how: draw.of('SIGNATURE', 'JIRGA_CONSENT') }),
  FormulateReservation: (scene) => ({ partyId: party(scene), ...said }),
  ObjectToReservation: (scene) => ({ reservationId: reservationOf(scene), partyId: party(scene), ...said }),
  WithdrawAgreementReservation: (scene) => ({ reservationId: reservationOf(scene) }),
  BeginProvisionalApplication: () => said,
  RecordAgreementInForce: ({ draw }) => ({ rule: 'Once all have consented.', ...(draw.once(2) && { until: '2026-03-01' }) }),
  ProposeCorrection: (scene) => ({ lang: 'en', old: words(scene), new: `Torkham, ${scene.draw.below(100)}`, ...because }),
  CorrectAuthenticText: (scene) => ({
    changeId: scene.last('CorrectionProposed'),
    concurrence: all(scene),
    clearanceId: freshClearance(scene),
  }),
  ProposeAmendment: (scene) => ({ texts: texts(scene), ...because }),
  AmendAgreement: (scene) => ({ changeId: scene.last('AmendmentProposed'), agreedBy: all(scene), clearanceId: freshClearance(scene) }),
  SuspendAgreement: (scene) => ({ byPartyId: party(scene), scope: 'All of it', ground: 'The crossing is closed.' }),
  ResumeAgreement: () => because,
  RecordPartyWithdrawal: (scene) => ({ partyId: party(scene), ...said }),
  RenewAgreement: (scene) => ({
    until: scene.draw.of('2025-12-31', '2027-03-01', '2028-03-01'),
    agreedBy: all(scene),
    clearanceId: freshClearance(scene),
  }),
  TerminateAgreement: ({ draw }) => ({ ground: draw.of('CONSENT', 'EXPIRY', 'BREACH'), ...said }),
  LapseAgreement: () => because,
  JoinThirdParty: (scene) => ({ partyId: party(scene), role: scene.draw.of('WITNESS', 'HOST', 'MEDIATOR'), verbatim: 'as a witness' }),
  CodeIssue: ({ draw }) => ({
    code: draw.of('StXbor', 'Bus'),
    detail: draw.below(4),
    coderId: draw.mostly<string>(draw.of(...PEOPLE), sample.NOTHING),
  }),
};

import { textOf } from '../../src/kernel/text';
import { agreementEvents } from '../../src/negotiation/agreement/agreement.events';
import { instrumentTextOf } from '../../src/negotiation/agreement/agreement.text.rules';
import { federalReviewEvents } from '../../src/negotiation/federal-review/federal-review.events';
import { mandateEvents } from '../../src/negotiation/mandate/mandate.events';
import * as clearance from './clearance-sample';
import * as proposal from './proposal-sample';

/* One agreement between the province and a tribe across the border, in two languages. Everybody and everything in it is invented. */

export const { INITIATIVE, PROVINCE, TRIBE, FEDERATION, FOCAL_PERSON, NOTHING, REVIEW, RED_LINE } = clearance;
export const { MANDATE, inPhase2, KABUL } = proposal;
export const COMMITMENT = '84000000-0000-4000-8000-000000000001';
export const SIGNATORY = '40000000-0000-4000-8000-000000000021';
/** The review for ratification; that for signature is `REVIEW`. */
export const SECOND_REVIEW = '20000000-0000-4000-8000-000000000002';
/** Of a text that it is to have, or to keep for longer. */
export const THIRD_REVIEW = '20000000-0000-4000-8000-000000000003';

const words = [
  { lang: 'en', body: 'Torkham is open to patients from 06:00 to 20:00.' },
  { lang: 'ps', body: 'تورخم د ناروغانو لپاره له ۰۶:۰۰ تر ۲۰:۰۰ پرانیستی دی.' },
] as const;

/** What RedraftAgreement says. */
export const wording = {
  title: 'Patients at Torkham',
  form: 'MOU',
  texts: words,
  prevailingLanguage: 'ps',
  commitmentIds: [COMMITMENT],
} as const;
/** What DraftAgreement says. */
export const asked = { ...wording, initiativeId: INITIATIVE, topics: ['CROSS_BORDER_COLLABORATION'] } as const;

type Draft = Parameters<typeof agreementEvents.AgreementDrafted>[0];
export const draftedAs = (over: Partial<Draft> = {}) =>
  agreementEvents.AgreementDrafted({
    ...asked,
    topics: [...asked.topics],
    commitmentIds: [...asked.commitmentIds],
    texts: words.map(textOf),
    ...over,
  });
export const drafted = draftedAs();
export const text = instrumentTextOf(drafted.data);
export const { textHash } = text;

/** The same, with the hour of closing corrected in one of its languages. */
export const correction = { lang: 'en', old: '20:00', new: '18:00', reason: 'The Pashto text says so.' } as const;
export const correctedTexts = [textOf({ lang: 'en', body: 'Torkham is open to patients from 06:00 to 18:00.' }), textOf(words[1])];
export const correctedText = instrumentTextOf({ ...drafted.data, texts: correctedTexts });

export const adopted = agreementEvents.AgreementTextAdopted({ textHash, parties: [PROVINCE, TRIBE] });
export const authenticated = agreementEvents.AgreementAuthenticated({ how: 'INITIALLED', by: [PROVINCE, TRIBE] });
export const assessedAs = (about: string, result: 'ALIGNED' | 'CONFLICT' = 'ALIGNED', redLineIds: string[] = []) =>
  agreementEvents.PolicyAlignmentAssessed({ textHash: about, frameworkVersion: 1, result, redLineIds });
export const request = { urgency: 'ROUTINE', question: 'May it be signed?' } as const;
export const submittedFor = (step: 'SIGNATURE' | 'RATIFICATION', about = textHash) =>
  agreementEvents.AgreementSubmittedForClearance({
    reviewId: step === 'SIGNATURE' ? REVIEW : SECOND_REVIEW,
    step,
    textHash: about,
    ...request,
    supersededReviewIds: [],
  });

/** What SignAgreement says. */
export const signing = {
  partyId: PROVINCE,
  signatoryId: SIGNATORY,
  capacity: 'Head of the delegation',
  adReferendum: false,
  clearanceId: REVIEW,
} as const;
export const signed = agreementEvents.AgreementSigned(signing);
/** What RecordCounterpartSignature says. */
export const theirSigning = { partyId: TRIBE, signatoryId: SIGNATORY, capacity: 'Elder', adReferendum: false } as const;
export const theySigned = agreementEvents.CounterpartSigned(theirSigning);
export const ratified = agreementEvents.ConsentToBeBoundExpressed({ partyId: PROVINCE, how: 'RATIFICATION', clearanceId: SECOND_REVIEW });
export const theyConsented = agreementEvents.CounterpartConsented({ partyId: TRIBE, how: 'SIGNATURE' });
export const inForce = agreementEvents.AgreementEnteredIntoForce({ rule: 'Once both have consented.' });

/** Each with everything that comes before it. */
export const toSign = [drafted, adopted, authenticated] as const;
export const bothSigned = [...toSign, signed, theySigned] as const;
export const bound = [...bothSigned, ratified, theyConsented] as const;
export const binding = [...bound, inForce] as const;

/** Terms of reference that give the powers to initial and to sign. */
const acts = { phase1: [], phase2: ['NEGOTIATE_TEXT', 'INITIAL', 'SIGN_AD_REFERENDUM', 'SIGN'] as const };
export const mandatedTo = (...phase2: readonly (typeof acts.phase2)[number][]) =>
  [
    mandateEvents.MandateDrafted({ ...proposal.mandated[0].data, acts: { phase1: [], phase2: [...phase2] } }),
    proposal.mandated[1],
    proposal.mandated[2],
  ] as const;
export const mandated = mandatedTo(...acts.phase2);

/** The review of a text of the agreement for one step; its clearance is live in March. */
export function clearedFor(agreementId: string, step: 'SIGNATURE' | 'RATIFICATION', about = text) {
  const clearanceId = step === 'SIGNATURE' ? REVIEW : SECOND_REVIEW;
  return [
    federalReviewEvents.ReviewSubmitted({
      initiativeId: INITIATIVE,
      subject: step,
      subjectId: agreementId,
      text: about,
      ...request,
      exPostFacto: false,
      submittedBy: FOCAL_PERSON,
    }),
    federalReviewEvents.ReviewAcknowledged({ reference: 'FO/94 (invented)' }),
    federalReviewEvents.ReviewAssigned({ division: 'FOREIGN_AFFAIRS' }),
    federalReviewEvents.ClearanceGranted({
      clearanceId,
      decision: 'APPROVED',
      subject: step,
      subjectId: agreementId,
      textHash: about.textHash,
      lang: about.lang,
      purpose: step === 'SIGNATURE' ? 'SIGN' : 'RATIFY',
      conditions: [],
      validFrom: '2025-03-01T00:00:00.000Z',
      validUntil: '2025-06-01T00:00:00.000Z',
      authorityId: FEDERATION,
      landscape: null,
    }),
  ] as const;
}

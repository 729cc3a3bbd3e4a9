import { z } from 'zod';
import { act, defineEvents, fact } from '../../kernel/events';
import { day, eId, flag, id, language, list, oneOf, text, textHash, writtenText } from '../../kernel/fields';
import { TEXT_LENGTH_MAX } from '../../kernel/limits';
import { assessment } from '../alignment';
import { TerminationGround } from '../commitment/commitment.events';
import { Urgency } from '../federal-review/federal-review.events';
import { Topic } from '../terms';

/** PA-X Stage: what an agreement is about in a process. It implies no order (domain.md 2.2). */
export const AgreementStage = oneOf('PRE', 'SUB_PAR', 'SUB_COMP', 'IMP', 'REN', 'CEA', 'OTH');
export type AgreementStage = z.infer<typeof AgreementStage>;

/** PA-X StageSub. */
export const AgreementSubStage = oneOf(
  'PROC',
  'PRIN',
  'CONF',
  'PREMIX',
  'PREOTH',
  'ISS',
  'MULTISS',
  'FRPAROTH',
  'FRAG',
  'FRCONS',
  'FRCOMOTH',
  'IMPMOD',
  'EXTSUB',
  'EXTPAR',
  'IMPOTH',
  'REIMP',
  'REPRE',
  'RESUB',
  'REOTH',
  'CEAS',
  'REL',
  'CEAMIX',
  'OTHER',
);
export type AgreementSubStage = z.infer<typeof AgreementSubStage>;

/** Which sub-stages a stage has (domain.md 2.2). */
export const SUB_STAGES: Readonly<Record<AgreementStage, readonly AgreementSubStage[]>> = {
  PRE: ['PROC', 'PRIN', 'CONF', 'PREMIX', 'PREOTH'],
  SUB_PAR: ['ISS', 'MULTISS', 'FRPAROTH'],
  SUB_COMP: ['FRAG', 'FRCONS', 'FRCOMOTH'],
  IMP: ['IMPMOD', 'EXTSUB', 'EXTPAR', 'IMPOTH'],
  REN: ['REIMP', 'REPRE', 'RESUB', 'REOTH'],
  CEA: ['CEAS', 'REL', 'CEAMIX'],
  OTH: ['OTHER'],
};

/** PA-X Status. */
export const AgreementStatus = oneOf(
  'MULTIPARTY_SIGNED_OR_AGREED',
  'UNILATERAL_DOCUMENT',
  'STATUS_UNCLEAR',
  'AGREEMENT_WITH_SUBSEQUENT_STATUS',
);
export type AgreementStatus = z.infer<typeof AgreementStatus>;

/** PA-X Agtp: between states, within one, or both. */
export const AgreementNature = oneOf('INTER', 'INTER_INTRA', 'INTRA', 'INTRA_LOCAL');
export type AgreementNature = z.infer<typeof AgreementNature>;

export const InstrumentForm = oneOf(
  'TREATY',
  'MOU',
  'JOINT_STATEMENT',
  'JOINT_DECLARATION',
  'EXCHANGE_OF_LETTERS',
  'AGREED_MINUTES',
  'JIRGA_DECISION_WRITTEN',
  'JIRGA_DECISION_ORAL',
  'UNILATERAL_DECLARATION',
  'RULES_OF_PROCEDURE',
);
export type InstrumentForm = z.infer<typeof InstrumentForm>;

/** By what a text is established as authentic and definitive (VCLT 10). */
export const Authentication = oneOf('INITIALLED', 'SIGNED_AD_REFERENDUM', 'FINAL_ACT');
export type Authentication = z.infer<typeof Authentication>;

/** By what a party is bound (VCLT 11); what a jirga consents to is neither signed nor ratified. */
export const Consent = oneOf('SIGNATURE', 'RATIFICATION', 'ACCEPTANCE', 'APPROVAL', 'JIRGA_CONSENT');
export type Consent = z.infer<typeof Consent>;

export const ThirdPartyRole = oneOf('WITNESS', 'OBSERVER', 'GUARANTOR', 'MEDIATOR', 'FACILITATOR', 'HOST', 'DEPOSITARY');
export type ThirdPartyRole = z.infer<typeof ThirdPartyRole>;

/** What of an agreement the federal side clears apart: that it is signed, and that it is ratified (domain.md 0.9). */
export const ClearedStep = oneOf('SIGNATURE', 'RATIFICATION');
export type ClearedStep = z.infer<typeof ClearedStep>;

/** Languages in which one text is authentic: those of the two sides, and one for everybody else. */
export const AUTHENTIC_TEXTS_MAX = 4;
/** Commitments that one instrument holds, parties that it binds, and those who stand beside it. */
export const HELD_MAX = 100;
export const SIGNATORIES_MAX = 20;
export const THIRD_PARTIES_MAX = 50;
/** Reservations to one text, and objections to one reservation: beyond them nobody knows any more what binds whom. */
export const AGREEMENT_RESERVATIONS_MAX = 100;
/** Coded issues of one text: more than twice what PA-X codes. */
export const ISSUES_MAX = 500;
/** PA-X keeps the words of parties and third parties whole, line ends and all (domain.md 3.1). */
export const VERBATIM_LENGTH_MAX = 20_000;

/** The words in every language in which they are authentic. */
const texts = list(writtenText, AUTHENTIC_TEXTS_MAX).min(1);
const parties = list(id, SIGNATORIES_MAX);
const wording = {
  title: text(500),
  form: InstrumentForm,
  texts,
  /** The language that prevails where the texts differ; absent where they are equal (INV-22, VCLT 33). */
  prevailingLanguage: language.optional(),
  commitmentIds: list(id, HELD_MAX),
};

/** What can have happened to an agreement (domain.md 4.3.9). */
export const agreementEvents = defineEvents('agreement', {
  /** One that was made without this ledger, as its source tells it; it was made at the event's own time. */
  AgreementRegistered: fact({
    initiativeId: id,
    title: text(500),
    form: InstrumentForm,
    stage: AgreementStage,
    subStage: AgreementSubStage,
    status: AgreementStatus,
    nature: AgreementNature,
    /** Where one finds it: the number in a collection, a gazette, a letter. */
    sourceRef: text(500),
    preLedger: flag,
    /** As the text itself names them. */
    signatoriesVerbatim: text(VERBATIM_LENGTH_MAX).optional(),
    thirdPartiesVerbatim: text(VERBATIM_LENGTH_MAX).optional(),
    refersToText: text(2_000).optional(),
  }),
  AgreementDrafted: act({
    initiativeId: id,
    topics: list(Topic, 4).min(1),
    /** The text on the table that it is made of. */
    proposalId: id.optional(),
    ...wording,
  }),
  AgreementRedrafted: act(wording),
  AgreementTextAdopted: act({ textHash, parties: parties.min(2) }),
  AgreementAuthenticated: act({ how: Authentication, by: parties.min(2) }),
  PolicyAlignmentAssessed: act(assessment),

  AgreementSubmittedForClearance: act({
    /** The review that a process opens for it. */
    reviewId: id,
    step: ClearedStep,
    textHash,
    urgency: Urgency,
    question: text(2_000),
    neededBy: day.optional(),
    /** The review of other words for the same step, which ends with this. */
    supersededReviewIds: list(id, 1),
  }),
  AgreementCleared: act({ reviewId: id }),
  AgreementReturned: act({ reviewId: id }),
  AgreementDeclined: act({ reviewId: id }),

  /** Our side's signature; it uses the clearance of exactly this text. */
  AgreementSigned: act({
    partyId: id,
    signatoryId: id,
    capacity: text(300),
    /** It binds nobody until it is confirmed by another one (VCLT 12(2)(b)). */
    adReferendum: flag,
    clearanceId: id,
  }),
  CounterpartSigned: fact({ partyId: id, signatoryId: id, capacity: text(300), adReferendum: flag }),
  /** Our side's consent; `clearanceId` is absent where its signature, cleared by itself, is what binds it. */
  ConsentToBeBoundExpressed: act({ partyId: id, how: Consent, clearanceId: id.optional() }),
  CounterpartConsented: fact({ partyId: id, how: Consent }),
  ReservationFormulated: act({ partyId: id, eId: eId.optional(), text: text(10_000) }),
  ReservationObjected: act({ reservationId: id, partyId: id, text: text(10_000) }),
  ReservationWithdrawn: act({ reservationId: id }),

  ProvisionalApplicationBegan: act({
    /** What is applied, and by what the parties agreed to that (VCLT 25). */
    text: text(10_000),
  }),
  AgreementEnteredIntoForce: fact({ rule: text(2_000), until: day.optional() }),

  CorrectionProposed: act({
    lang: language,
    eId: eId.optional(),
    old: text(TEXT_LENGTH_MAX),
    new: text(TEXT_LENGTH_MAX),
    reason: text(2_000),
    texts,
  }),
  /** It holds from the beginning (VCLT 79(4)). */
  AuthenticTextCorrected: act({
    /** The proposal of it, which says the defect and what stands in its place. */
    changeId: id,
    concurrence: parties.min(1),
    textHash,
    /** Absent while nobody has signed: what is signed is cleared then. */
    clearanceId: id.optional(),
    supersededReviewIds: list(id, 2),
  }),
  AmendmentProposed: act({ texts, reason: text(2_000) }),
  AgreementAmended: act({
    changeId: id,
    agreedBy: parties.min(1),
    textHash,
    clearanceId: id,
    supersededReviewIds: list(id, 2),
  }),

  AgreementSuspended: act({ byPartyId: id, scope: text(2_000), ground: text(2_000) }),
  AgreementResumed: act({
    /** The event that suspended it. */
    suspensionId: id,
    reason: text(2_000),
  }),
  PartyWithdrew: fact({ partyId: id, text: text(10_000) }),
  AgreementRenewed: act({ until: day, agreedBy: parties.min(1), clearanceId: id }),
  AgreementTerminated: act({ ground: TerminationGround, text: text(2_000) }),
  /** It never came into force and is given up. */
  AgreementLapsed: act({ reason: text(2_000) }),

  ThirdPartyJoined: act({ partyId: id, role: ThirdPartyRole, verbatim: text(VERBATIM_LENGTH_MAX) }),
  IssueCoded: act({
    /** As PA-X codes it. */
    code: text(20),
    eId: eId.optional(),
    /** 0 not mentioned, 1 rhetorical, 2 substantive without detail, 3 detailed with a mechanism (domain.md 2.2). */
    detail: z.int().min(0).max(3),
    coderId: id,
  }),
});

import { Act } from '../../commands/act';
import {
  type Checked,
  Count,
  Day,
  EId,
  type Fault,
  Flag,
  Id,
  IdList,
  Language,
  OneOf,
  Parts,
  SomeOf,
  Text,
  TextHash,
} from '../../commands/fields';
import { AlignmentResult } from '../alignment';
import { TerminationGround } from '../commitment/commitment.events';
import { SCHEDULED_TEXT_LENGTH_MAX, ScheduledText } from '../scheduled-text';
import { Submission } from '../submission';
import { Topic } from '../terms';
import {
  AgreementNature,
  AgreementStage,
  AgreementStatus,
  AgreementSubStage,
  AUTHENTIC_TEXTS_MAX,
  Authentication,
  ClearedStep,
  Consent,
  HELD_MAX,
  InstrumentForm,
  SIGNATORIES_MAX,
  SUB_STAGES,
  ThirdPartyRole,
  VERBATIM_LENGTH_MAX,
} from './agreement.events';

@Act({
  summary: 'Register an agreement that was made without this ledger',
  creates: true,
  fact: true,
  route: 'registered',
  by: ['FOCAL_PERSON', 'PROVINCIAL_OFFICIAL'],
})
export class RegisterAgreement implements Checked {
  @Id('The initiative for which it matters') initiativeId!: string;
  @Text(500, 'What it is called') title!: string;
  @OneOf({ InstrumentForm }, 'Its form') form!: InstrumentForm;
  @OneOf({ AgreementStage }, 'Its stage (PA-X)') stage!: AgreementStage;
  @OneOf({ AgreementSubStage }, 'What of that stage it is') subStage!: AgreementSubStage;
  @OneOf({ AgreementStatus }, 'How its source calls its status') status!: AgreementStatus;
  @OneOf({ AgreementNature }, 'Between whom it is') nature!: AgreementNature;
  @Text(500, 'Where one finds it: its number in a collection, a gazette, a letter') sourceRef!: string;
  @Flag('Whether it was made before this ledger began') preLedger!: boolean;
  @Text(VERBATIM_LENGTH_MAX, 'Its signatories, as the text names them', { optional: true }) signatoriesVerbatim?: string;
  @Text(VERBATIM_LENGTH_MAX, 'Third parties and their roles, as the text names them', { optional: true }) thirdPartiesVerbatim?: string;
  @Text(2_000, 'Other agreements to which it refers', { optional: true }) refersToText?: string;

  faults(): readonly Fault[] {
    const fitting = SUB_STAGES[this.stage];
    return fitting.includes(this.subStage)
      ? []
      : [{ pointer: '/subStage', detail: `must be one of ${fitting.join(', ')} where the stage is ${this.stage}` }];
  }
}

/** What of an instrument may be worded anew while it is a draft. */
abstract class Wording implements Checked {
  @Text(500, 'What it is called') title!: string;
  @OneOf({ InstrumentForm }, 'Its form') form!: InstrumentForm;
  @Parts(ScheduledText, AUTHENTIC_TEXTS_MAX, 'Its words, in every language in which they are authentic (INV-22)', { minItems: 1 })
  texts!: ScheduledText[];
  @Language('The language that prevails where the texts differ; they are equal without it', { optional: true }) prevailingLanguage?: string;
  @IdList(HELD_MAX, 'The commitments that it holds') commitmentIds!: string[];

  faults(): readonly Fault[] {
    const { texts, prevailingLanguage } = this;
    if (prevailingLanguage === undefined) return languageFaults(texts);
    const authentic = texts.length > 1 && texts.some(({ lang }) => lang === prevailingLanguage);
    const fault = { pointer: '/prevailingLanguage', detail: 'must be one of several languages in which it is authentic' };
    return [...languageFaults(texts), ...(authentic ? [] : [fault])];
  }
}

/** One language, one text. */
const languageFaults = (texts: readonly ScheduledText[]): Fault[] =>
  new Set(texts.map(({ lang }) => lang)).size < texts.length
    ? [{ pointer: '/texts', detail: 'must not hold two texts in one language' }]
    : [];

/** Whoever is listed is listed once. */
const namedOnce = (pointer: string, ids: readonly string[]): Fault[] =>
  new Set(ids).size < ids.length ? [{ pointer, detail: 'must not name anybody twice' }] : [];

@Act({ summary: 'Draft an agreement', creates: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class DraftAgreement extends Wording {
  @Id('The initiative it belongs to') initiativeId!: string;
  @SomeOf({ Topic }, 'What it is about', { minItems: 1 }) topics!: Topic[];
  @Id('The text on the table of which it is made', { optional: true }) proposalId?: string;
}

@Act({ summary: 'Word it anew before its text is authenticated', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class RedraftAgreement extends Wording {}

@Act({ summary: 'Record that all parties adopt exactly this text', by: ['FOCAL_PERSON'] })
export class AdoptAgreement implements Checked {
  @TextHash('Hash of exactly the text that they adopt') textHash!: string;
  @IdList(SIGNATORIES_MAX, 'The parties that it is to bind', { minItems: 2 }) parties!: string[];

  faults(): readonly Fault[] {
    return namedOnce('/parties', this.parties);
  }
}

@Act({ summary: 'Record that its text is authenticated', by: ['FOCAL_PERSON'] })
export class AuthenticateAgreement {
  @OneOf({ Authentication }, 'By what') how!: Authentication;
  @IdList(SIGNATORIES_MAX, 'Whose representatives did it; all parties are among them', { minItems: 2 }) by!: string[];
}

@Act({ summary: 'Assess a text against the policy framework in force', by: ['FOCAL_PERSON', 'FEDERAL_LIAISON'] })
export class AssessAgreementAlignment {
  @TextHash('Which text; the one that is proposed as a change, or that stands, by default', { optional: true }) textHash?: string;
  @OneOf({ AlignmentResult }) result!: AlignmentResult;
  @IdList(200, 'The red lines that it touches; a link once made stays') redLineIds!: string[];
  @Text(10_000, 'The reasons', { optional: true }) note?: string;
}

@Act({ summary: 'Submit exactly this text for federal clearance', by: ['FOCAL_PERSON'] })
export class SubmitAgreementForClearance extends Submission {
  @OneOf({ ClearedStep }, 'Whether it is to be signed, or ratified: each is cleared apart') step!: ClearedStep;
}

@Act({ summary: 'Record that its text is cleared', by: ['SYSTEM'] })
export class ClearAgreement {
  @Id('The review that cleared it') reviewId!: string;
}

@Act({ summary: 'Record that its text is returned', by: ['SYSTEM'] })
export class ReturnAgreement {
  @Id('The review that returned it') reviewId!: string;
}

@Act({ summary: 'Record that its text is declined', by: ['SYSTEM'] })
export class DeclineAgreement {
  @Id('The review that declined it') reviewId!: string;
}

@Act({ summary: 'Sign it for our side', by: ['FOCAL_PERSON'] })
export class SignAgreement {
  @Id('The party of our side for which it is signed') partyId!: string;
  @Id('Who signs') signatoryId!: string;
  @Text(300, 'In what capacity') capacity!: string;
  @Flag('It binds nobody until it is confirmed by another signature') adReferendum!: boolean;
  @Id('The review that cleared exactly this text for signature') clearanceId!: string;
}

@Act({ summary: 'Record that another party has signed it', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class RecordCounterpartSignature {
  @Id('The party for which it was signed') partyId!: string;
  @Id('Who signed') signatoryId!: string;
  @Text(300, 'In what capacity') capacity!: string;
  @Flag('It binds nobody until it is confirmed by another signature') adReferendum!: boolean;
}

@Act({ summary: 'Express the consent of our side to be bound', by: ['FOCAL_PERSON'] })
export class ExpressConsent implements Checked {
  @Id('The party of our side that consents') partyId!: string;
  @OneOf({ Consent }, 'By what') how!: Consent;
  @Id('The review that cleared exactly this text for ratification', { optional: true }) clearanceId?: string;

  faults(): readonly Fault[] {
    if ((this.how === 'SIGNATURE') === (this.clearanceId === undefined)) return [];
    return [{ pointer: '/clearanceId', detail: 'must stand exactly where it is not the signature that binds' }];
  }
}

@Act({ summary: 'Record that another party has consented to be bound', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class RecordCounterpartConsent {
  @Id('The party that consented') partyId!: string;
  @OneOf({ Consent }, 'By what') how!: Consent;
}

@Act({ summary: 'Record what a party reserves when it signs or consents', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class FormulateReservation {
  @Id('The party') partyId!: string;
  @EId('The clause', { optional: true }) eId?: string;
  @Text(10_000, 'What it reserves') text!: string;
}

@Act({ summary: 'Record that a party objects to a reservation', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class ObjectToReservation {
  @Id('The reservation') reservationId!: string;
  @Id('The party that objects') partyId!: string;
  @Text(10_000, 'Its objection') text!: string;
}

@Act({ summary: 'Record that a reservation is withdrawn', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class WithdrawAgreementReservation {
  @Id('The reservation') reservationId!: string;
}

@Act({ summary: 'Begin to apply it before it is in force', by: ['FOCAL_PERSON'] })
export class BeginProvisionalApplication {
  @Text(10_000, 'What is applied, and by what the parties agreed to that') text!: string;
}

@Act({ summary: 'Report that it has entered into force', fact: true, by: ['FOCAL_PERSON'] })
export class RecordAgreementInForce {
  @Text(2_000, 'By which rule') rule!: string;
  @Day('The last day on which it holds, where it says one', { optional: true }) until?: string;
}

@Act({ summary: 'Propose to correct an error in an authentic text', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class ProposeCorrection implements Checked {
  @Language('In which of its languages') lang!: string;
  @EId('In which clause', { optional: true }) eId?: string;
  @Text(SCHEDULED_TEXT_LENGTH_MAX, 'The words at fault, exactly; they must be there once') old!: string;
  @Text(SCHEDULED_TEXT_LENGTH_MAX, 'What is to stand in their place') new!: string;
  @Text(2_000, 'Why it is an error') reason!: string;

  faults(): readonly Fault[] {
    return this.old === this.new ? [{ pointer: '/new', detail: 'must be other words than old' }] : [];
  }
}

@Act({ summary: 'Correct the authentic text, as was proposed', by: ['FOCAL_PERSON'] })
export class CorrectAuthenticText {
  @Id('The correction that was proposed') changeId!: string;
  @IdList(SIGNATORIES_MAX, 'The parties that concur; all that are bound are among them', { minItems: 1 }) concurrence!: string[];
  @Id('The review that cleared the corrected text, where anybody has signed', { optional: true }) clearanceId?: string;
}

@Act({ summary: 'Propose to amend it', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class ProposeAmendment implements Checked {
  @Parts(ScheduledText, AUTHENTIC_TEXTS_MAX, 'The texts as they are to read, in every language in which it is authentic', { minItems: 1 })
  texts!: ScheduledText[];
  @Text(2_000, 'Why') reason!: string;

  faults(): readonly Fault[] {
    return languageFaults(this.texts);
  }
}

@Act({ summary: 'Amend it, as was proposed', by: ['FOCAL_PERSON'] })
export class AmendAgreement {
  @Id('The amendment that was proposed') changeId!: string;
  @IdList(SIGNATORIES_MAX, 'The parties that agree; all that are bound are among them', { minItems: 1 }) agreedBy!: string[];
  @Id('The review that cleared the amended text for signature') clearanceId!: string;
}

@Act({ summary: 'Suspend it', by: ['FOCAL_PERSON'] })
export class SuspendAgreement {
  @Id('The party that suspends it') byPartyId!: string;
  @Text(2_000, 'What of it') scope!: string;
  @Text(2_000, 'On what ground') ground!: string;
}

@Act({ summary: 'Resume it', by: ['FOCAL_PERSON'] })
export class ResumeAgreement {
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Report that a party has withdrawn from it', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class RecordPartyWithdrawal {
  @Id('The party') partyId!: string;
  @Text(10_000, 'Its words') text!: string;
}

@Act({ summary: 'Renew it', by: ['FOCAL_PERSON'] })
export class RenewAgreement {
  @Day('The last day on which it holds from now on') until!: string;
  @IdList(SIGNATORIES_MAX, 'The parties that agree; all that are bound are among them', { minItems: 1 }) agreedBy!: string[];
  @Id('The review that cleared that it is signed for a further time') clearanceId!: string;
}

@Act({ summary: 'Terminate it', by: ['FOCAL_PERSON', 'PROVINCIAL_OFFICIAL'] })
export class TerminateAgreement {
  @OneOf({ TerminationGround }) ground!: TerminationGround;
  @Text(2_000, 'The reasons') text!: string;
}

@Act({ summary: 'Give it up before it is in force', by: ['FOCAL_PERSON'] })
export class LapseAgreement {
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Record a third party that stands beside it', by: ['FOCAL_PERSON', 'PROVINCIAL_OFFICIAL'] })
export class JoinThirdParty {
  @Id('The third party') partyId!: string;
  @OneOf({ ThirdPartyRole }, 'As what') role!: ThirdPartyRole;
  @Text(VERBATIM_LENGTH_MAX, 'Its role in the words of the text') verbatim!: string;
}

@Act({ summary: 'Code how far it deals with an issue', by: ['FOCAL_PERSON', 'PROVINCIAL_OFFICIAL'] })
export class CodeIssue {
  @Text(20, 'The issue, as PA-X codes it') code!: string;
  @EId('In which clause', { optional: true }) eId?: string;
  @Count('0 not at all, 1 in general words, 2 in substance, 3 in detail with a mechanism', { max: 3 }) detail!: number;
  @Id('The participant who coded it') coderId!: string;
}

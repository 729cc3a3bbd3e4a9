import { Act } from '../../commands/act';
import {
  type Checked,
  Choice,
  Count,
  Day,
  EId,
  type Fault,
  Id,
  IdList,
  OneOf,
  Part,
  Parts,
  SomeOf,
  Text,
  TextHash,
  type TextPart,
  WrittenText,
} from '../../commands/fields';
import { AlignmentResult } from '../alignment';
import { PACKAGE_MAX } from '../proposal/proposal.events';
import { Submission } from '../submission';
import { Competence, PamProvision, Pillar, SubTopic, Topic } from '../terms';
import {
  BreachResult,
  CommitmentKind,
  EnforcementCapacity,
  EVIDENCE_MAX,
  FlagCause,
  PARTIES_MAX,
  SanctionKind,
  TerminationGround,
} from './commitment.events';
import { ConditionalDue, ContinuousDue, FixedDue, PartyOnSide, RelativeDue, Reservation, Verification } from './commitment.parts';

@Act({ summary: 'Draft a commitment', creates: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class DraftCommitment implements Checked {
  @Id('The initiative it belongs to') initiativeId!: string;
  @Id('The proposal it comes from', { optional: true }) proposalId?: string;
  @Count('Which revision of that', { min: 1, optional: true }) revision?: number;
  @EId('Which clause of that', { optional: true }) eId?: string;
  @WrittenText('Its words') text!: TextPart;
  @OneOf({ CommitmentKind }) kind!: CommitmentKind;
  @OneOf({ Topic }) topic!: Topic;
  @SomeOf({ SubTopic }, 'What of the topic it is about') subTopics!: SubTopic[];
  @OneOf({ Pillar }) pillar!: Pillar;
  @OneOf({ Competence }, 'Who is competent in the federation (INV-16)') competence!: Competence;
  @Parts(PartyOnSide, PARTIES_MAX, 'Who must do it', { minItems: 1 }) responsible!: PartyOnSide[];
  @Parts(PartyOnSide, PARTIES_MAX, 'For whom it is done', { minItems: 1 }) beneficiaries!: PartyOnSide[];
  @Choice<FixedDue | RelativeDue | ConditionalDue | ContinuousDue>(
    { FIXED: FixedDue, RELATIVE: RelativeDue, CONDITIONAL: ConditionalDue, CONTINUOUS: ContinuousDue },
    'When it is due',
  )
  due!: FixedDue | RelativeDue | ConditionalDue | ContinuousDue;
  @Part(Verification, 'How it will be verified, and by whom') verification!: Verification;
  @OneOf({ PamProvision }, 'Type of provision of the Peace Accords Matrix', { optional: true }) pamProvision?: PamProvision;

  faults(): readonly Fault[] {
    const { proposalId, revision, eId } = this;
    return (['revision', 'eId'] as const).flatMap((member) =>
      (proposalId === undefined) === ({ revision, eId }[member] === undefined)
        ? []
        : [{ pointer: `/${member}`, detail: 'must stand exactly where proposalId does' }],
    );
  }
}

@Act({ summary: 'Change its words before it is entered', by: ['FOCAL_PERSON'] })
export class RedraftCommitment {
  @WrittenText('Its words from now on; what cleared the earlier ones clears these no longer') text!: TextPart;
}

@Act({ summary: 'Assess a text against the policy framework in force', by: ['FOCAL_PERSON', 'FEDERAL_LIAISON'] })
export class AssessAlignment {
  @TextHash('Which text; that of the commitment as it stands by default', { optional: true }) textHash?: string;
  @OneOf({ AlignmentResult }) result!: AlignmentResult;
  @IdList(200, 'The red lines that it touches; a link once made stays') redLineIds!: string[];
  @Text(10_000, 'The reasons', { optional: true }) note?: string;
}

@Act({ summary: 'Submit exactly this text for federal clearance', by: ['FOCAL_PERSON'] })
export class SubmitForClearance extends Submission {}

@Act({ summary: 'Record that its text is cleared', by: ['SYSTEM'] })
export class ClearCommitment {
  @Id('The review that cleared it') reviewId!: string;
}

@Act({ summary: 'Record that its text is returned', by: ['SYSTEM'] })
export class ReturnCommitment {
  @Id('The review that returned it') reviewId!: string;
}

@Act({ summary: 'Record that its text is declined', by: ['SYSTEM'] })
export class DeclineCommitment {
  @Id('The review that declined it') reviewId!: string;
}

@Act({ summary: 'Enter exactly the cleared text', by: ['FOCAL_PERSON'] })
export class EnterCommitment {
  @WrittenText('The text that is entered; it must be the cleared one to the letter') text!: TextPart;
  @Id('The review that cleared it') clearanceId!: string;
  @Parts(Reservation, PARTIES_MAX, 'Reservations made at entry') reservations!: Reservation[];
  @IdList(PACKAGE_MAX, 'All proposals of the package that its own is part of, where it is part of one', { optional: true })
  packagedProposalIds?: string[];
}

@Act({ summary: 'Report that it has come into force', fact: true, by: ['FOCAL_PERSON'] })
export class RecordEntryIntoForce {
  @Text(2_000, 'By which rule') rule!: string;
}

@Act({ summary: 'Amend it to another cleared text', by: ['FOCAL_PERSON'] })
export class AmendCommitment {
  @WrittenText('Its words from now on; exactly the cleared ones') text!: TextPart;
  @Id('The review that cleared them') clearanceId!: string;
}

@Act({ summary: 'Flag it for review', by: ['SYSTEM'] })
export class FlagForReview {
  @OneOf({ FlagCause }) cause!: FlagCause;
  @Id('The event that is the cause') causeId!: string;
}

@Act({ summary: 'Report how far it is implemented', fact: true, by: ['PROVINCIAL_OFFICIAL'] })
export class ReportImplementation implements Checked {
  @Count('0 not initiated, 1 minimum, 2 intermediate, 3 full', { max: 3 }) level!: number;
  @Day('First day of the period') periodFrom!: string;
  @Day('Last day of the period') periodTo!: string;
  @Id('The participant who assessed it') assessorId!: string;
  @IdList(EVIDENCE_MAX, 'What proves it', { minItems: 1 }) evidenceIds!: string[];
  @Text(10_000, 'Remarks', { optional: true }) note?: string;

  faults(): readonly Fault[] {
    return this.periodTo < this.periodFrom ? [{ pointer: '/periodTo', detail: 'must not lie before periodFrom' }] : [];
  }
}

@Act({ summary: 'Verify the last report', by: ['FEDERAL_LIAISON', 'PROVINCIAL_OFFICIAL', 'NEGOTIATOR'] })
export class VerifyImplementation {
  @Id('The report that is verified') reportId!: string;
  @Count('The level that was found; at most the one reported', { max: 3 }) level!: number;
  @IdList(PARTIES_MAX, 'All participants who verified it', { minItems: 1 }) by!: string[];
  @Text(2_000, 'How') method!: string;
}

@Act({ summary: 'Assess whether a responsible party can enforce it', by: ['FOCAL_PERSON', 'FEDERAL_LIAISON'] })
export class AssessEnforcementCapacity {
  @Id('The responsible party') partyId!: string;
  @OneOf({ EnforcementCapacity }) level!: EnforcementCapacity;
  @Text(10_000, 'The reasons') text!: string;
}

@Act({ summary: 'Say on which day it is due, where its rule has come to a day', by: ['FOCAL_PERSON'] })
export class ResolveDueDate {
  @Day('The day') due!: string;
}

@Act({ summary: 'Extend its due date by agreement', by: ['FOCAL_PERSON'] })
export class ExtendDueDate {
  @Day('The later day') to!: string;
  @IdList(PARTIES_MAX, 'The parties that have agreed', { minItems: 1 }) agreedBy!: string[];
}

@Act({ summary: 'Allege a breach', by: ['FOCAL_PERSON', 'FEDERAL_LIAISON'] })
export class AllegeBreach {
  @Id('The party that alleges it') byPartyId!: string;
  @Id('The responsible party') againstPartyId!: string;
  @IdList(50, 'Incidents it rests on') incidentIds!: string[];
  @Text(10_000, 'What is alleged') text!: string;
}

@Act({ summary: 'Open the investigation of the alleged breach', by: ['FOCAL_PERSON', 'FEDERAL_LIAISON'] })
export class InvestigateBreach {
  @Text(500, 'The mechanism that investigates') mechanism!: string;
}

@Act({ summary: 'Record what the investigation found', by: ['FOCAL_PERSON', 'FEDERAL_LIAISON'] })
export class FindBreach {
  @OneOf({ BreachResult }) result!: BreachResult;
  @Text(500, 'Who found it') by!: string;
}

@Act({ summary: 'Report that a confirmed breach was remedied', fact: true, by: ['FOCAL_PERSON', 'FEDERAL_LIAISON'] })
export class RemedyBreach {
  @Text(10_000, 'How') text!: string;
}

@Act({ summary: 'Report a sanction for a confirmed breach', fact: true, by: ['FOCAL_PERSON', 'FEDERAL_LIAISON'] })
export class ApplySanction {
  @OneOf({ SanctionKind }) kind!: SanctionKind;
  @Text(10_000, 'What it was') text!: string;
}

@Act({ summary: 'Suspend it', by: ['FOCAL_PERSON'] })
export class SuspendCommitment {
  @Id('The party that suspends it') byPartyId!: string;
  @Text(2_000, 'On what ground') ground!: string;
}

@Act({ summary: 'Reinstate it', by: ['FOCAL_PERSON'] })
export class ReinstateCommitment {
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Record that it is fulfilled', by: ['FOCAL_PERSON'] })
export class FulfilCommitment {
  @Id('The verified report of full implementation') reportId!: string;
}

@Act({ summary: 'Terminate it', by: ['FOCAL_PERSON'] })
export class TerminateCommitment {
  @OneOf({ TerminationGround }) ground!: TerminationGround;
  @Text(2_000, 'The reasons') text!: string;
}

import { Act } from '../../commands/act';
import { type Checked, Count, type Fault, Id, IdList, OneOf, OrNull, Part, SomeOf, Text, TextHash } from '../../commands/fields';
import { OccurrencePart } from '../../commands/record-part';
import { ScheduledText } from '../scheduled-text';
import { Submission } from '../submission';
import { Competence, SubTopic, Topic } from '../terms';
import {
  ANSWERED_MAX,
  CbmPattern,
  CbmType,
  CbmUnit,
  CbmVisibility,
  EVIDENCE_MAX,
  PARTIES_MAX,
  QUANTITY_MAX,
  VerificationResult,
  WINDOW_DAYS_MAX,
} from './measure.events';
import { CbmEnd } from './measure.parts';

/** What of a measure may be worded anew. */
abstract class Wording {
  @Part(ScheduledText, 'What is done, in words') description!: ScheduledText;
  @Text(2_000, 'By what one sees that it was done') indicator!: string;
  @OrNull(Part(OccurrencePart, 'When it is to be done; null where nobody has named a time')) plannedWindow!: OccurrencePart | null;
  @Count('Within how many days after delivery it is to be answered; absent where no answer is looked for', {
    min: 1,
    max: WINDOW_DAYS_MAX,
    optional: true,
  })
  reciprocityWindowDays?: number;
}

@Act({ summary: 'Propose a confidence-building measure', creates: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class ProposeCbm extends Wording implements Checked {
  @Id('The initiative it belongs to') initiativeId!: string;
  @Text(300, 'What it is called') title!: string;
  @OneOf({ CbmType }) type!: CbmType;
  @OneOf({ CbmPattern }, 'Whether one side does it, both, or both together') pattern!: CbmPattern;
  @OneOf({ Topic }) topic!: Topic;
  @SomeOf({ SubTopic }, 'What of the topic it is about') subTopics!: SubTopic[];
  @Part(CbmEnd, 'Who does it') actorEnd!: CbmEnd;
  @Part(CbmEnd, 'For whom, on the other side of the border') recipientEnd!: CbmEnd;
  @OneOf({ Competence }, 'Who is competent in the federation (INV-16)') competence!: Competence;
  @OneOf({ CbmVisibility }, 'Whether it is done in the open') visibility!: CbmVisibility;

  faults(): readonly Fault[] {
    return this.actorEnd.country === this.recipientEnd.country
      ? [{ pointer: '/recipientEnd/country', detail: 'must be the other side of the border' }]
      : [];
  }
}

@Act({ summary: 'Word it anew before it is under way', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class ReviseCbm extends Wording {
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Record that both ends agree to exactly this text', by: ['FOCAL_PERSON'] })
export class AgreeCbm {
  @IdList(PARTIES_MAX, 'All parties that agree; those at both ends are among them', { minItems: 1 }) parties!: string[];
  @TextHash('The text to which they agree') textHash!: string;
}

@Act({ summary: 'Submit exactly this text for federal clearance', by: ['FOCAL_PERSON'] })
export class SubmitCbmForClearance extends Submission {}

@Act({ summary: 'Record that its text is cleared', by: ['SYSTEM'] })
export class ClearCbm {
  @Id('The review that cleared it') reviewId!: string;
}

@Act({ summary: 'Record that its text is returned', by: ['SYSTEM'] })
export class ReturnCbm {
  @Id('The review that returned it') reviewId!: string;
}

@Act({ summary: 'Record that its text is declined', by: ['SYSTEM'] })
export class DeclineCbm {
  @Id('The review that declined it') reviewId!: string;
}

@Act({ summary: 'Begin it', by: ['FOCAL_PERSON'] })
export class StartCbm {}

@Act({ summary: 'Report what was delivered', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class RecordDelivery implements Checked {
  @Count('How much', { min: 1, max: QUANTITY_MAX, optional: true }) quantity?: number;
  @OneOf({ CbmUnit }, 'Of what', { optional: true }) unit?: CbmUnit;
  @IdList(EVIDENCE_MAX, 'What proves it') evidenceIds!: string[];
  @IdList(ANSWERED_MAX, 'The measures of the other side that it answers (INV-28)') answersMeasureIds!: string[];

  faults(): readonly Fault[] {
    if ((this.quantity === undefined) === (this.unit === undefined)) return [];
    return [{ pointer: this.unit === undefined ? '/unit' : '/quantity', detail: 'must stand exactly where the other of the two does' }];
  }
}

@Act({ summary: 'Verify what was delivered', by: ['FEDERAL_LIAISON', 'PROVINCIAL_OFFICIAL', 'NEGOTIATOR'] })
export class VerifyCbm {
  @IdList(PARTIES_MAX, 'All participants who verified it', { minItems: 1 }) by!: string[];
  @Text(2_000, 'How') method!: string;
  @OneOf({ VerificationResult }, 'What was found') result!: VerificationResult;
}

@Act({ summary: 'Link a delivered measure of the other side that answers this one', by: ['FOCAL_PERSON', 'SYSTEM'] })
export class LinkReciprocal {
  @Id('The measure that answers it') byMeasureId!: string;
}

@Act({ summary: 'Report that nothing came of it', fact: true, by: ['FOCAL_PERSON'] })
export class ReportCbmLapse {
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Withdraw it before anything is delivered', by: ['FOCAL_PERSON'] })
export class WithdrawCbm {
  @Id('The party that withdraws it, one of those at its ends') byPartyId!: string;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'End it', by: ['FOCAL_PERSON'] })
export class EndCbm {
  @Text(2_000, 'What it came to') summary!: string;
}

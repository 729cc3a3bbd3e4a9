import { Act } from '../../commands/act';
import {
  type Checked,
  Count,
  EId,
  type Fault,
  Flag,
  Id,
  IdList,
  Instant,
  Language,
  OneOf,
  Parts,
  SomeOf,
  Text,
  TextHash,
  TextList,
  type TextPart,
  WrittenText,
} from '../../commands/fields';
import { E_ID_LENGTH_MAX } from '../../kernel/fields';
import { TEXT_LENGTH_MAX } from '../../kernel/limits';
import { AlignmentResult } from '../alignment';
import { TranslationMethod } from '../contact/contact.events';
import { ALTERNATIVES_MAX, AT_TABLE_MAX, CLAUSES_MAX, SEGMENTS_MAX } from '../negotiating-text';
import { Submission } from '../submission';
import { Stance, SubTopic, Topic } from '../terms';
import { PACKAGE_MAX, Resolution, TablingNature } from './proposal.events';
import { bracketFaults, clauseFaults, PartyAtTable, tableFaults, WrittenClause } from './proposal.parts';

@Act({ summary: 'Draft a text that is to be negotiated', creates: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class DraftProposal implements Checked {
  @Id('The initiative it belongs to') initiativeId!: string;
  @Text(500, 'What it is called') title!: string;
  @OneOf({ Topic }) topic!: Topic;
  @SomeOf({ SubTopic }, 'What of the topic it is about') subTopics!: SubTopic[];
  @Id('Whose text it is') authorPartyId!: string;
  @Flag('Nothing of it is agreed until everything in its package is') singleUndertaking!: boolean;
  @Language('The language of the original') lang!: string;
  @Parts(PartyAtTable, AT_TABLE_MAX, 'Whom the text names, with their initials', { minItems: 1 }) parties!: PartyAtTable[];
  @Parts(WrittenClause, CLAUSES_MAX, 'Its clauses, in order', { minItems: 1 }) clauses!: WrittenClause[];

  faults(): readonly Fault[] {
    return [...tableFaults(this.parties, this.authorPartyId), ...clauseFaults(this.clauses)];
  }
}

@Act({
  summary: 'Put a counter-proposal on the table',
  creates: true,
  route: 'counter-proposals',
  by: ['FOCAL_PERSON', 'NEGOTIATOR'],
})
export class CounterPropose implements Checked {
  @Id('The initiative it belongs to') initiativeId!: string;
  @Id('The proposal it answers; parties, initials and topic are the same') answersProposalId!: string;
  @Count('The revision it answers', { min: 1 }) answersRevision!: number;
  @Text(500, 'What it is called') title!: string;
  @Id('Whose text it is') authorPartyId!: string;
  @Language('The language of the original') lang!: string;
  @Parts(WrittenClause, CLAUSES_MAX, 'Its clauses, in order', { minItems: 1 }) clauses!: WrittenClause[];
  @Id('The contact in which it is tabled') contactId!: string;
  @IdList(AT_TABLE_MAX, 'To whom', { minItems: 1 }) toPartyIds!: string[];
  @OneOf({ TablingNature }, 'In which form') nature!: TablingNature;

  faults(): readonly Fault[] {
    return clauseFaults(this.clauses);
  }
}

@Act({
  summary: 'Record a text that another party has put on the table',
  creates: true,
  fact: true,
  route: 'received',
  by: ['FOCAL_PERSON', 'NEGOTIATOR'],
})
export class ReceiveProposal implements Checked {
  @Id('The initiative it belongs to') initiativeId!: string;
  @Id('The proposal it answers', { optional: true }) answersProposalId?: string;
  @Count('The revision it answers', { min: 1, optional: true }) answersRevision?: number;
  @Text(500, 'What it is called') title!: string;
  @OneOf({ Topic }) topic!: Topic;
  @SomeOf({ SubTopic }, 'What of the topic it is about') subTopics!: SubTopic[];
  @Id('Whose text it is') authorPartyId!: string;
  @Flag('Nothing of it is agreed until everything in its package is') singleUndertaking!: boolean;
  @Language('The language of the original') lang!: string;
  @Parts(PartyAtTable, AT_TABLE_MAX, 'Whom the text names, with their initials', { minItems: 1 }) parties!: PartyAtTable[];
  @Parts(WrittenClause, CLAUSES_MAX, 'Its clauses, in order', { minItems: 1 }) clauses!: WrittenClause[];
  @Id('The contact in which it was tabled', { optional: true }) contactId?: string;
  @IdList(AT_TABLE_MAX, 'To whom', { minItems: 1 }) toPartyIds!: string[];
  @OneOf({ TablingNature }, 'In which form') nature!: TablingNature;

  faults(): readonly Fault[] {
    const half = (this.answersProposalId === undefined) !== (this.answersRevision === undefined);
    return [
      ...tableFaults(this.parties, this.authorPartyId),
      ...clauseFaults(this.clauses),
      ...(half ? [{ pointer: '/answersRevision', detail: 'must stand exactly where answersProposalId does' }] : []),
    ];
  }
}

@Act({ summary: 'Put it on the table as it stands', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class TableProposal {
  @Count('The revision that is tabled; it must be the one that stands', { min: 1 }) revision!: number;
  @Id('The contact in which it is tabled') contactId!: string;
  @IdList(AT_TABLE_MAX, 'To whom', { minItems: 1 }) toPartyIds!: string[];
  @OneOf({ TablingNature }, 'In which form') nature!: TablingNature;
}

@Act({ summary: 'Note that a counter-proposal answers it', by: ['SYSTEM'] })
export class NoteCounterProposal {
  @Id('The counter-proposal') counterProposalId!: string;
  @Count('The revision that it answers', { min: 1 }) revision!: number;
}

@Act({ summary: 'Word it otherwise', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class ReviseProposal implements Checked {
  @Count('The revision that is changed; it must be the one that stands', { min: 1 }) baseRevision!: number;
  @Parts(WrittenClause, CLAUSES_MAX, 'The clauses that are new or worded otherwise, whole; the others stay as they are')
  clauses!: WrittenClause[];
  @TextList(CLAUSES_MAX, E_ID_LENGTH_MAX, 'All clauses in their order, where it changes; one that is not named goes', {
    minItems: 1,
    optional: true,
  })
  order?: string[];
  @Parts(PartyAtTable, AT_TABLE_MAX, 'Parties that join, with their initials', { optional: true }) parties?: PartyAtTable[];
  @Text(2_000, 'Why') reason!: string;

  faults(): readonly Fault[] {
    const order = this.order ?? [];
    return [
      ...tableFaults(this.parties ?? []),
      ...clauseFaults(this.clauses),
      ...(new Set(order).size < order.length ? [{ pointer: '/order', detail: 'must not name a clause twice' }] : []),
    ];
  }
}

@Act({ summary: 'Record that a party brackets words', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class BracketText implements Checked {
  @Count('The revision that is changed; it must be the one that stands', { min: 1 }) baseRevision!: number;
  @EId('The clause') eId!: string;
  @Count('The part of the clause, counted from 1, where all of it is meant', { min: 1, max: SEGMENTS_MAX, optional: true }) part?: number;
  @Text(TEXT_LENGTH_MAX, 'The clean words that are meant, exactly; they must be there once', { optional: true }) words?: string;
  @Id('The party that does not agree to them') byPartyId!: string;
  @Text(2_000, 'Why') reason!: string;

  faults(): readonly Fault[] {
    const detail = 'must stand exactly where part does not';
    return (this.part === undefined) === (this.words === undefined) ? [{ pointer: '/words', detail }] : bracketFaults('/words', this.words);
  }
}

@Act({ summary: 'Record other words that a party wants in their place', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class AddAlternative implements Checked {
  @Count('The revision that is changed; it must be the one that stands', { min: 1 }) baseRevision!: number;
  @EId('The clause') eId!: string;
  @Count('The part of the clause, counted from 1', { min: 1, max: SEGMENTS_MAX }) part!: number;
  @Text(TEXT_LENGTH_MAX, 'The words') text!: string;
  @Id('The party that wants them') byPartyId!: string;

  faults(): readonly Fault[] {
    return bracketFaults('/text', this.text);
  }
}

@Act({ summary: 'Record what became of a bracket or of alternatives', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class ResolveBracket implements Checked {
  @Count('The revision that is changed; it must be the one that stands', { min: 1 }) baseRevision!: number;
  @EId('The clause') eId!: string;
  @Count('The part of the clause, counted from 1', { min: 1, max: SEGMENTS_MAX }) part!: number;
  @OneOf({ Resolution }, 'Accepted as it is, deleted, or worded otherwise') how!: Resolution;
  @Count('The number of the alternative that is accepted', { min: 1, max: ALTERNATIVES_MAX, optional: true }) alternative?: number;
  @Text(TEXT_LENGTH_MAX, 'The words from now on, where they are others', { optional: true }) text?: string;
  @IdList(AT_TABLE_MAX, 'Who has agreed to that', { minItems: 1 }) agreedBy!: string[];

  faults(): readonly Fault[] {
    const faults: Fault[] = [];
    if ((this.how === 'REWORDED') !== (this.text !== undefined))
      faults.push({ pointer: '/text', detail: 'must stand exactly where it is REWORDED' });
    if (this.how !== 'ACCEPTED' && this.alternative !== undefined)
      faults.push({ pointer: '/alternative', detail: 'must stand only where one is ACCEPTED' });
    return [...faults, ...bracketFaults('/text', this.text)];
  }
}

@Act({ summary: 'Record where a party stands', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class RecordStance {
  @Id('The party') partyId!: string;
  @TextList(CLAUSES_MAX, E_ID_LENGTH_MAX, 'The clauses that it spoke about; all by default', { minItems: 1, optional: true })
  eIds?: string[];
  @Count('The revision that it had before it', { min: 1 }) revision!: number;
  @OneOf({ Stance }, 'Where it stands') stance!: Stance;
  @Text(10_000, 'Why', { optional: true }) rationale?: string;
  @Id('The contact in which it said so', { optional: true }) contactId?: string;
}

@Act({ summary: 'Record what a party reserves', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class EnterReservation {
  @Id('The party') partyId!: string;
  @EId('The clause') eId!: string;
  @Text(10_000, 'What it reserves') text!: string;
}

@Act({ summary: 'Record that a reservation is withdrawn', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class WithdrawReservation {
  @Id('The reservation') reservationId!: string;
}

@Act({ summary: 'Assess the text as it stands against the policy framework in force', by: ['FOCAL_PERSON', 'FEDERAL_LIAISON'] })
export class AssessProposalAlignment {
  @Count('The revision that was assessed; it must be the one that stands', { min: 1 }) revision!: number;
  @OneOf({ AlignmentResult }) result!: AlignmentResult;
  @IdList(200, 'The red lines that it touches; a link once made stays') redLineIds!: string[];
  @Text(10_000, 'The reasons', { optional: true }) note?: string;
}

@Act({ summary: 'Record that its assessments rest on an older version', by: ['SYSTEM'] })
export class MarkAlignmentStale {
  @Count('The version in force', { min: 1 }) frameworkVersion!: number;
  @Id('The publication of that version') causeId!: string;
}

@Act({ summary: 'Submit exactly this revision for federal clearance', by: ['FOCAL_PERSON'] })
export class SubmitProposalForClearance extends Submission {}

@Act({ summary: 'Record that its text is cleared', by: ['SYSTEM'] })
export class ClearProposal {
  @Id('The review that cleared it') reviewId!: string;
}

@Act({ summary: 'Record that its text is returned', by: ['SYSTEM'] })
export class ReturnProposal {
  @Id('The review that returned it') reviewId!: string;
}

@Act({ summary: 'Record that its text is declined', by: ['SYSTEM'] })
export class DeclineProposal {
  @Id('The review that declined it') reviewId!: string;
}

@Act({ summary: 'Add a translation of the text as it stands', by: ['TRANSLATOR'] })
export class AddTranslation {
  @Count('The revision that it renders; it must be the one that stands', { min: 1 }) revision!: number;
  @WrittenText('The whole text in another language') text!: TextPart;
  @OneOf({ TranslationMethod }, 'By whom or what it was made') method!: TranslationMethod;
  @Flag('Whether the parties say that it holds as the original does (INV-22)') authentic!: boolean;
}

@Act({ summary: 'Verify a translation that somebody else has added', by: ['TRANSLATOR'] })
export class VerifyProposalTranslation {
  @Id('The translation') translationId!: string;
}

@Act({ summary: 'Open a silence procedure: who accepts it and is silent until its deadline accepts the text', by: ['FOCAL_PERSON'] })
export class OpenSilenceProcedure {
  @Count('The revision; it must be the one that stands', { min: 1 }) revision!: number;
  @Instant('Until when silence may be broken') deadline!: string;
  @IdList(AT_TABLE_MAX, 'Whose silence is to count', { minItems: 1 }) parties!: string[];
}

@Act({ summary: 'Record that a party accepts that its silence counts', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class AcceptSilenceProcedure {
  @Id('The procedure') procedureId!: string;
  @Id('The party') partyId!: string;
}

@Act({ summary: 'Record that a party breaks the silence', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class BreakSilence {
  @Id('The procedure') procedureId!: string;
  @Id('The party') partyId!: string;
}

@Act({ summary: 'Conclude the silence procedure whose deadline has passed', by: ['SYSTEM'] })
export class ConcludeSilence {}

@Act({ summary: 'Package it with others: agreed together or not at all', route: 'package', by: ['FOCAL_PERSON'] })
export class PackageProposals {
  @IdList(PACKAGE_MAX, 'All proposals of the package, this one among them', { minItems: 2 }) proposalIds!: string[];
}

@Act({ summary: 'Note the package that it is part of', by: ['SYSTEM'] })
export class JoinPackage {
  @Id('The package') packageId!: string;
  @IdList(PACKAGE_MAX, 'All proposals of the package', { minItems: 2 }) proposalIds!: string[];
}

@Act({ summary: 'Record that exactly this text is agreed ad referendum', by: ['FOCAL_PERSON'] })
export class AgreeAdReferendum {
  @Count('The revision that all have accepted; it must be the one that stands', { min: 1 }) revision!: number;
  @TextHash('Hash of exactly the text that all have accepted') textHash!: string;
}

@Act({ summary: 'Note a commitment or an agreement that carries it', by: ['SYSTEM'] })
export class IncorporateProposal implements Checked {
  @Id('The commitment', { optional: true }) commitmentId?: string;
  @Id('The agreement', { optional: true }) agreementId?: string;
  @Id('The event by which it was entered or adopted') entryId!: string;

  faults(): readonly Fault[] {
    return (this.commitmentId === undefined) === (this.agreementId === undefined)
      ? [{ pointer: '/agreementId', detail: 'must stand exactly where commitmentId does not' }]
      : [];
  }
}

@Act({ summary: 'Record that a party rejects it', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class RejectProposal {
  @Id('The party') partyId!: string;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Withdraw it', by: ['FOCAL_PERSON'] })
export class WithdrawProposal {
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Record that it has lapsed', by: ['FOCAL_PERSON'] })
export class LapseProposal {
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Record that another proposal has taken its place', by: ['FOCAL_PERSON'] })
export class SupersedeProposal {
  @Id('The proposal that has') byProposalId!: string;
}

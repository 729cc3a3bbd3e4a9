import { Act } from '../../commands/act';
import {
  type Checked,
  Day,
  type Fault,
  Flag,
  Id,
  IdList,
  Instant,
  OneOf,
  OrNull,
  Part,
  Parts,
  SomeOf,
  Text,
  TextHash,
  type TextPart,
  WrittenText,
} from '../../commands/fields';
import { OccurrencePart } from '../../commands/record-part';
import { MandatedAct, Stance, Topic } from '../terms';
import {
  AGENDA_MAX,
  ATTENDANCE_MAX,
  AttributionMode,
  CLEARANCES_MAX,
  ContactChannel,
  ContactKind,
  ContactMode,
  COUNTERPARTS_MAX,
  PARTIES_MAX,
  PositionBasis,
  REFERENCES_MAX,
  Track,
  TranslationMethod,
} from './contact.events';
import { AgendaItem, Attendance, Counterpart, Place, RecordReference } from './contact.parts';

@Act({ summary: 'Schedule a contact', creates: true, by: ['FOCAL_PERSON'] })
export class ScheduleContact implements Checked {
  @Id('The initiative it belongs to') initiativeId!: string;
  @OneOf({ ContactKind }) kind!: ContactKind;
  @OneOf({ Track }, 'Official or not') track!: Track;
  @OneOf({ ContactChannel }, 'In the open or not') channel!: ContactChannel;
  @OneOf({ ContactMode }, 'How they are to speak; directly is the norm') mode!: ContactMode;
  @SomeOf({ MandatedAct }, 'What is to be done in it, in words of full powers (INV-10)') acts!: MandatedAct[];
  @Parts(Counterpart, COUNTERPARTS_MAX, 'Who of the other side is to take part') counterparts!: Counterpart[];
  @SomeOf({ Topic }, 'What is to be spoken about (INV-08)') topics!: Topic[];
  @Part(Place, 'Where') place!: Place;
  @OrNull(Part(OccurrencePart, 'When; null where nobody has named a time')) plannedFor!: OccurrencePart | null;
  @Text(500, 'When, in the words in which it was said', { optional: true }) plannedText?: string;
  @IdList(CLEARANCES_MAX, 'The reviews whose clearances it rests on, one for each listed party (INV-32)') clearanceIds!: string[];
  @Id('The delegation that meets them, where one does', { optional: true }) delegationId?: string;

  faults(): readonly Fault[] {
    return this.kind === 'PUBLIC_STATEMENT'
      ? [{ pointer: '/kind', detail: 'must not be PUBLIC_STATEMENT: that has a command of its own' }]
      : [];
  }
}

@Act({
  summary: 'Schedule a public statement',
  creates: true,
  route: 'public-statements',
  by: ['FOCAL_PERSON', 'PROVINCIAL_OFFICIAL'],
})
export class SchedulePublicStatement {
  @Id('The initiative it belongs to') initiativeId!: string;
  @Id('Who is to make it') speakerId!: string;
  @WrittenText('What is to be said') text!: TextPart;
  @Parts(RecordReference, REFERENCES_MAX, 'The records that it refers to; one above PUBLIC needs a clearance of exactly this text (INV-41)')
  refersTo!: RecordReference[];
  @OneOf({ ContactMode }, 'How it is to be made') mode!: ContactMode;
  @Part(Place, 'Where') place!: Place;
  @OrNull(Part(OccurrencePart, 'When; null where nobody has named a time')) plannedFor!: OccurrencePart | null;
  @Text(500, 'When, in the words in which it was said', { optional: true }) plannedText?: string;
  @IdList(CLEARANCES_MAX, 'The reviews whose clearances it rests on') clearanceIds!: string[];
}

@Act({ summary: 'Put it to another time or place', by: ['FOCAL_PERSON'] })
export class RescheduleContact {
  @OrNull(Part(OccurrencePart, 'When; null where nobody has named a time')) plannedFor!: OccurrencePart | null;
  @Text(500, 'When, in the words in which it was said', { optional: true }) plannedText?: string;
  @Part(Place, 'Where, where that is another place', { optional: true }) place?: Place;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Cancel it', by: ['FOCAL_PERSON'] })
export class CancelContact {
  @Id('The party that cancelled it') byPartyId!: string;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Report that it was held', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class RecordContactHeld {
  @OneOf({ ContactKind }, 'As planned by default, like all that is not said here', { optional: true }) kind?: ContactKind;
  @OneOf({ Track }, 'Official or not', { optional: true }) track?: Track;
  @OneOf({ ContactChannel }, 'In the open or not', { optional: true }) channel?: ContactChannel;
  @OneOf({ ContactMode }, 'How they spoke', { optional: true }) mode?: ContactMode;
  @SomeOf({ MandatedAct }, 'What was done in it', { optional: true }) acts?: MandatedAct[];
  @Parts(Counterpart, COUNTERPARTS_MAX, 'Who of the other side took part', { optional: true }) counterparts?: Counterpart[];
  @Part(Place, 'Where', { optional: true }) place?: Place;
  @Parts(AgendaItem, AGENDA_MAX, 'What was spoken about, and who raised it') agenda!: AgendaItem[];
  @Instant('When it ended; it began when it happened', { optional: true }) endedAt?: string;
}

/** What a contact was, where there is no plan that says so. */
abstract class Held {
  @Id('The initiative it belongs to') initiativeId!: string;
  @OneOf({ ContactKind }) kind!: ContactKind;
  @OneOf({ Track }, 'Official or not') track!: Track;
  @OneOf({ ContactChannel }, 'In the open or not') channel!: ContactChannel;
  @OneOf({ ContactMode }, 'How they spoke; directly is the norm') mode!: ContactMode;
  @SomeOf({ MandatedAct }, 'What was done in it, in words of full powers (INV-10)') acts!: MandatedAct[];
  @Parts(Counterpart, COUNTERPARTS_MAX, 'Who of the other side took part') counterparts!: Counterpart[];
  @Part(Place, 'Where') place!: Place;
  @Parts(AgendaItem, AGENDA_MAX, 'What was spoken about, and who raised it') agenda!: AgendaItem[];
  @Instant('When it ended; it began when it happened', { optional: true }) endedAt?: string;
  @IdList(CLEARANCES_MAX, 'The reviews whose clearances it rested on') clearanceIds!: string[];
  @Id('The delegation that meets them, where one does', { optional: true }) delegationId?: string;
}

@Act({
  summary: 'Report a contact that was held without a plan',
  creates: true,
  fact: true,
  route: 'unplanned',
  by: ['FOCAL_PERSON', 'NEGOTIATOR'],
})
export class RecordUnplannedContact extends Held {}

@Act({
  summary: 'Report a contact that nobody had leave for',
  creates: true,
  fact: true,
  route: 'unsanctioned',
  by: ['FOCAL_PERSON', 'NEGOTIATOR'],
})
export class ReportUnsanctionedContact extends Held {
  @Text(10_000, 'How it came about') explanation!: string;
}

@Act({ summary: 'Report who attended', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR', 'RAPPORTEUR'] })
export class RecordAttendance {
  @Parts(Attendance, ATTENDANCE_MAX, 'Who was there', { minItems: 1 }) attendance!: Attendance[];
}

@Act({ summary: 'Report counterparts who did not attend', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR', 'RAPPORTEUR'] })
export class ReportCounterpartAbsence {
  @IdList(ATTENDANCE_MAX, 'Who was expected and did not come', { minItems: 1 }) participantIds!: string[];
}

@Act({ summary: 'Record what somebody said', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class RecordStatement {
  @Id('Who said it') speakerId!: string;
  @WrittenText('What he said, in the language in which he said it') text!: TextPart;
  @OneOf({ AttributionMode }, 'Under which promise he said it') attribution!: AttributionMode;
  @OneOf({ Topic }, 'What about', { optional: true }) topic?: Topic;
  @Flag('Whether these are his very words') verbatim!: boolean;
  @Parts(RecordReference, REFERENCES_MAX, 'The records that he referred to in public, where it is known', { optional: true })
  refersTo?: RecordReference[];
}

@Act({ summary: 'Record the position that a party stated', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class RecordPosition {
  @Id('Whose position it is') partyId!: string;
  @OneOf({ Topic }, 'What about') topic!: Topic;
  @OneOf({ Stance }, 'How it stands to it') stance!: Stance;
  @WrittenText('The position, in the language in which it was stated') text!: TextPart;
  @Text(10_000, 'The interest behind it', { optional: true }) rationale?: string;
  @OneOf({ PositionBasis }, 'On what it rests', { optional: true }) basis?: PositionBasis;
}

@Act({ summary: 'Report a promise that was made without clearance', fact: true, by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class ReportUndertaking {
  @Id('Who made it') speakerId!: string;
  @Id('The party to which it was made') toPartyId!: string;
  @WrittenText('What was promised, in the language in which it was') text!: TextPart;
  @Text(10_000, 'How it came about') circumstances!: string;
}

@Act({ summary: 'Disavow a promise that was made without clearance', by: ['FOCAL_PERSON', 'FEDERAL_LIAISON'] })
export class DisavowUndertaking {
  @Id('The event that reported it') undertakingId!: string;
  @Id('The party in whose name it is disavowed') byPartyId!: string;
  @Id('The party that was told so') communicatedToPartyId!: string;
}

@Act({ summary: 'Confirm a promise by the commitment that was cleared in its stead', by: ['FOCAL_PERSON'] })
export class ConfirmUndertaking {
  @Id('The event that reported it') undertakingId!: string;
  @Id('The commitment that binds in its stead') commitmentId!: string;
  @Id('The review that cleared the text of that commitment') clearanceId!: string;
}

@Act({ summary: 'Draft the minutes, or draft them anew', by: ['RAPPORTEUR'] })
export class DraftMinutes {
  @WrittenText('The minutes') text!: TextPart;
  @Id('Who took them') rapporteurId!: string;
}

@Act({ summary: 'Report that parties have confirmed the minutes', fact: true, by: ['RAPPORTEUR'] })
export class ConfirmMinutes {
  @IdList(PARTIES_MAX, 'The parties that have confirmed them', { minItems: 1 }) byPartyIds!: string[];
  @TextHash('Exactly which minutes: their hash stands in the record') textHash!: string;
}

@Act({ summary: 'Report that a party disputes the minutes', fact: true, by: ['RAPPORTEUR'] })
export class DisputeMinutes {
  @Id('The party that disputes them') partyId!: string;
  @Text(10_000, 'The passage that it disputes') passage!: string;
  @Text(10_000, 'What it says instead') text!: string;
}

@Act({ summary: 'Attach a translation beside the original', by: ['TRANSLATOR'] })
export class AttachTranslation {
  @Id('The event whose text it translates: a statement, a position, a promise or the minutes') originalEventId!: string;
  @WrittenText('The translation') text!: TextPart;
  @OneOf({ TranslationMethod }, 'By whom or what it was made') method!: TranslationMethod;
}

@Act({ summary: 'Verify a translation; until then it is a draft', by: ['TRANSLATOR'] })
export class VerifyTranslation {
  @Id('The event that attached it') translationId!: string;
}

@Act({ summary: 'Assign a follow-up', by: ['RAPPORTEUR'] })
export class AssignFollowUp {
  @Id('Who is to do it') toParticipantId!: string;
  @Day('By when, where a day was named', { optional: true }) due?: string;
  @Text(2_000, 'What is to be done') text!: string;
}

@Act({ summary: 'Report that a follow-up was done', fact: true, by: ['RAPPORTEUR'] })
export class CompleteFollowUp {
  @Id('The event that assigned it') actionId!: string;
  @Id('What proves it, as evidence in the ledger', { optional: true }) evidenceId?: string;
}

export * from './contact.jirga.commands';

import { Act } from '../../commands/act';
import {
  type Checked,
  Count,
  type Fault,
  Id,
  IdList,
  Instant,
  Languages,
  OneOf,
  OrNull,
  Part,
  Parts,
  SomeOf,
  Text,
} from '../../commands/fields';
import { OccurrencePart } from '../../commands/record-part';
import { earliest, latest, occurrenceFaults } from '../../kernel/occurrence';
import { DELEGATIONS_MAX } from '../mandate/mandate.events';
import { MandatedAct } from '../terms';
import { CrossingDirection, CrossingPoint, MEMBERS_MAX, PassageForm, SafetyIncidentKind, SafetySeverity } from './delegation.events';
import { Delegate } from './delegation.parts';
import { delegationIdOf } from './delegation.state';

@Act({
  summary: 'Constitute a delegation',
  creates: true,
  idFrom: ({ initiativeId, ordinal }: ConstituteDelegation) => delegationIdOf(initiativeId, ordinal),
  by: ['FOCAL_PERSON'],
})
export class ConstituteDelegation {
  @Id('The initiative it belongs to') initiativeId!: string;
  @Count('Which of its delegations: 1 lays the foundation, 2 builds on it; more only where the mandate allows more (INV-07)', {
    min: 1,
    max: DELEGATIONS_MAX,
  })
  ordinal!: number;
  @Text(2_000, 'What it goes for') purpose!: string;
  @Parts(Delegate, MEMBERS_MAX, 'Who is in it from the beginning; the focal person is (INV-03)', { minItems: 1 }) delegates!: Delegate[];
  @OrNull(Part(OccurrencePart, 'When it is to depart; null where nobody has named a time')) plannedFor!: OccurrencePart | null;
  @Text(500, 'When, in the words in which it was said', { optional: true }) plannedText?: string;
}

@Act({ summary: 'Appoint somebody who is to go', by: ['FOCAL_PERSON'] })
export class AppointDelegate extends Delegate {}

@Act({ summary: 'Withdraw somebody who was to go', by: ['FOCAL_PERSON'] })
export class WithdrawDelegate {
  @Id('Who does not go') participantId!: string;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Let somebody go in the place of another', by: ['FOCAL_PERSON'] })
export class ReplaceDelegate {
  @Id('Who does not go') outId!: string;
  @Id('Who takes the seat') inId!: string;
  @Languages(20, 'Which languages he speaks') languages!: string[];
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Name who leads it', by: ['FOCAL_PERSON'] })
export class NameHead {
  @Id('One of its members') participantId!: string;
}

@Act({ summary: 'Issue the credentials of a member', by: ['FOCAL_PERSON'] })
export class IssueCredentials implements Checked {
  @Id('Whose they are') participantId!: string;
  @SomeOf({ MandatedAct }, 'What he may do, in words of full powers (INV-10)', { minItems: 1 }) acts!: MandatedAct[];
  @Instant('From when they are valid') validFrom!: string;
  @Instant('From when they are no longer valid') validUntil!: string;
  @Id('The document, as evidence in the ledger') documentEvidenceId!: string;

  faults(): readonly Fault[] {
    return Date.parse(this.validUntil) <= Date.parse(this.validFrom)
      ? [{ pointer: '/validUntil', detail: 'must lie after validFrom' }]
      : [];
  }
}

/** One leg as it is planned. */
abstract class PlannedLeg implements Checked {
  @Text(200, 'Where it begins') from!: string;
  @Text(200, 'Where it ends') to!: string;
  @OneOf({ CrossingPoint }, 'Where the border is to be crossed, where it is', { optional: true }) crossing?: CrossingPoint;
  @OrNull(Part(OccurrencePart, 'When it is to begin; null where nobody has named a time')) plannedDepart!: OccurrencePart | null;
  @OrNull(Part(OccurrencePart, 'When it is to end; null where nobody has named a time')) plannedArrive!: OccurrencePart | null;

  faults(): readonly Fault[] {
    const { plannedDepart: depart, plannedArrive: arrive } = this;
    if (!depart || !arrive || [depart, arrive].some((it) => occurrenceFaults(it).length > 0)) return [];
    const [begin, end] = [earliest(depart), latest(arrive)];
    return begin !== undefined && end !== undefined && end < begin
      ? [{ pointer: '/plannedArrive', detail: 'must not lie before plannedDepart' }]
      : [];
  }
}

@Act({ summary: 'Plan a leg of the itinerary', by: ['FOCAL_PERSON'] })
export class PlanLeg extends PlannedLeg {}

@Act({ summary: 'Plan a leg anew', by: ['FOCAL_PERSON'] })
export class ChangeLeg extends PlannedLeg {
  @Id('Which leg') legId!: string;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Authorise that it travels', by: ['FOCAL_PERSON'] })
export class AuthoriseTravel {
  @Id('The federal review that cleared the travel of exactly this delegation') clearanceId!: string;
  @Id('The federal review of the report on the first phase; for every delegation but the first (INV-04)', { optional: true })
  phaseReportId?: string;
}

/** Who departed. */
abstract class Departure {
  @IdList(MEMBERS_MAX, 'Who departed', { minItems: 1 }) members!: string[];
  @Id('The leg that began with it', { optional: true }) legId?: string;
}

@Act({ summary: 'Report that it departed', fact: true, by: ['PROVINCIAL_OFFICIAL'] })
export class RecordDeparture extends Departure {}

@Act({ summary: 'Report a departure that nobody had leave for', fact: true, by: ['PROVINCIAL_OFFICIAL', 'FOCAL_PERSON'] })
export class ReportUnsanctionedDeparture extends Departure {
  @Text(10_000, 'How it came about') explanation!: string;
}

@Act({ summary: 'Report that it crossed the border', fact: true, by: ['PROVINCIAL_OFFICIAL'] })
export class RecordCrossing {
  @Id('On which leg, where one was planned', { optional: true }) legId?: string;
  @OneOf({ CrossingPoint }, 'Where') crossing!: CrossingPoint;
  @OneOf({ CrossingDirection }, 'Out of the country, or in again') direction!: CrossingDirection;
}

@Act({ summary: 'Report that it arrived', fact: true, by: ['PROVINCIAL_OFFICIAL'] })
export class RecordArrival {
  @Text(200, 'Where') place!: string;
  @Id('The leg that ended with it', { optional: true }) legId?: string;
}

@Act({ summary: 'Report that safe passage is guaranteed', fact: true, by: ['FOCAL_PERSON', 'PROVINCIAL_OFFICIAL'] })
export class RecordSafePassage {
  @Id('The party that guarantees it') guarantorPartyId!: string;
  @OneOf({ PassageForm }, 'How') form!: PassageForm;
  @Text(500, 'On which way') route!: string;
  @Instant('From when it no longer counts', { optional: true }) validUntil?: string;
}

@Act({ summary: 'Report what endangered or harmed its members', fact: true, by: ['FOCAL_PERSON', 'PROVINCIAL_OFFICIAL'] })
export class ReportSafetyIncident {
  @OneOf({ SafetyIncidentKind }, 'What it was') kind!: SafetyIncidentKind;
  @IdList(MEMBERS_MAX, 'Whom it concerned; nobody where it concerned all', { minItems: 0 }) memberIds!: string[];
  @OneOf({ SafetySeverity }, 'How severe it was') severity!: SafetySeverity;
  @Text(10_000, 'What is known of it', { optional: true }) text?: string;
}

@Act({ summary: 'Postpone the visit', by: ['FOCAL_PERSON'] })
export class PostponeDelegation {
  @Text(2_000, 'Why') reason!: string;
  @OrNull(Part(OccurrencePart, 'When it is to depart now; null where nobody has named a time')) plannedFor!: OccurrencePart | null;
  @Text(500, 'When, in the words in which it was said', { optional: true }) plannedText?: string;
}

@Act({ summary: 'Abort the visit; the delegation returns', by: ['FOCAL_PERSON'] })
export class AbortDelegation {
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Report who came back; who did not is missing', fact: true, by: ['PROVINCIAL_OFFICIAL'] })
export class RecordReturn {
  @IdList(MEMBERS_MAX, 'Who came back', { minItems: 0 }) members!: string[];
  @Id('The leg that ended with it', { optional: true }) legId?: string;
}

@Act({ summary: 'File what it brings', by: ['PROVINCIAL_OFFICIAL'] })
export class FileDebrief {
  @Id('The report, as evidence in the ledger') evidenceId!: string;
  @Text(10_000, 'What it brings, in short') summary!: string;
}

@Act({ summary: 'Dissolve it', by: ['FOCAL_PERSON'] })
export class DissolveDelegation {}

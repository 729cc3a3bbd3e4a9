import { Caveat, type Classification, Level } from '../kernel/classification';
import type { EvidenceReference, SourceReference } from '../kernel/envelope';
import { oneOf } from '../kernel/fields';
import { Calendar, type Occurrence, occurrenceFaults, Precision } from '../kernel/occurrence';
import { Role } from '../kernel/roles';
import { type Checked, Count, Day, type Fault, Id, OneOf, OrNull, Part, Parts, SomeOf, Text, TextHash } from './fields';

/* The `record` member of every request's body (api.md "Recording"): what is known of an act beside its own fields. */

const MOMENT_LENGTH_MAX = 40;

export class OccurrencePart implements Checked {
  @OrNull(Text(MOMENT_LENGTH_MAX, 'ISO 8601 in the form of the precision; null if UNKNOWN')) from!: string | null;
  @Text(MOMENT_LENGTH_MAX, 'End of a RANGE', { optional: true }) to?: string;
  @OneOf({ Precision }, 'In which precision the time is known') precision!: Precision;
  @Text(60, 'IANA time zone in which it was lived') zone!: string;
  @OneOf({ Calendar }, 'In which calendar the source stated it') calendar!: Calendar;
  @Text(500, 'The date in the words of the source', { optional: true }) originalText?: string;

  faults(): readonly Fault[] {
    return occurrenceFaults(this as Occurrence).map(({ member, detail }) => ({ pointer: `/${member}`, detail }));
  }
}

export class ClassificationPart {
  @OneOf({ Level }) level!: Level;
  @SomeOf({ Caveat }, 'Need-to-know marks', { optional: true }) caveats?: Caveat[];
  @Day('When the mark is to be looked at again', { optional: true }) reviewOn?: string;
}

export const Reliability = oneOf('A', 'B', 'C', 'D', 'E', 'F');
export const SourceBasis = oneOf('DIRECT', 'HEARSAY', 'DOCUMENT', 'OPEN_SOURCE');

export class SourcePart {
  @Id('Pseudonym of the source; nobody is named here (INV-30)') sourceId!: string;
  @OneOf({ Reliability }, 'A to F; F cannot be judged') reliability!: SourceReference['reliability'];
  @Count('1 to 6; 6 cannot be judged', { min: 1, max: 6 }) credibility!: number;
  @OneOf({ SourceBasis }) basis!: SourceReference['basis'];
}

export class EvidencePart {
  @Id('The evidence') evidenceId!: string;
  @TextHash('SHA-256 of its bytes') sha256!: string;
  @Text(200, 'Page, minute or place in it', { optional: true }) locator?: string;
}

/** What is known beside the time. */
class Surroundings {
  @Part(ClassificationPart, 'Its mark; that of the record by default, of a new record that of its initiative', { optional: true })
  classification?: ClassificationPart;
  @Parts(SourcePart, 50, 'Where it is known from', { optional: true }) sources?: SourcePart[];
  @Parts(EvidencePart, 50, 'What proves it', { optional: true }) evidence?: EvidencePart[];
  @Id('On whose behalf the actor acts', { optional: true }) onBehalfOf?: string;
  @OneOf({ Role }, 'In which of his roles, where he has several', { optional: true }) role?: Role;
}

/** Everything in it is optional; a command that reports a fact requires `occurredAt`. */
export class RecordPart extends Surroundings {
  @Part(OccurrencePart, 'When it happened in the world; now by default', { optional: true }) occurredAt?: OccurrencePart;
}

/** The same, of a command that reports a fact. It does not extend the other one: what validates a member is inherited, also that it may be absent. */
export class FactPart extends Surroundings {
  @Part(OccurrencePart, 'When it happened in the world') occurredAt!: OccurrencePart;
}

export type { Classification, EvidenceReference };

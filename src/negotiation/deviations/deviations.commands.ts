import { Act } from '../../commands/act';
import { Id, OneOf, Part, Text } from '../../commands/fields';
import { DeviationFlag } from '../../kernel/envelope';
import { DispositionResult, Severity } from './deviations.events';
import { DeviatingRecord } from './deviations.parts';

@Act({ summary: 'Record a deviation from the protocol', creates: true, by: ['SYSTEM'] })
export class RecordDeviation {
  @Id('The initiative') initiativeId!: string;
  @Text(10, 'The rule that would not have allowed it') rule!: string;
  @OneOf({ DeviationFlag }, 'The flag that the event bears') flag!: DeviationFlag;
  @Id('The event') eventId!: string;
  @Part(DeviatingRecord, 'The record in which it lies') record!: DeviatingRecord;
  @OneOf({ Severity }) severity!: Severity;
  @Text(2_000, 'What the flag says') explanation!: string;
}

@Act({ summary: 'Dispose of a deviation', by: ['FEDERAL_LIAISON'] })
export class DispositionDeviation {
  @Id('The event that recorded the deviation') deviationId!: string;
  @OneOf({ DispositionResult }, 'What the federal side makes of it') result!: DispositionResult;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Dispose of a deviation that an earlier notification remedies', by: ['SYSTEM'] })
export class RemedyDeviation {
  @Id('The event that recorded the deviation') deviationId!: string;
  @Id('The event that remedies it') remedyId!: string;
}

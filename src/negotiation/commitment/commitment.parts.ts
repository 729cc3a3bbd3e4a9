import { Count, Day, Id, Kind, OneOf, Text } from '../../commands/fields';
import { Side } from '../terms';
import { DUE_DAYS_MAX } from './commitment.events';

/** A party with the side of the border on which it stands. */
export class PartyOnSide {
  @Id('The party') partyId!: string;
  @OneOf({ Side }, 'On which side of the border') side!: Side;
}

export class FixedDue {
  @Kind('FIXED') kind!: 'FIXED';
  @Day('The day on which it is due') date!: string;
}

export class RelativeDue {
  @Kind('RELATIVE') kind!: 'RELATIVE';
  @Text(100, 'Type of the event after which the days are counted') afterEventType!: string;
  @Count('How many days after it', { min: 1, max: DUE_DAYS_MAX }) days!: number;
}

export class ConditionalDue {
  @Kind('CONDITIONAL') kind!: 'CONDITIONAL';
  @Text(2_000, 'What must have happened') condition!: string;
}

export class ContinuousDue {
  @Kind('CONTINUOUS') kind!: 'CONTINUOUS';
  @Count('How often it is reported on, in days', { min: 1, max: DUE_DAYS_MAX }) reportEveryDays!: number;
}

export class Verification {
  @Text(2_000, 'How it will be verified') method!: string;
  @Text(200, 'By whom') by!: string;
}

export class Reservation {
  @Id('The party that makes it') partyId!: string;
  @Text(10_000, 'What it reserves') text!: string;
}

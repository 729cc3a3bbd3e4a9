import { Caveat, Level } from '../kernel/classification';
import { RectificationEffect, RectificationReason } from '../kernel/record.events';
import { type Role, Role as Roles } from '../kernel/roles';
import { Act } from './act';
import { type Checked, Day, type Fault, Id, IdList, OneOf, SomeOf, Text } from './fields';
import { AnyJson } from './record.parts';

/* What every record can undergo (domain.md 4.3.16): the same commands for every noun, in the stream of the record they concern. */

/** Who may record at all; whether he may correct this very event is decided by who may record it. */
const RECORDERS: readonly Role[] = Roles.options.filter((role) => role !== 'AUDITOR' && role !== 'DASHBOARD_VIEWER' && role !== 'SYSTEM');

@Act({ summary: 'Correct a value of an earlier event; the old one stays in the trail', by: RECORDERS, route: 'rectify' })
export class RectifyRecord implements Checked {
  @Id('The event whose value was wrong') targetEventId!: string;
  @Text(500, 'JSON Pointer (RFC 6901) into the fields of that event, or /record/occurredAt for its world time') pointer!: string;
  @AnyJson('What it should have said') newValue!: unknown;
  @OneOf({ RectificationReason }) reason!: RectificationReason;
  @OneOf({ RectificationEffect }, 'Whether it was wrong from the beginning, or ceased to be right on a day')
  effective!: RectificationEffect;
  @Day('First day of the new value, where it holds only from a date', { optional: true }) fromDate?: string;
  @Id('Another person who may record such an event; needed for clearances and the framework', { optional: true }) secondPersonId?: string;

  faults(): readonly Fault[] {
    if (this.effective === 'FROM_DATE' && this.fromDate === undefined)
      return [{ pointer: '/fromDate', detail: 'must be there if effective is FROM_DATE' }];
    if (this.effective === 'AB_INITIO' && this.fromDate !== undefined)
      return [{ pointer: '/fromDate', detail: 'must be absent if effective is AB_INITIO' }];
    return /^(\/[^/]*)+$/.test(this.pointer) ? [] : [{ pointer: '/pointer', detail: 'must be a JSON Pointer that begins with a slash' }];
  }
}

@Act({ summary: 'Take a rectification back', by: RECORDERS, route: 'reverse-rectification' })
export class ReverseRectification {
  @Id('The event that rectified') targetEventId!: string;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Annul an event that should never have been recorded', by: RECORDERS, route: 'annul' })
export class AnnulRecord {
  @Id('The event') targetEventId!: string;
  @IdList(99, 'Later events of this record that stand upon it and go with it', { optional: true }) dependants?: string[];
  @Text(2_000, 'Why') reason!: string;
  @Id('Another person who may record such an event; needed for clearances and the framework', { optional: true }) secondPersonId?: string;
}

@Act({ summary: 'Add a note to an event', by: RECORDERS, route: 'annotate' })
export class AnnotateRecord {
  @Id('The event') targetEventId!: string;
  @Text(10_000, 'The note') text!: string;
}

@Act({ summary: 'Change the mark of an event', by: RECORDERS, route: 'classify' })
export class ClassifyRecord {
  @Id('The event') targetEventId!: string;
  @OneOf({ Level }, 'Its level from now on') level!: Level;
  @SomeOf({ Caveat }, 'All its caveats from now on') caveats!: Caveat[];
  @Id('A second person; needed to lower it', { optional: true }) secondPersonId?: string;
}

@Act({ summary: 'Decide again an act beside which something that it rested on has moved', by: ['SYSTEM'], route: 'redecide' })
export class RedecideAct {
  @Id('The first event of the act') eventId!: string;
}

@Act({ summary: 'Decide again what rested on another record that was corrected since', by: ['SYSTEM'], route: 'reconsider' })
export class ReconsiderRecord {
  @Text(200, 'Name of the stream that was corrected') correctedStream!: string;
  @Id('The correction') correctionId!: string;
}

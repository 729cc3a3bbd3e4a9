import { type Checked, type Fault, Flag, Id, IdList, OneOf, Text } from '../../commands/fields';
import { Objective, PROOFS_PER_CRITERION_MAX } from './initiative.events';

/** One objective in the initiative's own words. */
export class InitiativeObjective {
  @OneOf({ Objective }, 'Which of the objectives of the domain') code!: Objective;
  @Text(2_000, 'In the words of the initiative') text!: string;
}

/** What a phase is judged by, and whether it was reached (S21). */
export class PhaseCriterion implements Checked {
  @Text(2_000, 'What was to be reached') text!: string;
  @Flag('Whether it was') met!: boolean;
  @IdList(PROOFS_PER_CRITERION_MAX, 'What shows it') evidenceIds!: string[];

  faults(): readonly Fault[] {
    return this.met && this.evidenceIds.length === 0
      ? [{ pointer: '/evidenceIds', detail: 'must not be empty where the criterion is met' }]
      : [];
  }
}

/** Somebody of the other side who was spoken with. */
export class EngagedCounterpart {
  @Id('Who') participantId!: string;
  @Id('In which contact') contactId!: string;
}

import { OneOf, Text } from '../../commands/fields';
import { Objective } from './initiative.events';

/** One objective in the initiative's own words. */
export class InitiativeObjective {
  @OneOf({ Objective }, 'Which of the objectives of the domain') code!: Objective;
  @Text(2_000, 'In the words of the initiative') text!: string;
}

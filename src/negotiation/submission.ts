import { Day, OneOf, Text } from '../commands/fields';
import { Urgency } from './federal-review/federal-review.events';

/** What is said of every text that its own record submits to the federal side. */
export abstract class Submission {
  @OneOf({ Urgency }) urgency!: Urgency;
  @Text(2_000, 'What is asked of the federal side') question!: string;
  @Day('By when an answer is needed; silence is none', { optional: true }) neededBy?: string;
}

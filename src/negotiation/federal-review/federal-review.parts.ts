import { Text } from '../../commands/fields';

/** A remark on a clause, or on the whole text. */
export class ReviewComment {
  @Text(100, 'The clause it is about; the whole text if absent', { optional: true }) eId?: string;
  @Text(10_000, 'The remark') text!: string;
}

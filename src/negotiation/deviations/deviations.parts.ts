import { Id, Text } from '../../commands/fields';

/** A record of this ledger, by the kind of its stream. */
export class DeviatingRecord {
  @Text(40, 'Kind of the stream') kind!: string;
  @Id('Its id') id!: string;
}

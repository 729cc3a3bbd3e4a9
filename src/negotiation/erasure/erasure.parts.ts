import { Count, Id, OneOf, Text } from '../../commands/fields';
import { ErasableKind, Place } from './erasure.events';

/** What is to be erased: a record, an initiative with every record that belongs to it, or what lies under a person's own key. */
export class ErasureSubject {
  @OneOf({ ErasableKind }, 'Kind of the record; house rules, policy framework, deviations, attempts and erasures are never erased')
  kind!: ErasableKind;
  @Id('Its id') id!: string;
}

export class DestroyedKey {
  @Id('Of the key') id!: string;
  @Text(100, 'What lay under it') stream!: string;
}

export class PlaceForgotten {
  @OneOf({ Place }) place!: Place;
  @Count('How much it still had') count!: number;
}

import { Id, OneOf } from '../../commands/fields';
import { Side } from '../terms';
import { EndKind } from './measure.events';

/** An end of a measure. */
export class CbmEnd {
  @Id('The party') partyId!: string;
  @OneOf({ EndKind }, 'People, or those who govern them') kind!: EndKind;
  @OneOf({ Side }, 'On which side of the border') country!: Side;
}

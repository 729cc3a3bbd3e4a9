import { Id, Language, OneOf, Text } from '../../commands/fields';
import { Side } from '../terms';
import { CBM_TEXT_LENGTH_MAX, EndKind } from './measure.events';

/** Like `TextPart`, shorter by what the schedule of the terms takes. */
export class CbmText {
  @Language('Language of the body, BCP 47') lang!: string;
  @Text(CBM_TEXT_LENGTH_MAX, 'The words themselves; NFC, line ends and trailing blanks are made canonical before they are hashed')
  body!: string;
}

/** An end of a measure. */
export class CbmEnd {
  @Id('The party') partyId!: string;
  @OneOf({ EndKind }, 'People, or those who govern them') kind!: EndKind;
  @OneOf({ Side }, 'On which side of the border') country!: Side;
}

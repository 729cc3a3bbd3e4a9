import { Language, SomeOf, Text } from '../../commands/fields';
import { MandatedAct } from '../terms';
import { MANDATE_TEXT_LENGTH_MAX } from './mandate.events';

/** The words as one sends them; shorter than other texts, for what is cleared has the schedule of the terms as well. */
export class MandateText {
  @Language('Language of the body, BCP 47') lang!: string;
  @Text(MANDATE_TEXT_LENGTH_MAX, 'The words themselves; NFC, line ends and trailing blanks are made canonical before they are hashed')
  body!: string;
}

/** What may be done with the other side in each phase (INV-10). */
export class ActsByPhase {
  @SomeOf({ MandatedAct }, 'While the foundation is laid; text is not negotiated yet') phase1!: MandatedAct[];
  @SomeOf({ MandatedAct }, 'Once it is laid') phase2!: MandatedAct[];
}

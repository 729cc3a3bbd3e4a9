import { nounModule } from '../../commands/noun.module';
import * as commands from './contact.commands';
import { contactDecider } from './contact.decider';
import { refuse } from './contact.refusals';
import { contact } from './contact.state';

export const ContactModule = nounModule({
  collection: 'contacts',
  title: 'Contacts',
  fold: contact,
  decider: contactDecider,
  commands,
  refusals: refuse.catalogue,
});

import { decisiveBookOf } from '../commands/decisive';
import { slotTableOf } from '../trust/slots';
import { catalogues } from './catalogues';
import { declarations } from './nouns';

/** What `verify` must be told of events: the slots of each, and which bear a signature. */
export const verification = { slots: slotTableOf(catalogues), decisive: decisiveBookOf(declarations) };

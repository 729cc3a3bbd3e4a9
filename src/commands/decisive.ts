import { type Declaration, kindOfNoun } from './noun';

/*
 * Decisive acts carry the person's own signature over the command (INV-46). A signature says what was asked; what was recorded is another thing, which
 * whoever has the database could change. So each decisive event is declared with the command that may record it and the fields in which it repeats
 * what was signed: `verify` holds one against the other.
 */

/** By `<stream kind>/<event type>`, by the command that may record it: the fields in which the event says what the command said. Plain JSON. */
export type DecisiveBook = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export const decisiveKey = (kind: string, eventType: string): string => `${kind}/${eventType}`;

/** Every event there can be that bears a signature. */
export function decisiveBookOf(nouns: readonly Declaration[]): DecisiveBook {
  const book: Record<string, Record<string, readonly string[]>> = {};
  for (const noun of nouns)
    for (const [command, events] of Object.entries({ ...noun.decisive, ...noun.decisiveOnceEnrolled }))
      for (const [type, fields] of Object.entries(events)) (book[decisiveKey(kindOfNoun(noun), type)] ??= {})[command] = fields;
  return book;
}

/** Whether an event bears a signature whoever recorded it: then what corrects it bears one, too. */
export const isDecisive = ({ decisive = {} }: Declaration, eventType: string): boolean =>
  Object.values(decisive).some((events) => Object.hasOwn(events, eventType));

/** Whether a command takes a signature. @param enrolled whether who gives it has a key */
export const takesSignature = ({ decisive = {}, decisiveOnceEnrolled = {} }: Declaration, command: string, enrolled: boolean): boolean =>
  Object.hasOwn(decisive, command) || (enrolled && Object.hasOwn(decisiveOnceEnrolled, command));

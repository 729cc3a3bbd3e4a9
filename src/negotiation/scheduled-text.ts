import { Language, Text } from '../commands/fields';
import { type Text as Words, textOf } from '../kernel/text';

/*
 * A text whose terms stand below it in a schedule: what the parties agree to and the federal side is asked to clear is one text, so that agreement
 * and clearance of exactly this cover the words and every one of the terms that the rules read (domain.md 0.2).
 */

/** The longest words: with their schedule they must fit into the text that is agreed and cleared (`TEXT_LENGTH_MAX`). */
export const SCHEDULED_TEXT_LENGTH_MAX = 70_000;

/** Like `TextPart`, shorter by what the schedule takes. */
export class ScheduledText {
  @Language('Language of the body, BCP 47') lang!: string;
  @Text(SCHEDULED_TEXT_LENGTH_MAX, 'The words themselves; NFC, line ends and trailing blanks are made canonical before they are hashed')
  body!: string;
}

/** The words with their schedule below, a line for each of the rows. */
export const withSchedule = (
  { lang, body }: { readonly lang: string; readonly body: string },
  rows: readonly (readonly [name: string, value: string])[],
): Words => textOf({ lang, body: `${body}\n\nSCHEDULE\n${rows.map(([name, value]) => `${name}: ${onOneLine(value)}`).join('\n')}` });

/** A line of the schedule begins with its own name only: what somebody wrote into a title cannot pose as another. */
const onOneLine = (value: string): string => value.replace(/\s+/gu, ' ');

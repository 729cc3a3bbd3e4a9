import { type Command, Option } from 'commander';
import { remoteConfigurationFrom } from '../configuration';
import { type Labels, type Language, LANGUAGES } from '../labels/labels';
import { labels } from '../labels/languages';
import type { Shell } from './shell';

/** In which language a person reads the words of programs. */
export interface LanguageOption {
  readonly lang?: Language;
}

export const withLanguage = (command: Command): Command =>
  command.addOption(
    new Option('--lang <language>', 'read words of programs in this language (default: JIRGA_LANG, or as they are recorded)').choices(
      LANGUAGES,
    ),
  );

/** How words and columns are read. */
export interface Reading {
  readonly field: (name: string) => string;
  /** A value of any shape with the words of closed sets in it as they are read; what somebody wrote stays. */
  readonly of: <Value>(value: Value) => Value;
}

const AS_RECORDED: Reading = { field: (name) => name, of: (value) => value };

/** Says on standard error where labels are drafts: nobody should take a machine's word for the field's. */
export function readingFor(shell: Shell, { lang }: LanguageOption): Reading {
  const language = lang ?? remoteConfigurationFrom(shell.environment).language;
  if (language === undefined) return AS_RECORDED;
  const chosen = labels[language];
  if (chosen.draft) shell.err(`DRAFT: the labels in ${chosen.name} were translated by a machine, and nobody has signed them off yet.`);
  return { field: (name) => chosen.fields[name] ?? name, of: (value) => read(value, chosen) };
}

const WORD = /^[A-Z][A-Z0-9_]*$/;

function read<Value>(value: Value, chosen: Labels): Value {
  if (typeof value === 'string') return (WORD.test(value) ? (chosen.words[value] ?? value) : value) as Value;
  if (typeof value !== 'object' || value === null || 'body' in value) return value;
  if (Array.isArray(value)) return value.map((it: unknown) => read(it, chosen)) as Value;
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, read<unknown>(it, chosen)])) as Value;
}

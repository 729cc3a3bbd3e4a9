/**
 * What people read for the words of programs, in one language. The codes stay what is recorded, signed and sent; refusals stay English until a speaker of
 * the language has signed others off (docs/cli.md).
 */
export interface Labels {
  readonly language: Language;
  /** Of the language, in itself. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /** Translated by a machine, and signed off by nobody yet; shown wherever they are used. */
  readonly draft: boolean;
  readonly boards: Readonly<Record<string, string>>;
  /** Columns of boards. */
  readonly fields: Readonly<Record<string, string>>;
  /** Words of closed sets: enumerations, and where a record stands in its life. One word is read as the same everywhere. */
  readonly words: Readonly<Record<string, string>>;
}

export const LANGUAGES = ['en', 'ur', 'ps'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (word: string): word is Language => LANGUAGES.some((language) => language === word);

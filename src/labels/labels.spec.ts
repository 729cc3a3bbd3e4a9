import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { boards } from '../boards/boards';
import { declarations } from '../negotiation/nouns';
import { LANGUAGES, type Labels } from './labels';
import { labels } from './languages';

const SOURCES = join(__dirname, '..');

/** Words of every closed set that the code exports, whoever writes one. */
async function enumerated(): Promise<Set<string>> {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /^(?:kernel|commands|negotiation)\/.*\.ts$/.test(file) && !/\.(?:spec|compile-time|module)\.ts$/.test(file),
  );
  const words = new Set<string>();
  for (const file of files)
    for (const exported of Object.values((await import(join(SOURCES, file))) as Record<string, unknown>)) {
      const { options } = (typeof exported === 'object' && exported !== null ? exported : {}) as { readonly options?: unknown };
      if (Array.isArray(options)) for (const word of options) if (typeof word === 'string') words.add(word);
    }
  return words;
}

/** Where records can stand in their lives, as the folds and the rules name it. */
const statuses = (): Set<string> =>
  new Set(
    declarations.flatMap(({ fold, decider }) => [
      fold.initial.status,
      ...Object.values(fold.evolve).flatMap(({ from }) => from),
      ...Object.values(decider).flatMap(({ from }) => from),
    ]),
  );

const differences = (there: Readonly<Record<string, string>>, wanted: Iterable<string>) => {
  const needed = new Set(wanted);
  return {
    missing: [...needed].filter((key) => !Object.hasOwn(there, key)).sort(),
    superfluous: Object.keys(there).filter((key) => !needed.has(key)),
  };
};
const COMPLETE = { missing: [], superfluous: [] };

describe.each(LANGUAGES)('the labels of %s', (language) => {
  const { words, boards: names, fields, ...about }: Labels = labels[language];

  it('name every word of the enumerations and of the lives of records, and no other', async () => {
    expect(differences(words, [...(await enumerated()), ...statuses()])).toEqual(COMPLETE);
  });

  it('name every board and column, and no other', () => {
    expect({
      boards: differences(
        names,
        boards.map(({ name }) => name),
      ),
      fields: differences(
        fields,
        boards.flatMap(({ columns }) => Object.keys(columns)),
      ),
    }).toEqual({ boards: COMPLETE, fields: COMPLETE });
  });

  it('say something, in the letters of the language, without marks that turn the order of what is read', () => {
    const all = Object.values({ ...words, ...names, ...fields });
    expect(all.filter((label) => label.trim() !== label || label === '' || /[\u202a-\u202e\u2066-\u2069]/.test(label))).toEqual([]);
    const own = about.direction === 'rtl' ? /\p{Script=Arabic}/u : /\p{Script=Latin}/u;
    expect(all.filter((label) => !own.test(label))).toEqual([]);
  });

  it('are drafts unless they are English, which the program is written in', () => {
    expect(about).toMatchObject({ language, draft: language !== 'en' });
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimsOf } from './claims';
import { type Item, RULES, STATEMENTS } from './items';

const ROOT = join(__dirname, '../..');

/** Specs one of whose titles names an invariant, by its number; found in the files, so that none is listed by hand. */
export function specsByInvariant(): ReadonlyMap<string, readonly string[]> {
  const specs = new Map<string, string[]>();
  for (const folder of ['src', 'test'])
    for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.spec.ts'))
      .sort()) {
      const titles = readFileSync(join(ROOT, folder, file), 'utf8').match(/\b(?:it|describe)(?:\.each[^\n]*)?\([^\n]*/g) ?? [];
      for (const id of new Set(titles.join('\n').match(/INV-\d\d/g)))
        specs.set(id, [...(specs.get(id) ?? []), `${folder}/${file.replaceAll('\\', '/')}`]);
    }
  return specs;
}

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

function rowsOf({ id, title, waitsFor }: Item): string[] {
  const claims = claimsOf(id);
  if (claims.length === 0) return [`| ${id} | ${title} | not done yet | waits for ${waitsFor ?? 'nothing'} |`];
  const requests = [...new Set(claims.map(({ request }) => request))];
  const rows = requests.map((request, n) => {
    const fields = claims.filter((claim) => claim.request === request).map(({ pointer, value }) => code(`${pointer} = ${value}`));
    return `| ${n === 0 ? id : ''} | ${n === 0 ? title : ''} | ${code(request)} | ${[...new Set(fields)].join('<br>')} |`;
  });
  return waitsFor === undefined ? rows : [...rows, `| | | not done yet | the rest waits for ${waitsFor} |`];
}

const section = (title: string, items: readonly Item[]): string[] => [
  `## ${title}`,
  '',
  '| id | what | request | fields of the answer |',
  '| --- | --- | --- | --- |',
  ...items.flatMap(rowsOf),
  '',
];

function specsSection(): string[] {
  const specs = specsByInvariant();
  const rows = RULES.flatMap(({ id }) => {
    const files = specs.get(id);
    return files ? [`| ${id} | ${files.map((file) => `[${file.split('/').at(-1) ?? ''}](../${file})`).join(', ')} |`] : [];
  });
  return ['## Where the rules are told as examples', '', '| rule | specs whose titles name it |', '| --- | --- |', ...rows, ''];
}

/** The page, from what the specs have asserted in this run. */
export const page = (): string =>
  [
    '# What of the domain is there',
    '',
    'Each line was asserted by a test that asked a running server: the request, and the fields of its answer that show the item. `{id}` stands for an',
    'id. The page is made by `npm run coverage:domain`, never by hand; a test fails where it is not what the run has shown.',
    '',
    ...section('What the source report says', STATEMENTS),
    ...section('Invariants', RULES),
    ...specsSection(),
  ].join('\n');

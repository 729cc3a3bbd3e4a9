import { beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CONFIGURATION } from '../../src/configuration';
import { ContactKind } from '../../src/negotiation/contact/contact.events';
import { KurrentDbDouble } from '../kurrentdb/kurrentdb-double';
import { describeWithPostgres, runningPostgres } from '../support/on-each-database';
import { Program } from '../support/program';
import { temporaryFolder } from '../support/temporary-ledger';
import { blocksOf, patternOf, type Printed, type Shown, shownIn, typed } from './console';

const ROOT = join(__dirname, '../..');
const CLI = join(ROOT, 'dist/cli.js');

const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
/** The session of the README goes on in these pages, in this order. */
const SESSION = ['README.md', 'docs/operations.md', 'docs/http.md', 'docs/auditing.md'];
const PAGES = [...new Set([...SESSION, ...docs.map((name) => `docs/${name}`).sort()])];

const shownAs = (kind: string, page: string): Shown[] =>
  blocksOf(read(page))
    .filter(({ info }) => info === `console ${kind}`)
    .flatMap(shownIn);

/** The program of the checkout with its arguments, as a page calls it. */
const cli = (args: readonly string[], data: string): { code: number | null; output: string } => {
  const env = { PATH: process.env['PATH'] ?? '', JIRGA_DATA: data, JIRGA_PORT: '0' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', env });
  return { code: status, output: `${stdout}${stderr}`.trim() };
};

/** The sessions are typed as a reader types them, with his curl. */
const describeTyped = (name: string, specs: () => void): void => {
  if (spawnSync('curl', ['--version']).error === undefined) describe(name, specs);
  else describe.skip(`${name} (skipped: curl is not installed)`, specs);
};

describeTyped('what the pages show is what the program answers', () => {
  const session = PAGES.flatMap((page) => shownAs('session', page).map((shown) => ({ page, ...shown })));
  const [start] = shownAs('start', 'README.md');
  const folder = temporaryFolder();
  let program: Program;
  let printed: readonly Printed[];

  beforeAll(async () => {
    const data = join(folder, 'data/first');
    const environment = Object.fromEntries(
      [...(start?.command ?? '').matchAll(/(JIRGA_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    );
    const kurrentdb = await KurrentDbDouble.start();
    program = await Program.start(data, { environment: { ...environment, JIRGA_DATA: data } });
    const here = (command: string): string =>
      command
        .replace(/^INVITATION=jirga_\S+/, `INVITATION=${program.invitation('province')}`)
        .replace(/^FEDERAL_INVITATION=jirga_\S+/, `FEDERAL_INVITATION=${program.invitation('federal side')}`)
        .replaceAll('http://127.0.0.1:3000', program.address)
        .replaceAll('127.0.0.1:2113', kurrentdb.address)
        .replaceAll('node dist/cli.js', `'${process.execPath}' '${CLI}'`);
    printed = await typed(
      session.map(({ command }) => here(command)),
      folder,
    );
    kurrentdb.stop();
  }, 600_000);

  it('at the first start', () => {
    expect(program.output.trim()).toMatch(patternOf(start?.answer ?? ''));
  });

  it.each(session.map(({ page, command }, place) => ({ page, command, place })))('$page: $command', ({ place }) => {
    const { command, answer } = session[place] as Shown;
    expect(printed[place]?.answer).toMatch(patternOf(answer));
    const failureIsShown = session[place + 1]?.command === 'echo $?';
    if (!failureIsShown) expect({ command, exitCode: printed[place]?.exitCode }).toEqual({ command, exitCode: 0 });
  });

  describeWithPostgres('also where PostgreSQL is needed', () => {
    const inPostgres = shownAs('postgres', 'docs/operations.md');

    it('in docs/operations.md', async () => {
      const url = await (await runningPostgres()).emptyPlace();
      const here = (command: string): string =>
        command.replaceAll('postgres://jirga@db.example/jirga', url).replaceAll('node dist/cli.js', `'${process.execPath}' '${CLI}'`);
      const answers = await typed(
        inPostgres.map(({ command }) => here(command)),
        folder,
      );
      expect(answers.map(({ exitCode }) => exitCode)).toEqual(inPostgres.map(() => 0));
      for (const [place, { answer }] of inPostgres.entries()) expect(answers[place]?.answer).toMatch(patternOf(answer));
    }, 120_000);
  });
});

it('shows what the demonstration prints', () => {
  const [shown] = shownAs('demo', 'README.md');
  const { code, output } = cli(['demo', '--once'], join(temporaryFolder(), 'demo'));
  expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(patternOf(shown?.answer ?? '')) });
}, 120_000);

describe('what the pages name is there', () => {
  const text = PAGES.map(read).join('\n');
  const named = (pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();

  it.each(PAGES)('every link in %s leads to a file', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)\s#]+)[^)\s]*\)/g)].map(([, to = '']) => to).filter((to) => !/^[a-z]+:/.test(to));
    expect(links.filter((to) => !existsSync(join(ROOT, dirname(page), to)))).toEqual([]);
  });

  it('every page is reached from the index of its folder', () => {
    for (const page of PAGES.filter((each) => /^docs\/[\w-]+\.md$/.test(each) && each !== 'docs/README.md'))
      expect(read('docs/README.md')).toContain(`](${page.slice('docs/'.length)})`);
  });

  it('every variable, and each one there is stands in docs/operations.md', () => {
    const known = CONFIGURATION.map(({ name }) => name).sort();
    const kinds: readonly string[] = ContactKind.options;
    // Those for tests are no configuration of the program.
    const ofProgram = (name: string): boolean => !kinds.includes(name) && !name.startsWith('JIRGA_TEST_');
    expect(named(/\b(JIRGA_[A-Z_]*[A-Z])\b/g).filter(ofProgram)).toEqual(known);
    for (const { name, description } of CONFIGURATION)
      expect(read('docs/operations.md')).toMatch(new RegExp(`^\\| \`${name}\` \\|.*\\| ${description} \\|$`, 'm'));
  });

  it('every fault of KurrentDB that there are words for, in docs/operations.md', () => {
    const sources = ['faults', 'stored-event', 'server-version', 'examination']
      .map((name) => read(`src/ledger/kurrentdb/${name}.ts`))
      .join('\n');
    const told = [
      ...sources.matchAll(/KurrentDB at \$\{hosts\} (?:takes \$\{[\w.]+\} )?([a-z ]*[a-z])/g),
      ...sources.matchAll(/`(somebody has (?:deleted|written metadata of)) /g),
      ...sources.matchAll(/\} (was not written by this program|begins at revision)/g),
    ].map(([, words = '']) => words);
    expect(told.length).toBeGreaterThan(12);
    const page = read('docs/operations.md');
    expect([...new Set(told)].filter((words) => !page.includes(words))).toEqual([]);
  });

  it('every script', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(named(/npm run ([\w:-]+)/g).filter((script) => !(script in scripts))).toEqual([]);
  });

  it('every verb of the command', () => {
    const { output } = cli(['--help'], temporaryFolder());
    const verbs = [...output.slice(output.indexOf('Commands:')).matchAll(/^ {2}(\w+)/gm)].map(([, verb]) => verb);
    expect(named(/(?:dist\/cli\.js|`jirga) ([a-z]+)/g).filter((verb) => !verbs.includes(verb))).toEqual([]);
    expect(verbs.filter((verb) => verb !== 'help' && !text.includes(`\`jirga ${verb ?? ''}`))).toEqual([]);
  });
});

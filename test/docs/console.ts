import { spawn } from 'node:child_process';

/** A command of the documentation, and what the page shows as its answer. */
export interface Shown {
  readonly command: string;
  readonly answer: string;
}

/** A fenced block: the words after the fence, and what lies between the fences. */
export interface Block {
  readonly info: string;
  readonly text: string;
}

/** The fenced blocks of a page, in their order. */
export const blocksOf = (markdown: string): Block[] =>
  [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, info = '', text = '']) => ({ info: info.trim(), text }));

/** The commands of a `console` block: a line that begins with `$ ` is typed, what follows up to the next one is answered. */
export const shownIn = ({ text }: Block): Shown[] =>
  text
    .split(/^\$ /m)
    .slice(1)
    .map((each) => {
      const [command = '', ...answer] = each.split('\n');
      return { command, answer: answer.join('\n').trim() };
    });

/** What differs from run to run, and how it looks. Longer forms come first: a head holds a hash, an instant holds a day. */
const VARYING: readonly (readonly [looks: RegExp, pattern: string])[] = [
  [/\d+:[\w-]{43}(?![\w-])/, '\\d+:[\\w-]{43}'],
  [/jirga_[\w-]{43}/, 'jirga_[\\w-]{43}'],
  [/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/, '[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}'],
  [/ledger-[\da-f]{12}/, 'ledger-[\\da-f]{12}'],
  [/\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d\.\d{3}Z)?)?/, '\\d{4}-\\d\\d-\\d\\d(?:T\\d\\d:\\d\\d(?::\\d\\d\\.\\d{3}Z)?)?'],
  // How far a view has come when somebody begins to listen.
  [/(?<=heartbeat\n)id: \d+/, 'id: \\d+'],
  [/127\.0\.0\.1:\d+/, '127\\.0\\.0\\.1:\\d+'],
  [/…/, '[\\s\\S]*?'],
  [/\s+/, '\\s+'],
];

const PIECES = new RegExp(VARYING.map(([looks]) => `(${looks.source})`).join('|'), 'g');

/** A text as a pattern that matches nothing else. */
const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** What matches a shown answer: ids, hashes, tokens, times and the width of columns may differ, `…` stands for anything that was left out. */
export function patternOf(answer: string): RegExp {
  let pattern = '';
  let end = 0;
  for (const match of answer.matchAll(PIECES)) {
    const which = match.slice(1).findIndex((group: string | undefined) => group !== undefined);
    pattern += literal(answer.slice(end, match.index)) + (VARYING[which]?.[1] ?? '');
    end = match.index + match[0].length;
  }
  return new RegExp(`^${pattern}${literal(answer.slice(end))}$`);
}

/** What one command printed, on both channels, and how it ended. */
export interface Printed {
  readonly answer: string;
  readonly exitCode: number;
}

const SEPARATOR = '\u001e';

/** Types the commands into one bash, one after another. */
export async function typed(commands: readonly string[], folder: string): Promise<Printed[]> {
  // The exit code is given back after it was printed, so that a page may show `echo $?`.
  const script = commands.map((command) => `${command}\nended=$?; printf '${SEPARATOR}%s${SEPARATOR}' $ended; (exit $ended)`).join('\n');
  const child = spawn('bash', ['-c', `exec 2>&1\n${script}`], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const text of child.stdout.setEncoding('utf8')) output += text as string;
  const parts = output.split(SEPARATOR);
  return commands.map((_, place) => ({ answer: (parts[2 * place] ?? '').trim(), exitCode: Number(parts[2 * place + 1]) }));
}

import { changesOf } from '../client/changes';
import { isProblem } from '../client/client';
import { type BoardAnswer, boardLines, boardNamed, queryOf } from './board.command';
import { InvalidArgumentError } from 'commander';
import { type LanguageOption, readingFor, withLanguage } from './language';
import { referenceOf } from './record.command';
import { clientFor, type RemoteOptions, strangerFor, withRemote } from './remote';
import { type AddCommand, counted, type ExitCode, type Shell } from './shell';
import { paperOf } from './table';
import { tellProblem } from './told';

interface Options extends RemoteOptions, LanguageOption {
  readonly columns?: string;
  readonly changes?: number;
  readonly json?: boolean;
}

/** `jirga watch`: a board, and again each time it changes. */
export const addWatch: AddCommand = (program, shell, leave) => {
  const command = program.command('watch');
  withLanguage(
    withRemote(
      command
        .summary('a board, and again each time it changes, until Ctrl+C')
        .description(
          'Shows a board, and shows it again as soon as it changes. A connection that is lost is made anew; nothing that happened meanwhile is missed.',
        )
        .usage('<board> [--filter value ...] [options]')
        .argument('<board>', 'see jirga board')
        .argument('[words...]', 'its filters')
        .allowUnknownOption()
        .option('--columns <names>', 'show these only, with commas between them')
        .option('--changes <count>', 'end after so many changes', (text) => {
          if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('expected a number');
          return Number(text);
        })
        .option('--json', 'print each event as one line of JSON'),
    ),
  ).action(async (name: string, _words: unknown, options: Options) => {
    leave(await watch(name, command.args.slice(1), options, shell));
  });
};

async function watch(name: string, said: readonly string[], options: Options, shell: Shell): Promise<ExitCode> {
  const board = boardNamed((await referenceOf(strangerFor(shell, options))).boards, name);
  const client = clientFor(shell, options);
  const query = queryOf(board, said);
  const reading = readingFor(shell, options);
  const show = async (atLeast?: string): Promise<string | ExitCode> => {
    const more = atLeast === undefined ? '' : `${query === '' ? '?' : '&'}at-least=${encodeURIComponent(atLeast)}`;
    const answer = await client.read<BoardAnswer & { readonly projection: { readonly position: number } }>(
      `/v1/boards/${board.name}${query}${more}`,
    );
    if (isProblem(answer)) return tellProblem(answer, shell);
    const { projection } = answer.body as BoardAnswer & { readonly projection: { readonly position: number } };
    if (options.json !== true)
      for (const line of boardLines(answer.body as BoardAnswer, { chosen: options.columns?.split(','), reading }, paperOf(shell)))
        shell.out(line);
    return String(projection.position);
  };
  const since = await show();
  if (typeof since === 'number') return since;
  let seen = 0;
  const lost = (why: string, ms: number): void => {
    shell.err(`${why.replace(/\.$/, '')}; listening again in ${counted(ms / 1000, 'second')}.`);
  };
  for await (const { event, id, data } of changesOf(client, `/v1/boards/${board.name}/changes${query}`, {
    since,
    lost,
    wait: shell.wait,
  })) {
    if (options.json === true) shell.out(JSON.stringify({ event, id, data: JSON.parse(data) as unknown }));
    else {
      shell.out('');
      shell.out(`${event === 'reset' ? 'Much has changed' : 'Changed'} at position ${id}:`);
      const shown = await show(id);
      if (typeof shown === 'number') return shown;
    }
    if (++seen === options.changes) break;
  }
  return 0;
}

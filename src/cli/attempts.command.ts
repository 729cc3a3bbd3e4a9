import { InvalidArgumentError } from 'commander';
import { isProblem } from '../client/client';
import { clientFor, type RemoteOptions, withRemote } from './remote';
import { type AddCommand, counted } from './shell';
import { withheldText } from './show.command';
import { type Paper, paperOf } from './table';
import { tellProblem } from './told';
import { labelled } from './trail.command';

interface Options extends RemoteOptions {
  readonly month?: string;
  readonly json?: boolean;
}

/** One act that was refused, or how many were in an hour. */
interface Attempt {
  readonly type: string;
  readonly recordedAt: string;
  readonly data: Readonly<Partial<Record<'command' | 'stream' | 'code' | 'invariant' | 'detail' | 'input' | 'since', string>>> & {
    readonly count?: number;
  };
  readonly leaf: string;
}

/** `jirga attempts`: what somebody was refused, and by which rule (INV-49). */
export const addAttempts: AddCommand = (program, shell, leave) => {
  withRemote(
    program
      .command('attempts')
      .summary('what somebody was refused in a month, by which rule, and what he had asked (auditors, federal liaison)')
      .argument('<participant>', 'id of the participant')
      .option('--month <month>', 'in UTC, such as 2025-03 (default: this month)', month)
      .option('--json', 'print the answer of the ledger unchanged'),
  ).action(async (participant: string, options: Options) => {
    const asked = new URLSearchParams({ participant, month: options.month ?? new Date().toISOString().slice(0, 7) });
    const answer = await clientFor(shell, options).read<{ events: readonly (Attempt | { withheld: string })[] }>(
      `/v1/audit/attempts?${asked.toString()}`,
    );
    if (isProblem(answer)) {
      leave(tellProblem(answer, shell, options));
      return;
    }
    const { events } = answer.body as { events: readonly (Attempt | { withheld: string })[] };
    if (options.json === true) shell.out(answer.text);
    else {
      const paper = paperOf(shell);
      for (const event of events)
        for (const line of 'withheld' in event ? [withheldText(event), ''] : attemptLines(event, paper)) shell.out(line);
      shell.out(`${counted(events.length, 'entry', 'entries')} in ${asked.get('month') ?? ''}`);
    }
    leave(0);
  });
};

function month(text: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw new InvalidArgumentError('expected a month such as 2025-03');
  return text;
}

function attemptLines({ type, recordedAt, data, leaf }: Attempt, paper: Paper): string[] {
  const { command = '', stream, code = '', invariant, detail, input, since = '', count = 0 } = data;
  const told =
    type === 'AttemptsCounted'
      ? [`${counted(count, 'attempt')} in the hour from ${since}`]
      : [
          `${command}${stream === undefined ? '' : ` on ${stream}`}`,
          ...labelled('refused', `${code}${invariant === undefined ? '' : ` (${invariant})`}`, paper),
          ...(detail === undefined ? [] : labelled('because', detail, paper)),
          ...(input === undefined ? [] : labelled('asked', input, paper)),
        ];
  return [...told, `  recorded ${recordedAt}`, `  leaf ${leaf}`, ''];
}

import { chmodSync, writeFileSync } from 'node:fs';
import { type Answer, isProblem, type Me, type ProblemSeen } from '../client/client';
import { clientFor, type RemoteOptions, strangerFor, UsageError, warnOfOpenRoad, withRemote } from './remote';
import type { AddCommand, ExitCode, Shell } from './shell';
import { lineOf } from './signing';
import { tellProblem } from './told';

/** `jirga accounts`: how one comes in. Secrets are read from files, or standard input, and written to files: a command line is seen by every program. */
export const addAccounts: AddCommand = (program, shell, leave) => {
  const accounts = program.command('accounts').summary('come in: invite somebody, make your account, sign in, and see who you are');

  withRemote(
    accounts
      .command('invite')
      .summary('a one-time enrolment token for a participant (administrators)')
      .argument('<participant>', 'id of the participant')
      .option('--to <file>', 'write the token to this file, which only you can read, and not on the screen'),
  ).action(async (participant: string, options: RemoteOptions & { readonly to?: string }) => {
    const answer = await clientFor(shell, options).post<{ token: string }>(
      `/v1/participants/${encodeURIComponent(participant)}/enrolment-tokens`,
      {},
    );
    leave(
      handed(answer, shell, ({ token }) => {
        if (options.to === undefined) shell.out(token);
        else writeSecret(options.to, token);
        return options.to === undefined
          ? []
          : [`The enrolment token lies in ${options.to}. Hand it over by a way of your own; it is good once.`];
      }),
    );
  });

  withRemote(
    accounts
      .command('enrol')
      .summary('make your account, with the token that you were given')
      .argument('<login>', 'the name with which you sign in')
      .requiredOption('--invitation-file <file>', 'holds the one-time enrolment token')
      .option('--password-file <file>', 'its first line is your password (default: standard input)'),
  ).action(async (login: string, options: RemoteOptions & { readonly invitationFile: string; readonly passwordFile?: string }) => {
    const body = { token: lineOf(options.invitationFile), login, password: passwordOf(options, shell) };
    warnOfOpenRoad(shell, options);
    const answer = await strangerFor(shell, options).post('/v1/enrolments', body);
    leave(handed(answer, shell, () => [`The account ${login} is made. Sign in with: jirga accounts sign-in ${login}`]));
  });

  withRemote(
    accounts
      .command('sign-in')
      .summary('a bearer token, good for 30 days, in a file that only you can read')
      .argument('<login>', 'the name of your account')
      .requiredOption('--to <file>', 'where the token shall lie; name it in JIRGA_TOKEN_FILE')
      .option('--password-file <file>', 'its first line is your password (default: standard input)'),
  ).action(async (login: string, options: RemoteOptions & { readonly to: string; readonly passwordFile?: string }) => {
    warnOfOpenRoad(shell, options);
    const answer = await strangerFor(shell, options).post<{ token: string }>('/v1/tokens', { login, password: passwordOf(options, shell) });
    leave(
      handed(answer, shell, ({ token }) => {
        writeSecret(options.to, token);
        return [`Your token lies in ${options.to}.`];
      }),
    );
  });

  withRemote(accounts.command('me').summary('who you are: roles, clearance, caveats, and the ledger')).action(
    async (options: RemoteOptions) => {
      const answer = await clientFor(shell, options).read<Me & { roles: string[]; clearance: string; caveats: string[] }>('/v1/me');
      leave(
        handed(answer, shell, (me) => [
          `${me.displayName}  ${me.participantId}`,
          `roles      ${me.roles.join(', ')}`,
          `clearance  ${[me.clearance, ...me.caveats].join(', ')}`,
          `ledger     ${me.origin}`,
        ]),
      );
    },
  );
};

function handed<Body>(answer: Answer<Body | ProblemSeen>, shell: Shell, say: (body: Body) => readonly string[]): ExitCode {
  if (isProblem(answer)) return tellProblem(answer, shell);
  for (const line of say(answer.body as Body)) shell.out(line);
  return 0;
}

function passwordOf({ passwordFile }: { readonly passwordFile?: string }, shell: Shell): string {
  if (passwordFile !== undefined) return lineOf(passwordFile);
  const [password = ''] = shell.input().split(/\r?\n/);
  if (password === '') throw new UsageError('There is no password: name its file with --password-file, or type it on standard input.');
  return password;
}

function writeSecret(file: string, secret: string): void {
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  // The mode counts only for a file that is made.
  chmodSync(file, 0o600);
}

import { type Command, Option } from 'commander';
import { signatureFor } from '../commands/asked-at';
import { declarations } from '../negotiation/nouns';
import { provePossession, publicKeyOf } from '../trust/signing';
import { lineOf, readOrMakeSigningKey, readSigningKey } from './signing';
import type { ExitCode, Shell } from './shell';

interface Options {
  readonly server: string;
  readonly tokenFile: string;
  readonly use: 'SIGN' | 'DEVICE';
  readonly passphraseFile?: string;
  readonly sign?: string;
  readonly signPassphraseFile?: string;
}

/** An answer of the ledger, as far as an enrolment looks at it. */
interface Answer {
  readonly participantId?: string;
  readonly displayName?: string;
  readonly origin?: string;
  readonly events?: readonly { readonly id: string }[];
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly remedy?: string;
}

/** `jirga keys enrol`: makes a key, if need be, and enrols it in the name of whoever is signed in (INV-46). */
export function addEnrol(keys: Command, shell: Shell, leave: (code: ExitCode) => void): void {
  keys
    .command('enrol')
    .summary('make a key of your own, and enrol it: with it you sign')
    .description(
      'Makes an Ed25519 key file that only you can read, unless it is there already, and enrols its public half in your own record of a ledger.\n' +
        'Decisive acts (clearances, red lines, objections, ...) are refused without your signature. The private half never leaves the file.\n' +
        'Your first key comes with your account; every further one is signed with one that is in force: --sign. Where none is left, nobody can enrol\n' +
        'one for you and you are registered anew: so enrol a second one early, and keep it elsewhere.',
    )
    .argument('<file>', 'the key file (PKCS #8, PEM)')
    .requiredOption('--token-file <file>', 'holds your bearer token, from POST /v1/tokens')
    .option('--server <url>', 'address of the ledger', 'http://127.0.0.1:3000')
    .option('--passphrase-file <file>', 'its first line encrypts, or opens, the key file')
    .option('--sign <file>', 'a key of yours that is in force, to sign for a further one')
    .option('--sign-passphrase-file <file>', 'opens that key file')
    .addOption(new Option('--use <use>', 'what it signs').choices(['SIGN', 'DEVICE']).default('SIGN'))
    .action(async (file: string, options: Options) => {
      const signer = options.sign === undefined ? undefined : readSigningKey(options.sign, options.signPassphraseFile);
      const token = lineOf(options.tokenFile);
      const { key, made } = readOrMakeSigningKey(file, options.passphraseFile);
      if (made) shell.out(`A new key was made in ${file}.`);
      const ask = asking(options.server, token);
      const me = await ask('/v1/me');
      const { participantId, origin = '' } = me.answer;
      if (participantId === undefined) {
        refused(me, shell, leave);
        return;
      }
      const publicKey = publicKeyOf(key);
      const body = { publicKey, use: options.use, proof: provePossession(key, { participantId, use: options.use }) };
      const request = { path: `/v1/participants/${participantId}/enrol-key`, body, idempotencyKey: `enrol ${publicKey}` };
      const signature = signer && signatureFor(declarations, signer, origin, request);
      const enrolled = await ask(request.path, body, {
        'idempotency-key': request.idempotencyKey,
        ...(signature !== undefined && { 'jirga-signature': signature }),
      });
      const [event] = enrolled.answer.events ?? [];
      if (!event) {
        refused(enrolled, shell, leave);
        return;
      }
      shell.out(`Enrolled for ${me.answer.displayName ?? participantId} in ${origin}, by the event ${event.id}.`);
      shell.out(`Public key  ${publicKey}`);
      shell.out('Give this line to an auditor by a way of your own: it proves later that the key in the ledger is yours.');
      leave(0);
    });
}

interface Answered {
  readonly status: number;
  readonly answer: Answer;
}

const asking =
  (server: string, token: string) =>
  async (path: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<Answered> => {
    const sent = body && { method: 'POST', body: JSON.stringify(body) };
    const type: Record<string, string> = body ? { 'content-type': 'application/json' } : {};
    try {
      const response = await fetch(new URL(path, server), { ...sent, headers: { ...headers, ...type, authorization: `Bearer ${token}` } });
      return { status: response.status, answer: (await response.json()) as Answer };
    } catch (error) {
      return { status: 0, answer: { title: `${server} does not answer as a ledger does`, detail: (error as Error).message } };
    }
  };

function refused({ answer: { title, detail, code, remedy } }: Answered, shell: Shell, leave: (code: ExitCode) => void): void {
  shell.err(`${title ?? 'Refused'}${code === undefined ? '' : ` (${code})`}${detail === undefined ? '' : `: ${detail}`}`);
  if (remedy !== undefined) shell.err(remedy);
  leave(1);
}

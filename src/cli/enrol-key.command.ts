import { type Command, Option } from 'commander';
import { isProblem, type Me, type RecordedSeen } from '../client/client';
import { provePossession, publicKeyOf } from '../trust/signing';
import { clientFor, type RemoteOptions, withRemote } from './remote';
import type { ExitCode, Shell } from './shell';
import { readOrMakeSigningKey, readSigningKey } from './signing';
import { tellProblem } from './told';

interface Options extends RemoteOptions {
  readonly use: 'SIGN' | 'DEVICE';
  readonly passphraseFile?: string;
  readonly sign?: string;
  readonly signPassphraseFile?: string;
}

/** `jirga keys enrol`: makes a key, if need be, and enrols it in the name of whoever is signed in (INV-46). */
export function addEnrol(keys: Command, shell: Shell, leave: (code: ExitCode) => void): void {
  withRemote(keys.command('enrol'))
    .summary('make a key of your own, and enrol it: with it you sign')
    .description(
      'Makes an Ed25519 key file that only you can read, unless it is there already, and enrols its public half in your own record of a ledger.\n' +
        'Decisive acts (clearances, red lines, objections, ...) are refused without your signature. The private half never leaves the file.\n' +
        'Your first key comes with your account; every further one is signed with one that is in force: --sign. Where none is left, nobody can enrol\n' +
        'one for you and you are registered anew: so enrol a second one early, and keep it elsewhere.',
    )
    .argument('<file>', 'the key file (PKCS #8, PEM)')
    .option('--passphrase-file <file>', 'its first line encrypts, or opens, the key file')
    .option('--sign <file>', 'a key of yours that is in force, to sign for a further one')
    .option('--sign-passphrase-file <file>', 'opens that key file')
    .addOption(new Option('--use <use>', 'what it signs').choices(['SIGN', 'DEVICE']).default('SIGN'))
    .action(async (file: string, options: Options) => {
      const signingKey = options.sign === undefined ? undefined : readSigningKey(options.sign, options.signPassphraseFile);
      const client = clientFor(shell, options);
      const { key, made } = readOrMakeSigningKey(file, options.passphraseFile);
      if (made) shell.out(`A new key was made in ${file}.`);
      const me = await client.read<Me>('/v1/me');
      if (isProblem(me)) {
        leave(tellProblem(me, shell));
        return;
      }
      const { participantId, displayName, origin } = me.body as Me;
      const publicKey = publicKeyOf(key);
      const body = { publicKey, use: options.use, proof: provePossession(key, { participantId, use: options.use }) };
      const enrolled = await client.post(`/v1/participants/${participantId}/enrol-key`, body, {
        idempotencyKey: `enrol ${publicKey}`,
        signingKey,
      });
      if (isProblem(enrolled)) {
        leave(tellProblem(enrolled, shell));
        return;
      }
      const [event] = (enrolled.body as RecordedSeen).events;
      shell.out(`Enrolled for ${displayName} in ${origin}, by the event ${event?.id ?? 'of before'}.`);
      shell.out(`Public key  ${publicKey}`);
      shell.out('Give this line to an auditor by a way of your own: it proves later that the key in the ledger is yours.');
      leave(0);
    });
}

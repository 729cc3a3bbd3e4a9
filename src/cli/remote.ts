import { existsSync, readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { Client } from '../client/client';
import { remoteConfigurationFrom } from '../configuration';
import { lineOf } from './signing';
import type { Shell } from './shell';

/** Somebody asked in a way that cannot be meant; the message says how else. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Where a command over HTTP goes, and as whom. */
export interface RemoteOptions {
  readonly server?: string;
  readonly tokenFile?: string;
}

/** Adds the options of every command that talks to a ledger. */
export const withRemote = (command: Command): Command =>
  command
    .option('--server <url>', 'address of the ledger (default: JIRGA_URL, or the loopback address)', address)
    .option('--token-file <file>', 'holds your bearer token (default: JIRGA_TOKEN_FILE, or the token itself in JIRGA_TOKEN)');

function address(url: string): string {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new InvalidArgumentError('expected an address such as http://127.0.0.1:3000');
  return url.replace(/\/+$/, '');
}

/** Whoever the token says. Throws `UsageError` where nothing names one: no command asks for it on its own line, where every program sees it. */
export function clientFor(shell: Shell, options: RemoteOptions): Client {
  const { environment, wait } = shell;
  const { server, tokenFile } = options;
  const configured = remoteConfigurationFrom(environment);
  const file = tokenFile ?? configured.tokenFile;
  const token = tokenFile === undefined && configured.token !== undefined ? configured.token : file && tokenOf(file);
  if (token === undefined)
    throw new UsageError('Nobody is signed in: name the file with your bearer token, with --token-file or JIRGA_TOKEN_FILE.');
  warnOfOpenRoad(shell, options);
  return Client.bearer(server ?? configured.url, token, wait);
}

const serverFor = ({ environment }: Shell, { server }: RemoteOptions): string => server ?? remoteConfigurationFrom(environment).url;

/** For what anybody may read, and for whoever has no token yet. */
export const strangerFor = (shell: Shell, options: RemoteOptions): Client => Client.stranger(serverFor(shell, options), shell.wait);

/** A token or a password that leaves this machine unencrypted can be read, and used, by everybody between here and the ledger (RFC 6750 5.3). */
export function warnOfOpenRoad(shell: Shell, options: RemoteOptions): void {
  const { protocol, hostname } = new URL(serverFor(shell, options));
  if (protocol === 'http:' && !LOOPBACK.test(hostname))
    shell.err(
      `WARNING: ${hostname} is asked without TLS: others on the way can read your secret, and what is answered. Use an https address.`,
    );
}

/** RFC 6761 6.3, RFC 1122 3.2.1.3 (g), RFC 4291 2.5.3, as the URL standard writes them. */
const LOOPBACK = /^(localhost|[^.].*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

function tokenOf(file: string): string {
  if (!existsSync(file)) throw new UsageError(`There is no token file ${file}.`);
  return lineOf(file);
}

/** The text of a file as it stands there, without the line end at its end; throws `UsageError` where there is none. */
export function textOfFile(file: string): string {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
}

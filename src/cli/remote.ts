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
export function clientFor({ environment, wait }: Shell, { server, tokenFile }: RemoteOptions): Client {
  const configured = remoteConfigurationFrom(environment);
  const file = tokenFile ?? configured.tokenFile;
  const token = tokenFile === undefined && configured.token !== undefined ? configured.token : file && tokenOf(file);
  if (token === undefined)
    throw new UsageError('Nobody is signed in: name the file with your bearer token, with --token-file or JIRGA_TOKEN_FILE.');
  return Client.bearer(server ?? configured.url, token, wait);
}

/** For what anybody may read. */
export const strangerFor = ({ environment, wait }: Shell, { server }: RemoteOptions): Client =>
  Client.stranger(server ?? remoteConfigurationFrom(environment).url, wait);

function tokenOf(file: string): string {
  if (!existsSync(file)) throw new UsageError(`There is no token file ${file}.`);
  return lineOf(file);
}

/** The text of a file as it stands there, without the line end at its end; throws `UsageError` where there is none. */
export function textOfFile(file: string): string {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
}

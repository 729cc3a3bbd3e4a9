import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Credentials } from '@eventstore/db-client';

/** Where a KurrentDB server or cluster is, and how we come in. */
export interface KurrentDbPlace {
  /** `esdb://user@host:port?…`; several hosts of a cluster with commas between them. May hold a password, so it stands in no message. */
  readonly url: string;
  /** Holds the password in its first line, instead of the URL. */
  readonly passwordFile?: string | undefined;
  /** Certificates in PEM of the authorities that are believed instead of those of the machine. */
  readonly caFile?: string | undefined;
}

/** The server cannot even be asked with what was said of it; the message says what to mend, and never the password. */
export class KurrentDbPlaceError extends Error {
  override readonly name = 'KurrentDbPlaceError';
}

/** The server is of a version that this program does not trust its log to; the message says which to install. */
export class ServerVersionError extends Error {
  override readonly name = 'ServerVersionError';
}

/** A place as it is used: everything read and checked. */
export interface KurrentDbAddress {
  /** The nodes as they were named, with commas between them; nothing secret. */
  readonly hosts: string;
  /** For the client; without user and password, for it writes what it is given into its debugging output. */
  readonly connectionString: string;
  /** Of a server without TLS too, which knows no users and is never sent them: the client takes another way for appends that have none. */
  readonly credentials: Credentials;
  readonly isSecure: boolean;
  /** In PEM; those of the machine where it is absent. */
  readonly ca: string | undefined;
}

const ADDRESS =
  /^(?<scheme>esdb(?:\+discover)?:\/\/)(?:(?<user>[^:@/?]+)(?::(?<password>[^@/?]*))?@)?(?<hosts>[\w.,:[\]-]+)\/*(?<query>\?[^@]*)?$/;
const EXPECTED = 'such as esdb://user@host:2113; what is neither letter nor digit in user and password is written as %40 and the like';

/** Reads the files of a place. @throws KurrentDbPlaceError */
export function addressOf({ url, passwordFile, caFile }: KurrentDbPlace): KurrentDbAddress {
  const parts = ADDRESS.exec(url)?.groups;
  if (!parts) throw new KurrentDbPlaceError(`expected the address of a KurrentDB server, ${EXPECTED}`);
  const { scheme = '', user, password, hosts = '', query = '' } = parts;
  const isSecure = !/[?&]tls=false\b/i.test(query);
  const fault = isSecure ? secureFault(parts, passwordFile, caFile) : openFault(passwordFile, caFile);
  if (fault !== undefined) throw new KurrentDbPlaceError(`the address of KurrentDB at ${hosts} ${fault}`);
  const named = /[?&]tlsCAFile=([^&]+)/i.exec(query)?.[1];
  const authorities = caFile ?? (named === undefined ? undefined : decoded(named));
  const ca = authorities === undefined ? undefined : certificatesIn(authorities);
  const trusted = caFile === undefined ? '' : `${query === '' ? '?' : '&'}tlsCAFile=${encodeURIComponent(caFile)}`;
  return {
    hosts,
    isSecure,
    ca,
    connectionString: `${scheme}${hosts}${query}${trusted}`,
    credentials: {
      username: decoded(user ?? 'nobody'),
      password: passwordFile === undefined ? decoded(password ?? '') : firstLineOf(passwordFile, 'password'),
    },
  };
}

/** The same place for another user, whose password lies in a file. */
export const asUser = ({ url, caFile }: KurrentDbPlace, login: string, passwordFile: string): KurrentDbPlace => ({
  url: url.replace(/^([^/]*\/\/)(?:[^@/?]*@)?/, `$1${encodeURIComponent(login)}@`),
  passwordFile,
  caFile,
});

function secureFault(
  { user, password, query = '' }: Readonly<Record<string, string | undefined>>,
  passwordFile: string | undefined,
  caFile: string | undefined,
): string | undefined {
  if (user === undefined) return `names no user: expected one ${EXPECTED}`;
  if (password !== undefined && passwordFile !== undefined)
    return 'holds a password, and there is a file for it too: leave one of them out';
  if (password === undefined && passwordFile === undefined) return 'needs a password: name the file that holds it';
  return /[?&]tlsCAFile=/i.test(query) && caFile !== undefined
    ? 'names a file of authorities, and there is another one: leave one of them out'
    : undefined;
}

/** Whoever hands in secrets for a server that neither asks for them nor hides what it is sent is mistaken about it. */
const openFault = (passwordFile: string | undefined, caFile: string | undefined): string | undefined =>
  passwordFile === undefined && caFile === undefined
    ? undefined
    : 'says tls=false, and such a server knows neither users nor authorities: leave out tls=false, or the files';

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new KurrentDbPlaceError(`expected the address of a KurrentDB server, ${EXPECTED}`);
  }
}

/** The first line of a file that holds a secret. @param what it is, in the message. @throws KurrentDbPlaceError */
export function firstLineOf(file: string, what: string): string {
  const line = contentOf(file, what).split(/\r?\n/, 1)[0] ?? '';
  if (line === '') throw new KurrentDbPlaceError(`the first line of ${file} is empty; expected the ${what} for KurrentDB`);
  return line;
}

function certificatesIn(file: string): string {
  const pem = contentOf(file, 'authority');
  try {
    void new X509Certificate(pem);
    return pem;
  } catch (error) {
    throw new KurrentDbPlaceError(`${file} holds no certificate in PEM; expected that of the authority of KurrentDB`, { cause: error });
  }
}

function contentOf(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new KurrentDbPlaceError(`the file of the ${what} for KurrentDB cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

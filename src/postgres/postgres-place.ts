import { readFileSync } from 'node:fs';
import type { PoolConfig } from 'pg';
import { POSTGRES_CONNECT_MS } from '../kernel/limits';
import { PostgresError } from './postgres-fault';

/** A database of PostgreSQL. */
export interface PostgresPlace {
  /** `postgres://…`; may hold a password, so it stands in no message. */
  readonly url: string;
  /** Holds the password in its first line, instead of the URL. */
  readonly passwordFile?: string | undefined;
}

/** The first one that we run on. */
const POSTGRES_MIN = 15;

/** Settings of a session, as the options of its connection. */
export const setting = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');

/** @param options from `setting`; what the operator has said of the same setting in the URL counts */
export function poolConfigOf({ url, passwordFile }: PostgresPlace, { max, options }: { max: number; options: string }): PoolConfig {
  const address = new URL(url);
  if (passwordFile !== undefined) address.password = encodeURIComponent(passwordIn(passwordFile));
  const given = address.searchParams.get('options');
  address.searchParams.set('options', given === null ? options : `${options} ${given}`);
  return {
    connectionString: address.href,
    application_name: 'jirga',
    max,
    connectionTimeoutMillis: POSTGRES_CONNECT_MS,
    // The lock of who builds the views goes with the connection, so it stays for as long as nobody closes it.
    idleTimeoutMillis: 0,
  };
}

/** Throws `PostgresError` where the server is too old. @param version `server_version_num` */
export function requireSupported(version: number): void {
  const major = Math.floor(version / 10_000);
  if (major < POSTGRES_MIN)
    throw new PostgresError(`PostgreSQL ${major} is too old: ${POSTGRES_MIN} is the first that this program runs on`);
}

/** The schema in which an address ends. Throws `PostgresError` where there is none. */
export function requireSchema(schema: string | null | undefined): string {
  if (typeof schema === 'string') return schema;
  throw new PostgresError('PostgreSQL has none of the schemas in the search_path of this user: make one (CREATE SCHEMA …)');
}

function passwordIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/, 1)[0] ?? '';
  } catch (error) {
    throw new PostgresError(`The file of JIRGA_POSTGRES_PASSWORD_FILE cannot be read: ${(error as Error).message}`);
  }
}

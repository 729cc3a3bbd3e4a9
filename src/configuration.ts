import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { type Language, LANGUAGES } from './labels/labels';
import { type LedgerFolder, ledgerFolder } from './ledger/folder';
import type { KurrentDbPlace } from './ledger/kurrentdb/place';
import type { PostgresPlace } from './postgres/postgres-place';

/** The environment cannot be used: each fault names its variable. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

const LOOPBACK = '127.0.0.1';

/** Every variable there is (api.md "Configuration"). What is not listed here stops the start. */
const SCHEMA = z.object({
  JIRGA_DATA: z.string().min(1).default('./data').describe('Folder of the ledger'),
  JIRGA_ORIGIN: z.string().min(1).optional().describe('Origin of a new ledger, a URL without its schema; for ever'),
  JIRGA_HOST: z.string().min(1).default(LOOPBACK).describe('Address to listen on; loopback unless told'),
  JIRGA_PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('Port to listen on'),
  JIRGA_MASTER_KEY_FILE: z.string().min(1).optional().describe('Where the master key lies; in the folder of the ledger by default'),
  JIRGA_COMMAND_SECRET_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('Where the secret of command ids lies, which all instances share; in the folder of the ledger by default'),
  JIRGA_EVIDENCE_FOLDER: z
    .string()
    .min(1)
    .optional()
    .describe('Where the sealed bytes of evidence lie, which all instances share; in the folder of the ledger by default'),
  JIRGA_LEDGER: z.enum(['sqlite', 'kurrentdb']).default('sqlite').describe('Where the events lie: in the folder, or on KurrentDB'),
  JIRGA_KURRENTDB_URL: z
    .string()
    .regex(/^esdb(\+discover)?:\/\/./, 'expected an address such as esdb://user@host:2113')
    .optional()
    .describe('Server or cluster of the events, for `JIRGA_LEDGER=kurrentdb`; one ledger each'),
  JIRGA_KURRENTDB_PASSWORD_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('File that holds the password for KurrentDB; better than the address, which other programs can see'),
  JIRGA_KURRENTDB_CA_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('Certificates of the authorities that KurrentDB is believed by, in PEM; those of the machine by default'),
  JIRGA_VIEWS: z.enum(['sqlite', 'postgres']).default('sqlite').describe('Where the boards lie: in the folder, or in PostgreSQL'),
  JIRGA_KEYS: z.enum(['sqlite', 'postgres']).default('sqlite').describe('Where keys and accounts lie: in the folder, or in PostgreSQL'),
  JIRGA_POSTGRES_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'expected an address such as postgres://user@host/database' })
    .optional()
    .describe('Database for `JIRGA_VIEWS=postgres` and `JIRGA_KEYS=postgres`; one ledger each'),
  JIRGA_POSTGRES_PASSWORD_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('File that holds the password for PostgreSQL; better than the address, which other programs can see'),
  JIRGA_URL: z
    .url({ protocol: /^https?$/, error: 'expected an address such as http://127.0.0.1:3000' })
    .optional()
    .describe('Address of a ledger, for the commands that talk to one; the loopback address and `JIRGA_PORT` by default'),
  JIRGA_TOKEN: z.string().min(1).optional().describe('Bearer token with which these commands come in'),
  JIRGA_TOKEN_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('File that holds the bearer token; better than the variable, which other programs can see'),
  JIRGA_LANG: z.enum(LANGUAGES).optional().describe('Language in which these commands show the words of programs'),
  JIRGA_LOG: z.enum(['error', 'warn', 'log']).default('log').describe('How much is said on standard error'),
});

/** How this process was told to run. */
export interface Configuration {
  readonly data: string;
  readonly origin: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly masterKeyFile: string | undefined;
  readonly commandSecretFile: string | undefined;
  /** Where the sealed bytes of evidence lie instead of the folder. */
  readonly evidenceFolder: string | undefined;
  /** Where the events lie instead of the folder. */
  readonly kurrentdb: KurrentDbPlace | undefined;
  /** Where the boards lie instead of the folder. */
  readonly postgres: PostgresPlace | undefined;
  /** Where keys and accounts lie instead of the folder. */
  readonly keys: PostgresPlace | undefined;
  readonly log: 'error' | 'warn' | 'log';
}

/** Reads the environment. Throws `ConfigurationError` with every fault at once: a bad value, or a `JIRGA_` variable that nobody knows. */
export function configurationFrom(environment: NodeJS.ProcessEnv, folder = process.cwd()): Configuration {
  const unknown = Object.keys(environment).filter((name) => name.startsWith('JIRGA_') && !(name in SCHEMA.shape) && !isForTests(name));
  const read = SCHEMA.safeParse(environment);
  const faults = unknown.map((name) => `${name} is not a variable of this program; known are ${Object.keys(SCHEMA.shape).join(', ')}`);
  if (!read.success) faults.push(...read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  if (read.success) faults.push(...kurrentDbFaults(read.data), ...postgresFaults(read.data));
  if (!read.success || faults.length > 0) throw new ConfigurationError(faults);
  const { data } = read;
  const absolute = (path: string): string => (isAbsolute(path) ? path : resolve(folder, path));
  const optional = (path: string | undefined): string | undefined => (path === undefined ? undefined : absolute(path));
  const url = data.JIRGA_POSTGRES_URL;
  const place = url === undefined ? undefined : { url, passwordFile: optional(data.JIRGA_POSTGRES_PASSWORD_FILE) };
  return {
    data: absolute(data.JIRGA_DATA),
    origin: data.JIRGA_ORIGIN,
    host: data.JIRGA_HOST,
    port: data.JIRGA_PORT,
    masterKeyFile: optional(data.JIRGA_MASTER_KEY_FILE),
    commandSecretFile: optional(data.JIRGA_COMMAND_SECRET_FILE),
    evidenceFolder: optional(data.JIRGA_EVIDENCE_FOLDER),
    keys: data.JIRGA_KEYS === 'postgres' ? place : undefined,
    kurrentdb:
      data.JIRGA_KURRENTDB_URL === undefined
        ? undefined
        : {
            url: data.JIRGA_KURRENTDB_URL,
            passwordFile: optional(data.JIRGA_KURRENTDB_PASSWORD_FILE),
            caFile: optional(data.JIRGA_KURRENTDB_CA_FILE),
          },
    postgres: data.JIRGA_VIEWS === 'postgres' ? place : undefined,
    log: data.JIRGA_LOG,
  };
}

/** Where all of its ledger lies. @param masterKey where the master key lies, in place of what is configured */
export const filesOf = (
  { data, masterKeyFile, commandSecretFile, evidenceFolder, kurrentdb }: Places,
  masterKey = masterKeyFile,
): LedgerFolder => ledgerFolder(data, { masterKey, commandSecret: commandSecretFile, evidence: evidenceFolder, log: kurrentdb });

type Places = Pick<Configuration, 'data' | 'masterKeyFile' | 'commandSecretFile' | 'evidenceFolder' | 'kurrentdb'>;

/** The same of KurrentDB as of PostgreSQL; what else its address must say, the ledger says when it is opened. */
function kurrentDbFaults({
  JIRGA_LEDGER,
  JIRGA_KURRENTDB_URL,
  JIRGA_KURRENTDB_PASSWORD_FILE,
  JIRGA_KURRENTDB_CA_FILE,
}: z.infer<typeof SCHEMA>): string[] {
  if (JIRGA_LEDGER === 'sqlite')
    return Object.entries({ JIRGA_KURRENTDB_URL, JIRGA_KURRENTDB_PASSWORD_FILE, JIRGA_KURRENTDB_CA_FILE })
      .filter(([, value]) => value !== undefined)
      .map(([name]) => `${name} is for JIRGA_LEDGER=kurrentdb; leave it out, or set that`);
  if (JIRGA_KURRENTDB_URL === undefined) return ['JIRGA_LEDGER=kurrentdb needs JIRGA_KURRENTDB_URL'];
  return JIRGA_KURRENTDB_PASSWORD_FILE !== undefined && /^[^/]*\/\/[^/?@]*:[^/?@]*@/.test(JIRGA_KURRENTDB_URL)
    ? ['JIRGA_KURRENTDB_URL and JIRGA_KURRENTDB_PASSWORD_FILE both name a password; leave one of them out']
    : [];
}

/** What is said of PostgreSQL is all there or not at all: half of it would be served from the folder, and nobody would know. */
function postgresFaults(read: z.infer<typeof SCHEMA>): string[] {
  const { JIRGA_VIEWS, JIRGA_KEYS, JIRGA_POSTGRES_URL, JIRGA_POSTGRES_PASSWORD_FILE } = read;
  const chosen = Object.entries({ JIRGA_VIEWS, JIRGA_KEYS }).filter(([, place]) => place === 'postgres');
  if (chosen.length === 0)
    return Object.entries({ JIRGA_POSTGRES_URL, JIRGA_POSTGRES_PASSWORD_FILE })
      .filter(([, value]) => value !== undefined)
      .map(([name]) => `${name} is for JIRGA_VIEWS=postgres and JIRGA_KEYS=postgres; leave it out, or set one of them`);
  if (JIRGA_POSTGRES_URL === undefined) return chosen.map(([name]) => `${name}=postgres needs JIRGA_POSTGRES_URL`);
  return JIRGA_POSTGRES_PASSWORD_FILE !== undefined && new URL(JIRGA_POSTGRES_URL).password !== ''
    ? ['JIRGA_POSTGRES_URL and JIRGA_POSTGRES_PASSWORD_FILE both name a password; leave one of them out']
    : [];
}

/** As whom, and where, this process talks to a ledger that somebody serves. */
export interface RemoteConfiguration {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
  /** In which people read the words of programs; as they are recorded where it is absent. */
  readonly language: Language | undefined;
}

/** The same for the commands that talk to a ledger. Throws `ConfigurationError` as well where the token comes from two places. */
export function remoteConfigurationFrom(environment: NodeJS.ProcessEnv): RemoteConfiguration {
  const { port } = configurationFrom(environment);
  const { JIRGA_URL: url = `http://${LOOPBACK}:${port}`, JIRGA_TOKEN: token, JIRGA_TOKEN_FILE: tokenFile } = environment;
  const language = environment['JIRGA_LANG'] as Language | undefined;
  if (token !== undefined && tokenFile !== undefined)
    throw new ConfigurationError(['JIRGA_TOKEN and JIRGA_TOKEN_FILE both name a token; leave one of them out']);
  return { url: url.replace(/\/+$/, ''), token, tokenFile, language };
}

/** Variables that only the tests read. */
const isForTests = (name: string): boolean => name.startsWith('JIRGA_TEST_');

/** The variables with what they are for, as `--help` and `docs/` show them. */
export const CONFIGURATION: readonly { readonly name: string; readonly description: string }[] = Object.entries(SCHEMA.shape).map(
  ([name, schema]) => ({ name, description: schema.description ?? '' }),
);

/** PostgreSQL cannot be used as it is: says what to do about it, with its own words behind that. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';
}

/** The server is there, and all connections that we allow ourselves are in use. */
export class PostgresBusyError extends PostgresError {
  constructor(cause: unknown) {
    super('All connections to PostgreSQL are in use: see what holds them up (pg_stat_activity), or run more instances', { cause });
  }
}

const CONNECTIONS =
  'PostgreSQL takes no more connections: raise max_connections or the CONNECTION LIMIT of the role or database, or run fewer instances';
const UNREACHABLE = 'PostgreSQL cannot be reached: see that it runs, and that host and port in JIRGA_POSTGRES_URL are its own';
const NOT_UP = 'PostgreSQL has ended the connection or is not up yet: see that it runs; what needs it goes on by itself when it does';
const NO_ROOM = 'PostgreSQL has no room: make some on its disk; what needs it goes on by itself';

/** By code: SQLSTATE (postgresql.org/docs/15/errcodes-appendix.html), or that of the system call. */
const REMEDIES: Readonly<Record<string, string>> = {
  '25006': 'PostgreSQL takes no writes: JIRGA_POSTGRES_URL must lead to the primary, and default_transaction_read_only be off',
  '25P03': 'PostgreSQL has ended a transaction in which this program was held up: nothing of it was kept; repeat what was asked',
  '28P01': 'PostgreSQL refuses the password: see JIRGA_POSTGRES_PASSWORD_FILE, or the password in JIRGA_POSTGRES_URL',
  '28000': 'PostgreSQL lets this user not in from here: see the role, and pg_hba.conf on the server',
  '3D000': 'PostgreSQL has no such database: make it (CREATE DATABASE … OWNER …), or name another one in JIRGA_POSTGRES_URL',
  '42501': 'The user of PostgreSQL may not do this: let it own the database, or GRANT it CREATE and USAGE on the schema',
  '53100': NO_ROOM,
  '53200': 'PostgreSQL is out of memory: see its settings; what needs it goes on by itself',
  '53300': CONNECTIONS,
  '55P03':
    'Somebody else holds our tables in PostgreSQL: end his transaction (pg_locks, pg_stat_activity); what needs it goes on by itself',
  '57014': 'PostgreSQL did not answer in time and was stopped: see what holds it up (pg_locks, pg_stat_activity)',
  '57P01': NOT_UP,
  '57P02': NOT_UP,
  '57P03': NOT_UP,
  '08006': NOT_UP,
  '08P01': 'What answers is no PostgreSQL, or a pooler between that does not keep sessions: connect to the server itself',
  ECONNREFUSED: UNREACHABLE,
  ECONNRESET: NOT_UP,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  ENOENT: UNREACHABLE,
  EPIPE: NOT_UP,
  ETIMEDOUT: UNREACHABLE,
};

/** A statement was planned for a table that was made anew since, such as where its schema was dropped. */
const OUTDATED_PLAN = 'cached plan must not change';

/** The client has given the server up by itself. */
const TIMEOUT = /timeout/i;

/** What the client says without a code. */
const REMEDIES_BY_WORDS: readonly (readonly [RegExp, string])[] = [
  [TIMEOUT, UNREACHABLE],
  [/Connection terminated|not queryable|Connection ended/i, NOT_UP],
  [new RegExp(OUTDATED_PLAN), 'Tables in PostgreSQL were made anew: ask again'],
  [/password must be a string|no password/i, REMEDIES['28P01'] ?? ''],
  [
    /does not support SSL/i,
    'PostgreSQL speaks no TLS: set ssl = on on the server, or sslmode=disable in JIRGA_POSTGRES_URL on one machine',
  ],
];

export const isTimeout = (error: unknown): boolean => TIMEOUT.test((error as Partial<Error>).message ?? '');

export const isOutdatedPlan = (error: unknown): boolean => (error as Partial<Error>).message?.includes(OUTDATED_PLAN) === true;

/** What node-postgres says to whoever has waited in vain until a connection was given back. */
const NONE_GIVEN_BACK = 'timeout exceeded when trying to connect';

/** What to do about a fault of the server or of the way to it; any other error as it is. */
export function inWords(error: unknown): unknown {
  // By its members and not its class: under test errors of Node itself are those of another realm.
  const { code = '', message = '' } = error as Partial<NodeJS.ErrnoException>;
  if (message === NONE_GIVEN_BACK) return new PostgresBusyError(error);
  const remedy = REMEDIES[code] ?? REMEDIES_BY_WORDS.find(([words]) => words.test(message))?.[1];
  if (remedy === undefined) return error;
  return new PostgresError(`${remedy} (${[code, message].filter((it) => it !== '').join(': ')})`, { cause: error });
}

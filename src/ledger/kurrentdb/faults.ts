import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  isCommandError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  StreamNotFoundError,
  TimeoutError,
  UnavailableError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { StoreUnavailableError } from '../event-store';

/** The server has said nothing for so long: whether it has done what it was asked for nobody knows. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';

  constructor(readonly afterMs: number) {
    super(`no answer within ${afterMs} ms`);
  }
}

/** Status of gRPC where nobody was recognised, as against 7 where he may not. */
const UNAUTHENTICATED = 16;

const REFUSALS = [AccessDeniedError, MaxAppendSizeExceededError, StreamDeletedError, StreamNotFoundError, WrongExpectedVersionError];

/** The server has looked at it and will not do it, now or later; everything else may pass, and may have been done. */
export const isRefusal = (error: unknown): error is Error => REFUSALS.some((refusal) => error instanceof refusal);

/** Why the two ends of a connection do not come to trust each other, as OpenSSL and Node say it (nodejs.org/api/tls.html, "X509 certificate error codes"). */
const DISTRUST: readonly (readonly [said: RegExp, words: string])[] = [
  [/certificate has expired|CERT_HAS_EXPIRED/, 'has a certificate that has expired: renew it on the server'],
  [/certificate is not yet valid/, 'has a certificate that is not valid yet: compare the clocks of both machines'],
  [
    /unable to verify|unable to get (?:local )?issuer|self[- ]signed/,
    'has a certificate of an authority that is not believed here: name that authority in JIRGA_KURRENTDB_CA_FILE',
  ],
  [/altnames|Hostname\/IP/, 'has a certificate for another name: use a name that stands in it, or issue one with this name'],
  [/wrong version number|packet length too long/, 'speaks no TLS: set it up there, or say tls=false in the address of a server for trying'],
];

/** The connection itself did not come about; such errors come without the client between. */
const isOfTheWay = (error: unknown): boolean => /^E[A-Z]+$/.test((error as Partial<NodeJS.ErrnoException> | undefined)?.code ?? '');

/** What is wrong and what one can do about it. The client's own messages are empty, or say what happened inside of it. */
export function wordsFor(error: unknown, hosts: string): string {
  if (error instanceof StoreUnavailableError) return error.message;
  if (error instanceof AccessDeniedError)
    return Number(error.code) === UNAUTHENTICATED
      ? `KurrentDB at ${hosts} does not know our user with this password: mend the password, or make the user with jirga kurrentdb prepare`
      : `KurrentDB at ${hosts} refuses our user: check user and password, and that the user may read $all and write our streams, which jirga kurrentdb prepare grants`;
  if (error instanceof StreamDeletedError)
    return `somebody has deleted ${error.streamName} on KurrentDB at ${hosts}: check who may delete streams, and restore a backup`;
  if (error instanceof MaxAppendSizeExceededError)
    return `KurrentDB at ${hosts} takes ${error.maxAppendSize} bytes at once only: raise its MaxAppendSize to 1 MiB`;
  if (error instanceof NotLeaderError || messageOf(error).includes('No leader info'))
    return `KurrentDB at ${hosts} has no leader that we can reach: check that most of its nodes run, and that the addresses they advertise can be reached from here`;
  if (messageOf(error).includes('Server Is Not Ready')) return `KurrentDB at ${hosts} is not ready yet: it is starting, or has no leader`;
  if (error instanceof DeadlineExceededError || error instanceof TimeoutError || error instanceof NoAnswerError)
    return `KurrentDB at ${hosts} does not answer in time (${messageOf(error)}): check its load, its disk, and that most of its nodes run`;
  const distrust = DISTRUST.find(([said]) => said.test(messageOf(error)))?.[1];
  if (distrust !== undefined) return `KurrentDB at ${hosts} ${distrust}`;
  if (
    error instanceof UnavailableError ||
    error instanceof CancelledError ||
    messageOf(error).startsWith('Failed to discover') ||
    isOfTheWay(error)
  )
    return `KurrentDB at ${hosts} cannot be reached (${messageOf(error)}): check the address, that it runs, of a cluster most of its nodes, and that both sides use TLS or neither`;
  return `KurrentDB at ${hosts} has failed: ${error instanceof Error && isCommandError(error) ? error.type : 'error'}: ${messageOf(error)}`;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

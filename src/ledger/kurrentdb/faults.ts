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

const REFUSALS = [AccessDeniedError, MaxAppendSizeExceededError, StreamDeletedError, StreamNotFoundError, WrongExpectedVersionError];

/** The server has looked at it and will not do it, now or later; everything else may pass, and may have been done. */
export const isRefusal = (error: unknown): error is Error => REFUSALS.some((refusal) => error instanceof refusal);

/** What is wrong and what one can do about it. The client's own messages are empty, or say what happened inside of it. */
export function wordsFor(error: unknown, hosts: string): string {
  if (error instanceof StoreUnavailableError) return error.message;
  if (error instanceof AccessDeniedError)
    return `KurrentDB at ${hosts} refuses our user: check user and password, and that the user may read $all and write our streams`;
  if (error instanceof StreamDeletedError)
    return `somebody has deleted ${error.streamName} on KurrentDB at ${hosts}: check who may delete streams, and restore a backup`;
  if (error instanceof MaxAppendSizeExceededError)
    return `KurrentDB at ${hosts} takes ${error.maxAppendSize} bytes at once only: raise its MaxAppendSize to 1 MiB`;
  if (error instanceof NotLeaderError || messageOf(error).includes('No leader info'))
    return `KurrentDB at ${hosts} has no leader that we can reach: check that most of its nodes run, and that the addresses they advertise can be reached from here`;
  if (messageOf(error).includes('Server Is Not Ready')) return `KurrentDB at ${hosts} is not ready yet: it is starting, or has no leader`;
  if (error instanceof DeadlineExceededError || error instanceof TimeoutError || error instanceof NoAnswerError)
    return `KurrentDB at ${hosts} does not answer in time (${messageOf(error)}): check its load, its disk, and that most of its nodes run`;
  if (error instanceof UnavailableError || error instanceof CancelledError || messageOf(error).startsWith('Failed to discover'))
    return `KurrentDB at ${hosts} cannot be reached (${messageOf(error)}): check the address, that it runs, and that both sides use TLS or neither`;
  return `KurrentDB at ${hosts} has failed: ${error instanceof Error && isCommandError(error) ? error.type : 'error'}: ${messageOf(error)}`;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

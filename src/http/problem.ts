import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { TrailTooLongError } from '../audit/trail/trail';
import { UnauthenticatedError } from '../access/access';
import { TooManyStreamsError } from '../boards/live-boards';
import { STREAM_ENDS } from '../boards/stream-ends';
import { ThrottledError } from '../access/throttle';
import { ClockBehindError, type Failure, ProcessBehindError, StillBeingDoneError } from '../commands/outcome';
import { STREAM_RETRY_MS } from '../kernel/limits';
import { type Reason, type RefusalCatalogue, Rejection } from '../kernel/rejection';
import {
  AppendFailedError,
  AppendTooLargeError,
  DamagedStreamError,
  DiskFullError,
  QueueFullError,
  StoreClosedError,
  StoreUnavailableError,
} from '../ledger/event-store';
import { PostgresBusyError, PostgresError } from '../postgres/postgres-fault';
import { UnreadableError } from '../trust/opener';
import { RecordTooLargeError } from '../trust/sealer';
import { ViewBehindError } from '../views/views';

/** One fault of the input: where (RFC 6901, into the body) and what. */
export interface InputFault {
  readonly pointer: string;
  readonly detail: string;
}

/** Members of a problem beside those every one has (RFC 9457, 3.2). */
export interface ProblemMembers {
  readonly detail?: string;
  readonly invariant?: string | undefined;
  readonly stream?: string;
  readonly revision?: number;
  readonly remedy?: string;
  /** Of a command of which nobody knows whether it was recorded: an auditor finds it by that in the log. */
  readonly commandId?: string;
  readonly errors?: readonly InputFault[];
}

/** An answer of RFC 9457; `type` is a page of ours that explains the code. */
export class Problem extends HttpException {
  constructor(
    status: number,
    readonly code: string,
    title: string,
    members: ProblemMembers = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super({ type: `/problems/${code}`, status, title, code, ...members }, status);
  }
}

const FAILURES: Readonly<Record<Failure, readonly [status: number, code: string, title: string]>> = {
  PRECONDITION_FAILED: [412, 'precondition-failed', 'The record has changed since you read it'],
  CONFLICTS_IN_A_ROW: [503, 'conflicts-in-a-row', 'Others changed the record while this was decided'],
  KEY_REUSED: [422, 'key-reused', 'This Idempotency-Key was used for something else'],
  NOT_FOUND: [404, 'not-found', 'There is no such record'],
  FORBIDDEN: [403, 'forbidden', 'Your roles do not allow this'],
  WITHHELD: [403, 'withheld', 'The record is above your level'],
};

/** A refusal of the domain or of the road, as an answer. @param refused what a refusal of the domain is answered with */
export function problemOf(outcome: Rejection | Failure, members: ProblemMembers = {}, refused = 409): Problem {
  if (outcome instanceof Rejection) {
    const { code, detail, reason } = outcome;
    return new Problem(refused, code, reason.title, { detail, invariant: reason.invariant, remedy: reason.remedy, ...members });
  }
  const [status, code, title] = FAILURES[outcome];
  return status === 503 ? unavailable(code, title, 'Nothing was recorded.') : new Problem(status, code, title);
}

const UNREADABLE = 'What lies in the log cannot be read';
export const NO_SUCH_RANGE = 'There are no bytes in that range';
const TOO_MANY_STREAMS = 'Too many listen';
const STILL_BEING_DONE = 'It is recorded, and what it brings about is still being done';
const LEASE_LOST = 'This instance has no lease at the moment';
const KEYS_AWAY = 'The database of keys and accounts is away';

/** What the road and the web refuse whatever the noun, for the pages that explain a code. */
export const GENERAL_REASONS: RefusalCatalogue = new Map<string, Reason>([
  ['precondition-failed', { title: FAILURES.PRECONDITION_FAILED[2], remedy: 'Read the record again and decide on what it says now.' }],
  [
    'conflicts-in-a-row',
    { title: FAILURES.CONFLICTS_IN_A_ROW[2], remedy: 'Repeat the request after Retry-After with the same Idempotency-Key.' },
  ],
  [
    'key-reused',
    {
      title: FAILURES.KEY_REUSED[2],
      remedy: 'Send another Idempotency-Key, or exactly the input of the first request.',
      invariant: 'INV-34',
    },
  ],
  ['not-found', { title: FAILURES.NOT_FOUND[2], remedy: 'Check the id. What you may not know of answers in the same way.' }],
  ['forbidden', { title: FAILURES.FORBIDDEN[2], remedy: 'GET /v1/me says your roles; an administrator of your side grants them.' }],
  ['withheld', { title: FAILURES.WITHHELD[2], remedy: 'Ask somebody who is cleared for its level.', invariant: 'INV-31' }],
  ['invalid-input', { title: 'The input is not valid', remedy: 'Each of the errors names its place in the body with a JSON Pointer.' }],
  [
    'unauthenticated',
    { title: 'No credentials, or none that are valid', remedy: 'Sign in again, or send a bearer token that has not expired.' },
  ],
  [
    'csrf',
    { title: 'The request did not come with the token of its session', remedy: 'Send the csrfToken of the sign-in as X-CSRF-Token.' },
  ],
  ['throttled', { title: 'Too many attempts', remedy: 'Wait as long as Retry-After says.' }],
  ['not-json', { title: 'The request is not application/json', remedy: 'Send JSON, and Content-Type: application/json with it.' }],
  ['bad-request', { title: 'The request cannot be read', remedy: 'Check the URL and the headers; the client that sent it is at fault.' }],
  [
    'internal',
    { title: 'Something broke on our side', remedy: 'Tell the operator; whether it was recorded, the same Idempotency-Key tells.' },
  ],
  [
    'record.unreadable',
    {
      title: UNREADABLE,
      remedy: 'Tell the operator: the log of the server names the place, and jirga verify what is wrong with it. A backup restores it.',
      invariant: 'INV-42',
    },
  ],
  ['no-such-range', { title: NO_SUCH_RANGE, remedy: 'HEAD says how many bytes there are.' }],
  ['too-large', { title: 'Too large to be recorded', remedy: 'Shorten the text, or record it in parts.' }],
  ['ledger.disk-full', { title: 'The disk is full', remedy: 'Reading goes on. Repeat the request once the operator has made room.' }],
  ['queue-full', { title: 'The ledger is busy', remedy: 'Repeat the request after Retry-After with the same Idempotency-Key.' }],
  [
    'ledger.write-failed',
    { title: 'The write failed', remedy: 'Repeat the request with the same Idempotency-Key to learn whether it was recorded.' },
  ],
  [
    'ledger.unavailable',
    {
      title: 'The ledger cannot be reached',
      remedy:
        'Repeat the request after Retry-After with the same Idempotency-Key; if it lasts, /health/ready says what the operator can mend.',
    },
  ],
  ['closing', { title: 'The ledger is closing', remedy: 'Repeat the request once it is served again.' }],
  [
    'clock-behind',
    {
      title: 'The clock stands behind the ledger',
      remedy: 'The operator sets the clock of the machine right; nothing is recorded until then.',
    },
  ],
  [
    'process-behind',
    {
      title: 'What this must know of is still being recorded',
      remedy:
        'Repeat the request after Retry-After with the same Idempotency-Key; if it lasts, /health/ready says which process stands still.',
      invariant: 'INV-43',
    },
  ],
  [
    'still-being-done',
    {
      title: STILL_BEING_DONE,
      remedy:
        'Repeat the request after Retry-After with the same Idempotency-Key: it is answered once that is done; if it lasts, /health/ready says what it waits for.',
    },
  ],
  [
    'clearance-lowered',
    {
      title: STREAM_ENDS['clearance-lowered'],
      remedy: 'Listen again and read the board again: it shows what you may see now.',
      invariant: 'INV-31',
    },
  ],
  ['slow-reader', { title: STREAM_ENDS['slow-reader'], remedy: 'Listen again with Last-Event-ID: you are told what you have missed.' }],
  ['too-many-streams', { title: TOO_MANY_STREAMS, remedy: 'End one of your streams, or listen again after Retry-After.' }],
  [
    'database-away',
    {
      title: KEYS_AWAY,
      remedy: 'Repeat the request after Retry-After with the same Idempotency-Key; if it lasts, /health/ready says what is wrong.',
    },
  ],
  [
    'lease-lost',
    {
      title: LEASE_LOST,
      remedy:
        'Repeat the request after Retry-After with the same Idempotency-Key, best of another instance; if it lasts, /health/ready says what is wrong.',
    },
  ],
  ['view-behind', { title: 'The board has not come that far', remedy: 'Ask again after Retry-After.' }],
]);

/** All that is wrong with the input at once, each with its JSON Pointer. */
export const invalidInput = (errors: readonly InputFault[]): Problem =>
  new Problem(400, 'invalid-input', 'The input is not valid', { errors });

/** Not now, but soon: with `Retry-After` in seconds. */
const unavailable = (code: string, title: string, detail: string, members: ProblemMembers = {}): Problem =>
  new Problem(503, code, title, { detail, ...members }, { 'retry-after': '1' });

/** This instance may remember what is to be forgotten; another one answers meanwhile. */
export const leaseLost = (): Problem => unavailable('lease-lost', LEASE_LOST, 'Whether it was recorded, the same Idempotency-Key tells.');

/** This server answers nothing more. */
export const closingProblem = (): Problem => unavailable('closing', 'The ledger is closing', 'Nothing was recorded.');

/** What an error means for the caller; `undefined` for what nobody expected. */
function expected(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof UnauthenticatedError)
    return new Problem(
      401,
      'unauthenticated',
      'No credentials, or none that are valid',
      {},
      { 'www-authenticate': 'Bearer realm="jirga"' },
    );
  if (error instanceof ThrottledError)
    return new Problem(429, 'throttled', 'Too many attempts', { detail: error.message }, { 'retry-after': String(error.retryAfterS) });
  if (error instanceof TooManyStreamsError)
    return new Problem(
      error.whose === 'PERSON' ? 429 : 503,
      'too-many-streams',
      TOO_MANY_STREAMS,
      { detail: error.message },
      { 'retry-after': String(STREAM_RETRY_MS / 1000) },
    );
  if (error instanceof QueueFullError)
    return unavailable('queue-full', 'The ledger is busy', 'More is waiting to be written than can be taken; nothing was recorded.');
  if (error instanceof DiskFullError)
    return unavailable(
      'ledger.disk-full',
      'The disk is full',
      'Nothing was recorded; reading goes on, and writing as soon as there is room.',
    );
  if (error instanceof StoreClosedError) return closingProblem();
  if (error instanceof AppendFailedError)
    return unavailable(
      'ledger.write-failed',
      'The write failed',
      'Repeat it with the same Idempotency-Key to learn whether it was recorded.',
      error.commandId === undefined ? {} : { commandId: error.commandId },
    );
  // What is wrong names hosts and users: that stands in /health/ready.
  if (error instanceof StoreUnavailableError)
    return unavailable(
      'ledger.unavailable',
      'The ledger cannot be reached',
      'Nothing was recorded; the server on which it lies does not answer.',
    );
  if (error instanceof ClockBehindError) return unavailable('clock-behind', 'The clock stands behind the ledger', error.message);
  if (error instanceof ProcessBehindError)
    return unavailable('process-behind', 'What this must know of is still being recorded', error.message);
  if (error instanceof StillBeingDoneError) return unavailable('still-being-done', STILL_BEING_DONE, error.message);
  if (error instanceof PostgresBusyError)
    return unavailable('queue-full', 'The ledger is busy', 'More is asked at once than the database of keys and accounts takes.');
  // What the server said is for the operator, and stands at /health/ready.
  if (error instanceof PostgresError)
    return unavailable('database-away', KEYS_AWAY, 'What this needs of it cannot be looked up, or kept, at this moment.');
  if (error instanceof ViewBehindError) return unavailable('view-behind', 'The board has not come that far', error.message);
  if (error instanceof AppendTooLargeError || error instanceof RecordTooLargeError)
    return new Problem(413, 'too-large', 'Too large to be recorded', { detail: error.message });
  if (error instanceof TrailTooLongError) return new Problem(413, 'too-large', 'The trail is too long', { detail: error.message });
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  if (status === 503) return closingProblem();
  return typeof status === 'number' && status >= 400 && status < 500 ? problemOfStatus(status) : undefined;
}

/** Where it lies is for the operator alone: it may be a record of which the caller must not know. */
const broken = (error: unknown): Problem =>
  error instanceof UnreadableError || error instanceof DamagedStreamError
    ? new Problem(500, 'record.unreadable', UNREADABLE, {
        detail: 'Nothing was recorded. A record that this needs was altered, cut off or written by somebody else.',
        invariant: 'INV-42',
      })
    : new Problem(500, 'internal', 'Something broke on our side');

/** What the web itself refuses before anything of ours has looked at the request. */
export function problemOfStatus(status: number): Problem {
  switch (status) {
    case 404:
    case 414: // An id that is longer than any has no record.
      return new Problem(404, 'not-found', 'There is no such page or record');
    case 413:
      return new Problem(413, 'too-large', 'The request is too large');
    case 415:
      return new Problem(415, 'not-json', 'The request is not application/json');
    default:
      return new Problem(status, 'bad-request', 'The request cannot be read');
  }
}

export const bodyOfProblem = (problem: Problem): string => JSON.stringify(problem.getResponse());

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  void reply.status(problem.getStatus()).headers(problem.headers).type('application/problem+json').send(bodyOfProblem(problem));
}

/** Every refusal leaves the house as `application/problem+json`; what nobody expected says nothing of our insides. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    let problem = expected(error);
    if (!problem) {
      this.logger.error(error);
      problem = broken(error);
    }
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    sendProblem(reply, problem);
  }
}

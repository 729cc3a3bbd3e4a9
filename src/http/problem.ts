import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { UnauthenticatedError } from '../access/access';
import { ThrottledError } from '../access/throttle';
import { ClockBehindError, type Failure } from '../commands/outcome';
import { Rejection } from '../kernel/rejection';
import { AppendFailedError, AppendTooLargeError, DiskFullError, QueueFullError, StoreClosedError } from '../ledger/event-store';
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
  CONFLICTS_IN_A_ROW: [409, 'conflicts-in-a-row', 'Others changed the record while this was decided'],
  KEY_REUSED: [422, 'key-reused', 'This Idempotency-Key was used for something else'],
  NOT_FOUND: [404, 'not-found', 'There is no such record'],
  FORBIDDEN: [403, 'forbidden', 'Your roles do not allow this'],
  WITHHELD: [403, 'withheld', 'The record is above your level'],
};

/** A refusal of the domain or of the road, as an answer. */
export function problemOf(outcome: Rejection | Failure, members: ProblemMembers = {}): Problem {
  if (outcome instanceof Rejection) {
    const { code, detail, reason } = outcome;
    return new Problem(409, code, reason.title, { detail, invariant: reason.invariant, remedy: reason.remedy, ...members });
  }
  const [status, code, title] = FAILURES[outcome];
  return new Problem(status, code, title);
}

/** All that is wrong with the input at once, each with its JSON Pointer. */
export const invalidInput = (errors: readonly InputFault[]): Problem => new Problem(400, 'invalid-input', 'The input is not valid', { errors });

/** Not now, but soon: with `Retry-After` in seconds. */
const unavailable = (code: string, title: string, detail: string): Problem =>
  new Problem(503, code, title, { detail }, { 'retry-after': '1' });

/** What an error means for the caller; `undefined` for what nobody expected. */
function expected(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof UnauthenticatedError)
    return new Problem(401, 'unauthenticated', 'No credentials, or none that are valid', {}, { 'www-authenticate': 'Bearer realm="jirga"' });
  if (error instanceof ThrottledError)
    return new Problem(429, 'throttled', 'Too many attempts', { detail: error.message }, { 'retry-after': String(error.retryAfterS) });
  if (error instanceof QueueFullError) return unavailable('queue-full', 'The ledger is busy', 'More is waiting to be written than can be taken; nothing was recorded.');
  if (error instanceof DiskFullError) return unavailable('ledger.disk-full', 'The disk is full', 'Nothing was recorded; reading goes on, and writing as soon as there is room.');
  if (error instanceof StoreClosedError) return unavailable('closing', 'The ledger is closing', 'Nothing was recorded.');
  if (error instanceof AppendFailedError) return unavailable('ledger.write-failed', 'The write failed', 'Repeat it with the same Idempotency-Key to learn whether it was recorded.');
  if (error instanceof ClockBehindError) return unavailable('clock-behind', 'The clock stands behind the ledger', error.message);
  if (error instanceof ViewBehindError) return unavailable('view-behind', 'The board has not come that far', error.message);
  if (error instanceof AppendTooLargeError || error instanceof RecordTooLargeError)
    return new Problem(413, 'too-large', 'Too large to be recorded', { detail: error.message });
  if (error instanceof HttpException) return ofNest(error);
  return ofFastify(error);
}

function ofNest(error: HttpException): Problem {
  const status = error.getStatus();
  if (status === 404) return new Problem(404, 'not-found', 'There is no such page or record');
  return new Problem(status, `http-${status}`, error.message);
}

/** Fastify's own errors of the request: they carry a status below 500. */
function ofFastify(error: unknown): Problem | undefined {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  if (status === 413) return new Problem(413, 'too-large', 'The request is too large');
  if (status === 415) return new Problem(415, 'http-415', 'Send application/json');
  return invalidInput([{ pointer: '', detail: 'must be a request in JSON' }]);
}

/** Every refusal leaves the house as `application/problem+json`; what nobody expected says nothing of our insides. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    let problem = expected(error);
    if (!problem) {
      this.logger.error(error);
      problem = new Problem(500, 'internal', 'Something broke on our side');
    }
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply.status(problem.getStatus()).headers(problem.headers).type('application/problem+json').send(JSON.stringify(problem.getResponse()));
  }
}

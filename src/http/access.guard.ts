import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Access, type Caller, UnauthenticatedError } from '../access/access';
import { Attempts } from '../access/attempts';
import type { CommandType } from '../commands/noun';
import type { Role } from '../kernel/roles';
import { UUID } from '../kernel/uuid';
import { Problem, problemOf } from './problem';

/** Who may take a route: everybody, everybody who is signed in, or whoever has one of these roles. */
export type Admission = 'ANYONE' | 'SIGNED_IN' | readonly Role[];

export const ADMITS = 'jirga:admits';

/** Declares who may take a route. One without it does not start (admission.ts). */
export const Admits = (admission: Admission): MethodDecorator & ClassDecorator => SetMetadata(ADMITS, admission);

const ASKS = 'jirga:asks';

/** Declares which command a route asks for: who lacks the role for it has attempted it (INV-49). */
export const Asks = (type: CommandType): MethodDecorator => SetMetadata(ASKS, type);

export const SESSION_COOKIE = 'jirga_session';
export const CSRF_HEADER = 'x-csrf-token';

const callers = new WeakMap<object, Caller>();

/** The caller whom the guard let in. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error('a route for anyone asked who its caller is');
  return caller;
}

const BEARER = /^Bearer ([\x21-\x7e]{1,200})$/i;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Deny by default: credentials first, then the role, before anything of the request's content is looked at. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Access) private readonly access: Access,
    @Inject(Attempts) private readonly attempts: Attempts,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const admission = this.reflector.getAllAndOverride<Admission | undefined>(ADMITS, [context.getHandler(), context.getClass()]);
    if (admission === 'ANYONE') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await this.authenticate(request);
    if (admission === undefined) throw problemOf('FORBIDDEN');
    if (admission !== 'SIGNED_IN' && !admission.some((role) => caller.standing.roles.includes(role))) {
      const type = this.reflector.get<CommandType | undefined>(ASKS, context.getHandler());
      if (type) await this.keepAttempt(type, caller, request);
      throw problemOf('FORBIDDEN');
    }
    callers.set(request, caller);
    return true;
  }

  /** Nothing of the request is validated yet: what is no id names no record. */
  private async keepAttempt(type: CommandType, { participantId }: Caller, request: FastifyRequest): Promise<void> {
    const { params, query, body } = request as FastifyRequest<{ Params: { id?: string }; Querystring: { 'dry-run'?: string } }>;
    if (query['dry-run'] === 'true') return;
    const id = type.noun.singleton ?? params.id;
    const streamId = id !== undefined && UUID.test(id) ? id : undefined;
    await this.attempts.keep({ participantId, type, streamId, body, refusal: 'FORBIDDEN' });
  }

  private async authenticate(request: FastifyRequest): Promise<Caller> {
    const { authorization } = request.headers;
    // Who sends the header is judged by it alone, never by a cookie that his browser happens to add.
    if (authorization !== undefined) return this.access.callerOf(BEARER.exec(authorization)?.[1] ?? '', ['BEARER']);
    const session = cookieOf(request, SESSION_COOKIE);
    if (session === undefined) throw new UnauthenticatedError();
    const caller = await this.access.callerOf(session, ['SESSION']);
    const csrf = request.headers[CSRF_HEADER];
    if (!SAFE.has(request.method) && !this.access.matchesCsrf(caller.credential, typeof csrf === 'string' ? csrf : undefined))
      throw new Problem(403, 'csrf', 'The request did not come with the token of its session', {
        detail: 'A browser sends the csrfToken of its sign-in as X-CSRF-Token with everything that changes something.',
      });
    return caller;
  }
}

export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const found = (request.headers.cookie ?? '').split(';').find((pair) => pair.trim().startsWith(`${name}=`));
  return found?.trim().slice(name.length + 1);
}

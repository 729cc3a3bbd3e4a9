import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, type Issued } from '../access/access';
import { refuseAccess } from '../access/access.refusals';
import { Authority } from '../commands/authority';
import { Streams } from '../commands/streams';
import { refusalOf, SystemActs } from '../commands/system-acts';
import { caveatsOf, levelOf } from '../kernel/classification';
import { SESSION_LIFETIME_MS } from '../kernel/limits';
import { BindAccount } from '../negotiation/participant/participant.commands';
import { isAdministeredBy, type Participant } from '../negotiation/participant/participant.state';
import { EnrolBody, OneTimeBody, SignInBody } from './access.bodies';
import { Admits, callerOf, SESSION_COOKIE } from './access.guard';
import { bodyOf } from './command-body';
import { existingId } from './command.request';
import { problemOf } from './problem';

/** The ledger's origin, which stands in every leaf, and in everything that is signed. */
export const ORIGIN = Symbol('origin');

/** A browser's way in: the session itself travels in a cookie that no script can read. */
interface SessionAnswer {
  readonly csrfToken: string | undefined;
  readonly expiresAt: string;
}

interface TokenAnswer {
  readonly token: string;
  readonly expiresAt: string;
}

/** Coming in and going out (api.md). Who may what is in the ledger; here are only the secrets that open it. */
@Controller('v1')
@ApiTags('Access')
export class AccessController {
  constructor(
    @Inject(Access) private readonly access: Access,
    @Inject(Authority) private readonly authority: Authority,
    @Inject(Streams) private readonly streams: Streams,
    @Inject(SystemActs) private readonly system: SystemActs,
    @Inject(ORIGIN) private readonly origin: string,
  ) {}

  @Get('me')
  @Admits('SIGNED_IN')
  @ApiOperation({ operationId: 'me', summary: 'Who I am: roles, clearance, caveats; and of which ledger' })
  me(@Req() request: FastifyRequest): object {
    const { participantId, displayName, roles, clearance } = callerOf(request).standing;
    return {
      participantId,
      displayName,
      roles,
      clearance: levelOf(clearance.level),
      caveats: caveatsOf(clearance.caveats),
      origin: this.origin,
    };
  }

  @Post('sessions')
  @Admits('ANYONE')
  @ApiOperation({ operationId: 'sign-in', summary: 'Sign in with a browser' })
  @ApiBody({ type: SignInBody })
  async signIn(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    const { login, password } = bodyOf(SignInBody, body);
    return openSession(reply, await this.access.signIn(login, password, request.ip, 'SESSION'));
  }

  @Post('sessions/one-time')
  @Admits('ANYONE')
  @ApiOperation({ operationId: 'sign-in-once', summary: 'Sign in with a one-time token' })
  @ApiBody({ type: OneTimeBody })
  async signInOnce(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionAnswer> {
    return openSession(reply, await this.access.signInOnce(bodyOf(OneTimeBody, body).token));
  }

  @Delete('sessions/current')
  @HttpCode(204)
  @Admits('SIGNED_IN')
  @ApiOperation({ operationId: 'sign-out', summary: 'End this session' })
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.access.revoke(callerOf(request).credential);
    reply.header('set-cookie', cookie('', 0));
  }

  @Post('tokens')
  @Admits('ANYONE')
  @ApiOperation({ operationId: 'issue-token', summary: 'A bearer token for a program' })
  @ApiBody({ type: SignInBody })
  async issueToken(@Body() body: unknown, @Req() request: FastifyRequest): Promise<TokenAnswer> {
    const { login, password } = bodyOf(SignInBody, body);
    const { token, expiresAt } = await this.access.signIn(login, password, request.ip, 'BEARER');
    return { token, expiresAt };
  }

  @Delete('tokens/current')
  @HttpCode(204)
  @Admits('SIGNED_IN')
  @ApiOperation({ operationId: 'revoke-token', summary: 'Revoke the token that this request bears' })
  async revokeToken(@Req() request: FastifyRequest): Promise<void> {
    await this.access.revoke(callerOf(request).credential);
  }

  @Post('enrolments')
  @Admits('ANYONE')
  @ApiOperation({ operationId: 'enrol', summary: 'Make the account that an enrolment token stands for' })
  @ApiBody({ type: EnrolBody })
  async enrol(@Body() body: unknown): Promise<{ login: string }> {
    const { token, login, password } = bodyOf(EnrolBody, body);
    const made = await this.access.enrol(token, login, password, async (participantId, accountId, invitedBy) => {
      const outcome = await this.system.record(BindAccount, { accountId, invitedBy }, { streamId: participantId, key: accountId });
      const refused = refusalOf(outcome);
      if (refused !== undefined) throw new Error(`the account could not be bound: ${refused}`);
    });
    if (!made) throw problemOf(refuseAccess.loginTaken(`There is an account by the name of ${login}.`));
    return { login };
  }

  /** The administrator hands the token over by a way of his own; who enrols with it is the participant from then on (INV-47). */
  @Post('participants/:id/enrolment-tokens')
  @Admits(['ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR'])
  @ApiOperation({ operationId: 'invite', summary: 'A one-time token with which a participant makes his account' })
  async invite(@Param('id') id: string, @Req() request: FastifyRequest): Promise<TokenAnswer> {
    const { standing, participantId } = callerOf(request);
    const reference = this.authority.participant(existingId(id));
    const { state, revision } = await this.streams.load(reference.fold, reference.streamId);
    if (revision < 0) throw problemOf('NOT_FOUND');
    if (!isAdministeredBy(state as Participant, standing.roles))
      throw problemOf(refuseAccess.otherSide('No role that he has was granted by your side.'));
    const { token, expiresAt } = await this.access.invite(id, participantId);
    return { token, expiresAt };
  }
}

function openSession(reply: FastifyReply, { token, csrfToken, expiresAt }: Issued): SessionAnswer {
  reply.header('set-cookie', cookie(token, SESSION_LIFETIME_MS / 1000));
  return { csrfToken, expiresAt };
}

/** Not `Secure`, for on loopback there is no TLS; a proxy that ends TLS adds it (docs/operations.md). */
const cookie = (value: string, seconds: number): string =>
  `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${Math.floor(seconds)}`;

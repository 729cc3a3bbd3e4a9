import { Controller, Get, Inject, Module, Req, Res } from '@nestjs/common';
import { type IQueryHandler, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Standing } from '../../commands/authority';
import { type Declaration, kindOfNoun } from '../../commands/noun';
import type { Withheld } from '../../commands/record.queries';
import { Admits, callerOf } from '../../http/access.guard';
import { type InputFault, invalidInput, problemOf } from '../../http/problem';
import { UUID } from '../../kernel/uuid';
import { AttemptsModule } from '../../negotiation/attempts/attempts.module';
import { attemptsIdOf } from '../../negotiation/attempts/attempts.state';
import { HIDINGS } from '../../kernel/classification';
import { declarations } from '../../negotiation/nouns';
import { type TrailEntry, Trails } from './trail';
import { trailCsv } from './trail.csv';

/** Who did what to one record, when and why. A message of the QueryBus. */
export class ReadTrail {
  constructor(
    readonly noun: Declaration,
    readonly id: string,
    readonly reader: Standing,
  ) {}
}

@QueryHandler(ReadTrail)
class ReadTrailHandler implements IQueryHandler<ReadTrail> {
  constructor(@Inject(Trails) private readonly trails: Trails) {}

  execute({ noun, id, reader }: ReadTrail): ReturnType<Trails['of']> {
    return this.trails.of(noun, id, reader);
  }
}

/** Those of the noun itself. */
const ATTEMPTS_READERS = AttemptsModule.noun.readers ?? [];

@Controller('v1/audit')
@ApiTags('Audit')
@Admits(['AUDITOR', 'FEDERAL_LIAISON', 'FEDERAL_REVIEWER', 'FOCAL_PERSON', 'RECORDS_OFFICER'])
class TrailController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus) {}

  @Get('attempts')
  @Admits(ATTEMPTS_READERS)
  @ApiOperation({ operationId: 'audit-attempts', summary: 'What somebody was refused in a month, and how often; each leaf checked' })
  @ApiQuery({ name: 'participant', required: true, type: String, description: 'Whose attempts' })
  @ApiQuery({ name: 'month', required: true, type: String, description: 'In UTC, such as 2025-03' })
  async attempts(@Req() request: FastifyRequest): Promise<object> {
    const { participantId, month } = attemptsAskedOf(request.query as Record<string, unknown>);
    const reader = callerOf(request).standing;
    const trails = HIDINGS.map((hiding) => new ReadTrail(AttemptsModule.noun, attemptsIdOf(participantId, month, hiding), reader));
    const told = await Promise.all(
      trails.map((query) => this.bus.execute<ReadTrail, readonly (TrailEntry | Withheld)[] | undefined>(query)),
    );
    return { participantId, month, events: told.flatMap((entries) => entries ?? []) };
  }

  @Get('trail')
  @ApiOperation({ operationId: 'audit-trail', summary: 'Who did what to one record, when, why and on whose behalf; each leaf checked' })
  @ApiQuery({
    name: 'stream',
    required: true,
    type: String,
    description: 'The record: its kind, a hyphen and its id, such as commitment-<uuid>',
  })
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'csv'], description: 'json by default; csv also for who accepts text/csv' })
  async trail(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | object> {
    const { noun, id, csv } = askedOf(request.query as Record<string, unknown>, request.headers.accept);
    const { standing } = callerOf(request);
    if (noun.readers?.some((role) => standing.roles.includes(role)) === false) throw problemOf('FORBIDDEN');
    const query = new ReadTrail(noun, id, standing);
    const entries: readonly (TrailEntry | Withheld)[] | undefined = await this.bus.execute(query);
    if (!entries) throw problemOf('NOT_FOUND');
    if (!csv) return { stream: `${kindOfNoun(noun)}-${id}`, events: entries };
    reply.header('content-disposition', `attachment; filename="trail-${kindOfNoun(noun)}-${id}.csv"`);
    reply.type('text/csv; charset=utf-8');
    return trailCsv(entries);
  }
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

function attemptsAskedOf(query: Record<string, unknown>): { participantId: string; month: string } {
  const { participant: participantId, month, ...rest } = query;
  const faults: InputFault[] = Object.keys(rest).map((name) => ({ pointer: `?${name}`, detail: 'is not a parameter of this' }));
  if (typeof participantId !== 'string' || !UUID.test(participantId))
    faults.push({ pointer: '?participant', detail: 'must be the id of a participant' });
  if (typeof month !== 'string' || !MONTH.test(month)) faults.push({ pointer: '?month', detail: 'must be a month, such as 2025-03' });
  if (faults.length > 0) throw invalidInput(faults);
  return { participantId: participantId as string, month: month as string };
}

function askedOf(query: Record<string, unknown>, accept = ''): { noun: Declaration; id: string; csv: boolean } {
  const { stream, format = accept.startsWith('text/csv') ? 'csv' : 'json', ...rest } = query;
  const faults: InputFault[] = Object.keys(rest).map((name) => ({ pointer: `?${name}`, detail: 'is not a parameter of this' }));
  const [kind = '', id = ''] =
    typeof stream === 'string' ? [stream.slice(0, stream.indexOf('-')), stream.slice(stream.indexOf('-') + 1)] : [];
  const noun = declarations.find((declaration) => kindOfNoun(declaration) === kind);
  if (!noun || !UUID.test(id)) faults.push({ pointer: '?stream', detail: 'must be a kind of record, a hyphen and its id' });
  if (format !== 'json' && format !== 'csv') faults.push({ pointer: '?format', detail: 'must be json or csv' });
  if (!noun || faults.length > 0) throw invalidInput(faults);
  return { noun, id, csv: format === 'csv' };
}

@Module({ controllers: [TrailController], providers: [ReadTrailHandler] })
export class TrailModule {}
